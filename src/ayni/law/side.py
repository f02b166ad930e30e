"""One law in one capacity, for one day and one pair of places: what it says of what is known.

The rules are made ready once (`ayni.law.compiled`). After that a transfer costs a look at its facts: every fact is
read into a small number as far as this law tells its answers apart, every rule's truth is kept by the numbers of
the facts it looks at, and what is told is kept by the truths of all rules. So transfers that differ in what
does not matter cost nothing new. Nothing here joins laws; `ayni.law.evaluate` does.
"""

from __future__ import annotations

import functools
import itertools
import operator
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from ayni.law.compiled import Leaving
from ayni.law.decision import Needed, Path, Traced
from ayni.law.diagram import Leaf, Split, Workshop, results, support
from ayni.law.joining import OpenLaw, asked
from ayni.law.needs import (
    SEAT,
    SIGN_OFF_NEEDED,
    Layout,
    Truth,
    asking,
    asking_in_any_case,
    merge_needed,
    needed_by,
)
from ayni.law.rulebook import Outcome, Stage
from ayni.law.vocabulary import CAPACITY, EXPORTER_PLACE, RECIPIENT_PLACE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from ayni.law.compiled import Compiled, CompiledRule
    from ayni.law.decision import Asked
    from ayni.law.diagram import Diagram
    from ayni.law.needs import Asking
    from ayni.law.vocabulary import Vocabulary

__all__ = ["Bench", "Found", "Side"]

_KEPT = 65_536
"""Answers that are kept of one law; then it is full, and whoever keeps it begins anew with another."""
_FEW = 4
"""Rules that look at no more facts than this are kept together."""
_TRUTHS = (False, True, None)
Codes = bytes | tuple[int, ...]
"""What is known, one number a fact; 0 is not known. Bytes are quicker to keep, and the collector passes over them."""


class Side(NamedTuple):
    """One law in one capacity, for one day and one pair of places."""

    book: str
    capacity: str
    day: dt.date
    from_place: str
    to_place: str

    @property
    def given(self) -> dict[str, str]:
        """The facts that the question itself gives."""
        return {CAPACITY: self.capacity, EXPORTER_PLACE: self.from_place, RECIPIENT_PLACE: self.to_place}


class Found(NamedTuple):
    """What one side comes to for what is known; the same object wherever it comes to the same."""

    path: Path
    other: Callable[[], tuple[Needed, ...]]
    """What it asks in any case where the path tells what is enough, and the other way round."""
    open: OpenLaw | None = None

    def conditions(self, *, certain: bool) -> tuple[Needed, ...]:
        """Return, once the whole is certain, what suffices whatever else becomes known; else what is asked in any case.

        Another law may decide the whole while this one is open, or leave it open where this one is not.
        """
        told_enough = self.path.outcome is not Outcome.ASK
        return self.path.conditions if told_enough is certain else self.other()


