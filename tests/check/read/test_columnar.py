from __future__ import annotations

import datetime as dt
import gzip
import io
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import zstandard

from ayni.check.read import frame_table, open_dataset
from ayni.check.read.parquet import read_row_groups
from ayni.check.read.spans import RowGroup, _spans
from ayni.errors import InputError
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITERS: dict[str, Callable[..., Any]] = {
    "parquet": pl.DataFrame.write_parquet,
    "arrow": pl.DataFrame.write_ipc,
    "arrows": pl.DataFrame.write_ipc_stream,
}


def written(frame: pl.DataFrame, suffix: str, **options: object) -> bytes:
    out = io.BytesIO()
    WRITERS[suffix](frame, out, **options)
    return out.getvalue()


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("packer", [None, gzip.compress, zstandard.compress])
def test_columns_come_back_with_their_types(
    read: Callable[..., Any], frame: pl.DataFrame, suffix: str, packer: Any
) -> None:
    data = written(frame, suffix)
    found = read(packer(data) if packer else data, f"t.{suffix}").only
    assert found.rows == frame.rows()
    assert found.table.source.format == suffix.removesuffix("s")
    assert len(found.table.source.sha256) == 64
    assert found.remarks == {}


@pytest.mark.parametrize("suffix", WRITERS)
def test_nested_binary_and_categorical_cells_become_text(read: Callable[..., Any], suffix: str) -> None:
    data = pl.DataFrame(
        {
            "n": [[1], None, [2, 3]],
            "s": [{"x": 1}, {"x": None}, None],
            "c": pl.Series(["u", "v", "u"], dtype=pl.Categorical),
            "b": [b"\x00\xff", b"", None],
            "d": [dt.date(2020, 1, 1)] * 3,
        }
    )
    found = read(written(data, suffix), f"t.{suffix}").only
    day = dt.date(2020, 1, 1)
    assert found.rows == [
        ("[1]", '{"x":1}', "u", "00ff", day),
        (None, '{"x":null}', "v", "", day),
        ("[2,3]", None, "u", None, day),
    ]


@pytest.mark.parametrize("suffix", WRITERS)
def test_no_rows_are_a_table_too(read: Callable[..., Any], frame: pl.DataFrame, suffix: str) -> None:
    found = read(written(frame.clear(), suffix), f"t.{suffix}").only
    assert (found.names, found.rows, found.error) == (["id", "name", "x"], [], None)


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.97])
def test_a_truncated_file_is_refused(read: Callable[..., Any], suffix: str, share: float) -> None:
    data = written(pl.DataFrame({"a": range(1000), "b": [f"v{i}" for i in range(1000)]}), suffix)
    (error,) = read(data[: int(len(data) * share)], f"t.{suffix}").errors
    assert error in {"file-truncated", "file-damaged"}


@pytest.mark.parametrize("suffix", WRITERS)
def test_blocks_read_only_the_columns_asked_for_in_every_pass(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "t"
    path.write_bytes(written(pl.DataFrame({"a": range(200_000), "b": ["x"] * 200_000}), suffix))
    (table,) = open_dataset([path], ReadLimits()).tables
    for columns in (["b"], ["a"], None):
        frames = [block.read(columns) for block in table.blocks()]
        assert all(part.columns == (columns or ["a", "b"]) for part in frames)
        assert sum(part.height for part in frames) == 200_000
        if columns != ["b"]:
            assert pl.concat(frames)["a"].to_list() == list(range(200_000))
    assert table.bytes_read == path.stat().st_size


def test_row_groups_are_read_from_the_footer(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": range(1000), "b": [f"{i}" for i in range(1000)]})
    frame.write_parquet(tmp_path / "t.parquet", row_group_size=300)
    groups = read_row_groups(tmp_path / "t.parquet")
    assert [group.rows for group in groups] == [300, 300, 300, 100]
    assert all(group.bytes > 0 for group in groups)


def test_spans_join_small_row_groups_and_cut_large_ones() -> None:
    small, large = RowGroup(1000, 1 << 20), RowGroup(1_000_000, 400 << 20)
    spans = _spans([small, small, large, small], columns=3)
    assert spans[0] == (0, 2000)
    assert [span.rows for span in spans[1:-1]] == [200_000] * 5
    assert spans[-1] == (1_002_000, 1000)
    assert _spans([], columns=3) == [(0, 0)]


def test_many_row_groups_keep_their_order(read: Callable[..., Any]) -> None:
    frame = pl.DataFrame({"a": range(5000)})
    assert read(written(frame, "parquet", row_group_size=7), "t.parquet").only.rows == frame.rows()


def test_a_batch_beyond_the_limit_is_refused(read: Callable[..., Any]) -> None:
    data = written(pl.DataFrame({"a": range(10_000)}), "arrows")
    assert read(data, "t.arrows", ReadLimits(block_bytes=1024)).errors == ["batch-too-large"]


def test_a_frame_in_memory_is_a_table(frame: pl.DataFrame) -> None:
    table = frame_table("mine", frame)
    assert [row for block in table.blocks() for row in block.read().rows()] == frame.rows()
    assert [head.name for head in table.heads] == frame.columns
    assert (table.name, table.source.format, table.remarks, table.bytes_read) == ("mine", "frame", (), 0)
    with pytest.raises(InputError, match="empty-file"):
        frame_table("none", pl.DataFrame())
