"""How far the work is, stopping it, what went wrong, trying again, erasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.node.pages.reading import text_of
from tests.node.people import make_upload

from ayni.node.jobs import start
from ayni.node.models import Job, Upload
from ayni.node.uploads import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ayni.node.models import Person


def checking(owner: Person, **fields: object) -> Upload:
    upload = make_upload(owner)
    job = start(upload, Job.Kind.CHECK)
    Job.objects.filter(pk=job.pk).update(**fields)
    return upload


def test_waiting_says_how_many_are_before(pages: Client, steward: Person, other: Person) -> None:
    checking(other, state="running")
    upload = checking(steward)
    said = text_of(pages.get(f"/files/{upload.pk}"))
    assert "It is about to start." in said
    assert "One file is worked on before yours." in said
    assert "You can close this page" in said


def test_running_says_step_and_share(pages: Client, steward: Person) -> None:
    upload = checking(steward, state="running", step="reading", done=41, total=100)
    page = pages.get(f"/files/{upload.pk}")
    assert "Reading survey.csv: 41%" in text_of(page)
    assert b'<progress aria-label="How far the work is" max="100" value="41"></progress>' in page.content
    assert b'<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.content


def test_step_without_words_still_says_the_share(pages: Client, steward: Person) -> None:
    upload = checking(steward, state="running", step="step-of-tomorrow", done=1, total=4)
    assert "25%" in text_of(pages.get(f"/files/{upload.pk}"))


def test_part_is_only_the_part(pages: Client, steward: Person) -> None:
    upload = checking(steward, state="running", step="reading", done=1, total=2)
    part = pages.get(f"/files/{upload.pk}/progress", headers={"HX-Request": "true"})
    assert part.content.startswith(b'<div id="progress"')
    assert b"<html" not in part.content


def test_part_of_ended_work_sends_the_browser_on(pages: Client, steward: Person) -> None:
    upload = make_upload(steward, stage="roles")
    part = pages.get(f"/files/{upload.pk}/progress", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, f"/files/{upload.pk}")


def test_stopped_check_can_be_begun_again(pages: Client, steward: Person) -> None:
    upload = checking(steward)
    assert pages.post(f"/files/{upload.pk}/cancel")["Location"] == f"/files/{upload.pk}"
    page = pages.get(f"/files/{upload.pk}")
    assert "Try again" in text_of(page)
    assert "Your file is as it was." in text_of(page)
    pages.post(f"/files/{upload.pk}/again")
    upload.refresh_from_db()
    assert upload.stage == "checking"
    assert upload.jobs.count() == 2


def test_trying_again_does_nothing_while_work_goes_on(pages: Client, steward: Person) -> None:
    upload = checking(steward)
    pages.post(f"/files/{upload.pk}/again")
    assert upload.jobs.count() == 1


def test_stopping_a_file_that_still_arrives_erases_it(pages: Client, steward: Person) -> None:
    upload = make_upload(steward)
    folder = folder_of(upload)
    assert "The file is arriving" in text_of(pages.get(f"/files/{upload.pk}"))
    page = pages.post(f"/files/{upload.pk}/cancel", follow=True)
    assert "survey.csv was erased" in text_of(page)
    assert not folder.exists()


def test_failure_is_said_in_words(pages: Client, steward: Person) -> None:
    upload = make_upload(steward, stage="failed", error_code="job-broke")
    said = text_of(pages.get(f"/files/{upload.pk}"))
    assert "survey.csv could not be worked on" in said
    assert "Ayni met a situation it does not know" in said


def test_failure_with_unknown_code_or_lost_facts_still_has_words(pages: Client, steward: Person) -> None:
    upload = make_upload(steward, stage="failed", error_code="code-of-tomorrow")
    assert "Your files were not changed." in text_of(pages.get(f"/files/{upload.pk}"))
    Upload.objects.filter(pk=upload.pk).update(error_code="language-not-offered")
    assert "Your files were not changed." in text_of(pages.get(f"/files/{upload.pk}"))


def test_erasing_asks_first_then_erases_and_says_so_once(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "done")
    folder = folder_of(upload)
    assert "This cannot be undone." in text_of(pages.get(f"/files/{upload.pk}/erase"))
    assert folder.is_dir()
    page = pages.post(f"/files/{upload.pk}/erase", follow=True)
    assert "survey.csv was erased, with all that was made from it." in text_of(page)
    assert not folder.exists()
    assert "was erased" not in text_of(pages.get("/"))
    assert pages.get(f"/files/{upload.pk}").status_code == 404


def test_each_stage_leads_to_the_page_that_waits(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    places = {stage: pages.get(f"/files/{on_its_way(steward, stage).pk}")["Location"] for stage in ("roles", "fixes")}
    assert [place.rsplit("/", 1)[1] for place in places.values()] == ["report", "fixes"]
