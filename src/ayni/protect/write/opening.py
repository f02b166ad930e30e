"""Open the writer that a format needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.errors import InputError
from ayni.protect.write.staged import refuse_input

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ayni.limits import ProtectLimits
    from ayni.protect.write.base import StagedWriter
    from ayni.protect.write.contract import Format, OutputColumn

__all__ = ["open_writer"]


def open_writer(
    path: Path,
    form: Format,
    columns: tuple[OutputColumn, ...],
    *,
    limits: ProtectLimits,
    inputs: Sequence[Path] = (),
) -> StagedWriter:
    """Return a `TableWriter` for `path`; a file that is there already is replaced once the new one is complete.

    `inputs` are files that must not be written over. Raises `InputError`: `output-is-input`, `output-is-folder`,
    `output-not-a-file`, `output-folder-missing`, `format-not-written`; `ActError("output-not-written")`.
    """
    refuse_input(path, inputs)
    return _writer(form)(path, form, columns, limits)


def _writer(form: Format) -> type[StagedWriter]:
    match form.format:
        case "csv" | "tsv":
            from ayni.protect.write.text import DelimitedWriter

            return DelimitedWriter
        case "json" | "jsonl":
            from ayni.protect.write.text import ObjectWriter

            return ObjectWriter
        case "parquet" | "arrow":
            from ayni.protect.write.columnar import ColumnarWriter

            return ColumnarWriter
        case "stata" | "spss" | "sas":
            from ayni.protect.write.statistical import StatisticalWriter

            return StatisticalWriter
        case "excel":
            from ayni.protect.write.workbook import WorkbookWriter

            return WorkbookWriter
        case _:
            raise InputError("format-not-written", path="", instead=".csv")
