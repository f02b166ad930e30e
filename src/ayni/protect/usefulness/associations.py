"""How strongly two columns go together: bias-corrected Cramér's V (Bergsma 2013), before and after.

Numbers and dates are cut into five bins of equally many rows of the original; other columns have their own
categories, the rarest joined. Rows in which either cell is missing are left out. With sampling weights, chi
squared is scaled to the effective number of rows (Kish 1965).

The bootstrap repeats the bias of chi squared once more, so each replicate is corrected twice and its
percentiles are the interval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ayni.protect.usefulness.resampling import Counts, percentile, replicates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.report import Estimate

__all__ = ["Categories", "associate", "cramers_v", "entropy", "join_rare"]

CATEGORIES = 20
_REPLICATES = 200


class Categories(NamedTuple):
    """A column's rows as few categories; 0 is a missing cell."""

    codes: NDArray[np.int64]
    """Shape (rows,)."""
    size: int


def join_rare(codes: NDArray[np.int64], weights: NDArray[np.float64], known: NDArray[np.bool_]) -> Categories:
    """Number the categories from 1 by falling weight; from the twentieth on they are one.

    `known` tells which rows count, shape (rows,); 0 stays 0 everywhere.
    """
    totals = np.bincount(codes[known], weights[known], minlength=int(codes.max(initial=0)) + 1)
    totals[0] = -1.0
    place = np.empty(len(totals), dtype=np.int64)
    place[np.argsort(-totals, kind="stable")] = np.arange(1, len(totals) + 1)
    place = np.minimum(place, CATEGORIES)
    place[0] = 0
    return Categories(place[codes], int(min((totals > 0).sum(), CATEGORIES)) + 1)


def entropy(categories: Categories, weights: NDArray[np.float64]) -> float:
    """Return the entropy in bits, a missing cell counting as a category."""
    totals = np.bincount(categories.codes, weights)
    shares = totals[totals > 0] / totals.sum()
    return float(-(shares * np.log2(shares)).sum())


def associate(
    first: Categories, second: Categories, weights: NDArray[np.float64], known: NDArray[np.bool_], seed: int
) -> Estimate:
    """Return V with its interval over the rows that are `known` and have both cells."""
    both = known & (first.codes > 0) & (second.codes > 0)
    columns = CATEGORIES + 1
    cells = first.codes[both] * columns + second.codes[both]
    counts = Counts(cells, weights[both], columns * columns)
    total = counts.weight.sum()
    # One row counts for the effective number of rows over the sum of weights.
    scale = total / counts.square.sum() if total > 0 else 0.0
    table = counts.weight.reshape(1, columns, columns) * scale
    value = float(cramers_v(table)[0])
    used = (table[0].sum(axis=1) > 0, table[0].sum(axis=0) > 0)
    if not (used[0].sum() > 1 and used[1].sum() > 1):
        return percentile(0.0, np.zeros(1))
    drawn = replicates(counts, _REPLICATES, seed).reshape(-1, columns, columns) * scale
    return percentile(value, cramers_v(drawn[:, used[0]][:, :, used[1]], corrections=2))


def cramers_v(tables: NDArray[np.float64], *, corrections: int = 1) -> NDArray[np.float64]:
    """Return the bias-corrected V of each table of counts, shape (tables, rows, columns); 0 where it has no meaning.

    Empty rows and columns count for nothing. `corrections` is how many times the expected chi squared of
    independent columns is taken off.
    """
    down, across = tables.sum(axis=2), tables.sum(axis=1)
    total = down.sum(axis=1)
    expected = down[:, :, None] * across[:, None, :] / np.maximum(total, 1e-300)[:, None, None]
    squares = np.divide((tables - expected) ** 2, expected, out=np.zeros_like(tables), where=expected > 0)
    rows, columns = (down > 0).sum(axis=1), (across > 0).sum(axis=1)
    usable = (total > 1) & (rows > 1) & (columns > 1)
    many = np.where(usable, total, 2.0)
    bias = (rows - 1) * (columns - 1) / (many - 1)
    phi = np.maximum(squares.sum(axis=(1, 2)) / many - corrections * bias, 0.0)
    least = np.minimum(rows - (rows - 1) ** 2 / (many - 1), columns - (columns - 1) ** 2 / (many - 1)) - 1
    usable &= least > 0
    value = np.sqrt(np.divide(phi, least, out=np.zeros_like(phi), where=usable))
    found: NDArray[np.float64] = np.minimum(value, 1.0)
    return found
