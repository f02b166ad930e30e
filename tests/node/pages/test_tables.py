"""A file with several tables: one is chosen, and everything after is about that one."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest
import xlsxwriter
from tests.node.pages.conftest import SURVEY
from tests.node.pages.reading import status_of, text_of
from tests.node.people import make_upload

from ayni.node.jobs import start
from ayni.node.models import Upload
from ayni.node.uploads import erase, folder_of, result_file
from ayni.node.work import work
from ayni.protect.plan_file import load_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from ayni.node.models import Person

PEOPLE = pl.read_csv(io.StringIO(SURVEY), infer_schema=False)
HOUSES = pl.DataFrame(
    {"house": [f"House {row}" for row in range(30)], "phone": [f"+25571300{row:04d}" for row in range(30)]}
)
ANSWERS = {
    "district": "quasi-identifier",
    "sex": "quasi-identifier",
    "age": "quasi-identifier",
    "phone": "direct-identifier",
    "income": "sensitive",
    "sampling_weight": "other",
}


def workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, table in (("Houses", HOUSES), ("People", PEOPLE)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate([tuple(table.columns), *table.rows()]):
                sheet.write_row(number, 0, row)
        book.add_worksheet("Notes").write_row(0, 0, ["note", "by"])
    return made.getvalue()


def archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as members:
        members.writestr("round 1/houses.csv", HOUSES.write_csv())
        members.writestr("round 1/people.csv", PEOPLE.write_csv())
    return made.getvalue()


def go(upload: Upload, kind: str, stage: str) -> None:
    """Let the real work be done; a job that a page has begun is done too."""
    waiting = upload.jobs.filter(kind=kind, state="waiting").first()
    work(str((waiting or start(upload, kind)).pk))
    upload.refresh_from_db()
    assert (upload.stage, upload.error_code, upload.error_facts) == (stage, "", {})


@pytest.fixture
def book(steward: Person) -> Iterator[Upload]:
    upload = make_upload(steward, workbook(), name="survey.xlsx")
    go(upload, "check", "roles")
    yield upload
    erase(upload)


def choose(pages: Client, upload: Upload, number: int) -> None:
    answer = pages.post(f"/files/{upload.pk}/report", {"table": str(number)})
    assert (answer.status_code, answer["Location"]) == (302, f"/files/{upload.pk}/columns")
    upload.refresh_from_db()


def test_tables_with_rows_are_offered_by_sheet(book: Upload, pages: Client) -> None:
    page = pages.get(f"/files/{book.pk}/report")
    said = text_of(page)
    assert "Which table do you want to make safe?" in said
    assert "Houses 30 rows, 2 columns People 240 rows, 6 columns" in said
    assert page.content.count(b'type="radio"') == 2
    assert page.content.count(b" checked") == 0
    assert f"/files/{book.pk}/columns".encode() not in page.content
    assert pages.get(f"/files/{book.pk}/columns")["Location"] == f"/files/{book.pk}/report"


@pytest.mark.parametrize("given", [{}, {"table": "2"}, {"table": "7"}, {"table": "Houses"}, {"table": "-1"}])
def test_what_is_not_offered_cannot_be_chosen(book: Upload, pages: Client, given: dict[str, str]) -> None:
    page = pages.post(f"/files/{book.pk}/report", given)
    assert page.status_code == 400
    assert "Choose one of the tables." in text_of(page)
    assert b"<title>Error: What is in survey.xlsx" in page.content
    book.refresh_from_db()
    assert (book.choices, book.stage) == (None, "roles")


def test_chosen_table_is_made_safe_and_no_other(book: Upload, pages: Client) -> None:
    choose(pages, book, 1)
    page = pages.get(f"/files/{book.pk}/columns")
    said = text_of(page)
    only = "Only the table People. The other tables of the file stay out of the safe file."
    asked = [f'"Your answer for {name}"'.encode() in page.content for name in ("age", "house")]
    assert (only in said, asked) == (True, [True, False])
    answers = {f"r{number}": role for number, role in enumerate(ANSWERS.values())}
    pages.post(f"/files/{book.pk}/columns", answers | {"weights": "5", "household": ""})
    go(book, "suggest", "fixes")
    assert only in text_of(pages.get(f"/files/{book.pk}/fixes"))
    assert load_plan(folder_of(book) / "plan.toml").table == "People"
    pages.post(f"/files/{book.pk}/fixes", {"k": "3", "do": "effect", "on": ["drop:phone", "generalise"]})
    go(book, "suggest", "fixes")
    assert (book.choices["table"], book.choices["k"]) == ("data: People", 3)
    go(book, "protect", "done")
    made = result_file(book)
    assert made is not None
    sheets = pl.read_excel(made, sheet_id=0)
    assert [(table.height, "phone" in table.columns) for table in sheets.values()] == [(240, False)]
    for page in ("result", "record"):
        assert only in text_of(pages.get(f"/files/{book.pk}/{page}"))


def test_another_choice_forgets_what_was_made_of_the_first(book: Upload, pages: Client) -> None:
    choose(pages, book, 1)
    Upload.objects.filter(pk=book.pk).update(roles={"columns": ANSWERS, "weights": None, "household": None})
    book.refresh_from_db()
    go(book, "suggest", "fixes")
    go(book, "protect", "done")
    choose(pages, book, 0)
    assert (book.stage, book.roles, book.choices) == ("roles", None, {"table": "data: Houses"})
    for page in ("fixes", "result", "record", "download/safe", "download/plan"):
        assert (page, status_of(pages, f"/files/{book.pk}/{page}")) == (page, 404)
    assert "house" in text_of(pages.get(f"/files/{book.pk}/columns"))


def test_same_choice_again_keeps_what_was_decided(book: Upload, pages: Client) -> None:
    choose(pages, book, 1)
    decided = {"columns": ANSWERS, "weights": None, "household": None}
    Upload.objects.filter(pk=book.pk).update(roles=decided)
    choose(pages, book, 1)
    assert book.roles == decided


def test_nothing_is_chosen_while_work_goes_on(book: Upload, pages: Client) -> None:
    Upload.objects.filter(pk=book.pk).update(stage="suggesting", choices={"table": "data: People"})
    answer = pages.post(f"/files/{book.pk}/report", {"table": "0"})
    assert answer["Location"] == f"/files/{book.pk}"
    book.refresh_from_db()
    assert book.choices == {"table": "data: People"}


def test_table_of_a_zip_is_made_safe(steward: Person, pages: Client) -> None:
    upload = make_upload(steward, archive(), name="survey.zip")
    go(upload, "check", "roles")
    assert "houses 30 rows, 2 columns people 240 rows, 6 columns" in text_of(pages.get(f"/files/{upload.pk}/report"))
    choose(pages, upload, 1)
    Upload.objects.filter(pk=upload.pk).update(roles={"columns": ANSWERS, "weights": None, "household": None})
    upload.refresh_from_db()
    go(upload, "suggest", "fixes")
    go(upload, "protect", "done")
    made = result_file(upload)
    assert made is not None
    with zipfile.ZipFile(made) as members:
        texts = [members.read(name).decode() for name in members.namelist()]
    assert [("+2557130" in text, "+2557120" in text, text.startswith("district,")) for text in texts] == [
        (False, False, True)
    ]
    erase(upload)
