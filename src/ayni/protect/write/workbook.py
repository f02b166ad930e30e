"""Excel workbooks of one sheet, row by row in bounded memory; text is never a formula and never a link."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from ayni.errors import LimitError
from ayni.protect.write.base import StagedWriter
from ayni.protect.write.cells import as_text

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format as CellFormat

    from ayni.limits import ProtectLimits
    from ayni.protect.write.contract import Format, OutputColumn

__all__ = ["WorkbookWriter"]

_ROWS, _COLUMNS = 1_048_576, 16_384
_CELL_CHARS = 32_767
_SLICE_ROWS = 5_000
_EXACT = 10**15
"""Excel shows 15 digits of a number; longer whole numbers are written as text."""
_OLDEST = dt.date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; older dates are written as text."""
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date, so that equal tables give equal files
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


class WorkbookWriter(StagedWriter):
    """An .xlsx file; a sheet holds 1,048,575 rows below its header, and more are refused before they are written."""

    streamed = False

    def __init__(self, path: Path, form: Format, columns: tuple[OutputColumn, ...], limits: ProtectLimits) -> None:
        """Start the workbook. Raises `LimitError` where a sheet does not hold so many columns."""
        if len(columns) > _COLUMNS:
            raise LimitError(
                "output-too-many-columns",
                path=str(path),
                columns=len(columns),
                limit=_COLUMNS,
                instead=".csv or .parquet",
            )
        super().__init__(path, form, columns, limits)
        import xlsxwriter

        self._book = xlsxwriter.Workbook(
            str(self.partial.path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
                "use_zip64": True,
            },
        )
        self._book.set_properties({"created": _CREATED})
        self._sheet = self._book.add_worksheet(_sheet_name(form.sheet))
        self._forms: dict[str, CellFormat] = {
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": self._book.add_format({"num_format": "hh:mm:ss"}),
            "datetime": self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        for place, column in enumerate(columns):
            self._sheet.write_string(0, place, column.name[:_CELL_CHARS])
        self._row = 1

    def _append(self, frame: pl.DataFrame) -> None:
        if self._row + frame.height > _ROWS:
            raise LimitError("output-too-many-rows", path=str(self.path), limit=_ROWS - 1, instead=".csv or .parquet")
        for part in frame.iter_slices(_SLICE_ROWS):
            plain = _plain(part)
            self._check_text(plain)
            for row in plain.iter_rows():
                for place, cell in enumerate(row):
                    if cell is not None:
                        self._put(place, cell)
                self._row += 1

    def _put(self, place: int, cell: Any) -> None:
        row, sheet = self._row, self._sheet
        if isinstance(cell, str):
            if cell:
                sheet.write_string(row, place, cell)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, place, cell)
        elif isinstance(cell, int) and abs(cell) >= _EXACT:
            sheet.write_string(row, place, str(cell))
        elif isinstance(cell, int | float):
            sheet.write_number(row, place, cell)
        elif isinstance(cell, dt.datetime):
            self._put_day(place, cell, cell.date(), "datetime")
        elif isinstance(cell, dt.date):
            self._put_day(place, cell, cell, "date")
        else:
            sheet.write_datetime(row, place, cell, self._forms["time"])

    def _put_day(self, place: int, cell: dt.date | dt.datetime, day: dt.date, form: str) -> None:
        if day < _OLDEST:
            self._sheet.write_string(self._row, place, cell.isoformat())
        else:
            self._sheet.write_datetime(self._row, place, cell, self._forms[form])

    def _check_text(self, frame: pl.DataFrame) -> None:
        for name, kind in frame.schema.items():
            longest = frame[name].str.len_chars().max() if kind == pl.String else None
            if isinstance(longest, int) and longest > _CELL_CHARS:
                size = frame[name].str.len_bytes().max()
                raise LimitError(
                    "output-text-too-long",
                    path=str(self.path),
                    column=name,
                    bytes=size if isinstance(size, int) else longest,
                    limit=_CELL_CHARS,
                    instead=".csv or .parquet",
                )

    def _finish(self) -> None:
        import xlsxwriter.exceptions

        try:
            self._book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise (cause if isinstance(cause, OSError) else OSError(None, "xlsxwriter")) from error

    def _drop(self) -> None:
        # A workbook that is given up leaves its rows in a temporary file of its own, which goes with it.
        handle = getattr(self._sheet, "row_data_fh", None)
        name = getattr(self._sheet, "row_data_filename", None)
        if handle is not None and not handle.closed:
            handle.close()
        if name:
            from pathlib import Path

            Path(name).unlink(missing_ok=True)
        self._book.fileclosed = True


def _sheet_name(name: str | None) -> str:
    """Return a name that Excel takes: at most 31 characters, none of its own marks."""
    kept = "".join(char for char in (name or "").translate(_NOT_IN_NAMES) if char.isprintable()).strip("' ")[:31]
    kept = kept.strip("' ")
    return kept if kept and kept.lower() != "history" else "data"


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return cells that Excel holds: times without their zone, decimals as floating point, no infinity."""
    made = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if isinstance(kind, pl.Datetime) and kind.time_zone is not None:
            made.append(column.dt.replace_time_zone(None))
        elif kind.is_decimal():
            made.append(column.cast(pl.Float64))
        elif kind.is_float():
            made.append(pl.when(column.is_finite()).then(column).otherwise(None).alias(name))
    return as_text(frame.with_columns(made) if made else frame)