class Bench:
    """One side with what was worked out for it, which is kept as long as the bench is. Safe in several threads."""

    def __init__(
        self,
        side: Side,
        ready: Compiled,
        vocabulary: Vocabulary,
        *,
        reviewed: bool,
        whole: bool = False,
        full: Callable[[], None] = lambda: None,
    ) -> None:
        """`ready` holds the rules as they were made ready for the side.

        `whole`: the trace names every rule also where the law does not apply, else only those that say so; and what
        is asked is not put in order. That is for the tests of rules. `full` is called when so much is kept that the
        bench should be thrown away.
        """
        self.ready = ready
        self._side = side
        self._vocabulary = vocabulary
        self._reviewed = reviewed
        self._whole = whole
        self._full = full
        self._silent = side.capacity == "importer" and not ready.rules
        """This law asks nothing of those who receive."""
        readers: dict[str, list[Callable[[Any], int | None]]] = {}
        for fact, read in ready.readers:  # all of one fact stand together
            readers.setdefault(fact, []).append(read)
        self._read = [(fact, _Reading(several)) for fact, several in readers.items()]
        self._of_place = [
            (number, column) for number, (_, reading) in enumerate(self._read) for column in reading.columns
        ]
        self._rules = [_RuleTruth(one, self._of_place) for one in ready.rules]
        scope = [rule for rule in self._rules if rule.rule.stage is Stage.SCOPE]
        self._scope = None if whole or not scope else _group(scope)
        rest = [rule for rule in self._rules if self._scope is None or rule.rule.stage is not Stage.SCOPE]
        self._groups = [(group.key, group) for group in _grouped(rest)]
        first = [] if self._scope is None else scope
        self._in_order = _order([*first, *[rule for _, group in self._groups for rule in group.rules]], self._rules)
        self._truths = [rule.truths for rule in self._rules]
        self._traced = [rule.traced for rule in self._rules]
        self._layout = Layout.of(
            [one.rule for one in ready.rules], closed=ready.closed, doubtful_scope=ready.doubtful_scope
        )
        self._silent_on_seat = Leaving.UNSAID in results(ready.leaving)
        """This law does not say whether an organisation inside is abroad."""
        self._needs: dict[tuple[object, ...], tuple[Needed, ...]] = {}
        self._work: Workshop[Outcome] = Workshop([spread.size for spread in self.ready.spreads])
        # Without a review there is no plain `allowed`.
        least = Outcome.ALLOWED if self._reviewed else Outcome.CONDITIONS
        self._outcome = self._work.join(lambda found: least if found is Outcome.ALLOWED else found, self.ready.outcome)
        self._by_codes: dict[Codes, Found] = {}
        self._by_truth: dict[tuple[object, ...], Found] = {}
        self._left: dict[int, tuple[Callable[[Codes], Any], dict[Any, Diagram[Outcome]]]] = {}
        self._parts = 0
        """How many parts of diagrams are kept in there, about."""
        self._asks: dict[int, tuple[Asked, ...]] = {}
        self._outside: dict[tuple[Leaving | None, bytes], Found | None] = {}
        """By the truths of its scope what a law says that does not apply; None where it does, or may."""
        self._always = None if self._read else self._work_out(b"")
        """What it comes to where no fact matters."""

    def found(self, facts: Mapping[str, Any]) -> Found:
        """Return what this law says of what is known."""
        if self._always is not None:
            return self._always
        codes = self._codes(facts)
        found = self._by_codes.get(codes)
        if found is None:
            if len(self._by_codes) >= _KEPT:
                self._full()
            found = self._by_codes[codes] = self._work_out(codes)
        return found

    def left(self, facts: Mapping[str, Any]) -> Diagram[Outcome]:
        """Return the outcome alone, over what is missing: a leaf where nothing missing could change it."""
        return self._remaining(self._outcome, self._codes(facts))

    def open_law(self, left: Diagram[Outcome]) -> OpenLaw:
        """Return the law as what joins several takes it, for an outcome that `left` gave; what to ask is not said."""
        return OpenLaw(self.ready, left, self._work, ())

    def _codes(self, facts: Mapping[str, Any]) -> Codes:
        look = facts.get
        numbers = [reading[look(fact)] for fact, reading in self._read]
        try:
            return bytes(numbers)
        except ValueError:  # an answer with a number over 255: many answers of one fact in many combinations
            return tuple(numbers)

    def _work_out(self, codes: Codes) -> Found:
        leaving = self._truth(self.ready.leaving, codes) if self.ready.inside else Leaving.LEAVES
        scope = b""
        if self._scope is not None:
            scope = self._scope[self._scope.key(codes)]
            try:
                outside = self._outside[leaving, scope]
            except KeyError:
                outside = self._outside[leaving, scope] = self._not_applying(leaving, scope)
            if outside is not None:
                return outside
        truths = scope + b"".join([group[key(codes)] for key, group in self._groups])
        left = self._remaining(self._outcome, codes)
        # Rules may hang together: the same truths of each may leave the law's own outcome open, or not.
        bound = isinstance(left, Split) or left.value is Outcome.REFUSED
        own = None if bound else self._truth(self.ready.outcome, codes)
        key = (left, leaving, truths, own)
        found = self._by_truth.get(key)
        if found is None:
            found = self._by_truth[key] = self._make(left, leaving, truths, own)
        return found

    def _not_applying(self, leaving: Leaving | None, scope: bytes) -> Found | None:
        """Return what a law says of data that are none of its concern: only why; None where it applies, or may."""
        rules = [rule for rule in self._rules if rule.rule.stage is Stage.SCOPE]
        of_rules = [rule.truths[number] for rule, number in zip(rules, scope, strict=True)]
        if any(one.counts is not False for one in of_rules):
            return None
        if leaving is Leaving.STAYS:
            return self._staying(within=True)
        if leaving is None and self._layout.doubtful_scope:
            return None  # what stays needs no sign-off, so who receives may decide
        doubtful = self._layout.doubtful_scope or not self._reviewed
        path = Path(
            rulebook=self._side.book,
            capacity=self._side.capacity,
            outcome=Outcome.CONDITIONS if doubtful else Outcome.ALLOWED,
            conditions=SIGN_OFF_NEEDED if doubtful else (),
            trace=tuple(rule.traced[number] for rule, number in zip(rules, scope, strict=True)),
        )
        return Found(path, lambda: path.conditions)

    # ------------------------------------------------------------------ diagrams and what is known

    def _remaining(self, node: Diagram[Outcome], codes: Codes) -> Diagram[Outcome]:
        """Return what is left of the outcome's diagram; parts that were seen before are kept by what they rest on."""
        places = self._of_place
        while node.__class__ is Split:
            fact, column = places[node.place]
            answer = column[codes[fact]]
            if answer is None:
                break
            node = node.branches[answer]
        else:
            return node
        kept = self._left.get(id(node))
        if kept is None:
            rest_on = sorted({places[place][0] for place in self._work.support(node)})
            kept = self._left[id(node)] = (operator.itemgetter(*rest_on), {})
        key = kept[0](codes)
        left = kept[1].get(key)
        if left is None:
            branches = tuple([self._remaining(branch, codes) for branch in node.branches])
            left = kept[1][key] = self._work.split(node.place, branches)
            self._parts += 1
            if self._parts >= _KEPT:
                self._full()
        return left

    def _truth(self, diagram: Diagram[Any], codes: Codes) -> Any:
        """Return the one result that a diagram can come to for what is known, None where there are several."""
        return _possible(diagram, codes, self._of_place)

    # ------------------------------------------------------------------ what is told

    def _make(self, left: Diagram[Outcome], leaving: Leaving | None, truths: bytes, own: Outcome | None) -> Found:
        """Put together what is told; `own`: what the law itself comes to whatever else becomes known, if it does."""
        if leaving is Leaving.STAYS or self._silent:  # or nothing is asked of those who receive
            return self._staying(within=leaving is Leaving.STAYS)
        numbers = self._in_order(truths)
        of_rules = list(map(operator.getitem, self._truths, numbers))
        asks = self._asks_about(left)
        reached = left.value if isinstance(left, Leaf) else Outcome.ASK
        in_any_case = functools.partial(self._in_any_case, of_rules, leaving, own)
        enough = functools.partial(self._enough, of_rules, own)
        told = in_any_case if reached is Outcome.ASK else enough
        path = Path(
            rulebook=self._side.book,
            capacity=self._side.capacity,
            outcome=reached,
            conditions=() if reached is Outcome.REFUSED else told(),
            asks=asks,
            trace=tuple(map(operator.getitem, self._traced, numbers)),
            unsaid=leaving is Leaving.UNSAID and own is not Outcome.ALLOWED,
            ways=tuple(
                [one.rule.id for one in of_rules if one.rule.stage is Stage.GATEWAY and one.counts is not True]
                if reached is Outcome.REFUSED
                else ()
            ),
        )
        still_open = OpenLaw(self.ready, left, self._work, asks) if isinstance(left, Split) else None
        return Found(path, enough if told is in_any_case else in_any_case, still_open)

    def _in_any_case(
        self, of_rules: Sequence[Truth], leaving: Leaving | None, own: Outcome | None
    ) -> tuple[Needed, ...]:
        """Return what is asked whatever else becomes known."""
        if self._silent_on_seat and leaving is Leaving.UNSAID and own is Outcome.CONDITIONS:
            return self._unsaid()
        if self._silent_on_seat or own is Outcome.ALLOWED:
            return () if self._reviewed else SIGN_OFF_NEEDED
        leaves = leaving is Leaving.LEAVES
        return self._needed(asking_in_any_case(of_rules, self._layout, leaves=leaves, reviewed=self._reviewed))

    def _enough(self, of_rules: Sequence[Truth], own: Outcome | None) -> tuple[Needed, ...]:
        """Return what suffices whatever else becomes known."""
        if own is Outcome.ALLOWED:
            return () if self._reviewed else SIGN_OFF_NEEDED
        if self._silent_on_seat:  # it stays, or somebody has to look
            return self._unsaid()
        return self._needed(asking(of_rules, self._layout, reviewed=self._reviewed))

    def _asks_about(self, left: Diagram[Outcome]) -> tuple[Asked, ...]:
        """Return what would decide; kept by what is left."""
        if isinstance(left, Leaf):
            return ()
        asks = self._asks.get(id(left))
        if asks is None:
            asks = asked(left, self._work, self.ready.variables, [self.ready], self._vocabulary, ranked=not self._whole)
            self._asks[id(left)] = asks
        return asks

    def _staying(self, *, within: bool) -> Found:
        """Return what is said of a transfer that does not leave, or by a law that asks nothing of those who receive."""
        path = Path(
            rulebook=self._side.book,
            capacity=self._side.capacity,
            outcome=Outcome.ALLOWED if self._reviewed else Outcome.CONDITIONS,
            conditions=() if self._reviewed else SIGN_OFF_NEEDED,
            within=within,
        )
        return Found(path, lambda: path.conditions)

    def _unsaid(self) -> tuple[Needed, ...]:
        """Return what has to be done where a law does not say whether an organisation inside the country is abroad."""
        return merge_needed((Needed(one_of=(SEAT,)), *(() if self._reviewed else SIGN_OFF_NEEDED)))

    def _needed(self, wanted: Asking) -> tuple[Needed, ...]:
        """Return the conditions of rules; kept."""
        key = (wanted.sign_off, *[rule.id for rule in wanted.rules])
        needed = self._needs.get(key)
        if needed is None:
            needed = self._needs[key] = needed_by(wanted)
        return needed


