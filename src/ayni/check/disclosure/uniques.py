"""How many of a sample's uniques are unique in the population too.

Two models of class sizes, as ARX offers them: Pitman's sampling formula (Hoshino 2001, "Applying Pitman's
sampling formula to microdata disclosure risk assessment", J. Official Statistics 17, 499-520) for samples
of at most one tenth, and Zayatz (1991) for larger ones, following the comparison of Dankar, El Emam, Neisa
and Roffey (2012, BMC Medical Informatics and Decision Making 12:66).

The interval holds the model's own 95 % interval (Pitman: delta method on the logarithm with the observed
information of both parameters; Zayatz: 2.5 % and 97.5 % points of 200 seeded multinomial resamples of the
class sizes) and is widened to the estimate of the weights' model, the sum of P(F = 1 | f = 1) = 1 / weight
over the sample's uniques (Benedetti and Franconi 1998): where models disagree, the interval says so.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

from ayni.check.report import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["estimate_uniques", "pitman_fit"]

_PITMAN_TO = 0.1
_ALPHA_LEAST = 1e-6
_RESAMPLES = 200
_Z = 1.959964
_GOLDEN = (math.sqrt(5) - 1) / 2
_BIG = 512  # class sizes above this are taken at a few representative sizes


def estimate_uniques(sizes: dict[int, int], population: float, by_weights: float) -> Estimate:
    """Estimate how many sample uniques are population uniques, with a 95 % interval.

    `sizes` counts classes by size, `population` is the estimated number of people in the population
    and `by_weights` the sum of 1 / weight over the sample's uniques.
    """
    rows = sum(size * count for size, count in sizes.items())
    uniques = sizes.get(1, 0)
    if rows == 0 or uniques == 0 or population <= rows * (1 + 1e-9):
        return Estimate(float(uniques), float(uniques), float(uniques), "census")
    if rows / population <= _PITMAN_TO and len(sizes) > 1:
        value, low, high = _pitman(sizes, rows, population)
        method = "pitman"
    else:
        value, low, high = _zayatz(sizes, rows, population)
        method = "zayatz"
    low, high = min(low, value, by_weights), max(high, value, by_weights)
    value, low, high = (round(min(max(number, 0.0), float(uniques)), 6) for number in (value, low, high))
    return Estimate(value, low, high, method)


def pitman_fit(sizes: dict[int, int]) -> tuple[float, float]:
    """Return the maximum-likelihood (theta, alpha) of Pitman's sampling formula; 0 < alpha < 1, theta > 0."""
    likelihood = _likelihood(sizes)

    def best_theta(alpha: float) -> tuple[float, float]:
        return _highest(lambda log_theta: likelihood(math.exp(log_theta), alpha), math.log(1e-3), math.log(1e9))

    alpha, _ = _highest(lambda a: best_theta(a)[1], _ALPHA_LEAST, 1 - _ALPHA_LEAST)
    return math.exp(best_theta(alpha)[0]), alpha


