"""Write bytes to a file, open them as a dataset, and read every table to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl
import pytest

from ayni.check.read import open_dataset
from ayni.errors import InputError
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ayni.check.read.table import TableReader


class Found(NamedTuple):
    """What one table gave: its reader, its rows, and the code of what stopped it."""

    table: TableReader
    rows: list[tuple[object, ...]]
    error: str | None

    @property
    def names(self) -> list[str]:
        return [head.name for head in self.table.heads]

    @property
    def remarks(self) -> dict[str, dict[str, object]]:
        return {remark.code: dict(remark.facts) for remark in self.table.remarks}


class Opened(NamedTuple):
    """All tables of a dataset, and the codes of what could not be read."""

    tables: list[Found]
    unread: list[str]

    @property
    def only(self) -> Found:
        assert self.unread == []
        assert len(self.tables) == 1
        return self.tables[0]

    @property
    def errors(self) -> list[str]:
        return self.unread + [found.error for found in self.tables if found.error]


def read_path(path: Path, limits: ReadLimits | None = None) -> Opened:
    dataset = open_dataset([path], limits or ReadLimits())
    tables = []
    for table in dataset.tables:
        rows: list[tuple[object, ...]] = []
        error = None
        schema = None
        try:
            for block in table.blocks():
                frame = block.read()
                assert schema is None or frame.schema == schema
                schema = frame.schema
                assert frame.columns == [head.name for head in table.heads]
                rows += frame.rows()
        except InputError as caught:
            error = caught.code
        tables.append(Found(table, rows, error))
    return Opened(tables, [unread.code for unread in dataset.unread])


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Opened]:
    def written(data: bytes, name: str = "table.csv", limits: ReadLimits | None = None) -> Opened:
        path = tmp_path / name
        path.write_bytes(data)
        return read_path(path, limits)

    return written


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame({"id": [1, 2, 3], "name": ["Amina", "Wei", None], "x": [0.5, None, -2.0]})
