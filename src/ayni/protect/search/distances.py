"""How many sensitive values a class holds, and how far their distribution lies from the whole table's.

The distances are those of `ayni.check.disclosure.diversity` (Li, Li, Venkatasubramanian 2007): half the sum of
absolute differences for categories, the ordered earth mover's distance over the ranks for numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Pairs", "distances", "paired"]


class Pairs(NamedTuple):
    """The different pairs of class and value."""

    codes: NDArray[np.int64]
    """class * values + value, in no order."""
    rows: NDArray[np.int64]
    distinct: NDArray[np.int32]
    """How many values each class holds."""
    values: int


def paired(
    places: NDArray[np.int32], codes: NDArray[np.int32], rows: NDArray[np.int64], values: int, classes: int
) -> Pairs:
    """Group entries of class `places` and value `codes`, each shape (entries,), into pairs."""
    from ayni.protect.search.kernels import pair_up

    length = 1 << max(4, (len(rows) + len(rows) // 2).bit_length())
    pairs = np.empty(len(rows), dtype=np.int64)
    counts = np.zeros(len(rows), dtype=np.int64)
    distinct = np.zeros(classes, dtype=np.int32)
    slots = np.zeros(length, dtype=np.int32)
    found = pair_up(
        places, codes, rows, len(rows), values, pairs, slots, 64 - (length.bit_length() - 1), counts, distinct
    )
    return Pairs(pairs[:found], counts[:found], distinct, values)


def distances(
    pairs: Pairs, size: NDArray[np.int64], spread: NDArray[np.float64], *, ordered: bool
) -> NDArray[np.float64]:
    """Return the distance of each class, 0 to 1. `spread` counts the whole table's rows by value."""
    total = spread.sum()
    if not ordered:
        group, value = np.divmod(pairs.codes, pairs.values)
        # Whole numbers up to 2^53 are exact as floats.
        excess = np.maximum(pairs.rows * total - spread[value] * size[group], 0.0)
        apart: NDArray[np.float64] = np.bincount(group, weights=excess, minlength=len(size)) / (size * total)
        return apart
    from ayni.protect.search.kernels import spread as sum_spread

    distance = np.zeros(len(size))
    if pairs.values < 2:  # noqa: PLR2004 - one value has no distance to itself
        return distance
    share = np.cumsum(spread) / total
    order = np.argsort(pairs.codes % pairs.values, kind="stable")
    sum_spread(
        pairs.codes[order], pairs.rows[order], len(order), pairs.values, size, share,
        np.concatenate([[0.0], np.cumsum(share)]), np.zeros(len(size), dtype=np.int64),
        np.zeros(len(size), dtype=np.int64), distance,
    )  # fmt: skip
    scaled: NDArray[np.float64] = distance / (pairs.values - 1)
    return scaled
