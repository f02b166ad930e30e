"""A rulebook made ready for one day, one capacity and one pair of places: rules as decision diagrams over facts.

`compile_rulebook` turns the rules that hold on the day into diagrams (`ayni.law.diagram`) over the facts they
look at. What the question itself gives (capacity, places, lists on that day) is settled here, so the diagrams
hold only what may be unknown. A number is cut at the thresholds of the rules, an answer of a list of answers is
a yes-no of its own; so every fact has finitely many answers and the diagrams are exact.
"""

from __future__ import annotations

import bisect
import enum
from typing import TYPE_CHECKING, Any, NamedTuple

from ayni.law.diagram import Leaf, Workshop, support
from ayni.law.rulebook import BINDING, Case, Evidence, Outcome, Stage
from ayni.law.vocabulary import CAPACITY, EXPORTER_PLACE, RECIPIENT_PLACE, FactType

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ayni.law.diagram import Diagram
    from ayni.law.rulebook import NamedList, Rule, Rulebook
    from ayni.law.vocabulary import Fact, Vocabulary

__all__ = [
    "Compiled",
    "CompiledRule",
    "Leaving",
    "Spread",
    "Variable",
    "compile_rulebook",
    "holds_on",
    "single_test",
]

KIND, ORGANISATION = "recipient.kind", "international-organisation"
CLOSED, OPEN_WITH_CONDITIONS, OPEN = 0, 1, 2
OUTCOMES = (Outcome.REFUSED, Outcome.CONDITIONS, Outcome.ALLOWED)
"""What a way comes to: closed, open with conditions, open."""


class Leaving(enum.StrEnum):
    """Whether the data leave the places where a law holds."""

    LEAVES = "leaves"
    STAYS = "stays"
    UNSAID = "unsaid"
    """To an international organisation inside, of which the law does not say whether it is abroad."""


class Variable(NamedTuple):
    """A fact, or one answer of a fact of several answers, as a place in the order of the diagrams."""

    fact: str
    answer: str = ""
    """For a fact of several answers: the one this variable is about."""

    def reader(self, spread: Spread) -> Callable[[Any], int | None]:
        """Return the function from a fact's value to the number of its answer; what is not known stays None."""
        if self.answer:
            return lambda value: None if value is None else int(self.answer in value)
        if spread.cut:
            return lambda value: None if value is None else spread.number(value)
        numbers = {value: number for number, value in enumerate(spread.values)}
        return numbers.get


class Spread(NamedTuple):
    """The answers of one variable, as they are told apart."""

    values: tuple[Any, ...]
    """Yes-no: (False, True). A choice: its answers. A number: the thresholds it is cut at, in order."""
    cut: bool = False

    @property
    def size(self) -> int:
        """How many answers are told apart."""
        return 2 * len(self.values) + 1 if self.cut else len(self.values)

    def number(self, value: Any) -> int:
        """Return the number of an answer. A number's answers are: below the first threshold, it, between, and so on."""
        if not self.cut:
            return self.values.index(value)
        place = bisect.bisect_left(self.values, value)
        return 2 * place + (place < len(self.values) and self.values[place] == value)

    def representative(self, number: int) -> Any:
        """Return a value that has this number."""
        if not self.cut:
            return self.values[number]
        place, at = divmod(number, 2)
        if at:
            return self.values[place]
        if place == len(self.values):
            return self.values[-1] + 1
        below = self.values[place - 1] if place else self.values[place] - 2
        return (below + self.values[place]) / 2


class CompiledRule(NamedTuple):
    """A rule with its condition and with its effect once exceptions to it are taken into account."""

    rule: Rule
    case: Diagram[bool]
    counts: Diagram[bool]
    shaky: Diagram[bool]
    """Whether entries of lists that rest on memory decide here that less is asked: a way or an exception counts only
    with them, a ban or a duty only without them."""
    facts: tuple[str, ...]


