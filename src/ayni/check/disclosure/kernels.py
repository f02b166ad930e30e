"""Compiled search for minimal sample uniques (see `ayni.check.disclosure.suda`). Imported lazily."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.compiled import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["minimal_uniques"]


@part
def _split(  # noqa: PLR0917 - kernels take plain arguments
    rows: NDArray[np.int32],
    bounds: NDArray[np.int64],
    groups: int,
    codes: NDArray[np.int32],
    seen: NDArray[np.int64],
    out_rows: NDArray[np.int32],
    out_bounds: NDArray[np.int64],
    singles: NDArray[np.int32],
) -> tuple[int, int]:
    """Split each group of rows by `codes`: groups of two and more to `out_rows`, lone rows to `singles`."""
    kept = 0
    out_groups = 0
    alone = 0
    out_bounds[0] = 0
    for group in range(groups):
        start, end = bounds[group], bounds[group + 1]
        for place in range(start, end):
            seen[codes[rows[place]]] += 1
        for place in range(start, end):
            code = codes[rows[place]]
            number = seen[code]
            if number == 1:
                singles[alone] = rows[place]
                alone += 1
                seen[code] = 0
            elif number > 1:  # the first row of a new group: reserve its places, remember where they begin
                seen[code] = -(kept + 1)
                out_groups += 1
                kept += number
                out_bounds[out_groups] = kept
                out_rows[-seen[code] - 1] = rows[place]
                seen[code] -= 1
            elif number < 0:
                out_rows[-number - 1] = rows[place]
                seen[code] = number - 1
        for place in range(start, end):
            seen[codes[rows[place]]] = 0
    return out_groups, alone


def minimal_uniques(
    codes: NDArray[np.int32], sizes: NDArray[np.int64], slots: NDArray[np.int32], points: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Find every minimal sample unique.

    `codes` has shape (columns, classes) with dense codes from 0; `sizes` holds the rows of each class;
    `slots` maps a set of columns (as bits) to its place in the table of uniques, -1 for sets that are not
    searched; `points` is the score of a unique by the number of its columns (index 0 unused).

    Returns uniques by size (columns + 1,), score by class, uniques by class, score by column.

    Sets are visited in the order of their bits, so all subsets come first. A set's rows are those not unique
    on the set without its lowest column; a row unique on a subset differs from every other row already.
    """
    columns, classes = codes.shape
    flags = np.zeros((slots.max() + 1, (classes >> 3) + 1), dtype=np.uint8)
    by_size = np.zeros(columns + 1, dtype=np.int64)
    score = np.zeros(classes, dtype=np.int64)
    found = np.zeros(classes, dtype=np.int32)
    by_column = np.zeros(columns, dtype=np.int64)
    seen = np.zeros(codes.max() + 1, dtype=np.int64)
    levels = len(points)
    rows = np.empty((levels, classes), dtype=np.int32)
    bounds = np.zeros((levels, classes // 2 + 2), dtype=np.int64)
    groups = np.zeros(levels, dtype=np.int64)
    singles = np.empty(classes, dtype=np.int32)
    rows[0] = np.arange(classes)
    bounds[0, 1] = classes
    groups[0] = 1
    _search(
        codes, sizes, slots, points, flags, seen, rows, bounds, groups, singles, by_size, score, found, by_column
    )  # fmt: skip
    return by_size, score, found, by_column


@kernel(
    "i4[,]", "i8[]", "i4[]", "i8[]", "u1[,]", "i8[]", "i4[,]", "i8[,]", "i8[]", "i4[]", "i8[]", "i8[]", "i4[]", "i8[]"
)  # fmt: skip
def _search(  # noqa: C901, PLR0917 - kernels take plain arguments
    codes: NDArray[np.int32],
    sizes: NDArray[np.int64],
    slots: NDArray[np.int32],
    points: NDArray[np.int64],
    flags: NDArray[np.uint8],
    seen: NDArray[np.int64],
    rows: NDArray[np.int32],
    bounds: NDArray[np.int64],
    groups: NDArray[np.int64],
    singles: NDArray[np.int32],
    by_size: NDArray[np.int64],
    score: NDArray[np.int64],
    found: NDArray[np.int32],
    by_column: NDArray[np.int64],
) -> None:
    """Do what `minimal_uniques` says: `flags` to `singles` are room to work in, the last four the results."""
    columns = len(codes)
    for chosen in range(1, 1 << columns):
        if slots[chosen] < 0:
            continue
        depth = 0
        lowest = -1
        for column in range(columns):
            if chosen >> column & 1:
                depth += 1
                if lowest < 0:
                    lowest = column
        groups[depth], alone = _split(
            rows[depth - 1], bounds[depth - 1], groups[depth - 1], codes[lowest], seen, rows[depth], bounds[depth],
            singles,
        )  # fmt: skip
        for place in range(alone):
            row = singles[place]
            if sizes[row] != 1:
                continue
            byte, bit = row >> 3, np.uint8(1 << (row & 7))
            flags[slots[chosen], byte] |= bit
            minimal = True
            for column in range(lowest + 1, columns):
                if chosen >> column & 1 and flags[slots[chosen ^ (1 << column)], byte] & bit:
                    minimal = False
                    break
            if minimal:
                by_size[depth] += 1
                found[row] += 1
                score[row] += points[depth]
                for column in range(columns):
                    if chosen >> column & 1:
                        by_column[column] += points[depth]
