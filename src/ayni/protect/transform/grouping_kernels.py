"""Compiled grouping: MDAV over blocks of points, and a table that counts rows by a 64-bit code. Imported lazily.

J. Domingo-Ferrer, V. Torra, "Ordinal, continuous and heterogeneous k-anonymity through microaggregation", Data Mining
and Knowledge Discovery 11 (2005), algorithm MDAV-generic.
"""

# ruff: noqa: PLR0917, C901 - kernels take plain arguments, and loops are written out
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.compiled import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["add_counts", "group_similar", "look_up"]

_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)
_SHIFT = np.uint64(29)


@part
def _distances(
    points: NDArray[np.float64],
    left: NDArray[np.int64],
    count: int,
    goal: NDArray[np.float64],
    room: NDArray[np.float64],
) -> int:
    """Put the squared distances of the points left to `goal` into `room`; return the place of the farthest."""
    farthest = 0
    for place in range(count):
        row = left[place]
        total = 0.0
        for axis in range(points.shape[1]):
            step = points[row, axis] - goal[axis]
            total += step * step
        room[place] = total
        if total > room[farthest]:
            farthest = place
    return farthest


@part
def _take_nearest(
    points: NDArray[np.float64],
    left: NDArray[np.int64],
    count: int,
    row: int,
    k: int,
    number: int,
    groups: NDArray[np.int64],
    goal: NDArray[np.float64],
    room: NDArray[np.float64],
    best: NDArray[np.int64],
) -> int:
    """Make a group of the `k` points left that are nearest to point `row`, itself first; return how many are left."""
    for axis in range(points.shape[1]):
        goal[axis] = points[row, axis]
    _distances(points, left, count, goal, room)
    taken = 0
    worst = 0
    for place in range(count):
        if left[place] == row:
            room[place] = -1.0  # whoever else lies at the same point, it is of its own group
        if taken < k:
            best[taken] = place
            if room[place] > room[best[worst]]:
                worst = taken
            taken += 1
        elif room[place] < room[best[worst]]:
            best[worst] = place
            for other in range(k):
                if room[best[other]] > room[best[worst]]:
                    worst = other
    for other in range(taken):
        groups[left[best[other]]] = number
    kept = 0
    for place in range(count):
        if groups[left[place]] < 0:
            left[kept] = left[place]
            kept += 1
    return kept


@part
def _centre(points: NDArray[np.float64], left: NDArray[np.int64], count: int, goal: NDArray[np.float64]) -> None:
    for axis in range(points.shape[1]):
        total = 0.0
        for place in range(count):
            total += points[left[place], axis]
        goal[axis] = total / count


@kernel("f8[,]", "i8[]", "i8", "i8[]", "i8[]", "f8[]", "f8[]", "i8[]", results=1)
def group_similar(
    points: NDArray[np.float64],
    bounds: NDArray[np.int64],
    k: int,
    groups: NDArray[np.int64],
    left: NDArray[np.int64],
    goal: NDArray[np.float64],
    room: NDArray[np.float64],
    best: NDArray[np.int64],
) -> int:
    """Group similar points block by block (MDAV-generic); return the number of groups.

    `points` float64 (rows, axes); block b is the rows from `bounds[b]` up to `bounds[b + 1]`, at least `k` of them;
    `groups` int64 (rows,), all -1, receives the number of each row's group, each of `k` to 2 k - 1 rows. The rest is
    room to work in: `left` and `room` (rows of the largest block,), `goal` (axes,), `best` (k,).
    """
    number = 0
    for block in range(len(bounds) - 1):
        count = bounds[block + 1] - bounds[block]
        for place in range(count):
            left[place] = bounds[block] + place
        while count >= 3 * k:
            _centre(points, left, count, goal)
            first = left[_distances(points, left, count, goal, room)]
            for axis in range(points.shape[1]):
                goal[axis] = points[first, axis]
            second = left[_distances(points, left, count, goal, room)]
            count = _take_nearest(points, left, count, first, k, number, groups, goal, room, best)
            number += 1
            if groups[second] >= 0:  # all points left are the same
                second = left[0]
            count = _take_nearest(points, left, count, second, k, number, groups, goal, room, best)
            number += 1
        if count >= 2 * k:
            _centre(points, left, count, goal)
            first = left[_distances(points, left, count, goal, room)]
            count = _take_nearest(points, left, count, first, k, number, groups, goal, room, best)
            number += 1
        for place in range(count):
            groups[left[place]] = number
        number += 1
    return number


@part
def _place(code: np.uint64, keys: NDArray[np.uint64], counts: NDArray[np.int64]) -> int:
    """Return where a code stands, or would stand, in an open-addressing table."""
    most = np.int64(len(keys) - 1)
    place = np.int64((code * _MIX) >> _SHIFT) & most
    while counts[place] and keys[place] != code:
        place = (place + 1) & most
    return int(place)


@kernel("u8[]", "i8[]", "u8[]", "i8[]")
def add_counts(
    codes: NDArray[np.uint64], rows: NDArray[np.int64], keys: NDArray[np.uint64], counts: NDArray[np.int64]
) -> None:
    """Add `rows` (each at least 1) to the counts of `codes`, both of shape (classes,).

    `keys` and `counts` (0: free), shape (places,), a power of two, are the table; more than half of it stays free.
    """
    for i in range(len(codes)):
        place = _place(codes[i], keys, counts)
        keys[place] = codes[i]
        counts[place] += rows[i]


@kernel("u8[]", "u8[]", "i8[]", "i8[]")
def look_up(
    codes: NDArray[np.uint64], keys: NDArray[np.uint64], counts: NDArray[np.int64], found: NDArray[np.int64]
) -> None:
    """Add to `found`, int64 (classes,), the count that each code has in the table of `add_counts`."""
    for i in range(len(codes)):
        found[i] += counts[_place(codes[i], keys, counts)]
