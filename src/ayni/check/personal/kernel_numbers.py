"""Compiled recognisers of numbers with a known build: cards, IMEI, IBAN, coordinates, telephones.

ISO/IEC 7812-1 (Luhn) with the issuers' published prefixes; 3GPP TS 23.003 (Luhn); ISO 13616-1 (ISO/IEC
7064 mod 97-10); ISO 6709 decimal degrees and degrees with minutes; ITU-T E.164.
"""

# ruff: noqa: PLR2004, PLR1714, PLR0911, C901, PLR0912 - bytes are compared by value, as compiled code does; a layout is one decision
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.check.personal.kernel_bytes import (
    ALNUM,
    WORD,
    digits_end,
    is_digit,
    number_of,
    passes_luhn,
    stands_free,
)
from ayni.compiled import part

if TYPE_CHECKING:
    from ayni.check.personal.kernel_bytes import Bytes, Table

__all__ = ["find_card", "find_coordinates", "find_grouped", "iban_end", "minutes_end", "phone_end"]


@part
def _issuer(six: int, length: int) -> int:
    """Return 2 for an issuer's prefix and length, 1 for one that article numbers share, 0 for none."""
    one, two, three, four = six // 100000, six // 10000, six // 1000, six // 100
    strong = False
    if length == 16:
        strong = (
            one == 4
            or 51 <= two <= 55
            or 2221 <= four <= 2720
            or 2200 <= four <= 2204
            or four == 9792
            or two == 60
            or two == 81
            or two == 82
            or three == 508
        )
    if 16 <= length <= 19:
        strong = strong or (
            four == 6011
            or 644 <= three <= 649
            or two == 65
            or two == 62
            or 3528 <= four <= 3589
            or two == 36
            or 506099 <= six <= 506198
        )
    if length == 15:
        strong = two == 34 or two == 37 or four == 1800 or four == 2131
    if length == 14:
        strong = 300 <= three <= 305 or three == 309 or two == 36 or two == 38 or two == 39
    if length == 19 and one == 4:
        strong = True
    if strong:
        return 2
    maestro = two == 50 or 56 <= two <= 58 or four == 6304 or four == 6759 or three == 676 or three == 639 or two == 67
    if (12 <= length <= 19 and maestro) or (length == 13 and one == 4):
        return 1
    return 0


@part
def _grouped_end(data: Bytes, i: int, hi: int, sizes: tuple[int, ...]) -> int:
    """Return the end of digit groups of the given sizes joined by one blank or one hyphen, 0 where there are none."""
    separator = 0
    for k in range(len(sizes)):
        end = digits_end(data, i, hi)
        if end - i != sizes[k]:
            return 0
        if k == len(sizes) - 1:
            return end
        if end + 1 >= hi or (data[end] != 32 and data[end] != 45):
            return 0
        if separator and data[end] != separator:
            return 0
        separator = data[end]
        i = end + 1
    return 0


@part
def _imei_before(data: Bytes, i: int, lo: int) -> bool:
    """Tell whether `imei` stands within the 24 bytes before byte i."""
    for k in range(max(lo, i - 24), i - 3):
        if (
            (data[k] | 32) == 105
            and (data[k + 1] | 32) == 109
            and (data[k + 2] | 32) == 101
            and (data[k + 3] | 32) == 105
        ):
            return True
    return False


@part
def iban_end(data: Bytes, start: int, hi: int, lengths: Table) -> int:
    """Return the end of the IBAN whose country letters are at `start`, 0 for none."""
    first, second = int(np.int64(data[start] & 0xDF)) - 65, int(np.int64(data[start + 1] & 0xDF)) - 65
    if first < 0 or first > 25 or second < 0 or second > 25:
        return 0
    length = lengths[first * 26 + second]
    if length == 0:
        return 0
    seen = 0
    rest = 0
    head = 0
    i = start
    while i < hi and seen < length:
        byte = data[i]
        if 48 <= byte <= 57:
            value = np.int64(byte) - 48
        elif 65 <= (byte & 0xDF) <= 90:
            value = np.int64(byte & 0xDF) - 55
        elif (byte == 32 or byte == 45) and seen >= 4 and ALNUM[data[i - 1]] == WORD:
            i += 1
            continue
        else:
            return 0
        if (seen == 2 or seen == 3) and value > 9:
            return 0
        if seen < 4:
            head = int(head * (100 if value > 9 else 10) + value)
        else:
            rest = int((rest * (100 if value > 9 else 10) + value) % 97)
        seen += 1
        i += 1
    if seen < length or (i < hi and ALNUM[data[i]] == WORD):
        return 0
    return i if (rest * 1000000 + head) % 97 == 1 else 0


