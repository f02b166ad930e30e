"""An international organisation inside a country: abroad, at home, or unsaid, as its law has it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.law.books import CITE, DAY, book, rule, signed, vocabulary

from ayni.law.decision import Decision, Question
from ayni.law.evaluate import Law
from ayni.law.rulebook import Case, Evidence, Organisations, Outcome, Rulebook, Stage

PERSONAL = Case(is_={"data.personal": True})
CLOSED = book(rule("ke.scope", Stage.SCOPE, PERSONAL), rule("ke.way", Stage.GATEWAY, Case(is_={"notice": True})))


def decide(law: Rulebook, *, reviewed: bool = True, **facts: Any) -> Decision:
    """Decide a transfer from Kenya to Kenya."""
    question = Question(
        from_place="KE", to_place="KE", on=DAY, facts={key.replace("__", "."): value for key, value in facts.items()}
    )
    return Law([law], vocabulary(), signed(law) if reviewed else None).decide(question)


def saying(*, abroad: bool, evidence: Evidence = Evidence.TEXT) -> Rulebook:
    """Return the closed law with a word about organisations."""
    said = Organisations(abroad=abroad, cite=CITE, evidence=evidence)
    return msgspec.structs.replace(CLOSED, organisations=said)


ORGANISATION: dict[str, Any] = {"recipient__kind": "international-organisation", "data__personal": True}
HOME: dict[str, Any] = {"recipient__kind": "university", "data__personal": True}


def test_where_the_law_says_so_an_organisation_is_abroad_wherever_it_sits() -> None:
    law = saying(abroad=True)
    assert decide(law, **ORGANISATION, notice=False).outcome is Outcome.REFUSED
    assert decide(law, **ORGANISATION, notice=True).outcome is Outcome.ALLOWED
    found = decide(law, **HOME, notice=False)
    assert (found.outcome, [one.within for one in found.paths]) == (Outcome.ALLOWED, [True, True])


def test_who_receives_is_asked_where_it_decides_and_only_there() -> None:
    law = saying(abroad=True)
    found = decide(law, data__personal=True, notice=False)
    assert (found.outcome, [one.fact for one in found.asks]) == (Outcome.ASK, ["recipient.kind"])
    assert decide(law, data__personal=False).outcome is Outcome.ALLOWED
    assert decide(law, data__personal=True, notice=True).outcome is Outcome.ALLOWED


@pytest.mark.parametrize("reviewed", [True, False])
def test_where_the_law_is_silent_somebody_has_to_look(reviewed: bool) -> None:  # noqa: FBT001
    found = decide(CLOSED, reviewed=reviewed, **ORGANISATION, notice=False)
    asked = {"|".join(one.one_of) for one in found.conditions}
    assert (found.outcome, found.paths[0].unsaid, found.paths[0].within) == (Outcome.CONDITIONS, True, False)
    assert asked == {"organisation-seat"} | (set() if reviewed else {"sign-off"})


def test_a_silent_law_that_says_nothing_of_the_data_asks_for_nothing() -> None:
    found = decide(CLOSED, recipient__kind="international-organisation", data__personal=False)
    assert (found.outcome, found.conditions, found.paths[0].unsaid) == (Outcome.ALLOWED, (), False)


def test_at_home_from_memory_counts_as_unsaid() -> None:
    assert decide(saying(abroad=False), **ORGANISATION).outcome is Outcome.ALLOWED
    shaky = decide(saying(abroad=False, evidence=Evidence.REMEMBERED), **ORGANISATION, notice=False)
    assert (shaky.outcome, shaky.paths[0].unsaid) == (Outcome.CONDITIONS, True)


def test_an_organisation_abroad_is_like_any_recipient_there() -> None:
    question = Question(
        from_place="KE", to_place="ZA", on=DAY,
        facts={"recipient.kind": "international-organisation", "data.personal": True, "notice": False},
    )  # fmt: skip
    assert Law([CLOSED], vocabulary(), signed(CLOSED)).decide(question).outcome is Outcome.REFUSED
