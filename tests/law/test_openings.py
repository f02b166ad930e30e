"""What it would take to open a refused transfer, and from which day another answer holds."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from tests.law.books import DAY, PARTIAL, book, rule, rulebooks, shipped, signed, vocabulary

from ayni.law.ahead import Turn, ahead, turnings
from ayni.law.decision import Question
from ayni.law.evaluate import Law
from ayni.law.openings import openings
from ayni.law.rulebook import Case, Condition, Listed, NamedList, Outcome, Rulebook, Stage
from ayni.law.vocabulary import FactType

PERSONAL = Case(is_={"data.personal": True})
SCOPE = rule("ke.scope", Stage.SCOPE, PERSONAL)
CONTRACT = Case(has={"instruments": ("own-contract", "standard-clauses")})


def law_of(*books: Rulebook) -> Law:
    return Law(books, vocabulary(), signed(*books))


def ask(**facts: Any) -> Question:
    facts = {key.replace("__", "."): value for key, value in facts.items()}
    return Question(from_place="KE", to_place="KE" if not facts else "ZA", on=DAY, facts=facts)


def told(law: Law, question: Question) -> list[dict[str, tuple[Any, ...]]]:
    return [{change.fact: change.answers for change in one.changes} for one in openings(law, question)]


def test_nothing_is_told_of_what_is_not_refused() -> None:
    law = law_of(book(SCOPE, rule("ke.way", Stage.GATEWAY, PERSONAL)))
    assert openings(law, ask(data__personal=True)) == ()


def test_making_data_safe_and_any_contract_that_counts() -> None:
    law = law_of(book(SCOPE, rule("ke.way", Stage.GATEWAY, CONTRACT)))
    found = told(law, ask(data__personal=True, instruments=("none",)))
    assert found == [{"data.personal": (False,)}, {"instruments": ("standard-clauses", "own-contract")}]


def test_two_changes_where_one_is_not_enough_and_no_more_than_needed() -> None:
    both = Case(all=(CONTRACT, Case(is_={"safeguards.confirmed": True})))
    law = law_of(book(rule("ke.way", Stage.GATEWAY, both)))
    found = told(law, ask(instruments=("none",), safeguards__confirmed=False, notice=False))
    assert found == [{"instruments": ("standard-clauses", "own-contract"), "safeguards.confirmed": (True,)}]


def test_the_least_consent_that_suffices() -> None:
    consent = Case(in_={"consent": ("explicit-informed", "separate", "written")})
    law = law_of(book(rule("ke.way", Stage.GATEWAY, consent, all_of=(Condition(code="record-basis"),))))
    assert told(law, ask(consent="none")) == [{"consent": ("explicit-informed",)}]
    assert [one.outcome for one in openings(law, ask(consent="general"))] == [Outcome.CONDITIONS]


def test_a_ban_that_nobody_can_lift_leaves_no_way() -> None:
    law = law_of(book(rule("ke.ban", Stage.PROHIBITION, Case(is_={"data.important": True})), closed=False))
    assert openings(law, ask(data__important=True)) == ()


@given(rulebooks(), PARTIAL)
@settings(max_examples=60, deadline=None)
def test_what_is_told_opens_and_no_part_of_it_does(drawn: Rulebook, facts: dict[str, Any]) -> None:
    law = law_of(drawn)
    question = Question(from_place="KE", to_place="ZA", on=DAY, facts=facts)

    def after(changes: list[tuple[str, Any]]) -> Outcome:
        changed = dict(facts)
        for key, answer in changes:
            several = law.vocabulary.facts[key].type is FactType.CHOICES
            changed[key] = tuple(sorted({*(changed.get(key) or ()), answer} - {"none"})) if several else answer
        return law.outcome(msgspec.structs.replace(question, facts=changed))

    for one in openings(law, question):
        keys = [change.fact for change in one.changes]
        for answers in itertools.product(*(change.answers for change in one.changes)):
            assert after(list(zip(keys, answers, strict=True))) is one.outcome is not Outcome.REFUSED
            assert all(facts.get(key) != answer for key, answer in zip(keys, answers, strict=True))
        changes = [(change.fact, change.answers[0]) for change in one.changes]
        for at in range(len(changes)):
            assert after([*changes[:at], *changes[at + 1 :]]) is Outcome.REFUSED


def test_each_change_of_the_vocabulary_has_its_sentence() -> None:
    from ayni.words import all_texts

    can = [fact.key for fact in vocabulary().facts.values() if fact.can_change]
    assert can
    assert [key for key in can if f"law.change.{key}" not in all_texts()] == []


# ---------------------------------------------------------------------- what changes soon

LATER = DAY + dt.timedelta(days=30)


def test_the_first_day_on_which_the_answer_is_another() -> None:
    opened = rule("ke.way", Stage.GATEWAY, PERSONAL, until=LATER - dt.timedelta(days=1))
    law = law_of(msgspec.structs.replace(book(SCOPE, opened), known_until=LATER))
    question = ask(data__personal=True)
    found = ahead(law, question, law.decide(question))
    assert [(one.day, one.outcome, one.rulebooks) for one in found] == [(LATER, Outcome.REFUSED, ("ke",))]
    late = msgspec.structs.replace(question, on=LATER)
    assert ahead(law, late, law.decide(late)) == ()


def test_a_day_on_which_nothing_changes_for_this_transfer_is_not_told() -> None:
    other = rule("ke.ban", Stage.PROHIBITION, Case(is_={"data.important": True}), from_=LATER)
    law = law_of(book(SCOPE, rule("ke.way", Stage.GATEWAY, PERSONAL), other))
    question = ask(data__personal=True, data__important=False)
    assert ahead(law, question, law.decide(question)) == ()
    assert [one.day for one in ahead(law, ask(data__personal=True), law.decide(ask(data__personal=True)))] == [LATER]


def test_chile_is_told_two_days_before() -> None:
    books = tuple(shipped().values())
    law = Law(books, vocabulary(), signed(*books))
    facts = {
        "data.personal": True, "consent": "written", "instruments": ("none",), "transfer.necessity": ("none",),
        "data.official-statistics": False, "exporter.kind": "university", "recipient.kind": "university",
    }  # fmt: skip
    question = Question(from_place="CL", to_place="KE", on=dt.date(2026, 11, 29), facts=facts)
    assert dt.date(2026, 12, 1) in {one.day for one in ahead(law, question, law.decide(question))}


def test_turnings_are_what_begins_and_ends_within_the_time() -> None:
    entries = (Listed(id="ZA", from_=LATER, until=LATER),)
    named = NamedList(id="adequate", title="", cite=SCOPE.cite, entries=entries)
    turning = book(SCOPE, rule("ke.way", Stage.GATEWAY, PERSONAL, until=LATER), lists=(named,))
    after = LATER + dt.timedelta(days=1)
    assert [(one.day, one.turn, one.name) for one in turnings(turning, DAY)] == [
        (LATER, Turn.ENTRY_BEGINS, "ZA"),
        (after, Turn.ENTRY_ENDS, "ZA"),
        (after, Turn.RULE_ENDS, "ke.way"),
    ]
    assert turnings(turning, DAY, days=29) == ()
    assert [one.day for one in turnings(turning, DAY, days=30)] == [LATER]


@pytest.mark.parametrize("days", [0, 1])
def test_the_day_itself_is_not_ahead(days: int) -> None:
    turning = book(rule("ke.way", Stage.GATEWAY, PERSONAL, from_=LATER))
    assert len(turnings(turning, LATER - dt.timedelta(days=days))) == days
