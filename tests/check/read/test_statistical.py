from __future__ import annotations

import datetime as dt
import gzip
from typing import TYPE_CHECKING, Any

import polars as pl
import pyreadstat
import pytest

from ayni.check.read import open_dataset, statistical
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = dt.date(2020, 1, 1)
FRAME = pl.DataFrame({"ID": [1.0, 2.0, 3.0], "SEX": [1.0, 2.0, None], "NAME": ["a", "b", ""], "D": [DAY] * 3})
LABELS: dict[str, dict[int | float, str]] = {"SEX": {1: "Female", 2: "Male"}}
COLUMN_LABELS: list[str | None] = ["Number", "Sex of person", "Name", "Day"]


def write(path: Path, suffix: str, frame: pl.DataFrame = FRAME) -> Path:
    path = path / f"t.{suffix}"
    match suffix:
        case "dta":
            pyreadstat.write_dta(frame, path, column_labels=COLUMN_LABELS, variable_value_labels=LABELS)
        case "sav" | "zsav":
            pyreadstat.write_sav(
                frame, path, column_labels=COLUMN_LABELS, variable_value_labels=LABELS, compress=suffix == "zsav"
            )
        case "xpt":
            pyreadstat.write_xport(frame, path)
        case _:
            pyreadstat.write_por(frame, path)
    return path


FORMATS = {"dta": "stata", "sav": "spss", "zsav": "spss", "por": "spss", "xpt": "sas"}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("packed", [False, True])
def test_rows_come_back_in_chunks(
    read: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, packed: Any
) -> None:
    monkeypatch.setattr(statistical, "_CHUNK_ROWS", 2)
    data = write(tmp_path, suffix).read_bytes()
    found = read(gzip.compress(data) if packed else data, f"u.{suffix}" + ".gz" * packed).only
    assert found.names == ["ID", "SEX", "NAME", "D"]
    assert found.rows == [(1.0, 1.0, "a", DAY), (2.0, 2.0, "b", DAY), (3.0, None, "", DAY)]
    assert found.table.source.format == FORMATS[suffix]
    assert len(found.table.source.sha256) == 64


@pytest.mark.parametrize("suffix", ["dta", "sav"])
def test_labels_of_columns_and_values_are_kept(tmp_path: Path, suffix: str) -> None:
    (table,) = open_dataset([write(tmp_path, suffix)], ReadLimits()).tables
    assert [head.label for head in table.heads] == COLUMN_LABELS
    assert table.heads[1].value_labels == {"1": "Female", "2": "Male"}
    assert table.heads[0].value_labels == {}


@pytest.mark.parametrize("suffix", FORMATS)
def test_blocks_give_only_the_columns_asked_for(tmp_path: Path, suffix: str) -> None:
    (table,) = open_dataset([write(tmp_path, suffix)], ReadLimits()).tables
    assert [block.read(["NAME"]).columns for block in table.blocks()] == [["NAME"]]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("share", [0.1, 0.6])
def test_a_truncated_file_is_refused(read: Callable[..., Any], tmp_path: Path, suffix: str, share: float) -> None:
    data = write(tmp_path, suffix).read_bytes()
    assert read(data[: int(len(data) * share)], f"u.{suffix}").errors in (["file-damaged"], ["file-truncated"])


def test_a_file_called_csv_is_read_as_what_it_is(read: Callable[..., Any], tmp_path: Path) -> None:
    found = read(write(tmp_path, "dta").read_bytes(), "u.csv").only
    assert found.remarks == {"suffix-misleading": {"suffix": "csv", "format": "stata"}}
