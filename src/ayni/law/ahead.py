"""What changes soon: days on which a country's rules turn, and the first days on which an answer would be another.

Rules and entries of lists carry the days on which they hold, so what is known of the future can be decided today.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import msgspec

from ayni.errors import InputError
from ayni.law.rulebook import Cite, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ayni.law.decision import Decision, Question
    from ayni.law.evaluate import Law
    from ayni.law.rulebook import Rulebook

__all__ = ["SOON_DAYS", "Ahead", "Turn", "Turning", "ahead", "turnings"]

SOON_DAYS = 365
_MOST = 3


class Turn(enum.StrEnum):
    """What happens on a day."""

    RULE_BEGINS = "rule-begins"
    RULE_ENDS = "rule-ends"
    ENTRY_BEGINS = "entry-begins"
    ENTRY_ENDS = "entry-ends"


class Turning(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, or one entry of a list, that begins on the day or no longer holds on it."""

    day: dt.date
    turn: Turn
    name: str
    """The rule's id, or the place or party in the list."""
    cite: Cite


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """From this day on the answer is another one, as far as the rules are known today."""

    day: dt.date
    outcome: Outcome
    rulebooks: tuple[str, ...]
    """Those that turn on that day."""


def turnings(book: Rulebook, day: dt.date, days: int = SOON_DAYS) -> tuple[Turning, ...]:
    """Return what begins or ends in a rulebook within some days after `day`, in order."""
    last = day + dt.timedelta(days=days)
    return tuple(sorted((one for one in _all(book) if day < one.day <= last), key=lambda one: (one.day, one.name)))


def _all(book: Rulebook) -> Iterator[Turning]:
    for rule in book.rules:
        yield Turning(day=rule.from_, turn=Turn.RULE_BEGINS, name=rule.id, cite=rule.cite)
        if rule.until is not None:
            yield Turning(day=_after(rule.until), turn=Turn.RULE_ENDS, name=rule.id, cite=rule.cite)
    for named in book.lists:
        for entry in named.entries:
            cite = entry.cite or named.cite
            yield Turning(day=entry.from_, turn=Turn.ENTRY_BEGINS, name=entry.id, cite=cite)
            if entry.until is not None:
                yield Turning(day=_after(entry.until), turn=Turn.ENTRY_ENDS, name=entry.id, cite=cite)


def _after(until: dt.date) -> dt.date:
    return until + dt.timedelta(days=1)


def ahead(law: Law, question: Question, decision: Decision) -> tuple[Ahead, ...]:
    """Return the next days within a year on which outcome or conditions of this decision would change.

    Looks no further than each rulebook can decide for.
    """
    books = [book for book in (law.book(used.id) for used in decision.rulebooks) if book is not None]
    days: dict[dt.date, list[str]] = {}
    for book in books:
        for one in turnings(book, question.on):
            days.setdefault(one.day, []).append(book.id)
    found: list[Ahead] = []
    before = _told(decision)
    for day, names in sorted(days.items()):
        try:
            then = law.decide(msgspec.structs.replace(question, on=day))
        except InputError:
            break
        if _told(then) != before:
            found.append(Ahead(day=day, outcome=then.outcome, rulebooks=tuple(dict.fromkeys(names))))
            before = _told(then)
        if len(found) == _MOST:
            break
    return tuple(found)


def _told(decision: Decision) -> tuple[object, ...]:
    return (decision.outcome, {one.one_of for one in decision.conditions}, {one.fact for one in decision.asks})
