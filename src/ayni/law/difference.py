"""What changed between two versions of a rulebook, in its rules and in what it decides.

Decisions are compared over the cases of both versions' tests, so a change that no case touches is seen among the
rules only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ayni.law.testing import answer

if TYPE_CHECKING:
    from ayni.law.rulebook import Rulebook
    from ayni.law.vocabulary import Vocabulary

__all__ = ["ChangedDecision", "Difference", "compare"]


class ChangedDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A case that the two versions decide differently."""

    case: str
    before: str
    after: str
    conditions_before: tuple[str, ...]
    conditions_after: tuple[str, ...]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Rules and lists by what became of them, and the cases decided differently."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    decisions: tuple[ChangedDecision, ...]
    cases: int


def compare(old: Rulebook, new: Rulebook, vocabulary: Vocabulary) -> Difference:
    """Return what changed from `old` to `new`."""
    before = {**{rule.id: rule for rule in old.rules}, **{f"list {one.id}": one for one in old.lists}}
    after = {**{rule.id: rule for rule in new.rules}, **{f"list {one.id}": one for one in new.lists}}
    cases = {test.name: test for test in (*old.tests, *new.tests)}
    decisions = []
    for name, test in sorted(cases.items()):
        was, now = answer(old, test, vocabulary), answer(new, test, vocabulary)
        sides = [tuple("|".join(one.one_of) for one in path.conditions) for path in (was, now)]
        if was.outcome is not now.outcome or sides[0] != sides[1]:
            decisions.append(
                ChangedDecision(
                    case=name,
                    before=was.outcome.value,
                    after=now.outcome.value,
                    conditions_before=sides[0],
                    conditions_after=sides[1],
                )
            )
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(name for name in before.keys() & after.keys() if before[name] != after[name])),
        decisions=tuple(decisions),
        cases=len(cases),
    )
