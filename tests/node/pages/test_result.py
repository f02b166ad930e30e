"""What was done, what may be taken away, the record, and reviews bound to one exact file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.node.pages.reading import text_of

from ayni.node.models import Review
from ayni.node.uploads import folder_of
from ayni.protect.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ayni.node.models import Person, Upload


def outcome(upload: Upload) -> Outcome:
    return msgspec.json.decode((folder_of(upload) / "outcome.json").read_bytes(), type=Outcome)


def test_result_says_before_and_after(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "done")
    said = text_of(pages.get(f"/files/{upload.pk}/result"))
    done = outcome(upload)
    assert done.goal_met is True
    assert f"looks like at least {done.after.smallest_class - 1} others" in said
    assert f"Rows 240 {done.after.rows}" in said
    assert "Columns left out phone" in said
    assert "survey-safe.csv" in said


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({}, "Some people can still be told apart."),
        ({"rows_below": 3, "smallest_class": 1}, "Some people can still be told apart."),
        ({"direct_identifiers": 1}, "One column still names people."),
        ({"personal_cells": 7}, "7 cells still look like personal data."),
    ],
)
def test_result_that_is_not_safe_is_said(
    on_its_way: Callable[..., Upload],
    pages: Client,
    steward: Person,
    after: dict[str, int],
    said: str,
) -> None:
    upload = on_its_way(steward, "done")
    now = outcome(upload)
    changed = msgspec.structs.replace(now, goal_met=bool(after), after=msgspec.structs.replace(now.after, **after))
    (folder_of(upload) / "outcome.json").write_bytes(msgspec.json.encode(changed))
    for page in ("result", "record"):
        told = text_of(pages.get(f"/files/{upload.pk}/{page}"))
        assert said in told
        assert "Each person in it looks like" not in told
    assert "The file was made, but it is not safe yet" in text_of(pages.get(f"/files/{upload.pk}/result"))


def test_safe_file_is_sent_whole_under_a_safe_name(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "done")
    answer = pages.get(f"/files/{upload.pk}/download/safe")
    assert answer["Content-Disposition"] == 'attachment; filename="survey-safe.csv"'
    assert answer["Content-Type"] == "application/octet-stream"
    content = b"".join(answer.streaming_content)
    answer.close()
    assert content == (folder_of(upload) / "result.csv").read_bytes()
    assert b"+25571200" not in content


def test_result_of_earlier_choices_is_gone(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "done")
    type(upload).objects.filter(pk=upload.pk).update(stage="fixes")
    assert pages.get(f"/files/{upload.pk}/download/safe").status_code == 404
    assert pages.get(f"/files/{upload.pk}/result").status_code == 404


def test_record_holds_every_fingerprint(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "done")
    said, done = text_of(pages.get(f"/files/{upload.pk}/record")), outcome(upload)
    assert [done.source_sha256 in said, done.result_sha256 in said, done.plan_sha256 in said] == [True] * 3
    assert "Amina Kiprop" in said
    assert "Nobody has reviewed it yet." in said


def test_review_is_asked_given_and_seen(
    on_its_way: Callable[..., Upload],
    pages: Client,
    signed_in: Callable[..., Client],
    person: Callable[..., Person],
    steward: Person,
) -> None:
    upload = on_its_way(steward, "done")
    reviewer = signed_in(person("reviewer", name="Rosa"))
    assert "Nothing waits for a review." in text_of(reviewer.get("/reviews"))
    assert "You asked for a review." in text_of(pages.post(f"/files/{upload.pk}/review", follow=True))
    assert "One review waits for you." in text_of(reviewer.get("/"))
    sha = outcome(upload).result_sha256
    sent = {"approved": "no", "words": "Village names are left.", "result": sha}
    assert "Your answer is kept." in text_of(reviewer.post(f"/reviews/{upload.pk}", sent, follow=True))
    assert "waits for you" not in text_of(reviewer.get("/"))
    said = text_of(pages.get(f"/files/{upload.pk}/result"))
    assert "Rosa said on" in said
    assert "Village names are left." in said
    given = Review.objects.get()
    assert (given.approved, given.result_sha256) == (False, sha)


def test_review_without_answer_or_reason_keeps_what_was_typed(
    on_its_way: Callable[..., Upload], signed_in: Callable[..., Client], person: Callable[..., Person], steward: Person
) -> None:
    upload = on_its_way(steward, "done", review_asked=True)
    reviewer, sha = signed_in(person("reviewer")), outcome(upload).result_sha256
    page = reviewer.post(f"/reviews/{upload.pk}", {"words": "Looks fine & good", "result": sha})
    assert page.status_code == 400
    assert "Say yes or no." in text_of(page)
    assert "Looks fine & good" in text_of(page)
    page = reviewer.post(f"/reviews/{upload.pk}", {"approved": "no", "result": sha})
    assert "Say in a few words what must change." in text_of(page)
    assert Review.objects.count() == 0


def test_review_of_another_result_is_refused(
    on_its_way: Callable[..., Upload], signed_in: Callable[..., Client], person: Callable[..., Person], steward: Person
) -> None:
    upload = on_its_way(steward, "done", review_asked=True)
    page = signed_in(person("reviewer")).post(f"/reviews/{upload.pk}", {"approved": "yes", "result": "0" * 64})
    assert (page.status_code, Review.objects.count()) == (400, 0)
    assert "The owner made another safe file meanwhile." in text_of(page)


def test_nobody_reviews_their_own(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "done", review_asked=True)
    assert pages.get(f"/reviews/{upload.pk}").status_code == 404


def test_review_of_an_earlier_result_waits_again(
    on_its_way: Callable[..., Upload], signed_in: Callable[..., Client], person: Callable[..., Person], steward: Person
) -> None:
    upload = on_its_way(steward, "done", review_asked=True)
    reviewer = person("reviewer")
    Review.objects.create(upload=upload, reviewer=reviewer, approved=True, result_sha256="0" * 64)
    browser = signed_in(reviewer)
    assert "One review waits for you." in text_of(browser.get("/"))
    assert "This was about an earlier result." in text_of(browser.get(f"/reviews/{upload.pk}"))
