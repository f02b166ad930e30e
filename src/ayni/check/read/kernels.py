"""Compiled loops over the bytes of delimited text.

They hold the one definition of a record (RFC 4180, read leniently as spreadsheets and Python's `csv`
do): a quote opens a quoted field only as the field's first byte; inside, two quotes stand for one; bytes
after a closing quote belong to the field as they are; a line feed outside quotes ends the record, and a
carriage return before it is not part of the last field.
"""

# A compiled loop is one function, takes plain positional numbers and flags, and compares byte by byte.
# ruff: noqa: C901, PLR0912, PLR0917, FBT001, PLR1714, SIM109
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.compiled import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["scan_records", "split_fields", "tally_bytes"]

_LF, _CR, _QUOTE = 10, 13, 34


@kernel("u1[]", "i8", results=5)
def tally_bytes(data: NDArray[np.uint8], delimiter: int) -> tuple[int, int, int, int, int]:
    """Count in `data` (shape (bytes,)): delimiters, line feeds, quotes, NUL bytes, blank lines.

    A blank line is a line feed straight after another one, or after one and a carriage return.
    The loop has no branches, so that the compiler turns it into vector instructions.
    """
    size = data.size
    delimiters = feeds = quotes = nuls = blanks = 0
    head = min(size, 2)
    for i in range(head):
        delimiters += data[i] == delimiter
        feeds += data[i] == _LF
        quotes += data[i] == _QUOTE
        nuls += data[i] == 0
    if size > 0 and data[0] == _LF:
        blanks += 1
    if size > 1 and data[1] == _LF and (data[0] == _LF or data[0] == _CR):
        blanks += 1
    step = 1 << 15
    for start in range(2, size, step):
        stop = min(start + step, size)
        part = data[start:stop]
        before = data[start - 1 : stop - 1]
        earlier = data[start - 2 : stop - 2]
        for i in range(part.size):
            delimiters += part[i] == delimiter
            quotes += part[i] == _QUOTE
            nuls += part[i] == 0
        for i in range(part.size):
            ends = part[i] == _LF
            feeds += ends
            blanks += ends & ((before[i] == _LF) | ((before[i] == _CR) & (earlier[i] == _LF)))
    return delimiters, feeds, quotes, nuls, blanks


def scan_records(
    data: NDArray[np.uint8], delimiter: int, width: int, final: bool, blank_rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Walk the records of `data` and count them against `width` fields.

    Returns int64 of shape (8,): records with content, records with fewer fields, with more fields, blank
    records, quotes that stand where they should not, the end of the last complete record, whether the
    data end inside quotes, all records. The positions of blank records (counted among all records) are
    put into `blank_rows` while there is room. With `final` a last record without a line feed counts.
    """
    out = np.zeros(8, dtype=np.int64)
    _scan_records(data, delimiter, width, final, blank_rows, out)
    return out


@kernel("u1[]", "i8", "i8", "i8", "i8[]", "i8[]")
def _scan_records(
    data: NDArray[np.uint8],
    delimiter: int,
    width: int,
    final: bool,
    blank_rows: NDArray[np.int64],
    out: NDArray[np.int64],
) -> None:
    """Do what `scan_records` says, into `out`."""
    size = data.size
    i = 0
    start = 0
    fields = 1
    field = 0
    inside = False
    while i < size:
        byte = data[i]
        if inside:
            if byte == _QUOTE:
                if i + 1 < size and data[i + 1] == _QUOTE:
                    i += 1
                else:
                    inside = False
                    if i + 1 < size:
                        after = data[i + 1]
                        if after != delimiter and after != _LF and after != _CR:
                            out[4] += 1
        elif byte == delimiter:
            fields += 1
            field = i + 1
        elif byte == _QUOTE:
            if i == field:
                inside = True
            else:
                out[4] += 1
        elif byte == _LF:
            _close(data, start, i, fields, width, out, blank_rows)
            start = i + 1
            field = i + 1
            fields = 1
            out[5] = i + 1
        i += 1
    if final and start < size:
        _close(data, start, size, fields, width, out, blank_rows)
        out[5] = size
    out[6] = 1 if inside else 0


@part
def _close(
    data: NDArray[np.uint8],
    start: int,
    end: int,
    fields: int,
    width: int,
    out: NDArray[np.int64],
    blank_rows: NDArray[np.int64],
) -> None:
    length = end - start
    if length == 0 or (length == 1 and data[start] == _CR):
        if out[3] < blank_rows.size:
            blank_rows[out[3]] = out[7]
        out[3] += 1
    else:
        out[0] += 1
        if fields < width:
            out[1] += 1
        elif fields > width:
            out[2] += 1
    out[7] += 1


@kernel("u1[]", "i8", "i8", "i8", "i8", "i8[,]", results=3)
def split_fields(
    data: NDArray[np.uint8], delimiter: int, quoting: bool, final: bool, records: int, places: NDArray[np.int64]
) -> tuple[int, int, int]:
    """Find the fields of the first `records` records.

    `places` is int64 of shape (fields, 4) to fill: record, start, end, and 1 where the field is quoted.
    Returns how many fields and records were found (fewer when `places` is full) and where they end.
    """
    size = data.size
    count = done = kept = end_of_kept = 0
    field = 0
    quoted = 0
    closed = -2
    inside = False
    for i in range(size + 1):
        if done == records or count == places.shape[0]:
            break
        at_end = i == size
        if at_end and not (final and i > end_of_kept):
            break
        byte = _LF if at_end else data[i]
        if inside and not at_end:
            if byte == _QUOTE:
                inside = False
                closed = i
            continue
        if byte == _QUOTE and quoting:
            # After a closing quote a second one means that the pair stood for one and the field goes on.
            if i == field or closed == i - 1:
                inside = True
                quoted = 1
        elif byte == delimiter or byte == _LF:
            stop = i
            if byte == _LF and stop > field and data[stop - 1] == _CR:
                stop -= 1
            places[count, 0] = done
            places[count, 1] = field
            places[count, 2] = stop
            places[count, 3] = quoted
            count += 1
            field = i + 1
            quoted = 0
            inside = False
            if byte == _LF:
                done += 1
                kept = count
                end_of_kept = min(i + 1, size)
    return kept, done, end_of_kept
