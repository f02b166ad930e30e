"""Minimal sample uniques against searches that follow the definition and nothing else."""

from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.disclosure.suda import find_special_uniques, largest_search, scores_by_size
from ayni.check.report import Suda

ADULT = Path(__file__).parents[3] / "../shared/data/microdata/adult.csv"


def by_definition(rows: list[tuple[int, ...]], most: int) -> list[tuple[int, tuple[int, ...]]]:
    """Every (row, columns) such that the row is unique on the columns and on no smaller part of them."""
    found: list[tuple[int, tuple[int, ...]]] = []
    for size in range(1, most + 1):
        for chosen in combinations(range(len(rows[0])), size):
            counts = Counter(tuple(row[c] for c in chosen) for row in rows)
            for number, row in enumerate(rows):
                has_smaller = any(known == number and set(part) < set(chosen) for known, part in found)
                if counts[tuple(row[c] for c in chosen)] == 1 and not has_smaller:
                    found.append((number, chosen))
    return found


def search(rows: list[tuple[int, ...]], most: int) -> Suda:
    counts = Counter(rows)
    table = np.array(list(counts), dtype=np.uint64)
    names = [f"c{number}" for number in range(table.shape[1])]
    sizes = np.array(list(counts.values()), dtype=np.int64)
    return find_special_uniques(names, list(table.T), sizes, 0.01, most)


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[int, ...]]:
    columns = draw(st.integers(1, 5))
    cell = st.integers(0, draw(st.integers(0, 4)))
    return draw(st.lists(st.tuples(*[cell] * columns), min_size=1, max_size=14))


@settings(deadline=None, max_examples=150)
@given(tables(), st.integers(1, 5))
def test_search_equals_the_definition(rows: list[tuple[int, ...]], most: int) -> None:
    columns = len(rows[0])
    most = min(most, columns)
    expected = by_definition(rows, most)
    found = search(rows, most)
    points = scores_by_size(columns, most)
    score: Counter[int] = Counter()
    column_score = [0] * columns
    for number, chosen in expected:
        score[number] += int(points[len(chosen)])
        for column in chosen:
            column_score[column] += int(points[len(chosen)])
    total = sum(score.values())
    assert found.by_size == tuple(sum(len(chosen) == size for _, chosen in expected) for size in range(1, most + 1))
    assert found.rows == len(score)
    assert found.uniques == len(expected)
    assert found.score_max == max(score.values(), default=0)
    assert [column.contribution for column in found.columns] == [
        part / total if total else 0.0 for part in column_score
    ]
    assert found.complete == (most == columns)


def test_contributions_equal_the_published_example_of_sdcmicro() -> None:
    # sdcMicro tests/testthat/test_suda2.R: a = 2 1 1, b = 0 3 0, c = 0 6 0 gives 50, 37.5 and 37.5 per cent.
    # MSUs: row 1 {a}; row 2 {b}, {c}; row 3 {a,b}, {a,c}. Scores (3-k)!: 2; 2 + 2; 1 + 1. Sum 8; a: 2+1+1 = 4.
    found = search([(2, 0, 0), (1, 3, 6), (1, 0, 0)], 3)
    assert [column.contribution for column in found.columns] == [0.5, 0.375, 0.375]
    assert found.by_size == (3, 2, 0)
    assert found.score_max == 4.0
    # 3 uniques, no pairs: DIS = 1, so every score is certain.
    assert found.dis_max == 1.0


def test_dis_score_of_one_unique_beside_one_pair() -> None:
    # U = 1, one pair: DIS = 0.01 / (0.01 + 2 · 0.99) = 1/199; with one unique the scale is its own score,
    # so DIS-SUDA = 1 / (1 + 1 / DIS - 1) = DIS.
    found = search([(1, 1), (2, 2), (2, 2)], 2)
    assert found.dis_max == pytest.approx(1 / 199, rel=1e-12)


def test_scores_of_a_limited_search() -> None:
    # SDCPractice: V = 8 columns, M = 3: 7 · 6 · 5, 6 · 5, 5
    assert scores_by_size(8, 3).tolist() == [0, 210, 30, 5]
    assert scores_by_size(3, 3).tolist() == [0, 2, 1, 1]


def test_a_limited_search_says_so() -> None:
    rows: list[tuple[int, ...]] = [(1, 1, 1), (1, 2, 2), (2, 1, 2), (2, 2, 1)]
    found = search(rows, 1)
    assert (found.complete, found.max_size, found.uniques) == (False, 1, 0)
    assert search(rows, 3).by_size == (0, 12, 0)


def test_work_is_bounded() -> None:
    assert largest_search(9, 20_000) == 9
    assert largest_search(6, 1_000_000) == 3
    assert largest_search(10, 600_000) == 2
    assert largest_search(10, 10**9) == 1


def test_an_empty_table_has_no_uniques() -> None:
    nothing = np.zeros(0, dtype=np.uint64)
    found = find_special_uniques(["a"], [nothing], np.zeros(0, dtype=np.int64), 0.01, 1)
    assert (found.rows, found.uniques, found.by_size, found.dis_max) == (0, 0, (0,), 0.0)


@pytest.mark.skipif(not ADULT.exists(), reason="the shared adult data are not on this machine")
def test_adult_equals_an_independent_count() -> None:
    """Count by definition with Polars: unique on a set of columns and on none of its sets with one column less."""
    table = pl.read_csv(ADULT, separator=";", infer_schema=False)
    names = table.columns
    unique = {
        chosen: table.select((pl.len().over(chosen) == 1).alias("unique"))["unique"].to_numpy()
        for size in range(1, 5)
        for chosen in combinations(names, size)
    }
    expected = []
    for size in range(1, 5):
        count = 0
        for chosen in combinations(names, size):
            minimal = unique[chosen].copy()
            for part in combinations(chosen, size - 1):
                if part:
                    minimal &= ~unique[part]
            count += int(minimal.sum())
        expected.append(count)
    classes = table.group_by(names).len()
    cells = [classes[name].cast(pl.Categorical).to_physical().cast(pl.UInt64).to_numpy() for name in names]
    found = find_special_uniques(names, cells, classes["len"].cast(pl.Int64).to_numpy(), 0.01, 9)
    assert found.by_size[:4] == tuple(expected)
    assert found.complete
    assert found.rows == 15_512
    assert found.rows == classes.filter(pl.col("len") == 1).height
