"""A table that is already in memory, for use as a library."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from ayni.check.read.guard import decoding
from ayni.check.read.table import Block, ColumnHead, Remark
from ayni.check.report import Source
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polars._typing import PolarsDataType

__all__ = ["FrameBlock", "FrameTable", "plain_columns"]

_ROWS = 65_536
_EPOCH = dt.date(1970, 1, 1)
_FIRST_DAY = (dt.date(1, 1, 2) - _EPOCH).days  # a day from either end, for the hours of time zones
_LAST_DAY = (dt.date(9999, 12, 30) - _EPOCH).days
_DAY = {"us": 86_400_000_000, "ms": 86_400_000}


def plain_columns(schema: pl.Schema) -> list[pl.Expr]:
    """Return how each column is read so that measures meet plain types only.

    Nested values become JSON text, bytes become hexadecimal text, categories and whole numbers of 128 bits
    become text, spans of time become text as ISO 8601 writes them. A day outside the years 1 to 9999, which
    no calendar of Python holds, becomes the nearest day inside them.
    """
    return [_plain(name, kind).alias(name) for name, kind in schema.items()]


def _plain(name: str, kind: pl.DataType) -> pl.Expr:  # noqa: PLR0911 - one per type
    column = pl.col(name)
    if kind.is_nested():
        wrapped = pl.struct(column.cast(_encodable(kind)).alias("v")).struct.json_encode()
        inner = wrapped.str.strip_prefix('{"v":').str.strip_suffix("}")
        return pl.when(column.is_not_null()).then(inner)
    if kind == pl.Binary:
        return column.bin.encode("hex")
    if isinstance(kind, pl.Duration):
        return column.dt.to_string("iso")
    if isinstance(kind, pl.Date | pl.Datetime):
        return _in_calendar(column, kind)
    if kind == pl.Float16:
        return column.cast(pl.Float32)
    # NumPy, in which numbers are looked at, has no whole numbers of 128 bits.
    if isinstance(kind, pl.Categorical | pl.Enum | pl.Null | pl.Int128 | pl.UInt128):
        return column.cast(pl.String)
    return column


def _encodable(kind: pl.DataType) -> pl.DataType:
    """Return the nested type with its bytes as lists of numbers: Polars cannot write bytes as JSON."""
    if isinstance(kind, pl.Struct):
        return pl.Struct([pl.Field(field.name, _encodable(_made(field.dtype))) for field in kind.fields])
    if isinstance(kind, pl.List):
        return pl.List(_encodable(_made(kind.inner)))
    if isinstance(kind, pl.Array):
        return pl.Array(_encodable(_made(kind.inner)), kind.size)
    return pl.List(pl.UInt8) if kind == pl.Binary else kind


def _made(kind: PolarsDataType) -> pl.DataType:
    return kind if isinstance(kind, pl.DataType) else kind()


def _in_calendar(column: pl.Expr, kind: pl.Date | pl.Datetime) -> pl.Expr:
    if isinstance(kind, pl.Datetime) and kind.time_unit == "ns":
        return column  # 64 bits of nanoseconds reach from 1677 to 2262
    unit = 1 if isinstance(kind, pl.Date) else _DAY[kind.time_unit]
    first, last = (_FIRST_DAY * unit, _LAST_DAY * unit)
    return column.to_physical().clip(first, last).cast(kind)


class FrameBlock:
    """Rows that are decoded already."""

    def __init__(self, frame: pl.DataFrame, first_row: int | None) -> None:
        """Hold the rows."""
        self._frame = frame
        self._first_row = first_row

    @property
    def first_row(self) -> int | None:
        """The number of the first row."""
        return self._first_row

    def read(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return the rows."""
        return self._frame if columns is None else self._frame.select(columns)


class FrameTable:
    """A Polars frame as a table."""

    def __init__(self, name: str, frame: pl.DataFrame) -> None:
        """Raises `InputError`: `empty-file` without columns, `file-damaged` for cells Polars cannot convert."""
        if not frame.width:
            raise InputError("empty-file", path=name)
        self._name = name
        objects = [_text_of(column) for column in frame.get_columns() if column.dtype == pl.Object]
        frame = frame.with_columns(objects)
        with decoding(name):
            self._frame = frame.lazy().select(plain_columns(frame.schema)).collect()
        self._heads = tuple(ColumnHead(name=column) for column in frame.columns)

    @property
    def name(self) -> str:
        """The table's name."""
        return self._name

    @property
    def heads(self) -> tuple[ColumnHead, ...]:
        """The columns."""
        return self._heads

    @property
    def source(self) -> Source:
        """A frame comes from no file."""
        return Source(path=self._name, format="frame")

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """A frame gives no cause for remarks."""
        return ()

    @property
    def bytes_read(self) -> int:
        """Nothing is read from disk."""
        return 0

    def blocks(self) -> Iterator[Block]:
        """Hand out slices of the frame, without copying."""
        for first in range(0, max(self._frame.height, 1), _ROWS):
            yield FrameBlock(self._frame.slice(first, _ROWS), first)


def _text_of(objects: pl.Series) -> pl.Series:
    """Write Python's objects as text, so that they are plain like the cells of any other column."""
    return pl.Series(objects.name, [None if value is None else str(value) for value in objects], dtype=pl.String)
