"""The question the search answers, and its answer, as plain arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ayni.protect.plan import Loss

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ayni.protect.levels import Levels

__all__ = ["Criteria", "KeyTable", "Node", "Optimum", "SearchProgress", "SensitiveCells"]


class SensitiveCells(NamedTuple):
    """One sensitive column of the key table."""

    column: str
    codes: NDArray[np.int32]
    """Shape (groups,): the value each group holds."""
    values: int
    """Distinct values; for an ordered column their codes are in order."""
    ordered: bool
    """Whether t-closeness uses the ordered distance (numbers) or the equal one (categories)."""


class KeyTable(NamedTuple):
    """A table grouped by its key variables (and sensitive columns, where there are goals for them).

    Rows that agree in everything are one group. `codes[g, j]` is group g's value number of key variable j
    (`Levels.labels[0]`); no two groups agree in `codes`, all sensitive codes and `household`.
    """

    levels: tuple[Levels, ...]
    codes: NDArray[np.int32]
    """Shape (groups, keys), C order."""
    rows: NDArray[np.int64]
    """Rows of each group."""
    sensitive: tuple[SensitiveCells, ...] = ()
    household: NDArray[np.uint64] | None = None
    """Household of each group, where households are counted instead of rows."""


class Criteria(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold of every class that is kept, and what is minimised. See `ayni.protect.plan.Goal`."""

    k: int = 1
    l: int = 1  # noqa: E741 - the literature's name
    t: float = 1.0
    suppression: float = 0.0
    loss: Loss


Node = tuple[int, ...]
"""A level for each key variable."""


class SearchProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a search has come: nodes settled (checked or ruled out) of all, and the best loss so far."""

    settled: int
    nodes: int
    loss: float | None
    bound: float


class Optimum(msgspec.Struct, frozen=True, kw_only=True):
    """The best node found."""

    levels: Node
    loss: float
    suppressed: int
    """Rows in classes that do not meet the criteria; they are left out."""
    optimal: bool
    """Proven: no node of the lattice has a smaller loss."""
    bound: float
    """No node of the lattice has a loss below this; equal to `loss` when optimal."""
    nodes: int
    checked: int
