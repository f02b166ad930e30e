"""Hold a rulebook to its own tests, and the tests to the rulebook.

`run_tests` decides every case of `tests.toml` by this rulebook alone, as if it had been reviewed, so that a plain
`allowed` can be seen. `uncovered` names rules that no test makes true, false and unknown. `survivors` changes the
rulebook a little (drops a rule or an entry of a list, moves a threshold by one or a date by a day) and names the
changes that no test notices.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec

from ayni.law.evaluate import SIGN_OFF, decide_alone
from ayni.law.rulebook import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ayni.law.decision import Path
    from ayni.law.rulebook import NamedList, Rulebook, Test
    from ayni.law.vocabulary import Vocabulary

__all__ = ["Failure", "mutants", "run_tests", "survivors", "uncovered"]

ELSEWHERE = "ZZ"
"""The recipient's place where a test names none: a place that stands in no list (ISO 3166-1 user-assigned)."""
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
    for truth, rules in (("yes", expect.true), ("no", expect.false), ("unknown", expect.unknown)):
        found += [(rule, truth, truths.get(rule, "not in force")) for rule in rules]
    for part, expected, was in found:
        if expected != was:
            yield Failure(test=test.name, part=part, expected=str(expected), found=str(was))


def uncovered(book: Rulebook, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return, for each rule, the truth values that no test expects of it by name.

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
    return {rule: truths for rule, truths in lacking.items() if truths}


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
    """Return the changes to the rulebook that no test of it notices."""
    return tuple(name for name, changed in mutants(book) if not _noticed(changed, vocabulary))


def _noticed(book: Rulebook, vocabulary: Vocabulary) -> bool:
    return any(next(_failures(test, answer(book, test, vocabulary)), None) is not None for test in book.tests)


def mutants(book: Rulebook) -> Iterator[tuple[str, Rulebook]]:
    """Yield small changes of a rulebook, each with what was changed."""
    replace = msgspec.structs.replace
    for at, rule in enumerate(book.rules):
        rest = (*book.rules[:at], *book.rules[at + 1 :])
        yield f"drop {rule.id}", replace(book, rules=rest)
        for what, case in _cases(rule.when):
            yield f"{rule.id}: {what}", replace(book, rules=(*rest, replace(rule, when=case)))
        for field, days in _moves(rule.from_, rule.until, book.law_from):
            yield f"{rule.id}: {field}", replace(book, rules=(*rest, replace(rule, **days)))
        if rule.overrides:
            yield f"{rule.id}: no exception", replace(book, rules=(*rest, replace(rule, overrides=())))
        for field in ("one_of", "all_of"):
            if getattr(rule, field):
                yield f"{rule.id}: no {field}", replace(book, rules=(*rest, replace(rule, **{field: ()})))
    for number, named in enumerate(book.lists):
        for at, entry in enumerate(named.entries):
            others = (*named.entries[:at], *named.entries[at + 1 :])
            changes = [("dropped", others)]
            changes += [
                (field, (*others, replace(entry, **days)))
                for field, days in _moves(entry.from_, entry.until, book.law_from)
            ]
            if entry.when is not None:
                changes.append(("whole", (*others, replace(entry, when=None))))
            for what, entries in changes:
                lists = (*book.lists[:number], replace(named, entries=entries), *book.lists[number + 1 :])
                yield f"{named.id}:{entry.id}: {what}", replace(book, lists=lists)


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
