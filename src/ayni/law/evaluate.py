"""Decide a transfer: every law that applies, the strictest outcome, the union of conditions, and what to ask.

Three laws may apply: the exporter's, that of the people in the data where it reaches abroad, and the importer's
for what it asks of those who receive. Outcomes are ordered allowed < conditions < ask < refused. A fact that is
not given is unknown. The answer is `ask` only while the facts that are missing could still change it, and then
exactly those facts are asked for (see `ayni.law.diagram`): no fact that is asked for is idle, and an answer that
was reached never changes when more becomes known.

It fails closed: a rulebook that nobody of this institution signed off, and a rule that rests on memory, never
give a plain `allowed`, and where there is no rulebook at all a sign-off is needed too.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from ayni.errors import InputError
from ayni.law.compiled import Compiled, Spread, Variable, compile_rulebook
from ayni.law.decision import Asked, Decision, Needed, Path, Traced, UsedRulebook
from ayni.law.diagram import Leaf, Split, Workshop, results, support
from ayni.law.rulebook import Evidence, Outcome, Stage, Status
from ayni.law.vocabulary import FactType

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from ayni.law.compiled import CompiledRule
    from ayni.law.decision import Question
    from ayni.law.diagram import Diagram
    from ayni.law.review import Review
    from ayni.law.rulebook import Rule, Rulebook
    from ayni.law.vocabulary import Vocabulary

__all__ = ["SIGN_OFF", "Law", "check_facts", "decide_alone", "merge_needed"]

SIGN_OFF = "sign-off"
_ORDER = {Outcome.ALLOWED: 0, Outcome.CONDITIONS: 1, Outcome.ASK: 2, Outcome.REFUSED: 3}
_STALE_DAYS = 365
_BEYOND_DAYS = 2 * 365
_KEPT = 65_536
"""Answers of one law that are kept, by the facts it looked at."""


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
        self._reviews = dict(reviews or {})
        self._by_place: dict[str, list[Rulebook]] = {}
        for book in sorted(rulebooks, key=lambda one: one.id):
            for place in book.territories:
                self._by_place.setdefault(place, []).append(book)
        self._ready = functools.lru_cache(maxsize=4096)(self._make_ready)
        self._answer = functools.lru_cache(maxsize=_KEPT)(self._make_path)

    def decide(self, question: Question) -> Decision:
        """Decide one transfer.

        Raises `InputError` for facts that are unknown to the vocabulary, of the wrong type or contradictory, and for
        a day that a rulebook cannot decide for.
        """
        facts = check_facts(question.facts, self._vocabulary)
        applying, missing = self._applying(question)
        paths = []
        combined = []
        for book, capacity in applying:
            ready = self._ready(book.id, question.on, capacity, question.from_place, question.to_place)
            known = _known(ready, facts)
            paths.append(self._answer(book.id, question.on, capacity, question.from_place, question.to_place, known))
            combined.append((ready, known, self._reviewed(book)))
        outcome, asks = _overall(paths, combined, self._vocabulary, unknown_law=bool(missing))
        return Decision(
            outcome=outcome,
            conditions=() if outcome is Outcome.REFUSED else _union(paths, unknown_law=bool(missing)),
            asks=asks,
            paths=tuple(paths),
            rulebooks=tuple(self._used(book, question.on) for book in {book.id: book for book, _ in applying}.values()),
            missing=missing,
            on=question.on,
            question=question,
        )

    # ------------------------------------------------------------------ which laws apply

    def _applying(self, question: Question) -> tuple[list[tuple[Rulebook, str]], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[Rulebook, str]] = {}
        missing = []
        sides = [("exporter", question.from_place), ("importer", question.to_place)]
        sides += [("subjects", place) for place in question.subjects if place != question.from_place]
        for capacity, place in sides:
            books = self._by_place.get(place, [])
            if not books:
                missing.append(place)
            for book in books:
                if capacity == "subjects" and (not book.extraterritorial or (book.id, "exporter") in found):
                    continue
                _check_day(book, question.on)
                found[book.id, capacity] = (book, capacity)
        return list(found.values()), tuple(dict.fromkeys(missing))

    def _reviewed(self, book: Rulebook) -> bool:
        review = self._reviews.get(book.id)
        return review is not None and review.hash == book.hash

    def _used(self, book: Rulebook, day: dt.date) -> UsedRulebook:
        review = self._reviews.get(book.id) if self._reviewed(book) else None
        return UsedRulebook(
            id=book.id,
            hash=book.hash,
            status=Status.UNREVIEWED if review is None else Status.REVIEWED,
            reviewer=None if review is None else review.reviewer,
            reviewed_on=None if review is None else review.on,
            stale=(day - book.known_until).days > _STALE_DAYS,
        )

    # ------------------------------------------------------------------ one law

    def _make_ready(self, book: str, day: dt.date, capacity: str, from_place: str, to_place: str) -> Compiled:
        given = {"capacity": capacity, "exporter.place": from_place, "recipient.place": to_place}
        return compile_rulebook(self._books[book], self._vocabulary, day, given)

    def _make_path(
        self, book_id: str, day: dt.date, capacity: str, from_place: str, to_place: str, known: tuple[int | None, ...]
    ) -> Path:
        book = self._books[book_id]
        reviewed = self._reviewed(book)
        within = capacity != "importer" and to_place in book.territories
        ready = self._ready(book.id, day, capacity, from_place, to_place)
        if within or (capacity == "importer" and not ready.rules):
            return Path(
                rulebook=book.id,
                capacity=capacity,
                outcome=Outcome.ALLOWED if reviewed else Outcome.CONDITIONS,
                conditions=() if reviewed else (Needed(one_of=(SIGN_OFF,)),),
                within=within,
            )
        places = {place: answer for place, answer in enumerate(known) if answer is not None}
        own = _restricted(ready, places, reviewed=reviewed)
        possible = results(own)
        outcome = next(iter(possible)) if len(possible) == 1 else Outcome.ASK
        truths = [(one, _truth(one.case, places), _truth(one.counts, places)) for one in ready.rules]
        return Path(
            rulebook=book.id,
            capacity=capacity,
            outcome=outcome,
            conditions=() if outcome is Outcome.REFUSED else _needed(truths, outcome, reviewed=reviewed),
            asks=_asked(own, ready.variables, ready.spreads, [ready], self._vocabulary) if len(possible) > 1 else (),
            trace=tuple(_traced(one, case, counts) for one, case, counts in truths),
            ways=tuple(
                one.rule.id
                for one, _, counts in truths
                if outcome is Outcome.REFUSED and one.rule.stage is Stage.GATEWAY and counts is not True
            ),
        )


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
    """Return what one rulebook alone says in one capacity, as if it had been signed off (for its tests)."""
    from ayni.law.review import Review

    law = Law([book], vocabulary, {book.id: Review(rulebook=book.id, hash=book.hash, reviewer="", on=day)})
    ready = law._ready(book.id, day, capacity, from_place, to_place)
    known = _known(ready, check_facts(facts, vocabulary))
    return law._make_path(book.id, day, capacity, from_place, to_place, known)


def check_facts(facts: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the facts as the engine takes them. Raises `InputError` where the vocabulary does not allow them."""
    checked: dict[str, Any] = {}
    for key, value in facts.items():
        fact = vocabulary.facts.get(key)
        if fact is None:
            raise InputError("law-fact-unknown", fact=key)
        if value is None:
            continue
        if fact.type is FactType.YES_NO:
            fits = isinstance(value, bool)
        elif fact.type is FactType.NUMBER:
            fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15  # noqa: PLR2004
        elif fact.type is FactType.CHOICE:
            fits = value in fact.answers
        else:
            fits = isinstance(value, list | tuple) and bool(value) and all(one in fact.answers for one in value)
            value = tuple(sorted(set(value))) if fits else value  # type: ignore[call-overload]  # noqa: PLW2901
        if not fits:
            raise InputError("law-fact-answer", fact=key, type=fact.type.value, answers=list(fact.answers))
        checked[key] = value
        if fact.type is FactType.CHOICES and "none" in checked[key] and len(checked[key]) > 1:
            raise InputError("law-facts-contradict", fact=key, other=key)
    return checked


