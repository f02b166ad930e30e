"""Exceptions that lift a ban or a duty ask for what they ask, whatever other way is open."""

from __future__ import annotations

import msgspec
from tests.law.books import DAY, book, rule, signed, vocabulary

from ayni.law.decision import Path, Question
from ayni.law.evaluate import Law
from ayni.law.rulebook import Case, Condition, Outcome, Rule, Rulebook, Stage

PERSONAL, TOLD = Case(is_={"data.personal": True}), Case(is_={"notice": True})
COPY, CONSENT = (Condition(code="keep-copy"),), (Condition(code="consent"),)


def path(law: Rulebook, **facts: object) -> Path:
    """Return what the law says of a transfer of personal data."""
    question = Question(from_place="KE", to_place="ZA", on=DAY, facts={"data.personal": True, **facts})
    return Law([law], vocabulary(), signed(law)).decide(question).paths[0]


def codes(found: Path) -> set[str]:
    return {"|".join(one.one_of) for one in found.conditions}


def law(*more: Rule) -> Rulebook:
    return book(
        rule("ke.ban", Stage.PROHIBITION, PERSONAL),
        rule("ke.but", Stage.EXEMPTION, TOLD, all_of=COPY, overrides=("ke.ban",)),
        *more,
    )


def test_an_open_gateway_does_not_free_from_what_lifts_the_ban() -> None:
    found = path(law(rule("ke.way", Stage.GATEWAY, PERSONAL)), notice=True)
    assert (found.outcome, codes(found)) == (Outcome.CONDITIONS, {"keep-copy"})
    assert path(law(rule("ke.way", Stage.GATEWAY, PERSONAL)), notice=False).outcome is Outcome.REFUSED


def test_a_lifted_ban_and_a_way_with_conditions_ask_for_both() -> None:
    gateway = rule("ke.way", Stage.GATEWAY, PERSONAL, all_of=CONSENT)
    exception = msgspec.structs.replace(law().rules[1], stage=Stage.GATEWAY, all_of=(*COPY, *CONSENT))
    both = book(law().rules[0], exception, gateway)
    assert codes(path(both, notice=True)) == {"keep-copy", "consent"}


def test_of_two_exceptions_the_one_that_asks_least_is_relied_on() -> None:
    free = rule("ke.free", Stage.EXEMPTION, PERSONAL, overrides=("ke.ban",))
    found = path(law(free), notice=True)
    assert (found.outcome, codes(found)) == (Outcome.ALLOWED, set())


def test_an_exception_to_a_duty_asks_for_its_own_in_an_open_law_too() -> None:
    open_law = book(
        rule("ke.duty", Stage.DUTY, PERSONAL, all_of=CONSENT),
        rule("ke.but", Stage.EXEMPTION, TOLD, all_of=COPY, overrides=("ke.duty",)),
        closed=False,
    )
    assert codes(path(open_law, notice=True)) == {"keep-copy"}
    assert codes(path(open_law, notice=False)) == {"consent"}


def test_a_gateway_that_asks_less_than_a_true_exemption_is_taken() -> None:
    """Whoever may rely on either need not meet the conditions of the other."""
    both = book(
        rule("ke.research", Stage.EXEMPTION, PERSONAL, all_of=(*COPY, *CONSENT)),
        rule("ke.way", Stage.GATEWAY, TOLD),
    )
    assert path(both, notice=True).outcome is Outcome.ALLOWED
    assert codes(path(both, notice=False)) == {"keep-copy", "consent"}
