"""What it would take: the fewest changes that a sender and a recipient can bring about to open a refused transfer.

Tries every change of one fact that can be brought about (`Fact.can_change` in the vocabulary: consent, contracts,
approvals, assessments, making the data safe), then of two and of three, and keeps those of which no part suffices.
A change opens a way when the answer is no longer a refusal; what it then asks for is told with it. Nothing here says
that a change is wise, or that the authority will agree.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ayni.errors import InputError
from ayni.law.rulebook import Outcome
from ayni.law.vocabulary import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ayni.law.decision import Question
    from ayni.law.evaluate import Law
    from ayni.law.vocabulary import Fact

__all__ = ["Change", "Opening", "openings"]

_ENOUGH = 2
"""Larger sets of changes are looked for only while there are fewer ways than this."""
_MOST_CHANGES = 3
_MOST_SHOWN = 8
_NOTHING = "none"


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One fact that would have to read otherwise; any one of the answers will do."""

    fact: str
    answers: tuple[bool | str, ...]


class Opening(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Changes that together would open the transfer, and what the answer would then be."""

    changes: tuple[Change, ...]
    outcome: Outcome


_Set = tuple[tuple[str, Any], ...]
"""Facts and the answer each would get, in the order of the vocabulary."""


def openings(law: Law, question: Question) -> tuple[Opening, ...]:
    """Return the smallest sets of changes after which the transfer is no longer refused; none for other outcomes.

    Raises what `Law.decide` raises.
    """
    if law.outcome(question) is not Outcome.REFUSED:
        return ()
    looked_at = law.looked_at(question)
    facts = [fact for key, fact in law.vocabulary.facts.items() if fact.can_change and key in looked_at]
    single = [(fact.key, answer) for fact in facts for answer in _answers(fact, question.facts.get(fact.key))]
    found: dict[_Set, Outcome] = {}
    for size in range(1, _MOST_CHANGES + 1):
        for changes in itertools.combinations(single, size):
            if _whole(changes, found) and (outcome := _after(law, question, changes)) is not None:
                found[changes] = outcome
        if len(found) >= _ENOUGH:
            break
    return _together(found, law.vocabulary.facts)[:_MOST_SHOWN]


def _answers(fact: Fact, given: Any) -> Iterator[Any]:
    """Yield the other answers that a fact could be brought to."""
    if fact.type is FactType.YES_NO:
        yield from (answer for answer in (True, False) if answer is not given and answer in fact.can_change)
    elif fact.type is FactType.CHOICE:
        at = fact.answers.index(given) if given in fact.answers else 0
        yield from (answer for answer in fact.answers[at + 1 :] if answer in fact.can_change)
    else:
        had = set(given or ()) - {_NOTHING}
        yield from (answer for answer in fact.answers if answer in fact.can_change and answer not in had)


def _whole(changes: _Set, found: Mapping[_Set, Outcome]) -> bool:
    """Whether each fact changes once and no part of the changes opens a way by itself."""
    if len({fact for fact, _ in changes}) < len(changes):
        return False
    parts = (part for size in range(1, len(changes)) for part in itertools.combinations(changes, size))
    return not any(part in found for part in parts)


def _after(law: Law, question: Question, changes: _Set) -> Outcome | None:
    """Return the outcome once the facts are changed, None where it is still refused or they contradict others."""
    facts = dict(question.facts)
    for key, answer in changes:
        if law.vocabulary.facts[key].type is FactType.CHOICES:
            had: Any = facts.get(key) or ()
            facts[key] = tuple(sorted({*had, answer} - {_NOTHING}))
        else:
            facts[key] = answer
    try:
        outcome = law.outcome(msgspec.structs.replace(question, facts=facts))
    except InputError:
        return None
    return None if outcome is Outcome.REFUSED else outcome


class _Group(NamedTuple):
    """Sets of changes that differ in the answer to one fact."""

    loose: str
    """That fact; empty where there is none to choose."""
    rest: _Set
    outcome: Outcome | None
    """None where the answers include each other: the least of them is told, whatever the others would come to."""


def _together(found: Mapping[_Set, Outcome], facts: Mapping[str, Fact]) -> tuple[Opening, ...]:
    """Put sets together that differ in one answer only; of answers that include each other the least is told."""
    groups: dict[_Group, list[tuple[_Set, Outcome]]] = {}
    for changes, outcome in found.items():
        loose = next((fact for fact, answer in changes if isinstance(answer, str)), "")
        least = bool(loose) and facts[loose].type is FactType.CHOICE
        rest = tuple(one for one in changes if one[0] != loose)
        groups.setdefault(_Group(loose, rest, None if least else outcome), []).append((changes, outcome))
    told = []
    for group, several in groups.items():
        changed: dict[str, tuple[Any, ...]] = {key: (answer,) for key, answer in group.rest}
        if group.loose:
            answers = [answer for changes, _ in several for fact, answer in changes if fact == group.loose]
            changed[group.loose] = tuple(answers[:1] if group.outcome is None else answers)
        whole = tuple(Change(fact=key, answers=changed[key]) for key in facts if key in changed)
        told.append(Opening(changes=whole, outcome=several[0][1]))
    return tuple(sorted(told, key=lambda one: (len(one.changes), one.outcome is not Outcome.ALLOWED)))
