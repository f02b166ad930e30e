"""Join what several laws say into one answer, and find the facts that could still change it.

The joint diagram of many laws can grow with the product of theirs. Past a bound each law is looked at by itself: an
answer that is said to be certain is certain then too, and a question may be asked that another law makes idle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ayni.law.compiled import Compiled, Spread, Variable
from ayni.law.decision import Asked
from ayni.law.diagram import Leaf, TooLargeError, Workshop, results
from ayni.law.rulebook import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ayni.law.diagram import Diagram
    from ayni.law.vocabulary import Vocabulary

__all__ = ["STRICTNESS", "OpenLaw", "asked", "join_open"]

STRICTNESS = {Outcome.ALLOWED: 0, Outcome.CONDITIONS: 1, Outcome.ASK: 2, Outcome.REFUSED: 3}


_MOST_DIAGRAMS = 20_000
"""Three of the shipped laws with nothing known took 3,291 at most, in 4,155 of their 15,680 combinations drawn by
chance (2026-11-29)."""


class OpenLaw(NamedTuple):
    """A law whose answer rests on facts that are missing."""

    ready: Compiled
    left: Diagram[Outcome]
    """Its outcome over the missing facts."""
    work: Workshop[Outcome]
    """Where that diagram was made."""
    asks: tuple[Asked, ...]
    """What would decide it alone."""


def join_open(floor: Outcome, laws: Sequence[OpenLaw], vocabulary: Vocabulary) -> tuple[Outcome, tuple[Asked, ...]]:
    """Return the strictest outcome; `ask` only where what is missing can change it, with what to ask.

    `floor` is what the laws that are decided come to.
    """
    if floor is Outcome.REFUSED or not laws:
        return floor, ()
    if len(laws) == 1 and (floor is Outcome.ALLOWED or Outcome.ALLOWED not in results(laws[0].left)):
        return Outcome.ASK, laws[0].asks  # the laws that are decided hide none of its answers
    try:
        return _exactly(floor, laws, vocabulary)
    except TooLargeError:
        return _each_alone(floor, laws, vocabulary)


def _exactly(floor: Outcome, laws: Sequence[OpenLaw], vocabulary: Vocabulary) -> tuple[Outcome, tuple[Asked, ...]]:
    """Return the outcome over the joint diagram of all laws. Raises `TooLargeError`."""
    order = {key: place for place, key in enumerate(vocabulary.facts)}
    found = _variables(law.ready for law in laws)
    variables = sorted(found, key=lambda one: (order[one.fact], one.answer))
    spreads = [found[variable] for variable in variables]
    work: Workshop[Outcome] = Workshop([spread.size for spread in spreads], most=_MOST_DIAGRAMS)
    whole: Diagram[Outcome] = work.leaf(floor)
    for law in laws:
        whole = work.join(
            lambda one, other: max(one, other, key=STRICTNESS.__getitem__),
            whole,
            _translate(law, work, variables, spreads),
            settled=Outcome.REFUSED,
        )
    possible = results(whole)
    if len(possible) == 1:
        return next(iter(possible)), ()
    return Outcome.ASK, asked(whole, work, variables, [law.ready for law in laws], vocabulary)


def _each_alone(floor: Outcome, laws: Sequence[OpenLaw], vocabulary: Vocabulary) -> tuple[Outcome, tuple[Asked, ...]]:
    """Return the same as if no fact were looked at by two laws: what is certain so is certain."""
    possible = [sorted(results(law.left), key=STRICTNESS.__getitem__) for law in laws]
    least = max(floor, *(one[0] for one in possible), key=STRICTNESS.__getitem__)
    if least is max(floor, *(one[-1] for one in possible), key=STRICTNESS.__getitem__):
        return least, ()
    merged: dict[str, Asked] = {}
    for law, outcomes in zip(laws, possible, strict=True):
        for one in law.asks if STRICTNESS[outcomes[-1]] > STRICTNESS[least] else ():
            before = merged.get(one.fact, one)
            merged[one.fact] = Asked(
                fact=one.fact,
                who=one.who,
                rules=tuple(dict.fromkeys((*before.rules, *one.rules))),
                settles=max(before.settles, one.settles),
            )
    order = {key: place for place, key in enumerate(vocabulary.facts)}
    return Outcome.ASK, tuple(sorted(merged.values(), key=lambda one: (-one.settles, order[one.fact])))


def _variables(all_ready: Iterable[Compiled]) -> dict[Variable, Spread]:
    """Return the variables of several rulebooks; a number is cut wherever one of them cuts it."""
    found: dict[Variable, Spread] = {}
    for ready in all_ready:
        for variable, spread in zip(ready.variables, ready.spreads, strict=True):
            before = found.get(variable)
            cuts = before is not None and spread.cut
            found[variable] = (
                Spread(tuple(sorted({*before.values, *spread.values})), cut=True) if before and cuts else spread
            )
    return found


def _translate(
    law: OpenLaw, work: Workshop[Outcome], variables: Sequence[Variable], spreads: Sequence[Spread]
) -> Diagram[Outcome]:
    """Return a law's diagram over the common variables."""
    at = {variable: place for place, variable in enumerate(variables)}
    memory: dict[int, Diagram[Outcome]] = {}

    def build(node: Diagram[Outcome]) -> Diagram[Outcome]:
        if isinstance(node, Leaf):
            return work.leaf(node.value)
        made = memory.get(id(node))
        if made is None:
            place = at[law.ready.variables[node.place]]
            own, common = law.ready.spreads[node.place], spreads[place]
            made = work.split(
                place,
                tuple(build(node.branches[own.number(common.representative(number))]) for number in range(common.size)),
            )
            memory[id(node)] = made
        return made

    return build(law.left)


def asked(
    diagram: Diagram[Outcome],
    work: Workshop[Outcome],
    variables: Sequence[Variable],
    all_ready: Sequence[Compiled],
    vocabulary: Vocabulary,
    *,
    ranked: bool = True,
) -> tuple[Asked, ...]:
    """Return the facts that can change the outcome, the most decisive first; `work` is where the diagram was made.

    Not `ranked`: in the order of the vocabulary, without saying how much each settles.
    """
    scores: dict[str, list[tuple[float, float]]] = {}
    for place in sorted(work.support(diagram)):
        answers = range(work.answers[place] if ranked else 1)
        settled = sum(ranked and work.settles(diagram, place, answer) for answer in answers) / len(answers)
        left = sum(ranked and work.facts_after(diagram, place, answer) for answer in answers) / len(answers)
        scores.setdefault(variables[place].fact, []).append((settled, left))
    rules: dict[str, list[str]] = {}
    for ready in all_ready:
        for one in ready.rules:
            for fact in one.facts:
                rules.setdefault(fact, []).append(one.rule.id)
    order = {key: place for place, key in enumerate(vocabulary.facts)}

    def rank(fact: str) -> tuple[float, float, int]:
        return (-max(settled for settled, _ in scores[fact]), min(left for _, left in scores[fact]), order[fact])

    return tuple(
        Asked(
            fact=fact,
            who=vocabulary.facts[fact].who,
            rules=tuple(dict.fromkeys(rules.get(fact, ()))),
            settles=round(max(settled for settled, _ in scores[fact]), 4),
        )
        for fact in sorted(scores, key=rank)
    )
