from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl  # type: ignore[import-untyped]
import polars as pl
import pytest

from ayni.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ayni.protect.write import Written


def test_cells_are_values_never_formulas_or_links(tmp_path: Path, written: Callable[..., Written]) -> None:
    path = tmp_path / "o.xlsx"
    frame = pl.DataFrame(
        {
            "=n": [1, 10**15],
            "t": ["=1+1", "https://example.org"],
            "d": [dt.date(2020, 1, 2), dt.date(1850, 1, 1)],
            "f": [1.5, float("inf")],
            "b": [True, None],
            "h": [dt.time(1, 2, 3), None],
        }
    )
    done = written(path, frame)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()] == [
        [("=n", "s"), ("t", "s"), ("d", "s"), ("f", "s"), ("b", "s"), ("h", "s")],
        [
            (1, "n"),
            ("=1+1", "s"),
            (dt.datetime(2020, 1, 2), "d"),  # noqa: DTZ001 - Excel knows no zones
            (1.5, "n"),
            (True, "b"),
            (dt.time(1, 2, 3), "d"),
        ],
        [
            ("1000000000000000", "s"),
            ("https://example.org", "s"),
            ("1850-01-01", "s"),
            (None, "n"),
            (None, "n"),
            (None, "n"),
        ],
    ]
    assert sheet.cell(3, 2).hyperlink is None
    assert written(path, frame).sha256 == done.sha256


def test_more_rows_than_a_sheet_holds_are_refused_before_they_are_written(
    tmp_path: Path, written: Callable[..., Written]
) -> None:
    with pytest.raises(LimitError) as caught:
        written(tmp_path / "o.xlsx", pl.DataFrame({"a": [1]}), pl.DataFrame({"a": pl.int_range(1_048_575, eager=True)}))
    assert (caught.value.code, caught.value.facts["limit"]) == ("output-too-many-rows", 1_048_575)
    assert list(tmp_path.iterdir()) == []


def test_text_longer_than_a_cell_is_refused(tmp_path: Path, written: Callable[..., Written]) -> None:
    with pytest.raises(LimitError) as caught:
        written(tmp_path / "o.xlsx", pl.DataFrame({"a": ["é" * 32_768]}))
    assert (caught.value.code, caught.value.facts["bytes"]) == ("output-text-too-long", 65_536)
    assert list(tmp_path.iterdir()) == []
