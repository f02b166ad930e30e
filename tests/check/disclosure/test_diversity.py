"""Diversity and closeness against the definitions, written the slow way."""

import math
from collections import Counter, defaultdict

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.disclosure import DisclosureMeasure
from ayni.check.report import Diversity
from ayni.check.thresholds import load_thresholds
from ayni.limits import CheckLimits


def measured(keys: list[int], values: list[object]) -> Diversity:
    measure = DisclosureMeasure(("k",), ("s",), limits=CheckLimits())
    measure.observe(pl.DataFrame({"k": keys, "s": values}, strict=False))
    return measure.conclude(load_thresholds()).diversity[0]


def classes_of(keys: list[int], values: list[object]) -> list[list[object]]:
    classes: dict[int, list[object]] = defaultdict(list)
    for key, value in zip(keys, values, strict=True):
        classes[key].append(value)
    return list(classes.values())


def total_variation(part: list[object], whole: list[object]) -> float:
    p, q = Counter(part), Counter(whole)
    return sum(abs(p[value] / len(part) - q[value] / len(whole)) for value in q) / 2


def ordered_distance(part: list[object], whole: list[object]) -> float:
    ranks = sorted({-math.inf if value is None else float(str(value)) for value in whole})
    if len(ranks) == 1:
        return 0.0
    at = [[-math.inf if value is None else float(str(value)) for value in values] for values in (part, whole)]
    total = 0.0
    for rank in ranks[:-1]:
        p, q = (sum(value <= rank for value in values) / len(values) for values in at)
        total += abs(p - q)
    return total / (len(ranks) - 1)


def entropy_l(part: list[object]) -> float:
    return math.exp(-sum(c / len(part) * math.log(c / len(part)) for c in Counter(part).values()))


rows = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["a", "b", "c", "d", None])), min_size=1, max_size=40)
numbers = st.lists(st.tuples(st.integers(0, 4), st.sampled_from([-5, 0, 1, 2, 7, 1000, None])), min_size=1, max_size=40)


@settings(deadline=None, max_examples=150)
@given(rows)
def test_words_equal_the_definitions(table: list[tuple[int, str | None]]) -> None:
    keys, values = [row[0] for row in table], [row[1] for row in table]
    found = measured(keys, list(values))
    classes = classes_of(keys, list(values))
    assert found.l_min == min(len(set(part)) for part in classes)
    assert found.rows_l1 == sum(len(part) for part in classes if len(set(part)) == 1)
    assert found.entropy_l_min == pytest.approx(min(map(entropy_l, classes)), abs=1e-8)
    assert found.t_max == pytest.approx(max(total_variation(part, list(values)) for part in classes), abs=1e-11)


@settings(deadline=None, max_examples=150)
@given(numbers, st.sampled_from([int, str]))
def test_numbers_equal_the_definitions(table: list[tuple[int, int | None]], stored: type[int | str]) -> None:
    keys = [row[0] for row in table]
    values: list[object] = [None if row[1] is None else stored(row[1]) for row in table]
    if all(value is None for value in values):
        return
    found = measured(keys, values)
    classes = classes_of(keys, values)
    assert found.l_min == min(len(set(part)) for part in classes)
    assert found.t_max == pytest.approx(max(ordered_distance(part, values) for part in classes), abs=1e-11)


def test_closeness_of_the_salaries_of_the_paper() -> None:
    # Li et al. 2007, section 4: salaries 3k to 11k, nine people; class {3k, 4k, 5k} is 0.375 away from all,
    # class {6k, 8k, 11k} 0.167. The third class {7k, 9k, 10k} is 0.236 away.
    keys = [1, 1, 1, 2, 2, 2, 3, 3, 3]
    salaries: list[object] = [3, 4, 5, 6, 8, 11, 7, 9, 10]
    assert measured(keys, salaries).t_max == pytest.approx(0.375, abs=1e-12)
    assert ordered_distance([6, 8, 11], salaries) == pytest.approx(1 / 6, abs=1e-12)


def test_one_text_among_numbers_makes_the_column_words() -> None:
    # As words each value is 1/4 of the table; a class of one value is 3/4 away. As numbers it would be less.
    assert measured([1, 2, 3, 4], ["1", "2", "3", "none"]).t_max == 0.75