class _Reading(dict[Any, int]):
    """One fact's answers as numbers, told apart as far as the rules do: `reading[value]`. Not known is 0.

    A number is read anew each time, for there are endlessly many; every other answer is kept.
    """

    def __init__(self, readers: Sequence[Callable[[Any], int | None]]) -> None:
        super().__init__({None: 0})
        self._readers = tuple(readers)
        self._codes: dict[tuple[int | None, ...], int] = {}
        self._writing = threading.Lock()
        self.columns: list[list[int | None]] = [[None] for _ in readers]
        """For each variable of the fact, its answer by number."""

    def __missing__(self, value: Any) -> int:
        answers = tuple([read(value) for read in self._readers])
        with self._writing:  # a number stands for one set of answers, whoever comes first
            code = self._codes.get(answers)
            if code is None:
                code = len(self._codes) + 1
                for column, answer in zip(self.columns, answers, strict=True):
                    column.append(answer)
                self._codes[answers] = code
        if isinstance(value, bool | str | tuple):
            self[value] = code
        return code


class _RuleTruth:
    """One rule's truth by what is known.

    A truth is a number: a place in `truths`, which holds every truth there is, and in `traced`, which holds how each
    of them is told.
    """

    def __init__(self, one: CompiledRule, of_place: Sequence[tuple[int, list[int | None]]]) -> None:
        self.rule = one.rule
        self._diagrams = (one.case, one.counts, one.shaky)
        self._of_place = of_place
        self.facts = frozenset(of_place[place][0] for part in self._diagrams for place in support(part))
        self.truths = [Truth(one.rule, *found) for found in itertools.product(_TRUTHS, repeat=3)]
        told = {pair: _traced(one, *pair) for pair in itertools.product(_TRUTHS, repeat=2)}
        self.traced = [told[truth.case, truth.counts] for truth in self.truths]

    def number(self, codes: Mapping[int, int]) -> int:
        """Return the number of the rule's truth."""
        case, counts, shaky = self._diagrams
        first = second = _number(case, codes, self._of_place)
        if counts is not case:
            second = _number(counts, codes, self._of_place)
        return 9 * first + 3 * second + _number(shaky, codes, self._of_place)


