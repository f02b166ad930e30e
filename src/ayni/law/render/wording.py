"""Sentences about decisions that more than one rendering needs."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, NamedTuple

from ayni.law.ahead import SOON_DAYS, Turn
from ayni.law.places import place_name
from ayni.law.rulebook import Stage
from ayni.law.vocabulary import FactType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ayni.law.ahead import Ahead, Turning
    from ayni.law.decision import Decision, Needed, Path, Traced, UsedRulebook
    from ayni.law.openings import Opening
    from ayni.law.rulebook import Cite
    from ayni.law.vocabulary import Fact
    from ayni.messages import Catalogue

__all__ = [
    "Changes",
    "ahead_words",
    "answer_words",
    "choice_words",
    "cite_words",
    "condition_words",
    "entry_words",
    "grounds",
    "help_words",
    "opening_words",
    "question_words",
    "resting_words",
    "split_changes",
    "told_rules",
    "turning_words",
]


def condition_words(needed: Needed, words: Catalogue) -> str:
    """Return what has to be done; of several ways one is enough."""
    said = [words(f"law.condition.{code}") for code in needed.one_of]
    return said[0] if len(said) == 1 else words("law.one-of", ways=" / ".join(said))


def question_words(fact: Fact, language: str) -> str:
    """Return the fact's question, in English where the language has none yet."""
    return fact.question.get(language, fact.question["en"])


def help_words(fact: Fact, language: str) -> str:
    """Return how to tell the answers apart, empty where the question says enough."""
    return fact.help.get(language, fact.help.get("en", ""))


def answer_words(fact: Fact, value: object, words: Catalogue) -> str:
    """Return an answer as a person reads it."""
    if fact.type is FactType.YES_NO:
        return words("law.yes" if value else "law.no")
    if fact.type is FactType.NUMBER:
        return words.fact(value)
    several = value if isinstance(value, list | tuple) else [value]
    return " / ".join(choice_words(fact, str(one), words) for one in several)


def choice_words(fact: Fact, answer: str, words: Catalogue) -> str:
    """Return one answer of a choice; most read alike whatever they answer, some have words of their own."""
    own = f"law.answer.{fact.key}.{answer}"
    return words(own if own in words else f"law.answer.{answer}")


def cite_words(cite: Cite) -> str:
    """Return instrument and article as they are cited."""
    return f"{cite.instrument}, {cite.article}"


def grounds(needed: Needed, decision: Decision) -> tuple[tuple[str, Cite], ...]:
    """Return the rulebook and the article of each rule that asks for something, each article once."""
    asking = {
        (path.rulebook, one.cite.instrument, one.cite.article): one.cite
        for path in decision.paths
        for one in path.trace
        if one.rule in needed.rules
    }
    return tuple((name, cite) for (name, _, _), cite in asking.items())


def told_rules(path: Path) -> tuple[Traced, ...]:
    """Return the rules that a reader of the answer needs, in the order in which they count; the trace has all.

    Where the law does not apply, why not; of a refusal, what forbids, or else every way that is closed; of any other
    answer, what is true, and what may still turn out to be and asks for something.
    """
    by_stage = sorted(path.trace, key=lambda one: list(Stage).index(Stage(one.stage)))
    scope = [one for one in by_stage if one.stage == Stage.SCOPE.value]
    if scope and all(one.truth == "no" for one in scope):
        return tuple(scope)
    applies = [one for one in scope if one.truth == "yes"]
    if path.outcome.value == "refused":
        bans = [one for one in by_stage if one.stage == Stage.PROHIBITION.value and one.truth == "yes"]
        ways = [one for one in by_stage if one.stage in {Stage.EXEMPTION.value, Stage.GATEWAY.value}]
        return (*applies, *([one for one in bans if not one.overridden] or ways))
    if path.outcome.value == "ask":
        return tuple(one for one in by_stage if one.truth != "no")
    asking = {rule for needed in path.conditions for rule in needed.rules}
    return tuple(one for one in by_stage if one.truth == "yes" or (one.truth == "unknown" and one.rule in asking))


def opening_words(opening: Opening, facts: dict[str, Fact], words: Catalogue) -> tuple[str, ...]:
    """Return what would have to be brought about, one sentence a change."""
    return tuple(
        words(f"law.change.{change.fact}", answers=answer_words(facts[change.fact], change.answers, words))
        for change in opening.changes
    )


def ahead_words(one: Ahead, words: Catalogue) -> str:
    """Return what the answer becomes, and when."""
    countries = [place_name(name, words.language) for name in one.rulebooks]
    return words(
        "law.ahead", day=one.day.isoformat(), countries=countries, answer=words(f"law.outcome.{one.outcome.value}")
    )


def turning_words(several: Sequence[Turning], words: Catalogue) -> Iterator[str]:
    """Yield a sentence for all that begins, and one for all that ends, on each day."""
    for (day, turn), group in itertools.groupby(
        sorted(several, key=lambda one: (one.day, one.turn)), key=lambda one: (one.day, one.turn)
    ):
        ones = list(group)
        entries = turn in {Turn.ENTRY_BEGINS, Turn.ENTRY_ENDS}
        names = [entry_words(one.name, words) if entries else cite_words(one.cite) for one in ones]
        yield words(f"law.turn.{turn.value}", day=day.isoformat(), names=list(dict.fromkeys(names)))


def entry_words(name: str, words: Catalogue) -> str:
    """Return what a place or party in a list is called."""
    code = f"law.answer.{name}"
    return words(code) if code in words else place_name(name, words.language)


def resting_words(used: Iterable[UsedRulebook], words: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield for each rulebook its mark and who stands behind it, and how old that is where it is old."""
    for one in used:
        name = place_name(one.id, words.language)
        if one.reviewer is None:
            said = [words("law.unreviewed", country=name)]
        else:
            said = [words("law.reviewed", country=name, reviewer=one.reviewer, day=str(one.reviewed_on))]
            if one.review_old:
                said.append(words("law.review-old"))
        if one.stale:
            said.append(words("law.stale", country=name))
        yield one.hash[:12], " ".join(said)


class Changes(NamedTuple):
    """What changes, by when. Each begins with its date."""

    soon: tuple[str, ...]
    """Within a year, today included."""
    later: tuple[str, ...]
    past: tuple[str, ...]


def split_changes(changes: Sequence[str], today: dt.date) -> Changes:
    """Tell what is to change within a year, later, and what changed before."""
    day = today.isoformat()
    last = (today + dt.timedelta(days=SOON_DAYS)).isoformat()
    dated = [(change[: len(day)], change) for change in changes]
    return Changes(
        tuple(change for when, change in dated if day <= when <= last),
        tuple(change for when, change in dated if when > last),
        tuple(change for when, change in dated if when < day),
    )
