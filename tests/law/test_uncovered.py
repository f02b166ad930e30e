"""Which truth values a rulebook's tests must show of each rule."""

from __future__ import annotations

import datetime as dt

from ayni.law.load import load_vocabulary
from ayni.law.rulebook import Case, Cite, Evidence, Expected, Listed, NamedList, Outcome, Rule, Rulebook, Stage, Test
from ayni.law.testing import uncovered

DAY = dt.date(2026, 11, 24)
CITE = Cite(instrument="An Act", article="1")


def book(*, when: Case | None) -> Rulebook:
    """Return a rulebook with one gateway: the recipient's country stands in a list, wholly or only partly."""
    return Rulebook(
        id="zz", title="", authority="", languages=("en",), law_from=DAY, known_until=DAY, territories=("ZZ",),
        closed=True, extraterritorial=False, covers="", sources=(),
        rules=(
            Rule(
                id="zz.list", stage=Stage.GATEWAY, when=Case(listed={"recipient.place": "adequate"}), cite=CITE,
                evidence=Evidence.REMEMBERED, from_=DAY,
            ),
        ),
        lists=(NamedList(id="adequate", title="", cite=CITE, entries=(Listed(id="CA", from_=DAY, when=when),)),),
        tests=(
            Test(
                name="one", on=DAY, facts={},
                expect=Expected(outcome=Outcome.CONDITIONS, true=("zz.list",), false=("zz.list",)),
            ),
        ),
    )  # fmt: skip


def test_a_rule_over_places_alone_is_never_unknown() -> None:
    """The question gives the places, so no test can leave them out."""
    assert uncovered(book(when=None), load_vocabulary()) == {}


def test_a_partial_entry_can_be_unknown() -> None:
    """Whether a partial entry counts rests on facts, so a test must leave one out."""
    partial = Case(is_={"recipient.pipeda": True})
    assert uncovered(book(when=partial), load_vocabulary()) == {"zz.list": ("unknown",)}
