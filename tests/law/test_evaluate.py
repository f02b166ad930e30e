"""What the evaluator promises, on random rulebooks against brute force and on those that are shipped."""

from __future__ import annotations

import functools
import itertools
import random
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.books import (
    CASES,
    DAY,
    ORDER,
    PARTIAL,
    VALUES,
    book,
    expected,
    rule,
    rulebooks,
    shipped,
    signed,
    vocabulary,
)

from ayni.errors import InputError
from ayni.law.compiled import Variable, compile_rulebook, single_test
from ayni.law.decision import Question
from ayni.law.evaluate import Law, decide_alone
from ayni.law.given import Given
from ayni.law.rulebook import Case, Condition, Evidence, Listed, NamedList, Outcome, Stage, Status
from ayni.law.vocabulary import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ayni.law.decision import Decision
    from ayni.law.rulebook import Rulebook

PAIRS = (("KE", "ZA"), ("GB", "KE"), ("DE", "US"), ("NG", "BR"), ("CN", "IN"), ("EG", "TR"), ("UG", "FR"), ("US", "CN"))
PERSONAL = Case(is_={"data.personal": True})
AT_HOME = {"data.personal": True, "recipient.kind": "university"}
"""To a recipient that sits where it is and nowhere else."""


def decide(law: Law, facts: Mapping[str, object], pair: tuple[str, str] = ("KE", "ZA"), **fields: Any) -> Decision:
    """Decide one transfer."""
    return law.decide(Question(from_place=pair[0], to_place=pair[1], on=DAY, facts=dict(facts), **fields))


def codes(decision: Decision) -> set[str]:
    """Return the conditions by code."""
    return {"|".join(one.one_of) for one in decision.conditions}


# ---------------------------------------------------------------------- random rulebooks against brute force


