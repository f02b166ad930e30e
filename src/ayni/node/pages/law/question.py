"""What every page about one question of law shows and needs: whose it is, what was answered, what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from ayni.law.decision import Question
from ayni.law.places import place_name
from ayni.law.render.wording import answer_words, choice_words, help_words, question_words
from ayni.node import law
from ayni.node.models import LawQuestion

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from ayni.check.render.wording import Words
    from ayni.law.decision import Decision
    from ayni.law.vocabulary import Fact

__all__ = ["common", "field", "line", "note", "own", "question"]


def note(english: str, words: Words) -> dict[str, str]:
    """Return a sentence of the country rules, and its language where that is not the page's."""
    said = words.catalogue
    return {"text": said.sentence(english), "lang": "" if said.has_sentence(english) else "en"}


def own(request: HttpRequest, pk: uuid.UUID) -> LawQuestion:
    """Return a question of the person who asks; another's is answered as if it were not there."""
    found = LawQuestion.objects.filter(pk=pk, owner=request.user.pk).first()
    if found is None:
        raise Http404
    return found


def question(asked: LawQuestion) -> Question:
    """Return what is asked of the law room."""
    return Question(
        from_place=asked.from_place,
        to_place=asked.to_place,
        subjects=tuple(asked.subjects),
        on=asked.day,
        facts={
            key: tuple(value) if isinstance(value, list) else value
            for key, value in asked.facts.items()
            if _is_answer(key, value)
        },
    )


def _is_answer(key: str, value: object) -> bool:
    """Whether a kept answer still answers a question: a newer vocabulary may have dropped either."""
    fact = law.vocabulary().facts.get(key)
    given = value if isinstance(value, list) else [value]
    return fact is not None and (not fact.answers or all(one in fact.answers for one in given))


def line(asked: LawQuestion, words: Words) -> dict[str, Any]:
    """Return what a list says of a question."""
    return {
        "id": asked.pk,
        "title": asked.title,
        "from": place_name(asked.from_place, words.language),
        "to": place_name(asked.to_place, words.language),
        "outcome": asked.outcome,
        "told": words(f"page.law.outcome.{asked.outcome}") if asked.outcome else "",
        "changed": asked.changed,
    }


def common(asked: LawQuestion, decision: Decision, words: Words) -> dict[str, Any]:
    """Return what the question's and the answer's page say alike."""
    facts = law.vocabulary().facts
    answers = [
        {
            "key": key,
            "question": question_words(facts[key], words.language),
            "told": answer_words(facts[key], value, words.catalogue),
        }
        for key, value in asked.facts.items()
        if _is_answer(key, value)
    ]
    skipped = [
        {"key": key, "question": question_words(facts[key], words.language)} for key in asked.skipped if key in facts
    ]
    return {
        "here": "law",
        "asked": line(asked, words),
        "subjects": [place_name(one, words.language) for one in asked.subjects],
        "day": asked.day.isoformat(),
        "answers": answers,
        "skipped": skipped,
        "unread": [place_name(one, words.language) for one in decision.missing],
    }


def field(fact: Fact, asked: LawQuestion, words: Words, given: Any = None) -> dict[str, Any]:
    """Return a question as a form shows it: what was just given, or what a check suggests, is filled in."""
    known = next((one for one in asked.known if one.get("fact") == fact.key), None)
    filled = given if given is not None else (known["value"] if known else None)
    chosen = set(filled) if isinstance(filled, list | tuple) else {filled}
    return {
        "key": fact.key,
        "question": question_words(fact, words.language),
        "help": help_words(fact, words.language),
        "type": fact.type.value,
        "who": words(f"law.who.{fact.who}"),
        "known": words(f"known.{known['reason']}", **known["facts"]) if known else "",
        "filled": "" if filled is None else filled,
        "choices": [
            {"value": answer, "told": choice_words(fact, answer, words.catalogue), "chosen": answer in chosen}
            for answer in fact.answers
        ],
        "yes": filled is True,
        "no": filled is False,
    }
