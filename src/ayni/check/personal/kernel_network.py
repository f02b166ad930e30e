"""Compiled recognisers of what networks name: IP and MAC addresses, e-mail, URLs with a user part.

RFC 791 and RFC 4291; IEEE 802 (EUI-48); RFC 5321 without quoted local parts, with letters beyond ASCII as
in RFC 6531; RFC 3986 §3.2.1.
"""

# ruff: noqa: PLR2004, PLR1714, PLR0911, C901, PLR0912, SIM110 - bytes are compared by value, as compiled code does; a layout is one decision
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.check.personal.kernel_bytes import (
    ALNUM,
    HEX,
    WORD,
    digits_end,
    is_digit,
    is_word,
    letters_before,
    number_of,
    starts_with,
)
from ayni.compiled import part

if TYPE_CHECKING:
    from ayni.check.personal.kernel_bytes import Bytes

__all__ = ["find_at", "find_ipv4", "find_network"]

_LOCAL = np.zeros(256, dtype=np.uint8)  # bytes of an e-mail's local part
_LOCAL[48:58] = _LOCAL[65:91] = _LOCAL[97:123] = 1
for _byte in b"._%+-'&":
    _LOCAL[_byte] = 1

_FILE_ENDINGS = tuple(
    int.from_bytes(ending.encode(), "big")
    for ending in "png jpg jpeg gif svg webp bmp css html json xml pdf txt php csv".split()
)


@part
def _version_before(data: Bytes, i: int, lo: int) -> bool:
    start, end = letters_before(data, i, lo)
    if end - start == 1 and (data[start] | 32) == 118:
        return True
    return (
        starts_with(data, start, end, (118, 101, 114, 115))
        or (starts_with(data, start, end, (118, 101, 114)) and end - start == 3)
        or starts_with(data, start, end, (114, 101, 108, 101, 97, 115, 101))
        or starts_with(data, start, end, (98, 117, 105, 108, 100))
        or starts_with(data, start, end, (102, 105, 114, 109, 119, 97, 114, 101))
        or starts_with(data, start, end, (115, 101, 99, 116, 105, 111, 110))
        or starts_with(data, start, end, (99, 104, 97, 112, 116, 101, 114))
    )


@part
def find_ipv4(data: Bytes, start: int, lo: int, hi: int) -> tuple[int, int]:
    """Return (mark, end): 2 IP, 3 weak (reads like a version), -1 none, for four octets from `start` on."""
    i = start
    largest = 0
    first = 0
    for k in range(4):
        end = digits_end(data, i, hi)
        size = end - i
        if size < 1 or size > 3 or (size > 1 and data[i] == 48):
            return -1, start
        value = number_of(data, i, end, 3)
        if value > 255:
            return -1, start
        largest = max(largest, value)
        if k == 0:
            first = value
        i = end
        if k < 3:
            if i >= hi or data[i] != 46:
                return -1, start
            i += 1
    if start > lo and (ALNUM[data[start - 1]] == WORD or data[start - 1] == 46):
        return -1, start
    if start - 1 > lo and data[start - 1] == 45 and is_word(data, start - 2, lo, hi):
        return -1, start
    if i < hi and (ALNUM[data[i]] == WORD or ((data[i] == 46 or data[i] == 45) and is_word(data, i + 1, lo, hi))):
        return -1, start
    if (first == 0 and largest > 0) or _version_before(data, start, lo):
        return -1, start
    return (2 if largest > 30 or largest == 0 else 3), i


@part
def _ipv6(data: Bytes, colon: int, lo: int, hi: int) -> tuple[int, int]:
    """Return (start, end) of the IPv6 address around its first colon, (0, 0) for none."""
    start = colon
    while start > lo and colon - start < 4 and HEX[data[start - 1]] >= 0:
        start -= 1
    if start > lo and (ALNUM[data[start - 1]] != 0 or data[start - 1] == 58 or data[start - 1] == 46):
        return 0, 0
    i = start
    groups = filled = two = 0
    double = False
    digits = False
    while i < hi and i - start < 40:
        size = 0
        while i < hi and size < 5 and HEX[data[i]] >= 0:
            digits = digits or data[i] <= 57
            i += 1
            size += 1
        if size > 4:
            return 0, 0
        filled += size > 0
        two += size == 2
        groups += 1
        if i >= hi or data[i] != 58:
            break
        if i + 1 < hi and data[i + 1] == 58:
            if double:
                return 0, 0
            double = True
            i += 2
            if i >= hi or HEX[data[i]] < 0:
                break
        elif i + 1 < hi and HEX[data[i + 1]] >= 0:
            i += 1
        else:
            break
    if i < hi and (
        ALNUM[data[i]] != 0
        or (data[i] == 58 and is_word(data, i + 1, lo, hi))
        or (data[i] == 46 and is_digit(data, i + 1, hi))
    ):
        return 0, 0
    if not digits or (double and filled > 7) or (not double and (filled != 8 or two == 8)):
        return 0, 0
    if double and filled < 3:
        lead = max(HEX[data[start]], 0)
        if not (filled == 1 and start == colon and i - start == 3 and data[i - 1] == 49) and not (
            colon - start == 4 and (lead == 2 or lead == 3 or lead == 15)
        ):
            return 0, 0
    return start, i


