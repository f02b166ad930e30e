"""What an identifier is: its kind, how it is written, how it is checked, and where that is documented.

A *mask* is how a text is built: `9` a digit, `A` a Latin letter, `-` a space or hyphen, every other sign
itself. `*` in the layout of an identifier stands for a digit or a letter. `compact` is the text without
separators, letters in upper case; that is what checks look at.
"""

from __future__ import annotations

import enum
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

__all__ = ["Category", "Found", "Identifier", "Match", "Rule", "Strength", "compact_of", "is_repeated", "mask_of"]

MAX_CHARS = 34
"""Longest text that can be an identifier, separators included."""


class Category(enum.StrEnum):
    """What an identifier is for."""

    NATIONAL = "national"
    TAX = "tax"
    HEALTH = "health"
    VOTER = "voter"
    PASSPORT = "passport"
    DRIVER = "driver"
    RESIDENCE = "residence"
    BANK = "bank"
    OTHER = "other"


class Strength(enum.StrEnum):
    """What speaks for an identifier: check characters that fit, or only how it is built."""

    CHECKSUM = "checksum"
    LAYOUT = "layout"


class Identifier(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of identifier.

    `chance` is the probability that a random text of its layout passes: digits and letters drawn evenly.
    It is measured by `ayni.check.personal.identifiers.chance`
    (seeded), so that a reader of a column can tell "40 of 40 pass" from "4 of 40 pass, as chance would
    have it". `needs_context`: never to be reported unless the column's name or a word beside it says so.
    """

    kind: str
    country: str
    name: str
    category: Category
    about_people: bool
    strength: Strength
    lengths: tuple[int, ...]
    layouts: tuple[str, ...]
    chance: float
    needs_context: bool
    source: str


class Match(NamedTuple):
    """A whole cell that can be an identifier of this kind."""

    kind: str
    strength: Strength
    chance: float
    needs_context: bool
    about_people: bool


class Found(NamedTuple):
    """An identifier inside a text: `text[start:end]`."""

    kind: str
    start: int
    end: int
    strength: Strength


class Rule(NamedTuple):
    """An identifier with what decides it; `check` takes the compact text (the text itself when `raw`)."""

    kind: str
    name: str
    category: Category
    layouts: tuple[str, ...]
    only: re.Pattern[str] | None
    check: Callable[[str], bool] | None
    module: str
    """The python-stdnum module that checks it, or empty."""
    source: str
    strength: Strength
    about_people: bool
    needs_context: bool
    raw: bool = False


_SEPARATORS = " \t\u00a0\u2007\u202f-\u2010\u2011\u2012\u2013\u2212"
_MASK = str.maketrans(
    {
        **dict.fromkeys("0123456789", "9"),
        **{chr(c): "A" for c in (*range(65, 91), *range(97, 123))},
        **dict.fromkeys(_SEPARATORS, "-"),
    }
)
_COMPACT = str.maketrans(dict.fromkeys(_SEPARATORS + "./()", None))


def plain_digits(text: str) -> str:
    """Return the text with the decimal digits of every script written 0 to 9; its length is kept."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char > "\x7f" and char.isdecimal() else char for char in text)


def mask_of(text: str) -> str:
    """Return how a text is built (see the module's docstring)."""
    return text.translate(_MASK)


def compact_of(text: str) -> str:
    """Return the text without separators, its letters in upper case."""
    return text.translate(_COMPACT).upper()


def is_repeated(compact: str) -> bool:
    """Tell whether all characters are the same, as in the 0000000000 that people type into a required field."""
    return compact.count(compact[:1]) == len(compact)
