"""What every writer is: a table written block by block to a temporary file, and put in place whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

import msgspec

if TYPE_CHECKING:
    from types import TracebackType

    import polars as pl

__all__ = ["Format", "OutputColumn", "TableWriter", "Written"]


class OutputColumn(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of a column besides its cells. Formats without labels leave them out."""

    name: str
    label: str | None = None
    value_labels: dict[str, str] = {}
    """What coded values mean; only kept for columns whose cells were not made coarser."""
    display: str | None = None
    """The source's own display format (Stata `%8.2f`, SPSS `F8.2`), kept where the column's type is unchanged."""
    measure: str | None = None
    """SPSS's level of measurement: nominal, ordinal, scale."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format to write: `format` and `compression` as `ayni.check.report.Source` names them, and its details."""

    format: str
    variant: str | None = None
    """Which of a program's formats, where it has several: SPSS's sav, zsav or por."""
    compression: str | None = None
    delimiter: str = ","
    encoding: str = "utf-8"
    """Text is always written as UTF-8; a byte-order mark is written where the source had one (`utf-8-sig`)."""
    sheet: str | None = None
    table_label: str | None = None


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was completed."""

    bytes: int
    sha256: str
    rows: int
    formulas_defused: int
    """Text cells that a spreadsheet would have run as formulas, written with an apostrophe before them."""
    renamed: dict[str, str] = {}
    """Columns whose names the format does not take, and the names they got."""


class TableWriter(Protocol):
    """Writes one table. Leaving the `with` block without `close` removes what was written."""

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows; every frame has the same columns and types."""

    def close(self) -> Written:
        """Complete the file on disk and put it in place. Raises `ActError` when that fails; then nothing is left."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
