"""What has to be done is told whole: whatever turns out, the conditions of an answer suffice, and none is missing."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.books import CITE, DAY, VALUES, book, doubtful_scope, holds, rule, rulebooks, signed, vocabulary

from ayni.law.decision import Question
from ayni.law.evaluate import Law, decide_alone
from ayni.law.rulebook import (
    BINDING,
    Case,
    Condition,
    Evidence,
    Listed,
    NamedList,
    Organisations,
    Outcome,
    Stage,
)
from ayni.law.shortening import shortening

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ayni.law.decision import Decision
    from ayni.law.rulebook import Rule, Rulebook

KINDS = ("university", "international-organisation")
ANSWERS = {**VALUES, "data.persons": (5, 50, 500), "recipient.kind": KINDS}
PARTIAL = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in ANSWERS.items()})
PERSONAL, NOTICE = Case(is_={"data.personal": True}), Case(is_={"notice": True})
SIGN_OFF, SEAT = ("sign-off",), ("organisation-seat",)


@st.composite
def laws(draw: st.DrawFn, place: str) -> Rulebook:
    """Draw a law that may speak of organisations, of people abroad, and of those who receive."""
    said = st.builds(
        lambda abroad, evidence: Organisations(abroad=abroad, cite=CITE, evidence=evidence),
        st.booleans(),
        st.sampled_from(Evidence),
    )
    capacities = st.sampled_from([("exporter", "subjects"), ("importer",), ("exporter", "importer", "subjects")])
    drawn = draw(rulebooks(place))
    rules = tuple(msgspec.structs.replace(one, capacities=draw(capacities)) for one in drawn.rules)
    return msgspec.structs.replace(
        drawn, rules=rules, organisations=draw(st.none() | said), extraterritorial=draw(st.booleans())
    )


def completed(facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every way in which the unknown facts may be answered."""
    keys = [key for key in ANSWERS if key not in facts]
    for values in itertools.product(*(ANSWERS[key] for key in keys)):
        yield {**facts, **dict(zip(keys, values, strict=True))}


def told(decision: Decision) -> set[tuple[str, ...]]:
    """Return the conditions by their codes."""
    return {one.one_of for one in decision.conditions}


def met(law: Rulebook, capacity: str, question: Question, listed: set[tuple[str, ...]], *, reviewed: bool) -> bool:
    """Tell whether whoever meets these conditions did all that one law asks for, where every fact is known."""
    rules = [one for one in law.rules if one.from_ <= DAY and capacity in one.capacities]
    facts = {**question.facts, "recipient.place": question.to_place}
    lists = {named.id: named for named in law.lists}

    @functools.cache
    def counts(name: str, *, remembered: bool = True) -> bool:
        rule = next(one for one in rules if one.id == name)
        return holds(rule.when, facts, lists, remembered=remembered) and not any(
            counts(other.id, remembered=remembered) for other in rules if name in other.overrides
        )

    def done(rule: Rule) -> bool:
        needed = {(one.code,) for one in rule.all_of}
        if rule.evidence is Evidence.REMEMBERED or not counts(rule.id, remembered=False):
            needed.add(SIGN_OFF)
        return needed <= listed

    signed_off = reviewed or SIGN_OFF in listed
    if not rules:
        return signed_off
    if question.to_place in law.territories and (capacity != "importer" or question.from_place in law.territories):
        said = law.organisations
        silent = said is None or (not said.abroad and said.evidence is Evidence.REMEMBERED)
        if facts["recipient.kind"] == "university" or not (silent or (said is not None and said.abroad)):
            return signed_off
        if silent and SEAT in listed:
            return signed_off
    scope = [one for one in rules if one.stage is Stage.SCOPE]
    if scope and not any(counts(one.id) for one in scope):
        return signed_off and (
            SIGN_OFF in listed or not doubtful_scope(msgspec.structs.replace(law, rules=tuple(rules)))
        )
    ways = [one for one in rules if counts(one.id)
            and (one.stage is Stage.EXEMPTION or (one.stage is Stage.GATEWAY and law.closed))]  # fmt: skip
    lifted = [
        [other for other in rules if one.id in other.overrides and counts(other.id)]
        for one in rules
        if one.stage in BINDING and holds(one.when, facts, lists) and not counts(one.id)
    ]
    duties = [one for one in rules if one.stage is Stage.DUTY and counts(one.id)]
    shaky = any(one.evidence is Evidence.REMEMBERED and one.overrides and counts(one.id) for one in rules) or any(
        one.stage in BINDING and not counts(one.id) and counts(one.id, remembered=False) for one in rules
    )
    return (
        signed_off
        and (SIGN_OFF in listed or not shaky)
        and all((condition.code,) in listed for one in duties for condition in one.all_of)
        and all(any(done(one) for one in several) for several in [*lifted, ways] if several)
    )


