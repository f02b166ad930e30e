"""The first step of "May I send this?": countries and the day, what is asked about, and what was asked before."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ayni.errors import InputError
from ayni.law.places import countries, is_country
from ayni.node import law
from ayni.node.models import LawQuestion, Person, Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.law.question import line, question
from ayni.node.pages.way.made import has_outcome, outcome_of, report_of
from ayni.node.uploads import own_upload
from ayni.node.words import words_of
from ayni.share.known import Form, known_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Words
    from ayni.check.report import Report

__all__ = ["start"]

_KEPT = 500
"""Questions one person may keep."""
_TITLE_CHARS = 200
_SUBJECTS = 12


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the countries and the day; list what was asked before.

    With `file` (an upload) and `form` (`full` or `protected`) the question is about that file, and what its check
    found is suggested as answers.
    """
    words = words_of(language_of(request))
    given = request.POST if request.method == "POST" else request.GET
    about = _about(request, given.get("file", ""), given.get("form", ""))
    typed: dict[str, Any] = {name: given.get(name, "").strip() for name in ("title", "from", "to", "day")}
    typed["subjects"] = [one.upper() for one in given.getlist("subjects") if one]
    errors: dict[str, str] = {}
    if request.method == "POST":
        asked, errors = _asked(typed, words)
        if asked is not None and LawQuestion.objects.filter(owner=request.user.pk).count() >= _KEPT:
            errors = {"from": words("page.law.wrong.many")}
        elif asked is not None:
            asked.owner_id = request.user.pk  # type: ignore[assignment]  # LoginRequiredMiddleware let nobody else through
            asked.facts = settings.FOLDER.settings.profile.facts(asked.from_place, asked.to_place)
            asked.known = _known(*about) if about else []
            asked.save()
            return HttpResponseRedirect(reverse("law-question", args=[asked.pk]))
    page = {
        "here": "law",
        "countries": countries(words.language),
        "groups": _groups(words.language),
        "typed": _filled(typed, about),
        "about": {"file": str(about[0].pk), "form": about[1].value, "name": about[0].name} if about else None,
        "errors": errors,
        "mine": [line(one, words) for one in LawQuestion.objects.filter(owner=request.user.pk).order_by("-changed")],
    }
    return render(request, "ayni/law_start.html", page, status=422 if errors else 200)


def _groups(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the countries with rules first, then the others; each as code and name."""
    ruled = {place for book in law.rulebooks() for place in book.territories}
    return [
        ("page.law.with-rules", [one for one in countries(language) if one[0] in ruled]),
        ("page.law.without-rules", [one for one in countries(language) if one[0] not in ruled]),
    ]


def _about(request: HttpRequest, file: str, form: str) -> tuple[Upload, Form] | None:
    """Return the file that is asked about and in which form it would leave; None where none is named."""
    person = request.user
    if not file or not isinstance(person, Person):
        return None
    try:
        upload = own_upload(person, uuid.UUID(file))
        return upload, Form(form)
    except ValueError:
        raise Http404 from None


def _report(upload: Upload, form: Form) -> Report:
    if form is Form.PROTECTED and has_outcome(upload):
        return outcome_of(upload).report_after
    return report_of(upload)


def _known(upload: Upload, form: Form) -> list[Any]:
    found: list[Any] = msgspec.to_builtins(known_of(_report(upload, form), form))
    return found


def _filled(typed: dict[str, Any], about: tuple[Upload, Form] | None) -> dict[str, Any]:
    """Return what stands in the fields: what was typed, else what is known."""
    name = about[0].name if about else ""
    first = {
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "from": settings.FOLDER.settings.country,
        "title": name[:_TITLE_CHARS],
    }
    return first | {key: value for key, value in typed.items() if value}


def _asked(typed: dict[str, Any], words: Words) -> tuple[LawQuestion | None, dict[str, str]]:
    errors: dict[str, str] = {}
    for field in ("from", "to"):
        if not is_country(typed[field].upper()):
            errors[field] = words("page.law.wrong.country")
    subjects = typed["subjects"]
    if len(subjects) > _SUBJECTS or not all(is_country(one) for one in subjects):
        errors["subjects"] = words("page.law.wrong.subjects", count=_SUBJECTS)
    try:
        day = dt.date.fromisoformat(typed["day"])
    except ValueError:
        errors["day"] = words("page.law.wrong.day")
    if errors:
        return None, errors
    asked = LawQuestion(
        title=" ".join(typed["title"].split())[:_TITLE_CHARS],
        from_place=typed["from"].upper(),
        to_place=typed["to"].upper(),
        subjects=list(dict.fromkeys(subjects)),
        day=day,
    )
    try:
        law.decide(question(asked))
    except InputError as error:
        errors["day" if "day" in error.code else "from"] = words(f"error.{error.code}", **error.facts)
        return None, errors
    return asked, {}
