"""A sample of a column's distinct cells: those with the smallest hashes, with their texts and counts.

Which cells are in the sample depends on their hashes alone, so that it is the same however the column was
cut into batches and merged (bottom-k sampling: Cohen & Kaplan, "Summarizing data using bottom-k
sketches", PODC 2007). A cell that belongs to the final sample was never dropped on the way, so its count
is exact; a column with fewer distinct cells than the sample holds is known completely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ayni.check.batch import sorted_distinct

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

__all__ = ["CellSample", "SampledCell"]

_CELL_CHARS = 4_000
"""Of a longer cell the sample keeps the beginning."""
_PLACES = 256
_ONES = np.zeros(0, dtype=np.int64)
_MAX = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


class SampledCell(NamedTuple):
    """A distinct cell and how often it occurs."""

    text: str
    times: int


class CellSample:
    """The `size` distinct cells with the smallest hashes."""

    def __init__(self, size: int) -> None:
        """`size` is at least 1."""
        self._size = size
        self._limit = _MAX
        self._used = 0
        self._texts: dict[int, str] = {}
        self._make_room(_PLACES)

    def observe(self, hashes: NDArray[np.uint64], valid: NDArray[np.bool_], strings: pl.Series) -> None:
        """Take in the cells of a batch: their hashes, which of them count, and their texts."""
        from ayni.check.personal.kernels import count_sample

        if not self._used and len(hashes) > 2 * self._size:
            self._lower(hashes[valid])
        first = 0
        while first < len(hashes):
            first, self._used = count_sample(
                hashes, valid, _ONES, self._limit, first, self._keys, self._counts, self._firsts, self._used
            )
            if first < len(hashes):
                self._take_texts(strings)
                self._grow(hashes[first:][valid[first:]])
        self._take_texts(strings)

    def merge(self, other: CellSample) -> None:
        """Take in another sample of the same size."""
        self._limit = min(self._limit, other._limit)
        (keys, counts), (more_keys, more_counts) = self._known(), other._known()
        self._texts = {**other._texts, **self._texts}
        self._fill(np.concatenate([keys, more_keys]), np.concatenate([counts, more_counts]))
        if self._used > 2 * self._size:
            self._trim()

    def settle(self) -> None:
        """Drop what lies beyond the sample, so that a merge has less to do."""
        if self._used > self._size:
            self._trim()

    def cells(self) -> list[SampledCell]:
        """Return the sample in the order of its hashes."""
        keys, counts = self._known()
        order = np.argsort(keys)[: self._size]
        pairs = zip(keys[order].tolist(), counts[order].tolist(), strict=True)
        return [SampledCell(self._texts[key], count) for key, count in pairs]

    @property
    def complete(self) -> bool:
        """Tell whether every distinct cell is in the sample."""
        return self._limit == _MAX and self._used <= self._size

    def _known(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        taken = self._counts > 0
        return self._keys[taken], self._counts[taken]

    def _take_texts(self, strings: pl.Series) -> None:
        """Keep the texts of keys that this batch brought."""
        places = np.flatnonzero(self._firsts >= 0)
        if not len(places):
            return
        texts = strings.gather(self._firsts[places]).to_list()
        for key, text in zip(self._keys[places].tolist(), texts, strict=True):
            self._texts[key] = (text or "")[:_CELL_CHARS]
        self._firsts[places] = -1

    def _grow(self, coming: NDArray[np.uint64]) -> None:
        """Make room: a larger table, or, where twice the sample is in it, only the sample.

        `coming` are the batch's remaining hashes; they lower the limit before they are looked at.
        """
        if self._used > 2 * self._size:
            self._lower(np.concatenate([self._known()[0], coming[coming <= self._limit]]))
        self._fill(*self._known())

    def _trim(self) -> None:
        self._lower(self._known()[0])
        self._fill(*self._known())

    def _lower(self, present: NDArray[np.uint64]) -> None:
        """Lower the limit to the last hash that the cells `present` leave in the sample."""
        distinct = sorted_distinct(present)
        if len(distinct) > self._size:
            self._limit = min(self._limit, distinct[self._size - 1])

    def _fill(self, keys: NDArray[np.uint64], counts: NDArray[np.int64]) -> None:
        """Build the table anew from keys (equal ones are joined) up to the limit, at most three eighths full."""
        from ayni.check.personal.kernels import count_sample

        kept = keys <= self._limit
        places = _PLACES
        while places * 3 < int(kept.sum()) * 8:
            places *= 2
        self._make_room(places)
        _, self._used = count_sample(keys, kept, counts, self._limit, 0, self._keys, self._counts, self._firsts, 0)
        self._firsts[:] = -1
        if len(self._texts) > 2 * self._used:
            self._texts = {key: self._texts[key] for key in self._known()[0].tolist()}

    def _make_room(self, places: int) -> None:
        self._keys = np.zeros(places, dtype=np.uint64)
        self._counts = np.zeros(places, dtype=np.int64)
        self._firsts = np.full(places, -1, dtype=np.int64)