def _highest(function: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Golden-section search of a function with one peak: its place and height."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(40):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (left, at_left) if at_left > at_right else (right, at_right)


def _likelihood(sizes: dict[int, int]) -> Callable[[float, float], float]:
    """Return the log-likelihood of (theta, alpha), up to a constant."""
    rows = sum(size * count for size, count in sizes.items())
    classes = sum(sizes.values())
    ladder = _ladder(sizes)

    @functools.lru_cache(maxsize=64)  # the search over theta asks for the same alpha many times
    def of_alpha(alpha: float) -> float:
        base = math.lgamma(1 - alpha)
        inside = sum(count * (math.lgamma(size - alpha) - base) for size, count in ladder)
        return (classes - 1) * math.log(alpha) + inside

    def likelihood(theta: float, alpha: float) -> float:
        start = theta / alpha
        total = math.lgamma(start + classes) - math.lgamma(start + 1)
        return total - math.lgamma(theta + rows) + math.lgamma(theta + 1) + of_alpha(alpha)

    return likelihood


def _ladder(sizes: dict[int, int]) -> list[tuple[float, int]]:
    """Return sizes above 1 with their counts; large ones joined within two per cent, to bound the work."""
    steps: dict[float, list[float]] = {}
    for size in sorted(sizes):
        if size > 1:
            step = float(size) if size <= _BIG else 1e6 + math.floor(math.log(size) / 0.02)
            entry = steps.setdefault(step, [0.0, 0.0])
            entry[0] += size * sizes[size]
            entry[1] += sizes[size]
    return [(total / count, int(count)) for total, count in steps.values()]


def _pitman(sizes: dict[int, int], rows: int, population: float) -> tuple[float, float, float]:
    theta, alpha = pitman_fit(sizes)

    def log_uniques(log_theta: float, a: float) -> float:
        t = math.exp(log_theta)
        # E[uniques of N] = N Γ(t+1) Γ(t+N+a-1) / (Γ(t+a) Γ(t+N)); a share rows / N of them is in the sample.
        ratio = math.lgamma(t + population + a - 1) - math.lgamma(t + population)
        return math.log(rows) + math.lgamma(t + 1) - math.lgamma(t + a) + ratio

    likelihood = _likelihood(sizes)
    place = (math.log(theta), alpha)
    error = _delta_error(lambda u, a: likelihood(math.exp(u), a), log_uniques, place)
    value = math.exp(log_uniques(*place))
    if error is None:  # the likelihood is flat: nothing but the bounds is known
        return value, 0.0, float(sizes[1])
    return value, value * math.exp(-_Z * error), value * math.exp(min(_Z * error, 50.0))


def _delta_error(
    likelihood: Callable[[float, float], float],
    function: Callable[[float, float], float],
    place: tuple[float, float],
) -> float | None:
    """Return the standard error of `function` at the likelihood's peak; None where it has no proper peak."""
    u, a = place
    du = 1e-3 * max(1.0, abs(u))
    da = min(1e-3, a / 2, (1 - a) / 2)
    peak = likelihood(u, a)
    uu = (likelihood(u + du, a) - 2 * peak + likelihood(u - du, a)) / du**2
    aa = (likelihood(u, a + da) - 2 * peak + likelihood(u, a - da)) / da**2
    corners = likelihood(u + du, a + da) - likelihood(u + du, a - da)
    corners += likelihood(u - du, a - da) - likelihood(u - du, a + da)
    ua = corners / (4 * du * da)
    determinant = uu * aa - ua**2
    if not (uu < 0 and aa < 0 and determinant > 0):
        return None
    gu = (function(u + du, a) - function(u - du, a)) / (2 * du)
    ga = (function(u, a + da) - function(u, a - da)) / (2 * da)
    variance = (-aa * gu**2 - uu * ga**2 + 2 * ua * gu * ga) / determinant
    return math.sqrt(max(variance, 0.0))


def _zayatz(sizes: dict[int, int], rows: int, population: float) -> tuple[float, float, float]:
    order = sorted(sizes)
    counts = np.array([sizes[size] for size in order], dtype=np.float64)
    once = np.array([_drawn_once(size, rows, population) for size in order])

    def estimate(classes: NDArray[np.float64]) -> NDArray[np.float64]:
        expected = classes @ once
        unique: NDArray[np.float64] = classes[..., 0] ** 2 * once[0] / np.where(expected > 0, expected, 1.0)
        return unique

    draws = np.random.default_rng(20_01).multinomial(int(counts.sum()), counts / counts.sum(), _RESAMPLES)
    low, high = np.quantile(estimate(draws.astype(np.float64)), [0.025, 0.975])
    return float(estimate(counts)), float(low), float(high)


def _drawn_once(size: int, rows: int, population: float) -> float:
    """Return the probability that exactly one of `size` people is among `rows` drawn from the population."""
    others = population - size - rows + 1
    if others <= 0 or rows < 1:
        return 1.0 if size == 1 else 0.0
    lgamma = math.lgamma
    logarithm = math.log(size) + math.log(rows) + lgamma(population - size + 1) - lgamma(others + 1)
    logarithm += lgamma(population - rows + 1) - lgamma(population + 1)
    return math.exp(min(logarithm, 0.0))
