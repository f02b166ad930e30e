"""The classes of a key table at a node, and which of them do not meet the criteria.

A class is all rows that agree in their generalised key variables. It fails when it has fewer than k rows (or
households, where they are counted), fewer than l different values of a sensitive column, or a distribution of one
further than t from the whole table's (distances as in `ayni.check.disclosure.diversity`). Failing k or l is
*lasting*: a class that fails holds only classes that fail, at every finer node. Failing t is not, as soon as
failing classes may be left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ayni.protect.search.packing import pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ayni.protect.search.packing import Packed
    from ayni.protect.search.problem import Criteria, KeyTable

__all__ = ["Classes", "Found", "slots_for"]

_POOL_ENTRIES = 4_000_000
_POOL_NODES = 512
_CLOSE = 4e-13
"""Rounding of a distance is not held against it."""


class Found(NamedTuple):
    """The classes at a node."""

    size: NDArray[np.int64]
    """Rows of each class."""
    lasting: NDArray[np.bool_]
    """Classes that fail k or l."""
    failing: NDArray[np.bool_]
    """Classes that fail anything."""


class _Entries(NamedTuple):
    """Groups of rows that agree at a node, in their sensitive values and household."""

    words: NDArray[np.uint64]
    rows: NDArray[np.int64]


class Classes:
    """Groups a key table at any node, from the groups of a finer node where it still has them."""

    def __init__(self, table: KeyTable, criteria: Criteria) -> None:
        """Prepare room for the whole table."""
        self.packed: Packed = pack(table)
        self.work = 0
        """Groups counted so far."""
        self._table = table
        self._criteria = criteria
        self._households = table.household is not None
        groups = len(table.rows)
        self._slots = np.zeros(slots_for(groups), dtype=np.int32)
        self._kept = np.empty_like(self.packed.words)
        self._counts = np.empty(groups, dtype=np.int64)
        self._mask = self.packed.fixed
        self._shift = 0
        self._spread = [
            np.bincount(sensitive.codes, weights=table.rows, minlength=sensitive.values).astype(np.float64, copy=False)
            for sensitive in table.sensitive
        ]
        self._pool_levels = np.zeros((1, len(table.levels)), dtype=np.int64)
        self._pool = [_Entries(self.packed.words, np.ascontiguousarray(table.rows, dtype=np.int64))]
        self._pool_sizes = np.array([groups], dtype=np.int64)
        self._floor = self._pool[0]

    def at(self, node: Sequence[int]) -> Found:
        """Return the classes at a node."""
        entries = self._rolled_up(node)
        if not self.packed.extra:
            lasting = entries.rows < self._criteria.k
            return Found(entries.rows, lasting, lasting)
        return self._judged(entries, node)

    def held(self, failing: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Count the values of the rows in failing classes of the node last asked for, laid out by `starts`."""
        from ayni.protect.search.kernels import tally

        held = np.zeros(int(starts[-1]), dtype=np.int64)
        tally(
            self.packed.words, self._pool[0].rows, self._table.codes, self._mask, self._kept, self._slots, self._shift,
            failing.view(np.uint8), starts, held,
        )  # fmt: skip
        return held

    def of_groups(self, node: Sequence[int]) -> tuple[NDArray[np.int32], Found]:
        """Return the class of each group at a node, and the classes."""
        entries = self._pool[0]
        places, classes = self._assigned(entries, node)
        return places, self._judge(entries, places, classes)

    def prepare(self, node: Sequence[int]) -> None:
        """Group the table at a node that all nodes asked for from now on are at or above."""
        if len(self.packed.words):
            self._floor = self._rolled_up(node)
            self._keep(np.array(node, dtype=np.int64), self._floor)

    def witness(self, found: Found) -> tuple[NDArray[np.uint64], NDArray[np.int64], int]:
        """Return the table's groups, as far as they must be told apart, and one of the smallest failing class.

        The class is one of the node last asked for.
        """
        smallest = np.argmin(np.where(found.lasting, found.size, np.iinfo(np.int64).max))
        same = (self._floor.words & self._mask) == self._kept[smallest]
        return self._floor.words, self._floor.rows, int(np.argmax(same.all(axis=1)))

    def _rolled_up(self, node: Sequence[int]) -> _Entries:
        """Group the smallest pool of entries that is fine enough, and keep the result where that saves work."""
        from ayni.protect.search.kernels import roll_up

        levels = np.array(node, dtype=np.int64)
        fine = np.flatnonzero((self._pool_levels <= levels).all(axis=1))
        parent = self._pool[fine[np.argmin(self._pool_sizes[fine])]]
        self._begin(self.packed.mask(node) | self.packed.fixed, len(parent.rows))
        found = roll_up(
            parent.words, parent.rows, len(parent.rows), self._mask, self._kept, self._counts, self._slots, self._shift
        )
        entries = _Entries(self._kept[:found].copy(), self._counts[:found].copy())
        if found * 8 < len(parent.rows) * 7 and found < _POOL_ENTRIES // 4:
            self._keep(levels, entries)
        return entries

    def _begin(self, mask: NDArray[np.uint64], entries: int) -> None:
        size = slots_for(entries)
        self._slots = self._slots if len(self._slots) == size else np.empty(size, dtype=np.int32)
        self._slots.fill(0)
        self._mask = mask
        self._shift = 64 - (size.bit_length() - 1)
        self.work += entries

    def _keep(self, levels: NDArray[np.int64], entries: _Entries) -> None:
        """Put entries into the pool; the oldest go when it is full, never the table itself."""
        total = int(self._pool_sizes[1:].sum()) + len(entries.rows)
        while len(self._pool) > 1 and (total > _POOL_ENTRIES or len(self._pool) > _POOL_NODES):
            total -= len(self._pool.pop(1).rows)
            self._pool_levels = np.delete(self._pool_levels, 1, axis=0)
            self._pool_sizes = np.delete(self._pool_sizes, 1)
        self._pool.append(entries)
        self._pool_levels = np.vstack([self._pool_levels, levels])
        self._pool_sizes = np.append(self._pool_sizes, len(entries.rows))

    def _assigned(self, entries: _Entries, node: Sequence[int]) -> tuple[NDArray[np.int32], int]:
        """Return the class of each of the entries, and how many classes there are."""
        from ayni.protect.search.kernels import assign

        self._begin(self.packed.mask(node), len(entries.rows))
        places = np.empty(len(entries.rows), dtype=np.int32)
        classes = assign(entries.words, len(entries.rows), self._mask, self._kept, self._slots, self._shift, places)
        return places, classes

    def _judged(self, entries: _Entries, node: Sequence[int]) -> Found:
        places, classes = self._assigned(entries, node)
        return self._judge(entries, places, classes)

    def _judge(self, entries: _Entries, places: NDArray[np.int32], classes: int) -> Found:
        """Hold each class against the criteria."""
        from ayni.protect.search.distances import distances, paired

        size = np.bincount(places, weights=entries.rows, minlength=classes).astype(np.int64)
        codes = [field.read(entries.words) for field in self.packed.extra]
        counted: NDArray[np.int64] | NDArray[np.int32] = size
        if self._households:
            counted = paired(places, codes[-1], entries.rows, int(codes[-1].max(initial=0)) + 1, classes).distinct
        lasting = counted < self._criteria.k
        failing = lasting.copy()
        for number, sensitive in enumerate(self._table.sensitive):
            pairs = paired(places, codes[number], entries.rows, sensitive.values, classes)
            lasting |= pairs.distinct < self._criteria.l
            if self._criteria.t < 1.0:
                far = distances(pairs, size, self._spread[number], ordered=sensitive.ordered)
                failing |= far > self._criteria.t + _CLOSE
        return Found(size, lasting, failing | lasting)


def slots_for(entries: int) -> int:
    """Return a length for a hash table of so many entries: a power of two, at most two thirds full."""
    return 1 << max(4, (entries + entries // 2).bit_length())
