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

from ayni.law.ahead import turnings
from ayni.law.places import place_name
from ayni.law.render.wording import entry_words, split_changes, turning_words
from ayni.law.review_file import sign_off
from ayni.law.rulebook import Evidence, Stage, Standing
from ayni.node import law
from ayni.node.models import Person
from ayni.node.pages.errors import language_of
from ayni.node.pages.law.question import note
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Words
    from ayni.law.rulebook import NamedList, Rule, Rulebook

__all__ = ["country", "rules", "sign", "sources"]

_STALE_DAYS = 365


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the country rules there are, by how well founded they are."""
    words = words_of(language_of(request))
    groups = []
    for standing in Standing:
        lines = [_line(book, words) for book in law.rulebooks() if book.standing is standing]
        if lines:
            lines.sort(key=lambda line: str(line["name"]).casefold())
            groups.append({"told": words(f"law.standing.{standing.value}"), "books": lines})
    return render(request, "ayni/law_rules.html", {"here": "law", "groups": groups})


def _line(book: Rulebook, words: Words) -> dict[str, Any]:
    review = law.reviews().get(book.id)
    if review is not None and review.hash != book.hash:
        review = None
    today = _today()
    rests_on = book.rests_on
    return {
        "id": book.id,
        "name": place_name(book.id, words.language),
        "standing": words(f"law.standing.{book.standing.value}"),
        "rests_on": words(
            "page.law.counted",
            read=rests_on[Evidence.TEXT],
            secondary=rests_on[Evidence.SECONDARY],
            remembered=rests_on[Evidence.REMEMBERED],
        ),
        "review": review,
        "review_day": review.on.isoformat() if review is not None else "",
        "review_old": review is not None and (today - review.on).days > _STALE_DAYS,
        "known_until": book.known_until.isoformat(),
        "stale": (today - book.known_until).days > _STALE_DAYS,
        "soon": [note(one, words) for one in split_changes(book.changes, today).soon],
    }


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@require_safe
def country(request: HttpRequest, name: str) -> HttpResponse:
    """Show one country's rules with articles, quotations, dates and addresses; what they draw on is one link away."""
    book = law.rulebook(name)
    if book is None:
        raise Http404
    words = words_of(language_of(request))
    changes = split_changes(book.changes, _today())
    stages = [
        {
            "told": words(f"law.stage-title.{stage.value}"),
            "rules": [_rule(rule, words) for rule in sorted(book.rules, key=lambda one: one.id) if rule.stage is stage],
        }
        for stage in Stage
    ]
    page = {
        "here": "law",
        "book": book,
        "line": _line(book, words),
        "covers": note(book.covers, words),
        "to_come": [note(one, words) for one in (*changes.soon, *changes.later)],
        "turnings": [*turning_words(turnings(book, _today()), words.catalogue)],
        "stages": [stage for stage in stages if stage["rules"]],
        "lists": book.lists,
        "past": changes.past,
        "may_sign": _may_sign(request),
    }
    return render(request, "ayni/law_country.html", page)


@require_safe
def sources(request: HttpRequest, name: str) -> HttpResponse:
    """Show what a country's rules draw on: its lists, where everything was read, what changed before, and rule ids.

    A page of its own, for the rules of the European Union or of China with all of it weigh more than ten kilobytes.
    """
    book = law.rulebook(name)
    if book is None:
        raise Http404
    words = words_of(language_of(request))
    page = {
        "here": "law",
        "book": book,
        "line": _line(book, words),
        "past": [note(one, words) for one in split_changes(book.changes, _today()).past],
        "lists": [_list(one, words) for one in book.lists],
        "sources": [{"source": one, "read": one.read.isoformat()} for one in book.sources],
        "rules": sorted(book.rules, key=lambda one: one.id),
    }
    return render(request, "ayni/law_sources.html", page)


def _rule(rule: Rule, words: Words) -> dict[str, Any]:
    return {
        "rule": rule,
        "evidence": words(f"law.evidence.{rule.evidence.value}"),
        "from": rule.from_.isoformat(),
        "until": rule.until.isoformat() if rule.until else "",
        "note": note(rule.note, words),
        "conditions": [
            {"told": words(f"law.condition.{one.code}"), "note": note(one.note, words)}
            for one in (*rule.all_of, *rule.one_of)
        ],
    }


def _list(named: NamedList, words: Words) -> dict[str, Any]:
    return {
        "title": note(named.title, words),
        "cite": named.cite,
        "entries": [
            {
                "name": entry_words(entry.id, words.catalogue),
                "from": entry.from_.isoformat(),
                "until": entry.until.isoformat() if entry.until else "",
                "partial": entry.when is not None,
                "evidence": "" if entry.evidence is Evidence.TEXT else words(f"law.evidence.{entry.evidence.value}"),
                "note": note(entry.note, words),
            }
            for entry in named.entries
        ],
    }


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
        sign_off(
            book,
            person.name or person.handle,
            _today(),
            folder=law.reviews_folder(),
            secret=settings.FOLDER.secret(),
        )
    return HttpResponseRedirect(reverse("law-country", args=[book.id]))
