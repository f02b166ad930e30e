"""The answer as a page: a draft transfer assessment, made for printing and for a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ayni.law.ahead import ahead
from ayni.law.openings import openings
from ayni.law.places import place_name
from ayni.law.render.wording import (
    ahead_words,
    condition_words,
    grounds,
    opening_words,
    question_words,
    resting_words,
    told_rules,
)
from ayni.law.shortening import shortening
from ayni.node import law
from ayni.node.pages.law.question import note, question

if TYPE_CHECKING:
    from ayni.check.render.wording import Words
    from ayni.law.decision import Decision, Path, Traced
    from ayni.node.models import LawQuestion

__all__ = ["answer_page"]

_LOOKS = {"allowed": "clear", "refused": "blocker"}


def answer_page(asked: LawQuestion, decision: Decision, words: Words) -> dict[str, Any]:
    """Return what the page of an answer shows besides the question itself."""
    said = words.catalogue
    facts = law.vocabulary().facts
    engine, put = law.engine(), question(asked)
    return {
        "decision": decision,
        "verdict": words(f"law.outcome.{decision.outcome.value}"),
        "look": _LOOKS.get(decision.outcome.value, "warning"),
        "openings": [
            {"told": opening_words(one, facts, said), "then": words(f"law.then.{one.outcome.value}")}
            for one in openings(engine, put)
        ],
        "conditions": [
            {
                "told": condition_words(one, said),
                "notes": [note(english, words) for english in one.notes],
                "grounds": [(place_name(name, words.language), cite) for name, cite in grounds(one, decision)],
            }
            for one in decision.conditions
        ],
        "shortening": [
            {"key": key, "question": question_words(facts[key], words.language)}
            for key in shortening(decision, law.vocabulary())
            if key not in asked.skipped
        ],
        "ahead": [ahead_words(one, said) for one in ahead(engine, put, decision)],
        "paths": [_path(path, words) for path in decision.paths],
        "books": [{"told": told, "short": mark} for mark, told in resting_words(decision.rulebooks, said)],
        "earlier": _earlier(asked, decision, words),
    }


def _path(path: Path, words: Words) -> dict[str, Any]:
    told = told_rules(path)
    return {
        "name": place_name(path.rulebook, words.language),
        "rulebook": path.rulebook,
        "capacity": words(f"law.capacity.{path.capacity}"),
        "told": words(f"page.law.outcome.{path.outcome.value}"),
        "within": path.within,
        "unsaid": path.unsaid,
        "rules": [_rule(one, words) for one in told],
        "others": [_rule(one, words) for one in path.trace if one not in told],
    }


def _rule(one: Traced, words: Words) -> dict[str, Any]:
    return {
        "stage": words(f"law.stage.{one.stage}"),
        "truth": one.truth,
        "told": words(f"page.law.truth.{one.truth}"),
        "cite": one.cite,
        "evidence": "" if one.evidence == "text" else words(f"law.evidence.{one.evidence}"),
        "overridden": one.overridden,
    }


def _earlier(asked: LawQuestion, decision: Decision, words: Words) -> list[dict[str, Any]]:
    """Return the answers that were given to this question, the newest first, and what is another one today."""
    now = {used.id: used.hash for used in decision.rulebooks}
    return [
        {
            "number": one.pk,
            "created": one.created,
            "told": words(f"page.law.outcome.{one.outcome}"),
            "other_rules": {used["id"]: used["hash"] for used in one.decision["rulebooks"]} != now,
        }
        for one in asked.answers.order_by("-created", "-pk")
    ]
