"""Stata, SPSS and SAS files, with what their variables and coded values mean.

ReadStat (through pyreadstat) reads rows in chunks from a path; compressed files are unpacked to a
private temporary copy first.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from ayni.check.read.frame import FrameBlock
from ayni.check.read.guard import decoding
from ayni.check.read.heads import clean_names
from ayni.check.read.kinds import Kind
from ayni.check.read.origin import Origin, SeekableCopy
from ayni.check.read.streamed import StreamedTable
from ayni.check.read.table import ColumnHead
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ayni.check.read.table import Remark
    from ayni.limits import ReadLimits

__all__ = ["StatisticalTable", "open_statistical"]

_CHUNK_CELLS = 2_000_000
_CHUNK_ROWS = 50_000
_LABELS = 10_000
"""Value labels kept for one column."""
_MEASURES = ("nominal", "ordinal", "scale")


def _reader(kind: Kind) -> Callable[..., tuple[Any, Any]]:
    import pyreadstat

    readers: dict[Kind, Callable[..., tuple[Any, Any]]] = {
        Kind.STATA: pyreadstat.read_dta,
        Kind.SPSS: pyreadstat.read_sav,
        Kind.SPSS_PORTABLE: pyreadstat.read_por,
        Kind.SAS: pyreadstat.read_sas7bdat,
        Kind.SAS_TRANSPORT: pyreadstat.read_xport,
    }
    return readers[kind]


_FORMATS = {
    Kind.STATA: "stata",
    Kind.SPSS: "spss",
    Kind.SPSS_PORTABLE: "spss",
    Kind.SAS: "sas",
    Kind.SAS_TRANSPORT: "sas",
}


def open_statistical(name: str, origin: Origin, kind: Kind, limits: ReadLimits) -> StatisticalTable:
    """Open a Stata, SPSS or SAS file. Raises `InputError` when it is damaged, `LimitError` on its limits."""
    copy = SeekableCopy(origin, limits)
    with decoding(origin.path):
        _, meta = _reader(kind)(str(copy.path), metadataonly=True, output_format="dict")
    columns = list(meta.column_names)
    if not columns:
        raise InputError("empty-file", path=origin.path)
    names, remarks = clean_names(columns, limits, origin.path)
    with decoding(origin.path):
        heads = tuple(
            ColumnHead(
                name=name,
                label=_label(meta.column_names_to_labels.get(column), limits),
                value_labels=_value_labels(meta.variable_value_labels.get(column, {}), limits),
                display=_label(meta.original_variable_types.get(column), limits),
                measure=_measure(meta.variable_measure.get(column)),
            )
            for name, column in zip(names, columns, strict=True)
        )
        kinds = [meta.readstat_variable_types.get(column) == "string" for column in columns]
        rows = None if meta.number_rows is None or meta.number_rows < 0 else int(meta.number_rows)
    table = StatisticalTable(name, origin, limits, heads, remarks, kind=kind, copy=copy, texts=kinds, rows=rows)
    table.label = _label(meta.file_label, limits)
    if kind is Kind.STATA:
        table.dates = _stata_dates(meta.original_variable_types.values())
    return table


def _label(label: object, limits: ReadLimits) -> str | None:
    return " ".join(str(label).split())[: limits.name_chars] or None if label else None


def _stata_dates(displays: Iterable[str | None]) -> dict[str, list[str]]:
    """Return the formats that show days and moments in ways of their own: ReadStat knows only the plain ones."""
    known = {display for display in displays if display}
    return {
        "extra_date_formats": sorted(one for one in known if one.startswith(("%td", "%-td", "%d", "%-d"))),
        "extra_datetime_formats": sorted(one for one in known if one.startswith(("%tc", "%-tc"))),
    }


def _measure(measure: object) -> str | None:
    return measure if isinstance(measure, str) and measure in _MEASURES else None


def _value_labels(labels: dict[Any, Any], limits: ReadLimits) -> dict[str, str]:
    kept: dict[str, str] = {}
    for value, label in list(labels.items())[:_LABELS]:
        code = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        kept[code] = " ".join(str(label).split())[: limits.name_chars]
    return kept


class StatisticalTable(StreamedTable):
    """A table of a statistics program."""

    label: str | None = None
    """What the file says of the table as a whole."""
    dates: Mapping[str, list[str]] = MappingProxyType({})
    """Formats of dates and times that are its own."""

    def __init__(
        self,
        name: str,
        origin: Origin,
        limits: ReadLimits,
        heads: tuple[ColumnHead, ...],
        remarks: list[Remark],
        *,
        kind: Kind,
        copy: SeekableCopy,
        texts: list[bool],
        rows: int | None,
    ) -> None:
        """`texts` says which columns hold text; `rows` is what the file says of its length, if it does."""
        super().__init__(name, origin, limits, heads, remarks)
        self._kind = kind
        self._copy = copy
        self._texts = texts
        self._rows = rows
        self._schema: pl.Schema | None = None
        self.format = _FORMATS[kind]

    def blocks(self) -> Iterator[FrameBlock]:
        """Stream the rows in chunks."""
        self._begin()
        disk = self._origin.disk
        disk.check_unchanged()
        step = max(1, min(_CHUNK_ROWS, _CHUNK_CELLS // len(self.heads)))
        first = 0
        while True:
            frame = self._chunk(first, step)
            if frame.height or not first:
                yield FrameBlock(frame, first)
            first += frame.height
            self._position = disk.bytes * first // max(self._rows or first, first, 1)
            if frame.height < step:
                break
        if self._rows is not None and first < self._rows:
            raise InputError("file-truncated", path=self._origin.path)
        self._position = disk.bytes
        disk.digest()
        disk.check_unchanged()

    def _chunk(self, first: int, rows: int) -> pl.DataFrame:
        with decoding(self._origin.path):
            frame, _ = _reader(self._kind)(
                str(self._copy.path), row_offset=first, row_limit=rows, output_format="polars", **self.dates
            )
            if frame.width != len(self.heads):
                raise InputError("file-damaged", path=self._origin.path)
            frame.columns = [head.name for head in self.heads]
            if self._schema is None:
                self._schema = pl.Schema(
                    {
                        name: _storage(kind, text=text)
                        for (name, kind), text in zip(frame.schema.items(), self._texts, strict=True)
                    }
                )
            cast: pl.DataFrame = frame.select(
                [
                    pl.col(name) if frame.schema[name] == kind else pl.col(name).cast(kind, strict=False)
                    for name, kind in self._schema.items()
                ]
            )
            return cast


def _storage(kind: pl.DataType, *, text: bool) -> pl.DataType:
    """Name a column's type for all chunks; a first chunk without values does not show it."""
    if text:
        return pl.String()
    return pl.Float64() if isinstance(kind, pl.Null | pl.String | pl.Object) else kind
