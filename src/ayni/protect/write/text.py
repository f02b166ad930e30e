"""CSV, TSV, JSON lines and JSON: text written block by block, with bounded memory."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from ayni.protect.write.base import StagedWriter
from ayni.protect.write.cells import as_text, defuse, defuse_name, without_nested
from ayni.protect.write.packed import Sink, let_go, open_sink

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.limits import ProtectLimits
    from ayni.protect.write.contract import Format, OutputColumn

__all__ = ["DelimitedWriter", "ObjectWriter"]

_SLICE_ROWS = 50_000
"""Rows turned into text at a time."""
_MARK = b"\xef\xbb\xbf"


class _TextWriter(StagedWriter):
    """A writer of text that may be packed."""

    def __init__(
        self, path: Path, form: Format, columns: tuple[OutputColumn, ...], limits: ProtectLimits, *, suffix: str
    ) -> None:
        """`suffix` is that of the member, where the file is a zip."""
        super().__init__(path, form, columns, limits)
        member = path.name.removesuffix(path.suffix)
        self._sink: Sink | None = open_sink(
            self.partial, form.compression, member if member.endswith(suffix) else f"{member}{suffix}"
        )

    def _put(self, data: bytes) -> None:
        if self._sink is not None:
            self._sink.write(data)

    def _end(self) -> None:
        if self._sink is not None:
            self._sink.close()
            self._sink = None

    def _drop(self) -> None:
        let_go(self._sink)
        self._sink = None


class DelimitedWriter(_TextWriter):
    """CSV as RFC 4180 has it, with line feeds: a missing cell is empty, empty text is `""`."""

    def __init__(self, path: Path, form: Format, columns: tuple[OutputColumn, ...], limits: ProtectLimits) -> None:
        """Start the file; the header is written with the first rows, or at the end where there are none."""
        super().__init__(path, form, columns, limits, suffix=f".{form.format}")
        self._headed = False

    def _append(self, frame: pl.DataFrame) -> None:
        self._head()
        for part in frame.iter_slices(_SLICE_ROWS):
            text, count = defuse(as_text(part))
            self.defused += count
            self._put(self._lines(text, header=False))

    def _lines(self, frame: pl.DataFrame, *, header: bool) -> bytes:
        buffer = io.BytesIO()
        frame.write_csv(buffer, include_header=header, separator=self.form.delimiter)
        return buffer.getvalue()

    def _head(self) -> None:
        if self._headed:
            return
        self._headed = True
        if self.form.encoding == "utf-8-sig":
            self._put(_MARK)
        names = [column.name for column in self.columns]
        shown = [defuse_name(name) for name in names]
        self.defused += sum(one != other for one, other in zip(names, shown, strict=True))
        # One row of text: so names are quoted as cells are.
        row = pl.DataFrame([shown], schema=[f"c{place}" for place in range(len(shown))], orient="row")
        self._put(self._lines(row, header=False))

    def _finish(self) -> None:
        self._head()
        self._end()


class ObjectWriter(_TextWriter):
    """JSON lines, or JSON as one array of objects, one on a line. Lists and structs stay what they are."""

    def __init__(self, path: Path, form: Format, columns: tuple[OutputColumn, ...], limits: ProtectLimits) -> None:
        """Start the file."""
        super().__init__(path, form, columns, limits, suffix=f".{form.format}")
        self._lines = form.format == "jsonl"
        self._began = False

    def _append(self, frame: pl.DataFrame) -> None:
        for part in frame.iter_slices(_SLICE_ROWS):
            if part.height:
                self._put(self._objects(part))

    def _objects(self, frame: pl.DataFrame) -> bytes:
        floats = [name for name, kind in frame.schema.items() if kind.is_float()]
        plain = frame.with_columns(pl.col(floats).map_batches(_finite)) if floats else frame
        odd = [name for name, kind in plain.schema.items() if not kind.is_nested()]
        buffer = io.BytesIO()
        plain.with_columns(without_nested(plain.select(odd))).write_ndjson(buffer)
        lines = buffer.getvalue()
        if self._lines:
            return lines
        before = b",\n" if self._began else b"[\n"
        self._began = True
        return before + lines.rstrip(b"\n").replace(b"\n", b",\n")

    def _finish(self) -> None:
        if not self._lines:
            self._put(b"\n]\n" if self._began else b"[]\n")
        self._end()


def _finite(column: pl.Series) -> pl.Series:
    """JSON has no NaN and no infinity: they are missing."""
    return column.set(~column.is_finite().fill_null(value=True), None)
