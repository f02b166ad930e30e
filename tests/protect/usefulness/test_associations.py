"""V against its formula written out, and its intervals against simulated tables of known V."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ayni.protect.usefulness.associations import CATEGORIES, Categories, associate, cramers_v, entropy, join_rare


def v_by_formula(table: list[list[int]]) -> float:
    """Bergsma 2013, equations (4) and (5), in plain Python."""
    rows, columns = len(table), len(table[0])
    n = sum(map(sum, table))
    chi = 0.0
    for i in range(rows):
        for j in range(columns):
            expected = sum(table[i]) * sum(line[j] for line in table) / n
            chi += (table[i][j] - expected) ** 2 / expected
    phi = max(0.0, chi / n - (rows - 1) * (columns - 1) / (n - 1))
    r = rows - (rows - 1) ** 2 / (n - 1)
    c = columns - (columns - 1) ** 2 / (n - 1)
    return math.sqrt(phi / (min(r, c) - 1))


@pytest.mark.parametrize("table", [[[20, 5], [4, 30]], [[10, 2, 3], [1, 12, 9]], [[5, 0, 2], [3, 9, 9], [7, 1, 30]]])
def test_v_is_bergsmas(table: list[list[int]]) -> None:
    assert cramers_v(np.array([table], dtype=float))[0] == pytest.approx(v_by_formula(table), abs=1e-12)


def test_v_ignores_empty_rows_and_columns() -> None:
    table = np.array([[[20.0, 0, 5], [0, 0, 0], [4, 0, 30]]])
    assert cramers_v(table)[0] == pytest.approx(v_by_formula([[20, 5], [4, 30]]), abs=1e-12)


@pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[1, 0], [0, 0]], [[5, 3], [0, 0]]])
def test_v_without_meaning_is_nothing(table: list[list[int]]) -> None:
    assert cramers_v(np.array([table], dtype=float))[0] == 0.0


def test_v_of_columns_that_agree_is_one() -> None:
    assert cramers_v(np.array([[[50.0, 0], [0, 50]]]))[0] == pytest.approx(1.0)


def categories(codes: list[int]) -> Categories:
    return Categories(np.array(codes), max(codes) + 1)


def test_rows_with_a_missing_cell_are_left_out() -> None:
    first, second = categories([1, 1, 2, 2, 0, 1] * 20), categories([1, 1, 2, 2, 1, 0] * 20)
    found = associate(first, second, np.ones(120), np.ones(120, dtype=np.bool_), 1)
    assert found.value == pytest.approx(1.0)


def test_equal_weights_change_nothing() -> None:
    rng = np.random.default_rng(2)
    first = Categories(rng.integers(1, 4, 300), 4)
    second = Categories(np.where(rng.random(300) < 0.4, first.codes, rng.integers(1, 4, 300)), 4)
    known = np.ones(300, dtype=np.bool_)
    light, heavy = (associate(first, second, np.full(300, weight), known, 5) for weight in (1.0, 7.5))
    assert light.value == pytest.approx(heavy.value)
    assert light.low == pytest.approx(heavy.low)


def test_column_of_one_category_goes_with_nothing() -> None:
    found = associate(categories([1] * 9), categories([1, 2, 3] * 3), np.ones(9), np.ones(9, dtype=np.bool_), 1)
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("mixing", "least"), [(0.0, 0.9), (0.25, 0.9), (0.6, 0.9)])
def test_interval_covers_the_true_v(mixing: float, least: float) -> None:
    """With probability `mixing` the second equals the first, else it is drawn evenly: V is `mixing` itself."""
    rng = np.random.default_rng(21)
    covered = 0
    for trial in range(150):
        first = rng.integers(1, 4, 500)
        second = np.where(rng.random(500) < mixing, first, rng.integers(1, 4, 500))
        known = np.ones(500, dtype=np.bool_)
        found = associate(Categories(first, 4), Categories(second, 4), np.ones(500), known, trial)
        assert found.low <= found.value <= found.high
        covered += found.low <= mixing <= found.high
    assert covered / 150 >= least


def test_rare_categories_are_joined() -> None:
    codes = np.concatenate([np.zeros(3, dtype=np.int64), np.repeat(np.arange(1, 31), np.arange(30, 0, -1))])
    found = join_rare(codes, np.ones(len(codes)), np.ones(len(codes), dtype=np.bool_))
    assert found.size == CATEGORIES + 1
    assert found.codes[:3].tolist() == [0, 0, 0]
    assert found.codes[3:33].tolist() == [1] * 30
    assert set(found.codes[codes >= 20].tolist()) == {CATEGORIES}


def test_entropy_in_bits() -> None:
    assert entropy(categories([1, 2, 1, 2]), np.ones(4)) == pytest.approx(1.0)
    assert entropy(categories([1, 2]), np.array([3.0, 1.0])) == pytest.approx(2 - 0.75 * math.log2(3))
