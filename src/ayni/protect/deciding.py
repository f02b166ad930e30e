"""On which levels the key variables are written, and whose rows are left out for the goal to hold.

Levels that a plan leaves open are searched for all key variables together; those it names are taken. Classes that
miss k, l or t are left out. For t that is repeated until it holds against the distribution of the rows that stay.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from ayni.errors import InputError
from ayni.protect.hierarchy import build_levels
from ayni.protect.key_table import key_texts
from ayni.protect.levels import Levels
from ayni.protect.plan import Generalise
from ayni.protect.search import find_optimum, loss_of, suppressed_groups
from ayni.protect.search.problem import Criteria, KeyTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.key_table import KeyTableGathering
    from ayni.protect.plan import Goal, Loss, Plan
    from ayni.protect.search.problem import Node, SearchProgress

__all__ = ["Decision", "LeftOut", "as_written", "criteria_of", "decide", "refuse_beyond", "rows_left_out"]


class Decision(NamedTuple):
    """What was decided for the key variables."""

    table: KeyTable
    node: Node
    searched: bool
    optimal: bool
    bound: float | None
    suppressed: int | None = None
    """Rows that the search left out; None where nothing was searched."""

    @property
    def levels(self) -> dict[str, int]:
        """The level of each key variable."""
        return {levels.column: level for levels, level in zip(self.table.levels, self.node, strict=True)}

    def loss(self, left_out: NDArray[np.bool_], loss: Loss) -> float:
        """Return what is lost when these groups are left out."""
        return float(loss_of(self.table, self.node, left_out, loss))


def criteria_of(goal: Goal) -> Criteria:
    """Return what must hold of each class; without a goal anything does."""
    return Criteria(
        k=goal.k or 1,
        l=goal.l or 1,
        t=1.0 if goal.t is None else goal.t,
        suppression=goal.suppression,
        loss=goal.loss,
    )


def decide(
    gathered: KeyTableGathering,
    plan: Plan,
    plans: Mapping[str, ColumnPlan],
    folder: Path | None,
    tell: Callable[[SearchProgress], None] | None,
) -> Decision:
    """Decide the levels. Raises what building levels and searching raise, and `InputError("plan-level-too-high")`."""
    steps = {
        step.column: (number, step)
        for number, step in enumerate(plan.steps, 1)
        if isinstance(step, Generalise) and step.column in plan.goal.keys
    }
    levels = {name: _as_it_is(name, gathered.values(name)) for name in plan.goal.keys}
    fixed = dict.fromkeys(plan.goal.keys, 0)
    for name, (number, step) in steps.items():
        levels[name] = build_levels(step.hierarchy, plans[name], gathered.values(name), folder=folder)
        if step.level is None:
            del fixed[name]
            continue
        highest = levels[name].height - 1
        if step.level > highest:
            raise InputError("plan-level-too-high", step=number, column=name, level=step.level, highest=highest)
        fixed[name] = step.level
    table = gathered.conclude(levels)
    if len(fixed) == len(plan.goal.keys):
        return Decision(table, tuple(fixed[name] for name in plan.goal.keys), searched=False, optimal=False, bound=None)
    whole = not any(fixed.values())
    found = find_optimum(table if whole else _held_at(table, fixed), criteria_of(plan.goal), progress=tell)
    node = tuple(fixed.get(name, level) for name, level in zip(plan.goal.keys, found.levels, strict=True))
    bound = found.bound if whole else None
    return Decision(table, node, searched=True, optimal=found.optimal, bound=bound, suppressed=found.suppressed)


def _as_it_is(name: str, values: pl.Series) -> Levels:
    """Return the only level of a key variable that is not generalised."""
    codes = np.arange(len(values), dtype=np.int32)[None, :]
    leaves = np.ones(len(values), dtype=np.int64)
    return Levels(name, codes, (tuple(values.to_list()),), (leaves,), len(values))


def as_written(gathered: KeyTableGathering) -> KeyTable:
    """Return the key table of rows whose keys are as they will be written."""
    return gathered.conclude({name: _as_it_is(name, gathered.values(name)) for name in gathered.keys})


def _held_at(table: KeyTable, fixed: Mapping[str, int]) -> KeyTable:
    """Return the table with some key variables on a level they cannot leave."""
    levels, codes = list(table.levels), table.codes.copy()
    for place, own in enumerate(table.levels):
        level = fixed.get(own.column, 0)
        if level:
            codes[:, place] = own.codes[level][codes[:, place]]
            groups = len(own.labels[level])
            held = np.arange(groups, dtype=np.int32)[None, :]
            levels[place] = Levels(own.column, held, (own.labels[level],), (own.leaves[level],), own.domain)
        elif own.column in fixed:
            levels[place] = Levels(own.column, own.codes[:1], own.labels[:1], own.leaves[:1], own.domain)
    return _regrouped(table._replace(levels=tuple(levels), codes=codes))


def _regrouped(table: KeyTable) -> KeyTable:
    """Join groups that have come to agree."""
    parts = [table.codes.astype(np.uint64), *(one.codes.astype(np.uint64)[:, None] for one in table.sensitive)]
    if table.household is not None:
        parts.append(table.household[:, None])
    _, first, place = np.unique(np.hstack(parts), axis=0, return_index=True, return_inverse=True)
    rows = np.bincount(place.ravel(), weights=table.rows, minlength=len(first)).astype(np.int64)
    return _chosen(table, first)._replace(rows=rows)


def _chosen(table: KeyTable, groups: NDArray[np.int64] | NDArray[np.bool_]) -> KeyTable:
    return table._replace(
        codes=np.ascontiguousarray(table.codes[groups]),
        rows=table.rows[groups],
        sensitive=tuple(one._replace(codes=one.codes[groups]) for one in table.sensitive),
        household=None if table.household is None else table.household[groups],
    )


def rows_left_out(table: KeyTable, node: Node, criteria: Criteria) -> NDArray[np.bool_]:
    """Tell which groups are left out so that the goal holds of the rest; shape (groups,)."""
    left_out = np.zeros(len(table.rows), dtype=np.bool_)
    while not left_out.all():
        failing = suppressed_groups(_chosen(table, ~left_out), node, criteria)
        if not failing.any():
            break
        left_out[~left_out] = failing
        # A class goes whole, so k and l of the others stay; only the table's own distribution moves.
        if criteria.t >= 1.0:
            break
    return left_out


def refuse_beyond(table: KeyTable, left_out: NDArray[np.bool_], criteria: Criteria) -> int:
    """Return the rows that are left out.

    Raises `InputError("goal-needs-more-left-out")` when they are more than the limit, and
    `InputError("goal-leaves-nothing")` when they are all of them.
    """
    total, rows = int(table.rows.sum()), int(table.rows[left_out].sum())
    allowed = math.floor(criteria.suppression * total + 1e-9)
    if rows > allowed:
        raise InputError("goal-needs-more-left-out", rows=rows, allowed=allowed, total=total, k=criteria.k)
    if rows and rows == total:
        raise InputError("goal-leaves-nothing", total=total, k=criteria.k)
    return rows


class LeftOut:
    """Tells of the rows of any block which are left out: those whose class misses the goal."""

    def __init__(
        self, plans: Mapping[str, ColumnPlan], table: KeyTable, node: Node, left_out: NDArray[np.bool_]
    ) -> None:
        """`left_out` tells which groups of the table are, shape (groups,)."""
        self._plans = {levels.column: plans[levels.column] for levels in table.levels}
        self._codes: dict[str, pl.DataFrame] = {}
        groups = np.flatnonzero(left_out)
        columns = {}
        for place, (levels, level) in enumerate(zip(table.levels, node, strict=True)):
            codes = levels.codes[level]
            self._codes[levels.column] = pl.DataFrame(
                {"value": pl.Series(levels.labels[0], dtype=pl.String), "code": pl.Series(codes, dtype=pl.Int32)}
            )
            columns[f"key{place}"] = codes[table.codes[groups, place]]
        self._classes = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int32)).unique()

    def kept(self, frame: pl.DataFrame) -> NDArray[np.bool_] | None:
        """Return which rows stay, shape (rows,); None when all do."""
        if not self._classes.height:
            return None
        codes = []
        for place, (name, known) in enumerate(self._codes.items()):
            cells = key_texts(self._plans[name], frame[name]).rename("value").to_frame()
            joined = cells.join(known, on="value", how="left", nulls_equal=True, maintain_order="left")
            codes.append(joined["code"].alias(f"key{place}"))
        rows = pl.DataFrame(codes)
        failing = self._classes.with_columns(failing=pl.lit(value=True))
        found = rows.join(failing, on=rows.columns, how="left", maintain_order="left")["failing"]
        return ~found.fill_null(value=False).to_numpy()
