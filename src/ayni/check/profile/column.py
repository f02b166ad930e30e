"""The profile of one column, as a measure.

While a column has few distinct values their counts are all that is kept, and everything is concluded
from them. Past `CheckLimits.exact_distinct` values (or 4 Mi characters of them) the counts are poured
into `CellCounts`, sketches of bounded size, and later cells go there directly. When that happens depends
only on which values were seen, never on their order, so the law of merging holds on both sides of it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch, sorted_distinct
from ayni.check.profile.cells import CellCounts
from ayni.check.profile.conclusion import ExactValues, conclude_column
from ayni.check.profile.sketch import ones

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from ayni.check.batch import ColumnPlan
    from ayni.check.profile.summary import ColumnSummary
    from ayni.limits import CheckLimits

__all__ = ["ColumnProfile"]

_EXACT_CHARS = 4 << 20


class ColumnProfile:
    """A measure over the batches of one column; concludes a `ColumnSummary`."""

    def __init__(self, plan: ColumnPlan, limits: CheckLimits, *, today: dt.date | None = None) -> None:
        """Begin with no cell. `today`, by default this day in UTC, decides what lies in the future."""
        self._plan = plan
        self._limits = limits
        self._today = today or dt.datetime.now(dt.UTC).date()
        self._rows = 0
        self._missing = 0
        self._dtype: pl.DataType = pl.String()
        self._values: dict[Hashable, int] = {}
        """Distinct values with their counts, as long as they are few and `_cells` is None."""
        self._chars = 0
        self._hashes: set[int] | None = None
        """Distinct hashes, once the values became too long to keep and as long as they are few."""
        self._cells: CellCounts | None = None

    def observe(self, batch: ColumnBatch, /) -> None:
        """Take in the cells of a batch of this column."""
        batch = _plain(batch)
        values = batch.values
        self._rows += len(values)
        self._missing += values.null_count()
        if values.dtype != pl.Null:
            self._dtype = values.dtype
        if self._cells is None:
            counted = values.drop_nulls().rename("value").value_counts(name="count")
            if counted.height <= self._limits.exact_distinct:
                self._count(zip(counted["value"].to_list(), counted["count"].to_list(), strict=True))
                return
        cells = self._pour()
        cells.observe(batch, ones(len(values)))
        if self._hashes is not None:
            present = batch.hashes[values.is_not_null().to_numpy()] if values.null_count() else batch.hashes
            # One more than the limit tells as much as all of them.
            self._add_hashes(sorted_distinct(present)[: self._limits.exact_distinct + 1].tolist())

    def merge(self, other: ColumnProfile, /) -> None:
        """Take in what `other` observed; `other` is not used afterwards."""
        self._rows += other._rows
        self._missing += other._missing
        if other._values or other._cells is not None:
            self._dtype = other._dtype
        if self._cells is None and other._cells is None:
            self._count(other._values.items())
            return
        cells = self._pour()
        cells.merge(other._pour())
        hashes, self._hashes = self._hashes, None if other._hashes is None else self._hashes
        if hashes is not None and other._hashes is not None:
            self._add_hashes(other._hashes)

    def conclude(self) -> ColumnSummary:
        """Say what is in the column."""
        cells, exact, distinct = self._cells, None, None
        if cells is None:
            cells, batch, counts = self._counted()
            exact, distinct = ExactValues(batch, counts), len(counts)
        elif self._hashes is not None:
            distinct = len(self._hashes)
        return conclude_column(self._rows, self._missing, cells, distinct, exact)

    def _count(self, counts: Iterable[tuple[Hashable, int]]) -> None:
        """Add distinct values with their counts, and pour all of them out when they become too many."""
        values = self._values
        text = self._dtype == pl.String
        for value, count in counts:
            before = values.get(value)
            if before is None:
                values[value] = count
                self._chars += len(str(value)) if text else 0
            else:
                values[value] = before + count
        if len(values) > self._limits.exact_distinct or self._chars > _EXACT_CHARS:
            self._pour()

    def _pour(self) -> CellCounts:
        """Go over to sketches, if that has not happened, and return them."""
        if self._cells is None:
            self._cells, batch, _ = self._counted()
            self._hashes = set()
            self._add_hashes(batch.hashes.tolist())
            self._values = {}
        return self._cells

    def _counted(self) -> tuple[CellCounts, ColumnBatch, np.ndarray[tuple[int], np.dtype[np.int64]]]:
        held: list[Any] = list(self._values)
        if self._dtype.is_float():
            held = [value + 0.0 for value in held]  # minus zero equals zero, and either may have come first
        values = pl.Series(self._plan.name, held, dtype=self._dtype)
        counts = np.fromiter(self._values.values(), dtype=np.int64, count=len(self._values))
        batch = ColumnBatch(self._plan, values)
        cells = CellCounts(self._plan, self._today)
        cells.observe(batch, counts)
        return cells, batch, counts

    def _add_hashes(self, hashes: Iterable[int]) -> None:
        if self._hashes is not None:
            self._hashes.update(hashes)
            if len(self._hashes) > self._limits.exact_distinct:
                self._hashes = None


def _plain(batch: ColumnBatch) -> ColumnBatch:
    """Return the batch with kinds of cells that Python cannot hold exactly, or cannot hash, turned into text."""
    values = batch.values
    dtype = values.dtype
    if dtype == pl.Datetime and dtype != pl.Datetime("us", getattr(dtype, "time_zone", None)):
        return ColumnBatch(batch.plan, values.dt.cast_time_unit("us"))
    if dtype in {pl.Categorical, pl.Enum, pl.Time, pl.Duration}:
        return ColumnBatch(batch.plan, values.cast(pl.String))
    if dtype == pl.Binary:
        return ColumnBatch(batch.plan, values.bin.encode("hex"))
    if dtype.is_nested():
        wrapped = values.rename("v").to_frame().select(pl.struct("v").struct.json_encode()).to_series()
        text = pl.select(pl.when(values.is_not_null()).then(wrapped)).to_series()
        return ColumnBatch(batch.plan, text)
    if dtype == pl.Object:
        return ColumnBatch(batch.plan, pl.Series([None if v is None else str(v) for v in values], dtype=pl.String))
    return batch