def _check_day(book: Rulebook, day: dt.date) -> None:
    if day < book.law_from:
        raise InputError("law-day-before", rulebook=book.id, day=day.isoformat(), first=book.law_from.isoformat())
    if (day - book.known_until).days > _BEYOND_DAYS:
        raise InputError("law-day-beyond", rulebook=book.id, day=day.isoformat(), last=book.known_until.isoformat())


def _known(ready: Compiled, facts: Mapping[str, Any]) -> tuple[int | None, ...]:
    return tuple(variable.known(spread, facts) for variable, spread in zip(ready.variables, ready.spreads, strict=True))


def _truth(diagram: Diagram[bool], places: Mapping[int, int]) -> bool | None:
    """Return what a rule's diagram comes to: yes, no, or unknown while missing facts may change it."""
    node = diagram
    while isinstance(node, Split):
        answer = places.get(node.place)
        if answer is None:
            possible = results(Workshop[bool](()).restrict(node, places))
            return next(iter(possible)) if len(possible) == 1 else None
        node = node.branches[answer]
    return node.value


def _restricted(ready: Compiled, places: Mapping[int, int], *, reviewed: bool) -> Diagram[Outcome]:
    """Return the outcome for what is known; without a review there is no plain `allowed`."""
    work: Workshop[Outcome] = Workshop([spread.size for spread in ready.spreads])
    own = work.restrict(ready.outcome, places)
    if reviewed:
        return own
    return work.join(lambda found: Outcome.CONDITIONS if found is Outcome.ALLOWED else found, own)