@given(rulebooks(), PARTIAL, st.sampled_from(["ZA", "UG"]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_one_law_decides_and_asks_as_all_completions_do(
    law: Rulebook,
    facts: dict[str, Any],
    to_place: str,
    reviewed: bool,  # noqa: FBT001 - drawn
) -> None:
    found = decide(Law([law], vocabulary(), signed(law) if reviewed else None), facts, ("KE", to_place))
    outcome, asks = expected([law], facts, to_place=to_place, reviewed=reviewed, missing=True)
    assert (found.outcome, {one.fact for one in found.asks}) == (outcome, asks)
    alone = decide_alone(
        law, vocabulary(), day=DAY, capacity="exporter", from_place="KE", to_place=to_place, facts=facts
    )
    outcome, asks = expected([law], facts, to_place=to_place, reviewed=True, missing=False)
    assert (alone.outcome, {one.fact for one in alone.asks}) == (outcome, asks)
    assert (alone.outcome is Outcome.ALLOWED) <= (alone.conditions == ())
    assert (alone.outcome is Outcome.CONDITIONS) <= (alone.conditions != ())


@given(rulebooks("KE"), rulebooks("UG"), PARTIAL, st.booleans())
@settings(max_examples=40, deadline=None)
def test_two_laws_come_to_the_strictest_of_every_completion(
    first: Rulebook,
    second: Rulebook,
    facts: dict[str, Any],
    reviewed: bool,  # noqa: FBT001 - drawn
) -> None:
    second = msgspec.structs.replace(second, extraterritorial=True)
    both = [first, msgspec.structs.replace(
        second, rules=tuple(msgspec.structs.replace(one, capacities=("subjects",)) for one in second.rules)
    )]  # fmt: skip
    law = Law(both, vocabulary(), signed(*both) if reviewed else None)
    found = decide(law, facts, subjects=("UG",))
    outcome, asks = expected([first, second], facts, to_place="ZA", reviewed=reviewed, missing=True)
    assert (found.outcome, {one.fact for one in found.asks}) == (outcome, asks)
    decided = [one.outcome for one in found.paths if one.outcome is not Outcome.ASK]
    assert ORDER.index(found.outcome) >= max([ORDER.index(one) for one in decided], default=0)


@given(rulebooks(), PARTIAL, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rules_never_matters(law: Rulebook, facts: dict[str, Any], chance: random.Random) -> None:
    rules = list(law.rules)
    chance.shuffle(rules)
    turned = msgspec.structs.replace(law, rules=tuple(rules))
    assert decide(Law([law], vocabulary()), facts) == decide(Law([turned], vocabulary()), facts)


@given(CASES, PARTIAL)
@settings(max_examples=60, deadline=None)
def test_what_is_given_and_what_is_known_come_to_the_same(case: Case, facts: dict[str, Any]) -> None:
    """A rule made ready for the facts says what a rule says that hears of them later."""
    adequate = NamedList(id="adequate", title="", cite=rule("x", Stage.SCOPE, case).cite, entries=())
    law = book(rule("ke.1", Stage.GATEWAY, case), lists=(adequate,))
    early = decide_alone(law, vocabulary(), day=DAY, capacity="exporter", from_place="KE", to_place="ZA", facts=facts)
    late = decide(Law([law], vocabulary(), signed(law)), facts).paths[0]
    assert (early.outcome, [one.truth for one in early.trace]) == (late.outcome, [one.truth for one in late.trace])


# ---------------------------------------------------------------------- the shipped rulebooks


@functools.cache
def variables(pair: tuple[str, str]) -> list[tuple[Variable, tuple[Any, ...]]]:
    """Return what the rules of both countries look at."""
    found = []
    for capacity, place in (("exporter", pair[0]), ("importer", pair[1])):
        for law in shipped().values():
            if place in law.territories:
                told = {"capacity": capacity, "exporter.place": pair[0], "recipient.place": pair[1]}
                ready = compile_rulebook(law, vocabulary(), DAY, told)
                found += [(one, spread.values) for one, spread in zip(ready.variables, ready.spreads, strict=True)]
    return found


@functools.cache
def answers(key: str, pair: tuple[str, str]) -> tuple[Any, ...]:
    """Return answers to a fact that show every difference the shipped rules of a pair make."""
    fact = vocabulary().facts[key]
    if fact.type is FactType.YES_NO:
        return (True, False)
    if fact.type is FactType.CHOICE:
        return fact.answers
    told: set[Any] = set()
    for variable, values in variables(pair):
        if variable.fact == key:
            told.update([variable.answer] if variable.answer else values)
    if fact.type is FactType.NUMBER:
        return tuple(sorted({near for value in told for near in (value - 1, value, value + 1) if near >= 0} or {1}))
    matter = sorted(told - {"none"})
    none = next((one for one in fact.answers if one == "none" or one not in matter), None)
    several = [tuple(some) for size in range(1, 4) for some in itertools.combinations(matter, size)]
    return ((none,), *several) if none else tuple(several)


@functools.cache
def looked_at(pair: tuple[str, str]) -> list[str]:
    """Return the facts that can matter for a pair."""
    return [one.fact for one in decide(Law(list(shipped().values()), vocabulary()), {}, pair).asks]


@pytest.fixture(scope="module")
def law() -> Law:
    return Law(list(shipped().values()), vocabulary())


def some_facts(pair: tuple[str, str], keys: list[str], chance: random.Random, share: float) -> dict[str, Any]:
    """Return random answers to some of the facts."""
    return {key: chance.choice(answers(key, pair)) for key in keys if chance.random() < share}


def tried(law: Law, facts: Mapping[str, Any], pair: tuple[str, str]) -> Decision | None:
    """Decide, None where the answers contradict each other."""
    try:
        return decide(law, facts, pair)
    except InputError as error:
        if error.code != "law-facts-contradict":
            raise
        return None


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_what_was_decided_stays_decided_when_more_is_known(law: Law, pair: tuple[str, str]) -> None:
    chance, keys, held = random.Random(f"stays {pair}"), looked_at(pair), 0
    for _ in range(60):
        facts = some_facts(pair, keys, chance, 0.6)
        before = tried(law, facts, pair)
        if before is None:
            continue
        for _ in range(3):
            more = {**some_facts(pair, keys, chance, 0.8), **facts}
            after = tried(law, more, pair)
            if after is None:
                continue
            held += 1
            if before.outcome is not Outcome.ASK:
                assert (after.outcome, after.asks) == (before.outcome, ())
            else:
                assert {one.fact for one in after.asks} <= {one.fact for one in before.asks}
    assert held > 20


def narrowed(law: Law, facts: dict[str, Any], pair: tuple[str, str], fact: str) -> dict[str, Any]:
    """Answer other questions until this one alone is left to decide, or is left with one whose answer gives its own.

    Which organisation receives says that an organisation receives: then either question can decide, before the other.
    """
    found = decide(law, facts, pair)
    others = [one.fact for one in found.asks if one.fact != fact]
    if not others:
        assert [one.fact for one in found.asks] == [fact]
        return facts
    for other in others:
        for value in answers(other, pair):
            more = {**facts, other: value}
            after = tried(law, more, pair)
            if after is not None and fact in {one.fact for one in after.asks}:
                return narrowed(law, more, pair, fact)
    assert set(others) <= {*pairs_of_implied(fact)}, (fact, others, facts)
    return facts


def pairs_of_implied(fact: str) -> Iterator[str]:
    """Yield the facts whose answers give an answer to this one."""
    for one in vocabulary().implications:
        first, second = (single_test(case)[0] for case in (one.when, one.then))
        if second == fact:
            yield first


MORE_PAIRS = (
    ("MX", "US"), ("CL", "DE"), ("SA", "EG"), ("TR", "DE"), ("TZ", "KE"), ("ZA", "GB"), ("SN", "FR"), ("IN", "US"),
    ("ID", "SG"), ("TH", "MY"), ("RW", "KE"), ("DE", "FR"), ("KE", "KE"), ("JP", "KR"), ("VN", "CN"), ("RU", "MA"),
)  # fmt: skip


@pytest.mark.parametrize("pair", [*PAIRS, *MORE_PAIRS], ids="-".join)
def test_every_fact_asked_for_can_change_the_outcome(law: Law, pair: tuple[str, str]) -> None:
    chance, keys, shown = random.Random(f"asks {pair}"), looked_at(pair), 0
    for facts in ({}, *(some_facts(pair, keys, chance, chance.choice((0.2, 0.4, 0.6, 0.8))) for _ in range(12))):
        found = tried(law, facts, pair)
        for one in found.asks if found is not None else ():
            last = narrowed(law, dict(facts), pair, one.fact)
            outcomes = {
                after.outcome
                for value in answers(one.fact, pair)
                if (after := tried(law, {**last, one.fact: value}, pair)) is not None
            }
            assert len(outcomes) > 1, one.fact
            shown += 1
    assert shown


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_no_fact_that_is_not_asked_for_can_change_anything(law: Law, pair: tuple[str, str]) -> None:
    chance, keys = random.Random(f"idle {pair}"), looked_at(pair)
    for _ in range(10):
        facts = some_facts(pair, keys, chance, 0.5)
        before = tried(law, facts, pair)
        if before is None:
            continue
        asked = {one.fact for one in before.asks}
        for key in vocabulary().facts.keys() - asked - facts.keys():
            more = {**facts, key: chance.choice(answers(key, pair))}
            after = tried(law, more, pair)
            # Some answers give another fact its only answer: that fact is known then, and it was asked for.
            if after is not None and not asked & Given(vocabulary()).check(more).keys():
                assert (after.outcome, {one.fact for one in after.asks}) == (before.outcome, asked)


@pytest.mark.parametrize("pair", [*PAIRS, ("DE", "FR"), ("KE", "KE"), ("KE", "TD")], ids="-".join)
@pytest.mark.parametrize("reviewed", [True, False])
def test_the_outcome_alone_is_that_of_the_whole_decision(pair: tuple[str, str], reviewed: bool) -> None:  # noqa: FBT001
    books = list(shipped().values())
    law = Law(books, vocabulary(), signed(*books) if reviewed else None)
    chance, keys = random.Random(f"alone {pair}"), looked_at(pair)
    for _ in range(40):
        facts = some_facts(pair, keys, chance, chance.choice((0.3, 0.7, 1.0)))
        whole = tried(law, facts, pair)
        if whole is not None:
            question = Question(from_place=pair[0], to_place=pair[1], subjects=("RW",), on=DAY, facts=facts)
            assert law.outcome(question) is law.decide(question).outcome
            assert law.outcome(whole.question) is whole.outcome


def test_nothing_unreviewed_is_plainly_allowed(law: Law) -> None:
    chance = random.Random("unreviewed")
    for pair in PAIRS:
        keys = looked_at(pair)
        for _ in range(20):
            found = tried(law, some_facts(pair, keys, chance, 1.0), pair)
            if found is not None and found.outcome is not Outcome.REFUSED:
                assert found.outcome in {Outcome.CONDITIONS, Outcome.ASK}
                assert "sign-off" in codes(found)
    assert {one.status for one in decide(law, {}).rulebooks} == {Status.UNREVIEWED}


# ---------------------------------------------------------------------- failing closed, one by one

OPEN = book(rule("ke.open", Stage.EXEMPTION, PERSONAL))


def test_a_reviewed_rule_that_was_read_allows() -> None:
    other = book(rule("za.open", Stage.EXEMPTION, PERSONAL), place="ZA")
    found = decide(Law([OPEN, other], vocabulary(), signed(OPEN, other)), {"data.personal": True})
    assert (found.outcome, found.conditions, found.asks) == (Outcome.ALLOWED, (), ())


def test_a_rule_from_memory_allows_only_with_a_sign_off() -> None:
    shaky = book(rule("ke.open", Stage.EXEMPTION, PERSONAL, evidence=Evidence.REMEMBERED))
    at_home = {"data.personal": True, "recipient.kind": "university"}
    found = decide(Law([shaky], vocabulary(), signed(shaky)), at_home, ("KE", "KE"))
    assert found.outcome is Outcome.ALLOWED  # within the country no rule is needed
    path = decide(Law([shaky], vocabulary(), signed(shaky)), {"data.personal": True}).paths[0]
    assert (path.outcome, [one.one_of for one in path.conditions]) == (Outcome.CONDITIONS, [("sign-off",)])


def test_an_entry_from_memory_allows_only_with_a_sign_off() -> None:
    listed = Case(listed={"recipient.place": "adequate"})
    for evidence, outcome in ((Evidence.REMEMBERED, Outcome.CONDITIONS), (Evidence.SECONDARY, Outcome.ALLOWED)):
        entries = (Listed(id="ZA", from_=DAY, evidence=evidence),)
        adequate = NamedList(id="adequate", title="", cite=OPEN.rules[0].cite, entries=entries)
        law = book(rule("ke.list", Stage.GATEWAY, listed), lists=(adequate,))
        path = decide(Law([law], vocabulary(), signed(law)), {}).paths[0]
        assert path.outcome is outcome
        assert bool(path.conditions) is (outcome is Outcome.CONDITIONS)


def test_an_exception_from_memory_lifts_a_ban_only_with_a_sign_off() -> None:
    law = book(
        rule("ke.ban", Stage.PROHIBITION, PERSONAL),
        rule(
            "ke.but", Stage.EXEMPTION, Case(is_={"notice": True}), evidence=Evidence.REMEMBERED, overrides=("ke.ban",)
        ),
        rule("ke.way", Stage.EXEMPTION, PERSONAL),
    )
    facts = {"data.personal": True, "notice": True}
    path = decide(Law([law], vocabulary(), signed(law)), facts).paths[0]
    assert (path.outcome, [one.one_of for one in path.conditions]) == (Outcome.CONDITIONS, [("sign-off",)])
    assert [one.overridden for one in path.trace] == [True, False, False]
    assert decide(Law([law], vocabulary(), signed(law)), facts | {"notice": False}).outcome is Outcome.REFUSED


def test_a_sign_off_for_another_version_does_not_count() -> None:
    amended = msgspec.structs.replace(OPEN, hash="other")
    found = decide(Law([amended], vocabulary(), signed(OPEN)), {"data.personal": True})
    assert (found.outcome, codes(found)) == (Outcome.CONDITIONS, {"sign-off"})
    assert [one.status for one in found.rulebooks] == [Status.UNREVIEWED]


def test_a_place_without_a_rulebook_needs_a_sign_off() -> None:
    law = Law([OPEN], vocabulary(), signed(OPEN))
    found = decide(law, {"data.personal": True}, ("KE", "UG"))
    assert (found.outcome, codes(found), found.missing) == (Outcome.CONDITIONS, {"sign-off"}, ("UG",))
    nowhere = decide(law, {}, ("UG", "TD"), subjects=("SO",))
    assert (nowhere.outcome, codes(nowhere), nowhere.missing) == (Outcome.CONDITIONS, {"sign-off"}, ("UG", "TD", "SO"))
    known = decide(law, AT_HOME, ("KE", "KE"))
    again = decide(law, AT_HOME, ("KE", "KE"), subjects=("SO",))
    assert (known.outcome, again.outcome, again.missing) == (Outcome.ALLOWED, Outcome.CONDITIONS, ("SO",))


def test_the_least_demanding_open_way_is_told_and_every_duty() -> None:
    law = book(
        rule("ke.a", Stage.GATEWAY, PERSONAL, all_of=(Condition(code="consent"), Condition(code="minimise"))),
        rule("ke.b", Stage.GATEWAY, PERSONAL, one_of=(Condition(code="own-contract"), Condition(code="licence"))),
        rule("ke.d", Stage.DUTY, Case(is_={"notice": False}), all_of=(Condition(code="inform-people"),)),
        rule("ke.n", Stage.DUTY, Case(is_={"notice": True}), all_of=(Condition(code="record-basis"),)),
    )
    found = decide(Law([law], vocabulary(), signed(law)), {"data.personal": True, "notice": False}).paths[0]
    assert [one.one_of for one in found.conditions] == [("inform-people",), ("licence", "own-contract")]


def test_a_refusal_names_the_ways_that_could_be_opened() -> None:
    found = decide(Law([OPEN], vocabulary()), {"data.personal": False}).paths[0]
    assert (found.outcome, found.conditions, found.ways) == (Outcome.REFUSED, (), ())
    law = book(rule("ke.way", Stage.GATEWAY, PERSONAL))
    assert decide(Law([law], vocabulary()), {"data.personal": False}).paths[0].ways == ("ke.way",)


@pytest.mark.parametrize(("days", "code"), [(-1, "law-day-before"), (731, "law-day-beyond"), (0, ""), (730, "")])
def test_a_day_the_rules_do_not_know_is_refused(days: int, code: str) -> None:
    import datetime as dt

    question = Question(from_place="KE", to_place="KE", on=DAY + dt.timedelta(days=days), facts={})
    law = Law([OPEN], vocabulary(), signed(OPEN))
    if code:
        with pytest.raises(InputError) as refused:
            law.decide(question)
        assert refused.value.code == code
    else:
        assert [one.stale for one in law.decide(question).rulebooks] == [days > 365]


def test_people_abroad_bring_their_law_where_it_reaches_abroad() -> None:
    there = book(rule("ug.ban", Stage.PROHIBITION, PERSONAL), place="UG", extraterritorial=True)
    law = Law([OPEN, there], vocabulary(), signed(OPEN, there))
    facts = {"data.personal": True}
    assert decide(law, facts, ("KE", "ZA"), subjects=("UG",)).outcome is Outcome.REFUSED
    near = msgspec.structs.replace(there, extraterritorial=False)
    assert decide(Law([OPEN, near], vocabulary()), facts, subjects=("UG",)).outcome is Outcome.CONDITIONS


def test_what_stays_in_the_country_crosses_nothing_for_those_who_receive_either() -> None:
    """A rule about receiving from abroad has nothing to say of a transfer that never left."""
    law = book(OPEN.rules[0], rule("ke.in", Stage.PROHIBITION, PERSONAL, capacities=("importer",)))
    found = decide(Law([law], vocabulary(), signed(law)), AT_HOME, ("KE", "KE"))
    assert (found.outcome, [one.within for one in found.paths]) == (Outcome.ALLOWED, [True, True])


def test_values_of_random_rulebooks_are_the_vocabularys() -> None:
    assert VALUES.keys() <= vocabulary().facts.keys()
