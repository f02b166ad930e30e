"""The fact vocabulary: what may be known or asked of a transfer (`facts.toml`, `ayni.law.load` reads it)."""

from __future__ import annotations

import enum

import msgspec

from ayni.law.rulebook import Case

__all__ = [
    "CAPACITY",
    "EXPORTER_PLACE",
    "QUESTION_FACTS",
    "RECIPIENT_PLACE",
    "Fact",
    "FactType",
    "Implication",
    "Vocabulary",
]

CAPACITY = "capacity"
EXPORTER_PLACE = "exporter.place"
RECIPIENT_PLACE = "recipient.place"
QUESTION_FACTS = (CAPACITY, EXPORTER_PLACE, RECIPIENT_PLACE)
"""Facts that the question itself gives; they are always known."""


class FactType(enum.StrEnum):
    """What an answer may be."""

    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that may be known of a transfer."""

    key: str
    type: FactType
    answers: tuple[str, ...] = ()
    who: str
    """Who can answer best: `steward`, `protection-officer`, `recipient`, `authority` or `counter`."""
    source: str
    """Where the answer comes from when nobody is asked: `profile`, `record`, `human`, `counter`."""
    question: dict[str, str]
    """One plain sentence for each language of the interface."""
    help: dict[str, str] = {}
    can_change: tuple[bool | str, ...] = ()
    """Answers that sender and recipient could bring about before the transfer (`ayni.law.openings`)."""


class Implication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where `when` is answered yes, `then` cannot be no; both look at one fact. Answers against it contradict."""

    when: Case
    then: Case
    why: str
    """English, short."""


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """All facts, by key, and which answers contradict each other."""

    version: int
    facts: dict[str, Fact]
    implications: tuple[Implication, ...] = ()
