"""Whose file a page is about, and the four stations of its way."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from ayni.node.models import Person, Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.local import day_words
from ayni.node.pages.way.made import has_outcome, has_report, has_suggestion
from ayni.node.uploads import own_upload
from ayni.node.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

__all__ = ["WORKING", "Station", "for_owner", "frame", "stations"]

WORKING = frozenset(
    {Upload.Stage.RECEIVING, Upload.Stage.CHECKING, Upload.Stage.SUGGESTING, Upload.Stage.PROTECTING},
)
"""Stages in which the program is at work and the person waits."""


class Station(NamedTuple):
    """One station: its words, where it is (empty: not there yet), whether it is passed, whether we are on it."""

    code: str
    url: str
    done: bool
    here: bool


def for_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the upload instead of its id; another person's is answered as if it were not there."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, pk: UUID, *args: object, **kwargs: object) -> HttpResponse:
        person = request.user
        assert isinstance(person, Person)  # noqa: S101 - LoginRequiredMiddleware let nobody else through
        return view(request, own_upload(person, pk), *args, **kwargs)

    return guarded


def stations(upload: Upload, here: str) -> list[Station]:
    """Return the stations of a file; one that was reached can be visited again while nothing is being worked on."""
    there = {
        "report": has_report(upload),
        "roles": has_report(upload),
        "fixes": has_suggestion(upload),
        "result": has_outcome(upload),
    }
    order = list(there)
    current = order.index(here)
    idle = upload.stage not in WORKING
    return [
        Station(
            code=f"page.way.{name}",
            url=reverse(name, args=[upload.pk]) if there[name] and idle else "",
            done=place < current,
            here=place == current,
        )
        for place, name in enumerate(order)
    ]


def frame(request: HttpRequest, upload: Upload, here: str) -> dict[str, object]:
    """Return what every page on the way of a file shows."""
    words = words_of(language_of(request))
    return {
        "file": upload,
        "here": "home",
        "way": stations(upload, here),
        "erased_on": day_words(upload.expires, words),
    }
