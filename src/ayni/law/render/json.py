"""A decision as one JSON document: codes, facts, citations, and the words of one language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from ayni.law.render.wording import ahead_words, condition_words, opening_words, question_words
from ayni.law.shortening import shortening

if TYPE_CHECKING:
    from ayni.law.render.text import Answer
    from ayni.law.vocabulary import Vocabulary
    from ayni.messages import Catalogue

__all__ = ["SCHEMA_ID", "to_json"]

SCHEMA_ID = "urn:ayni:law:decision:1"


def to_json(answer: Answer, vocabulary: Vocabulary, words: Catalogue) -> bytes:
    """Return the decision with `outcome`, `conditions`, `asks`, `trace`, `rulebooks` and each law's own path.

    Beside them stand `openings` (of a refusal, what it would take), `shortening` (facts that could spare conditions)
    and `ahead` (days from which the answer is another one).
    """
    decision = answer.decision
    built: dict[str, Any] = msgspec.to_builtins(decision)
    for shown, needed in zip(built["conditions"], decision.conditions, strict=True):
        shown["message"] = condition_words(needed, words)
    for shown, asked in zip(built["asks"], decision.asks, strict=True):
        fact = vocabulary.facts[asked.fact]
        shown["question"] = question_words(fact, words.language)
        shown["answers"] = list(fact.answers)
        shown["type"] = fact.type.value
    trace = [
        {"rulebook": path.rulebook, "capacity": path.capacity, **msgspec.to_builtins(one)}
        for path in decision.paths
        for one in path.trace
    ]
    document = {
        "schema": SCHEMA_ID,
        "language": words.language,
        "summary": words(f"law.outcome.{decision.outcome.value}"),
        "help": words("law.not-a-lawyer"),
        **built,
        "trace": trace,
        "openings": [
            msgspec.to_builtins(one) | {"messages": list(opening_words(one, vocabulary.facts, words))}
            for one in answer.openings
        ],
        "shortening": list(shortening(decision, vocabulary)),
        "ahead": [msgspec.to_builtins(one) | {"message": ahead_words(one, words)} for one in answer.ahead],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
