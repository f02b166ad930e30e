"""Which fixes a table needs, from its check's report, the roles of its columns and its first rows.

Nothing is measured here and no level chosen: that takes the whole table. The numbers below are house choices.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import polars as pl

from ayni.check.personal.people.lexicon import concepts
from ayni.check.report import Role, SemanticType
from ayni.errors import Fact
from ayni.protect.key_table import key_texts
from ayni.protect.plan import Drop, Mask, Pseudonymise, ShiftDates, Step, TopCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ayni.check.batch import ColumnPlan
    from ayni.check.report import Column, Finding, Report, Table
    from ayni.check.roles import Roles

__all__ = ["Fix", "Known", "Proposal", "know_columns", "propose"]

_DIRECT_PROBLEMS = ("direct-identifier-column", "confirmed-direct-identifier", "direct-identifier-by-name")
_TEXT_PROBLEMS = ("personal-in-text", "personal-in-some-cells")
_ALONE_PROBLEMS = ("people-stand-alone", "few-stand-alone", "groups-too-small", "risk-of-recognition")
_NOT_IN_CELLS = frozenset({"coordinates", "date-of-birth"})
_COORDINATES = frozenset({"coordinates", "latitude", "longitude"})
_PLACES = frozenset({"place", "postcode"})
_MONEY = frozenset({"income", "debt"})
_BIRTH = frozenset({"birth-date", "birth-year"})
_DATES = frozenset({SemanticType.DATE, SemanticType.DATETIME})
_LINK_REASONS = {"household": "household", "record-number": "record"}
_STRUCTURAL = frozenset({"weights", "household"})
_REPEATED = 0.9
"""An identifier with fewer different values for each filled cell than this links rows: it is kept, as a code."""
_NESTED = 0.99
"""A place lies inside another when so many of its rows agree on one."""
_ROWS_A_PLACE = 1_000
"""With more rows than this for each of its values, the finer of two places may stay: the search decides."""
_TOP_SHARE = 0.99
_FAR = 1.2
"""Amounts are capped when the highest is so many times the limit."""
_EXACT_DATES = 15
"""A column with fewer different dates says little about one person's day."""
_SHIFT_DAYS = 30


class Known(NamedTuple):
    """A column of the report, with the role that was last decided."""

    column: Column
    role: Role
    confirmed: bool
    reason: str
    concepts: frozenset[str]

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    @property
    def cells(self) -> int:
        """Cells with personal data, as the check counted them."""
        if self.role is Role.OTHER and self.confirmed:
            return 0  # a person looked and said it tells nothing about anyone
        return sum(int(found.cells) for found in self.column.personal if isinstance(found.cells, int))


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """One fix as it is proposed; `steps` of `generalise-keys` are known once levels were searched."""

    key: str
    code: str
    problem: str
    columns: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    facts: dict[str, Fact] = {}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What a table needs."""

    fixes: tuple[Fix, ...]
    """In the order in which a person meets them and in which they are done."""
    keys: tuple[str, ...]
    """Key variables before any fix, best known first, coordinates included."""


def know_columns(table: Table, roles: Roles | None) -> tuple[Known, ...]:
    """Return the table's columns; what a person decided in `roles` since the check goes before its guesses."""
    said = {} if roles is None else {**roles.columns, **roles.tables.get(table.name, {})}
    weights = roles.weights if roles is not None else None
    known = []
    for column in table.columns:
        role, confirmed, reason = column.role, column.role_confirmed, column.role_reason
        if column.name in said:
            role, confirmed = said[column.name], True
            reason = reason if column.role is role else "confirmed"
        if column.name == weights or (table.disclosure is not None and column.name == table.disclosure.weights):
            reason = "weights"
        if roles is not None and column.name == roles.household:
            reason = "household"
        known.append(Known(column, role, confirmed, reason, concepts(column.name, column.label)))
    return tuple(known)


