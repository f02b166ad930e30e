"""What a law that closes the border outwards asks of those who receive."""

from __future__ import annotations

import datetime as dt

import pytest

from ayni.law.evaluate import decide_alone
from ayni.law.load import load_vocabulary
from ayni.law.rulebook import Case, Cite, Condition, Evidence, Outcome, Rule, Rulebook, Stage

DAY = dt.date(2026, 11, 24)
PERSONAL = Case(is_={"data.personal": True})
CONSENT = Case(is_={"consent": "explicit"})


def rule(name: str, stage: Stage, when: Case, capacity: str, *conditions: str) -> Rule:
    """Return a rule that counts in one capacity."""
    return Rule(
        id=name, stage=stage, when=when, cite=Cite(instrument="An Act", article="1"), evidence=Evidence.TEXT,
        from_=DAY, capacities=(capacity,), all_of=tuple(Condition(code=code) for code in conditions),
    )  # fmt: skip


def book(*rules: Rule) -> Rulebook:
    """Return a rulebook whose border is closed outwards but for consent."""
    return Rulebook(
        id="zz", title="", authority="", languages=("en",), law_from=DAY, known_until=DAY, territories=("ZZ",),
        closed=True, extraterritorial=False, covers="", sources=(), lists=(), tests=(),
        rules=(rule("zz.consent", Stage.GATEWAY, CONSENT, "exporter"), *rules),
    )  # fmt: skip


@pytest.mark.parametrize(("personal", "outcome"), [(True, Outcome.CONDITIONS), (False, Outcome.ALLOWED)])
def test_a_duty_of_the_receiver_is_no_closed_border(personal: bool, outcome: Outcome) -> None:  # noqa: FBT001
    """A closed border is about what leaves: a duty on what comes in asks, and refuses nothing."""
    path = decide_alone(
        book(rule("zz.tell", Stage.DUTY, PERSONAL, "importer", "notify-authority")), load_vocabulary(),
        day=DAY, capacity="importer", from_place="KE", to_place="ZZ", facts={"data.personal": personal},
    )  # fmt: skip
    assert path.outcome is outcome


def test_a_law_with_ways_in_is_closed_inwards_too() -> None:
    """Where a law names ways in, one of them is needed."""
    path = decide_alone(
        book(rule("zz.in", Stage.GATEWAY, CONSENT, "importer")), load_vocabulary(),
        day=DAY, capacity="importer", from_place="KE", to_place="ZZ", facts={"consent": "none"},
    )  # fmt: skip
    assert path.outcome is Outcome.REFUSED