@part
def _mac(data: Bytes, mark: int, lo: int, hi: int) -> tuple[int, int]:
    """Return (start, end) of the MAC address whose first separator is byte `mark`, (0, 0) for none."""
    separator = data[mark]
    size, groups = (4, 3) if separator == 46 else (2, 6)
    start = mark - size
    end = start + (size + 1) * groups - 1
    if start < lo or end > hi:
        return 0, 0
    letters = False
    for k in range(end - start):
        byte = data[start + k]
        if k % (size + 1) == size:
            if byte != separator:
                return 0, 0
        elif HEX[byte] < 0:
            return 0, 0
        else:
            letters = letters or byte > 57
    if separator != 58 and not letters:
        return 0, 0
    if start > lo and (ALNUM[data[start - 1]] == WORD or data[start - 1] == separator):
        return 0, 0
    if end < hi and (ALNUM[data[end]] == WORD or (data[end] == separator and is_word(data, end + 1, lo, hi))):
        return 0, 0
    return start, end


@part
def _is_mark(data: Bytes, i: int, hi: int) -> bool:
    """Tell whether byte i begins punctuation: general, CJK, full width, Arabic comma, semicolon, question mark."""
    byte = data[i]
    if byte == 0xE2 or byte == 0xEF:
        return True
    after = data[i + 1] if i + 1 < hi else 0
    return (byte == 0xE3 and after == 0x80) or (byte == 0xD8 and (after == 0x8C or after == 0x9B or after == 0x9F))


@part
def _domain_end(data: Bytes, start: int, hi: int) -> int:
    """Return the end of the domain name from `start` on, 0 where there is none."""
    i = start
    best = 0
    dots = 0
    while i < hi and i - start < 253:
        label = i
        letters = 0
        wide = i < hi and data[i] >= 0x80
        while i < hi and (ALNUM[data[i]] != 0 or data[i] == 45) and data[i] != 95 and data[i] != 0xC2:
            if data[i] >= 0xD6 and (not wide or _is_mark(data, i, hi)):
                break  # a label in Latin letters ends where text of another script begins
            letters += not (48 <= data[i] <= 57 or data[i] == 45)
            i += 1
        size = i - label
        if size == 0 or size > 63 or data[label] == 45:
            break
        if dots and letters >= 2 and (letters == size or starts_with(data, label, i, (120, 110))) and data[i - 1] != 45:
            best = i
        if i >= hi or data[i] != 46:
            break
        dots += 1
        i += 1
    return best


@part
def _file_ending(data: Bytes, start: int, end: int) -> bool:
    """Tell whether the last label of a domain is a file's ending (image@2x.png)."""
    code = 0
    for i in range(max(start, end - 5), end):
        code = 0 if data[i] == 46 else (code << 8) | (data[i] | 32)
    for ending in _FILE_ENDINGS:
        if code == ending:
            return True
    return False


@part
def _url_start(data: Bytes, at: int, lo: int) -> int:
    """Return the start of `scheme://user` whose `@` is byte `at`, -1 for none."""
    i = at
    while i > lo and at - i < 256 and data[i - 1] > 32 and data[i - 1] != 47 and data[i - 1] != 64:
        i -= 1
    if i == at or i - 3 < lo or data[i - 1] != 47 or data[i - 2] != 47 or data[i - 3] != 58:
        return -1
    i -= 3
    end = i
    while i > lo and (ALNUM[data[i - 1]] == WORD or data[i - 1] == 43):
        i -= 1
    return i if end - i >= 2 else -1


@part
def _local_start(data: Bytes, at: int, lo: int) -> int:
    """Return where the local part before byte `at` starts (`at` where there is none)."""
    i = at
    while i > lo and at - i < 64:
        byte = data[i - 1]
        if _LOCAL[byte]:
            i -= 1
        elif 0x80 <= byte < 0xC0 and i - 2 >= lo and 0xC3 <= data[i - 2] <= 0xD3:
            i -= 2
        else:
            break
    if i == at:
        while i > lo and at - i < 64 and data[i - 1] >= 0x80:
            i -= 1
        while i < at and 0x80 <= data[i] < 0xC0:
            i += 1
    while i < at and ALNUM[data[i]] == 0:
        i += 1
    return i


@part
def _email(data: Bytes, at: int, lo: int, hi: int) -> tuple[int, int]:
    """Return (start, end) of the e-mail address around its `@`, (0, 0) for none."""
    start = _local_start(data, at, lo)
    if start == at or data[at - 1] == 46:
        return 0, 0
    for i in range(start, at - 1):
        if data[i] == 46 and data[i + 1] == 46:
            return 0, 0
    end = _domain_end(data, at + 1, hi)
    if end == 0 or (end < hi and data[end] == 64) or _file_ending(data, at + 1, end):
        return 0, 0
    if at - start == 3 and starts_with(data, start, at, (103, 105, 116)):
        return 0, 0
    return start, end


@part
def find_at(data: Bytes, i: int, lo: int, hi: int) -> tuple[int, int, int]:
    """Return (mark, start, end) for the `@` at byte i, mark -1 for nothing."""
    start = _url_start(data, i, lo)
    if start >= 0 and is_word(data, i + 1, lo, hi):
        end = i + 1
        while end < hi and (ALNUM[data[end]] != 0 or data[end] == 46 or data[end] == 45):
            end += 1
        return 1, start, end
    start, end = _email(data, i, lo, hi)
    return (0 if end else -1), start, end


@part
def find_network(data: Bytes, i: int, lo: int, hi: int) -> tuple[int, int, int]:
    """Return (mark, start, end) for the `:`, `-` or `.` at byte i, mark -1 for nothing."""
    byte = data[i]
    step = 5 if byte == 46 else 3
    if i > lo and i + step < hi and data[i + step] == byte and HEX[data[i - 1]] >= 0:
        start, end = _mac(data, i, lo, hi)
        if end:
            return 4, start, end
    if byte == 58 and i + 1 < hi and (HEX[data[i + 1]] >= 0 or data[i + 1] == 58):
        start, end = _ipv6(data, i, lo, hi)
        if end:
            return 2, start, end
    return -1, i, i
