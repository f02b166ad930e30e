"""Who could be recognised over a goal's key variables: the same figures before and after."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from ayni.check.passes import RiskPass, RiskQuestion
from ayni.check.report import Role
from ayni.check.roles import TableRoles
from ayni.check.workers import observe_blocks
from ayni.limits import CheckLimits
from ayni.protect.outcome import Risk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ayni.check.batch import ColumnPlan
    from ayni.check.read.table import TableReader
    from ayni.check.report import Disclosure, Table
    from ayni.check.thresholds import Thresholds
    from ayni.protect.plan import Goal
    from ayni.protect.search.problem import KeyTable

__all__ = ["ORDINARY_K", "disclosure_over", "risk_of", "rows_in_small_classes"]

ORDINARY_K = 5
"""What counts as too small where a plan sets no k."""


def disclosure_over(
    reader: TableReader,
    plans: Mapping[str, ColumnPlan],
    table: Table,
    goal: Goal,
    thresholds: Thresholds,
    *,
    workers: int = 0,
    after_block: Callable[[], None] | None = None,
) -> Disclosure | None:
    """Return the disclosure risk over the goal's key variables; what the check measured when that was the same.

    Without key variables it is the check's own. Columns that the table no longer has are left aside. Raises
    `InputError` for weights that are none.
    """
    if not goal.keys or not table.rows:
        return table.disclosure
    weights = goal.weights if goal.weights in plans else None
    household = goal.household if goal.household in plans else None
    measured = table.disclosure
    if measured is not None and _same(measured, goal, weights, household):
        return measured
    roles = TableRoles(
        guesses=(), about_people=True, about_people_reason="confirmed", keys=goal.keys, keys_left_out=(),
        sensitive=goal.sensitive, weights=weights, household=household,
    )  # fmt: skip
    question = RiskQuestion(roles)
    limits = CheckLimits(key_variables=max(len(goal.keys), CheckLimits().key_variables))
    state = observe_blocks(
        reader.blocks(),
        lambda: RiskPass(question, list(plans.values()), limits),
        columns=question.columns,
        workers=workers,
        after_block=after_block,
    )
    with contextlib.closing(state.measure) as measure:
        return measure.conclude(thresholds)


def _same(measured: Disclosure, goal: Goal, weights: str | None, household: str | None) -> bool:
    judged = {one.column for one in measured.diversity}
    return (
        set(measured.quasi_identifiers) == set(goal.keys)
        and measured.weights == weights
        and (measured.household.column if measured.household is not None else None) == household
        and judged.issuperset(goal.sensitive)
    )


def rows_in_small_classes(table: KeyTable, k: int) -> int:
    """Return the rows in classes smaller than `k`, its keys taken as they are."""
    if not len(table.rows):
        return 0
    _, place = np.unique(table.codes, axis=0, return_inverse=True)
    sizes = np.bincount(place.ravel(), weights=table.rows).astype(np.int64)
    return int(sizes[sizes < k].sum())


def risk_of(table: Table, disclosure: Disclosure | None, rows_below: int | None) -> Risk:
    """Return the figures that stand side by side. `rows_below` is None where no key variables were gathered."""
    if disclosure is not None and rows_below is None:
        rows_below = _whole(disclosure.below_k.get(str(ORDINARY_K), 0))
    return Risk(
        rows=table.rows,
        smallest_class=table.rows if disclosure is None else _whole(disclosure.k_min),
        rows_below=rows_below or 0,
        highest=0.0 if disclosure is None else disclosure.individual_max,
        expected=0.0 if disclosure is None else disclosure.global_risk,
        direct_identifiers=sum(column.role is Role.DIRECT for column in table.columns),
        personal_cells=sum(_whole(found.cells) for column in table.columns for found in column.personal),
    )


def _whole(count: int | str) -> int:
    return count if isinstance(count, int) else 0
