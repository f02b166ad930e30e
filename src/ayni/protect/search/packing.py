"""Key variables as bits, so that generalising a row is one AND.

Every level of a hierarchy is a coarsening of the one before. A value is therefore written as a path: which value
of the last level, then which of its children on the level before, and so on down to the value itself. Each step
of the path gets its own bits; dropping the steps below a level generalises to that level. All columns' steps lie
side by side in one or more words of 64 bits (the first bits of the first word first; no step lies across two).
Sensitive values and households are further steps that no level drops. Nothing here looks at goals or losses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ayni.protect.levels import Levels
    from ayni.protect.search.problem import KeyTable

__all__ = ["Field", "Packed", "pack"]

_WORD = 64


class Field(NamedTuple):
    """Where one number stands in the words of a group."""

    word: int
    shift: int
    bits: int

    def read(self, words: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Return the number of each group; `words` has shape (groups, words)."""
        mask = np.uint64((1 << self.bits) - 1)
        return ((words[:, self.word] >> np.uint64(self.shift)) & mask).astype(np.int32)


class Packed(NamedTuple):
    """The groups of a key table as bits."""

    words: NDArray[np.uint64]
    """Shape (groups, words), C order."""
    masks: NDArray[np.uint64]
    """Shape (keys, most levels, words): the bits a key variable keeps on a level. Beyond a hierarchy: none."""
    heights: NDArray[np.int64]
    """Shape (keys,): levels of each key variable, level 0 included."""
    fixed: NDArray[np.uint64]
    """Shape (words,): the bits of sensitive values and households."""
    extra: tuple[Field, ...]
    """Where each sensitive value stands, then the number of the household if there is one."""

    def mask(self, node: Sequence[int] | NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the bits that key variables keep at a node, shape (words,)."""
        kept: NDArray[np.uint64] = np.bitwise_or.reduce(self.masks[np.arange(len(node)), list(node)], axis=0)
        return kept

    def steps(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int64]]:
        """Return the bits of all last levels, shape (words,), and of each other level with its column."""
        outside: NDArray[np.uint64] = self.mask(self.heights - 1)
        columns = np.repeat(np.arange(len(self.heights)), self.heights - 1)
        levels = np.concatenate([np.arange(height - 1) for height in self.heights] or [columns])
        return outside, np.ascontiguousarray(self.masks[columns, levels]), columns


class _Words:
    """Words filled step by step."""

    def __init__(self) -> None:
        self.free: list[int] = []

    def place(self, bits: int) -> tuple[int, int]:
        """Return word and shift for so many bits: the first word with room for them."""
        for word, free in enumerate(self.free):
            if bits <= free:
                self.free[word] -= bits
                return word, self.free[word]
        self.free.append(_WORD - bits)
        return len(self.free) - 1, _WORD - bits


def pack(table: KeyTable) -> Packed:
    """Write a key table as bits. The table's codes lie within its levels."""
    words = _Words()
    paths = [_steps(levels) for levels in table.levels]
    places = [[words.place(_bits(step)) for step in steps] for steps in paths]
    extra = _extras(table)
    extra_places = [words.place(_bits(codes)) for codes in extra]
    width = max(1, len(words.free))
    most = max((levels.height for levels in table.levels), default=1)
    packed = np.zeros((width, len(table.rows)), dtype=np.uint64)
    masks = np.zeros((len(table.levels), most, width), dtype=np.uint64)
    for column, (steps, where) in enumerate(zip(paths, places, strict=True)):
        values = np.zeros((width, table.levels[column].codes.shape[1]), dtype=np.uint64)
        for level, (step, (word, shift)) in enumerate(zip(steps, where, strict=True)):
            values[word] |= step.astype(np.uint64) << np.uint64(shift)
            masks[column, : level + 1, word] |= _mask(_bits(step), shift)
        for word in {word for word, _ in where}:
            packed[word] |= values[word][table.codes[:, column]]
    fixed = np.zeros(width, dtype=np.uint64)
    for codes, (word, shift) in zip(extra, extra_places, strict=True):
        packed[word] |= codes.astype(np.uint64) << np.uint64(shift)
        fixed[word] |= _mask(_bits(codes), shift)
    heights = np.array([levels.height for levels in table.levels], dtype=np.int64)
    fields = tuple(Field(*place, _bits(codes)) for codes, place in zip(extra, extra_places, strict=True))
    return Packed(np.ascontiguousarray(packed.T), masks, heights, fixed, fields)


def _steps(levels: Levels) -> list[NDArray[np.int64]]:
    """Return, for each level, which child of its value on the next level each value is, counted from 0."""
    codes = levels.codes.astype(np.int64)
    above = [*codes[1:], np.zeros(codes.shape[1], dtype=np.int64)]
    return [_children(own, parent) for own, parent in zip(codes, above, strict=True)]


def _children(own: NDArray[np.int64], parent: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the different `own` values of each `parent` value from 0."""
    if not len(own):
        return own
    width = int(own.max()) + 1
    pairs, place = np.unique(parent * width + own, return_inverse=True)
    parents = pairs // width
    starts = np.flatnonzero(np.r_[True, parents[1:] != parents[:-1]])
    within = np.arange(len(pairs)) - np.repeat(starts, np.diff(np.r_[starts, len(pairs)]))
    numbered: NDArray[np.int64] = within[place]
    return numbered


def _extras(table: KeyTable) -> list[NDArray[np.int64]]:
    """Return what tells groups apart besides key variables, as numbers from 0."""
    extra = [sensitive.codes.astype(np.int64) for sensitive in table.sensitive]
    if table.household is not None:
        extra.append(np.unique(table.household, return_inverse=True)[1].astype(np.int64))
    return extra


def _bits(codes: NDArray[np.int64]) -> int:
    return int(codes.max(initial=0)).bit_length()


def _mask(bits: int, shift: int) -> np.uint64:
    return np.uint64(((1 << bits) - 1) << shift)
