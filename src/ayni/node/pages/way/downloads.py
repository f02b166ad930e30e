"""What may be taken away, and the pages that the check wrote.

The safe file goes to its owner only. A reviewer who was asked reads reports, plan and record. Files are sent under a
name made from what the person called theirs, always as a download, except for a report, which is a page of its own
under a policy that allows it nothing but its own style.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ayni.node.models import Person, Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.local import day_words
from ayni.node.pages.way.made import made_file, outcome_of
from ayni.node.pages.way.result import given_reviews, outcome_words
from ayni.node.uploads import own_upload, result_file, result_name, reviewable_upload, split_name
from ayni.node.words import words_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

__all__ = ["download", "full_report", "record"]

_TYPES = {"html": "text/html; charset=utf-8", "json": "application/json", "toml": "application/toml"}
_MADE = {
    "plan": ("plan.toml", "-plan.toml"),
    "record": ("outcome.json", "-record.json"),
    "report-before": ("report-before.html", "-report.html"),
    "report-after": ("report-after.html", "-safe-report.html"),
}
"""What is asked for: the worker's file, and the end of the name it is taken away under."""


@require_safe
def download(request: HttpRequest, pk: UUID, what: str) -> FileResponse:
    """Send one file that was made from an upload."""
    if what == "safe":
        upload = own_upload(_person(request), pk)
        outcome_of(upload)
        made = result_file(upload)
        if made is None:
            raise Http404
        return _send(made, result_name(upload, made), "application/octet-stream")
    if what not in _MADE:
        raise Http404
    upload = _readable(request, pk)
    name, ending = _MADE[what]
    if what not in {"plan", "report-before"}:
        outcome_of(upload)
    return _send(made_file(upload, name), split_name(upload.name)[0] + ending, _TYPES[name.rpartition(".")[2]])


@require_safe
def full_report(request: HttpRequest, pk: UUID, which: str) -> HttpResponse:
    """Show a report as the check wrote it."""
    if which not in {"before", "after"}:
        raise Http404
    try:
        upload = _readable(request, pk)
        if which == "after":
            outcome_of(upload)
        page = made_file(upload, f"report-{which}.html").read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(page, content_type=_TYPES["html"])
    response.carries_own_style = True  # type: ignore[attr-defined]  # read by `ayni.node.middleware.headers`
    return response


@require_safe
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the record of what was done, made for printing."""
    upload = _readable(request, pk)
    outcome = outcome_of(upload)
    words = words_of(language_of(request))
    own = upload.owner_id == request.user.pk
    content = outcome_words(outcome, words) | {
        "file": upload,
        "here": "home" if own else "reviews",
        "outcome": outcome,
        "made": day_words(dt.datetime.fromisoformat(outcome.created), words),
        "owner": upload.owner,
        "reviews": given_reviews(upload, outcome, words),
        "back_url": reverse("result" if own else "review", args=[upload.pk]),
    }
    return render(request, "ayni/record.html", content)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - LoginRequiredMiddleware let nobody else through
    return request.user


def _readable(request: HttpRequest, pk: UUID) -> Upload:
    """Return one's own upload, or another's one was asked to review; else it is as if it were not there."""
    person = _person(request)
    try:
        return own_upload(person, pk)
    except Http404:
        return reviewable_upload(person, pk)


def _send(path: Path, name: str, kind: str) -> FileResponse:
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(opened, as_attachment=True, filename=name, content_type=kind)
