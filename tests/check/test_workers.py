"""Blocks are observed on several threads; trouble in any of them reaches the caller."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ayni.check.workers import observe_blocks
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Total:
    """Adds the numbers of a column up and remembers the threads that did it."""

    def __init__(self) -> None:
        self.total = 0
        self.threads: set[int] = set()
        self.settled = False

    def observe(self, batch: pl.DataFrame) -> None:
        self.total += sum(batch["n"].to_list())
        self.threads.add(threading.get_ident())

    def settle(self) -> None:
        self.settled = True

    def merge(self, other: Total) -> None:
        assert (self.settled, other.settled) == (True, True)
        self.total += other.total
        self.threads |= other.threads


class Numbers:
    """A block that holds one number, or cannot be read."""

    first_row = None

    def __init__(self, number: int | None) -> None:
        self._number = number

    def read(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        if self._number is None:
            raise InputError("block-unreadable")
        frame = pl.DataFrame({"n": [self._number], "other": ["x"]})
        return frame if columns is None else frame.select(columns)


def blocks(*numbers: int | None) -> Iterator[Numbers]:
    return (Numbers(number) for number in numbers)


def alive() -> int:
    return sum(thread.name == "ayni-check" for thread in threading.enumerate())


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_observe_blocks_sees_each_block_once(count: int) -> None:
    assert observe_blocks(blocks(*range(count)), Total, workers=3).total == sum(range(count))
    assert alive() == 0


def test_observe_blocks_uses_this_thread_for_a_single_block() -> None:
    assert observe_blocks(blocks(7), Total, workers=3).threads == {threading.get_ident()}


def test_observe_blocks_reads_wanted_columns_only() -> None:
    class Width(Total):
        def observe(self, batch: pl.DataFrame) -> None:
            self.total = max(self.total, batch.width)

    assert observe_blocks(blocks(1, 2, 3), Width, columns=["n"], workers=1).total == 1


def test_observe_blocks_raises_what_a_block_raises() -> None:
    with pytest.raises(InputError, match="block-unreadable"):
        observe_blocks(blocks(*range(20), None, *range(20)), Total, workers=2)
    assert alive() == 0


def test_observe_blocks_raises_what_the_reader_raises() -> None:
    def broken() -> Iterator[Numbers]:
        yield from blocks(*range(5))
        raise InputError("file-truncated")

    with pytest.raises(InputError, match="file-truncated"):
        observe_blocks(broken(), Total, workers=2)
    assert alive() == 0


def test_observe_blocks_stops_when_progress_says_so() -> None:
    drawn = 0

    def counted() -> Iterator[Numbers]:
        nonlocal drawn
        for block in blocks(*range(1_000)):
            drawn += 1
            yield block

    def cancel() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        observe_blocks(counted(), Total, workers=2, after_block=cancel)
    assert drawn == 2
    assert alive() == 0
