"""Countries as a person names them: CLDR names in their language, ISO 3166-1 codes underneath."""

from __future__ import annotations

import functools

from babel import Locale

__all__ = ["countries", "country_name", "is_country"]

_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"})
_LETTERS = 2


@functools.cache
def _names(language: str) -> dict[str, str]:
    return {
        code: name
        for code, name in Locale.parse(language).territories.items()
        if len(code) == _LETTERS and code.isalpha() and code not in _NOT_COUNTRIES
    }


def is_country(code: str) -> bool:
    """Whether the two letters name a country or territory."""
    return code in _names("en")


def country_name(code: str, language: str) -> str:
    """Return the country's name; a rulebook of several countries is named by its letters."""
    names: dict[str, str] = dict(Locale.parse(language).territories)
    return names.get(code.upper(), code.upper())


@functools.cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of code and name in the order of the names."""
    return tuple(sorted(_names(language).items(), key=lambda pair: pair[1].casefold()))
