from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from ayni.check.read import open_dataset
from ayni.limits import ProtectLimits, ReadLimits
from ayni.protect.write import OutputColumn, Written, format_for, open_writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ayni.check.read.table import TableReader


@pytest.fixture
def written() -> Callable[..., Written]:
    """Return how to write frames to a path."""

    def write(path: Path, *frames: pl.DataFrame, columns: tuple[OutputColumn, ...] | None = None) -> Written:
        given = columns or tuple(OutputColumn(name=name) for name in frames[0].columns)
        with open_writer(path, format_for(path, None), given, limits=ProtectLimits()) as writer:
            for frame in frames:
                writer.write(frame)
            return writer.close()

    return write


@pytest.fixture
def reader() -> Callable[[Path], TableReader]:
    """Return how to open a written file with the check's own reader."""

    def read(path: Path) -> TableReader:
        found = open_dataset([path], ReadLimits())
        assert found.unread == ()
        assert len(found.tables) == 1
        return found.tables[0]

    return read


@pytest.fixture
def rows(reader: Callable[[Path], TableReader]) -> Callable[[Path], pl.DataFrame]:
    """Return how to read a written file back whole."""

    def read(path: Path) -> pl.DataFrame:
        return pl.concat([block.read() for block in reader(path).blocks()])

    return read