class _Proposing:
    """Goes through a table's columns for one kind of problem after another."""

    def __init__(
        self,
        report: Report,
        table: Table,
        columns: Sequence[Known],
        first: pl.DataFrame,
        plans: Mapping[str, ColumnPlan],
    ) -> None:
        self.table = table
        self.columns = columns
        self._first = first
        self._plans = plans
        self._findings = [finding for finding in report.findings if finding.table == table.name]
        self._elsewhere = {
            column.name for other in report.tables if other.name != table.name for column in other.columns
        }
        measured = table.disclosure.quasi_identifiers if table.disclosure is not None else ()
        quasi = [one.name for one in columns if one.role is Role.QUASI and one.reason not in _STRUCTURAL]
        self.keys = tuple(name for name in measured if name in quasi)
        self.keys += tuple(name for name in quasi if name not in measured)
        self._by_name = {one.name: one for one in columns}

    def problem(self, column: str | None, *codes: str, default: str = "") -> str:
        """Return the first of these codes that was found, of a column or (None) of the table."""
        found = {finding.code for finding in self._findings if _is_about(finding, column)}
        return next((code for code in codes if code in found), default)

    def identifiers(self) -> Iterator[Fix]:
        """Leave out what names people; where it links rows or tables, keep it as a code."""
        for one in self.columns:
            if one.role is not Role.DIRECT or _only_in_text(one):
                continue
            default = "confirmed-direct-identifier" if one.confirmed else "direct-identifier-by-name"
            problem = self.problem(one.name, *_DIRECT_PROBLEMS, default=default)
            if not self._links(one):
                steps = (Drop(columns=(one.name,), problem=problem),)
                yield _fix("drop", "drop-identifiers", problem, one.name, steps)

    def texts(self) -> Iterator[Fix]:
        """Mask personal data inside cells."""
        for one in self.columns:
            kinds = [found.kind for found in one.column.personal if found.kind not in _NOT_IN_CELLS or found.in_text]
            if not kinds or (one.role is Role.DIRECT and not _only_in_text(one)) or not one.cells:
                continue
            problem = self.problem(one.name, *_TEXT_PROBLEMS, default=_TEXT_PROBLEMS[0])
            steps = (Mask(columns=(one.name,), problem=problem),)
            yield _fix("mask", "mask-text", problem, one.name, steps, cells=one.cells)

    def links(self) -> Iterator[Fix]:
        """Make codes of what tells households, records and people apart."""
        for one in self.columns:
            domain = _LINK_REASONS.get(one.reason)
            if one.role is Role.DIRECT and not _only_in_text(one) and self._links(one):
                domain = domain or "person"
                problem = self.problem(one.name, *_DIRECT_PROBLEMS, default=_DIRECT_PROBLEMS[2])
            elif domain is None or one.role is Role.DIRECT:
                continue
            else:
                problem = self.problem(one.name, "household-gives-away")
            steps = (Pseudonymise(columns=(one.name,), domain=domain, problem=problem or None),)
            yield _fix("pseudonymise", "pseudonymise-links", problem, one.name, steps)

    def places(self) -> Iterator[Fix]:
        """Leave out coordinates where another column says the place; without one the search makes them coarser."""
        exact = tuple(name for name in self.keys if self._is_coordinate(name))
        place = next((name for name in self.keys if self._by_name[name].concepts & _PLACES and name not in exact), None)
        if exact and place is not None:
            problem = self.problem(exact[0], "precise-place", default="precise-place")
            yield Fix(
                key="drop:coordinates",
                code="drop-places",
                problem=problem,
                columns=exact,
                steps=(Drop(columns=exact, problem=problem),),
                facts={"columns": list(exact), "place": self._coarsest(exact)},
            )

    def _coarsest(self, exact: Sequence[str]) -> str:
        """Return the place column that will stay: the one with the fewest values."""
        places = [one for one in map(self._by_name.__getitem__, self.keys) if one.concepts & _PLACES]
        return min((one for one in places if one.name not in exact), key=lambda one: _distinct(one.column)).name

    def finer(self) -> Iterator[Fix]:
        """Leave out what another key variable says already, only more roughly."""
        age = next((name for name in self.keys if "age" in self._by_name[name].concepts), None)
        for name in self.keys:
            one = self._by_name[name]
            born = bool(one.concepts & _BIRTH) or one.reason == "birth-date"
            coarser = age if born and age not in {None, name} else self._place_around(one)
            if coarser is not None:
                problem = self.problem(name, "exact-birth-date") or self.problem(None, *_ALONE_PROBLEMS)
                steps = (Drop(columns=(name,), problem=problem or None),)
                yield _fix("drop", "drop-finer", problem, name, steps, coarser=coarser)

    def _place_around(self, fine: Known) -> str | None:
        """Return the place column inside which this one lies, if it has too few rows for each place."""
        if "place" not in fine.concepts or self._is_coordinate(fine.name):
            return None
        if self.table.rows > _ROWS_A_PLACE * _distinct(fine.column):
            return None
        for name in self.keys:
            coarse = self._by_name[name]
            if name == fine.name or "place" not in coarse.concepts or self._is_coordinate(name):
                continue
            if _distinct(coarse.column) < _distinct(fine.column) and self._lies_inside(fine.name, name):
                return name
        return None

    def _lies_inside(self, fine: str, coarse: str) -> bool:
        cells = [key_texts(self._plans[name], self._first[name]) for name in (fine, coarse)]
        pairs = pl.DataFrame([cells[0].alias("fine"), cells[1].alias("coarse")]).drop_nulls()
        counted = pairs.group_by("fine", "coarse").len()
        agreed = counted.group_by("fine").agg(pl.col("len").max())["len"].sum()
        return pairs.height > 0 and agreed >= _NESTED * pairs.height

    def _is_coordinate(self, name: str) -> bool:
        one = self._by_name[name]
        kinds = {found.kind for found in one.column.personal}
        return "coordinates" in kinds or bool(one.concepts & _COORDINATES)

    def amounts(self) -> Iterator[Fix]:
        """Cap the highest amounts of money, which few people have and others hear of."""
        for one in self.columns:
            numbers = one.column.numbers
            if one.role is not Role.SENSITIVE or not one.concepts & _MONEY or numbers is None:
                continue
            top = next((quantile.value for quantile in numbers.quantiles if quantile.p == _TOP_SHARE), None)
            limit = None if top is None else _nice(top)
            if limit is None or numbers.maximum is None or numbers.maximum < _FAR * limit:
                continue
            problem = self.problem(one.name, "sensitive-column")
            steps = (TopCode(column=one.name, limit=limit, problem=problem or None),)
            yield _fix("top", "top-code", problem, one.name, steps, limit=limit)

    def dates(self, household: str | None) -> Iterator[Fix]:
        """Shift exact days of events, such as interviews, that are no key variable."""
        by = household or next((one.name for one in self.columns if one.role is Role.DIRECT and self._links(one)), None)
        if by is None:
            return
        for one in self.columns:
            exact = one.column.type in _DATES and _distinct(one.column) >= _EXACT_DATES
            if exact and one.role is Role.OTHER and not one.confirmed and one.name != by:
                steps = (ShiftDates(columns=(one.name,), by=by, days=_SHIFT_DAYS),)
                yield _fix("shift", "shift-dates", "", one.name, steps, days=_SHIFT_DAYS, by=by)

    def _links(self, one: Known) -> bool:
        """Tell whether an identifier's values come back, in other rows or in another table."""
        if one.concepts & {"person-name", "given-name", "family-name", "phone", "email", "address", "street"}:
            return False
        filled = self.table.rows - _whole(one.column.missing)
        if one.column.type not in {SemanticType.CODE, SemanticType.INTEGER, SemanticType.TEXT, SemanticType.CATEGORY}:
            return False
        return bool(filled) and (_distinct(one.column) < _REPEATED * filled or one.name in self._elsewhere)


