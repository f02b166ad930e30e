"""Tell how delimited text is laid out from its first records: delimiter, title rows, header.

The choice is the delimiter under which a header of texts is as wide as the records below it, with the fewest
records before it; else the one under which most records have the same, largest number of fields. Title rows
are those before the first full record. A first full record is the header unless its cells look like the
cells below it.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec
import numpy as np

__all__ = ["Dialect", "Header", "choose_header", "sniff_dialect", "split_rows", "unquote"]

_DELIMITERS = (",", ";", "\t", "|")
_RECORDS = 200
_TITLE_RECORDS = 30
_SNIFF_FIELDS = 400_000
_OTHERS = re.compile(r"[,;\t|]")
_HEADED = 0.9
"""A header speaks for a delimiter where so many of the records below it are as wide."""
_UNHEADED = _TITLE_RECORDS + 1
_NUMBER = re.compile(r"[+-]?[\d\s.,'\u00a0\u202f٠-٩]*\d[\d.,%]*(?:[eE][+-]?\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?")


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """How a delimited text is laid out."""

    delimiter: str
    names: tuple[str, ...] | None
    """The header's cells; None: there is no header."""
    width: int
    title_rows: int
    data_start: int
    """Where the first data record begins, in bytes of the UTF-8 text."""
    quoting: bool = True


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sheet's header stands."""

    names: tuple[str, ...] | None
    """None: there is no header."""
    title_rows: int
    first_data_row: int
    joined: bool
    """Whether two rows were joined: groups of columns above, the columns' own names below."""


def split_rows(
    text: bytes, delimiter: str, *, records: int, final: bool, quoting: bool = True, fields: int = _SNIFF_FIELDS
) -> tuple[list[list[str]], list[int]]:
    """Return the first records of UTF-8 `text` as cells, and where each record ends (bytes)."""
    from ayni.check.read.kernels import split_fields

    data = np.frombuffer(text, dtype=np.uint8)
    places = np.empty((fields, 4), dtype=np.int64)
    count, done, end = split_fields(data, ord(delimiter), quoting, final, records, places)
    rows: list[list[str]] = [[] for _ in range(done)]
    ends = [0] * done
    for record, start, stop, quoted in places[:count].tolist():
        cell = text[start:stop]
        rows[record].append((unquote(cell) if quoted else cell).decode("utf-8", "replace"))
        ends[record] = stop
    for record in range(done - 1):
        ends[record] = text.index(b"\n", ends[record]) + 1
    if done:
        ends[-1] = end
    return rows, ends


def unquote(cell: bytes) -> bytes:
    """Return what a quoted field means; bytes after its closing quote are kept as they are."""
    if len(cell) > 1 and cell.endswith(b'"') and b'"' not in (inner := cell[1:-1]).replace(b'""', b""):
        return inner.replace(b'""', b'"')
    at = 1
    while (at := cell.find(b'"', at)) >= 0:
        if cell[at + 1 : at + 2] != b'"':
            return cell[1:at].replace(b'""', b'"') + cell[at + 1 :]
        at += 2
    return cell[1:].replace(b'""', b'"')


def sniff_dialect(sample: bytes, *, whole: bool, hint: str | None = None) -> Dialect:
    """Tell the dialect of UTF-8 `sample`; `whole` says that it is the whole text, `hint` a likely delimiter."""
    read = {
        one: split_rows(sample, one, records=_RECORDS + _TITLE_RECORDS, final=whole)
        for one in _DELIMITERS
        if one == _DELIMITERS[0] or one.encode() in sample
    }
    headed = {one: _skipped_before_header(rows) for one, (rows, _) in read.items()}
    even = {one for one, (rows, _) in read.items() if _is_even(rows)}

    def rank(one: str) -> tuple[int, float]:
        # What a file is called says little against a delimiter that gives every record as many fields.
        trusted = one == hint and (headed[one] is not None or not even - {one})
        skipped = headed[one]
        return -_UNHEADED if skipped is None else -skipped, _evenness(read[one][0]) * (1.2 if trusted else 1.0)

    delimiter = max(read, key=rank)
    rows, ends = read[delimiter]
    score = _evenness(rows)
    if score <= 0:
        # One column: whichever delimiter its cells use least does no harm.
        delimiter = min(_DELIMITERS, key=lambda one: (sample.count(one.encode()), one != hint))
        rows, ends = split_rows(sample, delimiter, records=_RECORDS + _TITLE_RECORDS, final=whole)
    return _layout(delimiter, rows, ends)


def _blank(row: list[str]) -> bool:
    return len(row) == 1 and not row[0].strip()


def _is_even(rows: list[list[str]]) -> bool:
    """Tell whether all records have one number of fields, more than one."""
    widths = {len(row) for row in rows if not _blank(row)}
    return len(widths) == 1 and widths != {1}


def _skipped_before_header(rows: list[list[str]]) -> int | None:
    """Count the records before a header of texts as wide as nearly all records below it; None: there is none.

    Decimal commas stand in rows and not in headers, so a comma that splits them finds no such header, or only
    after it has left the real one aside.
    """
    full = [row for row in rows if not _blank(row)]
    usual = Counter(len(row) for row in full).most_common(1)[0][0] if full else 1
    first = next((index for index, row in enumerate(full[:_TITLE_RECORDS]) if len(row) == usual), None)
    if usual == 1 or first is None:
        return None
    cells = [cell.strip() for cell in full[first]]
    body = full[first + 1 :]
    # A cell such as "1;2" is no name either: another delimiter stands in it.
    pieces = [piece.strip() for cell in cells for piece in _OTHERS.split(cell)]
    texts = all(_YEAR.fullmatch(one) or not _is_value(one) for one in pieces) and sum(map(bool, cells)) * 2 > usual
    fitting = sum(len(row) == usual for row in body)
    return first if texts and body and fitting >= _HEADED * len(body) else None


