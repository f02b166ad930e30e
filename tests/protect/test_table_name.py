"""What a table is called in its file: its sheet, unless that could mean another one."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from ayni.check.engine import check
from ayni.protect.table_name import name_in_file

if TYPE_CHECKING:
    from pathlib import Path


def write_book(path: Path, sheets: list[str]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for row in range(12):
                sheet.write_row(row, 0, ["colour", "shape"] if row == 0 else [f"c{row}", f"s{row}"])


def names(path: Path) -> list[str]:
    report = check(path, workers=1)
    return [name_in_file(table, report) for table in report.tables]


def test_sheets_are_called_by_their_names(tmp_path: Path) -> None:
    write_book(tmp_path / "wave-2.xlsx", ["People", "Houses"])
    assert names(tmp_path / "wave-2.xlsx") == ["People", "Houses"]


def test_members_are_called_by_their_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "wave.zip", "w") as members:
        for name in ("people", "houses"):
            members.writestr(f"{name}.csv", "colour,shape\n" + "red,round\n" * 20)
    assert names(tmp_path / "wave.zip") == ["people", "houses"]


@pytest.mark.parametrize("other", ["Sheet1", "Sheet2"])
def test_sheet_that_could_mean_another_table_is_called_in_full(tmp_path: Path, other: str) -> None:
    write_book(tmp_path / "north.xlsx", ["Sheet1", "More"])
    write_book(tmp_path / "south.xlsx", [other, "Rest"])
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as members:
        for name in ("north.xlsx", "south.xlsx"):
            members.write(tmp_path / name, name)
    clash = other == "Sheet1"
    assert names(tmp_path / "both.zip") == [
        "north: Sheet1" if clash else "Sheet1", "More", "south: Sheet1" if clash else "Sheet2", "Rest",
    ]  # fmt: skip
