"""Telephone numbers as people write them inside a country, beyond what the scanner marks.

The scanner marks international numbers (`+` and a calling code of ITU-T E.164 with a plausible length).
Here: the `00` prefix, North American layouts, a trunk `0` with groups, an area code in brackets; and any
group layout or plain digits where a word of context or the column's name says telephone. Dates, decimals,
amounts, card and record numbers are left alone. Lengths: 7 to 15 digits (E.164 §6).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ayni.check.patterns import lazy_pattern
from ayni.check.personal.kinds import calling_table
from ayni.check.personal.words import reads_as_phone
from ayni.check.report import Confidence

__all__ = ["PhoneHit", "find_national", "is_plain_phone"]

_LEAST, _MOST = 7, 15
_GAP = r"[ .\-\u00a0\u2011/]"
_CANDIDATE = lazy_pattern(
    rf"(?<![^\W_])(?<![+@#$€£¥=&*])(?<![.,:/\-]\B)"
    rf"(?:\(\+?\d{{1,5}}\)|\d)(?:\d|{_GAP}(?=[\d(])|(?<=[\d)])\)?{_GAP}?(?=\()|\((?=\d{{1,5}}\))|(?<=\d)\)){{5,22}}"
    rf"(?<=\d)(?:\s?(?:x|ext\.?)\s?\d{{1,5}})?(?![^\W_])"
)
_DATE = lazy_pattern(
    r"^(?:(?:1[89]|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|[12]\d|3[01])[-./ ](?:1[89]|20)\d\d)(?:\D|$)"
)
_YEARS = lazy_pattern(r"^(?:1[89]|20)\d\d ?[-/] ?(?:1[89]|20)\d\d$")
_NORTH_AMERICA = lazy_pattern(
    r"^(?:1[-. ])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?:\s?(?:x|ext\.?)\s?\d+)?$"
)
_SOCIAL = lazy_pattern(r"^\d{3}-\d{2}-\d{4}$")
_THOUSANDS = lazy_pattern(r"^\d{1,3}(?:[ .\u00a0]\d{3})+$")
_MONEY_AFTER = lazy_pattern(
    r"^(?:[.,]\d| ?(?:%|€|\$|£|¥|USD|EUR|KES|TZS|UGX|XOF|XAF|NGN|ZAR|INR|BRL|MXN|IDR|RUB|CNY|km|kg|m²|ha|FCFA|Ksh)\b)"
)

_JOINED = 16
_JOINED_BEFORE = lazy_pattern(r"[^\W_]*\d[^\W_]*[-/.]$|[^\W\d_][-/]$(?<![^\W\d_]{3}[-/])")
"""What ties a number to the code before it: a point, dash or stroke after digits, or after one or two letters."""


class PhoneHit(NamedTuple):
    """A national telephone number: `text[start:end]`."""

    start: int
    end: int
    confidence: Confidence


def is_plain_phone(digits: str) -> bool:
    """Tell whether digits alone, in a column of telephones, can be one: 7 to 15 of them, not all the same."""
    return _LEAST <= len(digits) <= _MOST and len(set(digits)) > 1


def find_national(text: str, *, named: bool = False) -> list[PhoneHit]:
    """Return the national telephone numbers in `text` (ASCII digits); `named`: its column is named a telephone."""
    hits = []
    for match in _CANDIDATE.finditer(text):
        found = match.group()
        digits = "".join(re.findall(r"\d+", re.split(r"x|ext", found)[0]))
        if not is_plain_phone(digits):
            continue
        confidence = _judge(text, match.start(), match.end(), found, digits, named=named)
        if confidence is not None:
            hits.append(PhoneHit(match.start(), match.end(), confidence))
    return hits


def _judge(text: str, start: int, end: int, found: str, digits: str, *, named: bool) -> Confidence | None:  # noqa: PLR0911
    """Return how sure it is that `found` is a telephone number, None where it reads as something else."""
    if _DATE.match(found) or _YEARS.match(found) or _MONEY_AFTER.match(text[end : end + 6]):
        return None
    if _is_decimal(found) or _is_part(text, start, end, found):
        return None
    whole = start == len(text) - len(text.lstrip()) and end == len(text.rstrip())
    said = True if named and whole else reads_as_phone(text, start, end)
    if said is False:
        return None
    if said:
        return Confidence.HIGH if not found.isdigit() or named else Confidence.MEDIUM
    if _SOCIAL.match(found):
        return None
    if found.lstrip("(").startswith("00") and _is_international(digits[2:]):
        return Confidence.HIGH if not found.isdigit() else Confidence.MEDIUM
    if _NORTH_AMERICA.match(found):
        return Confidence.MEDIUM
    return Confidence.LOW if _is_trunk_layout(found, digits) else None


def _is_decimal(found: str) -> bool:
    """Tell whether `found` is a decimal or an amount: points, and groups that no telephone has."""
    groups = re.findall(r"\d+", found)
    if "." not in found:
        return False
    return len(groups) == 2 or (  # noqa: PLR2004 1234.56
        len({c for c in found if not c.isdigit()} - {" "}) == 1
        and _THOUSANDS.match(found) is not None
        and not found.startswith("0")
    )


def _is_part(text: str, start: int, end: int, found: str) -> bool:
    """Tell whether `found` is a piece of a longer code (a UUID, a path with numbers) or reads like a version."""
    groups = re.findall(r"\d+", found)
    if found.count("/") > 1 or ("." in found and sum(len(group) == 1 for group in groups) > 1):
        return True
    before, after = _JOINED_BEFORE.search(text[max(0, start - _JOINED) : start]), text[end : end + 2]
    return before is not None or (after[:1] in {"-", "/"} and after[1:].isalnum())


def _is_trunk_layout(found: str, digits: str) -> bool:
    """Tell whether `found` is written as in a country with trunk `0` or has its area code in brackets."""
    groups = re.findall(r"\d+", found)
    if not 8 <= len(digits) <= 12 or min(map(len, groups)) < 2 or max(map(len, groups)) > 8:  # noqa: PLR2004
        return False
    if re.match(r"^\(0?\d{1,4}\)", found):
        return True
    return len(groups) >= 3 and digits[0] == "0" and digits[1] != "0"  # noqa: PLR2004


def _is_international(digits: str) -> bool:
    """Tell whether digits begin with an assigned calling code and have a length its numbers have."""
    table = calling_table()
    for size in (1, 2, 3):
        code = int(digits[:size] or 0)
        least, most = table[code]
        if most and len(str(code)) == size:
            return bool(least <= len(digits) - size <= most + 1)
    return False
