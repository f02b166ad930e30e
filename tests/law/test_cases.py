"""What the laws are known for: thresholds at their edges, dates that flip, both ends, organisations, important data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from tests.law.books import DAY, shipped, signed, vocabulary

from ayni.law.decision import Question
from ayni.law.evaluate import Law
from ayni.law.rulebook import Outcome

if TYPE_CHECKING:
    from ayni.law.decision import Decision, Path


def decide(pair: tuple[str, str], facts: dict[str, Any], on: dt.date = DAY, subjects: tuple[str, ...] = ()) -> Decision:
    """Decide by the shipped rulebooks, all signed off."""
    books = tuple(shipped().values())
    question = Question(from_place=pair[0], to_place=pair[1], subjects=subjects, on=on, facts=facts)
    return Law(books, vocabulary(), signed(*books)).decide(question)


def path(found: Decision, rulebook: str, capacity: str = "exporter") -> Path:
    """Return what one law says."""
    return next(one for one in found.paths if (one.rulebook, one.capacity) == (rulebook, capacity))


def truths(one: Path) -> set[str]:
    """Return the rules that are true."""
    return {rule.rule for rule in one.trace if rule.truth == "yes"}


CHINA = {
    "data.personal": True, "data.important": False, "data.sensitive": False, "exporter.critical-infrastructure": False,
    "transfer.necessity": ("none",), "data.collected-abroad": False, "recipient.foreign-authority": False,
    "instruments": ("standard-clauses",), "counter.sensitive-persons-this-year": 0,
    "data.children": False, "data.kinds": ("none",), "data.persons": 5_000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("below", "at"), [(99_999, 100_000), (999_999, 1_000_000)], ids=["standard contract", "security assessment"]
)
def test_china_tiers_begin_exactly_at_their_numbers(below: int, at: int) -> None:
    before, near, after = (
        truths(path(decide(("CN", "KE"), {**CHINA, "counter.persons-this-year": count}), "cn"))
        for count in (below - 1, below, at)
    )
    assert before == near
    assert near != after


def test_important_data_need_no_person_in_them() -> None:
    facts = {
        "data.personal": False,
        "data.important": True,
        "approvals": ("none",),
        "recipient.foreign-authority": False,
    }
    assert path(decide(("CN", "KE"), facts), "cn").outcome is Outcome.REFUSED
    assert path(decide(("CN", "KE"), {**facts, "data.important": False}), "cn").outcome is not Outcome.REFUSED


@pytest.mark.parametrize(("count", "held"), [(100, False), (101, True)])
def test_the_united_states_count_genomes_even_without_names(count: int, held: bool) -> None:  # noqa: FBT001
    facts = {
        "data.personal": False, "data.altered": "anonymised", "data.kinds": ("genomic",), "data.lawfully-public": False,
        "transfer.commercial": True, "transfer.government-funded": False, "recipient.covered-person": True,
        "counter.persons-12-months-to-recipient": count, "recipient.kind": "company",
        "transfer.necessity": ("none",), "instruments": ("none",),
    }  # fmt: skip
    assert (path(decide(("US", "CN"), facts), "us").outcome is Outcome.REFUSED) is held


def test_chile_flips_on_the_first_of_december() -> None:
    facts = {"data.personal": True, "consent": "none", "instruments": ("none",), "transfer.necessity": ("none",)}
    eve, day = (path(decide(("CL", "KE"), facts, dt.date(2026, *on)), "cl") for on in ((11, 30), (12, 1)))
    assert eve.outcome is not Outcome.REFUSED
    assert {one.rule for one in eve.trace} != {one.rule for one in day.trace}


@pytest.mark.parametrize(("place", "day", "listed"), [
    ("BR", dt.date(2026, 1, 26), False), ("BR", dt.date(2026, 1, 28), True), ("KE", DAY, False), ("JP", DAY, False),
    ("NZ", DAY, True),
])  # fmt: skip
def test_europes_list_is_dated(place: str, day: dt.date, listed: bool) -> None:  # noqa: FBT001
    facts = {
        "data.personal": True, "instruments": ("none",), "approvals": ("none",), "consent": "none",
        "transfer.necessity": ("none",), "recipient.kind": "university", "recipient.foreign-authority": False,
        "transfer.systematic": True, "recipient.same-group": False, "exporter.public-powers": False,
    }  # fmt: skip
    assert (path(decide(("DE", place), facts, day), "eu").outcome is not Outcome.REFUSED) is listed


def test_within_the_union_nothing_crosses() -> None:
    found = decide(("DE", "FR"), {"data.personal": True, "recipient.kind": "university"})
    assert (found.outcome, [one.within for one in found.paths]) == (Outcome.ALLOWED, [True, True])


def test_both_ends_and_the_people_in_between_apply() -> None:
    found = decide(("DE", "KE"), {"data.personal": True}, subjects=("RW",))
    assert {(one.rulebook, one.capacity) for one in found.paths} >= {("eu", "exporter"), ("ke", "importer")}
    assert ("rw", "subjects") in {(one.rulebook, one.capacity) for one in found.paths}


def test_an_international_organisation_is_a_recipient_of_its_own_kind() -> None:
    facts = {
        "data.personal": True, "instruments": ("none",), "approvals": ("none",), "consent": "none",
        "transfer.necessity": ("none",), "recipient.kind": "international-organisation", "transfer.systematic": True,
        "recipient.same-group": False, "exporter.public-powers": False, "recipient.foreign-authority": False,
    }  # fmt: skip
    office, nations = (
        path(decide(("DE", "KE"), {**facts, "recipient.organisation": name}), "eu").outcome
        for name in ("european-patent-organisation", "united-nations")
    )
    assert office is not Outcome.REFUSED
    assert nations is Outcome.REFUSED


def test_data_that_serve_the_state_keep_a_copy_in_kenya() -> None:
    facts = {"data.personal": True, "data.state-interest": ("elections",), "storage.copy-kept": False}
    assert decide(("KE", "ZA"), facts).outcome is Outcome.REFUSED
    assert decide(("KE", "ZA"), {**facts, "storage.copy-kept": True}).outcome is not Outcome.REFUSED
