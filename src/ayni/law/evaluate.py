"""Decide a transfer: every law that applies, the strictest outcome, the union of conditions, and what to ask.

Three laws may apply: the exporter's, that of the people in the data where it reaches abroad, and the importer's
for what it asks of those who receive. Outcomes are ordered allowed < conditions < ask < refused. A fact that is
not given is unknown. The answer is `ask` only while the facts that are missing could still change it, and then
exactly those facts are asked for (see `ayni.law.diagram`): no fact that is asked for is idle, and an answer that
was reached never changes when more becomes known.

It fails closed: a rulebook that nobody of this institution signed off, and a rule that rests on memory, never
give a plain `allowed`, and where there is no rulebook at all a sign-off is needed too.

Many facts lead to few answers, so what was worked out is kept: by the answers a law looks at, by the truth of
its rules, and by what the laws came to together.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from ayni.errors import InputError
from ayni.law.compiled import compile_rulebook
from ayni.law.decision import Decision, Needed, Path, Traced, UsedRulebook
from ayni.law.diagram import Leaf, Split, Workshop
from ayni.law.given import Given
from ayni.law.joining import STRICTNESS, OpenLaw, asked, join_open
from ayni.law.needs import SIGN_OFF, Truth, asking, merge_needed, needed_by
from ayni.law.rulebook import Outcome, Stage, Status
from ayni.law.vocabulary import CAPACITY, EXPORTER_PLACE, RECIPIENT_PLACE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from ayni.law.compiled import Compiled
    from ayni.law.decision import Asked, Question
    from ayni.law.diagram import Diagram
    from ayni.law.review import Review
    from ayni.law.rulebook import Rulebook
    from ayni.law.vocabulary import Vocabulary

__all__ = ["Law", "Side", "decide_alone"]

_STALE_DAYS = 365
_BEYOND_DAYS = 2 * 365
_KEPT = 65_536
"""Answers that are kept of one law, and of all together; then they are worked out anew."""
Known = tuple[int | None, ...]


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


class _Found(NamedTuple):
    """What one side comes to for what is known."""

    path: Path
    open: OpenLaw | None = None


class _Bench:
    """One side with what was worked out for it."""

    def __init__(self, side: Side, book: Rulebook, ready: Compiled, vocabulary: Vocabulary, *, reviewed: bool) -> None:
        self.ready = ready
        self._side = side
        self._vocabulary = vocabulary
        self._reviewed = reviewed
        self._closed = book.closed and (
            side.capacity != "importer" or any(one.rule.stage is Stage.GATEWAY for one in ready.rules)
        )
        self._work: Workshop[Outcome] = Workshop([spread.size for spread in ready.spreads])
        inside = side.to_place in book.territories
        self._within = inside and (side.capacity != "importer" or side.from_place in book.territories)
        self._silent = side.capacity == "importer" and not ready.rules
        """This law asks nothing of those who receive."""
        self._outcome = ready.outcome
        if not reviewed:  # without a review there is no plain `allowed`
            self._outcome = self._work.join(
                lambda found: Outcome.CONDITIONS if found is Outcome.ALLOWED else found, ready.outcome
            )
        self._facts = tuple(dict.fromkeys(variable.fact for variable in ready.variables))
        self._by_values: dict[tuple[object, ...], _Found] = {}
        self._by_truth: dict[tuple[object, ...], _Found] = {}
        self._needs: dict[tuple[object, ...], tuple[Needed, ...]] = {}
        self._traces: dict[tuple[int, bool | None, bool | None], Traced] = {}

    def found(self, facts: Mapping[str, Any]) -> _Found:
        """Return what this law says of what is known."""
        values = tuple(map(facts.get, self._facts))
        found = self._by_values.get(values)
        if found is None:
            if len(self._by_values) >= _KEPT:
                self._by_values, self._by_truth, self._needs = {}, {}, {}
                self._work = Workshop(self._work.answers)
            found = self._within_found() if self._within or self._silent else self._work_out(self.ready.known(facts))
            self._by_values[values] = found
        return found

    def _within_found(self) -> _Found:
        return _Found(
            Path(
                rulebook=self._side.book,
                capacity=self._side.capacity,
                outcome=Outcome.ALLOWED if self._reviewed else Outcome.CONDITIONS,
                conditions=() if self._reviewed else (Needed(one_of=(SIGN_OFF,)),),
                within=self._within,
            )
        )

    def _work_out(self, known: Known) -> _Found:
        possible = _possible(self._outcome, known)
        truths: list[bool | None] = []
        for one in self.ready.rules:
            case = _possible(one.case, known)
            counts = case if one.counts is one.case else _possible(one.counts, known)
            truths += (case, counts, counts if one.firm is one.counts else _possible(one.firm, known))
        outcome, left = possible, None
        if outcome is None:
            places = {place: answer for place, answer in enumerate(known) if answer is not None}
            left = self._work.restrict(self._outcome, places)
        key = (outcome, left, *truths)
        found = self._by_truth.get(key)
        if found is None:
            free = outcome is not None and _possible(self.ready.outcome, known) is Outcome.ALLOWED
            found = self._by_truth[key] = self._make(outcome, left, truths, free=free)
        return found

    def _make(
        self, outcome: Outcome | None, left: Diagram[Outcome] | None, truths: Sequence[bool | None], *, free: bool
    ) -> _Found:
        """Put together what is told; `free`: the law itself asks for nothing, whatever else becomes known."""
        of_rules = [Truth(one.rule, *truths[3 * place : 3 * place + 3]) for place, one in enumerate(self.ready.rules)]
        asks: tuple[Asked, ...] = ()
        if left is not None:
            asks = asked(left, self.ready.variables, self.ready.spreads, [self.ready], self._vocabulary)
        reached = Outcome.ASK if outcome is None else outcome
        path = Path(
            rulebook=self._side.book,
            capacity=self._side.capacity,
            outcome=reached,
            conditions=self._needed([] if free else of_rules, reached),
            asks=asks,
            trace=tuple([self._traced(place, truth) for place, truth in enumerate(of_rules)]),
            ways=tuple(
                [one.rule.id for one in of_rules if one.rule.stage is Stage.GATEWAY and one.counts is not True]
                if reached is Outcome.REFUSED
                else ()
            ),
        )
        return _Found(path, None if left is None else OpenLaw(self.ready, left, asks))

    def _needed(self, truths: Sequence[Truth], outcome: Outcome) -> tuple[Needed, ...]:
        wanted = asking(truths, outcome, closed=self._closed, reviewed=self._reviewed)
        key = (wanted.sign_off, *[rule.id for rule in wanted.rules])
        needed = self._needs.get(key)
        if needed is None:
            needed = self._needs[key] = needed_by(wanted)
        return needed

    def _traced(self, place: int, truth: Truth) -> Traced:
        key = (place, truth.case, truth.counts)
        traced = self._traces.get(key)
        if traced is None:
            rule = truth.rule
            traced = self._traces[key] = Traced(
                rule=rule.id,
                stage=rule.stage.value,
                truth={True: "yes", False: "no", None: "unknown"}[truth.case],
                facts=self.ready.rules[place].facts,
                cite=rule.cite,
                evidence=rule.evidence.value,
                overridden=truth.case is not False and truth.counts is False,
            )
        return traced


class Law:
    """The rulebooks of an institution, ready to decide. Safe to use from several threads."""

    def __init__(
        self,
        rulebooks: Sequence[Rulebook],
        vocabulary: Vocabulary,
        reviews: Mapping[str, Review] | None = None,
    ) -> None:
        """`reviews` holds this institution's sign-offs by rulebook id; one for another hash does not count."""
        self._books = {book.id: book for book in rulebooks}
        self._vocabulary = vocabulary
        self._given = Given(vocabulary)
        self._reviews = dict(reviews or {})
        self._by_place: dict[str, list[Rulebook]] = {}
        for book in sorted(rulebooks, key=lambda one: one.id):
            for place in book.territories:
                self._by_place.setdefault(place, []).append(book)
        self._bench = functools.lru_cache(maxsize=4096)(self._make_bench)
        self._applying = functools.lru_cache(maxsize=4096)(self._find_applying)
        self._joined: dict[tuple[object, ...], tuple[Outcome, tuple[Asked, ...]]] = {}
        self._unions: dict[tuple[object, ...], tuple[Needed, ...]] = {}

    def decide(self, question: Question) -> Decision:
        """Decide one transfer.

        Raises `InputError` for facts that are unknown to the vocabulary, of the wrong type or contradictory, and for
        a day that a rulebook cannot decide for.
        """
        facts = self._given.check(question.facts)
        applying = self._applying(question.from_place, question.to_place, question.subjects, question.on)
        found = [bench.found(facts) for bench in applying.benches]
        outcome, asks, conditions = self._together(found, unknown_law=bool(applying.missing))
        return Decision(
            outcome=outcome,
            conditions=conditions,
            asks=asks,
            paths=tuple([one.path for one in found]),
            rulebooks=applying.rulebooks,
            missing=applying.missing,
            on=question.on,
            question=question,
        )

    # ------------------------------------------------------------------ which laws apply

    def _find_applying(self, from_place: str, to_place: str, subjects: tuple[str, ...], day: dt.date) -> _Applying:
        found: dict[tuple[str, str], Rulebook] = {}
        missing = []
        sides = [("exporter", from_place), ("importer", to_place)]
        sides += [("subjects", place) for place in subjects if place != from_place]
        for capacity, place in sides:
            books = self._by_place.get(place, [])
            if not books:
                missing.append(place)
            for book in books:
                if capacity == "subjects" and (not book.extraterritorial or (book.id, "exporter") in found):
                    continue
                _check_day(book, day)
                found[book.id, capacity] = book
        return _Applying(
            tuple(self._bench(Side(book, capacity, day, from_place, to_place)) for book, capacity in found),
            tuple(self._used(book, day) for book in {book.id: book for book in found.values()}.values()),
            tuple(dict.fromkeys(missing)),
        )

    def _make_bench(self, side: Side) -> _Bench:
        book = self._books[side.book]
        ready = compile_rulebook(book, self._vocabulary, side.day, side.given)
        return _Bench(side, book, ready, self._vocabulary, reviewed=self._review(book) is not None)

    def _review(self, book: Rulebook) -> Review | None:
        review = self._reviews.get(book.id)
        return review if review is not None and review.hash == book.hash else None

    def _used(self, book: Rulebook, day: dt.date) -> UsedRulebook:
        review = self._review(book)
        return UsedRulebook(
            id=book.id,
            hash=book.hash,
            status=Status.UNREVIEWED if review is None else Status.REVIEWED,
            reviewer=None if review is None else review.reviewer,
            reviewed_on=None if review is None else review.on,
            stale=(day - book.known_until).days > _STALE_DAYS,
        )

    # ------------------------------------------------------------------ all laws together

    def _together(
        self, found: Sequence[_Found], *, unknown_law: bool
    ) -> tuple[Outcome, tuple[Asked, ...], tuple[Needed, ...]]:
        """Return the strictest outcome of all laws, what to ask, and the union of their conditions."""
        floor = Outcome.CONDITIONS if unknown_law else Outcome.ALLOWED
        outcome = max([floor, *[one.path.outcome for one in found if one.open is None]], key=STRICTNESS.__getitem__)
        asks: tuple[Asked, ...] = ()
        still_open = [one.open for one in found if one.open is not None]
        if still_open:
            key = (outcome, *[_ById(one) for one in still_open])
            joined = self._joined.get(key)
            if joined is None:
                if len(self._joined) >= _KEPT:
                    self._joined = {}
                joined = self._joined[key] = join_open(outcome, still_open, self._vocabulary)
            outcome, asks = joined
        if outcome is Outcome.REFUSED:
            return outcome, asks, ()
        return outcome, asks, self._union([one.path.conditions for one in found], unknown_law=unknown_law)

    def _union(self, parts: Sequence[tuple[Needed, ...]], *, unknown_law: bool) -> tuple[Needed, ...]:
        key = (unknown_law, *[_ById(part) for part in parts])
        union = self._unions.get(key)
        if union is None:
            needed = [one for part in parts for one in part]
            if unknown_law:
                needed.append(Needed(one_of=(SIGN_OFF,)))
            if len(self._unions) >= _KEPT:
                self._unions = {}
            union = self._unions[key] = merge_needed(needed)
        return union