def _traced(one: CompiledRule, case: bool | None, counts: bool | None) -> Traced:
    return Traced(
        rule=one.rule.id,
        stage=one.rule.stage.value,
        truth={True: "yes", False: "no", None: "unknown"}[case],
        facts=one.facts,
        cite=one.rule.cite,
        evidence=one.rule.evidence.value,
        overridden=case is not False and counts is False,
    )


# ---------------------------------------------------------------------- conditions


def _needed(
    truths: Sequence[tuple[CompiledRule, bool | None, bool | None]], outcome: Outcome, *, reviewed: bool
) -> tuple[Needed, ...]:
    """Return what is needed: the least demanding open way, every duty that is not ruled out, and a sign-off."""
    inside = [counts for one, _, counts in truths if one.rule.stage is Stage.SCOPE]
    applies = not inside or any(counts is not False for counts in inside)
    needed: list[Needed] = []
    remembered = False
    if applies:
        openers = [
            (one.rule, counts)
            for stage in (Stage.EXEMPTION, Stage.GATEWAY)
            for one, _, counts in truths
            if one.rule.stage is stage and counts is not False
        ]
        certain = [rule for rule, counts in openers if counts]
        chosen = [min(certain, key=_demand)] if certain else [rule for rule, _ in openers]
        for rule in chosen:
            needed += _of_rule(rule)
            remembered |= rule.evidence is Evidence.REMEMBERED
        for one, _, counts in truths:
            if one.rule.stage is Stage.DUTY and counts is not False:
                needed += _of_rule(one.rule)
    else:
        remembered = any(
            one.rule.evidence is Evidence.REMEMBERED for one, _, _ in truths if one.rule.stage is Stage.SCOPE
        )
    if (not reviewed or remembered) and outcome is not Outcome.REFUSED:
        needed.append(Needed(one_of=(SIGN_OFF,)))
    return merge_needed(needed)


def _demand(rule: Rule) -> tuple[int, int, str]:
    return (rule.evidence is Evidence.REMEMBERED, len(rule.all_of) + bool(rule.one_of), rule.id)


def _of_rule(rule: Rule) -> list[Needed]:
    needed = [
        Needed(one_of=(condition.code,), notes=(condition.note,) if condition.note else (), rules=(rule.id,))
        for condition in rule.all_of
    ]
    if rule.one_of:
        needed.append(
            Needed(
                one_of=tuple(condition.code for condition in rule.one_of),
                notes=tuple(condition.note for condition in rule.one_of if condition.note),
                rules=(rule.id,),
            )
        )
    return needed


def merge_needed(needed: Sequence[Needed]) -> tuple[Needed, ...]:
    """Return each need once, with all the rules and notes that ask for it, in order of their codes."""
    merged: dict[tuple[str, ...], Needed] = {}
    for one in needed:
        codes = tuple(sorted(set(one.one_of)))
        before = merged.get(codes, Needed(one_of=codes))
        merged[codes] = Needed(
            one_of=codes,
            notes=tuple(dict.fromkeys((*before.notes, *one.notes))),
            rules=tuple(sorted({*before.rules, *one.rules})),
        )
    return tuple(merged[codes] for codes in sorted(merged))


def _union(paths: Sequence[Path], *, unknown_law: bool) -> tuple[Needed, ...]:
    needed = [one for path in paths for one in path.conditions]
    if unknown_law:
        needed.append(Needed(one_of=(SIGN_OFF,)))
    return merge_needed(needed)


# ---------------------------------------------------------------------- all laws together


