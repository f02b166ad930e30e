from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from ayni.check.read.dialect import choose_header
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


DAY = dt.date(2020, 1, 2)
PLAIN: list[list[object]] = [["id", "day", "x"], [1, DAY, 1.5], [2, None, 2]]


@pytest.mark.parametrize("packer", [None, gzip.compress])
def test_every_sheet_is_a_table_and_empty_ones_are_passed_over(read: Callable[..., Any], packer: Any) -> None:
    data = workbook({"People": PLAIN, "Empty": [], "Places": [["place"], ["Lima"]]})
    opened = read(packer(data) if packer else data, "book.xlsx")
    assert opened.unread == []
    assert [found.table.name for found in opened.tables] == ["book: People", "book: Places"]
    assert [found.table.source.sheet for found in opened.tables] == ["People", "Places"]
    assert opened.tables[0].rows == [("1", "2020-01-02", "1.5"), ("2", None, "2")]
    assert opened.tables[1].rows == [("Lima",)]


def test_title_rows_and_blank_rows_are_dropped_and_remarked(read: Callable[..., Any]) -> None:
    rows: list[list[object]] = [["Health survey"], [], *PLAIN, [], [3, DAY, 0]]
    found = read(workbook({"A": rows}), "t.xlsx").only
    assert found.names == ["id", "day", "x"]
    assert [row[0] for row in found.rows] == ["1", "2", "3"]
    assert found.remarks == {"title-rows-skipped": {"count": 1}, "rows-blank": {"count": 1}}


def test_a_header_of_two_merged_rows_is_joined(read: Callable[..., Any]) -> None:
    rows: list[list[object]] = [
        ["id", "Household", None, "Income", None],
        [None, "size", "children", "cash", "kind"],
        [1, 2, 3, 4.5, 5],
        [2, 3, 4, 5, 6],
    ]
    found = read(workbook({"A": rows}), "t.xlsx").only
    assert found.names == ["id", "Household size", "Household children", "Income cash", "Income kind"]
    assert len(found.rows) == 2
    assert found.remarks == {"header-rows-joined": {}}


def test_a_plain_header_is_not_joined_with_the_first_row() -> None:
    rows = [["name", "", "age"], ["Amina", "x", "3"], ["Wei", "y", "4"]]
    header = choose_header(rows)
    assert header is not None
    assert (header.names, header.first_data_row, header.joined) == (("name", "", "age"), 1, False)


def test_a_sheet_without_header_is_noticed(read: Callable[..., Any]) -> None:
    found = read(workbook({"A": [[1, 2.5], [2, 3.5], [3, 4.5]]}), "t.xlsx").only
    assert found.names == ["column_1", "column_2"]
    assert len(found.rows) == 3


def test_a_workbook_of_empty_sheets_is_empty(read: Callable[..., Any]) -> None:
    assert read(workbook({"A": [], "B": []}), "t.xlsx").errors == ["empty-file"]


@pytest.mark.parametrize("share", [0.3, 0.8, 0.99])
def test_a_truncated_workbook_is_refused(read: Callable[..., Any], share: float) -> None:
    data = workbook({"A": PLAIN})
    assert read(data[: int(len(data) * share)], "t.xlsx").errors == ["archive-damaged"]


def test_a_workbook_beyond_the_limit_is_refused(read: Callable[..., Any]) -> None:
    data = workbook({"A": PLAIN})
    assert read(data, "t.xlsx", ReadLimits(excel_bytes=1000)).errors == ["workbook-too-large"]


def test_a_workbook_that_is_a_bomb_is_refused(read: Callable[..., Any]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (65 << 20))
    assert read(out.getvalue(), "t.xlsx").errors == ["unpacks-too-much"]


def test_an_old_binary_workbook_that_is_damaged_is_refused(read: Callable[..., Any]) -> None:
    assert read(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000, "t.xls").errors == ["workbook-unreadable"]
