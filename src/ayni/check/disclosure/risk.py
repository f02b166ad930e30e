"""Individual risk of re-identification when the table is a sample with weights.

Model of Benedetti and Franconi (1998), as reviewed by Franconi and Polettini (2004, "Individual risk
estimation in µ-Argus: a review", LNCS 3050, 262-272) and used by µ-Argus and sdcMicro: the size F in the
population of a class with f rows in the sample is f plus the failures before the f-th success of a
negative binomial with success probability p = f / (sum of the class's weights). A row's risk is
r = E[1/F | f].

With x = p / (1 - p), r(f) = x ∫₀¹ u^(f-1) / (x + u) du, hence r(1) = x ln(1/p), r(2) = x - x r(1) and
r(f) = x / (f - 1) - x r(f - 1), which is stable for x ≤ 1; and r(f) = (p / f) ₂F₁(1, 1; f + 1; 1 - p),
whose series has positive terms and is short for large f or p. Both are exact; sdcMicro's default
replaces f > 2 by p / (f - (1 - p)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["individual_risk"]

_SERIES_FROM = 40  # from this f on, at most 22 terms of the series reach double precision
_SERIES_ABOVE = 0.5
_SERIES_TERMS = 64  # for p > 1/2 a term is at most half the one before
_PRECISION = 1e-17


def individual_risk(sample: NDArray[np.int64], population: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return E[1/F | f], shape (classes,), each from 0 to 1 / f.

    `sample` holds the class sizes f ≥ 1, `population` the sums of their weights; a sum below f counts
    as f, because everyone in the sample is in the population.
    """
    f = sample.astype(np.float64)
    p = np.minimum(1.0, f / np.maximum(population, f))
    risk = np.empty_like(p)
    by_series = (f >= _SERIES_FROM) | (p > _SERIES_ABOVE)
    risk[by_series] = _series(f[by_series], p[by_series])
    rest = ~by_series
    risk[rest] = _recursion(sample[rest], p[rest])
    return np.clip(risk, 0.0, 1.0 / f)


def _series(f: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    q = 1.0 - p
    term = np.ones_like(p)
    total = np.ones_like(p)
    for step in range(_SERIES_TERMS):
        term *= (step + 1) * q / (f + 1 + step)
        total += term
        if not term.size or term.max() < _PRECISION:
            break
    return p / f * total


def _recursion(f: NDArray[np.int64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    x = p / (1.0 - p)
    risk = -x * np.log(p)
    for size in range(2, int(f.max(initial=1)) + 1):
        reaches = f >= size
        risk = np.where(reaches, x / (size - 1) - x * risk, risk)
    return risk
