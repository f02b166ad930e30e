"""The compiled scanner: one pass over UTF-8 bytes that marks structured personal data.

Both ways of looking (`spans.find_spans` at one text, `measure.PersonalMeasure` at whole columns) run
this one function, so that they cannot disagree. What a mark means is in `kinds.Mark`. Layouts and
checksums are in `kernel_numbers` and `kernel_network`, with the standards they follow.

It does not look at what words mean, but for `imei` before a number and `version` before four numbers.
"""

# ruff: noqa: PLR2004, PLR1714, PLR0911, C901, PLR0912, PLR0915, PLR0917, SIM109 - bytes are compared by value, as compiled code does; a layout is one decision
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.check.personal.kernel_bytes import (
    ALNUM,
    WORD,
    digits_end,
    is_digit,
    is_word,
    native_digit,
)
from ayni.check.personal.kernel_network import find_at, find_ipv4, find_network
from ayni.check.personal.kernel_numbers import (
    find_card,
    find_coordinates,
    find_grouped,
    iban_end,
    minutes_end,
    phone_end,
)
from ayni.compiled import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.personal.kernel_bytes import Bytes, Table

__all__ = ["count_sample", "scan"]

_OTHER, _DIGIT, _AT, _COLON, _DASH, _PLUS, _DEGREE, _NATIVE = 0, 1, 2, 3, 4, 5, 6, 7

_CLASS = np.zeros(256, dtype=np.uint8)
_CLASS[48:58] = _DIGIT
_CLASS[64] = _AT
_CLASS[58] = _COLON
_CLASS[45] = _DASH
_CLASS[46] = _DASH
_CLASS[43] = _PLUS
_CLASS[0xC2] = _DEGREE
for _lead in (0xD9, 0xDB, 0xE0, 0xEF):
    _CLASS[_lead] = _NATIVE


@part
def _number(data: Bytes, i: int, end: int, lo: int, hi: int, lengths: Table) -> tuple[int, int, int, int]:
    """Return (mark, start, end, trials) for what starts with the digit run [i, end); mark -1 for nothing."""
    if i - 2 >= lo and end - i >= 2 and 65 <= (data[i - 1] & 0xDF) <= 90 and not is_word(data, i - 3, lo, hi):
        stop = iban_end(data, i - 2, hi, lengths)
        if stop:
            return 9, i - 2, stop, 0
    size = end - i
    before = ALNUM[data[i - 1]] if i > lo else 0
    if before == WORD:
        return -1, i, i, 0
    if size <= 3 and end + 4 < hi and data[end] == 46:
        mark, stop = find_ipv4(data, i, lo, hi)
        if mark >= 0:
            return mark, i, stop, 0
        mark, start, stop = find_coordinates(data, i, lo, hi)
        if mark >= 0:
            return mark, start, stop, 0
    if 12 <= size <= 19:
        mark, stop, trials = find_card(data, i, end, lo, hi)
        return mark, i, stop, trials
    if (size == 4 or size == 2) and end + 12 < hi and (data[end] == 32 or data[end] == 45):
        mark, stop, trials = find_grouped(data, i, size, lo, hi)
        return mark, i, stop, trials
    return -1, i, i, 0


