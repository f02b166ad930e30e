"""Blocks acted on in threads, handed on in order."""

from __future__ import annotations

import threading

import polars as pl
import pytest

from ayni.check.read.frame import FrameBlock
from ayni.protect.blocks import in_order


def blocks(sizes: list[int]) -> list[FrameBlock]:
    frames = [pl.DataFrame({"row": [number] * size, "other": [0] * size}) for number, size in enumerate(sizes)]
    return [FrameBlock(frame, None) for frame in frames]


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_in_order_tells_each_block_where_it_begins(workers: int) -> None:
    sizes = [3, 0, 5, 1, 1, 1, 9, 2]
    found = list(in_order(iter(blocks(sizes)), lambda frame, first: (frame.height, first), workers=workers))
    assert found == [(3, 0), (0, 3), (5, 3), (1, 8), (1, 9), (1, 10), (9, 11), (2, 20)]


def test_in_order_decodes_only_the_columns_that_are_needed() -> None:
    assert list(in_order(iter(blocks([1])), lambda frame, _: frame.columns, columns=["row"])) == [["row"]]


def test_in_order_of_nothing_is_nothing() -> None:
    assert list(in_order(iter([]), lambda frame, _: frame)) == []


def test_in_order_raises_what_a_block_raised_and_ends_its_threads() -> None:
    def act(frame: pl.DataFrame, first_row: int) -> int:
        if first_row == 4:
            raise ValueError(frame.height)
        return first_row

    before = threading.active_count()
    taken: list[int] = []
    with pytest.raises(ValueError, match="2"):
        taken.extend(in_order(iter(blocks([2] * 50)), act, workers=3))
    assert threading.active_count() == before


def test_in_order_stops_when_nobody_wants_more() -> None:
    before = threading.active_count()
    wanted = in_order(iter(blocks([1] * 50)), lambda _, first: first, workers=3)
    assert next(wanted) == 0
    wanted.close()
    assert threading.active_count() == before


def test_in_order_holds_few_blocks_at_a_time() -> None:
    drawn: list[int] = []

    def draw() -> object:
        for number, block in enumerate(blocks([1] * 40)):
            drawn.append(number)
            yield block

    made = in_order(draw(), lambda _, first: first, workers=2)  # type: ignore[arg-type]
    for number in range(20):
        assert next(made) == number
        assert len(drawn) <= number + 7
    made.close()
