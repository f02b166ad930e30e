from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.transform.tables import applied, context

from ayni.errors import InputError
from ayni.protect.plan import Goal, SuppressCells
from ayni.protect.transform import prepare
from ayni.protect.transform.grouping_kernels import add_counts, look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = ("sex", "region", "age")


def _done(
    rows: Sequence[tuple[str | None, ...]], k: int, columns: tuple[str, ...] = KEYS, cuts: tuple[int, ...] = ()
) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(KEYS, pl.String), orient="row")
    known = context(frame, goal=Goal(k=k, keys=KEYS))
    return applied(SuppressCells(columns=columns), frame, known, cuts).frame


def test_the_least_important_cell_is_blanked() -> None:
    rows = [("f", "N", "21"), ("f", "N", "22"), ("m", "S", "30"), ("m", "S", "30")]
    assert _done(rows, 2).rows() == [("f", "N", None), ("f", "N", None), ("m", "S", "30"), ("m", "S", "30")]


def test_importance_decides() -> None:
    rows = [("f", "N", "21"), ("f", "S", "21"), ("f", "N", "22"), ("f", "S", "22")]
    assert _done(rows, 2, ("region", "age", "sex")).rows()[0] == ("f", "N", None)
    assert _done(rows, 2, ("age", "region", "sex")).rows()[0] == ("f", None, "21")


def test_those_helped_late_lose_no_more_than_they_must() -> None:
    rows = [("f", "N", "21"), ("f", "S", "21"), ("f", "N", "22")]
    assert _done(rows, 2, ("region", "age", "sex")).rows() == [("f", None, None)] * 3


def test_what_cannot_be_helped_is_left_as_it_was() -> None:
    rows = [("f", "N", "21"), ("f", "N", "22"), ("m", "S", "30")]
    assert _done(rows, 2, ("age",)).rows()[2] == ("m", "S", "30")


def test_a_missing_cell_is_a_value_of_its_own() -> None:
    rows = [("f", "N", None), ("f", "N", ""), ("f", "N", "44")]
    assert _done(rows, 3).rows() == [("f", "N", None), ("f", "N", ""), ("f", "N", None)]


def test_blanks_are_undone_where_that_helps_one_more() -> None:
    rows = [("f", "N", "21"), ("f", "N", "22"), ("f", "S", "33")]
    assert _done(rows, 3, ("region", "age")).rows() == [("f", None, None)] * 3
    rows = [("f", "N", "21"), ("f", "N", "22"), ("f", "S", "33"), ("m", "S", "33")]
    done = _done(rows, 2, ("region", "age")).rows()
    assert done == [("f", None, None)] * 3 + [("m", "S", "33")]


_ROWS = st.lists(
    st.tuples(
        st.sampled_from("fm"), st.sampled_from(["N", "S", "E", None, ""]), st.sampled_from(["1", "2", "3", None])
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(_ROWS, st.integers(2, 6), st.permutations(KEYS), st.integers(1, 3))
def test_no_class_falls_below_k_and_only_blanks_are_made(
    rows: Sequence[tuple[str | None, ...]], k: int, order: list[str], most: int
) -> None:
    done = _done(rows, k, tuple(order[:most])).rows()
    old = Counter(tuple(cell or None for cell in row) for row in rows)
    new = Counter(tuple(cell or None for cell in row) for row in done)
    for before, after in zip(rows, done, strict=True):
        changed = [place for place in range(3) if before[place] != after[place]]
        assert all(after[place] is None and KEYS[place] in order[:most] for place in changed)
        if old[tuple(cell or None for cell in before)] >= k:
            assert before == after
        if changed:
            assert new[tuple(cell or None for cell in after)] >= k
    if most == 3 and len(rows) >= k:  # with all keys blank everyone looks alike
        assert min(new.values()) >= k or sum(size < k for size in old.values()) < k


@settings(max_examples=60, deadline=None)
@given(_ROWS, st.lists(st.integers(1, 39), max_size=4))
def test_cuts_change_nothing(rows: Sequence[tuple[str | None, ...]], cuts: list[int]) -> None:
    assert _done(rows, 3).equals(_done(rows, 3, cuts=tuple(cuts)))


def test_the_machine_code_does_what_the_functions_say() -> None:
    codes = np.array([5, 5, 9, 2**63 + 1, 0], dtype=np.uint64)
    rows = np.array([1, 2, 3, 4, 5], dtype=np.int64)
    seen = []
    for add, look in ((add_counts, look_up), (add_counts.python, look_up.python)):
        keys, counts, found = np.zeros(16, dtype=np.uint64), np.zeros(16, dtype=np.int64), np.zeros(5, dtype=np.int64)
        with np.errstate(over="ignore"):
            add(codes, rows, keys, counts)
            look(codes, keys, counts, found)
        seen.append((found.tolist(), keys.tolist()))
    assert seen[0] == seen[1]
    assert seen[0][0] == [3, 3, 3, 4, 5]


@pytest.mark.parametrize(
    ("goal", "columns", "code"),
    [
        (Goal(keys=KEYS), KEYS, "step-needs-k"),
        (Goal(keys=KEYS, k=1), KEYS, "step-needs-k"),
        (Goal(keys=("sex",), k=3), ("sex", "age"), "step-needs-keys"),
        (Goal(keys=("gone",), k=3), ("sex",), "step-unknown-column"),
    ],
)
def test_a_goal_that_cannot_be_worked_towards_is_refused(goal: Goal, columns: tuple[str, ...], code: str) -> None:
    frame = pl.DataFrame({name: ["x", "y"] for name in KEYS})
    with pytest.raises(InputError) as caught:
        prepare(SuppressCells(columns=columns), context(frame, goal=goal))
    assert caught.value.code == code
