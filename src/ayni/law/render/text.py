"""A decision for a terminal: the answer, what it would take, what to ask, and the rules it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ayni.law.places import place_name
from ayni.law.render.wording import (
    ahead_words,
    cite_words,
    condition_words,
    grounds,
    opening_words,
    question_words,
    resting_words,
    told_rules,
)
from ayni.law.rulebook import Outcome
from ayni.law.shortening import shortening
from ayni.terminal import Page

if TYPE_CHECKING:
    from ayni.law.ahead import Ahead
    from ayni.law.decision import Decision, Path
    from ayni.law.openings import Opening
    from ayni.law.vocabulary import Fact, Vocabulary
    from ayni.messages import Catalogue

__all__ = ["Answer", "to_text"]

_NARROWEST = 40
_COLOURS = {Outcome.ALLOWED: "1;32", Outcome.CONDITIONS: "1;33", Outcome.ASK: "1;36", Outcome.REFUSED: "1;31"}
_SIGNS = {"yes": "✔", "no": "✖", "unknown": "?"}


class Answer(NamedTuple):
    """A decision with what it would take and what changes soon."""

    decision: Decision
    openings: tuple[Opening, ...] = ()
    ahead: tuple[Ahead, ...] = ()


def to_text(answer: Answer, vocabulary: Vocabulary, words: Catalogue, *, width: int = 80, color: bool = False) -> str:
    """Return the decision in lines of at most `width` terminal cells."""
    page = Page(max(width, _NARROWEST), color=color, right_to_left=words.right_to_left)
    decision = answer.decision
    page.paragraph(page.paint(words(f"law.outcome.{decision.outcome.value}"), _COLOURS[decision.outcome]))
    _openings(page, answer, vocabulary, words)
    _asks(page, decision, vocabulary, words)
    _conditions(page, decision, words)
    _shortening(page, decision, vocabulary, words)
    if answer.ahead:
        page.heading(words("law.heading.ahead"))
        for one in answer.ahead:
            page.item("!", ahead_words(one, words))
    for path in decision.paths:
        _path(page, path, words)
    for place in decision.missing:
        page.heading(place_name(place, words.language))
        page.item("!", words("law.no-rulebook", country=place_name(place, words.language)))
    page.heading(words("law.heading.rests"))
    for _, said in resting_words(decision.rulebooks, words):
        page.item("·", said)
    page.item("·", words("law.not-a-lawyer"))
    return page.text()


def _openings(page: Page, answer: Answer, vocabulary: Vocabulary, words: Catalogue) -> None:
    if not answer.openings:
        return
    page.heading(words("law.heading.openings"))
    for opening in answer.openings:
        first, *others = opening_words(opening, vocabulary.facts, words)
        page.item("-", first)
        for other in others:
            page.item("+", other, indent=4)
        page.item(page.arrow, words(f"law.then.{opening.outcome.value}"), indent=4)


def _asks(page: Page, decision: Decision, vocabulary: Vocabulary, words: Catalogue) -> None:
    if not decision.asks:
        return
    page.heading(words("law.heading.asks"))
    for asked in decision.asks:
        _question(page, vocabulary.facts[asked.fact], words)


def _question(page: Page, fact: Fact, words: Catalogue) -> None:
    page.item("?", f"{question_words(fact, words.language)} ({words('law.who.' + fact.who)})")
    choices = " | ".join(fact.answers) or {"yes-no": "true | false"}.get(fact.type.value, "0 …")
    page.item(" ", f"{fact.key} = {choices}", indent=4)


def _shortening(page: Page, decision: Decision, vocabulary: Vocabulary, words: Catalogue) -> None:
    facts = shortening(decision, vocabulary)
    if facts:
        page.heading(words("law.heading.shortening"))
    for key in facts:
        _question(page, vocabulary.facts[key], words)


def _conditions(page: Page, decision: Decision, words: Catalogue) -> None:
    if not decision.conditions:
        return
    page.heading(words("law.heading.conditions"))
    for needed in decision.conditions:
        page.item("-", condition_words(needed, words))
        for note in needed.notes:
            page.item(" ", words.sentence(note), indent=4)
        for name, cite in grounds(needed, decision):
            page.item("§", f"{place_name(name, words.language)}: {cite_words(cite)}", indent=4)


def _path(page: Page, path: Path, words: Catalogue) -> None:
    country = place_name(path.rulebook, words.language)
    page.heading(words("law.path", country=country, capacity=words(f"law.capacity.{path.capacity}")))
    if path.within:
        page.item(" ", words("law.within"))
        return
    if not path.trace:
        page.item(" ", words("law.asks-nothing"))
        return
    page.item(" ", words(f"law.outcome.{path.outcome.value}"))
    if path.unsaid:
        page.item("!", words("law.unsaid"))
    for one in told_rules(path):
        evidence = "" if one.evidence == "text" else f" [{words('law.evidence.' + one.evidence)}]"
        overridden = f" {words('law.overridden')}" if one.overridden else ""
        said = f"{words('law.stage.' + one.stage)}: {cite_words(one.cite)}{evidence}{overridden}"
        page.item(_SIGNS[one.truth], said)
