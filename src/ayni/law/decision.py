"""A decision: the engine's answer for one transfer on one day, with everything it rests on."""

from __future__ import annotations

import datetime as dt

import msgspec

from ayni.law.rulebook import Cite, Outcome, Status

__all__ = ["Asked", "Decision", "Needed", "Path", "Question", "Traced", "UsedRulebook"]


class Question(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One transfer asked about. Places are ISO 3166-1 alpha-2 in upper case."""

    from_place: str
    to_place: str
    subjects: tuple[str, ...] = ()
    """Countries whose people the data are about; empty: not known to differ from `from_place`."""
    on: dt.date
    facts: dict[str, object]


class Needed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A condition, or several of which one suffices."""

    one_of: tuple[str, ...]
    """Codes; a single one must be met."""
    notes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """The rules that ask for it."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A fact that would decide, with who can answer."""

    fact: str
    who: str
    rules: tuple[str, ...]
    """The rules that look at it."""
    settles: float
    """Share of its answers that alone would decide, 0 to 1."""


class Traced(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One rule as it stood in this decision: `truth` is yes, no or unknown."""

    rule: str
    stage: str
    truth: str
    facts: tuple[str, ...]
    """The facts it looks at; their values stand in the decision's question."""
    cite: Cite
    evidence: str
    overridden: bool = False


class Path(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one law says of the transfer, and in which capacity it applies: exporter, importer or subjects."""

    rulebook: str
    capacity: str
    outcome: Outcome
    conditions: tuple[Needed, ...] = ()
    asks: tuple[Asked, ...] = ()
    """What would decide this law's answer alone."""
    trace: tuple[Traced, ...] = ()
    within: bool = False
    """Both ends lie where this one law holds, so there is no transfer for it."""
    unsaid: bool = False
    """Both ends lie where this law holds, but the recipient is an international organisation, and the law does not
    say whether that counts as abroad."""
    ways: tuple[str, ...] = ()
    """Where it is refused for want of a gateway: the gateways that could be opened."""


class UsedRulebook(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A rulebook as it was used."""

    id: str
    hash: str
    status: Status
    reviewer: str | None = None
    reviewed_on: dt.date | None = None
    stale: bool = False
    """Changes were last looked for more than twelve months before the day decided for."""
    review_old: bool = False
    """The sign-off is older than that."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The answer: the strictest of all laws that apply, and the union of their conditions."""

    outcome: Outcome
    conditions: tuple[Needed, ...]
    asks: tuple[Asked, ...]
    paths: tuple[Path, ...]
    rulebooks: tuple[UsedRulebook, ...]
    missing: tuple[str, ...] = ()
    """Places without a rulebook: a sign-off is needed, and it is said why."""
    on: dt.date
    question: Question
