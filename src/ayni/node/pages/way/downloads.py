"""What may be taken away, and the pages that the check wrote.

The safe file goes to its owner only. A reviewer who was asked reads reports, plan and record. Files are sent under a
name made from what the person called theirs, always as a download, except for a report, which is a page of its own
under a policy that allows it nothing but its own style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ayni.node.models import Person, Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.way.made import made_file, outcome_of
from ayni.node.pages.way.result import given_reviews, outcome_words
from ayni.node.uploads import own_upload, reviewable_upload, safe_name
from ayni.node.words import words_of

if TYPE_CHECKING:
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
        return _send(upload, f"result{upload.suffix}", f"-safe{upload.suffix}", "application/octet-stream")
    if what not in _MADE:
        raise Http404
    upload = _readable(request, pk)
    made, ending = _MADE[what]
    return _send(upload, made, ending, _TYPES[made.rpartition(".")[2]])


@require_safe
def full_report(request: HttpRequest, pk: UUID, which: str) -> HttpResponse:
    """Show a report as the check wrote it."""
    if which not in {"before", "after"}:
        raise Http404
    try:
        page = made_file(_readable(request, pk), f"report-{which}.html").read_bytes()
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
        "made": outcome.created,
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


def _send(upload: Upload, made: str, ending: str, kind: str) -> FileResponse:
    path = made_file(upload, made)
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(opened, as_attachment=True, filename=safe_name(upload, ending), content_type=kind)
