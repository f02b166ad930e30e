"""Rulebooks for tests: small ones made here, random ones for laws, and what they come to by brute force."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import strategies as st

from ayni.law.load import load_rulebooks, load_vocabulary
from ayni.law.review import Review
from ayni.law.rulebook import (
    BINDING,
    Case,
    Cite,
    Condition,
    Evidence,
    Listed,
    NamedList,
    Outcome,
    Rule,
    Rulebook,
    Stage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ayni.law.vocabulary import Vocabulary

DAY = dt.date(2026, 11, 24)
CITE = Cite(instrument="An Act", article="1")
VALUES: dict[str, tuple[Any, ...]] = {
    "data.personal": (True, False),
    "notice": (True, False),
    "consent": ("none", "general", "explicit", "explicit-informed", "separate", "written"),
    "data.persons": (5, 10, 50, 100, 500),
    "assessments": (("none",), ("risk",), ("transfer-impact",), ("risk", "transfer-impact")),
}
"""The facts of random rulebooks, with one answer of every kind that their rules tell apart."""


@functools.cache
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary."""
    return load_vocabulary()


@functools.cache
def shipped() -> dict[str, Rulebook]:
    """Return the shipped rulebooks by id."""
    return {book.id: book for book in load_rulebooks(vocabulary())}


def signed(*books: Rulebook) -> dict[str, Review]:
    """Return a sign-off of each."""
    return {book.id: Review(rulebook=book.id, hash=book.hash, reviewer="Amina", on=DAY) for book in books}


def rule(name: str, stage: Stage, when: Case, **fields: Any) -> Rule:
    """Return a rule that was read in the text and holds on the day."""
    fields = {"cite": CITE, "evidence": Evidence.TEXT, "from_": DAY, **fields}
    return Rule(id=name, stage=stage, when=when, **fields)


def book(*rules: Rule, place: str = "KE", **fields: Any) -> Rulebook:
    """Return a closed rulebook of one country."""
    fields = {"closed": True, "extraterritorial": False, "lists": (), "tests": (), "hash": place, **fields}
    return Rulebook(
        id=place.lower(), title="", authority="", languages=("en",), law_from=DAY, known_until=DAY, covers="",
        sources=(), territories=(place,), rules=rules, **fields,
    )  # fmt: skip


# ---------------------------------------------------------------------- random rulebooks

