"""What is counted of every cell of a column, in a state of bounded size.

The state is the same whether cells come one by one or as distinct values with weights, and however they
were cut and joined, so that a profile may count exact values first and fall back to this later.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.check.profile.formats import BOOLEAN_WORDS, TIME
from ayni.check.profile.impossible import date_rule, number_rule
from ayni.check.profile.sketch import Counts, Distinct, Distribution
from ayni.check.report import SemanticType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan

__all__ = ["DAY_RANGE", "CellCounts"]

EPOCH = dt.date(1970, 1, 1)
DAY_RANGE = ((dt.date(1800, 1, 1) - EPOCH).days, (dt.date(2200, 1, 1) - EPOCH).days)
"""Days beyond these, since 1970-01-01, are counted at the end they lie beyond."""

_SPACE, _DELETE = 0x20, 0x7F
_NUMBERS = frozenset({SemanticType.INTEGER, SemanticType.DECIMAL})
_DATES = frozenset({SemanticType.DATE, SemanticType.DATETIME})
_YES_NO = [*dict.fromkeys(word for pair in BOOLEAN_WORDS for word in pair), "0", "1", "0.0", "1.0"]


class CellCounts:
    """Distinct hashes, damage, lengths, misfits, numbers and days of the cells that were observed."""

    def __init__(self, plan: ColumnPlan, today: dt.date) -> None:
        """Begin with no cell; `today` decides what lies in the future."""
        self.plan = plan
        self.distinct = Distinct()
        self.mixed = 0
        self.text = np.zeros(3, dtype=np.int64)
        """Damaged cells, characters, characters of the longest cell."""
        rule = number_rule(plan.name, plan.type, today) if plan.type in _NUMBERS else None
        self.rule = rule
        self.numbers = (
            None if plan.type not in _NUMBERS else Distribution(rule.low, rule.high) if rule else Distribution()
        )
        self.days = Counts() if plan.type in _DATES else None
        self.first_day: int | None = None
        self.last_day: int | None = None
        possible = date_rule(plan.name, today)
        self._possible = ((possible.earliest - EPOCH).days, (possible.latest - EPOCH).days)
        self.early = 0
        self.late = 0

    def observe(self, batch: ColumnBatch, weights: NDArray[np.int64]) -> None:
        """Take in the cells of `batch` that are not missing, each as often as its weight says."""
        values = batch.values
        valid = batch.present
        if not valid.any():
            return
        self.distinct.observe(batch.hashes, valid)
        fits = self._fits(batch, weights)
        if fits is not None:
            # Cells that fit a number or a date are sound; only what does not is read as text.
            chosen = valid & ~fits
            if not chosen.any():
                return
            weights = weights[chosen]
            self.mixed += int(weights.sum())
            if values.dtype != pl.String:
                return
            batch = ColumnBatch(self.plan, values.filter(pl.Series(chosen)))
        elif values.dtype == pl.String and not valid.all():
            weights = np.where(valid, weights, 0)
        if values.dtype == pl.String:
            self._observe_text(batch, weights)

    def _fits(self, batch: ColumnBatch, weights: NDArray[np.int64]) -> NDArray[np.bool_] | None:
        """Take in numbers or days and tell which cells fit the type; None where all do."""
        if self.numbers is not None:
            return self._observe_numbers(batch, weights, self.numbers)
        if self.days is not None:
            return self._observe_days(batch, weights, self.days)
        if batch.values.dtype != pl.String:
            return None
        if self.plan.type is SemanticType.BOOLEAN:
            return _truth(batch.values.str.strip_chars().str.to_lowercase().is_in(_YES_NO))
        if self.plan.type is SemanticType.TIME:
            return _truth(batch.values.str.strip_chars().str.contains(TIME))
        return None

    def _observe_text(self, batch: ColumnBatch, weights: NDArray[np.int64]) -> None:
        text = batch.text
        # Most batches are plain ASCII, which numpy tells several times faster than a loop over cells does.
        if not len(text.data) or (text.data.max() < _DELETE and text.data.min() >= _SPACE):
            lengths = np.diff(text.offsets)
            self.text[1] += int(lengths @ weights)
            self.text[2] = max(self.text[2], int(lengths.max(initial=0)))
            return
        from ayni.check.profile import kernels

        kernels.scan_text(text.data, text.offsets, weights, self.text)

    def _observe_numbers(
        self, batch: ColumnBatch, weights: NDArray[np.int64], state: Distribution
    ) -> NDArray[np.bool_]:
        numbers = batch.numbers
        if numbers is None:
            return np.zeros(len(batch), dtype=np.bool_)
        plain: NDArray[np.float64] = numbers.to_numpy()  # null as NaN
        state.observe(plain, weights)
        fits: NDArray[np.bool_] = np.isfinite(plain)
        return fits

    def _observe_days(self, batch: ColumnBatch, weights: NDArray[np.int64], state: Counts) -> NDArray[np.bool_]:
        days = batch.days
        if days is None:
            return np.zeros(len(batch), dtype=np.bool_)
        if days.null_count():
            fits = days.is_not_null().to_numpy()
            numbers, weights = days.drop_nulls().to_physical().to_numpy(), weights[fits]
        else:
            fits, numbers = np.ones(len(days), dtype=np.bool_), days.to_physical().to_numpy()
        if len(numbers):
            first, last = int(numbers.min()), int(numbers.max())
            self.first_day = first if self.first_day is None else min(first, self.first_day)
            self.last_day = last if self.last_day is None else max(last, self.last_day)
            self.early += int(weights[numbers < self._possible[0]].sum())
            self.late += int(weights[numbers > self._possible[1]].sum())
            state.observe(np.clip(numbers, *DAY_RANGE), weights)
        return fits

    def merge(self, other: CellCounts) -> None:
        """Take in what `other` observed."""
        self.distinct.merge(other.distinct)
        self.mixed += other.mixed
        self.text[:2] += other.text[:2]
        self.text[2] = max(self.text[2], other.text[2])
        if self.numbers is not None and other.numbers is not None:
            self.numbers.merge(other.numbers)
        if self.days is not None and other.days is not None:
            self.days.merge(other.days)
        firsts = [day for day in (self.first_day, other.first_day) if day is not None]
        lasts = [day for day in (self.last_day, other.last_day) if day is not None]
        self.first_day = min(firsts, default=None)
        self.last_day = max(lasts, default=None)
        self.early += other.early
        self.late += other.late


def _truth(answers: pl.Series) -> NDArray[np.bool_]:
    return answers.fill_null(value=False).to_numpy()
