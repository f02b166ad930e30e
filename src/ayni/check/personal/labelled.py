"""Labels of codes may name people: an interviewer's code is labelled with the interviewer's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.check.personal.people import NAME_THRESHOLD, score_name
from ayni.check.personal.spans import column_concepts, find_spans

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["people_codes", "personal_codes"]

_PLACES = frozenset({"place", "postcode"})
_MANY = 0.5
"""Codes are people where so many of their labels of two words or more read like names; else a few may be chance."""


def people_codes(name: str, label: str | None, labels: Mapping[str, str]) -> frozenset[str]:
    """Return the codes whose labels are names of people, told from all labels together; places are often named so."""
    if column_concepts(name, label) & _PLACES:
        return frozenset()
    words = {code: text for code, text in labels.items() if len(text.split()) > 1}
    people = frozenset(code for code, text in words.items() if score_name(text) >= NAME_THRESHOLD)
    return people if len(people) >= _MANY * len(words) else frozenset()


def personal_codes(name: str, label: str | None, labels: Mapping[str, str]) -> frozenset[str]:
    """Return the codes whose labels name people or hold other personal data; `name` and `label` are the column's."""
    if not labels:
        return frozenset()
    people = people_codes(name, label, labels)
    return people | {
        code for code, text in labels.items() if code not in people and find_spans(text, column=name, label=label)
    }