class Compiled(NamedTuple):
    """A rulebook made ready."""

    variables: tuple[Variable, ...]
    spreads: tuple[Spread, ...]
    rules: tuple[CompiledRule, ...]
    outcome: Diagram[Outcome]
    """allowed, conditions or refused, before what a missing review adds."""
    leaving: Diagram[Leaving]
    inside: bool
    """Both ends lie where the law holds, so `leaving` may be anything but that they leave."""
    closed: bool
    """Whether one of the ways must be open: of those who receive only where the law has ways in."""
    doubtful_scope: bool
    """Whether it rests on memory when this law applies."""
    readers: tuple[tuple[str, Callable[[Any], int | None]], ...]
    """For each variable its fact, and the function from that fact's value to the number of the answer."""

    def known(self, facts: Mapping[str, Any]) -> tuple[int | None, ...]:
        """Return for each variable the number of the answer that the facts give, None where they do not say."""
        look = facts.get
        return tuple([read(look(fact)) for fact, read in self.readers])


def _where_it_stays(leaving: Leaving, own: Outcome) -> Outcome:
    """Return what a law comes to: it is silent of what stays, and somebody has to look where it does not say."""
    if leaving is Leaving.STAYS:
        return Outcome.ALLOWED
    return Outcome.CONDITIONS if leaving is Leaving.UNSAID and own is not Outcome.ALLOWED else own


def holds_on(day: dt.date, start: dt.date, until: dt.date | None) -> bool:
    """Tell whether a dated rule or entry holds on a day; `until` is its last day."""
    return start <= day and (until is None or day <= until)


def compile_rulebook(book: Rulebook, vocabulary: Vocabulary, day: dt.date, given: Mapping[str, Any]) -> Compiled:
    """Make a rulebook ready.

    `given` holds the question's own facts (`ayni.law.vocabulary.QUESTION_FACTS`), and may hold others: what is
    given is settled here, and is no variable any more.
    """
    return _Compiler(book, vocabulary, day, given).compile()


