"""How far one column's distribution moved: total variation distance between before and after.

The distance is half the sum of |p - q| over the original values (bins, for numbers), where coarser cells are
spread as `ayni.protect.usefulness.coding` says and q is over the rows that were kept. The interval is the basic
bootstrap's, before and after resampled together: a column that did not change has distance 0 for sure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ayni.protect.usefulness.coding import Coded, Spread, code_after, code_before
from ayni.protect.usefulness.resampling import Counts, around, replicates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.report import Estimate
    from ayni.protect.usefulness.sample import Rows

__all__ = ["BINS", "Moved", "measure_column"]

BINS = 20
_REPLICATES = 400
_DRAWS = 4_000_000
"""Random numbers drawn for one column at most: fewer replicates where it has very many values."""
_FEWEST = 50


class Moved(NamedTuple):
    """What became of one column."""

    distance: float
    tells: bool
    """Whether the column still tells rows apart, where it did."""


def measure_column(rows: Rows, name: str) -> tuple[Moved, Joint]:
    """Measure a column that was not dropped; its `Joint` gives the interval where one is wanted."""
    before = code_before(rows.before[name], BINS)
    after, spread = code_after(rows.before[name], before, rows.after[name], rows.kept)
    joint = Joint(before, after, spread, rows.kept, rows.weights)
    here = rows.after[name].present & rows.kept
    varied = len(np.unique(before.codes)) > 1
    tells = not varied or len(np.unique(np.where(here, after.codes, 0)[rows.kept])) > 1
    return Moved(joint.distance(), tells), joint


class Joint:
    """The joint table of a column's values before and after, with its rows' weights."""

    def __init__(
        self,
        before: Coded,
        after: Coded,
        spread: Spread,
        kept: NDArray[np.bool_],
        weights: NDArray[np.float64],
    ) -> None:
        """All arrays are over the same rows."""
        # Rows that were left out have a value of after of their own, which stands for nothing.
        codes = np.where(kept, after.codes, after.size)
        pairs, cells = np.unique(before.codes * (after.size + 1) + codes, return_inverse=True)
        self._counts = Counts(cells, weights, len(pairs))
        self._before = pairs // (after.size + 1)
        self._after = pairs % (after.size + 1)
        used = np.isin(spread.after, self._after)
        self._spread = Spread(spread.after[used], spread.before[used], spread.share[used])
        self._sizes = before.size, after.size

    def distance(self) -> float:
        """Return the distance as observed."""
        return float(self._distances(self._counts.weight[None, :])[0])

    def estimate(self, seed: int) -> Estimate:
        """Return the distance with its interval."""
        number = max(min(_REPLICATES, _DRAWS // max(len(self._before), 1)), _FEWEST)
        drawn = np.concatenate(
            [self._distances(replicates(self._counts, 50, seed + first)) for first in range(0, number, 50)]
        )
        return around(self.distance(), drawn)

    def _distances(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the distance for each row of weights, shape (tables, pairs)."""
        values, labels = self._sizes
        original = _sum_by(weights, self._before, values)
        released = _sum_by(weights, self._after, labels + 1)[:, :-1]
        shares = released[:, self._spread.after] * self._spread.share
        spread = _sum_by(shares, self._spread.before, values)
        moved: NDArray[np.float64] = np.abs(_normal(original) - _normal(spread)).sum(axis=1) / 2
        return moved


def _sum_by(weights: NDArray[np.float64], groups: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """Sum the columns of `weights` by their group, shape (tables, size)."""
    sums = np.zeros((len(weights), size))
    if len(groups):
        order = np.argsort(groups, kind="stable")
        starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
        sums[:, groups[order][starts]] = np.add.reduceat(weights[:, order], starts, axis=1)
    return sums


def _normal(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    total = weights.sum(axis=1, keepdims=True)
    shares: NDArray[np.float64] = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return shares