class _Group(dict[Any, bytes]):
    """The truths of rules that look at the same few facts: `group[group.key(codes)]`."""

    def __init__(self, rules: Sequence[_RuleTruth], facts: frozenset[int]) -> None:
        super().__init__()
        self.rules = rules
        self._facts = sorted(facts)
        self.key: Callable[[Codes], Any] = operator.itemgetter(*self._facts) if facts else lambda _: ()

    def __missing__(self, key: Any) -> bytes:
        numbers = key if len(self._facts) != 1 else (key,)
        codes = dict(zip(self._facts, numbers, strict=True))
        found = self[key] = bytes([rule.number(codes) for rule in self.rules])
        return found


def _grouped(rules: Sequence[_RuleTruth]) -> list[_Group]:
    """Put rules together that look at the same facts, or at some of the same few."""
    groups: dict[frozenset[int], list[_RuleTruth]] = {}
    for rule in sorted(rules, key=lambda one: -len(one.facts)):
        near = [facts for facts in groups if rule.facts <= facts and len(facts) <= max(_FEW, len(rule.facts))]
        groups.setdefault(min(near, key=len, default=rule.facts), []).append(rule)
    return [_group(several) for several in groups.values()]


def _group(rules: Sequence[_RuleTruth]) -> _Group:
    return _Group(rules, frozenset().union(*[rule.facts for rule in rules]))