class _Compiler:
    def __init__(self, book: Rulebook, vocabulary: Vocabulary, day: dt.date, given: Mapping[str, Any]) -> None:
        self._book = book
        self._given = given
        self._day = day
        self._lists = {named.id: named for named in book.lists}
        self._rules = sorted(
            (
                rule
                for rule in book.rules
                if holds_on(day, rule.from_, rule.until) and given["capacity"] in rule.capacities
            ),
            key=lambda rule: rule.id,
        )
        self._inside = given[RECIPIENT_PLACE] in book.territories and (
            given[CAPACITY] != "importer" or given[EXPORTER_PLACE] in book.territories
        )
        atoms = [atom for rule in self._rules for atom in self._atoms(rule.when)]
        if self._inside and KIND not in given:
            atoms.append((KIND, "choice", None))
        order = {key: place for place, key in enumerate(vocabulary.facts)}
        self._variables, self._spreads = _spread(atoms, vocabulary.facts, order)
        self._places = {variable: place for place, variable in enumerate(self._variables)}
        self._facts = vocabulary.facts
        self._work: Workshop[Any] = Workshop([spread.size for spread in self._spreads])
        self._yes, self._no = self._work.leaf(value=True), self._work.leaf(value=False)
        self._remembered = True
        """Whether entries of lists that rest on memory stand in their lists."""

    def compile(self) -> Compiled:
        cases = {rule.id: self._case(rule.when) for rule in self._rules}
        counts = self._counting(cases)
        remembered = self._resting_on_remembered_entries()
        self._remembered = False
        without = counts
        if remembered:
            without = self._counting(
                cases | {rule.id: self._case(rule.when) for rule in self._rules if rule.id in remembered}
            )
        rules = tuple(
            CompiledRule(
                rule,
                cases[rule.id],
                counts[rule.id],
                self._shaky(rule, counts[rule.id], without[rule.id]),
                self._looked_at(cases[rule.id]),
            )
            for rule in self._rules
        )
        doubtful = self._doubtful_scope(remembered)
        readers = tuple(
            (variable.fact, variable.reader(spread))
            for variable, spread in zip(self._variables, self._spreads, strict=True)
        )
        closed = self._book.closed and (
            self._given[CAPACITY] != "importer" or any(one.rule.stage is Stage.GATEWAY for one in rules)
        )
        leaving = self._leaving()
        own = self._outcome(rules, closed=closed, doubtful=doubtful)
        outcome = self._work.join(_where_it_stays, leaving, own)
        return Compiled(
            self._variables, self._spreads, rules, outcome, leaving, self._inside, closed, doubtful, readers
        )

    def _resting_on_remembered_entries(self) -> set[str]:
        """Return the rules that look at a list with entries that rest on memory."""
        lists = {
            named.id
            for named in self._book.lists
            if any(entry.evidence is Evidence.REMEMBERED for entry in named.entries)
        }
        return {rule.id for rule in self._rules if lists & set(_lists(rule.when))}

    def _doubtful_scope(self, remembered: set[str]) -> bool:
        """Tell whether a scope rule, or an exception that in the end bears on one, rests on memory."""
        bearing = [rule for rule in self._rules if rule.stage is Stage.SCOPE]
        for one in bearing:  # grows while it is walked
            bearing += [other for other in self._rules if one.id in other.overrides and other not in bearing]
        return any(one.evidence is Evidence.REMEMBERED or one.id in remembered for one in bearing)

    def _shaky(self, rule: Rule, counts: Diagram[bool], without: Diagram[bool]) -> Diagram[bool]:
        """Return when entries that rest on memory spare something; `without`: when the rule counts without them."""
        if counts is without:
            return self._no
        found: Diagram[bool] = self._no
        if rule.stage in BINDING:
            found = self._work.join(lambda here, there: there and not here, counts, without)
        if rule.stage not in BINDING or rule.overrides:
            opened = self._work.join(lambda here, there: here and not there, counts, without)
            found = self._any([found, opened])
        return found

    def _leaving(self) -> Diagram[Leaving]:
        """Return whether the data leave. An organisation of several states may be abroad wherever it sits."""
        if not self._inside:
            return self._work.leaf(Leaving.LEAVES)
        said = self._book.organisations
        if said is None or (not said.abroad and said.evidence is Evidence.REMEMBERED):
            there = Leaving.UNSAID
        else:
            there = Leaving.LEAVES if said.abroad else Leaving.STAYS
        organisation = self._single(Case(is_={KIND: ORGANISATION}))
        return self._work.join(lambda found: there if found else Leaving.STAYS, organisation)

    def _counting(self, cases: Mapping[str, Diagram[bool]]) -> dict[str, Diagram[bool]]:
        """Return for each rule when it counts: where its condition holds and no exception to it counts."""
        counts: dict[str, Diagram[bool]] = {}
        waiting = list(self._rules)
        exceptions = {
            rule.id: [other.id for other in self._rules if rule.id in other.overrides] for rule in self._rules
        }
        while waiting:  # exceptions first; `ayni.law.load` refuses circles
            rule = waiting.pop(0)
            if any(other not in counts for other in exceptions[rule.id]):
                waiting.append(rule)
                continue
            others = self._any([counts[other] for other in exceptions[rule.id]])
            counts[rule.id] = self._work.join(lambda own, other: own and not other, cases[rule.id], others)
        return counts

    def _outcome(self, rules: tuple[CompiledRule, ...], *, closed: bool, doubtful: bool) -> Diagram[Outcome]:
        """Join the stages: scope, prohibition, exemption, gateway, duty."""
        by_stage: dict[Stage, list[CompiledRule]] = {stage: [] for stage in Stage}
        for rule in rules:
            by_stage[rule.rule.stage].append(rule)
        scope = by_stage[Stage.SCOPE]
        # Where it rests on memory that a law does not apply, that alone allows nothing.
        outside = Outcome.CONDITIONS if doubtful else Outcome.ALLOWED
        work = self._work
        exempt, gateway = self._openings(by_stage[Stage.EXEMPTION]), self._openings(by_stage[Stage.GATEWAY])
        # Whoever may rely on several ways takes the one that asks least; an open law needs none.
        way = work.join(max, exempt, gateway) if closed else work.join(lambda free: free or OPEN, exempt)
        own = work.join(
            lambda free, duty: OUTCOMES[free] if not duty else OUTCOMES[min(free, OPEN_WITH_CONDITIONS)],
            way,
            self._any([*(rule.counts for rule in by_stage[Stage.DUTY]), *self._lifted_with_conditions(rules)]),
        )
        own = work.join(
            lambda banned, outcome: Outcome.REFUSED if banned else outcome,
            self._any(rule.counts for rule in by_stage[Stage.PROHIBITION]),
            own,
        )
        own = work.join(
            lambda shaky, outcome: Outcome.CONDITIONS if shaky and outcome is Outcome.ALLOWED else outcome,
            self._any(
                [
                    *(one.counts for one in rules if one.rule.evidence is Evidence.REMEMBERED and one.rule.overrides),
                    *(one.shaky for one in rules if one.rule.stage in BINDING),
                ]
            ),
            own,
        )
        applies = self._any(rule.counts for rule in scope) if scope else self._yes
        return work.join(lambda inside, outcome: outcome if inside else outside, applies, own)

    def _lifted_with_conditions(self, rules: Iterable[CompiledRule]) -> Iterator[Diagram[bool]]:
        """Yield when a ban or a duty would hold but for exceptions all of which ask for something in its place."""
        for banned in rules:
            if banned.rule.stage in BINDING:
                exceptions = [one for one in rules if banned.rule.id in one.rule.overrides]
                if exceptions:
                    yield self._work.join(
                        lambda case, lifted: case and lifted == OPEN_WITH_CONDITIONS,
                        banned.case,
                        self._openings(exceptions),
                    )

    def _any(self, parts: Iterable[Diagram[bool]]) -> Diagram[bool]:
        return self._fold(lambda one, other: one or other, parts, start=False, settled=True)

    def _all(self, parts: Iterable[Diagram[bool]]) -> Diagram[bool]:
        return self._fold(lambda one, other: one and other, parts, start=True, settled=False)

    def _openings(self, rules: list[CompiledRule]) -> Diagram[int]:
        """Return how openly the rules open: not at all, with conditions, or freely; the most open one counts."""
        ways = []
        for one in rules:
            bound = one.rule.one_of or one.rule.all_of or one.rule.evidence is Evidence.REMEMBERED
            free = OPEN_WITH_CONDITIONS if bound else OPEN
            ways.append(
                self._work.join(
                    lambda counts, shaky, free=free: (OPEN_WITH_CONDITIONS if shaky else free) if counts else CLOSED,
                    one.counts,
                    one.shaky,
                )
            )
        return self._fold(max, ways, start=CLOSED, settled=OPEN)

    def _fold(self, combine: Any, parts: Iterable[Diagram[Any]], *, start: Any, settled: Any) -> Diagram[Any]:
        """Join two by two: each step meets a diagram already made small, where all at once multiplies them out.

        `start` changes nothing it is joined with, and `settled` is what everything joined with it becomes.
        """
        nothing = self._work.leaf(start)
        whole: Diagram[Any] = nothing
        for part in parts:
            if isinstance(part, Leaf) and part.value == settled:
                return self._work.leaf(settled)
            if part is not nothing:
                whole = part if whole is nothing else self._work.join(combine, whole, part, settled=settled)
        return whole

    def _looked_at(self, case: Diagram[bool]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._variables[place].fact for place in sorted(support(case))))

    # -------------------------------------------------------------- conditions as diagrams

    def _case(self, case: Case) -> Diagram[bool]:
        if case.all is not None:
            return self._all(map(self._case, case.all))
        if case.any is not None:
            return self._any(map(self._case, case.any))
        if case.none is not None:
            return self._work.join(lambda found: not found, self._any(map(self._case, case.none)))
        return self._single(case)

    def _single(self, case: Case) -> Diagram[bool]:
        if case.listed is not None:
            ((fact, name),) = case.listed.items()
            return self._listed(self._lists[name], fact)
        fact, test = single_test(case)
        if fact in self._given:
            return self._yes if test(self._given[fact]) else self._no
        if case.has is not None:
            return self._any(self._on(Variable(fact, answer), bool) for answer in case.has[fact])
        return self._on(Variable(fact), test)

    def _on(self, variable: Variable, test: Any) -> Diagram[bool]:
        place = self._places[variable]
        spread = self._spreads[place]
        if variable.answer:
            return self._work.split(place, (self._no, self._yes))
        return self._work.split(
            place,
            tuple(self._yes if test(spread.representative(number)) else self._no for number in range(spread.size)),
        )

    def _listed(self, named: NamedList, fact: str) -> Diagram[bool]:
        """Return whether the place or party stands in the list on the day, for entries that may be partial."""
        found = []
        for entry in named.entries:
            if not holds_on(self._day, entry.from_, entry.until):
                continue
            if entry.evidence is Evidence.REMEMBERED and not self._remembered:
                continue
            if fact in self._given:
                stands: Diagram[bool] = self._yes if self._given[fact] == entry.id else self._no
            else:
                stands = self._on(Variable(fact), lambda value, wanted=entry.id: value == wanted)
            found.append(stands if entry.when is None else self._all([stands, self._case(entry.when)]))
        return self._any(found)

    def _atoms(self, case: Case) -> Iterator[tuple[str, str, Any]]:
        """Yield every (fact, kind, operand) that a condition looks at, those of lists' partial entries included."""
        for inner in (*(case.all or ()), *(case.any or ()), *(case.none or ())):
            yield from self._atoms(inner)
        if case.listed is not None:
            ((fact, name),) = case.listed.items()
            if fact not in self._given:
                yield fact, "choice", None
            for entry in self._lists[name].entries:
                if entry.when is not None and holds_on(self._day, entry.from_, entry.until):
                    yield from self._atoms(entry.when)
        elif case.has is not None:
            ((fact, answers),) = case.has.items()
            for answer in () if fact in self._given else answers:
                yield fact, "has", answer
        elif case.all is None and case.any is None and case.none is None:
            fact, _ = single_test(case)
            if fact not in self._given:
                threshold = next(
                    (test[fact] for test in (case.ge, case.gt, case.le, case.lt) if test is not None), None
                )
                yield fact, "choice" if threshold is None else "cut", threshold


