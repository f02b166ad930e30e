"""Check digits and the dates inside identifiers. Pure functions on compact texts.

Luhn: ISO/IEC 7812-1, annex B. Verhoeff: J. Verhoeff, Error Detecting Decimal Codes (1969). Damm and the
ISO/IEC 7064 systems are left to python-stdnum, which checks the identifiers that use them.
"""

from __future__ import annotations

import datetime as dt
import functools

__all__ = ["luhn", "real_date", "real_day_of_year", "short_date", "verhoeff", "weighted"]

_LUHN_DOUBLE = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_FIRST_YEAR = 1880
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_DAYS = 366

_VERHOEFF_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_P = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


@functools.lru_cache(maxsize=64)
def luhn(digits: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of those before it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total += _LUHN_DOUBLE[int(digit)] if place % 2 else int(digit)
    return total % 10 == 0


@functools.lru_cache(maxsize=64)
def verhoeff(digits: str) -> bool:
    """Tell whether the last digit is the Verhoeff check digit of those before it."""
    state = 0
    for place, digit in enumerate(reversed(digits)):
        state = int(_VERHOEFF_D[state][int(_VERHOEFF_P[place % 8][int(digit)])])
    return state == 0


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """Return the sum of the digits times the weights; further digits are left out."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


@functools.cache
def _last_year() -> int:
    return dt.datetime.now(tz=dt.UTC).year


def real_date(year: str, month: str, day: str) -> bool:
    """Tell whether a four-digit year, month and day are a day on which someone alive or on record was born."""
    try:
        born = dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return _FIRST_YEAR <= born.year <= _last_year()


def short_date(month: str, day: str, year: str = "") -> bool:
    """Tell whether a month and day exist, in a year of which at most two digits are known."""
    number = int(month)
    if not 1 <= number <= len(_DAYS):
        return False
    if month == "02" and day == "29" and year and year != "00" and int(year) % 4:
        return False
    return 1 <= int(day) <= _DAYS[number - 1]


def real_day_of_year(year: str, day: str, women_add: int) -> bool:
    """Tell whether a four-digit year and a day of the year (women: plus `women_add`) are real."""
    number = int(day)
    if number > women_add:
        number -= women_add
    return 1 <= number <= _LEAP_DAYS and _FIRST_YEAR <= int(year) <= _last_year()