def _order(rules: Sequence[_RuleTruth], wanted: Sequence[_RuleTruth]) -> Callable[[bytes], Sequence[int]]:
    """Return what puts numbers that stand in the order of `rules` into the order wanted."""
    at = {id(rule): place for place, rule in enumerate(rules)}
    places = [at[id(rule)] for rule in wanted]
    return operator.itemgetter(*places) if len(places) > 1 else lambda numbers: numbers


def _traced(one: CompiledRule, case: bool | None, counts: bool | None) -> Traced:  # noqa: FBT001 - three values
    return Traced(
        rule=one.rule.id,
        stage=one.rule.stage.value,
        truth={True: "yes", False: "no", None: "unknown"}[case],
        facts=one.facts,
        cite=one.rule.cite,
        evidence=one.rule.evidence.value,
        overridden=case is not False and counts is False,
    )


def _number(diagram: Diagram[bool], codes: Any, of_place: Sequence[tuple[int, list[int | None]]]) -> int:
    """Return the place in `_TRUTHS` of a diagram's result."""
    found = _possible(diagram, codes, of_place)
    return 2 if found is None else int(found)


def _possible(diagram: Diagram[Any], codes: Any, of_place: Sequence[tuple[int, list[int | None]]]) -> Any:
    """Return the one result that a diagram can come to for what is known, None where there are several."""
    node = diagram
    while isinstance(node, Split):
        fact, column = of_place[node.place]
        answer = column[codes[fact]]
        if answer is None:
            return _one_of_several(node, codes, of_place)
        node = node.branches[answer]
    return node.value


def _one_of_several(start: Split[Any], codes: Any, of_place: Sequence[tuple[int, list[int | None]]]) -> Any:
    reached: Any = None
    seen = {id(start)}
    waiting: list[Diagram[Any]] = [start]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Leaf):
            if reached is not None and reached != node.value:
                return None
            reached = node.value
            continue
        fact, column = of_place[node.place]
        answer = column[codes[fact]]
        for branch in node.branches if answer is None else (node.branches[answer],):
            if id(branch) not in seen:
                seen.add(id(branch))
                waiting.append(branch)
    return reached