def _lists(case: Case) -> Iterator[str]:
    """Yield the lists that a condition looks at."""
    yield from (case.listed or {}).values()
    for inner in (*(case.all or ()), *(case.any or ()), *(case.none or ())):
        yield from _lists(inner)


def single_test(case: Case) -> tuple[str, Callable[[Any], bool]]:
    """Return the fact that a test of one fact looks at, and the test as a function of its value."""
    tests: tuple[tuple[dict[str, Any] | None, Any], ...] = (
        (case.is_, lambda value, wanted: value == wanted),
        (case.in_, lambda value, wanted: value in wanted),
        (case.has, lambda value, wanted: any(answer in value for answer in wanted)),
        (case.ge, lambda value, wanted: value >= wanted),
        (case.gt, lambda value, wanted: value > wanted),
        (case.le, lambda value, wanted: value <= wanted),
        (case.lt, lambda value, wanted: value < wanted),
    )
    for operand, holds in tests:
        if operand is not None:
            ((fact, wanted),) = operand.items()
            return fact, lambda value, holds=holds, wanted=wanted: holds(value, wanted)
    raise ValueError(case)


def _spread(
    atoms: list[tuple[str, str, Any]], facts: Mapping[str, Fact], order: Mapping[str, int]
) -> tuple[tuple[Variable, ...], tuple[Spread, ...]]:
    """Return the variables that the atoms look at, in the order of the vocabulary, and their answers."""
    cuts: dict[str, set[float]] = {}
    found: dict[Variable, Spread] = {}
    for fact, kind, operand in atoms:
        if kind == "has":
            found[Variable(fact, operand)] = Spread((False, True))
        elif kind == "cut":
            cuts.setdefault(fact, set()).add(operand)
        elif facts[fact].type is FactType.YES_NO:
            found[Variable(fact)] = Spread((False, True))
        else:
            found[Variable(fact)] = Spread(facts[fact].answers)
    for fact, thresholds in cuts.items():
        found[Variable(fact)] = Spread(tuple(sorted(thresholds)), cut=True)
    variables = sorted(found, key=lambda variable: (order[variable.fact], variable.answer))
    return tuple(variables), tuple(found[variable] for variable in variables)
