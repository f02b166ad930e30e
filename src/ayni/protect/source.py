"""The table that is to be protected: opened, chosen among others, and held to the file that was checked."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ayni.check.profile import plan_columns
from ayni.check.read import open_dataset
from ayni.check.settings import nearest
from ayni.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.check.batch import ColumnPlan
    from ayni.check.read.table import TableReader
    from ayni.check.report import Report, Table
    from ayni.limits import ReadLimits

__all__ = ["choose_table", "hold_to", "plans_of_table", "refuse_changed", "table_of"]

_PIECE = 1 << 20


def choose_table(path: Path, name: str | None, limits: ReadLimits) -> TableReader:
    """Open the table called `name` in a file; without a name its only one. A sheet may be named too.

    Raises `InputError`: what reading raised when nothing could be read, `protect-which-table` when there are several
    and none is named, `protect-unknown-table` for a name that is not there.
    """
    dataset = open_dataset([path], limits)
    if not dataset.tables:
        trouble = dataset.unread[0]
        raise InputError(trouble.code, **{"path": trouble.path, **trouble.facts})
    known = [reader.name for reader in dataset.tables]
    if name is None:
        if len(known) > 1:
            raise InputError("protect-which-table", path=str(path), tables=known)
        return dataset.tables[0]
    for reader in dataset.tables:
        if name in {reader.name, reader.source.sheet}:
            return reader
    raise InputError("protect-unknown-table", path=str(path), table=name, tables=known, nearest=nearest(name, known))


def plans_of_table(reader: TableReader) -> dict[str, ColumnPlan]:
    """Return how each column's cells are to be understood, told from the table's first rows as a check does."""
    import polars as pl

    first = next(reader.blocks(), None)
    sample = first.read() if first is not None else pl.DataFrame(schema=[head.name for head in reader.heads])
    return {plan.name: plan for plan in plan_columns(reader.heads, sample)}


def table_of(report: Report, name: str) -> Table:
    """Return a table of a report. Raises `InputError` with what kept it from being read, or `report-other-table`."""
    for table in report.tables:
        if table.name == name:
            return table
    if report.unread:
        trouble = report.unread[0]
        raise InputError(trouble.code, **{"path": trouble.path, **trouble.facts})
    raise InputError("report-other-table", table=name, tables=[table.name for table in report.tables])


def refuse_changed(path: Path, table: Table) -> None:
    """Raise `InputError("file-changed-since-report")` when the file is not the one that was checked.

    The file is read once: whoever brings a report may have kept it for long.
    """
    total = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                total.update(piece)
    except OSError as error:
        raise InputError("file-unreadable", path=str(path)) from error
    if total.hexdigest() != table.source.sha256:
        raise InputError("file-changed-since-report", path=str(path))


def hold_to(reader: TableReader, sha256: str) -> None:
    """Raise `InputError("file-changed")` when a pass read other bytes than those that were checked."""
    if reader.source.sha256 and sha256 and reader.source.sha256 != sha256:
        raise InputError("file-changed", path=reader.source.path)
