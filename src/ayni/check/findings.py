"""From what was measured to what a person should do: the check's findings.

Pure functions from evidence and thresholds to `Finding` values, each with a code, a severity and the
facts its words need. `blocker`: the file should not leave as it is. `warning`: look at it before it
leaves. `note`: good to know. Words are in `ayni.check.texts`; no fact holds a cell's value, but for the
codes suspected to mean "missing" (-99, 999), which are no person's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ayni.check.profile.summary import ColumnSummary
from ayni.check.read.table import Remark
from ayni.check.report import Confidence, Finding, Role, SemanticType, Severity, Table
from ayni.check.roles import MOST_SENSITIVE, TableRoles
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ayni.check.report import Column, Count, Disclosure, Personal
    from ayni.check.thresholds import Thresholds
    from ayni.errors import Fact

__all__ = ["TableEvidence", "dataset_findings", "order_findings", "table_findings"]

_MOSTLY_MISSING = 0.5
_TELLS_APART = 0.5
"""A column with more different values than this for each cell tells most rows apart."""
_MIXED_SHARE_WARNING = 0.001
"""From this share of cells on, mixed types are a warning; below, a note."""
_REMARK_WARNINGS = frozenset(
    {
        "json-keys-new", "json-keys-repeated", "json-lines-unread", "nul-bytes", "quote-not-closed", "quotes-misplaced",
        "rows-long", "rows-short", "text-damaged",
    }
)  # fmt: skip
"""Readers' remarks that mean something may have been lost or misread."""
_SEVERITY_ORDER = {Severity.BLOCKER: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_CODE_ORDER = (
    "direct-identifier-column", "confirmed-direct-identifier", "personal-in-text", "personal-in-some-cells",
    "people-stand-alone", "few-stand-alone", "groups-too-small", "risk-of-recognition", "precise-place",
    "exact-birth-date", "direct-identifier-by-name", "stands-out-alone", "stands-out-early", "group-gives-away",
    "household-gives-away",
)  # fmt: skip
"""Within a severity, what leads to a person comes first."""


class TableEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that was established of one table."""

    table: Table
    summaries: tuple[ColumnSummary, ...]
    roles: TableRoles
    remarks: tuple[Remark, ...]
    unusable_weights: InputError | None = None


def order_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings in the order a person should read them."""

    def place(finding: Finding) -> tuple[int, int]:
        rank = _CODE_ORDER.index(finding.code) if finding.code in _CODE_ORDER else len(_CODE_ORDER)
        return _SEVERITY_ORDER[finding.severity], rank

    return tuple(sorted(findings, key=place))


def dataset_findings(tables: Sequence[Table]) -> Iterator[Finding]:
    """Findings about the dataset as a whole."""
    guessed = sum(
        1
        for table in tables
        for column in table.columns
        if table.about_people and column.role is not Role.OTHER and not column.role_confirmed
    )
    if guessed:
        yield _finding("roles-to-confirm", Severity.NOTE, columns=guessed)


def table_findings(evidence: TableEvidence, thresholds: Thresholds) -> list[Finding]:
    """Return all findings about one table, in no particular order."""
    table = evidence.table
    found = [_of_remark(table, remark) for remark in evidence.remarks]
    if table.rows == 0:
        return [*found, _finding("empty-table", Severity.WARNING, table=table.name)]
    for column, summary in zip(table.columns, evidence.summaries, strict=True):
        found.extend(_who(table, column))
        if summary.personal_labels:
            facts: dict[str, Fact] = {"labels": summary.personal_labels}
            found.append(
                _finding("labels-name-people", Severity.WARNING, table=table.name, column=column.name, facts=facts)
            )
        found.extend(_quality(table, column, summary))
    found.extend(_whole_table(evidence))
    if table.disclosure is not None:
        found.extend(_risk(table.name, table.disclosure, thresholds))
    return found


def _finding(
    code: str,
    severity: Severity,
    /,
    table: str | None = None,
    column: str | None = None,
    facts: Mapping[str, Fact] | None = None,
    **more: Fact,
) -> Finding:
    return Finding(code=code, severity=severity, table=table, column=column, facts={**(facts or {}), **more})


def _of_remark(table: Table, remark: Remark) -> Finding:
    severity = Severity.WARNING if remark.code in _REMARK_WARNINGS else Severity.NOTE
    return Finding(code=remark.code, severity=severity, table=table.name, column=remark.column, facts=remark.facts)


def _number(count: Count) -> int:
    """Return a count that has not been suppressed yet."""
    if isinstance(count, str):
        raise TypeError(count)
    return count


def _who(table: Table, column: Column) -> Iterator[Finding]:
    """Findings about who can be recognised from one column by itself."""
    name, where = table.name, column.name
    if column.role is Role.DIRECT and not column.personal:
        if column.role_confirmed:
            yield _finding("confirmed-direct-identifier", Severity.BLOCKER, table=name, column=where)
        else:
            yield _finding("direct-identifier-by-name", Severity.WARNING, table=name, column=where)
    for personal in column.personal:
        if personal.kind in {"coordinates", "date-of-birth"} and not personal.in_text:
            continue
        if column.role is Role.OTHER and column.role_confirmed:
            continue  # a person looked and said it tells nothing about anyone
        code, severity = _of_personal(column, personal)
        yield _finding(
            code,
            severity,
            table=name,
            column=where,
            kind=personal.kind,
            cells=_number(personal.cells),
            share=personal.share,
            confidence=personal.confidence.value,
        )
    if column.role is Role.SENSITIVE:
        yield _finding("sensitive-column", Severity.NOTE, table=name, column=where)
    kinds = {personal.kind for personal in column.personal}
    looked_at = column.role is Role.OTHER and column.role_confirmed
    precise = "coordinates" in kinds or (column.role is Role.QUASI and column.role_reason == "place")
    if precise and table.about_people and not looked_at:
        yield _finding("precise-place", Severity.WARNING, table=name, column=where)
    exact = column.type in {SemanticType.DATE, SemanticType.DATETIME}
    if column.role is Role.QUASI and (column.role_reason == "birth-date" or "date-of-birth" in kinds) and exact:
        yield _finding("exact-birth-date", Severity.WARNING, table=name, column=where)


def _of_personal(column: Column, personal: Personal) -> tuple[str, Severity]:
    """Return what personal data of one kind in one column mean."""
    sure = personal.confidence is not Confidence.LOW
    if personal.in_text:
        return "personal-in-text", Severity.BLOCKER if sure else Severity.WARNING
    if column.role is Role.DIRECT and column.role_reason != "some-cells-personal":
        return "direct-identifier-column", Severity.BLOCKER if sure else Severity.WARNING
    high = personal.confidence is Confidence.HIGH
    return "personal-in-some-cells", Severity.BLOCKER if high else Severity.WARNING


def _quality(table: Table, column: Column, summary: ColumnSummary) -> Iterator[Finding]:
    """Findings about mistakes in one column."""
    name, where, rows = table.name, column.name, table.rows
    missing, mixed = summary.missing, summary.mixed
    if missing == rows:
        yield _finding("empty-column", Severity.NOTE, table=name, column=where)
        return
    if summary.constant and rows > 1:
        yield _finding("constant-column", Severity.NOTE, table=name, column=where)
    if missing / rows > _MOSTLY_MISSING:
        yield _finding("mostly-missing", Severity.NOTE, table=name, column=where, missing=missing, share=missing / rows)
    if mixed:
        severity = Severity.WARNING if mixed / (rows - missing) >= _MIXED_SHARE_WARNING else Severity.NOTE
        yield _finding("mixed-types", severity, table=name, column=where, cells=mixed, type=summary.type.value)
    if summary.damaged:
        yield _finding("damaged-text", Severity.WARNING, table=name, column=where, cells=summary.damaged)
    if summary.impossible and summary.impossible_rule:
        facts: dict[str, Fact] = {"cells": summary.impossible, "rule": summary.impossible_rule}
        yield _finding("impossible-values", Severity.WARNING, table=name, column=where, facts=facts)
    for code in summary.coded_missing:
        yield _finding(
            "coded-missing", Severity.WARNING, table=name, column=where, cells=_number(code.count), value=code.value
        )


def _whole_table(evidence: TableEvidence) -> Iterator[Finding]:
    table, roles = evidence.table, evidence.roles
    repeated = _number(table.duplicate_rows)
    if repeated:
        # Where no column tells rows apart, equal rows are equal people, not copies.
        told_apart = any(summary.distinct_share > _TELLS_APART for summary in evidence.summaries)
        code, severity = ("duplicate-rows", Severity.WARNING) if told_apart else ("rows-alike", Severity.NOTE)
        yield _finding(code, severity, table=table.name, rows=repeated)
    if not table.about_people:
        yield _finding("not-about-people", Severity.NOTE, table=table.name)
    elif not roles.keys:
        yield _finding("no-key-columns", Severity.NOTE, table=table.name)
    if table.disclosure is not None:
        judged = {spread.column for spread in table.disclosure.diversity}
        for column in roles.sensitive[:MOST_SENSITIVE]:
            if column not in judged:
                yield _finding("sensitive-not-judged", Severity.NOTE, table=table.name, column=column)
    if evidence.unusable_weights is not None:
        error = evidence.unusable_weights
        column = str(error.facts["column"])
        yield Finding(code=error.code, severity=Severity.WARNING, table=table.name, column=column, facts=error.facts)
    if roles.keys_left_out:
        yield _finding(
            "more-key-columns",
            Severity.NOTE,
            table=table.name,
            columns=list(roles.keys_left_out),
            left_out=len(roles.keys_left_out),
        )


def _risk(table: str, disclosure: Disclosure, thresholds: Thresholds) -> Iterator[Finding]:
    """Findings about who can be recognised by a combination of columns."""
    columns = list(disclosure.quasi_identifiers)
    first = _first_to_coarsen(disclosure)
    rows = disclosure.rows
    unique = _number(disclosure.sample_uniques)
    size, smallest = thresholds.class_size, _number(disclosure.k_min)
    stops = Severity.BLOCKER if smallest < thresholds.class_size_blocker else Severity.WARNING
    facts: dict[str, Fact] = {"columns": columns, "first": first}
    if unique:
        many = unique / rows > thresholds.sample_uniques_share
        code = "people-stand-alone" if many else "few-stand-alone"
        yield _finding(code, stops, table=table, rows=unique, share=unique / rows, facts=facts)
    counted, small = _small_classes(disclosure, size)
    if small > unique:
        severity = Severity.WARNING if unique else stops
        yield _finding(
            "groups-too-small",
            severity,
            table=table,
            rows=small,
            share=small / rows,
            others=counted - 1,
            facts=facts,
        )
    elif not unique:
        yield _finding("everyone-has-company", Severity.NOTE, table=table, others=smallest - 1, columns=columns)
    yield from _early(table, disclosure)
    if disclosure.global_risk > thresholds.global_risk:
        facts = {
            "people": round(disclosure.expected_reidentified),
            "share": disclosure.global_risk,
            "limit": thresholds.global_risk,
            "columns": columns,
        }
        yield _finding("risk-of-recognition", Severity.WARNING, table=table, facts=facts)
    yield from _inside_groups(table, disclosure, thresholds)
    if disclosure.household is not None and disclosure.household.risk_mean > thresholds.global_risk:
        facts = {"people": round(disclosure.household.expected), "share": disclosure.household.risk_mean}
        yield _finding(
            "household-gives-away", Severity.WARNING, table=table, column=disclosure.household.column, facts=facts
        )
    if disclosure.weights is None:
        yield _finding("no-weights", Severity.NOTE, table=table)


def _small_classes(disclosure: Disclosure, size: int) -> tuple[int, int]:
    """Return the largest class size counted that is at most `size`, and the rows in classes below it."""
    counted = max((int(k) for k in disclosure.below_k if int(k) <= size), default=0)
    return counted, _number(disclosure.below_k[str(counted)]) if counted else 0


def _first_to_coarsen(disclosure: Disclosure) -> str:
    """Return the key column that singles people out most."""
    suda = disclosure.suda
    if suda is not None and suda.columns:
        return max(suda.columns, key=lambda column: column.contribution).column
    return disclosure.quasi_identifiers[0]


def _early(table: str, disclosure: Disclosure) -> Iterator[Finding]:
    """Rows that few of the key columns single out (special uniques), and how far the search went."""
    suda, keys = disclosure.suda, len(disclosure.quasi_identifiers)
    if suda is None:
        yield _finding("special-uniques-not-searched", Severity.NOTE, table=table)
        return
    if not suda.complete:
        yield _finding("special-uniques-bounded", Severity.NOTE, table=table, size=suda.max_size)
    for size, count in enumerate(suda.by_size[: keys // 3], start=1):
        if _number(count):
            facts: dict[str, Fact] = {"count": _number(count), "size": size, "first": _first_to_coarsen(disclosure)}
            code = "stands-out-alone" if size == 1 else "stands-out-early"
            yield _finding(code, Severity.WARNING, table=table, facts=facts)
            return


def _inside_groups(table: str, disclosure: Disclosure, thresholds: Thresholds) -> Iterator[Finding]:
    for spread in disclosure.diversity:
        alone = _number(spread.rows_l1) - _number(disclosure.sample_uniques)
        if spread.l_min < thresholds.diversity and alone > 0:
            yield _finding("group-gives-away", Severity.WARNING, table=table, column=spread.column, rows=alone)
        elif spread.t_max > thresholds.closeness:
            yield _finding("group-differs", Severity.NOTE, table=table, column=spread.column, distance=spread.t_max)
