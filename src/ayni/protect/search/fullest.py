"""The least that leaving out some number of rows can cost, before anyone knows which rows they are.

Leaving out a row costs least where its cell has little left to lose: for loss, where its value stands for most of
the domain already; for entropy, where the suppressed rows agree, so as many of them as possible in the most frequent
values. Each column and level is looked at by itself, so the sum is at most what any rows really cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.protect.plan import Loss

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.protect.search.losses import Terms

__all__ = ["Fullest"]

_ROUNDING = 1e-12


class Fullest:
    """For each column and level, the values by what their rows have left to lose, least first."""

    def __init__(self, terms: Terms) -> None:
        """Sort the values of loss or entropy terms."""
        self._terms = terms
        places = [(column, level) for column, levels in enumerate(terms.levels) for level in range(levels.height)]
        self._heights = [levels.height for levels in terms.levels]
        self._domain = np.array([float(terms.levels[column].domain) for column, _ in places])
        self._shift = np.arange(len(places)) * float(terms.total + 1)
        parts = [self._sorted(column, level) for column, level in places]
        self._rows = np.concatenate([rows for rows, _ in parts] or [np.zeros(0)])
        self._worth = np.concatenate([worth for _, worth in parts] or [np.zeros(0)])
        # All columns and levels stand in one rising row, each shifted beyond the one before: one search finds all.
        until = [np.cumsum(rows) + shift for (rows, _), shift in zip(parts, self._shift, strict=True)]
        self._until = np.concatenate([*until, np.zeros(0)])
        saved = [np.cumsum(self._saved(rows, worth)) - self._saved(rows, worth) for rows, worth in parts]
        self._before = np.concatenate([*saved, np.zeros(0)])

    def terms(self, left_out: int) -> NDArray[np.float64]:
        """Return terms as `Terms.of` does, for at least so many rows left out; at least 1, at most all."""
        place = np.searchsorted(self._until, self._shift + left_out)
        part = left_out - (self._until[place] - self._rows[place] - self._shift)
        saved = self._before[place] + self._saved(part, self._worth[place])
        if self._terms.loss is Loss.LOSS:
            extra = left_out * self._domain - saved
        else:
            most = left_out * np.log2(left_out)
            extra = most - saved - most * _ROUNDING
        terms = np.full((len(self._heights), self._terms.most), np.inf)
        start = 0
        for column, height in enumerate(self._heights):
            lost = self._terms.base[column] + np.maximum(extra[start : start + height], 0.0)
            terms[column, :height] = self._terms.scaled(column, lost)
            start += height
        return terms

    def _sorted(self, column: int, level: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return rows and worth of each value on a level, the most worth first; only values with rows."""
        levels = self._terms.levels[column]
        held = self._terms.held[self._terms.starts[column] : self._terms.starts[column + 1]]
        rows = np.bincount(levels.codes[level], weights=held).astype(np.float64, copy=False)
        worth = levels.leaves[level].astype(np.float64) if self._terms.loss is Loss.LOSS else rows
        order = np.argsort(-worth, kind="stable")
        order = order[rows[order] > 0]
        return rows[order], worth[order]

    def _saved(self, rows: NDArray[np.float64], worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what so many rows of each value need not lose."""
        if self._terms.loss is Loss.LOSS:
            return rows * worth
        saved: NDArray[np.float64] = rows * np.log2(np.maximum(rows, 1.0))
        return saved
