"""Summaries of bounded size: how many distinct values, how numbers and days are distributed.

All three are exactly mergeable: the state after taking in two parts is the same whichever way the
parts were cut and joined.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Counts", "Distinct", "Distribution", "bucket_values", "ones"]

REGISTER_BITS = 14
QUANTILE_ERROR = 0.005
GAMMA_LOG = math.log((1 + QUANTILE_ERROR) / (1 - QUANTILE_ERROR))
_BUCKET_SHIFT = 2771  # scan_numbers adds it, so that 1e-12 … 1e18 fall on 1 … 6916 and 0 is zero
_DIGITS = 70
_LOWEST_POWER = 1074  # a double is a whole multiple of 2 to the power of minus this
CODES = (
    -9.0, -99.0, -999.0, -9999.0, -8.0, -88.0, -888.0, -8888.0, -7.0, -77.0, -777.0,
    88.0, 98.0, 99.0, 888.0, 998.0, 999.0, 8888.0, 9998.0, 9999.0, 99999.0, 999999.0,
)  # fmt: skip
"""Numbers that surveys write where an answer is missing."""
_CODES = np.array(CODES)


class Distinct:
    """HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007) of 2**14 registers, with Ertl's estimator (2017)."""

    relative_error = 1.04 / math.sqrt(1 << REGISTER_BITS)
    """Standard error as a share of the number: 0.81 %."""

    def __init__(self) -> None:
        """Begin with no value seen."""
        self.registers = np.zeros(1 << REGISTER_BITS, dtype=np.uint8)

    def observe(self, hashes: NDArray[np.uint64], valid: NDArray[np.bool_]) -> None:
        """Take in the hashes, shape (cells,), of the cells that are valid."""
        from ayni.check.profile import kernels

        kernels.update_registers(hashes, valid, self.registers)

    def merge(self, other: Distinct) -> None:
        """Take in what `other` saw."""
        np.maximum(self.registers, other.registers, out=self.registers)

    def conclude(self) -> float:
        """Estimate how many distinct values were seen (Ertl 2017, algorithm 6)."""
        m = len(self.registers)
        longest = 64 - REGISTER_BITS
        counts = np.bincount(self.registers, minlength=longest + 2).tolist()
        z = m * _tau(1 - counts[longest + 1] / m)
        for rank in range(longest, 0, -1):
            z = 0.5 * (z + counts[rank])
        z += m * _sigma(counts[0] / m)
        return m * m / (2 * math.log(2)) / z


def _sigma(x: float) -> float:
    if x == 1:
        return math.inf
    y, z = 1.0, x
    while True:
        x *= x
        before = z
        z += x * y
        y += y
        if z == before:
            return z


def _tau(x: float) -> float:
    if x in {0.0, 1.0}:
        return 0.0
    y, z = 1.0, 1 - x
    while True:
        x = math.sqrt(x)
        before = z
        y *= 0.5
        z -= (1 - x) ** 2 * y
        if z == before:
            return z / 3


