"""The country rules to read: what they are, what they rest on, what changes soon; and to sign off."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ayni.law.render.wording import split_changes
from ayni.law.review_file import sign_off
from ayni.law.rulebook import Evidence, Stage
from ayni.node import law
from ayni.node.models import Person
from ayni.node.pages.law.countries import country_name
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Words
    from ayni.law.rulebook import Rulebook

__all__ = ["country", "rules", "sign"]

_STALE_DAYS = 365


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the country rules there are."""
    words = words_of(request.words.language)  # type: ignore[attr-defined]
    lines = sorted((_line(book, words) for book in law.rulebooks()), key=lambda line: str(line["name"]).casefold())
    return render(request, "ayni/law_rules.html", {"here": "law", "books": lines})


def _line(book: Rulebook, words: Words) -> dict[str, Any]:
    review = law.reviews().get(book.id)
    today = dt.datetime.now(dt.UTC).date()
    return {
        "id": book.id,
        "name": country_name(book.id, words.language),
        "title": book.title,
        "rules": len(book.rules),
        "read": sum(rule.evidence is Evidence.TEXT for rule in book.rules),
        "secondary": sum(rule.evidence is Evidence.SECONDARY for rule in book.rules),
        "remembered": sum(rule.evidence is Evidence.REMEMBERED for rule in book.rules),
        "review": review if review is not None and review.hash == book.hash else None,
        "known_until": book.known_until.isoformat(),
        "stale": (today - book.known_until).days > _STALE_DAYS,
        "soon": split_changes(book.changes, today)[0],
    }


@require_safe
def country(request: HttpRequest, name: str) -> HttpResponse:
    """Show one country's rules with articles, quotations, dates and sources."""
    book = law.rulebook(name)
    if book is None:
        raise Http404
    words = words_of(request.words.language)  # type: ignore[attr-defined]
    stages = [
        {
            "told": words(f"page.law.stage.{stage.value}"),
            "rules": [
                {
                    "rule": rule,
                    "evidence": words(f"page.law.evidence.{rule.evidence.value}"),
                    "from": rule.from_.isoformat(),
                    "until": rule.until.isoformat() if rule.until else "",
                }
                for rule in sorted(book.rules, key=lambda one: one.id)
                if rule.stage is stage
            ],
        }
        for stage in Stage
    ]
    page = {
        "here": "law",
        "book": book,
        "line": _line(book, words),
        "short": book.hash[:12],
        "stages": [stage for stage in stages if stage["rules"]],
        "sources": [{"source": one, "read": one.read.isoformat()} for one in book.sources],
        "may_sign": _may_sign(request),
    }
    return render(request, "ayni/law_country.html", page)


def _may_sign(request: HttpRequest) -> bool:
    person = request.user
    return isinstance(person, Person) and person.role in {Person.Role.ADMINISTRATOR, Person.Role.REVIEWER}


@require_POST
def sign(request: HttpRequest, name: str) -> HttpResponse:
    """Record that this person read these exact rules and answers for them."""
    book = law.rulebook(name)
    if book is None:
        raise Http404
    if not _may_sign(request):
        raise PermissionDenied
    person = request.user
    if request.POST.get("hash") == book.hash and request.POST.get("read") == "yes" and isinstance(person, Person):
        today = dt.datetime.now(dt.UTC).date()
        sign_off(
            book,
            person.name or person.handle,
            today,
            folder=law.reviews_folder(),
            secret=settings.FOLDER.secret(),
        )
    return HttpResponseRedirect(reverse("law-country", args=[book.id]))
