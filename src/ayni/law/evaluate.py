"""Decide a transfer: every law that applies, the strictest outcome, the union of conditions, and what to ask.

Three laws may apply: the exporter's, that of the people in the data where it reaches abroad, and the importer's
for what it asks of those who receive. Outcomes are ordered allowed < conditions < ask < refused. A fact that is
not given is unknown. The answer is `ask` only while the facts that are missing could still change it, and then
exactly those facts are asked for (see `ayni.law.diagram`): no fact that is asked for is idle, and an answer that
was reached never changes when more becomes known.

It fails closed: a rulebook that nobody of this institution signed off, and a rule that rests on memory, never
give a plain `allowed`, and where there is no rulebook at all a sign-off is needed too.

Many facts lead to few answers, so what was worked out is kept: of each law by `ayni.law.side`, and here by what
the laws came to together. Much of it is kept by the identity of objects, so it is thrown away whole.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from ayni.errors import InputError
from ayni.law.compiled import compile_rulebook
from ayni.law.decision import Decision, UsedRulebook
from ayni.law.diagram import Split
from ayni.law.given import Given
from ayni.law.joining import STRICTNESS, join_open
from ayni.law.needs import SIGN_OFF_NEEDED, merge_needed
from ayni.law.rulebook import Outcome, Status
from ayni.law.side import Bench, Side

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from ayni.law.decision import Asked, Needed, Path, Question
    from ayni.law.review import Review
    from ayni.law.rulebook import Rulebook
    from ayni.law.side import Found
    from ayni.law.vocabulary import Vocabulary

__all__ = ["Law", "decide_alone"]

_STALE_DAYS = 365
_BEYOND_DAYS = 2 * 365
_KEPT = 65_536
"""Answers of all laws together that are kept; then they are worked out anew."""
_PLACES = 256
"""Pairs of places and days of which anything is kept: each takes about half a megabyte."""


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
        self.vocabulary = vocabulary
        self._given = Given(vocabulary)
        self._reviews = dict(reviews or {})
        self._by_place: dict[str, list[Rulebook]] = {}
        for book in sorted(rulebooks, key=lambda one: one.id):
            for place in book.territories:
                self._by_place.setdefault(place, []).append(book)
        self._kept = _Kept()

    def decide(self, question: Question) -> Decision:
        """Decide one transfer.

        Raises `InputError` for facts that are unknown to the vocabulary, of the wrong type or contradictory, and for
        a day that a rulebook cannot decide for.
        """
        facts = self._given.check(question.facts)
        kept, applying = self._applying(question)
        found = [bench.found(facts) for bench in applying.benches]
        key = (len(applying.missing), *map(id, found))
        together = kept.together.get(key)
        if together is None:
            if len(kept.together) >= _KEPT:
                self._begin_anew(kept)
            together = kept.together[key] = self._join(kept, found, unknown_law=bool(applying.missing))
        return Decision(
            outcome=together.outcome,
            conditions=together.conditions,
            asks=together.asks,
            paths=together.paths,
            rulebooks=applying.rulebooks,
            missing=applying.missing,
            on=question.on,
            question=question,
        )

    def outcome(self, question: Question) -> Outcome:
        """Return the outcome alone, as `decide` gives it: for many transfers at once. Raises the same."""
        facts = self._given.check(question.facts)
        so_far, applying = self._applying(question)
        strictness = STRICTNESS
        floor = Outcome.CONDITIONS if applying.missing else Outcome.ALLOWED
        still_open = []
        for bench in applying.benches:
            left = bench.left(facts)
            if isinstance(left, Split):
                still_open.append((bench, left))
            elif strictness[left.value] > strictness[floor]:
                floor = left.value
        if floor is Outcome.REFUSED or not still_open:
            return floor
        if floor is Outcome.ALLOWED and len(still_open) == 1:
            return Outcome.ASK
        key = (floor, *[id(left) for _, left in still_open])
        kept = so_far.outcomes.get(key)
        if kept is None:
            if len(so_far.outcomes) >= _KEPT:
                self._begin_anew(so_far)
            laws = [bench.open_law(left) for bench, left in still_open]
            kept = so_far.outcomes[key] = (still_open, join_open(floor, laws, self.vocabulary)[0])
        return kept[1]

    def book(self, name: str) -> Rulebook | None:
        """Return one rulebook by its id."""
        return self._books.get(name)

    def looked_at(self, question: Question) -> frozenset[str]:
        """Return every fact that a rule of the laws that apply looks at on that day."""
        _, applying = self._applying(question)
        return frozenset(one.fact for bench in applying.benches for one in bench.ready.variables)

    # ------------------------------------------------------------------ which laws apply

    def _applying(self, question: Question) -> tuple[_Kept, _Applying]:
        """Return the laws that apply, and what is kept of them."""
        kept = self._kept
        key = (question.from_place, question.to_place, question.subjects, question.on)
        applying = kept.applying.get(key)
        if applying is None:
            if len(kept.applying) >= _PLACES:
                kept = self._kept = _Kept()
            applying = kept.applying[key] = self._find_applying(kept, *key)
        return kept, applying

    def _find_applying(
        self, kept: _Kept, from_place: str, to_place: str, subjects: tuple[str, ...], day: dt.date
    ) -> _Applying:
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
            tuple(self._bench(kept, Side(book, capacity, day, from_place, to_place)) for book, capacity in found),
            tuple(self._used(book, day) for book in {book.id: book for book in found.values()}.values()),
            tuple(dict.fromkeys(missing)),
        )

    def _bench(self, kept: _Kept, side: Side) -> Bench:
        bench = kept.benches.get(side)
        if bench is None:
            book = self._books[side.book]
            ready = compile_rulebook(book, self.vocabulary, side.day, side.given)
            reviewed = self._review(book) is not None
            full = functools.partial(self._begin_anew, kept)
            bench = kept.benches[side] = Bench(side, ready, self.vocabulary, reviewed=reviewed, full=full)
        return bench

    def _begin_anew(self, kept: _Kept) -> None:
        """Keep no more of this: the next question begins with nothing; those in progress end with what they have."""
        if self._kept is kept:
            self._kept = _Kept()

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
            review_old=review is not None and (day - review.on).days > _STALE_DAYS,
        )

    # ------------------------------------------------------------------ all laws together

    def _join(self, kept: _Kept, found: list[Found], *, unknown_law: bool) -> _Together:
        """Return the strictest outcome of all laws, what to ask, and the union of their conditions."""
        floor = Outcome.CONDITIONS if unknown_law else Outcome.ALLOWED
        outcome = max([floor, *[one.path.outcome for one in found if one.open is None]], key=STRICTNESS.__getitem__)
        still_open = [one.open for one in found if one.open is not None]
        outcome, asks = join_open(outcome, still_open, self.vocabulary)
        parts: list[tuple[Needed, ...]] = []
        if outcome is not Outcome.REFUSED:
            # An open law of a certain whole can only ask for more or less: all it may ask is told, as nobody asks on.
            parts = [one.conditions(certain=outcome is not Outcome.ASK) for one in found]
        conditions = _union(kept, parts, unknown_law=unknown_law and outcome is not Outcome.REFUSED)
        return _Together(found, outcome, asks, conditions, tuple([one.path for one in found]))


def _union(kept: _Kept, parts: list[tuple[Needed, ...]], *, unknown_law: bool) -> tuple[Needed, ...]:
    """Return every condition once; kept by the laws' own conditions, of which there are few.

    `parts` stay alive with what is kept by them.
    """
    key = (unknown_law, *map(id, parts))
    union = kept.unions.get(key)
    if union is None:
        needed = [one for part in parts for one in part]
        union = kept.unions[key] = (parts, merge_needed([*needed, *(SIGN_OFF_NEEDED if unknown_law else ())]))
    return union[1]


class _Kept:
    """What was worked out so far. It is thrown away whole: nothing in it outlives what it is kept by."""

    def __init__(self) -> None:
        self.applying: dict[tuple[object, ...], _Applying] = {}
        self.benches: dict[Side, Bench] = {}
        self.together: dict[tuple[int, ...], _Together] = {}
        self.outcomes: dict[tuple[object, ...], tuple[object, Outcome]] = {}
        self.unions: dict[tuple[int, ...], tuple[object, tuple[Needed, ...]]] = {}


class _Together(NamedTuple):
    """What several laws come to. `found` keeps alive what the answer is kept by."""

    found: list[Found]
    outcome: Outcome
    asks: tuple[Asked, ...]
    conditions: tuple[Needed, ...]
    paths: tuple[Path, ...]


class _Applying(NamedTuple):
    """The laws that apply to a transfer."""

    benches: tuple[Bench, ...]
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
    return Bench(side, ready, vocabulary, reviewed=True, whole=True).found({}).path


def _check_day(book: Rulebook, day: dt.date) -> None:
    if day < book.law_from:
        raise InputError("law-day-before", rulebook=book.id, day=day.isoformat(), first=book.law_from.isoformat())
    if (day - book.known_until).days > _BEYOND_DAYS:
        raise InputError("law-day-beyond", rulebook=book.id, day=day.isoformat(), last=book.known_until.isoformat())
