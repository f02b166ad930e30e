"""Answers that cannot change the outcome any more, but could make the list of what has to be done shorter.

`ayni.law.evaluate` asks only what decides. Once it is decided, a condition of a rule that may or may not hold stays on
the list; these are the facts that such rules look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.law.rulebook import Outcome, Stage

if TYPE_CHECKING:
    from ayni.law.decision import Decision
    from ayni.law.vocabulary import Vocabulary

__all__ = ["shortening"]


def shortening(decision: Decision, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the facts that are not known and on which a condition of the decision rests, in the vocabulary's order."""
    if decision.outcome is not Outcome.CONDITIONS:
        return ()
    rests_on: set[str] = set()
    asking = {rule for needed in decision.conditions for rule in needed.rules}
    for path in decision.paths:
        if not any(one.rule in asking for one in path.trace):
            continue
        for one in path.trace:
            if one.truth == "unknown" and (one.rule in asking or one.stage == Stage.SCOPE.value):
                rests_on.update(one.facts)
    known = decision.question.facts
    return tuple(key for key in vocabulary.facts if key in rests_on and known.get(key) is None)
