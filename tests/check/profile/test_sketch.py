import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.profile.sketch import Distinct, Distribution, ones

NUMBERS = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=200)


def distribution(values: list[float]) -> Distribution:
    state = Distribution()
    state.observe(np.array(values), ones(len(values)))
    return state


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("distinct", [0, 1, 50, 3_000, 20_000, 400_000])
def test_distinct_is_within_four_standard_errors(distinct: int, seed: int) -> None:
    # Consecutive numbers are the hardest hashes: all of their difference lies in the low bits.
    hashes = np.arange(distinct, dtype=np.uint64) + np.uint64(seed << 40)
    state = Distinct()
    for part in np.array_split(np.concatenate([hashes, hashes]), 3):
        state.observe(part, np.ones(len(part), dtype=np.bool_))
    assert abs(state.conclude() - distinct) <= 4 * Distinct.relative_error * distinct


def test_distinct_passes_over_cells_that_are_not_valid() -> None:
    state = Distinct()
    state.observe(np.arange(100, dtype=np.uint64), np.zeros(100, dtype=np.bool_))
    assert state.conclude() == 0


@settings(deadline=None)
@given(values=NUMBERS)
def test_distribution_mean_is_the_correctly_rounded_one(values: list[float]) -> None:
    exact = sum((Fraction(value) for value in values), Fraction()) / len(values)
    assert distribution(values).mean() == float(exact)


@settings(deadline=None)
@given(values=st.lists(st.floats(1e-11, 1e17) | st.floats(-1e17, -1e-11) | st.just(0.0), min_size=1, max_size=200))
def test_distribution_points_are_within_the_stated_error(values: list[float]) -> None:
    points, counts = distribution(values).points()
    found = np.repeat(points, counts)
    expected = np.sort(np.array(values))
    assert len(found) == len(expected)
    assert np.all(np.abs(found - expected) <= 0.005 * np.abs(expected) * (1 + 1e-6))


def test_distribution_holds_the_largest_and_the_smallest_doubles() -> None:
    largest, smallest = sys.float_info.max, 5e-324
    state = distribution([largest, largest, -smallest, math.inf, math.nan, 0.0])
    assert state.count == 4
    assert state.extremes[:2].tolist() == [-smallest, largest]
    assert state.mean() == largest / 2
    points, counts = state.points()
    assert counts.tolist() == [2, 2]
    assert points[0] == 0.0


def test_distribution_adds_a_value_as_often_as_its_weight() -> None:
    weight = 3_000_000_000
    state = Distribution()
    state.observe(np.array([0.1, -7.25]), np.array([weight, weight]))
    assert state.count == 2 * weight
    assert state.mean() == (0.1 - 7.25) / 2
    assert state.fractions == 2 * weight


def test_distribution_counts_numbers_beyond_its_bounds() -> None:
    state = Distribution(0, 130)
    state.observe(np.array([-1.0, 0.0, 130.0, 131.0, 200.0]), ones(5))
    assert (state.below, state.above) == (1, 2)
