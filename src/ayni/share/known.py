"""What a check found of a dataset, as answers that a person may confirm when the law asks.

Only what was found is suggested: a check can show that people stand in a table, never that nobody does. So
`data.personal` is suggested as yes or not at all, and a number of people is the number of rows until somebody
who knows the table says otherwise. Nothing here answers for a person; `ayni.law` hears what was confirmed.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import msgspec

from ayni.check.report import Role
from ayni.errors import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ayni.check.report import Column, Report, Table

__all__ = ["Form", "Known", "known_of"]

_FINANCIAL = frozenset({"iban", "payment-card"})
_PLACES = frozenset({"coordinates"})
_RESIDENTS = frozenset({"kr.rrn"})
_COLUMNS = 3
"""Columns that a reason names."""


class Form(enum.StrEnum):
    """Which form of a dataset would leave (DESIGN.md, nouns)."""

    FULL = "full"
    PROTECTED = "protected"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that a check suggests, and why: `known.<reason>` are the words, `facts` what they name."""

    fact: str
    value: bool | int | str | tuple[str, ...]
    reason: str
    facts: dict[str, Fact] = {}


def known_of(report: Report, form: Form) -> tuple[Known, ...]:
    """Return what a check of the very file that would leave suggests. `report` is of that file."""
    people = [table for table in report.tables if table.about_people]
    found = [*_personal(people), *_kinds(people), *_persons(people)]
    if form is Form.FULL:
        found.append(Known(fact="data.altered", value="as-is", reason="as-is"))
    return tuple(found)


def _personal(tables: list[Table]) -> Iterator[Known]:
    naming = [column.name for table in tables for column in table.columns if _names_people(column)]
    if naming:
        yield Known(fact="data.personal", value=True, reason="columns", facts={"columns": naming[:_COLUMNS]})
        return
    alone = [
        uniques
        for table in tables
        if table.disclosure is not None and isinstance(uniques := table.disclosure.sample_uniques, int) and uniques
    ]
    if alone:
        yield Known(fact="data.personal", value=True, reason="alone", facts={"count": max(alone)})


def _names_people(column: Column) -> bool:
    return column.role is Role.DIRECT or bool(column.personal)


def _kinds(tables: list[Table]) -> Iterator[Known]:
    by_answer: dict[str, list[str]] = {}
    for table in tables:
        for column in table.columns:
            for found in column.personal:
                by_answer.setdefault(_answer(found.kind), []).append(column.name)
            if column.role is Role.DIRECT and not column.personal:
                by_answer.setdefault("identifiers", []).append(column.name)
    if by_answer:
        names: list[Any] = list(dict.fromkeys(name for several in by_answer.values() for name in several))
        yield Known(
            fact="data.kinds", value=tuple(sorted(by_answer)), reason="columns", facts={"columns": names[:_COLUMNS]}
        )


def _answer(kind: str) -> str:
    if kind in _FINANCIAL:
        return "financial"
    if kind in _RESIDENTS:
        return "resident-number"
    return "geolocation" if kind in _PLACES else "identifiers"


def _persons(tables: list[Table]) -> Iterator[Known]:
    if tables:
        rows = max(table.rows for table in tables)
        yield Known(fact="data.persons", value=rows, reason="rows", facts={"rows": rows})
