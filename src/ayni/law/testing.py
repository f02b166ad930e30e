"""Hold a rulebook to its own tests, and the tests to the rulebook.

`run_tests` decides every case of `tests.toml` by this rulebook alone, as if it had been reviewed, so that a plain
`allowed` can be seen. `uncovered` names rules that no test makes true, false and unknown. `survivors` changes the
rulebook a little (drops a rule or an entry of a list, moves a threshold by one or a date by a day) and names the
changes that no test notices.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ayni.law.evaluate import decide_alone
from ayni.law.needs import SIGN_OFF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ayni.law.decision import Path
    from ayni.law.rulebook import Case, Listed, NamedList, Rule, Rulebook, Test
    from ayni.law.vocabulary import Vocabulary

__all__ = [
    "ELSEWHERE",
    "Failure",
    "Mutant",
    "answer",
    "decided_otherwise",
    "mutants",
    "run_tests",
    "survivors",
    "uncovered",
]

ELSEWHERE = "ZZ"
"""The recipient's place where a test names none: a place that stands in no list (ISO 3166-1 user-assigned)."""
_ABSENT = "not in force"
_THRESHOLDS = ("ge", "gt", "le", "lt")


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A test that does not hold: what was looked at, what was expected, what was found."""

    test: str
    part: str
    expected: str
    found: str


def answer(book: Rulebook, test: Test, vocabulary: Vocabulary) -> Path:
    """Decide a test's case by its rulebook alone."""
    facts = dict(test.facts)
    capacity = str(facts.pop("capacity", "exporter"))
    home = book.territories[0]
    away = "exporter.place" if capacity == "importer" else "recipient.place"
    places = {"exporter.place": home, "recipient.place": home, away: ELSEWHERE}
    if capacity == "subjects":
        places["exporter.place"] = ELSEWHERE
    places = {name: str(facts.pop(name, place)) for name, place in places.items()}
    return decide_alone(
        book,
        vocabulary,
        day=test.on,
        capacity=capacity,
        from_place=places["exporter.place"],
        to_place=places["recipient.place"],
        facts=facts,
    )


def run_tests(book: Rulebook, vocabulary: Vocabulary) -> tuple[Failure, ...]:
    """Return what does not hold; an empty tuple when every test does."""
    return tuple(failure for test in book.tests for failure in _failures(test, answer(book, test, vocabulary)))


def _failures(test: Test, path: Path) -> Iterator[Failure]:
    expect = test.expect
    found: list[tuple[str, Any, Any]] = [("outcome", expect.outcome.value, path.outcome.value)]
    if expect.conditions is not None:
        codes = {"|".join(one.one_of) for one in path.conditions} - {SIGN_OFF}
        found.append(("conditions", sorted(expect.conditions), sorted(codes)))
    if expect.asks is not None:
        found.append(("asks", sorted(expect.asks), sorted(one.fact for one in path.asks)))
    truths = {one.rule: one.truth for one in path.trace}
    named = (("yes", expect.true), ("no", expect.false), ("unknown", expect.unknown), (_ABSENT, expect.absent))
    for truth, rules in named:
        found += [(rule, truth, truths.get(rule, _ABSENT)) for rule in rules]
    for part, expected, was in found:
        if expected != was:
            yield Failure(test=test.name, part=part, expected=str(expected), found=str(was))


def decided_otherwise(book: Rulebook, vocabulary: Vocabulary) -> tuple[Failure, ...]:
    """Return what an amended rulebook decides otherwise than the one it amends, over the cases that came with that."""
    return tuple(failure for test in book.inherited for failure in _failures(test, answer(book, test, vocabulary)))