class Counts:
    """How often each whole number of a bounded range occurred, kept only between the ends that were met."""

    def __init__(self) -> None:
        """Begin empty."""
        self.first = 0
        self.counts = np.zeros(0, dtype=np.int64)

    def observe(self, places: NDArray[np.int32], weights: NDArray[np.int64]) -> None:
        """Count `places`, shape (cells,), each as often as its weight says."""
        if len(places):
            self._reach(int(places.min()), int(places.max()))
            np.add.at(self.counts, places - self.first, weights)

    def merge(self, other: Counts) -> None:
        """Take in what `other` counted."""
        if len(other.counts):
            self._reach(other.first, other.first + len(other.counts) - 1)
            start = other.first - self.first
            self.counts[start : start + len(other.counts)] += other.counts

    def conclude(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers that occurred, in order, and how often each did."""
        at = np.flatnonzero(self.counts)
        return at + self.first, self.counts[at]

    def _reach(self, low: int, high: int) -> None:
        if not len(self.counts):
            self.first = low
            self.counts = np.zeros(high - low + 1, dtype=np.int64)
            return
        before = max(self.first - low, 0)
        after = max(high - (self.first + len(self.counts) - 1), 0)
        if before or after:
            self.counts = np.pad(self.counts, (before, after))
            self.first -= before


class Distribution:
    """Numbers: exact count, range and mean; quantiles by DDSketch (Masson, Rim, Lee, VLDB 2019).

    A quantile is within 0.5 % of a cell's value between 1e-12 and 1e18 from zero on either side; nearer
    to zero counts as zero, further away as the end of that range. The sum is exact (Neal 2015), so the
    mean is the correctly rounded one whatever the order.
    """

    def __init__(self, low: float = -math.inf, high: float = math.inf) -> None:
        """`low` and `high` bound the plausible values; those beyond are counted."""
        self.bounds = np.array([low, high], dtype=np.float64)
        self.total = np.zeros(_DIGITS, dtype=np.int64)
        self.tallies = np.zeros(4 + len(CODES), dtype=np.int64)
        self.extremes = np.array([math.inf, -math.inf, math.inf, -math.inf])
        self.buckets = Counts()

    def observe(self, numbers: NDArray[np.float64], weights: NDArray[np.int64]) -> int:
        """Take in the finite of `numbers`, shape (cells,), each as often as its weight; return how many cells fit."""
        from ayni.check.profile import kernels

        finite = np.isfinite(numbers)
        numbers, weights = numbers[finite], weights[finite]
        before = int(self.tallies[0])
        places = np.empty(len(numbers), dtype=np.int32)
        kernels.scan_numbers(
            numbers, weights, self.bounds, _CODES, GAMMA_LOG, self.total, self.tallies, self.extremes, places
        )
        self.buckets.observe(places, weights)
        return int(self.tallies[0]) - before

    def merge(self, other: Distribution) -> None:
        """Take in what `other` saw."""
        self.total += other.total
        self.tallies += other.tallies
        self.extremes[0::2] = np.minimum(self.extremes[0::2], other.extremes[0::2])
        self.extremes[1::2] = np.maximum(self.extremes[1::2], other.extremes[1::2])
        self.buckets.merge(other.buckets)

    @property
    def count(self) -> int:
        """Finite numbers seen."""
        return int(self.tallies[0])

    @property
    def fractions(self) -> int:
        """Numbers that are not whole."""
        return int(self.tallies[1])

    @property
    def below(self) -> int:
        """Numbers under the plausible range."""
        return int(self.tallies[2])

    @property
    def above(self) -> int:
        """Numbers over the plausible range."""
        return int(self.tallies[3])

    @property
    def codes(self) -> dict[float, int]:
        """How often each number that may stand for a missing answer occurred."""
        return {code: int(n) for code, n in zip(CODES, self.tallies[4:], strict=True) if n}

    def mean(self) -> float:
        """Return the exact sum over the count, correctly rounded; there must be a number."""
        total = sum(int(digit) << (32 * i) for i, digit in enumerate(self.total))
        return total / (self.count << _LOWEST_POWER)

    def points(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return a value for each bucket that holds numbers, in order, and how many it holds."""
        places, counts = self.buckets.conclude()
        return np.clip(bucket_values(places), self.extremes[0], self.extremes[1]), counts


def bucket_values(places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each bucket the value whose relative distance to all of the bucket is at most 0.5 %."""
    middle = 2 / (1 + math.exp(GAMMA_LOG))
    sizes = np.exp((np.abs(places) - _BUCKET_SHIFT) * GAMMA_LOG) * middle
    return np.where(places == 0, 0.0, np.sign(places) * sizes)


@functools.lru_cache(maxsize=8)
def ones(cells: int) -> NDArray[np.int64]:
    """Return weights of one for each of `cells` cells; shared by all columns and threads, so read-only."""
    weights = np.ones(cells, dtype=np.int64)
    weights.flags.writeable = False
    return weights
