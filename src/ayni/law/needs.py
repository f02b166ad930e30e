"""What a decision asks to be done: the least demanding open way, every duty that is not ruled out, a sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ayni.law.decision import Needed
from ayni.law.rulebook import BINDING, Evidence, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ayni.law.rulebook import Rule

__all__ = [
    "SEAT",
    "SIGN_OFF",
    "SIGN_OFF_NEEDED",
    "Asking",
    "Layout",
    "Truth",
    "asking",
    "asking_in_any_case",
    "merge_needed",
    "needed_by",
]

SIGN_OFF = "sign-off"
SIGN_OFF_NEEDED = (Needed(one_of=(SIGN_OFF,)),)
SEAT = "organisation-seat"
"""Somebody has to say whether an international organisation that sits in the country counts as abroad."""


class Truth(NamedTuple):
    """A rule as it stands: yes, no, or None while missing facts may change it."""

    rule: Rule
    case: bool | None
    counts: bool | None
    """Its condition, once exceptions to it are taken into account."""
    shaky: bool | None
    """Whether less is asked here because of entries of lists that rest on memory."""


class Asking(NamedTuple):
    """The rules whose conditions have to be met, and whether a reviewer has to sign off."""

    rules: tuple[Rule, ...]
    sign_off: bool


class Layout(NamedTuple):
    """Where rules of each kind stand among all rules of a law, by their places."""

    scope: tuple[int, ...]
    ways: tuple[int, ...]
    """Exemptions, and in a closed law gateways."""
    duties: tuple[int, ...]
    lifted: tuple[tuple[int, tuple[int, ...]], ...]
    """Bans and duties that have exceptions, with the places of these."""
    binding: tuple[int, ...]
    """Bans and duties."""
    remembered: tuple[int, ...]
    """Exceptions that rest on memory."""
    doubtful_scope: bool
    """Whether it rests on memory when this law applies."""

    @classmethod
    def of(cls, rules: Sequence[Rule], *, closed: bool, doubtful_scope: bool) -> Layout:
        """Look where each rule stands. `closed`: a gateway is needed where nothing exempts."""
        stages = {Stage.EXEMPTION, Stage.GATEWAY} if closed else {Stage.EXEMPTION}
        exceptions = {
            place: tuple(at for at, other in enumerate(rules) if rule.id in other.overrides)
            for place, rule in enumerate(rules)
            if rule.stage in BINDING
        }
        return cls(
            scope=tuple(place for place, rule in enumerate(rules) if rule.stage is Stage.SCOPE),
            ways=tuple(place for place, rule in enumerate(rules) if rule.stage in stages),
            duties=tuple(place for place, rule in enumerate(rules) if rule.stage is Stage.DUTY),
            lifted=tuple((place, others) for place, others in exceptions.items() if others),
            binding=tuple(exceptions),
            remembered=tuple(
                place for place, rule in enumerate(rules) if rule.evidence is Evidence.REMEMBERED and rule.overrides
            ),
            doubtful_scope=doubtful_scope,
        )


def asking(truths: Sequence[Truth], layout: Layout, *, reviewed: bool) -> Asking:
    """Return which rules ask for something, in the order of the rules, once the outcome is certain.

    What they ask is enough whatever else becomes known: what is not ruled out counts.
    """
    if layout.scope and all(truths[place].counts is False for place in layout.scope):
        return Asking((), sign_off=layout.doubtful_scope or not reviewed)
    relied_on = _least(truths, layout.ways)
    for banned, exceptions in layout.lifted:
        if truths[banned].case is not False:
            relied_on += _least(truths, exceptions)
    sign_off = (
        not reviewed
        or any(truths[place].counts is not False for place in layout.remembered)
        or any(truths[place].shaky is not False for place in layout.binding)
        or any(_may_be_shaky(truths[place]) for place in relied_on)
    )
    wanted = {*relied_on, *[place for place in layout.duties if truths[place].counts is not False]}
    return Asking(tuple(truths[place].rule for place in sorted(wanted)), sign_off=sign_off)


def asking_in_any_case(truths: Sequence[Truth], layout: Layout, *, leaves: bool, reviewed: bool) -> Asking:
    """Return the same while the outcome is open: only what is asked whatever else becomes known.

    `leaves`: it is certain that the data leave. A way is relied on in any case where no other can ask less.
    """
    if not leaves or (layout.scope and not any(truths[place].counts for place in layout.scope)):
        return Asking((), sign_off=not reviewed)
    relied_on = _least_in_any_case(truths, layout.ways)
    for banned, exceptions in layout.lifted:
        if truths[banned].case:
            relied_on += _least_in_any_case(truths, exceptions)
    sign_off = (
        not reviewed
        or any(truths[place].counts for place in layout.remembered)
        or any(truths[place].shaky for place in layout.binding)
        or any(_is_shaky(truths[place]) for place in relied_on)
    )
    wanted = {*relied_on, *[place for place in layout.duties if truths[place].counts]}
    return Asking(tuple(truths[place].rule for place in sorted(wanted)), sign_off=sign_off)


def needed_by(wanted: Asking) -> tuple[Needed, ...]:
    """Return the conditions of these rules."""
    needed = [one for rule in wanted.rules for one in _of_rule(rule)]
    if wanted.sign_off:
        needed.append(Needed(one_of=(SIGN_OFF,)))
    return merge_needed(needed)


def _least(truths: Sequence[Truth], places: Sequence[int]) -> list[int]:
    """Return the one that counts and asks least; while none is certain to count, every one that may.

    An exemption and a gateway are ways alike: whoever may rely on either need not meet the conditions of the other.
    What has to be met in any case is a prohibition or a duty.
    """
    certain = [place for place in places if truths[place].counts]
    if len(certain) > 1:
        return [min(certain, key=lambda place: _demand(truths[place]))]
    return certain or [place for place in places if truths[place].counts is not False]


def _least_in_any_case(truths: Sequence[Truth], places: Sequence[int]) -> list[int]:
    """Return the one that `_least` will come to whatever else becomes known; none where that is open."""
    certain = [place for place in places if truths[place].counts]
    if not certain:
        return []
    least = min(certain, key=lambda place: _demand(truths[place]))
    rivals = [truths[place] for place in places if place != least and truths[place].counts is not False]
    most = _demand(truths[least])
    return [least] if all(most < (_is_shaky(one), *_demand(one)[1:]) for one in rivals) else []


def _may_be_shaky(one: Truth) -> bool:
    return one.rule.evidence is Evidence.REMEMBERED or one.shaky is not False


def _is_shaky(one: Truth) -> bool:
    return one.rule.evidence is Evidence.REMEMBERED or one.shaky is True


def _demand(one: Truth) -> tuple[bool, int, str]:
    return (_may_be_shaky(one), len(one.rule.all_of) + bool(one.rule.one_of), one.rule.id)


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