@part
def _decimal(data: Bytes, i: int, hi: int) -> tuple[int, int, int]:
    """Return (whole part times 10, rounded down; decimals; end) of a decimal from `i` on; decimals 0 for none."""
    end = digits_end(data, i, hi)
    if end == i or end - i > 3 or end >= hi or data[end] != 46:
        return 0, 0, i
    stop = digits_end(data, end + 1, hi)
    tenth = int(np.int64(data[end + 1])) - 48 if stop > end + 1 else 0
    return number_of(data, i, end, 3) * 10 + tenth, stop - end - 1, stop


@part
def _sign_start(data: Bytes, i: int, lo: int) -> int:
    """Return the start of a number whose digits start at i: its sign, where it has one, belongs to it."""
    if i > lo and (data[i - 1] == 45 or data[i - 1] == 43):
        return i - 1
    if i - 2 > lo and data[i - 3] == 0xE2 and data[i - 2] == 0x88 and data[i - 1] == 0x92:
        return i - 3
    return i


@part
def find_coordinates(data: Bytes, first: int, lo: int, hi: int) -> tuple[int, int, int]:
    """Return (mark, start, end): 10 coordinates, 11 weak, -1 none, for a pair of decimals from digit `first` on."""
    start = _sign_start(data, first, lo)
    if start > lo and (ALNUM[data[start - 1]] == WORD or data[start - 1] == 46 or data[start - 1] == 44):
        return -1, start, start
    if start > lo + 1 and data[start - 1] == 32 and (is_digit(data, start - 2, hi) or data[start - 2] == 44):
        return -1, start, start
    one, decimals, i = _decimal(data, first, hi)
    if decimals < 3:
        return -1, start, start
    gap = i
    while i < hi and i - gap < 3 and (data[i] == 32 or data[i] == 44 or data[i] == 59 or data[i] == 47):
        i += 1
    if i == gap or i >= hi:
        return -1, start, start
    if i + 2 < hi and data[i] == 0xE2 and data[i + 1] == 0x88 and data[i + 2] == 0x92:
        i += 3
    elif data[i] == 45 or data[i] == 43:
        i += 1
    two, more, end = _decimal(data, i, hi)
    if more < 3 or one > 1800 or two > 1800 or (one > 900 and two > 900) or (one < 10 and two < 10):
        return -1, start, start
    if end < hi and (ALNUM[data[end]] == WORD or data[end] == 37 or (data[end] == 46 and is_digit(data, end + 1, hi))):
        return -1, start, start
    i = end
    while i < hi and i - end < 3 and (data[i] == 32 or data[i] == 44 or data[i] == 59 or data[i] == 45):
        i += 1
    _, extra, i = _decimal(data, i, hi)
    if extra >= 3:
        return -1, start, start
    return (10 if decimals >= 4 and more >= 4 else 11), start, end


@part
def minutes_end(data: Bytes, degree: int, lo: int, hi: int) -> int:
    """Return the end of degrees and minutes with a hemisphere whose degree sign (C2 B0) is at `degree`, 0 for none."""
    i = degree + 2
    while i < hi and data[i] == 32:
        i += 1
    end = digits_end(data, i, hi)
    if degree == lo or not is_digit(data, degree - 1, hi) or end == i or end - i > 2:
        return 0
    for k in range(end, min(hi, end + 24)):
        letter = data[k]
        if letter == 78 or letter == 83 or letter == 69 or letter == 87 or letter == 79:
            return k + 1
        if not (
            48 <= letter <= 57
            or letter == 32
            or letter == 46
            or letter == 44
            or letter == 39
            or letter == 34
            or letter >= 0x80
        ):
            return 0
    return 0


