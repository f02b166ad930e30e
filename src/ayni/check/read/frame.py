"""A table that is already in memory, for use as a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ayni.check.read.table import Block, ColumnHead, Remark
from ayni.check.report import Source
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["FrameBlock", "FrameTable", "plain_columns"]

_ROWS = 65_536


def plain_columns(schema: pl.Schema) -> list[pl.Expr]:
    """Return how each column is read so that measures meet plain types only.

    Nested values become JSON text, bytes become hexadecimal text, categories become text.
    """
    return [_plain(name, kind).alias(name) for name, kind in schema.items()]


def _plain(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind.is_nested():
        wrapped = pl.struct(column.alias("v")).struct.json_encode()
        inner = wrapped.str.strip_prefix('{"v":').str.strip_suffix("}")
        return pl.when(column.is_not_null()).then(inner)
    if kind == pl.Binary:
        return column.bin.encode("hex")
    if isinstance(kind, pl.Categorical | pl.Enum | pl.Null):
        return column.cast(pl.String)
    return column


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
        """Raises `InputError("empty-file")` when the frame has no columns."""
        if not frame.width:
            raise InputError("empty-file", path=name)
        self._name = name
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
