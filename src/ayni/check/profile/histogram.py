"""Bars with edges a person would choose, and quantiles, from values with counts."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np

from ayni.check.report import Bin, Quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["day_bars", "number_bars", "quantiles"]

BARS = 30
SHARES = (0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99)
_EPOCH = dt.date(1970, 1, 1)
_TAIL = 0.005
_WIDEST = 1e300  # edges beyond the largest double cannot be written


def quantiles(values: NDArray[np.float64], counts: NDArray[np.int64]) -> tuple[Quantile, ...]:
    """Return the value at rank floor(p (n - 1)), counted from 0, for each usual share p.

    `values` are in order, each with its count; there is at least one.
    """
    reached = np.cumsum(counts)
    last = int(reached[-1]) - 1
    at = [int(np.searchsorted(reached, math.floor(p * last), side="right")) for p in SHARES]
    return tuple(Quantile(p, float(values[i])) for p, i in zip(SHARES, at, strict=True))


def number_bars(values: NDArray[np.float64], counts: NDArray[np.int64], *, whole: bool) -> tuple[Bin, ...]:
    """Return at most 30 bars, of equal width but for a first and a last one that hold far outliers.

    Edges are multiples of 1, 2, 2.5 or 5 times a power of ten. Where `values` come from a sketch, a cell may
    stand in the bar next to its own when it is within 0.5 % of the edge.
    """
    low, high = float(values[0]), float(values[-1])
    if low == high or high - low > _WIDEST:
        return (Bin(low, high, int(counts.sum())),)
    reached = np.cumsum(counts)
    total = int(reached[-1])
    near = float(values[np.searchsorted(reached, _TAIL * total)])
    far = float(values[np.searchsorted(reached, (1 - _TAIL) * total)])
    # Only tails that would squeeze the rest into a third of the width get bars of their own.
    inner_low, inner_high = (near, far) if (far - near) * 3 < high - low and far > near else (low, high)
    step = _nice((inner_high - inner_low) / (BARS - 4), whole=whole)
    first, last = math.floor(inner_low / step), math.floor(inner_high / step) + 1
    edges = np.arange(first, last + 1, dtype=np.float64) * step
    if not np.all(np.diff(edges) > 0):  # The range is too narrow for doubles to be told apart.
        return (Bin(low, high, total),)
    if low < edges[0]:
        edges = np.concatenate([[low], edges])
    if high > edges[-1]:
        edges = np.concatenate([edges, [high]])
    return _bars(edges, values, counts)


def _bars(edges: NDArray[np.float64], values: NDArray[np.float64], counts: NDArray[np.int64]) -> tuple[Bin, ...]:
    at = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    sums = np.zeros(len(edges) - 1, dtype=np.int64)
    np.add.at(sums, at, counts)
    return tuple(Bin(float(a), float(b), int(n)) for a, b, n in zip(edges[:-1], edges[1:], sums, strict=True))


def _nice(step: float, *, whole: bool) -> float:
    if step <= 0:  # the range is smaller than the smallest double, divided
        return 1.0
    power = 10.0 ** math.floor(math.log10(step))
    found = next((f * power for f in (1, 2, 2.5, 5, 10) if f * power >= step), 10 * power)
    return max(1.0, float(math.ceil(found))) if whole else found


def day_bars(days: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[Bin, ...]:
    """Return at most 30 bars of days, months, quarters or years; `days` since 1970-01-01, in order."""
    first, last = int(days[0]), int(days[-1])
    if last - first < BARS:
        edges = np.arange(first, last + 2, dtype=np.float64)
        return _bars(edges, days.astype(np.float64), counts)
    start, end = _EPOCH + dt.timedelta(first), _EPOCH + dt.timedelta(last)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    width = next(m for m in (1, 3, 6, 12, 24, 60, 120, 240, 600) if months + m - 1 <= m * (BARS - 1))
    at = (start.year * 12 + start.month - 1) // width * width
    marks = []
    while True:
        day = (dt.date(at // 12, at % 12 + 1, 1) - _EPOCH).days
        marks.append(float(day))
        if day > last:
            return _bars(np.array(marks), days.astype(np.float64), counts)
        at += width
