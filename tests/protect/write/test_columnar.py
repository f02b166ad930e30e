from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ayni.protect.write import Written


@pytest.mark.parametrize(("name", "read"), [("o.parquet", pl.read_parquet), ("o.arrow", pl.read_ipc)])
def test_frames_come_back_in_order_with_their_types(
    tmp_path: Path, written: Callable[..., Written], name: str, read: Callable[[Path], pl.DataFrame]
) -> None:
    frame = pl.DataFrame(
        {
            "i": pl.Series([1, None], dtype=pl.Int8),
            "t": ["é", None],
            "d": [dt.date(2020, 1, 2), None],
            "z": pl.Series([dt.datetime(2020, 1, 2, tzinfo=dt.UTC), None], dtype=pl.Datetime("us", "UTC")),
            "l": [[1, 2], None],
        }
    )
    more = frame.reverse()
    done = written(tmp_path / name, frame, frame.clear(), more)
    back = read(tmp_path / name)
    assert (back.schema, back.rows(), done.rows) == (frame.schema, frame.rows() + more.rows(), 4)
    written(tmp_path / name, frame.clear())
    assert (read(tmp_path / name).schema, read(tmp_path / name).height) == (frame.schema, 0)


def test_parquet_has_groups_of_bounded_size(tmp_path: Path, written: Callable[..., Written]) -> None:
    path = tmp_path / "o.parquet"
    frames = [
        pl.DataFrame({"a": pl.int_range(start, start + 100_000, eager=True)}) for start in range(0, 600_000, 100_000)
    ]
    written(path, *frames)
    back = pl.read_parquet(path)
    assert back["a"].to_list() == list(range(600_000))