@part
def phone_end(data: Bytes, plus: int, lo: int, hi: int, calling: Table) -> int:
    """Return the end of the international number whose `+` is byte `plus`, 0 for none."""
    if plus > lo and (ALNUM[data[plus - 1]] == WORD or data[plus - 1] == 43 or data[plus - 1] == 45):
        return 0
    i = plus + 1
    while i < hi and i - plus < 3 and (data[i] == 40 or data[i] == 32):
        i += 1
    digits = 0
    end = 0
    code = 0
    trunk = 0
    separators = 0
    while i < hi and digits <= 16:
        byte = data[i]
        if 48 <= byte <= 57:
            if byte == 48 and i > 0 and data[i - 1] == 40 and i + 1 < hi and data[i + 1] == 41 and digits <= 3:
                trunk = 1
            else:
                digits += 1
                if digits <= 3:
                    code = code * 10 + int(np.int64(byte)) - 48
            end = i + 1
            separators = 0
        elif byte == 32 or byte == 45 or byte == 46 or byte == 40 or byte == 41 or byte == 47:
            separators += 1
            if separators > 2:
                break
        elif byte == 0xC2 and i + 1 < hi and data[i + 1] == 0xA0:
            separators += 1
            i += 1
        else:
            break
        i += 1
    if digits < 7 or digits > 15 or (end < hi and ALNUM[data[end]] == WORD and (data[end] | 32) != 120):
        return 0
    for size in range(1, 4):
        prefix = code // 100 if size == 1 else (code // 10 if size == 2 else code)
        least, most = calling[2 * prefix], calling[2 * prefix + 1]
        national = digits - size
        if most and (size == 1) == (prefix < 10) and (size == 2) == (10 <= prefix < 100):
            return end if least <= national <= most + 1 - trunk else 0
    return 0


@part
def find_card(data: Bytes, i: int, end: int, lo: int, hi: int) -> tuple[int, int, int]:
    """Return (mark, start, end, trials) for a run of 12 to 19 digits, mark -1 for neither."""
    size = end - i
    if not stands_free(data, i, end, lo, hi):
        return -1, i, 0
    trials = ((1 << 13) if size >= 13 else 0) | ((1 << 14) if size == 15 else 0)
    if not passes_luhn(data, i, end):
        return -1, i, trials
    six = number_of(data, i, end, 6)
    issuer = _issuer(six, size)
    if issuer == 2:
        return 7, end, trials
    if size == 15:
        body = six // 10000
        if body == 35 or body == 86 or body == 1 or body == 99 or body == 98 or body == 91 or 44 <= body <= 54:
            return (5 if _imei_before(data, i, lo) else 6), end, trials
    if issuer == 1:
        return 8, end, trials
    return -1, i, trials


@part
def find_grouped(data: Bytes, i: int, size: int, lo: int, hi: int) -> tuple[int, int, int]:
    """Return (mark, end, trials) for a card or IMEI written in groups, mark -1 for neither."""
    end = 0
    if size == 4:
        end = _grouped_end(data, i, hi, (4, 4, 4, 4, 3))
        if end == 0:
            end = _grouped_end(data, i, hi, (4, 4, 4, 4))
        if end == 0:
            end = _grouped_end(data, i, hi, (4, 6, 5))
        if end == 0:
            end = _grouped_end(data, i, hi, (4, 6, 4))
        if end and stands_free(data, i, end, lo, hi):
            trials = 1 << 13
            count = 0
            for k in range(i, end):
                count += 48 <= data[k] <= 57
            if passes_luhn(data, i, end) and _issuer(number_of(data, i, end, 6), count) > 0:
                return 7, end, trials
            return -1, i, trials
    if size == 2:
        end = _grouped_end(data, i, hi, (2, 6, 6, 1))
        if end and stands_free(data, i, end, lo, hi):
            return (5 if passes_luhn(data, i, end) else -1), end, 1 << 14
    return -1, i, 0
