"""Excel and OpenDocument workbooks: every sheet is a table.

The library (fastexcel, over calamine) holds a workbook whole, so workbooks are bounded more tightly than
streams, and what they unpack to is measured first. All cells come as text.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import polars as pl

from ayni.check.read.dialect import choose_header
from ayni.check.read.frame import FrameBlock
from ayni.check.read.guard import decoding
from ayni.check.read.heads import clean_names, plain_heads
from ayni.check.read.origin import Origin, SeekableCopy
from ayni.check.read.streamed import StreamedTable
from ayni.check.read.table import Remark
from ayni.check.report import UnreadInput
from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ayni.check.report import Source
    from ayni.limits import ReadLimits

__all__ = ["SheetTable", "open_workbook"]

_SAMPLE_ROWS = 230
_PART_ROWS = 32_768
_UNPACKED = 4
"""A workbook's parts may take this many times `excel_bytes` together."""
_RATIO_FROM = 64 << 20
_MIDNIGHT = " 00:00:00"


def open_workbook(name: str, origin: Origin, limits: ReadLimits) -> Iterator[SheetTable | UnreadInput]:
    """Open every sheet of a workbook; a sheet that cannot be read is given as such, an empty one is passed over.

    Raises `InputError` when the workbook is damaged or locked or all of it is empty, `LimitError` on its limits.
    """
    tight = _tightened(limits)
    if origin.disk.bytes > limits.excel_bytes:
        raise LimitError("workbook-too-large", path=origin.path, limit=limits.excel_bytes)
    copy = SeekableCopy(origin, tight)
    _check_parts(copy, origin, limits)
    with decoding(origin.path, "workbook-unreadable"):
        sheets = _reader(copy).sheet_names
    if len(sheets) > limits.files:
        raise LimitError("too-many-files", path=origin.path, limit=limits.files)
    some = False
    for sheet in sheets:
        try:
            table = _open_sheet(name if len(sheets) == 1 else f"{name}: {sheet}", sheet, origin, copy, limits)
        except InputError as error:
            some = True
            yield UnreadInput(path=f"{origin.path}/{sheet}", code=error.code, facts=error.facts)
            continue
        if table is not None:
            some = True
            yield table
    if not some:
        raise InputError("empty-file", path=origin.path)


def _tightened(limits: ReadLimits) -> ReadLimits:
    import msgspec

    return msgspec.structs.replace(limits, seekable_bytes=min(limits.seekable_bytes, limits.excel_bytes))


def _check_parts(copy: SeekableCopy, origin: Origin, limits: ReadLimits) -> None:
    """Unpack every part once, keeping nothing: the sizes a zip states may be false."""
    if not zipfile.is_zipfile(copy.path):
        return
    with decoding(origin.path, "workbook-unreadable"), zipfile.ZipFile(copy.path) as archive:
        parts = archive.infolist()
        _check_sizes(parts, origin, limits)
        for part in parts:
            with archive.open(part) as opened:
                while opened.read(1 << 20):
                    pass


def _check_sizes(parts: list[zipfile.ZipInfo], origin: Origin, limits: ReadLimits) -> None:
    limit = _UNPACKED * limits.excel_bytes
    if sum(part.file_size for part in parts) > limit:
        raise LimitError("unpacks-too-large", path=origin.path, limit=limit)
    for part in parts:
        if part.file_size > _RATIO_FROM and part.file_size > limits.expansion_ratio * max(part.compress_size, 1):
            raise LimitError("unpacks-too-much", path=origin.path, limit=limits.expansion_ratio)


def _reader(copy: SeekableCopy) -> Any:
    import fastexcel

    return fastexcel.read_excel(copy.path)


def _cells(copy: SeekableCopy, sheet: str, rows: int | None) -> pl.DataFrame:
    loaded = _reader(copy).load_sheet(sheet, header_row=None, dtypes="string", n_rows=rows)
    frame: pl.DataFrame = loaded.to_polars()
    return frame


def _open_sheet(name: str, sheet: str, origin: Origin, copy: SeekableCopy, limits: ReadLimits) -> SheetTable | None:
    with decoding(origin.path, "workbook-unreadable"):
        sample = _cells(copy, sheet, _SAMPLE_ROWS)
    if not sample.width or not sample.height:
        return None
    if sample.width > limits.columns:
        raise LimitError("too-many-columns", path=origin.path, columns=sample.width, limit=limits.columns)
    rows = [[cell or "" for cell in row] for row in sample.rows()]
    header = choose_header(rows)
    if header is None:
        return None
    given = header.names if header.names is not None else [""] * sample.width
    names, remarks = clean_names(given, limits, origin.path)
    if header.names is None:
        remarks = [Remark(code="header-missing", facts={"columns": sample.width})]
    if header.title_rows:
        remarks.append(Remark(code="title-rows-skipped", facts={"count": header.title_rows}))
    if header.joined:
        remarks.append(Remark(code="header-rows-joined"))
    return SheetTable(
        name, origin, limits, names=names, remarks=remarks, sheet=sheet, copy=copy, skip=header.first_data_row
    )


class SheetTable(StreamedTable):
    """One sheet of a workbook."""

    format = "excel"

    def __init__(
        self,
        name: str,
        origin: Origin,
        limits: ReadLimits,
        *,
        names: list[str],
        remarks: list[Remark],
        sheet: str,
        copy: SeekableCopy,
        skip: int,
    ) -> None:
        """`skip` rows stand above the data."""
        super().__init__(name, origin, limits, plain_heads(names), remarks)
        self._sheet = sheet
        self._copy = copy
        self._skip = skip

    @property
    def source(self) -> Source:
        """Where the table came from."""
        return self._source(sheet=self._sheet)

    def blocks(self) -> Iterator[FrameBlock]:
        """Load the sheet and hand it out in parts; rows without any value are dropped and counted."""
        counts = self._begin()
        disk = self._origin.disk
        disk.check_unchanged()
        with decoding(self._origin.path, "workbook-unreadable"):
            frame = _cells(self._copy, self._sheet, None)
            if frame.width != len(self.heads):
                raise InputError("file-changed", path=self._origin.path)
            frame.columns = [head.name for head in self.heads]
            frame = frame.slice(self._skip)
            blank = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
            if blank.any():
                counts.add(rows_blank=int(blank.sum()))
                frame = frame.filter(~blank)
            frame = frame.select([_day(column) for column in frame.get_columns()])
        for first in range(0, max(frame.height, 1), _PART_ROWS):
            yield FrameBlock(frame.slice(first, _PART_ROWS), first)
        self._position = disk.bytes
        disk.digest()
        disk.check_unchanged()


def _day(column: pl.Series) -> pl.Series:
    """Write days as days: Excel stores them as midnights."""
    shown = column.drop_nulls()
    if len(shown) and shown.str.ends_with(_MIDNIGHT).all():
        return column.str.strip_suffix(_MIDNIGHT)
    return column