def uncovered(book: Rulebook, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return, for each rule, the truth values that no test expects of it by name; of an amended book, for what is new.

    A rule that looks only at what the question itself gives (places, lists of places) is never unknown.
    """
    seen: dict[str, set[str]] = {rule.id: set() for rule in book.rules}
    for test in book.tests:
        for truth, rules in (("yes", test.expect.true), ("no", test.expect.false), ("unknown", test.expect.unknown)):
            for rule in rules:
                seen[rule].add(truth)
    lists = {named.id: named for named in book.lists}
    possible = {
        rule.id: {"yes", "no", "unknown"} if set(_facts(rule.when, lists)) & set(vocabulary.facts) else {"yes", "no"}
        for rule in book.rules
    }
    lacking = {rule: tuple(sorted(possible[rule] - truths)) for rule, truths in seen.items()}
    wanted = set(book.amended or lacking)
    return {rule: truths for rule, truths in lacking.items() if truths and rule in wanted}


def _facts(case: Case, lists: Mapping[str, NamedList]) -> Iterator[str]:
    """Yield every fact that a condition looks at, those of lists' partial entries included."""
    for name in case.__struct_fields__:
        value = getattr(case, name)
        if isinstance(value, dict):
            yield from value
        for inner in value if isinstance(value, tuple) else ():
            yield from _facts(inner, lists)
    for named in (case.listed or {}).values():
        for entry in lists[named].entries:
            if entry.when is not None:
                yield from _facts(entry.when, lists)


def survivors(book: Rulebook, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the changes to the rulebook that no test of it notices; of an amended one, to what is new in it."""
    wanted = set(book.amended)
    return tuple(
        one.what for one in mutants(book) if (not wanted or one.about in wanted) and not _noticed(one, vocabulary)
    )


def _noticed(mutant: Mutant, vocabulary: Vocabulary) -> bool:
    """Whether some test fails; those that name the changed rule, or the entry's place, and know most come first."""

    def far(test: Test) -> tuple[bool, int]:
        expect = test.expect
        named = (*expect.true, *expect.false, *expect.unknown, *expect.absent, *test.facts.values())
        return mutant.about not in named, -len(test.facts)

    tests = sorted(mutant.book.tests, key=far)
    return any(next(_failures(test, answer(mutant.book, test, vocabulary)), None) is not None for test in tests)


class Mutant(NamedTuple):
    """A rulebook with one small change."""

    what: str
    about: str
    """The id of the rule or of the list's entry that was changed."""
    book: Rulebook


def mutants(book: Rulebook) -> Iterator[Mutant]:
    """Yield small changes of a rulebook."""
    for at, rule in enumerate(book.rules):
        rest = (*book.rules[:at], *book.rules[at + 1 :])
        yield Mutant(f"drop {rule.id}", rule.id, msgspec.structs.replace(book, rules=rest))
        for what, changed in _changed_rules(rule, book.law_from):
            yield Mutant(f"{rule.id}: {what}", rule.id, msgspec.structs.replace(book, rules=(*rest, changed)))
    for number, named in enumerate(book.lists):
        for what, entry, entries in _changed_entries(named, book.law_from):
            lists = (*book.lists[:number], msgspec.structs.replace(named, entries=entries), *book.lists[number + 1 :])
            yield Mutant(f"{named.id}:{entry}: {what}", entry, msgspec.structs.replace(book, lists=lists))


def _changed_rules(rule: Rule, law_from: dt.date) -> Iterator[tuple[str, Rule]]:
    replace = msgspec.structs.replace
    for what, case in _cases(rule.when):
        yield what, replace(rule, when=case)
    for what, days in _moves(rule.from_, rule.until, law_from):
        yield what, replace(rule, **days)
    if rule.overrides:
        yield "no exception", replace(rule, overrides=())
    for field in ("one_of", "all_of"):
        if getattr(rule, field):
            yield f"no {field}", replace(rule, **{field: ()})


def _changed_entries(named: NamedList, law_from: dt.date) -> Iterator[tuple[str, str, tuple[Listed, ...]]]:
    replace = msgspec.structs.replace
    for at, entry in enumerate(named.entries):
        others = (*named.entries[:at], *named.entries[at + 1 :])
        yield "dropped", entry.id, others
        for what, days in _moves(entry.from_, entry.until, law_from):
            yield what, entry.id, (*others, replace(entry, **days))
        if entry.when is not None:
            yield "whole", entry.id, (*others, replace(entry, when=None))


def _moves(start: dt.date, until: dt.date | None, law_from: dt.date) -> Iterator[tuple[str, dict[str, dt.date]]]:
    """Yield each date that matters, a day later and a day earlier; what began with the law has no day before."""
    day = dt.timedelta(days=1)
    if start > law_from:
        yield "from a day later", {"from_": start + day}
        yield "from a day earlier", {"from_": start - day}
    if until is not None:
        yield "until a day later", {"until": until + day}
        yield "until a day earlier", {"until": until - day}


def _cases(case: Case) -> Iterator[tuple[str, Case]]:
    """Yield a condition with one threshold moved by one, up or down, or with one alternative of it left out."""
    replace = msgspec.structs.replace
    for name in _THRESHOLDS:
        operand = getattr(case, name)
        if operand is not None:
            ((fact, value),) = operand.items()
            for step in (1, -1):
                yield f"{name} {fact} {step:+d}", replace(case, **{name: {fact: value + step}})
    for name in ("all", "any", "none"):
        inner = getattr(case, name)
        for at, one in enumerate(inner or ()):
            for what, changed in _cases(one):
                yield what, replace(case, **{name: (*inner[:at], changed, *inner[at + 1 :])})
            if len(inner) > 1:
                yield f"{name} without part {at + 1}", replace(case, **{name: (*inner[:at], *inner[at + 1 :])})
