"""Fixes with their effects before anything is done; choices; starting what they ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.node.pages.reading import text_of

from ayni.node.uploads import folder_of
from ayni.protect.outcome import Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.http import HttpResponse
    from django.test import Client

    from ayni.node.models import Person, Upload


def suggested(upload: Upload) -> Suggestion:
    return msgspec.json.decode((folder_of(upload) / "suggestion.json").read_bytes(), type=Suggestion)


def form(page: HttpResponse, **changes: object) -> dict[str, Any]:
    """Return what the page's form sends as it stands."""
    shown = re.search(r'name="shown" value="([0-9a-f]+)"', page.content.decode())[1]
    return {
        "k": "5",
        "on": re.findall(r'name="on" value="([^"]+)" checked', page.content.decode()),
        "shown": shown,
    } | changes


def test_each_problem_has_its_fix_and_both_effects(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "fixes")
    page = pages.get(f"/files/{upload.pk}/fixes")
    said = text_of(page)
    count = len(suggested(upload).fixes)
    assert count >= 2
    assert page.content.count(b'name="on"') == count
    assert page.content.count(b'<div class="change">') == 2 * count
    assert "Leave out column phone: it says directly who people are." in said
    assert "Columns that name people from 1 to 0" in said
    assert "from 100% to" in said


def test_effects_are_the_suggestion_s(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "fixes")
    last = suggested(upload).fixes[-1].effect
    said = text_of(pages.get(f"/files/{upload.pk}/fixes"))
    assert (last.direct_identifiers, last.rows_below) == (0, 0)
    assert f"Rows left out {last.suppressed} " in said


def test_making_starts_what_was_shown(on_its_way: Callable[..., Upload], pages: Client, steward: Person) -> None:
    upload = on_its_way(steward, "fixes")
    page = pages.get(f"/files/{upload.pk}/fixes")
    answer = pages.post(f"/files/{upload.pk}/fixes", form(page, do="make"))
    upload.refresh_from_db()
    assert (answer.status_code, upload.stage, upload.jobs.get().kind) == (302, "protecting", "protect")


@pytest.mark.parametrize("change", [{"k": "10"}, {"on": []}, {"shown": "0"}])
def test_changed_choices_are_measured_before_anything_is_made(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person, change: dict[str, object]
) -> None:
    upload = on_its_way(steward, "fixes")
    page = pages.get(f"/files/{upload.pk}/fixes")
    pages.post(f"/files/{upload.pk}/fixes", form(page, do="make") | change)
    upload.refresh_from_db()
    assert (upload.stage, upload.jobs.get().kind) == ("suggesting", "suggest")
    keys = [fix.key for fix in suggested(upload).fixes]
    assert upload.choices == {"off": keys if "on" in change else [], "k": int(change.get("k", 5))}
    assert "You changed your choices." in text_of(pages.get("/"))


def test_showing_the_effect_with_script_returns_the_progress_only(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "fixes")
    page = pages.get(f"/files/{upload.pk}/fixes")
    sent = form(page, do="effect", on=[])
    part = pages.post(f"/files/{upload.pk}/fixes", sent, headers={"HX-Request": "true"})
    assert part.content.startswith(b'<div id="progress"')


def test_making_with_script_sends_the_browser_on(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "fixes")
    page = pages.get(f"/files/{upload.pk}/fixes")
    answer = pages.post(f"/files/{upload.pk}/fixes", form(page, do="make"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/files/{upload.pk}")


@pytest.mark.parametrize("goal", ["", "1", "4", "0x5", "99999"])
def test_goal_that_is_not_offered_is_refused(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person, goal: str
) -> None:
    upload = on_its_way(steward, "fixes")
    page = pages.post(f"/files/{upload.pk}/fixes", {"k": goal, "do": "make"})
    upload.refresh_from_db()
    assert (page.status_code, upload.stage) == (400, "fixes")
    assert "Choose one of the goals." in text_of(page)


def test_fix_turned_off_is_kept_and_says_what_stays_open(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "fixes")
    path = folder_of(upload) / "suggestion.json"
    now = suggested(upload)
    fixes = tuple(
        msgspec.structs.replace(fix, on=False, steps=(), effect=now.before) if fix.key == "drop:phone" else fix
        for fix in now.fixes
    )
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(now, fixes=fixes[:1])))
    page = pages.get(f"/files/{upload.pk}/fixes")
    said = text_of(page)
    assert b'value="drop:phone" aria-label' in page.content
    assert "Left out by you." in said
    assert "One column that names people would stay in the file." in said
    assert b'value="make"' not in page.content
    assert "proven" not in said
    answer = pages.post(f"/files/{upload.pk}/fixes", form(page, do="make"))
    assert answer.status_code == 400
    upload.refresh_from_db()
    assert (upload.stage, upload.jobs.count()) == ("fixes", 0)


def test_file_in_which_people_stand_out_is_made_but_not_called_safe(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "fixes")
    now = suggested(upload)
    last = now.fixes[-1]
    worse = msgspec.structs.replace(last, effect=msgspec.structs.replace(last.effect, rows_below=2, share_below=0.01))
    changed = msgspec.structs.replace(now, fixes=(*now.fixes[:-1], worse))
    (folder_of(upload) / "suggestion.json").write_bytes(msgspec.json.encode(changed))
    said = text_of(pages.get(f"/files/{upload.pk}/fixes"))
    assert "2 people would still stand out." in said
    assert "Make the file all the same" in said
    assert "Make the safe file" not in said.replace("“Make the safe file”", "")


def test_plan_is_shown_to_experts_and_can_be_taken_away(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "fixes")
    assert "[[step]]" in text_of(pages.get(f"/files/{upload.pk}/fixes"))
    answer = pages.get(f"/files/{upload.pk}/download/plan")
    assert answer["Content-Disposition"] == 'attachment; filename="survey-plan.toml"'
    assert b"".join(answer.streaming_content) == (folder_of(upload) / "plan.toml").read_bytes()
    answer.close()


def test_while_work_goes_on_its_progress_is_shown_instead(
    on_its_way: Callable[..., Upload], pages: Client, steward: Person
) -> None:
    upload = on_its_way(steward, "fixes")
    type(upload).objects.filter(pk=upload.pk).update(stage="protecting")
    places = {page: pages.get(f"/files/{upload.pk}/{page}")["Location"] for page in ("fixes", "columns", "result")}
    assert places == dict.fromkeys(("fixes", "columns", "result"), f"/files/{upload.pk}")
