"""Replace numbers by the mean of groups of at least k similar rows (MDAV-generic, see `grouping_kernels`).

Rows are compared over all columns of the step, each with mean 0 and standard deviation 1. MDAV compares every row
with every other, so a table of more than a few thousand rows is first sorted along its first principal component
and cut into blocks of about 2,000 rows (16 k where that is more), each of which is grouped by itself: groups never
reach over a cut, which costs a little similarity and nothing else.

Rows that miss some of the numbers are grouped among those that miss the same ones; where fewer than k do, their
numbers become missing, and are counted. Coded answers (`-99 = Don't know`) are no numbers and stay. Whole numbers stay
whole. Numbers stored as text are written with as many decimals as the column had at most (6).

It holds 8 bytes for each cell of its columns, and as much again for a moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.check.report import SemanticType
from ayni.errors import InputError, LimitError
from ayni.protect.transform.columns import changed_cells, number_plan, put
from ayni.protect.transform.contract import Applied, Context
from ayni.protect.transform.numbers import coded_cells, numbers_in, replace_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.plan import Microaggregate

__all__ = ["GatheredNumbers", "group_rows"]

_LEAST_K, _MOST_K = 2, 10_000
_MOST_CELLS = 40_000_000
_BLOCK_ROWS, _BLOCK_GROUPS = 2_048, 16
_MOST_DECIMALS = 6


def group_rows(numbers: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Return the group of each row, int64 (rows,): from 0, each of at least `k` rows.

    `numbers` is float64 of shape (rows, columns), finite, of at least `k` rows.
    """
    from ayni.protect.transform.grouping_kernels import group_similar

    spread = numbers.std(axis=0)
    points = (numbers - numbers.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    rows = len(points)
    blocks = max(1, rows // max(_BLOCK_ROWS, _BLOCK_GROUPS * k))
    order = np.arange(rows)
    if blocks > 1:
        _, axes = np.linalg.eigh(points.T @ points)
        along = axes[:, -1] * np.sign(axes[np.argmax(np.abs(axes[:, -1])), -1])  # the same whichever sign was found
        order = np.argsort(points @ along, kind="stable")
    bounds = np.linspace(0, rows, blocks + 1).astype(np.int64)
    sorted_groups = np.full(rows, -1, dtype=np.int64)
    largest = int(np.diff(bounds).max())
    group_similar(
        np.ascontiguousarray(points[order]),
        bounds,
        k,
        sorted_groups,
        np.zeros(largest, dtype=np.int64),
        np.zeros(points.shape[1]),
        np.zeros(largest),
        np.zeros(k, dtype=np.int64),
    )
    groups = np.empty(rows, dtype=np.int64)
    groups[order] = sorted_groups
    return groups


class GatheredNumbers:
    """The numbers of all rows, gathered to be grouped."""

    def __init__(self, step: Microaggregate, context: Context) -> None:
        """Raises `InputError`: `step-unknown-column`, `step-needs-numbers`, `microaggregate-k`."""
        if not _LEAST_K <= step.k <= _MOST_K:
            raise InputError("microaggregate-k", k=step.k, least=_LEAST_K, most=_MOST_K)
        self._plans = tuple(number_plan(context, column, "microaggregate") for column in step.columns)
        self._k = step.k
        self._parts: list[NDArray[np.float64]] = []
        self._rows = 0
        self._decimals = [0] * len(self._plans)

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns whose numbers are replaced."""
        return tuple(plan.name for plan in self._plans)

    def observe(self, frame: pl.DataFrame, first_row: int) -> None:  # noqa: ARG002 - blocks come in order
        """Take in a block. Raises `LimitError("microaggregate-too-large")` beyond 40,000,000 cells."""
        self._rows += frame.height
        if self._rows * len(self._plans) > _MOST_CELLS:
            raise LimitError("microaggregate-too-large", limit=_MOST_CELLS // len(self._plans))
        part = np.full((frame.height, len(self._plans)), np.nan)
        for place, plan in enumerate(self._plans):
            raw = frame[plan.name]
            numbers = _numbers(ColumnBatch(plan, raw))
            part[:, place] = numbers.fill_null(np.nan).to_numpy()
            if raw.dtype == pl.String and plan.type is not SemanticType.INTEGER:
                mark = "," if plan.decimal_comma else r"\."
                longest = raw.str.extract(mark + r"([0-9]+)\s*$").str.len_bytes().max()
                self._decimals[place] = max(self._decimals[place], int(longest) if isinstance(longest, int) else 0)
        part[~np.isfinite(part)] = np.nan
        self._parts.append(part)

    def settle(self) -> Averages:
        """Group the rows. Raises `InputError("microaggregate-few")` where fewer than k rows have numbers."""
        values = np.concatenate(self._parts) if self._parts else np.zeros((0, len(self._plans)))
        self._parts = []
        _average(values, self._k, [plan.type is SemanticType.INTEGER for plan in self._plans])
        decimals = tuple(min(_MOST_DECIMALS, most) for most in self._decimals)
        return Averages(self._plans, values, decimals)


def _average(values: NDArray[np.float64], k: int, whole: list[bool]) -> None:
    """Replace the numbers of each row by the means of its group, in place; NaN where it has none."""
    present = ~np.isnan(values)
    some = int(present.any(axis=1).sum())
    if 0 < some < k:
        raise InputError("microaggregate-few", k=k, rows=some)
    kinds, kind_of = np.unique(present, axis=0, return_inverse=True)
    for number, kind in enumerate(kinds):
        rows = np.flatnonzero(kind_of.ravel() == number)
        columns = np.flatnonzero(kind)
        if not len(columns):
            continue
        if len(rows) < k:
            values[np.ix_(rows, columns)] = np.nan
            continue
        chosen = values[np.ix_(rows, columns)]
        groups = group_rows(chosen, k)
        sizes = np.bincount(groups)
        for place, column in enumerate(columns.tolist()):
            middle = chosen[:, place].mean()  # sums of numbers near 0 lose least
            means = np.bincount(groups, weights=chosen[:, place] - middle) / sizes + middle
            values[rows, column] = (np.rint(means) if whole[column] else means)[groups]


class Averages:
    """The means that replace each row's numbers."""

    def __init__(self, plans: tuple[ColumnPlan, ...], means: NDArray[np.float64], decimals: tuple[int, ...]) -> None:
        """`means` is float64 (rows of the table, columns), NaN where a row has no mean."""
        self._plans = plans
        self._means = means
        self._decimals = decimals

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns whose numbers are replaced."""
        return tuple(plan.name for plan in self._plans)

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:
        """Return the block with means for numbers."""
        changed = 0
        for place, plan in enumerate(self._plans):
            raw = frame[plan.name]
            batch = ColumnBatch(plan, raw)
            before = _numbers(batch)
            means = pl.Series(raw.name, self._means[first_row : first_row + frame.height, place]).fill_nan(None)
            if raw.dtype == pl.String:
                means = means.round(self._decimals[place])
            done = replace_numbers(batch, before, means, self._decimals[place])
            lonely = before.is_not_null() & means.is_null()
            if lonely.any():
                done = done.zip_with(~lonely, pl.Series([None], dtype=done.dtype))
            changed += changed_cells(raw, done)
            frame = put(frame, done)
        return Applied(frame, changed)


def _numbers(batch: ColumnBatch) -> pl.Series:
    """Return the cells as Float64; null where missing, no number or a coded answer."""
    return numbers_in(batch).zip_with(~coded_cells(batch), pl.Series([None], dtype=pl.Float64))
