"""What every reader gives: tables that stream in blocks.

A block is handed out by the reading thread and decoded (`Block.read`) by whichever worker takes it, so
that decoding runs on all cores while no more than a few blocks are in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from ayni.errors import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from ayni.check.report import Source

__all__ = ["Block", "ColumnHead", "Remark", "TableReader"]


class ColumnHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says of a column before its cells are read."""

    name: str
    label: str | None = None
    value_labels: dict[str, str] = {}
    display: str | None = None
    """The display format as its program writes it: Stata `%8.2f`, SPSS `F8.2`, SAS `DATE9`."""
    measure: str | None = None
    """SPSS's level of measurement: nominal, ordinal or scale."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Something a reader noticed about the file itself; it becomes a finding of the same code."""

    code: str
    column: str | None = None
    facts: dict[str, Fact] = {}


class Block(Protocol):
    """Some consecutive rows of a table, not decoded yet."""

    @property
    def first_row(self) -> int | None:
        """The number of the block's first data row, counted from 0, where the reader knows it."""

    def read(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Decode the rows (only `columns`, when given). May be called in any thread, once.

        Every frame of a table has the same columns in the same order with the same types. Raises
        `InputError` when the rows cannot be decoded.
        """


class TableReader(Protocol):
    """One table of a dataset."""

    @property
    def name(self) -> str:
        """The table's name: its file name without suffix, its sheet or its member name."""

    @property
    def heads(self) -> tuple[ColumnHead, ...]:
        """The columns, in order, with unique, non-empty names (made so, and remarked on, where they are not)."""

    def blocks(self) -> Iterator[Block]:
        """Stream the table from its beginning; may be called again for another pass."""

    @property
    def source(self) -> Source:
        """Where the table came from; `sha256` is filled in once a first pass has been completed."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What was noticed; complete once a first pass has been completed."""

    @property
    def bytes_read(self) -> int:
        """How far the current pass has come, in bytes of the file on disk, for progress."""
