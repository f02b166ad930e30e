"""The report in the site's frame, and the page the check wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.node.pages.reading import status_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ayni.node.models import Person, Upload


def test_summary_says_verdict_problems_and_who_could_be_recognised(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "roles")
    said = text_of(pages.get(f"/files/{upload.pk}/report"))
    assert "one table, 240 rows, 6 columns" in said
    assert "Do not share this yet" in said
    assert said.index("Solve first") < said.index("Look at") < said.index("Good to know")
    assert "Column phone holds personal data (telephone number)" in said
    assert "What others may know about a person here" in said


def test_next_steps_speak_of_pages_and_never_of_files_or_commands(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    said = text_of(pages.get(f"/files/{on_its_way(steward, 'roles').pk}/report"))
    assert "Confirm the columns on the next page." in said
    assert "roles file" not in said
    assert "--" not in said


def test_no_value_of_the_file_is_shown(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "roles")
    for page in ("report", "columns"):
        assert "+25571200" not in text_of(pages.get(f"/files/{upload.pk}/{page}"))


def test_full_report_comes_under_a_policy_of_its_own(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "roles")
    page = pages.get(f"/files/{upload.pk}/report/before")
    policy = page["Content-Security-Policy"]
    assert page.content.startswith(b"<!doctype html>")
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert status_of(pages, f"/files/{upload.pk}/report/after") == 404


def test_report_is_taken_away_under_a_safe_name(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "roles")
    type(upload).objects.filter(pk=upload.pk).update(name='a"b;c.csv')
    answer = pages.get(f"/files/{upload.pk}/download/report-before")
    assert answer["Content-Disposition"] == 'attachment; filename="a\\"b;c-report.html"'
    answer.close()
