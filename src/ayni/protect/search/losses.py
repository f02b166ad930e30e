"""What a choice of levels loses, as ARX 3.9 defines it, and what it loses at least.

Written for N rows, S of them suppressed, and class sizes c:

- loss: for each key variable the mean share of its domain that a cell may stand for, a suppressed cell all of it,
  scaled so that untouched values lose 0 and everything suppressed loses 1; the key variables are combined as the
  geometric mean of 1 + loss, minus 1 (Iyengar 2002; ARX `Metric.createLossMetric`, equal weights, factor 0.5).
- discernibility: the sum of c² over kept classes, and N for each suppressed row (Bayardo, Agrawal 2005).
- non-uniform entropy: for each cell -log2 of the share of its value among all rows that share its generalised
  value; and for suppressed rows, -log2 of the share of their generalised value among all suppressed rows (de Waal,
  Willenborg 1999; Gionis, Tassa 2009; ARX `Metric.createEntropyMetric`, the variant that counts suppression).

Loss and entropy are sums over columns of a term of the column's level and of the values suppressed (for loss, of
the logarithm of 1 + its loss). Each term grows with the level and with every row suppressed: that gives the bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.protect.plan import Loss

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ayni.protect.levels import Levels
    from ayni.protect.search.fullest import Fullest
    from ayni.protect.search.problem import KeyTable

__all__ = ["Terms", "discernibility"]


class Terms:
    """The terms of loss or entropy, for all levels of all columns at once."""

    def __init__(self, table: KeyTable, loss: Loss) -> None:
        """Look at a whole key table. `loss` may be `DISCERNIBILITY` too: its terms are all 0."""
        self.loss = loss
        self.total = int(table.rows.sum())
        self.levels = table.levels
        self.most = max((levels.height for levels in table.levels), default=1)
        values = [levels.codes.shape[1] for levels in table.levels]
        self.starts = np.concatenate([[0], np.cumsum(values)]).astype(np.int64)
        """Where each column's values begin in the counts that `of` takes; the last is their length."""
        rows = table.rows.astype(np.float64)
        held = [
            np.bincount(table.codes[:, column], weights=rows, minlength=width) for column, width in enumerate(values)
        ]
        # Counts below 2^53 are exact as floats; a key table has far fewer rows.
        self.held = np.concatenate([*held, np.zeros(0)]).astype(np.int64)
        self._costs = [_costs(levels) for levels in table.levels]
        self.base = self._generalised()
        """What each level of each column loses without suppression, before scaling."""
        self._fullest: Fullest | None = None

    def of(self, suppressed: NDArray[np.int64] | None) -> NDArray[np.float64]:
        """Return the term of each column and level, shape (columns, most levels); infinite beyond a hierarchy.

        `suppressed` counts the suppressed rows by level-0 value, laid out by `starts`; None: no row is.
        """
        terms = np.full((len(self.levels), self.most), np.inf)
        for column, levels in enumerate(self.levels):
            base = self.base[column]
            if suppressed is not None:
                base = base + self._extra(column, suppressed[self.starts[column] : self.starts[column + 1]])
            terms[column, : levels.height] = self.scaled(column, base)
        return terms

    def least(self, left_out: int) -> NDArray[np.float64]:
        """Return terms that are at most those of `of` for any rows left out, if there are this many of them.

        For loss, as if they were the rows whose values stand for most already; for entropy, as if they were those
        of the most frequent values.
        """
        if self._fullest is None:
            from ayni.protect.search.fullest import Fullest

            self._fullest = Fullest(self)
        return self._fullest.terms(left_out)

    def whole(self, total: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Return the loss whose terms sum to `total`."""
        whole = np.expm1(total) if self.loss is Loss.LOSS else total
        return np.asarray(whole, dtype=np.float64)

    def at(self, node: Sequence[int], suppressed: NDArray[np.int64] | None) -> float:
        """Return the loss at a node."""
        terms = self.of(suppressed)
        return float(self.whole(float(terms[np.arange(len(node)), list(node)].sum())))

    def _generalised(self) -> list[NDArray[np.float64]]:
        """Return what each level of each column loses without suppression, before scaling."""
        base: list[NDArray[np.float64]] = []
        for column, levels in enumerate(self.levels):
            held = self.held[self.starts[column] : self.starts[column + 1]]
            if self.loss is Loss.LOSS:
                base.append((self._costs[column] @ held).astype(np.float64))
            elif self.loss is Loss.ENTROPY:
                own = _plogp(held)
                base.append(np.array([max(0.0, _plogp(_merged(codes, held)) - own) for codes in levels.codes]))
            else:
                base.append(np.zeros(levels.height))
        return base

    def _extra(self, column: int, held: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what suppressing the rows counted in `held` adds on each level of a column, before scaling."""
        levels = self.levels[column]
        if self.loss is Loss.LOSS:
            extra: NDArray[np.float64] = (held.sum() * levels.domain - self._costs[column] @ held).astype(np.float64)
            return extra
        if self.loss is Loss.ENTROPY:
            total = _plogp(held.sum(keepdims=True))
            return np.array([max(0.0, total - _plogp(_merged(codes, held))) for codes in levels.codes])
        return np.zeros(levels.height)

    def scaled(self, column: int, base: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a column's terms from what its levels lose."""
        if self.loss is not Loss.LOSS:
            return base
        domain = self.levels[column].domain
        if domain <= 1 or not self.total:
            return np.zeros(len(base))
        share = np.maximum((base - self.total) / (self.total * (domain - 1)), 0.0)
        scaled: NDArray[np.float64] = np.log1p(share) / len(self.levels)
        return scaled


def discernibility(size: NDArray[np.int64], failing: NDArray[np.bool_], total: int) -> float:
    """Return the sum of squared class sizes, with `total` for each row of a failing class."""
    kept = size[~failing].astype(np.float64)
    return float(kept @ kept) + float(total) * float(size[failing].sum())


def _costs(levels: Levels) -> NDArray[np.int64]:
    """Return how many values of the domain each value stands for on each level, shape (levels, values)."""
    return np.stack([leaves[codes] for leaves, codes in zip(levels.leaves, levels.codes, strict=True)]).astype(np.int64)


def _merged(codes: NDArray[np.int32], held: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.bincount(codes, weights=held).astype(np.float64, copy=False)


def _plogp(counts: NDArray[np.int64] | NDArray[np.float64]) -> float:
    present = counts[counts > 0].astype(np.float64)
    return float(present @ np.log2(present))