def _evenness(rows: list[list[str]]) -> float:
    """Give the share of records that have the commonest width, weighed by that width; 0 for one column."""
    widths = Counter(len(row) for row in rows if not _blank(row))
    if not widths:
        return 0.0
    total = sum(widths.values())
    width, times = max(widths.items(), key=lambda item: (item[1] * (1 - 1 / item[0]), item[0]))
    if width == 1:
        return 0.0
    return (times / total) ** 2 * (1 - 1 / (2 * width))


def _layout(delimiter: str, rows: list[list[str]], ends: list[int]) -> Dialect:
    widths = Counter(len(row) for row in rows if not _blank(row))
    if not widths:
        return Dialect(delimiter=delimiter, names=(), width=0, title_rows=0, data_start=ends[-1] if ends else 0)
    usual = max(widths, key=lambda width: (widths[width], width))
    first = _first_full(rows, usual)
    header = rows[first]
    body = [row for row in rows[first + 1 :] if not _blank(row)]
    titles = sum(not _blank(row) for row in rows[:first])
    if body and not _is_header(header, body):
        start = ends[first - 1] if first else 0
        return Dialect(delimiter=delimiter, names=None, width=usual, title_rows=titles, data_start=start)
    names = list(header)
    if len(names) < usual and sum(len(row) == usual for row in body) * 2 > len(body):
        # R leaves the name of its row names out; otherwise the names are missing at the end.
        firsts = [row[0] for row in body if len(row) == usual]
        at_front = len(names) == usual - 1 and len(set(firsts)) == len(firsts) > 1
        missing = [""] * (usual - len(names))
        names = [*missing, *names] if at_front else [*names, *missing]
    return Dialect(delimiter=delimiter, names=tuple(names), width=len(names), title_rows=titles, data_start=ends[first])


def _first_full(rows: list[list[str]], usual: int) -> int:
    """Return the position of the first record that is as wide and as filled as a header is."""
    plain = next(index for index, row in enumerate(rows) if not _blank(row))
    needed = max(1, round(0.6 * usual))
    for index, row in enumerate(rows[:_TITLE_RECORDS]):
        filled = sum(bool(cell.strip()) for cell in row)
        wide = len(row) == usual or (len(row) >= usual - 1 > 1)
        if wide and not _blank(row) and filled >= needed:
            return index
    return plain


def _is_header(header: list[str], body: list[list[str]]) -> bool:
    """Weigh each column: does its first cell differ in kind from the cells below it?"""
    alike = unlike = 0
    cells = [cell.strip() for cell in header]
    if len(cells) > 1 and all(_YEAR.fullmatch(cell) for cell in cells if _NUMBER.fullmatch(cell)):
        numbers = 0
    else:
        numbers = sum(_is_value(cell) for cell in cells)
    repeated = 0
    for position, cell in enumerate(cells):
        below = [row[position].strip() for row in body if position < len(row) and row[position].strip()]
        if not below or not cell:
            continue
        valued = sum(_is_value(one) for one in below)
        is_value = _is_value(cell)
        if valued > 0.8 * len(below):
            alike += is_value
            unlike += not is_value
        elif cell in below:
            repeated += 1
    if numbers:
        return unlike > alike + repeated
    return not (repeated and repeated >= unlike)


def choose_header(rows: list[list[str]]) -> Header | None:
    """Tell a sheet's header from its first rows, all of one width; None when they are all empty."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if not any(filled):
        return None
    usual = max(filled)
    needed = max(1, round(0.6 * usual))
    first = next(index for index, count in enumerate(filled) if count >= needed)
    top = first
    joined = None
    if first and filled[first - 1] > 1:
        joined = _joined(rows[first - 1], rows[first], rows[first + 1 :])
        top = first - 1 if joined else first
    if joined is None and first + 1 < len(rows):
        joined = _joined(rows[first], rows[first + 1], rows[first + 2 :])
        first += joined is not None
    titles = sum(count > 0 for count in filled[:top])
    if joined is not None:
        return Header(names=joined, title_rows=titles, first_data_row=first + 1, joined=True)
    body = [row for row, count in zip(rows[first + 1 :], filled[first + 1 :], strict=True) if count]
    if body and not _is_header(rows[first], body):
        return Header(names=None, title_rows=titles, first_data_row=first, joined=False)
    return Header(names=tuple(rows[first]), title_rows=titles, first_data_row=first + 1, joined=False)


def _joined(top: list[str], second: list[str], body: list[list[str]]) -> tuple[str, ...] | None:
    """Join a row of groups and a row of names; None when the two rows are not such a header.

    A group is written in the first of its merged cells; a name that spans both rows stands in the upper.
    """
    cells = [cell.strip() for cell in second]
    under_gap = any(name and not group.strip() for group, name in zip(top, cells, strict=True))
    if not under_gap or not any(body) or any(_is_value(cell) for cell in (*cells, *top)):
        return None
    if all(group.strip() for group in top) or (not top[0].strip() and not cells[0]):
        return None
    valued = sum(any(_is_value(row[position].strip()) for row in body) for position, cell in enumerate(cells) if cell)
    both = sum(bool(group.strip() and name) for group, name in zip(top, cells, strict=True))
    if not valued or not both:
        return None
    names, group = [], ""
    for above, name in zip(top, cells, strict=True):
        group = above.strip() or (group if name else "")
        names.append(f"{group} {name}".strip())
    return tuple(names)


def _is_value(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell) or _DATE.fullmatch(cell) or "@" in cell)
