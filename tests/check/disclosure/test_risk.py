"""Individual risk against direct summation and integration of the model."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.disclosure.risk import individual_risk


def one(f: int, population: float) -> float:
    return float(individual_risk(np.array([f]), np.array([population]))[0])


def by_summation(f: int, population: float) -> float:
    """Sum P(F = j | f) / j over the negative binomial, j = f, f + 1, … until nothing is left."""
    p = f / population
    total, j = 0.0, f
    log_p, log_q = math.log(p), math.log1p(-p)
    base = math.lgamma(f)
    while True:
        term = math.exp(math.lgamma(j) - base - math.lgamma(j - f + 1) + f * log_p + (j - f) * log_q) / j
        total += term
        j += 1
        if j > population and term < 1e-18 * total:
            return total


def by_integration(f: int, population: float) -> float:
    """Integrate x u^(f-1) / (x + u) over [0, 1] by Gauss-Legendre in log u, where the integrand is smooth."""
    p = f / population
    x = p / (1 - p)
    nodes, weights = np.polynomial.legendre.leggauss(400)
    span = 60.0
    t = (nodes - 1) / 2 * span
    u = np.exp(t)
    return float((weights * x * u**f / (x + u)).sum() * span / 2)


@pytest.mark.parametrize("f", [1, 2, 3, 4, 7, 12, 39, 40, 41, 90])
@pytest.mark.parametrize("ratio", [1.01, 1.5, 1.99, 2.01, 3.0, 20.0, 150.0])
def test_risk_equals_the_sum_over_the_negative_binomial(f: int, ratio: float) -> None:
    assert one(f, f * ratio) == pytest.approx(by_summation(f, f * ratio), rel=1e-9)


@pytest.mark.parametrize("f", [1, 2, 3, 10, 39, 40])
@pytest.mark.parametrize("ratio", [2.5, 1e3, 1e6, 1e9])
def test_risk_equals_the_integral_for_large_populations(f: int, ratio: float) -> None:
    assert one(f, f * ratio) == pytest.approx(by_integration(f, f * ratio), rel=1e-9)


def test_risk_of_a_unique_with_weight_two() -> None:
    # p = 1/2, x = 1, r = 1 · ln 2
    assert one(1, 2.0) == pytest.approx(math.log(2), rel=1e-15)


def test_risk_of_a_pair_with_weights_adding_to_four() -> None:
    # p = 1/2, x = 1, r = 1 - 1 · ln 2
    assert one(2, 4.0) == pytest.approx(1 - math.log(2), rel=1e-14)


@pytest.mark.parametrize("f", [1, 2, 3, 50, 1_000_000])
@pytest.mark.parametrize("population", [0.0, 0.5, 1.0])
def test_risk_is_one_over_f_when_the_weights_say_nothing_of_a_population(f: int, population: float) -> None:
    assert one(f, population) == 1 / f
    assert one(f, float(f)) == 1 / f


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 10**6), st.floats(0, 1e9))
def test_risk_lies_between_zero_and_one_over_f(f: int, population: float) -> None:
    risk = one(f, population)
    assert 0.0 < risk <= 1 / f


@settings(deadline=None, max_examples=30)
@given(st.floats(1e-9, 1.0))
def test_risk_falls_with_f_at_a_fixed_fraction(fraction: float) -> None:
    f = np.concatenate([np.arange(1, 300), np.geomspace(300, 1e6, 50).astype(np.int64)])
    risk = individual_risk(f, f / fraction)
    assert np.all(np.isfinite(risk))
    assert np.all(np.diff(risk) <= 1e-16)
