"""The first page: what this is, a form that takes a file, and one's own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ayni.node.models import Person, Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.local import day_words, size_words, span_words
from ayni.node.pages.way.review import waiting_for
from ayni.node.pages.way.steps import WORKING
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Words

__all__ = ["home", "start_page"]

_LOOKS = {Upload.Stage.DONE: "clear", Upload.Stage.FAILED: "blocker"}
_WAITS = frozenset({Upload.Stage.ROLES, Upload.Stage.FIXES})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page."""
    return start_page(request)


def start_page(request: HttpRequest, *, told: str = "", status: int = 200) -> HttpResponse:
    """Show the first page; `told` says why a file was not taken."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - LoginRequiredMiddleware let nobody else through
    words = words_of(language_of(request))
    chosen = settings.FOLDER.settings
    content = {
        "here": "home",
        "errors": {"file": told} if told else {},
        "largest": size_words(chosen.largest_upload_bytes, words),
        "keep": span_words(chosen.keep_hours, words),
        "files": [_card(upload, words) for upload in Upload.objects.filter(owner=person).order_by("-created")],
        "reviews_waiting": len(waiting_for(person)),
    }
    return render(request, "ayni/start.html", content, status=status)


def _card(upload: Upload, words: Words) -> dict[str, object]:
    stage = Upload.Stage(upload.stage)
    return {
        "name": upload.name,
        "url": reverse("file", args=[upload.pk]),
        "stage_code": f"page.stage.{stage}",
        "look": _LOOKS.get(stage, "warning" if stage in _WAITS else "note"),
        "waits": stage in _WAITS,
        "working": stage in WORKING,
        "bytes": upload.bytes,
        "day": day_words(upload.expires, words),
    }
