"""Places: ISO 3166-2 subdivision, ISO 3166-1 country, UN M49 subregion and region.

What a cell is is told from its form: `KE-30` is a subdivision; `KE`, `KEN`, `404` and the country's name in English,
French, Swahili or Arabic (CLDR, by Babel) a country; the English name of an M49 area that area. On the level of
countries a subdivision reads as its country's two letters, a code as itself, a name as it
stands. Areas read in English, as M49 names them. Other administrative codes nest by their first characters: see
`ayni.protect.hierarchy.codes`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from ayni.errors import InputError
from ayni.protect.hierarchy.assemble import ANY, level_of_texts, levels_of
from ayni.protect.hierarchy.cells import meanings
from ayni.protect.hierarchy.countries import AREAS, COUNTRIES, OTHER_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ayni.check.batch import ColumnPlan
    from ayni.protect.levels import Levels

__all__ = ["Area", "Place", "areas_by_name", "find_place", "levels_of_places"]

_LANGUAGES = ("en", "fr", "sw", "ar")
_SUBDIVISION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
_CODE = re.compile(r"[A-Z]{2,3}|\d{3}")


_LITTLE_WORDS = frozenset({"the", "of", "and"})

Area = tuple[str, str]
"""A subregion and its region."""


class Place(NamedTuple):
    """Where a cell lies, as written on each level above 0."""

    country: str
    subregion: str
    region: str


def levels_of_places(plan: ColumnPlan, values: pl.Series) -> Levels:
    """Put the places of a column into countries, subregions and regions.

    A coded value is understood by what it means. Raises `InputError("hierarchy-not-places")` when more than half of
    the values are none.
    """
    said = meanings(plan, values)
    distinct = said.drop_nulls().unique()
    found = {text: find_place(text) for text in distinct.to_list()}
    known = {text: place for text, place in found.items() if place is not None}
    odd = int(said.is_not_null().sum()) - int(said.is_in(list(known)).sum())
    if odd * 2 > int(said.is_not_null().sum()):
        raise InputError("hierarchy-not-places", column=plan.name, values=odd, known=len(values) - odd)
    levels = []
    for level in range(len(Place._fields)):
        written = {text: place[level] for text, place in known.items()}
        texts = said.replace_strict(written, default=ANY, return_dtype=pl.String) if written else said
        levels.append(level_of_texts(texts.set(said.is_null(), None)))
    return levels_of(plan.name, values, levels, root=True, domain=len(values))


def find_place(text: str) -> Place | None:
    """Return where a text lies, None when it names no place that is known here."""
    text = text.strip()
    code = text.upper()
    subdivision = _SUBDIVISION.fullmatch(code)
    if subdivision is not None:
        area = _codes().get(subdivision[1])
        return None if area is None else Place(subdivision[1], *AREAS[area])
    if _CODE.fullmatch(code) and code in _codes():
        return Place(code, *AREAS[_codes()[code]])
    named = _names().get(_folded(text))
    return None if named is None else Place(text, *named)


@functools.cache
def _codes() -> dict[str, str]:
    """Return every alpha-2, alpha-3 and numeric code with its subregion."""
    codes: dict[str, str] = {}
    for area, words in COUNTRIES.items():
        for word in words.split():
            codes |= {code: area for code in (word[:2], word[2:5], word[5:]) if code}
    return codes


@functools.cache
def _names() -> dict[str, Area]:
    """Return the subregion and region of each name, folded."""
    from babel import Locale

    codes = _codes()
    entries = [
        (name, code, AREAS[codes[code]])
        for language in _LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code in codes
    ]
    entries += [(name, code, AREAS[codes[code]]) for code, names in OTHER_NAMES.items() for name in names]
    found = areas_by_name(entries)
    for subregion, region in AREAS.values():
        found.setdefault(_folded(region), (region, region))
        found.setdefault(_folded(subregion), (subregion, region))
    return found


def areas_by_name(entries: Iterable[tuple[str, str, Area]]) -> dict[str, Area]:
    """Order areas by names, folded; each entry is a name, the code of its country, and where that lies.

    A name that two countries share stands for none.
    """
    owners: dict[str, set[str]] = {}
    found: dict[str, Area] = {}
    for name, owner, area in entries:
        owners.setdefault(_folded(name), set()).add(owner)
        found[_folded(name)] = area
    return {name: area for name, area in found.items() if len(owners[name]) == 1}


def _folded(name: str) -> str:
    """Return a name without case, accents, marks, little words and order: `Korea, Republic of the` is one name."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(sorted(set(re.sub(r"[^\w]+", " ", letters).split()) - _LITTLE_WORDS))
