"""From the groups of each level to `Levels`: numbering, missing cells, and what each group stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from ayni.protect.levels import Levels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["ANY", "Level", "level_of_keys", "level_of_texts", "levels_of", "numbered"]

ANY = "*"
"""What the single value of the last level reads, as ARX writes it."""


class Level(NamedTuple):
    """One level above 0: the group of each value, and what each group reads and stands for."""

    codes: NDArray[np.int32]
    """Shape (values,)."""
    labels: tuple[str | None, ...]
    leaves: NDArray[np.int64]
    """Shape (labels,)."""


def numbered(texts: pl.Series) -> tuple[NDArray[np.int32], tuple[str | None, ...]]:
    """Number equal texts alike, in the order of their characters; missing ones come last."""
    labels = texts.drop_nulls().unique().sort()
    codes = texts.cast(pl.Enum(labels)).to_physical().cast(pl.Int32)
    if not texts.null_count():
        return codes.to_numpy(), tuple(labels.to_list())
    return codes.fill_null(len(labels)).to_numpy(), (*labels.to_list(), None)


def level_of_texts(texts: pl.Series) -> Level:
    """Make a level from what it reads for each value; a group stands for the values that are in it."""
    codes, labels = numbered(texts)
    return Level(codes, labels, np.bincount(codes, minlength=len(labels)))


def level_of_keys(
    keys: NDArray[np.int64],
    known: NDArray[np.bool_],
    missing: NDArray[np.bool_],
    label: Callable[[NDArray[np.int64]], Sequence[str]],
) -> Level:
    """Make a level from whole numbers that name the groups, `label` giving what they read.

    All arrays have shape (values,). Cells that are not `known` read `*`, but missing ones stay missing.
    """
    groups, places = np.unique(keys[known], return_inverse=True)
    labels: list[str | None] = list(label(groups))
    codes = np.zeros(len(keys), dtype=np.int32)
    codes[known] = places
    odd = ~known & ~missing
    for cells, written in ((odd, ANY), (missing, None)):
        if cells.any():
            codes[cells] = len(labels)
            labels.append(written)
    return Level(codes, tuple(labels), np.bincount(codes, minlength=len(labels)))


def levels_of(column: str, values: pl.Series, above: Sequence[Level], *, root: bool, domain: int) -> Levels:
    """Put level 0, the levels `above` it and, with `root`, the single value `*` together.

    `domain` is the number of values the root stands for.
    """
    count = len(values)
    codes = [np.arange(count, dtype=np.int32), *(level.codes for level in above)]
    labels: list[tuple[str | None, ...]] = [tuple(values.to_list()), *(level.labels for level in above)]
    leaves = [np.ones(count, dtype=np.int64), *(level.leaves for level in above)]
    if root:
        codes.append(np.zeros(count, dtype=np.int32))
        labels.append((ANY,))
        leaves.append(np.array([domain], dtype=np.int64))
    return Levels(column, np.stack(codes), tuple(labels), tuple(leaves), domain)
