"""How key variables read once they are coarser: a label that many share, never a rare one."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.protect.examples import Reading, readings
from ayni.protect.levels import Levels
from ayni.protect.search.problem import KeyTable


def table(labels: tuple[str | None, ...], codes: list[int], rows: list[int]) -> KeyTable:
    """A key variable with three values a, b, c and one coarser level."""
    own = Levels(
        "key",
        np.array([[0, 1, 2], codes], dtype=np.int32),
        (("a", "b", "c"), labels),
        (np.ones(3, dtype=np.int64), np.bincount(codes).astype(np.int64)),
        3,
    )
    return KeyTable((own,), np.array([[0], [1], [2]], dtype=np.int32), np.array(rows, dtype=np.int64))


def read(made: KeyTable, left_out: tuple[bool, ...] = (False, False, False), least: int = 5) -> Reading:
    return readings(made, {"key": 1}, np.array(left_out), least)["key"]


def test_example_is_what_joins_values_even_if_others_are_more() -> None:
    assert read(table(("a", "b or c"), [0, 1, 1], [90, 3, 2])) == Reading("b or c", given_up=False)


def test_example_is_never_rare_nor_counts_rows_that_are_left_out() -> None:
    made = table(("a", "b or c"), [0, 1, 1], [90, 3, 2])
    assert read(made, (False, False, True)) == Reading("a", given_up=False)
    assert read(made, (True, False, True)) == Reading(None, given_up=False)
    assert read(made, least=91) == Reading(None, given_up=False)


@pytest.mark.parametrize("label", [None, "", "  ", "x" * 41, "red\x1b[31m", "turned\u202e"])
def test_example_is_no_label_that_a_person_cannot_read(label: str | None) -> None:
    assert read(table(("a", label), [0, 1, 1], [1, 50, 50])) == Reading(None, given_up=False)


def test_key_that_reads_the_same_everywhere_is_given_up() -> None:
    assert read(table(("*",), [0, 0, 0], [9, 9, 9])) == Reading(None, given_up=True)