def _overall(
    paths: Sequence[Path],
    combined: Sequence[tuple[Compiled, tuple[int | None, ...], bool]],
    vocabulary: Vocabulary,
    *,
    unknown_law: bool,
) -> tuple[Outcome, tuple[Asked, ...]]:
    """Return the strictest outcome of all laws; `ask` only where what is missing can change it."""
    decided = [path.outcome for path in paths if path.outcome is not Outcome.ASK]
    floor = max([Outcome.CONDITIONS if unknown_law else Outcome.ALLOWED, *decided], key=_ORDER.__getitem__)
    open_paths = [
        (ready, known, reviewed)
        for path, (ready, known, reviewed) in zip(paths, combined, strict=True)
        if path.outcome is Outcome.ASK
    ]
    if floor is Outcome.REFUSED or not open_paths:
        return floor, ()
    variables, spreads = _common(ready for ready, _, _ in open_paths)
    order = {key: place for place, key in enumerate(vocabulary.facts)}
    ranked = sorted(range(len(variables)), key=lambda at: (order[variables[at].fact], variables[at].answer))
    variables, spreads = [variables[at] for at in ranked], [spreads[at] for at in ranked]
    work: Workshop[Outcome] = Workshop([spread.size for spread in spreads])
    parts: list[Diagram[Outcome]] = [work.leaf(floor)]
    for ready, known, reviewed in open_paths:
        places = {place: answer for place, answer in enumerate(known) if answer is not None}
        own = _restricted(ready, places, reviewed=reviewed)
        parts.append(_translate(own, ready, work, variables, spreads))
    whole = work.join(lambda *found: max(found, key=_ORDER.__getitem__), *parts)
    possible = results(whole)
    if len(possible) == 1:
        return next(iter(possible)), ()
    return Outcome.ASK, _asked(whole, variables, spreads, [ready for ready, _, _ in open_paths], vocabulary)


def _common(all_ready: Any) -> tuple[list[Variable], list[Spread]]:
    """Return the variables of several rulebooks; a number is cut wherever one of them cuts it."""
    found: dict[Variable, Spread] = {}
    for ready in all_ready:
        for variable, spread in zip(ready.variables, ready.spreads, strict=True):
            before = found.get(variable)
            if before is not None and spread.cut:
                spread = Spread(tuple(sorted({*before.values, *spread.values})), cut=True)  # noqa: PLW2901
            found[variable] = spread
    return list(found), list(found.values())


def _translate(
    diagram: Diagram[Outcome],
    ready: Compiled,
    work: Workshop[Outcome],
    variables: Sequence[Variable],
    spreads: Sequence[Spread],
) -> Diagram[Outcome]:
    """Return a rulebook's diagram over the common variables."""
    at = {variable: place for place, variable in enumerate(variables)}
    memory: dict[int, Diagram[Outcome]] = {}

    def build(node: Diagram[Outcome]) -> Diagram[Outcome]:
        if isinstance(node, Leaf):
            return work.leaf(node.value)
        made = memory.get(id(node))
        if made is None:
            place = at[ready.variables[node.place]]
            own, common = ready.spreads[node.place], spreads[place]
            made = work.split(
                place,
                tuple(build(node.branches[own.number(common.representative(number))]) for number in range(common.size)),
            )
            memory[id(node)] = made
        return made

    return build(diagram)


def _asked(
    diagram: Diagram[Outcome],
    variables: Sequence[Variable],
    spreads: Sequence[Spread],
    all_ready: Sequence[Compiled],
    vocabulary: Vocabulary,
) -> tuple[Asked, ...]:
    """Return the facts that can change the outcome, the most decisive first."""
    work: Workshop[Outcome] = Workshop([spread.size for spread in spreads])
    scores: dict[str, list[tuple[float, float]]] = {}
    for place in support(diagram):
        after = [work.restrict(diagram, {place: answer}) for answer in range(spreads[place].size)]
        settled = sum(isinstance(one, Leaf) for one in after) / len(after)
        left = sum(len(support(one)) for one in after) / len(after)
        scores.setdefault(variables[place].fact, []).append((settled, left))
    rules: dict[str, list[str]] = {}
    for ready in all_ready:
        for one in ready.rules:
            for fact in one.facts:
                rules.setdefault(fact, []).append(one.rule.id)
    order = {key: place for place, key in enumerate(vocabulary.facts)}

    def rank(fact: str) -> tuple[float, float, int]:
        return (-max(s for s, _ in scores[fact]), min(left for _, left in scores[fact]), order[fact])

    return tuple(
        Asked(
            fact=fact,
            who=vocabulary.facts[fact].who,
            rules=tuple(rules.get(fact, ())),
            settles=round(max(settled for settled, _ in scores[fact]), 4),
        )
        for fact in sorted(scores, key=rank)
    )
