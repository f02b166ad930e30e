"""Hierarchy files as ARX writes them: one row a value, its levels from left to right, `;` between them.

A file has no header. Cells may be quoted as in CSV (RFC 4180). Files that separate by tabs or commas are taken too
where their first line holds no `;`. Text is UTF-8, with or without a byte-order mark.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import os
import stat
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from ayni.errors import InputError, LimitError
from ayni.protect.hierarchy.limits import HierarchyLimits
from ayni.protect.plan import AsGiven, FromFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["HierarchyTable", "hierarchies_in", "read_hierarchy_file"]

_ROWS = 50_000
"""Rows that are Python objects at a time."""
_MARK = "_hierarchy_"
_SUFFIX = ".csv"


class HierarchyTable(NamedTuple):
    """A hierarchy as its file has it."""

    frame: pl.DataFrame
    """Text columns "0", "1", …: the value, then its levels. Rows that say the same are one."""
    sha256: str

    def as_given(self) -> AsGiven:
        """Return it as it would stand in a plan. Of rows that contradict each other the last counts."""
        return AsGiven(values={row[0]: row[1:] for row in self.frame.iter_rows()})


def read_hierarchy_file(path: Path, limits: HierarchyLimits | None = None) -> HierarchyTable:
    """Read a hierarchy file.

    Raises `InputError` with the fact path and the codes `hierarchy-file-missing`, `hierarchy-file-unreadable`,
    `hierarchy-not-utf8`, `hierarchy-file-damaged`, `hierarchy-file-empty`, `hierarchy-file-ragged` (facts row,
    cells, expected), `hierarchy-file-without-levels`, and `LimitError` with `hierarchy-file-too-large`,
    `hierarchy-file-too-many-values` and `hierarchy-file-too-many-levels`.
    """
    bounds = limits or HierarchyLimits()
    data = _read(path, bounds)
    try:
        blocks = list(_blocks(data, path, bounds))
    except UnicodeDecodeError as error:
        raise InputError("hierarchy-not-utf8", path=str(path)) from error
    except csv.Error as error:
        raise InputError("hierarchy-file-damaged", path=str(path)) from error
    if not blocks:
        raise InputError("hierarchy-file-empty", path=str(path))
    frame = pl.concat(blocks)
    if frame["0"].n_unique() < frame.height:
        frame = frame.unique(maintain_order=True)
    return HierarchyTable(frame, hashlib.sha256(data).hexdigest())


def hierarchies_in(folder: Path, columns: Sequence[str], limits: HierarchyLimits | None = None) -> dict[str, FromFile]:
    """Find the hierarchy files for `columns` in a folder, by their names, and fix their content.

    A file belongs to column `age` when it is called `age.csv` or ends with `_hierarchy_age.csv`, as ARX's own do.
    The paths are relative to `folder`. Raises `InputError` with `hierarchies-folder-missing`,
    `hierarchies-none-match` and `hierarchy-two-files`, and what reading a file raises.
    """
    bounds = limits or HierarchyLimits()
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.lower().endswith(_SUFFIX))
    except OSError as error:
        raise InputError("hierarchies-folder-missing", path=str(folder)) from error
    found: dict[str, FromFile] = {}
    for name in names:
        column = _column(name[: -len(_SUFFIX)], columns)
        if column is None:
            continue
        if column in found:
            raise InputError("hierarchy-two-files", column=column, first=found[column].path, second=name)
        found[column] = FromFile(path=name, sha256=hashlib.sha256(_read(folder / name, bounds)).hexdigest())
    if not found:
        raise InputError("hierarchies-none-match", path=str(folder), columns=list(columns))
    return found


def _column(stem: str, columns: Sequence[str]) -> str | None:
    """Return the column that a file is for; a longer name wins over one it ends with."""
    if stem in columns:
        return stem
    fits = [column for column in columns if column and stem.endswith(_MARK + column)]
    return max(fits, key=len, default=None)


def _read(path: Path, limits: HierarchyLimits) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would never end
            raise InputError("hierarchy-file-unreadable", path=str(path))
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise InputError("hierarchy-file-missing", path=str(path)) from error
    except (OSError, ValueError) as error:  # a path that holds a NUL is a ValueError
        raise InputError("hierarchy-file-unreadable", path=str(path)) from error
    if len(data) > limits.file_bytes:
        raise LimitError("hierarchy-file-too-large", path=str(path), bytes=status.st_size, limit=limits.file_bytes)
    return data


def _blocks(data: bytes, path: Path, limits: HierarchyLimits) -> Iterator[pl.DataFrame]:
    """Read the rows in blocks, all of the first row's length."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    first = text.readline()
    text.seek(0)
    separator = next((sign for sign in ";\t," if sign in first), ";")
    rows = (row for row in csv.reader(text, delimiter=separator, strict=True) if row)
    width, done = 0, 0
    while block := list(itertools.islice(rows, _ROWS)):
        width = width or _width(block[0], path, limits)
        for place, row in enumerate(block, done + 1):
            if len(row) != width:
                raise InputError("hierarchy-file-ragged", path=str(path), row=place, cells=len(row), expected=width)
        done += len(block)
        if done > limits.values:
            raise LimitError("hierarchy-file-too-many-values", path=str(path), limit=limits.values)
        columns = zip(*block, strict=True)
        yield pl.DataFrame({str(level): pl.Series(cells, dtype=pl.String) for level, cells in enumerate(columns)})


def _width(row: list[str], path: Path, limits: HierarchyLimits) -> int:
    if len(row) == 1:
        raise InputError("hierarchy-file-without-levels", path=str(path))
    if len(row) > limits.levels:
        raise LimitError("hierarchy-file-too-many-levels", path=str(path), levels=len(row), limit=limits.levels)
    return len(row)
