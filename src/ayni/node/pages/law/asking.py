"""The page "May I send this?": countries first, then one question at a time, then the answer with its reasons."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.errors import InputError
from ayni.law.decision import Decision, Question
from ayni.law.render.wording import condition_words, question_words
from ayni.law.rulebook import Stage
from ayni.law.vocabulary import FactType
from ayni.node import law
from ayni.node.models import LawQuestion
from ayni.node.pages.law.countries import countries, country_name, is_country
from ayni.node.words import words_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Words
    from ayni.law.decision import Path, Traced
    from ayni.law.vocabulary import Fact

__all__ = ["answer", "ask", "erase", "forget", "question", "start"]

_KEPT = 500
"""Questions one person may keep."""
_TITLE_CHARS = 200
_SUBJECTS = 12
_MOST_PEOPLE = 10**12


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the countries and the day; list what was asked before."""
    words = words_of(request.words.language)  # type: ignore[attr-defined]
    typed = {name: request.POST.get(name, "").strip() for name in ("title", "from", "to", "subjects", "day")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        asked, errors = _asked(typed, words)
        if asked is not None and LawQuestion.objects.filter(owner=request.user.pk).count() >= _KEPT:
            errors = {"from": words("page.law.wrong.many")}
        elif asked is not None:
            asked.owner_id = request.user.pk  # type: ignore[assignment]  # LoginRequiredMiddleware let nobody else through
            asked.save()
            return HttpResponseRedirect(reverse("law-question", args=[asked.pk]))
    mine = LawQuestion.objects.filter(owner=request.user.pk).order_by("-changed")[:_KEPT]
    page = {
        "here": "law",
        "countries": countries(words.language),
        "typed": {"day": dt.datetime.now(dt.UTC).date().isoformat(), **{k: v for k, v in typed.items() if v}},
        "errors": errors,
        "mine": [_line(one, words) for one in mine],
    }
    return render(request, "ayni/law_start.html", page, status=422 if errors else 200)


def _asked(typed: dict[str, str], words: Words) -> tuple[LawQuestion | None, dict[str, str]]:
    errors: dict[str, str] = {}
    for field in ("from", "to"):
        if not is_country(typed[field].upper()):
            errors[field] = words("page.law.wrong.country")
    subjects = [one for one in typed["subjects"].replace(",", " ").upper().split() if one]
    if len(subjects) > _SUBJECTS or not all(is_country(one) for one in subjects):
        errors["subjects"] = words("page.law.wrong.subjects")
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


def question(asked: LawQuestion) -> Question:
    """Return what is asked of the law room."""
    return Question(
        from_place=asked.from_place,
        to_place=asked.to_place,
        subjects=tuple(asked.subjects),
        on=asked.day,
        facts={key: tuple(value) if isinstance(value, list) else value for key, value in asked.facts.items()},
    )


def _line(asked: LawQuestion, words: Words) -> dict[str, Any]:
    return {
        "id": asked.pk,
        "title": asked.title,
        "from": country_name(asked.from_place, words.language),
        "to": country_name(asked.to_place, words.language),
        "outcome": asked.outcome,
        "told": words(f"page.law.outcome.{asked.outcome}") if asked.outcome else "",
        "changed": asked.changed,
    }


def _own(request: HttpRequest, pk: uuid.UUID) -> LawQuestion:
    found = LawQuestion.objects.filter(pk=pk, owner=request.user.pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the next question, or the answer once nothing missing could change it."""
    asked = _own(request, pk)
    words = words_of(request.words.language)  # type: ignore[attr-defined]
    decision = law.decide(question(asked))
    _keep(asked, decision)
    page = _common(asked, decision, words)
    open_asks = [one for one in decision.asks if one.fact not in asked.skipped]
    if open_asks:
        fact = law.vocabulary().facts[open_asks[0].fact]
        page |= {"fact": _field(fact, words), "left": len(open_asks), "reasons": _reasons(decision, open_asks[0].rules)}
        return render(request, "ayni/law_question.html", page)
    page |= _answer(decision, words)
    return render(request, "ayni/law_answer.html", page)


def _keep(asked: LawQuestion, decision: Decision) -> None:
    kept = json.loads(msgspec.json.encode(decision))
    if asked.decision != kept:
        asked.decision, asked.outcome = kept, decision.outcome.value
        asked.save(update_fields=["decision", "outcome", "changed"])


def _common(asked: LawQuestion, decision: Decision, words: Words) -> dict[str, Any]:
    facts = law.vocabulary().facts
    answers = [
        {"key": key, "question": question_words(facts[key], words.language), "told": _told(facts[key], value, words)}
        for key, value in asked.facts.items()
        if key in facts
    ]
    skipped = [
        {"key": key, "question": question_words(facts[key], words.language)} for key in asked.skipped if key in facts
    ]
    return {
        "here": "law",
        "asked": _line(asked, words),
        "subjects": [country_name(one, words.language) for one in asked.subjects],
        "day": asked.day.isoformat(),
        "answers": answers,
        "skipped": skipped,
        "unread": [country_name(one, words.language) for one in decision.missing],
    }


def _field(fact: Fact, words: Words) -> dict[str, Any]:
    return {
        "key": fact.key,
        "question": question_words(fact, words.language),
        "type": fact.type.value,
        "who": words(f"law.who.{fact.who}"),
        "choices": [{"value": answer, "told": words(f"law.answer.{answer}")} for answer in fact.answers],
    }


def _told(fact: Fact, value: Any, words: Words) -> str:
    if fact.type is FactType.YES_NO:
        return words("page.law.yes" if value else "page.law.no")
    if fact.type is FactType.NUMBER:
        return words.number(value)
    several = value if isinstance(value, list) else [value]
    return words.series([words(f"law.answer.{one}") for one in several])


def _reasons(decision: Decision, rules: tuple[str, ...]) -> list[dict[str, Any]]:
    wanted = set(rules)
    return [
        {"rulebook": path.rulebook, "cite": one.cite, "evidence": one.evidence}
        for path in decision.paths
        for one in path.trace
        if one.rule in wanted and one.truth == "unknown"
    ][:6]


def _answer(decision: Decision, words: Words) -> dict[str, Any]:
    paths = [
        {
            "name": country_name(path.rulebook, words.language),
            "rulebook": path.rulebook,
            "capacity": words(f"law.capacity.{path.capacity}"),
            "outcome": path.outcome.value,
            "told": words(f"page.law.outcome.{path.outcome.value}"),
            "within": path.within,
            "rules": [
                {
                    "stage": words(f"law.stage.{one.stage}"),
                    "truth": one.truth,
                    "told": words(f"page.law.truth.{one.truth}"),
                    "cite": one.cite,
                    "evidence": "" if one.evidence == "text" else words(f"law.evidence.{one.evidence}"),
                    "overridden": one.overridden,
                }
                for one in _told_rules(path)
            ],
        }
        for path in decision.paths
    ]
    return {
        "decision": decision,
        "verdict": words(f"law.outcome.{decision.outcome.value}"),
        "look": {"allowed": "clear", "refused": "blocker"}.get(decision.outcome.value, "warning"),
        "conditions": [
            {"told": condition_words(one, words.catalogue), "notes": one.notes} for one in decision.conditions
        ],
        "paths": paths,
        "books": [
            {"name": country_name(one.id, words.language), "used": one, "short": one.hash[:12]}
            for one in decision.rulebooks
        ],
    }


def _told_rules(path: Path) -> tuple[Traced, ...]:
    """Return the rules worth reading: where a law does not apply, only those that say so."""
    scope = [one for one in path.trace if one.stage == Stage.SCOPE.value]
    if scope and all(one.truth == "no" for one in scope):
        return tuple(scope)
    return path.trace


@require_POST
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one answer, or leave the question for later."""
    asked = _own(request, pk)
    fact = law.vocabulary().facts.get(request.POST.get("fact", ""))
    if fact is None:
        raise Http404
    here = HttpResponseRedirect(reverse("law-question", args=[asked.pk]))
    if "skip" in request.POST:
        asked.skipped = list(dict.fromkeys([*asked.skipped, fact.key]))
    else:
        value = _value(fact, request)
        if value is None:
            return _again(request, asked, fact)
        facts = {**asked.facts, fact.key: value}
        try:
            law.decide(question(LawQuestion(**_plain(asked), facts=facts)))
        except InputError as error:
            return _again(request, asked, fact, code=f"error.{error.code}", facts=error.facts)
        asked.facts = facts
        asked.skipped = [key for key in asked.skipped if key != fact.key]
    asked.save(update_fields=["facts", "skipped", "changed"])
    return here


def _plain(asked: LawQuestion) -> dict[str, Any]:
    return {
        "from_place": asked.from_place,
        "to_place": asked.to_place,
        "subjects": asked.subjects,
        "day": asked.day,
    }


def _value(fact: Fact, request: HttpRequest) -> Any:
    """Return the answer as the vocabulary has it, None where none was given that fits."""
    given = request.POST.get("answer", "").strip()
    if fact.type is FactType.YES_NO:
        return {"yes": True, "no": False}.get(given)
    if fact.type is FactType.NUMBER:
        digits = "".join(char for char in given if not char.isspace())
        return int(digits) if digits.isdecimal() and int(digits) <= _MOST_PEOPLE else None
    if fact.type is FactType.CHOICE:
        return given if given in fact.answers else None
    several = [one for one in request.POST.getlist("answer") if one in fact.answers]
    return several or None


def _again(
    request: HttpRequest, asked: LawQuestion, fact: Fact, code: str = "page.law.wrong.answer", **told: Any
) -> HttpResponse:
    words = words_of(request.words.language)  # type: ignore[attr-defined]
    decision = law.decide(question(asked))
    page = _common(asked, decision, words) | {
        "fact": _field(fact, words),
        "left": max(1, len(decision.asks)),
        "errors": {"answer": words(code, **told.get("facts", {}))},
    }
    return render(request, "ayni/law_question.html", page, status=422)


@require_POST
def forget(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an answer back, or take a question up again that was left for later."""
    asked = _own(request, pk)
    key = request.POST.get("fact", "")
    asked.facts = {name: value for name, value in asked.facts.items() if name != key}
    asked.skipped = [name for name in asked.skipped if name != key]
    asked.save(update_fields=["facts", "skipped", "changed"])
    return HttpResponseRedirect(reverse("law-question", args=[asked.pk]))


@require_POST
def erase(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Erase a question and its decision."""
    _own(request, pk).delete()
    return HttpResponseRedirect(reverse("law"))
