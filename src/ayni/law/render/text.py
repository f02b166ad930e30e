"""A decision for a terminal: the answer, what it would take, what to ask, and the rules it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.law.render.wording import cite_words, condition_words, question_words, rulebook_name
from ayni.law.rulebook import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ayni.law.decision import Decision, Path
    from ayni.law.vocabulary import Vocabulary
    from ayni.messages import Catalogue

__all__ = ["to_text"]


def to_text(decision: Decision, vocabulary: Vocabulary, words: Catalogue) -> str:
    """Return the decision in lines for people."""
    return "\n".join(_lines(decision, vocabulary, words)) + "\n"


def _lines(decision: Decision, vocabulary: Vocabulary, words: Catalogue) -> Iterator[str]:
    yield words(f"law.outcome.{decision.outcome.value}")
    if decision.asks:
        yield from ("", words("law.heading.asks"))
        for asked in decision.asks:
            fact = vocabulary.facts[asked.fact]
            yield f"  ? {question_words(fact, words.language)}"
            choices = " | ".join(fact.answers) or {"yes-no": "true | false"}.get(fact.type.value, "0 …")
            yield f"      {asked.fact} = {choices}  ({words('law.who.' + asked.who)})"
    if decision.conditions:
        yield from ("", words("law.heading.conditions"))
        for needed in decision.conditions:
            yield f"  - {condition_words(needed, words)}"
            yield from (f"      {note}" for note in needed.notes)
    for path in decision.paths:
        yield from _path(path, words)
    for place in decision.missing:
        yield from ("", words("law.no-rulebook", country=rulebook_name(place, words.language)))
    yield ""
    for used in decision.rulebooks:
        name = rulebook_name(used.id, words.language)
        if used.status is Status.REVIEWED:
            yield words("law.reviewed", country=name, reviewer=used.reviewer or "", day=str(used.reviewed_on))
        else:
            yield words("law.unreviewed", country=name)
        if used.stale:
            yield words("law.stale", country=name)
    yield from ("", words("law.not-a-lawyer"))


def _path(path: Path, words: Catalogue) -> Iterator[str]:
    name = rulebook_name(path.rulebook, words.language)
    yield ""
    yield words("law.path", country=name, capacity=words(f"law.capacity.{path.capacity}"))
    if path.within:
        yield "  " + words("law.within")
        return
    if not path.trace:
        yield "  " + words("law.asks-nothing")
        return
    yield "  " + words(f"law.outcome.{path.outcome.value}")
    told = {"yes": "✔", "no": "✖", "unknown": "?"}
    for one in path.trace:
        if one.truth == "no" and path.outcome.value != "refused":
            continue
        evidence = "" if one.evidence == "text" else f" [{words('law.evidence.' + one.evidence)}]"
        yield f"  {told[one.truth]} {words('law.stage.' + one.stage)}: {cite_words(one.cite)}{evidence}"
