"""Words for codes: one gettext catalogue for the whole program, and one for the country rules, without Django.

A room keeps its English sentences in `texts` modules as `Text` values under stable codes. At the edge
(terminal, page, JSON rendering) a `Catalogue` for one language turns a code and its facts into words.
English is the source; `locale/<tag>/LC_MESSAGES/ayni.po` holds the other languages and
`scripts/catalogue` compiles them to `.mo`. A language is offered only when it is complete. The notes that stand in
country rules have a catalogue of their own, `law`, in which sentences may be missing: they are shown in English then.

Facts are put in by name: `{rows}`. Whole numbers and decimals are written as the language writes them;
a list is joined and cut after a few items. In right-to-left languages every fact is isolated
(U+2068 … U+2069), so that a column name cannot reorder the sentence around it.
"""

from __future__ import annotations

import functools
import gettext
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale

__all__ = ["LANGUAGES", "Catalogue", "Text", "choose_language", "is_right_to_left"]

LANGUAGES = ("en", "fr", "sw", "ar")
"""BCP-47 tags of the languages that are complete, English first."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "dv", "sd", "ug", "yi"})
_LOCALE_DIR = Path(__file__).parent / "locale"
_LIST_ITEMS = 5
_FIGURES = 4096
"""Figures kept as they were written last."""


class Text(msgspec.Struct, frozen=True):
    """An English sentence with `{fact}` places.

    `other` is its plural and `count` names the whole-number fact that decides between the two.
    """

    one: str
    other: str = ""
    count: str = ""


def is_right_to_left(language: str) -> bool:
    """Tell whether a BCP-47 tag names a language written from right to left."""
    return language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT


def choose_language(asked: str | None) -> str:
    """Return the offered language for `asked`, else for `AYNI_LANG`, else for the locale, else English.

    Raises `InputError("language-not-offered")` only when `asked` was given and is not offered.
    """
    if asked:
        found = _offered(asked)
        if found is None:
            raise InputError("language-not-offered", language=asked, offered=list(LANGUAGES))
        return found
    for name in ("AYNI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        found = _offered(os.environ.get(name, ""))
        if found is not None:
            return found
    return "en"


def _offered(tag: str) -> str | None:
    primary = tag.replace("_", "-").split("-")[0].split(".")[0].lower()
    return primary if primary in LANGUAGES else None


def _amount(number: object) -> int:
    """Return the whole number that decides between the forms of a sentence.

    A hidden count such as "<5" goes by its bound, but never as one or two: the forms for these may say the
    number in words, and "two rows" is not what "<5" means.
    """
    if isinstance(number, int):
        return number
    return max(3, int("".join(filter(str.isdecimal, str(number))) or 0))


@functools.cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("ayni", _LOCALE_DIR, languages=[language])


@functools.cache
def _notes(language: str) -> gettext.NullTranslations:
    """Return the notes of the country rules: a catalogue of their own, which need not be complete."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("law", _LOCALE_DIR, languages=[language], fallback=True)


@functools.cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language)


# A page says the same few figures many times, and to write one costs 40 µs; typed, so that 1 is not True.
@functools.lru_cache(_FIGURES, typed=True)
def _number(language: str, value: float) -> str:
    from babel.numbers import format_decimal

    if isinstance(value, float) and not value.is_integer():
        value = float(f"{value:.4g}")
        return str(format_decimal(value, format="#,##0.######", locale=_locale(language)))
    return str(format_decimal(value, format="#,##0", locale=_locale(language)))


@functools.lru_cache(_FIGURES, typed=True)
def _percent(language: str, share: float) -> str:
    from babel.numbers import format_percent

    # Where the sign stands, and with what space, is the language's own.
    own = _locale(language).percent_formats[None].pattern
    return str(format_percent(share, format=own.replace("#,##0", "#,##0.#"), locale=_locale(language)))


class Catalogue:
    """The words of one language for the codes of some rooms."""

    def __init__(self, language: str, *texts: Mapping[str, Text]) -> None:
        """Join the rooms' `texts`; a code may stand in one of them only."""
        self.language = language
        self.right_to_left = is_right_to_left(language)
        self._texts: dict[str, Text] = {}
        for part in texts:
            self._texts.update(part)
        self._translations = _translations(language)
        self._notes = _notes(language)

    def __contains__(self, code: object) -> bool:
        """Tell whether the code has words."""
        return code in self._texts

    def __call__(self, code: str, /, **facts: object) -> str:
        """Return the words of `code` with `facts` put in. Raises KeyError for an unknown code."""
        text = self._texts[code]
        if text.count:
            sentence = self._translations.ngettext(text.one, text.other, _amount(facts[text.count]))
        else:
            sentence = self._translations.gettext(text.one)
        return sentence.format_map({name: self.fact(value) for name, value in facts.items()})

    def sentence(self, english: str) -> str:
        """Return a whole sentence that stands in data, such as a note of a country's rules, in this language.

        English where nobody has translated it yet; what an institution wrote itself stands in no catalogue.
        """
        return self._notes.gettext(english) if english else ""

    def has_sentence(self, english: str) -> bool:
        """Whether somebody translated it, or it needs no translation."""
        return self.language == "en" or not english or self._notes.gettext(english) != english

    def fact(self, value: object) -> str:
        """Write one fact as this language writes it."""
        if isinstance(value, bool) or value is None:
            written = str(value).lower()
        elif isinstance(value, int | float):
            written = self.number(value)
        elif isinstance(value, list | tuple):
            return self.join([self.fact(item) for item in value])
        else:
            written = str(value)
        return f"\u2068{written}\u2069" if self.right_to_left else written

    def number(self, value: float) -> str:
        """Write a number with the language's separators; a decimal keeps four significant digits."""
        return _number(self.language, value)

    def percent(self, share: float) -> str:
        """Write a share from 0 to 1 as a percentage with at most one decimal."""
        return _percent(self.language, share)

    def join(self, items: list[str]) -> str:
        """Join words as the language does; past five items only their number is said."""
        from babel.lists import format_list

        if len(items) > _LIST_ITEMS:
            items = [*items[: _LIST_ITEMS - 1], self.fact(f"+{len(items) - _LIST_ITEMS + 1}")]
        return str(format_list(items, locale=_locale(self.language))) if items else ""
