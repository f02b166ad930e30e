"""One sampled column as small whole numbers: what each row held before, what it reads after, and for what.

Before, a column of numbers or dates is cut into about twenty bins of equally many rows; every other column
keeps its values. After, a number goes to the bin it falls into, and any other cell (an interval, a group, a
pseudonym, `*`) stands for the original values that were replaced by it in the sample.

A receiver does not know which of these was meant, so a coarser cell is spread *evenly*: over the values it
stands for or, for numbers, over the range from the least to the greatest of them. (Spreading it as often as
the values were in the original would bring the original back whatever was done, so nothing would ever seem
lost.) A cell that became missing stands for a missing cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.protect.usefulness.sample import Cells

__all__ = ["MISSING", "Coded", "Spread", "code_after", "code_before"]

MISSING = 0
_NO_NUMBER = 1
_FIRST = 2
"""Codes of a column of numbers: missing, a cell that is no number, then the bins."""


class Spread(NamedTuple):
    """For which values of before each value of after stands: `share` of `after` is `before`, all of shape (pairs,)."""

    after: NDArray[np.int64]
    before: NDArray[np.int64]
    share: NDArray[np.float64]


class Coded(NamedTuple):
    """A column's rows as codes; 0 is a missing cell."""

    codes: NDArray[np.int64]
    """Shape (rows,)."""
    size: int
    """All codes are below it."""
    edges: NDArray[np.float64] | None
    """Upper edges of all bins but the last; None where the column has no bins."""


def code_before(cells: Cells, bins: int) -> Coded:
    """Code the cells of a column as they were."""
    if cells.numbers is None:
        values, codes = np.unique(cells.hashes, return_inverse=True)
        return Coded(np.where(cells.present, codes + 1, MISSING), len(values) + 1, None)
    edges = _edges(cells.numbers[cells.present & ~np.isnan(cells.numbers)], bins)
    return Coded(_binned(cells, edges), _FIRST + len(edges) + 1, edges)


def _edges(numbers: NDArray[np.float64], bins: int) -> NDArray[np.float64]:
    """Return the upper edges of all bins but the last: every value its own where there are few, else quantiles."""
    values = np.unique(numbers)
    if len(values) <= bins:
        return values[:-1]
    ordered = np.sort(numbers)
    cuts = np.unique(ordered[(np.arange(1, bins) * len(ordered) + bins - 1) // bins - 1])
    edges: NDArray[np.float64] = cuts[cuts < values[-1]]
    return edges


def _binned(cells: Cells, edges: NDArray[np.float64]) -> NDArray[np.int64]:
    assert cells.numbers is not None  # noqa: S101 - both callers asked for it
    codes = _FIRST + np.searchsorted(edges, cells.numbers, side="left")
    codes = np.where(np.isnan(cells.numbers), _NO_NUMBER, codes)
    return np.where(cells.present, codes, MISSING)


def code_after(before: Cells, coded: Coded, after: Cells, kept: NDArray[np.bool_]) -> tuple[Coded, Spread]:
    """Code the cells of a column as they are now; codes of rows that were left out mean nothing.

    Numbers have the codes of before; other values have codes of their own from `coded.size` on.
    """
    present = after.present & kept
    if coded.edges is None or after.numbers is None:
        other = present
        codes = np.zeros(len(kept), dtype=np.int64)
    else:
        other = present & np.isnan(after.numbers)
        codes = np.where(present, _binned(after, coded.edges), MISSING)
    labels, places = np.unique(after.hashes[other], return_inverse=True)
    codes[other] = coded.size + places
    size = coded.size + len(labels)
    itself = np.arange(coded.size, dtype=np.int64)
    pairs = np.unique(codes[other] * coded.size + coded.codes[other])
    if coded.edges is None:
        seen = _evenly(pairs // coded.size, pairs % coded.size)
    else:
        seen = _over_ranges(before, coded, codes, other, size)
    whole = Spread(itself, itself, np.ones(coded.size))
    return Coded(codes, size, coded.edges), Spread(*(np.concatenate(both) for both in zip(whole, seen, strict=True)))


def _evenly(after: NDArray[np.int64], before: NDArray[np.int64]) -> Spread:
    """Share each value of after equally between its distinct values of before."""
    return Spread(after, before, 1.0 / np.bincount(after)[after] if len(after) else np.zeros(0))


def _over_ranges(before: Cells, coded: Coded, codes: NDArray[np.int64], other: NDArray[np.bool_], size: int) -> Spread:
    """Spread each value of after over the bins between the least and the greatest number it replaced."""
    assert before.numbers is not None  # noqa: S101 - the column has bins
    assert coded.edges is not None  # noqa: S101 - see above
    known = other & before.present & ~np.isnan(before.numbers)
    least, most = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(least, codes[known], before.numbers[known])
    np.maximum.at(most, codes[known], before.numbers[known])
    all_numbers = before.numbers[before.present & ~np.isnan(before.numbers)]
    # Whole numbers (ages, days) stand for themselves and not for what lies between them and the next.
    step = 1.0 if len(all_numbers) and bool((all_numbers == np.rint(all_numbers)).all()) else 0.0
    ranged = np.flatnonzero(np.isfinite(least))
    low, high = least[ranged] - step, most[ranged]
    lower = np.concatenate([[-np.inf], coded.edges])
    upper = np.concatenate([coded.edges, [np.inf]])
    width = np.maximum(np.minimum(high[:, None], upper) - np.maximum(low[:, None], lower), 0.0)
    point = high <= low
    width[point, np.searchsorted(coded.edges, high[point], side="left")] = 1.0
    share = width / width.sum(axis=1, keepdims=True)
    row, bin_ = np.nonzero(share)
    numbers = Spread(ranged[row], _FIRST + bin_, share[row, bin_])
    rest = other & ~np.isfinite(least[codes])
    pairs = np.unique(codes[rest] * coded.size + coded.codes[rest])
    words = _evenly(pairs // coded.size, pairs % coded.size)
    return Spread(*(np.concatenate(both) for both in zip(numbers, words, strict=True)))
