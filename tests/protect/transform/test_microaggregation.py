from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.transform.tables import applied, cells, context

from ayni.check.read.table import ColumnHead
from ayni.errors import InputError
from ayni.protect.plan import Microaggregate
from ayni.protect.transform import prepare
from ayni.protect.transform.grouping_kernels import group_similar
from ayni.protect.transform.microaggregation import group_rows


def test_similar_rows_share_their_mean() -> None:
    frame = pl.DataFrame({"x": [1.0, 2.0, 3.0, 101.0, 102.0, 106.0]})
    done = applied(Microaggregate(columns=("x",), k=3), frame)
    assert done.frame["x"].to_list() == [2.0] * 3 + [103.0] * 3
    assert done.changed == 5


def test_whole_numbers_stay_whole() -> None:
    frame = pl.DataFrame({"n": [1, 2, 2, 50, 51, 51]})
    assert cells(Microaggregate(columns=("n",), k=3), frame, "n") == [2, 2, 2, 51, 51, 51]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 7), st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 9)), min_size=7, max_size=90))
def test_every_group_has_k_to_2k_rows(k: int, rows: list[tuple[int, int]]) -> None:
    groups = group_rows(np.array(rows, dtype=np.float64), k)
    sizes = np.bincount(groups)
    assert sizes.min() >= k
    assert sizes.max() < 2 * k


def test_large_tables_are_cut_and_their_groups_still_have_k_rows() -> None:
    rows = np.random.default_rng(3).normal(size=(9_001, 2))
    sizes = np.bincount(group_rows(rows, 7))
    assert (sizes.min(), sizes.sum()) == (7, 9_001)
    assert sizes.max() < 14


def test_the_machine_code_does_what_the_function_says() -> None:
    points = np.random.default_rng(5).normal(size=(60, 3))
    bounds = np.array([0, 25, 60])
    made = []
    for run in (group_similar, group_similar.python):
        groups = np.full(60, -1, dtype=np.int64)
        room = (np.zeros(35, dtype=np.int64), np.zeros(3), np.zeros(35), np.zeros(4, dtype=np.int64))
        made.append((run(points, bounds, 4, groups, *room), groups.tolist()))
    assert made[0] == made[1]


def test_rows_that_miss_a_number_are_grouped_among_themselves() -> None:
    frame = pl.DataFrame({"x": [1.0, 3.0, None, None, 9.0], "y": [1.0, 3.0, 5.0, 7.0, None]})
    done = applied(Microaggregate(columns=("x", "y"), k=2), frame)
    assert done.frame.rows() == [(2.0, 2.0), (2.0, 2.0), (None, 6.0), (None, 6.0), (None, None)]
    assert done.changed == 7


def test_texts_are_written_in_the_style_of_their_column() -> None:
    frame = pl.DataFrame({"x": ["1.234,50", "1.236,50", "20.000,00", "21.001,00", "", "n/a"]})
    done = applied(Microaggregate(columns=("x",), k=2), frame)
    assert done.frame["x"].to_list() == ["1.235,5", "1.235,5", "20.500,5", "20.500,5", "", "n/a"]


def test_what_is_no_number_but_holds_one_does_not_stay() -> None:
    known = context(pl.DataFrame({"x": ["1", "3", "5"] * 20}))
    frame = pl.DataFrame({"x": ["1", "3", "about 700"]})
    assert cells(Microaggregate(columns=("x",), k=2), frame, "x", known) == ["2", "2", None]


def test_coded_answers_and_infinite_numbers_do_not_count() -> None:
    frame = pl.DataFrame({"x": [1.0, 3.0, 999.0, float("inf")]})
    known = context(frame, x=ColumnHead(name="x", value_labels={"999": "Refused"}))
    assert cells(Microaggregate(columns=("x",), k=2), frame, "x", known) == [2.0, 2.0, 999.0, None]


@pytest.mark.parametrize("k", [0, 1, 10_001])
def test_a_k_out_of_range_is_refused(k: int) -> None:
    with pytest.raises(InputError, match="microaggregate-k"):
        prepare(Microaggregate(columns=("x",), k=k), context(pl.DataFrame({"x": [1.5]})))


def test_a_k_larger_than_the_table_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        applied(Microaggregate(columns=("x",), k=5), pl.DataFrame({"x": [1.5, None, 2.5]}))
    assert (caught.value.code, caught.value.facts) == ("microaggregate-few", {"k": 5, "rows": 2})
