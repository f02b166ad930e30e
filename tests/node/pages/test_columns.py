"""The columns: suggested, confirmed by a person, kept; what was wrong stays as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.node.pages.conftest import ROLES
from tests.node.pages.reading import text_of

from ayni.check.report import Report
from ayni.node.models import Upload
from ayni.node.pages.way.roles import PAGE_COLUMNS
from ayni.node.uploads import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client

    from ayni.node.models import Person


ANSWERS = {f"r{number}": role for number, role in enumerate(ROLES["columns"].values())}


def chosen(page: HttpResponse, field: str) -> list[str]:
    """Return which option of a select is chosen."""
    select = page.content.decode().split(f'name="{field}"', 1)[1].split("</select>", 1)[0]
    return [part.split('value="', 1)[1].split('"', 1)[0] for part in select.split("<option ") if " selected" in part]


def test_each_column_has_its_suggestion_and_reason(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    page = pages.get(f"/files/{on_its_way(steward, 'roles').pk}/columns")
    said = text_of(page)
    assert chosen(page, "r3") == ["direct-identifier"]
    assert "Names a person (suggested)" in said
    assert "Its cells hold personal data. (telephone number)" in said
    assert chosen(page, "weights") == ["5"]
    assert chosen(page, "household") == []


def test_answers_are_kept_and_fixes_worked_out(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "roles")
    answers = ANSWERS | {"r2": "other", "weights": "5", "household": ""}
    answer = pages.post(f"/files/{upload.pk}/columns", answers)
    upload.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"/files/{upload.pk}")
    assert upload.roles == {**ROLES, "columns": ROLES["columns"] | {"age": "other"}}
    assert (upload.stage, upload.jobs.get().kind) == ("suggesting", "suggest")


def test_same_answers_again_start_nothing(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "fixes")
    answer = pages.post(f"/files/{upload.pk}/columns", ANSWERS | {"weights": "5"})
    assert answer["Location"] == f"/files/{upload.pk}/fixes"
    assert upload.jobs.count() == 0


@pytest.mark.parametrize("given", ["", "admin", "direct"])
def test_wrong_answer_is_named_and_the_others_stay(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person, given: str
) -> None:
    upload = on_its_way(steward, "roles")
    page = pages.post(f"/files/{upload.pk}/columns", ANSWERS | {"r0": given, "r2": "sensitive", "household": "1"})
    assert page.status_code == 400
    assert "The answer for column district is not one of the four." in text_of(page)
    assert b'<a href="#r0">' in page.content
    assert b'aria-invalid="true" aria-describedby="r0-wrong"' in page.content
    assert (chosen(page, "r2"), chosen(page, "household")) == (["sensitive"], ["1"])
    assert b"<title>Error: What do the columns say about a person?" in page.content
    upload.refresh_from_db()
    assert (upload.roles, upload.stage) == (None, "roles")


def test_weights_and_household_differ(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "roles")
    page = pages.post(f"/files/{upload.pk}/columns", ANSWERS | {"weights": "5", "household": "5"})
    assert page.status_code == 400
    assert "Weights and household cannot be the same column." in text_of(page)


def test_column_that_is_not_there_is_refused(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    page = pages.post(f"/files/{on_its_way(steward, 'roles').pk}/columns", ANSWERS | {"weights": "99"})
    assert "There is no column 99." in text_of(page)


def test_nothing_to_protect_is_said(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    page = pages.post(f"/files/{on_its_way(steward, 'roles').pk}/columns", dict.fromkeys(ANSWERS, "other"))
    assert "nothing can be worked out" in text_of(page)


def test_wide_table_is_asked_about_in_parts(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "roles")
    path = folder_of(upload) / "report-before.json"
    report = msgspec.json.decode(path.read_bytes(), type=Report)
    table = report.tables[0]
    columns = [msgspec.structs.replace(table.columns[0], name=f"c{number}") for number in range(PAGE_COLUMNS + 2)]
    wide = msgspec.structs.replace(report, tables=(msgspec.structs.replace(table, columns=tuple(columns)),))
    path.write_bytes(msgspec.json.encode(wide))
    first = {f"r{number}": "quasi-identifier" for number in range(PAGE_COLUMNS)}
    place = f"/files/{upload.pk}/columns"
    assert "Columns 1 to 200 of 202" in text_of(pages.get(place))
    assert pages.post(place, first)["Location"] == f"{place}?page=2"
    assert Upload.objects.get(pk=upload.pk).stage == "roles"
    last = {f"r{number}": "other" for number in range(PAGE_COLUMNS, PAGE_COLUMNS + 2)}
    page = pages.post(f"{place}?page=2", last | {"weights": "c9999"})
    assert "There is no column c9999." in text_of(page)
    assert pages.post(f"{place}?page=2", last | {"weights": "c201"})["Location"] == f"/files/{upload.pk}"
    upload.refresh_from_db()
    assert list(upload.roles["columns"].values()) == ["quasi-identifier"] * 200 + ["other"] * 2
    assert upload.roles["weights"] == "c201"
    assert upload.stage == "suggesting"


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "99999999999999999999"])
def test_part_that_is_not_there_is_not_found(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person, page: str
) -> None:
    assert pages.get(f"/files/{on_its_way(steward, 'roles').pk}/columns?page={page}").status_code == 404
