"""Every page of a file is its owner's alone: for others it is as if it were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.node.pages.reading import status_of
from tests.node.people import make_upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ayni.node.models import Person, Upload


READ = (
    "", "/progress", "/erase", "/report", "/report/before", "/report/after", "/columns", "/fixes", "/result", "/record",
    "/download/safe", "/download/plan", "/download/record", "/download/report-before", "/download/report-after",
)  # fmt: skip
ACTS = ("/cancel", "/again", "/erase", "/columns", "/fixes", "/review")


@pytest.mark.parametrize("role", ["steward", "administrator", "reviewer"])
def test_file_of_another_person_is_not_there(
    on_its_way: Callable[..., Upload],
    signed_in: Callable[..., Client],
    person: Callable[..., Person],
    steward: Person,
    role: str,
) -> None:
    upload = on_its_way(steward, "done")
    stranger = signed_in(person(role))
    answers = {path: status_of(stranger, f"/files/{upload.pk}{path}") for path in READ}
    assert answers == dict.fromkeys(READ, 404)
    acts = {path: stranger.post(f"/files/{upload.pk}{path}").status_code for path in ACTS}
    assert acts == dict.fromkeys(ACTS, 404)
    upload.refresh_from_db()
    assert (upload.stage, upload.review_asked) == ("done", False)


def test_owner_reads_every_page(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "done")
    answers = {path: status_of(pages, f"/files/{upload.pk}{path}") for path in READ}
    assert answers == dict.fromkeys(READ, 200) | {"": 302, "/progress": 302}


def test_owner_who_became_a_reviewer_has_no_files(
    on_its_way: Callable[..., Upload], signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    owner = person("steward")
    upload = on_its_way(owner, "done")
    type(owner).objects.filter(pk=owner.pk).update(role="reviewer")
    owner.refresh_from_db()
    assert status_of(signed_in(owner), f"/files/{upload.pk}/download/safe") == 404


def test_nobody_signed_in_reads_nothing(browser: Client, steward: Person) -> None:
    upload = make_upload(steward, stage="roles")
    answers = {path: status_of(browser, f"/files/{upload.pk}{path}") for path in READ}
    assert answers == dict.fromkeys(READ, 302)


def test_reviewer_reads_what_was_sent_for_review_and_never_data(
    on_its_way: Callable[..., Upload], signed_in: Callable[..., Client], person: Callable[..., Person], steward: Person
) -> None:
    upload = on_its_way(steward, "done", review_asked=True)
    reviewer = signed_in(person("reviewer"))
    answers = {path: status_of(reviewer, f"/files/{upload.pk}{path}") for path in READ}
    allowed = {
        "/report/before", "/report/after", "/record", "/download/plan", "/download/record", "/download/report-before",
        "/download/report-after",
    }  # fmt: skip
    assert {path for path, status in answers.items() if status == 200} == allowed
    assert {status for path, status in answers.items() if path not in allowed} == {404}


def test_review_ends_when_other_choices_are_made(
    on_its_way: Callable[..., Upload], signed_in: Callable[..., Client], person: Callable[..., Person], steward: Person
) -> None:
    upload = on_its_way(steward, "done", review_asked=True)
    type(upload).objects.filter(pk=upload.pk).update(stage="fixes")
    assert status_of(signed_in(person("reviewer")), f"/files/{upload.pk}/download/plan") == 404


@pytest.mark.parametrize("path", ["/download/data", "/download/..%2Fdata.csv", "/report/middle"])
def test_what_is_not_offered_is_not_there(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person, path: str
) -> None:
    upload = on_its_way(steward, "done")
    assert status_of(pages, f"/files/{upload.pk}{path}") == 404


@pytest.mark.parametrize("role", ["steward", "reviewer"])
def test_people_page_is_for_administrators(
    signed_in: Callable[..., Client], person: Callable[..., Person], role: str
) -> None:
    assert signed_in(person(role)).get("/people").status_code == 403
