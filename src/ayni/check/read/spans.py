"""Tables in files that can be asked for any rows: spans of rows, decoded by the workers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

from ayni.check.read.frame import plain_columns
from ayni.check.read.guard import decoding
from ayni.check.read.heads import plain_heads
from ayni.check.read.streamed import StreamedTable
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import polars as pl

    from ayni.check.read.origin import Origin, SeekableCopy
    from ayni.check.read.table import Remark
    from ayni.limits import ReadLimits

__all__ = ["RowGroup", "SpanTable"]

_SPAN_BYTES = 96 << 20
"""Rows decoded at once take about this much."""
_PART_ROWS = 65_536
_CELL_BYTES = 16
"""What a cell takes in memory at least, when a dictionary makes it small in the file."""


class RowGroup(NamedTuple):
    """The rows of a row group and their size without compression."""

    rows: int
    bytes: int


class _Span(NamedTuple):
    first: int
    rows: int


def _spans(groups: list[RowGroup], columns: int) -> list[_Span]:
    """Join small row groups and cut large ones, so that each span takes at most about `_SPAN_BYTES`."""
    spans: list[_Span] = []
    first = rows = size = 0
    for group in groups:
        estimate = max(group.bytes, group.rows * columns * _CELL_BYTES)
        if rows and size + estimate > _SPAN_BYTES // 4:
            spans.append(_Span(first, rows))
            first, rows, size = first + rows, 0, 0
        if estimate > _SPAN_BYTES:
            parts = -(-estimate // _SPAN_BYTES)
            step = -(-group.rows // parts)
            last = first + group.rows
            spans.extend(_Span(at, min(step, last - at)) for at in range(first, last, step))
            first = last
        else:
            rows += group.rows
            size += estimate
    if rows or not spans:
        spans.append(_Span(first, rows))
    return spans


class SpanTable(StreamedTable):
    """A table whose file can be asked for any rows."""

    def __init__(
        self,
        name: str,
        origin: Origin,
        limits: ReadLimits,
        *,
        names: list[str],
        schema: pl.Schema,
        copy: SeekableCopy,
        groups: list[RowGroup],
        remarks: list[Remark],
        form: str,
        scan: Callable[[Path], pl.LazyFrame],
    ) -> None:
        """`names` are the usable names of the schema's columns; `scan` opens `copy` lazily."""
        super().__init__(name, origin, limits, plain_heads(names), remarks)
        self._copy = copy
        self._groups = groups
        self._scan = scan
        self.format = form
        self._columns = {
            name: expression.alias(name) for name, expression in zip(names, plain_columns(schema), strict=True)
        }

    def blocks(self) -> Iterator[SpanBlock]:
        """Stream the rows; a span is decoded once and handed out in parts."""
        self._begin()
        disk = self._origin.disk
        disk.check_unchanged()
        spans = _spans(self._groups, len(self._columns))
        total = max(sum(span.rows for span in spans), 1)
        for first, rows in spans:
            shared = _SharedSpan(
                self._scan, self._copy.path, first=first, rows=rows, columns=self._columns, shown=self._origin.path
            )
            for start in range(0, max(rows, 1), _PART_ROWS):
                yield SpanBlock(shared, start, min(_PART_ROWS, rows - start))
            self._position = disk.bytes * (first + rows) // total
        disk.digest()
        disk.check_unchanged()


class _SharedSpan:
    """Consecutive rows, decoded by the first block that needs them and let go with the last."""

    def __init__(
        self,
        scan: Callable[[Path], pl.LazyFrame],
        path: Path,
        *,
        first: int,
        rows: int,
        columns: dict[str, pl.Expr],
        shown: str,
    ) -> None:
        self.first = first
        self._scan = scan
        self._path = path
        self._rows = rows
        self._columns = columns
        self._shown = shown
        self._lock = threading.Lock()
        self._frame: pl.DataFrame | None = None

    def part(self, start: int, rows: int, columns: Sequence[str] | None) -> pl.DataFrame:
        wanted = list(columns if columns is not None else self._columns)
        with self._lock:
            if self._frame is None or self._frame.columns != wanted:
                with decoding(self._shown):
                    lazy = self._scan(self._path).slice(self.first, self._rows)
                    self._frame = lazy.select([self._columns[name] for name in wanted]).collect()
                if self._frame.height != self._rows:
                    raise InputError("file-truncated", path=self._shown)
            return self._frame.slice(start, rows)


class SpanBlock:
    """Some rows of a span, not decoded yet."""

    def __init__(self, span: _SharedSpan, start: int, rows: int) -> None:
        """`start` is counted from the span's first row."""
        self._span = span
        self._start = start
        self._rows = rows
        self._first_row = span.first + start

    @property
    def first_row(self) -> int | None:
        """The number of the block's first row."""
        return self._first_row

    def read(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Decode the rows."""
        return self._span.part(self._start, self._rows, columns)
