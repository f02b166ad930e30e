"""What the compiled scanner's parts share: classes of bytes, digits, check digits, addresses.

The parts take the bytes by address (`Bytes`): passing arrays on made the scan four times slower. Positions
are bytes; [lo, hi) is the cell.
"""

# ruff: noqa: PLR2004, PLR1714 - bytes are compared by value, as compiled code does; a layout is one decision

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.compiled import part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Table = NDArray[np.int64]

__all__ = [
    "ALNUM",
    "HEX",
    "WORD",
    "digits_end",
    "is_digit",
    "is_word",
    "letters_before",
    "native_digit",
    "number_of",
    "passes_luhn",
    "stands_free",
    "starts_with",
]

WORD, WIDE = 1, 2
ALNUM = np.zeros(256, dtype=np.uint8)
"""By byte: 1 ASCII letter, digit or underscore, 2 part of a letter beyond ASCII, 0 anything else."""
ALNUM[48:58] = ALNUM[65:91] = ALNUM[97:123] = WORD
ALNUM[95] = WORD
ALNUM[128:] = WIDE

HEX = np.full(256, -1, dtype=np.int64)
"""By byte: the value of a hexadecimal digit, -1 for anything else."""
for _value in range(10):
    HEX[48 + _value] = _value
for _value in range(6):
    HEX[65 + _value] = HEX[97 + _value] = 10 + _value


@part
def is_word(data: Bytes, i: int, lo: int, hi: int) -> bool:
    """Tell whether byte i is an ASCII letter, digit or underscore inside [lo, hi)."""
    return lo <= i < hi and ALNUM[data[i]] == WORD


@part
def is_digit(data: Bytes, i: int, hi: int) -> bool:
    """Tell whether byte i, before `hi`, is an ASCII digit."""
    return i < hi and 48 <= data[i] <= 57


@part
def digits_end(data: Bytes, i: int, hi: int) -> int:
    """Return where the ASCII digits from byte i on end."""
    while i < hi and 48 <= data[i] <= 57:
        i += 1
    return i


@part
def stands_free(data: Bytes, start: int, end: int, lo: int, hi: int) -> bool:
    """Tell whether a number stands by itself: no word, and no joined word, before or after it."""
    if start > lo:
        before = data[start - 1]
        if ALNUM[before] == WORD:
            return False
        if (before == 45 or before == 46 or before == 44 or before == 47) and is_word(data, start - 2, lo, hi):
            return False
    if end < hi:
        after = data[end]
        if ALNUM[after] == WORD:
            return False
        if (after == 45 or after == 46 or after == 44 or after == 47) and is_word(data, end + 1, lo, hi):
            return False
    return True


@part
def passes_luhn(data: Bytes, start: int, end: int) -> bool:
    """Luhn check over the digits of [start, end), other bytes skipped."""
    total = 0
    double = False
    for i in range(end - 1, start - 1, -1):
        value = int(np.int64(data[i])) - 48
        if value < 0 or value > 9:
            continue
        if double:
            value *= 2
            if value > 9:
                value -= 9
        total += value
        double = not double
    return total % 10 == 0


@part
def number_of(data: Bytes, start: int, end: int, count: int) -> int:
    """Return the first `count` digits of [start, end) as a number."""
    value = 0
    for i in range(start, end):
        if count == 0:
            break
        if 48 <= data[i] <= 57:
            value = value * 10 + int(np.int64(data[i])) - 48
            count -= 1
    return value


@part
def letters_before(data: Bytes, i: int, lo: int) -> tuple[int, int]:
    """Return (start, end) of the ASCII letters that end before byte i, blanks and `:=#.` between skipped."""
    while i > lo and (data[i - 1] == 32 or data[i - 1] == 58 or data[i - 1] == 61 or data[i - 1] == 35):
        i -= 1
    end = i
    while i > lo and (65 <= (data[i - 1] & 0xDF) <= 90):
        i -= 1
    return i, end


@part
def starts_with(data: Bytes, start: int, end: int, word: tuple[int, ...]) -> bool:
    """Tell whether the letters of [start, end) begin with `word`, a tuple of lower-case letters."""
    if end - start < len(word):
        return False
    for k in range(len(word)):  # noqa: SIM110 compiled: no generators
        if (data[start + k] | 32) != word[k]:
            return False
    return True


@part
def native_digit(data: Bytes, i: int, hi: int) -> int:
    """Return how many bytes the digit of another script at byte i takes, 0 for none."""
    byte = data[i]
    if i + 1 < hi and (
        (byte == 0xD9 and 0xA0 <= data[i + 1] <= 0xA9) or (byte == 0xDB and 0xB0 <= data[i + 1] <= 0xB9)
    ):
        return 2
    if i + 2 < hi and byte == 0xE0 and (data[i + 1] == 0xA5 or data[i + 1] == 0xA7) and 0xA6 <= data[i + 2] <= 0xAF:
        return 3
    if i + 2 < hi and byte == 0xEF and data[i + 1] == 0xBC and 0x90 <= data[i + 2] <= 0x99:
        return 3
    return 0