class _ById:
    """Stands for one object, kept alive, by what it is and not by what it holds."""

    __slots__ = ("one",)

    def __init__(self, one: object) -> None:
        self.one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.one is other.one

    def __hash__(self) -> int:
        return id(self.one)


class _Applying(NamedTuple):
    """The laws that apply to a transfer."""

    benches: tuple[_Bench, ...]
    rulebooks: tuple[UsedRulebook, ...]
    missing: tuple[str, ...]
    """Places without a rulebook."""


def decide_alone(
    book: Rulebook,
    vocabulary: Vocabulary,
    *,
    day: dt.date,
    capacity: str,
    from_place: str,
    to_place: str,
    facts: Mapping[str, object],
) -> Path:
    """Return what one rulebook alone says in one capacity, as if it had been signed off.

    For its tests: they look at one rule at a time, so facts that contradict each other are taken as they are, and
    the facts are settled before the rules are made ready, which is quicker where each case has others; the trace
    names only facts that are missing. Raises `InputError` for facts and answers that the vocabulary does not know.
    """
    side = Side(book.id, capacity, day, from_place, to_place)
    ready = compile_rulebook(book, vocabulary, day, {**Given(vocabulary).answers(facts), **side.given})
    return _Bench(side, book, ready, vocabulary, reviewed=True).found({}).path


def _check_day(book: Rulebook, day: dt.date) -> None:
    if day < book.law_from:
        raise InputError("law-day-before", rulebook=book.id, day=day.isoformat(), first=book.law_from.isoformat())
    if (day - book.known_until).days > _BEYOND_DAYS:
        raise InputError("law-day-beyond", rulebook=book.id, day=day.isoformat(), last=book.known_until.isoformat())


def _possible(diagram: Diagram[Any], known: Known) -> Any:
    """Return the one result that a diagram can come to for what is known, None where there are several."""
    node = diagram
    while isinstance(node, Split):
        answer = known[node.place]
        if answer is None:
            return _one_of_several(node, known)
        node = node.branches[answer]
    return node.value


def _one_of_several(start: Split[Any], known: Known) -> Any:
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
        answer = known[node.place]
        for branch in node.branches if answer is None else (node.branches[answer],):
            if id(branch) not in seen:
                seen.add(id(branch))
                waiting.append(branch)
    return reached
