"""Special unique detection: the smallest combinations of key columns that single a row out.

A minimal sample unique (MSU) of a row is a set of columns on which no other row has the same values, while
for each smaller subset some other row has (Elliot, Manning and Ford 2002; SUDA2: Manning, Haglin and Keane
2008, Data Min. Knowl. Disc. 16, 165-196). The search here walks the sets of columns in the order of their
bits with stripped partitions; it finds the same MSUs as SUDA2, all of them up to `max_size`.

Scores follow Elliot et al.: with V columns and a search up to M, an MSU of k columns scores the product of
V - i for i from k to min(M, V - 1), a row the sum over its MSUs, and a column's contribution is the share of
all scores that come from MSUs it is part of (so contributions add up to more than 1). DIS-SUDA (Elliot and
Manning; Skinner and Elliot 2002, JRSS B 64, 855-867) scales scores to probabilities so that they agree with
DIS = U π / (U π + 2 P (1 - π)), for U uniques, P pairs and DIS fraction π, the way sdcMicro's suda2 does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ayni.check.report import Suda, SudaColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["find_special_uniques", "largest_search"]

_PAIR = 2
_WORK = 45_000_000
"""Rows of classes looked at, over all sets of columns: about a second on an old processor."""


def largest_search(columns: int, classes: int, work: int = _WORK) -> int:
    """Return the largest M for which the search of all sets up to M columns stays within `work`; at least 1."""
    sets = 0
    for size in range(1, columns + 1):
        sets += math.comb(columns, size)
        if sets * classes > work:
            return max(1, size - 1)
    return columns


def find_special_uniques(
    names: Sequence[str],
    cells: Sequence[NDArray[np.uint64]],
    sizes: NDArray[np.int64],
    fraction: float,
    max_size: int,
) -> Suda:
    """Find all minimal sample uniques of at most `max_size` of the columns `names`.

    `cells` holds one code array of shape (classes,) per column, `sizes` the rows of each class,
    `fraction` is the DIS fraction.
    """
    columns = len(names)
    max_size = min(max_size, columns)
    points = scores_by_size(columns, max_size)
    if not len(sizes):
        none = tuple(SudaColumn(name, 0.0) for name in names)
        return Suda(
            complete=max_size == columns, max_size=max_size, rows=0, uniques=0, by_size=(0,) * max_size,
            columns=none, score_max=0.0, dis_max=0.0,
        )  # fmt: skip
    from ayni.check.disclosure.kernels import minimal_uniques

    codes = np.stack([np.unique(column, return_inverse=True)[1].astype(np.int32) for column in cells])
    order = np.argsort(codes.max(axis=1), kind="stable")  # columns with most values split first: they stand last
    by_size, score, found, by_column = minimal_uniques(codes[order], sizes, _slots(columns, max_size), points)
    total = int(score.sum())
    shares = np.zeros(columns)
    shares[order] = by_column / total if total else 0.0
    return Suda(
        complete=max_size == columns,
        max_size=max_size,
        rows=int(np.count_nonzero(found)),
        uniques=int(by_size.sum()),
        by_size=tuple(by_size[1 : max_size + 1].tolist()),
        columns=tuple(SudaColumn(name, share) for name, share in zip(names, shares.tolist(), strict=True)),
        score_max=float(score.max()),
        dis_max=_dis_highest(score, sizes, fraction, columns),
    )


def scores_by_size(columns: int, max_size: int) -> NDArray[np.int64]:
    """Return the score of one MSU by its number of columns, shape (max_size + 1,); index 0 is unused."""
    last = min(max_size, columns - 1)
    points = [math.prod(columns - i for i in range(size, last + 1)) for size in range(1, max_size + 1)]
    return np.array([0, *points], dtype=np.int64)


def _slots(columns: int, max_size: int) -> NDArray[np.int32]:
    """Number the sets of at most `max_size` columns; -1 for larger ones."""
    chosen = np.arange(1 << columns)
    size = np.array([number.bit_count() for number in chosen.tolist()])
    searched = (size > 0) & (size <= max_size)
    return np.where(searched, np.cumsum(searched) - 1, -1).astype(np.int32)


def _dis_highest(score: NDArray[np.int64], sizes: NDArray[np.int64], fraction: float, columns: int) -> float:
    """Return the largest DIS-SUDA score over all rows."""
    uniques = int(np.count_nonzero(sizes == 1))
    paired_rows = int(sizes[sizes == _PAIR].sum())
    if not uniques or not score.max():
        return 0.0
    dis = uniques * fraction / (uniques * fraction + paired_rows * (1.0 - fraction))
    exponent = 1.0 + (8.0 - columns) / 20.0
    values, counts = np.unique(score[score > 0], return_counts=True)
    adjust = float((counts / values.astype(np.float64) ** exponent).sum())
    highest: float = float(values[-1]) ** exponent
    return 1.0 / (1.0 + (uniques / dis - uniques) / (highest * adjust))