@part
def _scan_cell(
    data: Bytes,
    start_at: int,
    lo: int,
    hi: int,
    cell: int,
    iban: Table,
    calling: Table,
    spans: Table,
    room: int,
    found: int,
) -> tuple[int, int]:
    """Return (mask of marks, number of spans so far) of the cell [lo, hi)."""
    mask = 0
    digits = 0
    native = 0
    i = start_at
    while i < hi:
        kind = _CLASS[data[i]]
        if kind == _OTHER:
            i += 1
            continue
        mark, start, end = -1, i, i
        if kind == _DIGIT:
            stop = digits_end(data, i, hi)
            mark, start, end, trials = _number(data, i, stop, lo, hi, iban)
            mask |= trials
            digits += stop - i
            if mark < 0:
                i = stop
                continue
        elif kind == _AT:
            mark, start, end = find_at(data, i, lo, hi)
        elif kind == _COLON or kind == _DASH:
            mark, start, end = find_network(data, i, lo, hi)
        elif kind == _PLUS:
            stop = phone_end(data, i, lo, hi, calling)
            if stop:
                mark, start, end = 12, i, stop
        elif kind == _DEGREE:
            if i + 1 < hi and data[i + 1] == 0xB0:
                stop = minutes_end(data, i, lo, hi)
                if stop:
                    mark, end = 10, stop
                    while start > lo and is_digit(data, start - 1, hi):
                        start -= 1
        else:
            size = native_digit(data, i, hi)
            native += size > 0
            i += max(size, 1)
            continue
        if mark < 0:
            i += 1
            continue
        mask |= 1 << mark
        digits += end - start
        if found < room:
            spans[4 * found] = cell
            spans[4 * found + 1] = mark
            spans[4 * found + 2] = start - lo
            spans[4 * found + 3] = end - lo
            found += 1
        i = max(end, i + 1)
    if digits >= 5:
        mask |= 1 << 15
    if native:
        mask |= 1 << 16
    for strong, weak in ((2, 3), (5, 6), (7, 8), (10, 11)):
        if mask >> strong & 1:
            mask &= ~(1 << weak)  # a cell that holds a kind for sure is not counted as a doubtful one too
    return mask, found


def scan(data: Bytes, offsets: Table, iban: Table, calling: Table, counts: Table, masks: Table, spans: Table) -> int:
    """Mark structured personal data in the cells of a column; return the number of spans written.

    `data` uint8 (bytes,) and `offsets` int64 (cells + 1,) are a `TextBuffer`; `iban` and `calling` are
    the tables of `kinds`. `counts` int64 (17,) grows by the cells that hold each `Mark`; `masks` int64
    (cells,) or (0,) receives each cell's marks as bits; `spans` int64 (n, 4) receives up to n rows of
    cell, mark, first byte and byte after the last within the cell.
    """
    return _scan(data, offsets, iban, calling, counts, masks, spans, len(spans))


@kernel("u1*", "i8[]", "i8*", "i8*", "i8[]", "i8[]", "i8*", "i8", results=1)
def _scan(
    data: Bytes, offsets: Table, iban: Table, calling: Table, counts: Table, masks: Table, spans: Table, room: int
) -> int:
    """Do what `scan` says, with `spans` as one run of `room` times four numbers."""
    found = 0
    for cell in range(len(offsets) - 1):
        lo, hi = offsets[cell], offsets[cell + 1]
        i = lo
        while i < hi and _CLASS[data[i]] == _OTHER:
            i += 1
        if i == hi or hi - lo < 5:
            continue
        mask, found = _scan_cell(data, i, lo, hi, cell, iban, calling, spans, room, found)
        if len(masks):
            masks[cell] = mask
        bit = 0
        while mask:
            counts[bit] += mask & 1
            mask >>= 1
            bit += 1
    return found


@kernel("u8[]", "b1[]", "i8[]", "u8", "i8", "u8[]", "i8[]", "i8[]", "i8", results=2)
def count_sample(
    hashes: NDArray[np.uint64],
    valid: NDArray[np.bool_],
    weights: Table,
    limit: np.uint64,
    first: int,
    keys: NDArray[np.uint64],
    counts: Table,
    firsts: Table,
    used: int,
) -> tuple[int, int]:
    """Count the cells whose hash is at most `limit` in an open-addressing table; return (next cell, fill).

    `hashes` uint64 and `valid` bool, shape (cells,), are looked at from cell `first` on; `weights` int64,
    shape (cells,) or (0,), says how much each cell counts, one where it is empty; `keys` uint64,
    `counts` int64 (0: free place) and `firsts` int64 (set to the cell that brings a new key), shape
    (places,), a power of two; `used` places are taken. It stops where the table would become more than
    three quarters full; the caller then makes room and goes on from the cell returned.
    """
    places = np.uint64(len(keys) - 1)
    most = len(keys) * 3 // 4
    for cell in range(first, len(hashes)):
        value = hashes[cell]
        if value > limit or not valid[cell]:
            continue
        place = np.int64(value & places)
        while counts[place] and keys[place] != value:
            place = (place + 1) & np.int64(places)
        if counts[place] == 0:
            if used >= most:
                return cell, used
            keys[place] = value
            firsts[place] = cell
            used += 1
        counts[place] += weights[cell] if len(weights) else 1
    return len(hashes), used
