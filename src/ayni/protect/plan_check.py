"""Whether a plan makes sense, by itself and for a table: contradictions are refused before any row is read.

Steps are gone through in their order, as they will be done: what an earlier step left out or wrote anew a later
one cannot use. Cells are not looked at; a hierarchy that misses values is refused when its levels are built.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ayni.check.settings import nearest
from ayni.errors import Fact, InputError
from ayni.protect.hierarchy.given import check_table, table_of
from ayni.protect.hierarchy.source import check_source, source_height
from ayni.protect.plan import (
    AsGiven,
    BottomCode,
    Drop,
    Generalise,
    Goal,
    Mask,
    Microaggregate,
    MovePlaces,
    Plan,
    Pseudonymise,
    Round,
    ShiftDates,
    Step,
    SuppressCells,
    TopCode,
)
from ayni.protect.plan_file import PLAN_VERSION

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["check_plan"]

_PSEUDONYM_LEAST, _PSEUDONYM_MOST = 10, 50
_WEEK = 7
_GROUP_LEAST = 2


def check_plan(plan: Plan, columns: Sequence[str], *, rows: int | None = None) -> None:
    """Refuse a plan that contradicts itself or does not fit a table of these `columns` and (if known) `rows`.

    Raises `InputError`, with a code for each contradiction (`plan-…`, `hierarchy-…`); its facts name the step
    (counted from 1), the columns and the limits.
    """
    if plan.version != PLAN_VERSION:
        raise InputError("plan-unknown-version", version=str(plan.version), known=PLAN_VERSION)
    known = dict.fromkeys(columns)  # found at once, and in order
    _check_goal(plan.goal, known, rows)
    walk = _Walk(plan.goal, known)
    for number, step in enumerate(plan.steps, 1):
        walk.take(number, step)
        _check_numbers(number, step, rows)
    _check_limits(plan.steps)
    _check_structure(plan)
    if known and len(walk.dropped) == len(known):
        raise InputError("plan-nothing-left")


# The goal.


def _check_goal(goal: Goal, columns: Collection[str], rows: int | None) -> None:
    named = [*goal.keys, *goal.sensitive]
    named += [column for column in (goal.weights, goal.household) if column is not None]
    for column in named:
        _check_known(column, columns, "[goal]")
    _check_repeated(goal.keys, "[goal]")
    _check_repeated(goal.sensitive, "[goal]")
    for column in goal.keys:
        if column in goal.sensitive:
            raise InputError("plan-sensitive-is-key", column=column)
        if column == goal.weights:
            raise InputError("plan-weights-is-key", column=column)
        if column == goal.household:
            raise InputError("plan-household-is-key", column=column)
    if goal.weights is not None and goal.weights == goal.household:
        raise InputError("plan-weights-is-household", column=goal.weights)
    _check_goal_numbers(goal, rows)


def _check_goal_numbers(goal: Goal, rows: int | None) -> None:
    if goal.k is not None and goal.k < 1:
        raise InputError("plan-k-too-small", k=goal.k)
    if goal.l is not None and goal.l < 1:
        raise InputError("plan-l-too-small", l=goal.l)
    if goal.t is not None and not 0 <= goal.t <= 1:
        raise InputError("plan-t-out-of-range", t=_finite(goal.t))
    if not 0 <= goal.suppression <= 1:
        raise InputError("plan-suppression-out-of-range", suppression=_finite(goal.suppression))
    if not goal.keys and any(wanted is not None for wanted in (goal.k, goal.l, goal.t)):
        raise InputError("plan-goal-without-keys")
    if not goal.sensitive and (goal.l is not None or goal.t is not None):
        raise InputError("plan-no-sensitive")
    if goal.k is not None and goal.l is not None and goal.l > goal.k:
        raise InputError("plan-l-above-k", l=goal.l, k=goal.k)
    if rows is not None:
        _check_goal_rows(goal, rows)


def _check_goal_rows(goal: Goal, rows: int) -> None:
    if goal.k is not None and goal.k > rows:
        raise InputError("plan-k-above-rows", k=goal.k, rows=rows)
    if goal.l is not None and goal.l > rows:
        raise InputError("plan-l-above-rows", l=goal.l, rows=rows)


# The steps, in their order.


class _Walk:
    """Goes through the steps and keeps what became of each column."""

    def __init__(self, goal: Goal, columns: Collection[str]) -> None:
        self.dropped: dict[str, int] = {}
        """Column to the step that dropped it."""
        self._goal = goal
        self._columns = columns
        self._rewritten: dict[str, int] = {}
        """Columns whose cells are pseudonyms or levels of a hierarchy, and the step that made them so."""
        self._generalised: dict[str, int] = {}

    def take(self, number: int, step: Step) -> None:
        """Take in the next step."""
        changed = _changed(step)
        for column in (*changed, *_looked_at(step)):
            _check_known(column, self._columns, _place(number))
            if column in self.dropped:
                raise InputError("plan-column-dropped", step=number, column=column, earlier=self.dropped[column])
        if not changed:
            raise InputError("plan-no-columns", step=number)
        _check_repeated(changed, _place(number))
        if isinstance(step, Generalise):
            self._generalise(number, step)
        if not isinstance(step, Drop | SuppressCells):
            for column in changed:
                if column in self._rewritten:
                    raise InputError("plan-step-too-late", step=number, column=column, earlier=self._rewritten[column])
        self._check_goal_columns(number, step, changed)
        if isinstance(step, Drop):
            self.dropped.update(dict.fromkeys(changed, number))
        if isinstance(step, Generalise | Pseudonymise):
            self._rewritten.update(dict.fromkeys(changed, number))

    def _generalise(self, number: int, step: Generalise) -> None:
        if step.column in self._generalised:
            raise InputError(
                "plan-generalised-twice", step=number, column=step.column, earlier=self._generalised[step.column]
            )
        self._generalised[step.column] = number
        check_source(step.hierarchy, step.column)
        if isinstance(step.hierarchy, AsGiven):
            check_table(table_of(step.hierarchy), step.column)
        height = source_height(step.hierarchy)
        highest = None if height is None else height - 1
        if step.level is None:
            goal = self._goal
            wanted = goal.k is not None or goal.l is not None or goal.t is not None
            if not wanted or step.column not in goal.keys:
                raise InputError("plan-level-not-decided", step=number, column=step.column)
        elif step.level < 0:
            raise InputError("plan-level-negative", step=number, column=step.column, level=step.level)
        elif highest is not None and step.level > highest:
            raise InputError("plan-level-too-high", step=number, column=step.column, level=step.level, highest=highest)

    def _check_goal_columns(self, number: int, step: Step, changed: tuple[str, ...]) -> None:
        goal = self._goal
        for column in changed:
            if column in goal.keys and isinstance(step, Drop):
                raise InputError("plan-key-dropped", step=number, column=column)
            if column in goal.keys and isinstance(step, Pseudonymise):
                raise InputError("plan-key-pseudonymised", step=number, column=column)
            if column in goal.sensitive and isinstance(step, Drop) and (goal.l is not None or goal.t is not None):
                raise InputError("plan-sensitive-dropped", step=number, column=column)
            if column == goal.weights and not isinstance(step, Drop):
                raise InputError("plan-weights-changed", step=number, column=column)
            if column == goal.household and not isinstance(step, Drop | Pseudonymise):
                raise InputError("plan-household-changed", step=number, column=column)
            if isinstance(step, SuppressCells) and column not in goal.keys:
                raise InputError("plan-suppress-no-key", step=number, column=column)
        if isinstance(step, SuppressCells) and goal.k is None:
            raise InputError("plan-suppress-without-k", step=number)


def _changed(step: Step) -> tuple[str, ...]:
    """Return the columns whose cells the step changes or leaves out."""
    if isinstance(step, Generalise | TopCode | BottomCode | Round):
        return (step.column,)
    if isinstance(step, MovePlaces):
        return (step.latitude, step.longitude)
    return step.columns


def _looked_at(step: Step) -> tuple[str, ...]:
    """Return the columns that the step needs but leaves as they are."""
    if isinstance(step, ShiftDates | MovePlaces) and step.by is not None:
        return (step.by,)
    return ()


def _check_numbers(number: int, step: Step, rows: int | None) -> None:
    """Check the numbers of one step."""
    code, facts = _wrong_number(step, rows)
    if code:
        raise InputError(code, step=number, **facts)


def _wrong_number(step: Step, rows: int | None) -> tuple[str, dict[str, Fact]]:  # noqa: C901, PLR0911 - one per mistake
    match step:
        case TopCode() | BottomCode() if not math.isfinite(step.limit):
            return "plan-limit-not-finite", {"column": step.column}
        case Round() if not (step.base > 0 and math.isfinite(step.base)):
            return "plan-base-not-positive", {"column": step.column}
        case Pseudonymise() if not _PSEUDONYM_LEAST <= step.length <= _PSEUDONYM_MOST:
            return "plan-pseudonym-length", {"length": step.length, "least": _PSEUDONYM_LEAST, "most": _PSEUDONYM_MOST}
        case Pseudonymise() if not step.domain.strip():
            return "plan-pseudonym-without-domain", {}
        case ShiftDates() if step.by in step.columns:
            return "plan-shift-by-itself", {"column": step.by}
        case ShiftDates() if step.days < 1 or (step.whole_weeks and step.days < _WEEK):
            return "plan-days-too-few", {"days": step.days, "least": _WEEK if step.whole_weeks else 1}
        case MovePlaces() if not (0 <= step.least <= step.most and 0 < step.most < math.inf):
            return "plan-distances-crossed", {"least": _finite(step.least), "most": _finite(step.most)}
        case MovePlaces() if step.by in {step.latitude, step.longitude}:
            return "plan-move-by-itself", {"column": step.by}
        case Microaggregate() if step.k < _GROUP_LEAST:
            return "plan-groups-too-small", {"k": step.k, "least": _GROUP_LEAST}
        case Microaggregate() if rows is not None and step.k > rows:
            return "plan-groups-above-rows", {"k": step.k, "rows": rows}
        case Mask() if not all(kind.strip() for kind in step.kinds):
            return "plan-mask-without-kind", {}
    return "", {}


def _check_limits(steps: Sequence[Step]) -> None:
    """Refuse a column whose numbers may be no higher than one limit and no lower than a higher one."""
    highest: dict[str, float] = {}
    lowest: dict[str, float] = {}
    for number, step in enumerate(steps, 1):
        if isinstance(step, TopCode):
            highest[step.column] = min(step.limit, highest.get(step.column, math.inf))
        elif isinstance(step, BottomCode):
            lowest[step.column] = max(step.limit, lowest.get(step.column, -math.inf))
        else:
            continue
        top, bottom = highest.get(step.column), lowest.get(step.column)
        if top is not None and bottom is not None and top < bottom:
            raise InputError("plan-limits-crossed", step=number, column=step.column, top=top, bottom=bottom)


def _check_structure(plan: Plan) -> None:
    """Refuse weights or a household that are left out before a step that needs them."""
    needing = [number for number, step in enumerate(plan.steps, 1) if isinstance(step, Generalise | SuppressCells)]
    for number, step in enumerate(plan.steps, 1):
        later = next((place for place in needing if place > number), None)
        if not isinstance(step, Drop) or later is None:
            continue
        if plan.goal.weights in step.columns:
            raise InputError("plan-weights-dropped", step=number, column=plan.goal.weights, later=later)
        if plan.goal.household in step.columns:
            raise InputError("plan-household-dropped", step=number, column=plan.goal.household, later=later)


# Small checks that several places need.


def _check_known(column: str, columns: Collection[str], place: str) -> None:
    if column not in columns:
        columns = list(columns)
        raise InputError(
            "plan-column-missing", place=place, column=column, nearest=nearest(column, columns), columns=columns
        )


def _check_repeated(columns: Sequence[str], place: str) -> None:
    seen: set[str] = set()
    for column in columns:
        if column in seen:
            raise InputError("plan-column-repeated", place=place, column=column)
        seen.add(column)


def _place(number: int) -> str:
    return f"[[step]] {number}"


def _finite(number: float) -> float | str:
    """Return a number as a fact; JSON has no name for the others."""
    return number if math.isfinite(number) else str(number)
