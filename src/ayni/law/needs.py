"""What a decision asks to be done: the least demanding open way, every duty that is not ruled out, a sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ayni.law.decision import Needed
from ayni.law.rulebook import Evidence, Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ayni.law.rulebook import Rule

__all__ = ["SIGN_OFF", "Asking", "Truth", "asking", "merge_needed", "needed_by"]

SIGN_OFF = "sign-off"


class Truth(NamedTuple):
    """A rule as it stands: yes, no, or None while missing facts may change it."""

    rule: Rule
    case: bool | None
    counts: bool | None
    """Its condition, once exceptions to it are taken into account."""
    firm: bool | None
    """The same without entries of lists that rest on memory."""


class Asking(NamedTuple):
    """The rules whose conditions have to be met, and whether a reviewer has to sign off."""

    rules: tuple[Rule, ...]
    sign_off: bool


def asking(truths: Sequence[Truth], outcome: Outcome, *, closed: bool, reviewed: bool) -> Asking:
    """Return which rules ask for something. `closed`: a gateway is needed where nothing exempts."""
    if outcome is Outcome.REFUSED:
        return Asking((), sign_off=False)
    scope = [one for one in truths if one.rule.stage is Stage.SCOPE]
    if scope and all(one.counts is False for one in scope):
        remembered = any(one.rule.evidence is Evidence.REMEMBERED for one in scope)
        return Asking((), sign_off=remembered or not reviewed)
    ways = _ways(truths, closed=closed)
    duties = [one.rule for one in truths if one.rule.stage is Stage.DUTY and one.counts is not False]
    remembered = any(one.rule.evidence is Evidence.REMEMBERED or one.firm is False for one in ways) or any(
        one.rule.evidence is Evidence.REMEMBERED and one.rule.overrides and one.counts is not False for one in truths
    )
    return Asking((*[one.rule for one in ways], *duties), sign_off=remembered or not reviewed)


def needed_by(wanted: Asking) -> tuple[Needed, ...]:
    """Return the conditions of these rules."""
    needed = [one for rule in wanted.rules for one in _of_rule(rule)]
    if wanted.sign_off:
        needed.append(Needed(one_of=(SIGN_OFF,)))
    return merge_needed(needed)


def _ways(truths: Sequence[Truth], *, closed: bool) -> list[Truth]:
    """Return the way that is open and asks least; while none is certain, every way that may be open."""
    for stages in ({Stage.EXEMPTION}, {Stage.GATEWAY}) if closed else ({Stage.EXEMPTION},):
        certain = [one for one in truths if one.rule.stage in stages and one.counts]
        if certain:
            return [min(certain, key=_demand)]
    stages = {Stage.EXEMPTION, Stage.GATEWAY} if closed else {Stage.EXEMPTION}
    return [one for one in truths if one.rule.stage in stages and one.counts is not False]


def _demand(one: Truth) -> tuple[bool, int, str]:
    shaky = one.rule.evidence is Evidence.REMEMBERED or not one.firm
    return (shaky, len(one.rule.all_of) + bool(one.rule.one_of), one.rule.id)


def _of_rule(rule: Rule) -> list[Needed]:
    needed = [
        Needed(one_of=(condition.code,), notes=(condition.note,) if condition.note else (), rules=(rule.id,))
        for condition in rule.all_of
    ]
    if rule.one_of:
        needed.append(
            Needed(
                one_of=tuple(condition.code for condition in rule.one_of),
                notes=tuple(condition.note for condition in rule.one_of if condition.note),
                rules=(rule.id,),
            )
        )
    return needed


def merge_needed(needed: Iterable[Needed]) -> tuple[Needed, ...]:
    """Return each need once, with all the rules and notes that ask for it, in order of their codes."""
    merged: dict[tuple[str, ...], Needed] = {}
    for one in needed:
        codes = tuple(sorted(set(one.one_of)))
        before = merged.get(codes, Needed(one_of=codes))
        merged[codes] = Needed(
            one_of=codes,
            notes=tuple(dict.fromkeys((*before.notes, *one.notes))),
            rules=tuple(sorted({*before.rules, *one.rules})),
        )
    return tuple(merged[codes] for codes in sorted(merged))
