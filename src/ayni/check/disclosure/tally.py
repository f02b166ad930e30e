"""What the class sizes say: how many rows look like few others, and how likely they are recognised.

Risks of classes are added as whole multiples of 2⁻³⁶, so that the sum does not depend on the order in
which classes come.

Words of El Emam and Dankar (2008, J. Am. Med. Inform. Assoc. 15, 627-637): the prosecutor knows that the
person is in the table (risk 1 / f), the journalist knows only that the person is in the population
(1 / F, here with F the sum of the class's weights), the marketer wants as many as possible (the mean of
1 / F over rows). Without weights the table is taken as its population and F = f.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from ayni.check.disclosure.cells import MICRO
from ayni.check.disclosure.risk import individual_risk
from ayni.check.report import Bin

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ONE", "Tally", "class_risks"]

ONE = float(1 << 36)
"""The fixed-point unit of sums of risks."""
_BELOW = (2, 3, 5, 10)
_BIN_EDGES = (1, 2, 3, 5, 10, 20, 50, 100)


def class_risks(
    f: NDArray[np.int64], weights: NDArray[np.int64] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the individual risk of each class's rows and the class's size in the population.

    `weights` are sums in millionths, None when the table is the population.
    """
    if weights is None:
        population = f.astype(np.float64)
        return 1.0 / population, population
    population = np.maximum(weights, f * MICRO) / MICRO
    return individual_risk(f, population), population


class Tally(msgspec.Struct):
    """Sums over classes; `add` takes the classes of one part of the table."""

    individual_threshold: float
    sizes: dict[int, int] = {}
    population: float = 0.0
    smallest_population: float = 0.0
    risk_max: float = 0.0
    rows_above: int = 0
    _micro: int = 0
    _risk: int = 0
    _marketer: int = 0
    _unique_by_weights: int = 0

    def add(self, f: NDArray[np.int64], weights: NDArray[np.int64] | None) -> None:
        """Take in classes: sizes f ≥ 1 and sums of weights in millionths (None: no weights), shape (classes,)."""
        if not len(f):
            return
        values, counts = np.unique(f, return_counts=True)
        for size, count in zip(values.tolist(), counts.tolist(), strict=True):
            self.sizes[size] = self.sizes.get(size, 0) + count
        risk, population = class_risks(f, weights)
        smallest = float(population.min())
        self.smallest_population = min(self.smallest_population or smallest, smallest)
        self.risk_max = max(self.risk_max, float(risk.max()))
        self.rows_above += int(f[risk > self.individual_threshold].sum())
        self._risk += _fixed(f * risk)
        self._marketer += _fixed(f / population)
        self._unique_by_weights += _fixed(1.0 / population[f == 1])
        self._micro += int((f * MICRO if weights is None else np.maximum(weights, f * MICRO)).sum())
        self.population = self._micro / MICRO

    @property
    def rows(self) -> int:
        """Rows in all classes."""
        return sum(size * count for size, count in self.sizes.items())

    @property
    def classes(self) -> int:
        """The number of classes."""
        return sum(self.sizes.values())

    @property
    def expected(self) -> float:
        """Expected number of re-identified rows: the sum of individual risks."""
        return self._risk / ONE

    @property
    def marketer(self) -> float:
        """Mean of 1 / F over rows."""
        return self._marketer / ONE / max(self.rows, 1)

    @property
    def uniques_by_weights(self) -> float:
        """Expected population uniques among the sample's, by their weights."""
        return self._unique_by_weights / ONE

    def below(self) -> dict[str, int]:
        """Rows in classes smaller than 2, 3, 5 and 10."""
        return {str(k): sum(size * count for size, count in self.sizes.items() if size < k) for k in _BELOW}

    def bins(self) -> tuple[Bin, ...]:
        """Rows by the size of their class."""
        top = max([*self.sizes, _BIN_EDGES[-1]])
        edges = [*_BIN_EDGES, top]
        rows = [0] * len(_BIN_EDGES)
        for size, count in self.sizes.items():
            rows[sum(size >= edge for edge in _BIN_EDGES) - 1] += size * count
        return tuple(
            Bin(float(low), float(high), number) for low, high, number in zip(edges, edges[1:], rows, strict=False)
        )


def _fixed(values: NDArray[np.float64]) -> int:
    return int(np.rint(values * ONE).astype(np.int64).sum())
