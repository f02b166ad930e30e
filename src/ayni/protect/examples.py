"""What coarser cells read now, so that a person sees what was done to a column without knowing its hierarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ayni.protect.search.problem import KeyTable

__all__ = ["Reading", "readings"]

_LETTERS = 40
"""A longer label is no example that a person takes in."""


class Reading(NamedTuple):
    """How a key variable reads in the result."""

    example: str | None
    given_up: bool


def readings(table: KeyTable, levels: Mapping[str, int], left_out: NDArray[np.bool_], least: int) -> dict[str, Reading]:
    """Return how each key variable of the table reads on its level.

    `left_out` tells which groups are, shape (groups,). An example is the label that most rows share, of those that
    join several values if there are such; it is None where no printable one has `least` rows or more.
    """
    kept = ~left_out
    rows = table.rows[kept]
    found = {}
    for place, own in enumerate(table.levels):
        level = levels[own.column]
        labels = own.labels[level]
        counts = np.bincount(own.codes[level][table.codes[kept, place]], rows, len(labels)).astype(np.int64)
        joined = own.leaves[level] > 1
        given_up = len(labels) == 1 < len(own.labels[0])
        fit = [
            (bool(joined[code]), int(counts[code]), label)
            for code, label in enumerate(labels)
            if counts[code] >= max(least, 1) and _readable(label)
        ]
        # Of equal ones the first in the order of the hierarchy, so that the same table gives the same words.
        best = max(fit, key=lambda one: one[:2], default=None)
        found[own.column] = Reading(None if best is None or given_up else best[2], given_up)
    return found


def _readable(label: str | None) -> bool:
    return label is not None and bool(label.strip()) and len(label) <= _LETTERS and label.isprintable()