@given(laws("KE"), laws("UG"), PARTIAL, st.sampled_from(["KE", "UG", "ZA"]), st.data())
@settings(max_examples=80, deadline=None)
def test_conditions_suffice_whatever_turns_out(
    first: Rulebook,
    second: Rulebook,
    facts: dict[str, Any],
    to_place: str,
    more: st.DataObject,
) -> None:
    subjects = more.draw(st.sampled_from([(), ("UG",)]))
    reviewed = more.draw(st.sets(st.sampled_from(["ke", "ug"])))
    books = [first, second]
    law = Law(books, vocabulary(), {name: one for name, one in signed(*books).items() if name in reviewed})
    question = Question(from_place="KE", to_place=to_place, subjects=subjects, on=DAY, facts=facts)
    found = law.decide(question)
    listed = told(found)
    assert law.outcome(question) is found.outcome
    assert (found.outcome is Outcome.CONDITIONS) <= bool(listed)
    assert (found.outcome in {Outcome.ALLOWED, Outcome.REFUSED}) <= (not listed)
    assert bool(found.asks) is (found.outcome is Outcome.ASK)
    by_name = {one.id: one for one in books}
    for known in completed(facts):
        then = msgspec.structs.replace(question, facts=known)
        after = law.decide(then)
        assert law.outcome(then) is after.outcome is not Outcome.ASK
        if after.outcome is Outcome.REFUSED:
            assert found.outcome in {Outcome.ASK, Outcome.REFUSED}
            continue
        enough = told(after) if found.outcome is Outcome.ASK else listed
        for path in after.paths:
            law_of = by_name[path.rulebook]
            assert met(law_of, path.capacity, then, enough, reviewed=path.rulebook in reviewed), (known, path)
        if found.outcome is Outcome.ASK:
            assert listed <= told(after), known
        else:
            assert found.outcome is after.outcome


def condition(code: str) -> tuple[Condition, ...]:
    """Return one condition."""
    return (Condition(code=code),)


def test_what_an_open_law_may_ask_is_told_where_another_law_decides() -> None:
    """The whole is certain by the first law, so nobody is asked on: what the second may ask for has to be told."""
    first = book(rule("ke.way", Stage.GATEWAY, PERSONAL, all_of=condition("consent")))
    tell = rule("za.tell", Stage.DUTY, NOTICE, all_of=condition("minimise"), capacities=("importer",))
    second = book(tell, place="ZA")
    law = Law([first, second], vocabulary(), signed(first, second))
    question = Question(from_place="KE", to_place="ZA", on=DAY, facts={"data.personal": True})
    found = law.decide(question)
    assert (found.outcome, told(found)) == (Outcome.CONDITIONS, {("consent",), ("minimise",)})
    assert shortening(found, vocabulary()) == ("notice",)
    assert told(law.decide(msgspec.structs.replace(question, facts={"data.personal": True, "notice": False}))) == {
        ("consent",)
    }


def test_what_was_decided_before_changes_nothing() -> None:
    """Two ways of which one is open for sure, and two that may both be closed, look alike rule by rule."""
    safe = Case(is_={"safeguards.confirmed": True})
    law_of = book(
        rule("ke.a", Stage.GATEWAY, Case(all=(NOTICE, safe))),
        rule("ke.b", Stage.GATEWAY, Case(all=(Case(none=(NOTICE,)), safe))),
        rule("ke.c", Stage.GATEWAY, PERSONAL, all_of=condition("consent")),
    )
    law = Law([law_of], vocabulary())
    question = Question(from_place="KE", to_place="ZA", on=DAY, facts={"data.personal": True})
    sure = msgspec.structs.replace(question, facts={"data.personal": True, "safeguards.confirmed": True})
    assert told(law.decide(sure)) == {SIGN_OFF}
    assert told(law.decide(question)) == {SIGN_OFF, ("consent",)}


def test_who_may_be_an_organisation_is_told_that_somebody_has_to_look() -> None:
    law_of = book(rule("ke.way", Stage.GATEWAY, NOTICE))
    found = Law([law_of], vocabulary()).decide(Question(from_place="KE", to_place="KE", on=DAY, facts={}))
    assert (found.outcome, told(found)) == (Outcome.CONDITIONS, {SIGN_OFF, SEAT})


@pytest.mark.parametrize("stage", [Stage.EXEMPTION, Stage.SCOPE])
def test_an_exception_from_memory_never_takes_data_out_of_a_law(stage: Stage) -> None:
    law_of = book(
        rule("ke.scope", Stage.SCOPE, PERSONAL),
        rule("ke.but", stage, NOTICE, overrides=("ke.scope",), evidence=Evidence.REMEMBERED),
    )
    path = decide_alone(
        law_of, vocabulary(), day=DAY, capacity="exporter", from_place="KE", to_place="ZA",
        facts={"data.personal": stage is Stage.EXEMPTION, "notice": stage is Stage.EXEMPTION},
    )  # fmt: skip
    assert (path.outcome, [one.one_of for one in path.conditions]) == (Outcome.CONDITIONS, [SIGN_OFF])


@pytest.mark.parametrize("stage", [Stage.SCOPE, Stage.PROHIBITION])
@pytest.mark.parametrize("evidence", [Evidence.REMEMBERED, Evidence.TEXT])
def test_a_place_that_stands_in_a_list_from_memory_is_free_of_nothing(stage: Stage, evidence: Evidence) -> None:
    entries = (Listed(id="ZA", from_=DAY, evidence=evidence),)
    friends = NamedList(id="friends", title="", cite=CITE, entries=entries)
    elsewhere = Case(none=(Case(listed={"recipient.place": "friends"}),))
    law_of = book(rule("ke.1", stage, elsewhere), lists=(friends,), closed=False)
    path = decide_alone(
        law_of, vocabulary(), day=DAY, capacity="exporter", from_place="KE", to_place="ZA", facts={}
    )  # fmt: skip
    firm = evidence is Evidence.TEXT
    assert path.outcome is (Outcome.ALLOWED if firm else Outcome.CONDITIONS)
    assert [one.one_of for one in path.conditions] == ([] if firm else [SIGN_OFF])
