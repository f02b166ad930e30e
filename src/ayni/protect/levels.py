"""A hierarchy applied to the values that a column really holds: the shape the search and the writers share.

`Levels` is made by `ayni.protect.hierarchy` from a `HierarchySource` and the distinct values of a column; the
search (`ayni.protect.search`) reads only its arrays, the transformations only its labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Levels"]


class Levels(NamedTuple):
    """The values of one key variable on every level of its hierarchy.

    Value number v (its place in `labels[0]`) is number `codes[level, v]` on a level, which reads
    `labels[level][codes[level, v]]`. Level 0 is the values themselves, in the order of `labels[0]`.
    """

    column: str
    codes: NDArray[np.int32]
    """Shape (levels, values); every level is a coarsening of the one before."""
    labels: tuple[tuple[str | None, ...], ...]
    """What is written, for each level; None is a missing cell, which stays missing on every level but the last
    (the single value `*`, where the hierarchy has one)."""
    leaves: tuple[NDArray[np.int64], ...]
    """For each level, how many values of the hierarchy's whole domain (not only of those present) each stands for."""
    domain: int
    """Values in the hierarchy's whole domain."""

    @property
    def height(self) -> int:
        """The number of levels, level 0 included."""
        return len(self.codes)
