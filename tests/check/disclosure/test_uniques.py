"""Population uniques on populations that are known, because the test draws them."""

from collections import Counter

import numpy as np
import pytest

from ayni.check.disclosure.uniques import estimate_uniques, pitman_fit


def chinese_restaurant(rows: int, theta: float, alpha: float, seed: int) -> np.ndarray:
    """Draw class labels from Pitman's process: a new class with probability (theta + alpha u) / (theta + i)."""
    random = np.random.default_rng(seed)
    labels = [0]
    sizes = [1]
    classes = 1
    coins = random.random(rows)
    for i in range(1, rows):
        if coins[i] * (theta + i) < theta + alpha * classes:
            labels.append(classes)
            sizes.append(1)
            classes += 1
        else:  # an old class in proportion to size - alpha: an old row's class, refused alpha / size of the time
            while True:
                label = labels[random.integers(i)]
                if random.random() >= alpha / sizes[label]:
                    break
            labels.append(label)
            sizes[label] += 1
    return np.array(labels)


def histogram(labels: np.ndarray) -> dict[int, int]:
    return dict(Counter(np.unique(labels, return_counts=True)[1].tolist()))


def test_pitman_fit_recovers_the_process_that_drew_the_classes() -> None:
    theta, alpha = pitman_fit(histogram(chinese_restaurant(8_000, 50.0, 0.6, 1)))
    assert alpha == pytest.approx(0.6, abs=0.05)
    assert theta == pytest.approx(50.0, rel=0.6)


def test_estimate_from_a_tenth_covers_the_truth() -> None:
    population = chinese_restaurant(20_000, 100.0, 0.5, 2)
    chosen = np.random.default_rng(3).permutation(20_000)[:2_000]
    sizes = dict(zip(*np.unique(population, return_counts=True), strict=True))
    sample = population[chosen]
    sample_sizes = dict(zip(*np.unique(sample, return_counts=True), strict=True))
    truth = sum(1 for label, count in sample_sizes.items() if count == 1 and sizes[label] == 1)
    uniques = histogram(sample)[1]
    found = estimate_uniques(histogram(sample), 20_000.0, uniques * 0.1)
    assert found.method == "pitman"
    assert found.low <= truth <= found.high
    assert found.value == pytest.approx(truth, rel=0.25)


def test_estimate_from_half_uses_zayatz() -> None:
    # 100 classes of 1, 50 of 2; N = 400, n = 200, π = 1/2.
    # P(one drawn of 1) = 1/2; of 2: 2 · 200 · 200 / (400 · 399) = 80000 / 159600 = 0.5012531
    # P(F = 1 | f = 1) = 100 · 0.5 / (100 · 0.5 + 50 · 0.5012531) = 50 / 75.0626566 = 0.6661102
    found = estimate_uniques({1: 100, 2: 50}, 400.0, 50.0)
    assert found.method == "zayatz"
    assert found.value == pytest.approx(66.611018, abs=1e-5)
    assert found.low == 50.0  # the weights' model is lower than all resamples
    assert found.value < found.high <= 100.0


def test_estimate_is_exact_when_the_table_is_the_population() -> None:
    found = estimate_uniques({1: 7, 3: 2}, 13.0, 7.0)
    assert (found.value, found.low, found.high, found.method) == (7.0, 7.0, 7.0, "census")


def test_estimate_without_uniques_is_zero() -> None:
    found = estimate_uniques({2: 5}, 1e6, 0.0)
    assert (found.value, found.low, found.high, found.method) == (0.0, 0.0, 0.0, "census")


@pytest.mark.parametrize("population", [2e3, 1e5, 1e9])
@pytest.mark.parametrize("sizes", [{1: 1000}, {1: 1}, {1: 1, 2: 499}, {1: 990, 5: 2}, {1: 3, 200_000: 4, 300_000: 2}])
def test_estimate_never_leaves_its_bounds(sizes: dict[int, int], population: float) -> None:
    rows = sum(size * count for size, count in sizes.items())
    total = max(population, 2.0 * rows)
    found = estimate_uniques(sizes, total, sizes[1] * rows / total)
    assert 0.0 <= found.low <= found.value <= found.high <= sizes[1]
