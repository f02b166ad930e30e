"""Places as a person names them: CLDR names in their language, ISO 3166-1 codes underneath."""

from __future__ import annotations

import functools

from ayni.errors import InputError

__all__ = ["countries", "is_country", "place_name", "read_place"]

_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"})
_LETTERS = 2
_SHOWN_CHARS = 20


@functools.cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    return dict(Locale.parse(language).territories)


@functools.cache
def _names(language: str) -> dict[str, str]:
    return {
        code: name
        for code, name in _territories(language).items()
        if len(code) == _LETTERS and code.isalpha() and code not in _NOT_COUNTRIES
    }


def is_country(code: str) -> bool:
    """Whether the two capital letters name a country or territory."""
    return code in _names("en")


def read_place(text: str) -> str:
    """Return the code that somebody typed, in capitals. Raises `InputError("law-place-unknown")`."""
    code = text.strip().upper()
    if not is_country(code):
        raise InputError("law-place-unknown", place=text[:_SHOWN_CHARS])
    return code


def place_name(code: str, language: str) -> str:
    """Return what a country, or a rulebook of several, is called; its code in capitals where nobody named it."""
    return _territories(language).get(code.upper(), code.upper())


@functools.cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of code and name in the order of the names."""
    return tuple(sorted(_names(language).items(), key=lambda pair: pair[1].casefold()))
