"""Stata, SPSS and SAS files, with labels, value labels, display formats and measures.

The rows are held in memory until the last one is there: text has one width for the whole file. Stata's files are
written by `ayni.protect.write.stata`, SPSS's and SAS's by ReadStat through pyreadstat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from ayni.errors import ActError, InputError, LimitError
from ayni.protect.write.base import StagedWriter
from ayni.protect.write.cells import without_nested
from ayni.protect.write.names import SAS, SPSS, SPSS_PORTABLE, STATA, usable_names
from ayni.protect.write.stata import STATA_VARIABLES, fitting_text, stata_pieces

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.limits import ProtectLimits
    from ayni.protect.write.contract import Format, OutputColumn

__all__ = ["StatisticalWriter"]

_TEXT_BYTES = {"sav": 32_767, "zsav": 32_767, "por": 255, "xpt": 32_767}
_NUMBER_DISPLAY = re.compile(r"(?:F|COMMA|DOT|DOLLAR|PCT|E|N|Z)[1-9]\d?(?:\.\d{1,2})?")
_DATE_DISPLAY = re.compile(r"(?:DATE|ADATE|EDATE|JDATE|SDATE)\d{1,2}")
_LABEL_BYTES = 255


class StatisticalWriter(StagedWriter):
    """A file of a statistics program, written when all rows are there."""

    def __init__(self, path: Path, form: Format, columns: tuple[OutputColumn, ...], limits: ProtectLimits) -> None:
        """Raises `LimitError` where the format does not hold so many columns."""
        self.kind = form.variant or {"stata": "dta", "spss": "sav", "sas": "xpt"}[form.format]
        if self.kind == "dta" and len(columns) > STATA_VARIABLES:
            raise LimitError(
                "output-too-many-columns",
                path=str(path),
                columns=len(columns),
                limit=STATA_VARIABLES,
                instead=".csv or .parquet",
            )
        super().__init__(path, form, columns, limits)
        self.streamed = self.kind == "dta"
        self._frames: list[pl.DataFrame] = []
        self._held = 0.0
        rule = {"dta": STATA, "por": SPSS_PORTABLE, "xpt": SAS}.get(self.kind, SPSS)
        names = [column.name for column in columns]
        self._names = usable_names(names, rule)
        self.renamed = {name: new for name, new in zip(names, self._names, strict=True) if name != new}

    def _append(self, frame: pl.DataFrame) -> None:
        plain = _plain(frame)
        self._held += plain.estimated_size()
        if self._held > self.limits.whole_bytes:
            raise LimitError(
                "output-too-large",
                path=str(self.path),
                limit=self.limits.whole_bytes,
                instead=".csv or .parquet",
            )
        self._frames.append(plain)

    def _finish(self) -> None:
        names = [column.name for column in self.columns]
        if not self._frames:
            self._frames = [pl.DataFrame(schema=dict.fromkeys(names, pl.String))]
        inexact = [pl.col(name).cast(pl.String) for name in fitting_text(self._frames)]
        frames = [frame.with_columns(inexact) for frame in self._frames] if inexact else self._frames
        self._frames = []
        if self.kind == "dta":
            for piece in stata_pieces(frames, self.columns, self._names, self.form.table_label):
                self.partial.write(piece)
            return
        self._check_text(frames)
        whole = pl.concat(frames, rechunk=False)
        frames.clear()
        whole.columns = self._names
        self._by_pyreadstat(whole)

    def _check_text(self, frames: list[pl.DataFrame]) -> None:
        """Refuse text that the format would cut or could not encode."""
        limit = _TEXT_BYTES[self.kind]
        for frame in frames:
            for name, kind in frame.schema.items():
                if kind != pl.String:
                    continue
                longest = frame[name].str.len_bytes().max()
                if isinstance(longest, int) and longest > limit:
                    raise LimitError(
                        "output-text-too-long",
                        path=str(self.path),
                        column=name,
                        bytes=longest,
                        limit=limit,
                        instead=".csv or .dta",
                    )
                if self.kind == "por" and frame[name].str.contains("[^\x20-\x7e]").any():
                    raise InputError("output-letters-not-held", path=str(self.path), column=name, instead=".sav")

    def _by_pyreadstat(self, frame: pl.DataFrame) -> None:
        import pyreadstat

        path, label = str(self.partial.path), self.form.table_label or ""
        labels = [column.label and _cut(column.label) for column in self.columns]
        shared: dict[str, Any] = {"file_label": _cut(label), "column_labels": labels}
        errors = (pyreadstat.PyreadstatError, pyreadstat.ReadstatError)
        try:
            if self.kind == "xpt":
                pyreadstat.write_xport(frame, path, **shared)
                return
            shared["variable_format"] = self._displays(frame)
            if self.kind == "por":
                shared["column_labels"] = [text and _ascii(text) for text in labels]
                shared["file_label"] = _ascii(label)
                pyreadstat.write_por(frame, path, **shared)
                return
            pyreadstat.write_sav(
                frame,
                path,
                compress=self.kind == "zsav",
                row_compress=self.kind == "sav",
                variable_value_labels=self._value_labels(frame),
                variable_measure={
                    name: column.measure
                    for name, column in zip(self._names, self.columns, strict=True)
                    if column.measure is not None
                },
                **shared,
            )
        except errors as error:
            code = "output-no-space" if "write" in str(error).lower() else "output-not-written"
            # The library's own words could hold a cell, so they are not shown.
            raise ActError(code, path=str(self.path), reason=type(error).__name__) from None

    def _displays(self, frame: pl.DataFrame) -> dict[str, str]:
        found = {}
        for name, column in zip(self._names, self.columns, strict=True):
            kind = frame.schema[name]
            pattern = _NUMBER_DISPLAY if kind.is_numeric() else _DATE_DISPLAY if kind == pl.Date else None
            if pattern is not None and column.display is not None and pattern.fullmatch(column.display):
                found[name] = column.display
        return found

    def _value_labels(self, frame: pl.DataFrame) -> dict[str, dict[Any, str]]:
        found = {}
        for name, column in zip(self._names, self.columns, strict=True):
            kind = frame.schema[name]
            labels: dict[Any, str] = {}
            for code, label in column.value_labels.items():
                typed = _typed(code, kind)
                if typed is not None and label:
                    labels[typed] = _cut(label, 120)
            if labels:
                found[name] = labels
        return found

    def _drop(self) -> None:
        self._frames = []


def _typed(code: str, kind: pl.DataType) -> str | int | float | None:
    """Return a code as the column's own type has it; None for what that type cannot hold."""
    if kind == pl.String:
        return code
    if not kind.is_numeric():
        return None
    try:
        number = float(code)
    except ValueError:
        return None
    if kind.is_integer():
        return int(number) if number.is_integer() else None
    return number


def _cut(text: str, size: int = _LABEL_BYTES) -> str:
    return text.encode()[:size].decode("utf-8", "ignore")


def _ascii(text: str) -> str:
    return _cut(text.encode("ascii", "replace").decode())


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return numbers, text, dates and times only; times without their zone, as a clock there showed them.

    NaN and infinity are missing: SAS would read them back as numbers.
    """
    frame = without_nested(frame)
    made = []
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.Datetime) and kind.time_zone is not None:
            made.append(pl.col(name).dt.replace_time_zone(None))
        elif kind.is_decimal():
            made.append(pl.col(name).cast(pl.Float64))
        elif kind.is_float():
            made.append(pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name))
    return frame.with_columns(made) if made else frame