def propose(
    report: Report,
    table: Table,
    columns: Sequence[Known],
    *,
    first: pl.DataFrame,
    plans: Mapping[str, ColumnPlan],
    household: str | None,
) -> Proposal:
    """Return what a table about people needs; `first` are its first rows."""
    if not table.about_people and not any(one.role is not Role.OTHER for one in columns):
        return Proposal(fixes=(), keys=())
    work = _Proposing(report, table, columns, first, plans)
    alone = work.problem(None, *_ALONE_PROBLEMS)
    fixes = [*work.identifiers(), *work.texts(), *work.links(), *work.places(), *work.finer()]
    fixes.append(Fix(key="generalise", code="generalise-keys", problem=alone, columns=()))
    fixes += [*work.amounts(), *work.dates(household)]
    return Proposal(fixes=tuple(fixes), keys=work.keys)


def _fix(act: str, code: str, problem: str, column: str, steps: tuple[Step, ...], **facts: Fact) -> Fix:
    return Fix(
        key=f"{act}:{column}",
        code=code,
        problem=problem,
        columns=(column,),
        steps=steps,
        facts={"column": column, **facts},
    )


def _is_about(finding: Finding, column: str | None) -> bool:
    return finding.column == column


def _only_in_text(one: Known) -> bool:
    """Tell whether a column only has personal data here and there, which can be masked.

    A person who confirmed that such a column names people said so of what stands inside its texts.
    """
    if one.confirmed:
        personal = one.column.personal
        words = one.column.type in {SemanticType.TEXT, SemanticType.CATEGORY}
        return words and bool(personal) and all(found.in_text for found in personal)
    return one.reason in {"text-holds-personal", "some-cells-personal"}


def _whole(count: int | str) -> int:
    return count if isinstance(count, int) else 0


def _distinct(column: Column) -> int:
    return _whole(column.distinct)


def _nice(amount: float) -> float | None:
    """Round an amount up to two digits that count; None for one that cannot be a cap."""
    if not (math.isfinite(amount) and amount > 0):
        return None
    step = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return float(f"{math.ceil(amount / step - 1e-9) * step:.12g}")
