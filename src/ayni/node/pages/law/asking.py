"""One question at a time, and then the answer with its reasons, kept as it was given."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ayni.errors import InputError
from ayni.law.vocabulary import FactType
from ayni.node import law
from ayni.node.models import LawAnswer, LawQuestion
from ayni.node.pages.errors import language_of
from ayni.node.pages.law.answer import answer_page
from ayni.node.pages.law.question import common, field, own, question
from ayni.node.words import words_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.http import HttpRequest

    from ayni.law.decision import Decision
    from ayni.law.vocabulary import Fact

__all__ = ["answer", "ask", "erase", "forget", "kept"]

_MOST_DIGITS = 12
_KEPT_ANSWERS = 50
"""The newest answers that are kept of one question."""
_REASONS = 6


@require_safe
def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the next question, or the answer once nothing missing could change it; with `ask`, that question."""
    asked = own(request, pk)
    words = words_of(language_of(request))
    decision = law.decide(question(asked))
    _note_outcome(asked, decision)
    page = common(asked, decision, words)
    open_asks = [one for one in decision.asks if one.fact not in asked.skipped]
    wanted = law.vocabulary().facts.get(request.GET.get("ask", ""))
    if wanted is not None and wanted.key not in asked.facts:
        page |= {"fact": field(wanted, asked, words), "left": 0, "reasons": _reasons(decision, wanted.key)}
        return render(request, "ayni/law_question.html", page)
    if open_asks:
        fact = law.vocabulary().facts[open_asks[0].fact]
        page |= {
            "fact": field(fact, asked, words),
            "left": len(open_asks),
            "reasons": _reasons(decision, fact.key),
        }
        return render(request, "ayni/law_question.html", page)
    _keep(asked, decision)
    return render(request, "ayni/law_answer.html", page | answer_page(asked, decision, words))


def _note_outcome(asked: LawQuestion, decision: Decision) -> None:
    """Keep what a list says of the question in step; only looking at it changes nothing else."""
    if asked.outcome != decision.outcome.value:
        asked.outcome = decision.outcome.value
        LawQuestion.objects.filter(pk=asked.pk).update(outcome=asked.outcome)


def _keep(asked: LawQuestion, decision: Decision) -> None:
    """Keep the answer as it is given; one that was given before, word for word, is not kept twice."""
    kept = json.loads(msgspec.json.encode(decision))
    said = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    mark = hashlib.sha256(said.encode()).hexdigest()
    _, given = LawAnswer.objects.get_or_create(
        question=asked, mark=mark, defaults={"outcome": decision.outcome.value, "decision": kept}
    )
    if given:
        old = asked.answers.order_by("-created", "-pk").values_list("pk", flat=True)[_KEPT_ANSWERS:]
        asked.answers.filter(pk__in=list(old)).delete()


def _reasons(decision: Decision, fact: str) -> list[dict[str, Any]]:
    """Return the rules that look at a fact and wait for it."""
    return [
        {"rulebook": path.rulebook, "cite": one.cite, "evidence": one.evidence}
        for path in decision.paths
        for one in path.trace
        if fact in one.facts and one.truth == "unknown"
    ][:_REASONS]


@require_POST
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one answer, or leave the question for later."""
    asked = own(request, pk)
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
            return _again(request, asked, fact, value, code=f"error.{error.code}", facts=error.facts)
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
        return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None
    if fact.type is FactType.CHOICE:
        return given if given in fact.answers else None
    several = [one for one in request.POST.getlist("answer") if one in fact.answers]
    return several or None


def _again(
    request: HttpRequest,
    asked: LawQuestion,
    fact: Fact,
    given: Any = None,
    *,
    code: str = "page.law.wrong.answer",
    facts: Mapping[str, Any] | None = None,
) -> HttpResponse:
    words = words_of(language_of(request))
    decision = law.decide(question(asked))
    page = common(asked, decision, words) | {
        "fact": field(fact, asked, words, given),
        "left": max(1, len(decision.asks)),
        "reasons": _reasons(decision, fact.key),
        "errors": {"answer": words(code, **(facts or {}))},
    }
    return render(request, "ayni/law_question.html", page, status=422)


@require_POST
def forget(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an answer back, or take a question up again that was left for later."""
    asked = own(request, pk)
    key = request.POST.get("fact", "")
    asked.facts = {name: value for name, value in asked.facts.items() if name != key}
    asked.skipped = [name for name in asked.skipped if name != key]
    asked.save(update_fields=["facts", "skipped", "changed"])
    return HttpResponseRedirect(reverse("law-question", args=[asked.pk]))


@require_safe
def kept(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """Send one answer as it was given, as JSON to keep elsewhere."""
    asked = own(request, pk)
    found = asked.answers.filter(pk=number).first()
    if found is None:
        raise Http404
    document = {
        "schema": "urn:ayni:law:answer:1",
        "asked": str(asked.pk),
        "title": asked.title,
        "given": found.created.isoformat(timespec="seconds"),
        "sha256": found.mark,
        "decision": found.decision,
    }
    response = HttpResponse(json.dumps(document, ensure_ascii=False, indent=2) + "\n", content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="transfer-{found.created.date().isoformat()}.json"'
    return response


@require_POST
def erase(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Erase a question and its answers."""
    own(request, pk).delete()
    return HttpResponseRedirect(reverse("law"))