_SINGLE = st.one_of(
    st.builds(lambda key, value: Case(is_={key: value}), st.sampled_from(["data.personal", "notice"]), st.booleans()),
    st.builds(
        lambda wanted: Case(in_={"consent": tuple(sorted(wanted))}),
        st.sets(st.sampled_from(VALUES["consent"]), min_size=1, max_size=3),
    ),
    st.builds(
        lambda name, value: msgspec.convert({name: {"data.persons": value}}, Case),
        st.sampled_from(["ge", "gt", "le", "lt"]),
        st.sampled_from([10, 100]),
    ),
    st.builds(
        lambda wanted: Case(has={"assessments": tuple(sorted(wanted))}),
        st.sets(st.sampled_from(["risk", "transfer-impact"]), min_size=1),
    ),
    st.just(Case(listed={"recipient.place": "adequate"})),
)
CASES = st.recursive(
    _SINGLE,
    lambda inner: st.builds(
        lambda name, parts: msgspec.structs.replace(Case(), **{name: tuple(parts)}),
        st.sampled_from(["all", "any", "none"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)
_CONDITIONS = st.lists(st.sampled_from(["consent", "record-basis", "minimise"]), max_size=2, unique=True)


@st.composite
def rulebooks(draw: st.DrawFn, place: str = "KE") -> Rulebook:
    """Draw a rulebook of a few rules of any stage, evidence, dates, conditions and exceptions."""
    rules: list[Rule] = []
    for number in range(draw(st.integers(1, 6))):
        stage = draw(st.sampled_from(list(Stage)))
        codes = draw(_CONDITIONS)
        if stage is Stage.DUTY:
            codes = codes or ["minimise"]
        if stage in {Stage.SCOPE, Stage.PROHIBITION}:
            codes = []
        rules.append(
            rule(
                f"{place.lower()}.{number}",
                stage,
                draw(CASES),
                evidence=draw(st.sampled_from(list(Evidence))),
                from_=draw(st.sampled_from([DAY, DAY, DAY, DAY + dt.timedelta(days=1)])),
                all_of=tuple(Condition(code=code) for code in codes),
                overrides=tuple(draw(st.sets(st.sampled_from([one.id for one in rules])))) if rules else (),
            )
        )
    entry = Listed(
        id="ZA",
        from_=DAY,
        evidence=draw(st.sampled_from(list(Evidence))),
        when=draw(st.none() | st.just(Case(is_={"notice": True}))),
    )
    adequate = NamedList(id="adequate", title="", cite=CITE, entries=(entry,))
    return book(*rules, place=place, closed=draw(st.booleans()), lists=(adequate,))


PARTIAL = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in VALUES.items()})
"""Some facts, the others unknown."""


# ---------------------------------------------------------------------- by brute force


def completions(facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every way in which the unknown facts may be answered."""
    open_facts = [key for key in VALUES if key not in facts]
    for values in itertools.product(*(VALUES[key] for key in open_facts)):
        yield {**facts, **dict(zip(open_facts, values, strict=True))}


def holds(  # noqa: PLR0911 - one answer for each kind of test
    case: Case, facts: Mapping[str, Any], lists: Mapping[str, NamedList], *, remembered: bool = True
) -> bool:
    """Tell whether a condition holds where every fact is known."""
    if case.all is not None:
        return all(holds(one, facts, lists, remembered=remembered) for one in case.all)
    if case.any is not None:
        return any(holds(one, facts, lists, remembered=remembered) for one in case.any)
    if case.none is not None:
        return not any(holds(one, facts, lists, remembered=remembered) for one in case.none)
    if case.listed is not None:
        ((fact, name),) = case.listed.items()
        return any(
            entry.id == facts[fact]
            and entry.from_ <= DAY
            and (entry.until is None or entry.until >= DAY)
            and (remembered or entry.evidence is not Evidence.REMEMBERED)
            and (entry.when is None or holds(entry.when, facts, lists, remembered=remembered))
            for entry in lists[name].entries
        )
    if case.has is not None:
        ((fact, wanted),) = case.has.items()
        return bool(set(facts[fact]) & set(wanted))
    if case.is_ is not None:
        ((fact, value),) = case.is_.items()
        return bool(facts[fact] == value)
    if case.in_ is not None:
        ((fact, wanted),) = case.in_.items()
        return facts[fact] in wanted
    for operand, compare in (
        (case.ge, float.__ge__), (case.gt, float.__gt__), (case.le, float.__le__), (case.lt, float.__lt__),
    ):  # fmt: skip
        if operand is not None:
            ((fact, limit),) = operand.items()
            return bool(compare(float(facts[fact]), float(limit)))
    raise ValueError(case)


def doubtful_scope(book: Rulebook) -> bool:
    """Tell whether a rule rests on memory that says when a law applies, or an exception to it, or a list it names."""
    rules = [one for one in book.rules if one.from_ <= DAY]
    bearing = {one.id for one in rules if one.stage is Stage.SCOPE}
    while more := {one.id for one in rules if bearing & set(one.overrides)} - bearing:
        bearing |= more
    doubtful = any(one.evidence is Evidence.REMEMBERED for named in book.lists for one in named.entries)
    return any(
        one.evidence is Evidence.REMEMBERED or (doubtful and b'"listed":{' in msgspec.json.encode(one.when))
        for one in rules
        if one.id in bearing
    )


def settled(book: Rulebook, facts: Mapping[str, Any], *, reviewed: bool) -> Outcome:
    """Return the outcome of one exporter's law where every fact is known, straight from what the stages mean."""
    lists = {named.id: named for named in book.lists}
    rules = [one for one in book.rules if one.from_ <= DAY and (one.until is None or one.until >= DAY)]

    def counts(one: Rule, *, remembered: bool = True) -> bool:
        return holds(one.when, facts, lists, remembered=remembered) and not any(
            counts(other, remembered=remembered) for other in rules if one.id in other.overrides
        )

    def of(stage: Stage) -> list[Rule]:
        return [one for one in rules if one.stage is stage and counts(one)]

    def free(one: Rule) -> bool:
        firm = counts(one, remembered=False)
        return firm and not one.one_of and not one.all_of and one.evidence is not Evidence.REMEMBERED

    scope = [one for one in rules if one.stage is Stage.SCOPE]
    ways = of(Stage.EXEMPTION) + (of(Stage.GATEWAY) if book.closed else [])
    lifted = [
        [other for other in rules if one.id in other.overrides and counts(other)]
        for one in rules
        if one.stage in {Stage.PROHIBITION, Stage.DUTY} and holds(one.when, facts, lists) and not counts(one)
    ]
    bound = any(not any(free(other) for other in exceptions) for exceptions in lifted)
    shaky = any(one.evidence is Evidence.REMEMBERED and one.overrides and counts(one) for one in rules) or any(
        one.stage in BINDING and not counts(one) and counts(one, remembered=False) for one in rules
    )
    if scope and not of(Stage.SCOPE):
        outcome = Outcome.ALLOWED
        shaky = doubtful_scope(book)
    elif of(Stage.PROHIBITION) or (book.closed and not ways):
        return Outcome.REFUSED
    elif of(Stage.DUTY) or bound or (ways and not any(free(one) for one in ways)):
        outcome = Outcome.CONDITIONS
    else:
        outcome = Outcome.ALLOWED
    return Outcome.CONDITIONS if outcome is Outcome.ALLOWED and (shaky or not reviewed) else outcome


ORDER = [Outcome.ALLOWED, Outcome.CONDITIONS, Outcome.ASK, Outcome.REFUSED]


def expected(
    books: Sequence[Rulebook], facts: Mapping[str, Any], *, to_place: str, reviewed: bool, missing: bool
) -> tuple[Outcome, set[str]]:
    """Return outcome and asked facts of several exporters' laws, by trying every completion."""

    def together(known: Mapping[str, Any]) -> Outcome:
        found = [settled(one, {**known, "recipient.place": to_place}, reviewed=reviewed) for one in books]
        return max([*found, Outcome.CONDITIONS if missing else Outcome.ALLOWED], key=ORDER.index)

    outcomes = {msgspec.json.encode(known): together(known) for known in completions(facts)}
    if len(set(outcomes.values())) == 1:
        return next(iter(outcomes.values())), set()
    asks: set[str] = set()
    for known in completions(facts):
        for key in VALUES.keys() - facts.keys() - asks:
            others = {outcomes[msgspec.json.encode({**known, key: value})] for value in VALUES[key]}
            if len(others) > 1:
                asks.add(key)
    return Outcome.ASK, asks
