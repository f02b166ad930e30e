"""A sample of rows before and after protection, held as plain arrays: no text of any cell is kept.

Rows are drawn by a hash of their number, so the same rows are drawn however the table is cut into blocks
and however often it is measured (bottom-k sampling, Cohen, Kaplan 2007): all rows of a small table, else the
`rows` of least hash. A cell is kept as a 64-bit hash of its text and, in a column of numbers or dates, as a
number (days since 1970 for dates).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec
import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.check.report import SemanticType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan

__all__ = ["Cells", "PairedSample", "Rows", "row_order"]

_SEED = 0xA7_41
_GENERALISED = "*"
"""Counts as missing where it was read in a column of numbers, but never where it was written."""
_SAMPLE_CELLS = 4_000_000
_FEWEST_ROWS = 1_000
_SLACK = 1.25
"""The sample is cut back once it is so many times too large."""
_ORDERED = frozenset({SemanticType.INTEGER, SemanticType.DECIMAL, SemanticType.DATE, SemanticType.DATETIME})


class Cells(NamedTuple):
    """Cells of one column, each array of shape (rows,)."""

    hashes: NDArray[np.uint64]
    present: NDArray[np.bool_]
    numbers: NDArray[np.float64] | None
    """NaN where a present cell is no number; None in a column of categories or text."""


class Rows(NamedTuple):
    """The sampled rows: of shape (rows,), in the order of the hash of their number."""

    order: NDArray[np.uint64]
    weights: NDArray[np.float64]
    """Sampling weights with a mean of 1; all 1 where there are none."""
    kept: NDArray[np.bool_]
    """False for rows that were left out; their `after` cells mean nothing."""
    before: dict[str, Cells]
    after: dict[str, Cells]
    """Columns that were dropped are not in it."""


def row_order(first_row: int, rows: int) -> NDArray[np.uint64]:
    """Return the hash of each row number (the finaliser of SplitMix64, Steele et al. 2014), shape (rows,)."""
    mixed = np.arange(first_row, first_row + rows, dtype=np.uint64) * np.uint64(0x9E37_79B9_7F4A_7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    return mixed ^ (mixed >> np.uint64(31))


class PairedSample:
    """Rows of a table before and after its protection."""

    def __init__(self, plans: Mapping[str, ColumnPlan], weights: str | None, rows: int) -> None:
        """`plans` are those of the table's columns, `rows` how many are sampled (fewer in a very wide table)."""
        self._plans = dict(plans)
        self._after_plans = {
            name: msgspec.structs.replace(
                plan, missing_tokens=tuple(token for token in plan.missing_tokens if token != _GENERALISED)
            )
            for name, plan in plans.items()
        }
        self._weights = weights
        self._most = max(min(rows, _SAMPLE_CELLS // max(len(plans), 1)), _FEWEST_ROWS)
        self._below = np.uint64(2**64 - 1)
        self._parts: list[Rows] = []
        self._held = 0

    @property
    def most(self) -> int:
        """Rows sampled at most."""
        return self._most

    def observe(
        self, before: pl.DataFrame, after: pl.DataFrame, kept: NDArray[np.bool_] | None, first_row: int
    ) -> None:
        """Take in a block: `after` holds the rows of `before` where `kept`, shape (rows before,), is True."""
        order = row_order(first_row, before.height)
        chosen = np.flatnonzero(order <= self._below)
        if not len(chosen):
            return
        everyone = kept is None or bool(kept.all())
        stays = np.ones(before.height, dtype=np.bool_) if kept is None else kept
        # Where a row was left out any row will do: its cells are never looked at.
        places = chosen if everyone else np.clip(np.cumsum(stays)[chosen] - 1, 0, max(after.height - 1, 0))
        changed = after[places] if after.height else after.clear(len(chosen))
        self._parts.append(self._take(before[chosen], changed, stays[chosen], order[chosen]))
        self._held += len(chosen)
        if self._held > self._most * _SLACK:
            self._cut()

    def _take(
        self, before: pl.DataFrame, after: pl.DataFrame, kept: NDArray[np.bool_], order: NDArray[np.uint64]
    ) -> Rows:
        names = [name for name in self._plans if name in before.columns]
        return Rows(
            order=order,
            weights=_weights(self._plans.get(self._weights or ""), before),
            kept=kept,
            before={name: _cells(self._plans[name], before[name]) for name in names},
            after={name: _cells(self._after_plans[name], after[name]) for name in names if name in after.columns},
        )

    def merge(self, other: Self) -> None:
        """Take in what `other` observed."""
        self._parts.extend(other._parts)
        self._held += other._held
        self._below = min(self._below, other._below)
        self._cut()

    def _cut(self) -> None:
        if not self._parts:
            return
        rows = _together(self._parts)
        self._parts = [rows]
        if len(rows.order) > self._most:
            self._below = rows.order[self._most - 1]
            self._parts = [_select(rows, slice(self._most))]
        self._held = len(self._parts[0].order)

    def rows(self) -> Rows | None:
        """Return the sampled rows; None when there were none."""
        self._cut()
        if not self._parts:
            return None
        rows = self._parts[0]
        total = rows.weights.sum()
        scale = len(rows.weights) / total if total > 0 else 0.0
        return rows._replace(weights=rows.weights * scale if scale else np.ones(len(rows.weights)))


def _weights(plan: ColumnPlan | None, frame: pl.DataFrame) -> NDArray[np.float64]:
    """Return the sampling weights; what is no weight counts as 0."""
    numbers = None if plan is None else ColumnBatch(plan, frame[plan.name]).numbers
    if numbers is None:
        return np.ones(frame.height)
    found = numbers.fill_null(0.0).to_numpy()
    return np.where(np.isfinite(found) & (found > 0), found, 0.0)


def _cells(plan: ColumnPlan, raw: pl.Series) -> Cells:
    if raw.dtype.is_nested() or raw.dtype in {pl.Object, pl.Binary}:
        raw = pl.Series(raw.name, [None if cell is None else repr(cell) for cell in raw.to_list()], pl.String)
    batch = ColumnBatch(plan, raw)
    numbers = None
    if plan.type in _ORDERED:
        found = batch.numbers
        if found is None and (days := batch.days) is not None:
            found = days.cast(pl.Int32).cast(pl.Float64)
        if found is not None:
            values = found.fill_null(float("nan")).to_numpy()
            numbers = np.where(np.isfinite(values), values, np.nan)
    strings = batch.strings.rename("cell")
    return Cells(strings.to_frame().hash_rows(seed=_SEED).to_numpy(), batch.present, numbers)


def _together(parts: Sequence[Rows]) -> Rows:
    """Join parts, in the order of the rows' hashes."""
    first = parts[0]
    joined = Rows(
        np.concatenate([part.order for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.kept for part in parts]),
        {name: _join([part.before[name] for part in parts]) for name in first.before},
        {name: _join([part.after[name] for part in parts]) for name in first.after},
    )
    return _select(joined, np.argsort(joined.order, kind="stable"))


def _join(parts: Sequence[Cells]) -> Cells:
    numbers = [part.numbers for part in parts if part.numbers is not None]
    return Cells(
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.present for part in parts]),
        np.concatenate(numbers) if len(numbers) == len(parts) else None,
    )


def _select(rows: Rows, chosen: slice | NDArray[np.int64]) -> Rows:
    def cells(side: dict[str, Cells]) -> dict[str, Cells]:
        return {
            name: Cells(one.hashes[chosen], one.present[chosen], None if one.numbers is None else one.numbers[chosen])
            for name, one in side.items()
        }

    return Rows(rows.order[chosen], rows.weights[chosen], rows.kept[chosen], cells(rows.before), cells(rows.after))
