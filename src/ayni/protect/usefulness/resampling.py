"""Bootstrap of weighted counts, and intervals from its replicates.

A table of counts of rows is resampled cell by cell: each cell's weight is drawn as a scaled Poisson number
with the mean and the variance that resampling its rows with replacement would give (Bohm, Zech 2014, Nuclear
Instruments and Methods A 748; for rows of equal weight this is the Poisson bootstrap). Before and after are
drawn together, so what they share does not widen an interval. The table is taken as a sample of what it
describes: a figure measured on all rows of a table still has an interval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.check.report import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["METHOD", "Counts", "around", "percentile", "replicates"]

METHOD = "bootstrap"
_TAILS = (0.025, 0.975)


class Counts:
    """Sums over rows, by cell: their weights and the squares of these, each of shape (cells,)."""

    def __init__(self, cells: NDArray[np.int64], weights: NDArray[np.float64], size: int) -> None:
        """`cells` says in which of `size` cells each row lies, shape (rows,)."""
        self.weight = np.bincount(cells, weights, minlength=size).astype(np.float64)
        self.square = np.bincount(cells, weights * weights, minlength=size).astype(np.float64)


def replicates(counts: Counts, number: int, seed: int) -> NDArray[np.float64]:
    """Return `number` resampled weights of each cell, shape (number, cells)."""
    some = counts.weight > 0
    scale = np.divide(counts.square, counts.weight, out=np.zeros_like(counts.weight), where=some)
    mean = np.divide(counts.weight, scale, out=np.zeros_like(counts.weight), where=some)
    drawn = np.random.default_rng(seed).poisson(mean, (number, len(mean))).astype(np.float64)
    weights: NDArray[np.float64] = drawn * scale
    return weights


def around(value: float, drawn: NDArray[np.float64]) -> Estimate:
    """Return the basic bootstrap interval: it is moved against the bias that the replicates show."""
    low, high = (2 * value - np.quantile(drawn, tail) for tail in reversed(_TAILS))
    return _estimate(value, float(low), float(high))


def percentile(value: float, drawn: NDArray[np.float64]) -> Estimate:
    """Return the percentile interval of replicates that have no bias of their own."""
    low, high = np.quantile(drawn, _TAILS)
    return _estimate(value, float(low), float(high))


def _estimate(value: float, low: float, high: float) -> Estimate:
    """Hold the interval to 0 … 1 and to both sides of the value, and round off what is only noise of adding."""
    value = min(max(value, 0.0), 1.0)
    low, high = min(max(low, 0.0), value), max(min(high, 1.0), value)
    return Estimate(round(value, 12), round(low, 12), round(high, 12), METHOD)
