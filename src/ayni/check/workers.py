"""Observe the blocks of a table on all cores, with a bounded number of them in memory.

One thread (the caller's) draws blocks from the reader; each worker decodes a block and gives it to a
state of its own; the states are merged when the stream ends. Decoding and kernels release the
interpreter lock, so threads are enough and nothing is copied between processes. The law of merging
(`ayni.check.measure`) makes the result independent of which worker got which block.
"""

from __future__ import annotations

import itertools
import os
import queue
import threading
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    from ayni.check.read.table import Block

__all__ = ["available_cores", "emptied", "observe_blocks"]


class _State(Protocol):
    def observe(self, batch: pl.DataFrame, /) -> None: ...

    def settle(self) -> None: ...

    def merge(self, other: Self, /) -> None: ...


StateT = TypeVar("StateT", bound=_State)


def available_cores() -> int:
    """Return how many cores this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


class _Worker(threading.Thread, Generic[StateT]):
    """Takes blocks from a queue until it gets None; keeps the first trouble and then only drains."""

    def __init__(self, todo: queue.Queue[Block | None], state: StateT, columns: Sequence[str] | None) -> None:
        super().__init__(daemon=True, name="ayni-check")
        self.state = state
        self.trouble: BaseException | None = None
        self._todo = todo
        self._columns = columns

    def run(self) -> None:
        while (block := self._todo.get()) is not None:
            self._try(self._take, block)
            del block
        self._try(self.state.settle)

    def _take(self, block: Block) -> None:
        self.state.observe(block.read(self._columns))

    def _try(self, act: Callable[..., None], *given: Block) -> None:
        if self.trouble is None:
            try:
                act(*given)
            except BaseException as error:  # noqa: BLE001 -- handed to the caller's thread, which raises it
                self.trouble = error


def observe_blocks(
    blocks: Iterator[Block],
    make_state: Callable[[], StateT],
    *,
    columns: Sequence[str] | None = None,
    workers: int = 0,
    after_block: Callable[[], None] | None = None,
) -> StateT:
    """Return one state that has observed every block (only `columns` of them, when given).

    `workers` is the number of threads (0: one a core); `after_block` is called in this thread after each
    block was handed out, for progress and cancellation: what it raises stops the work. Whatever a
    block or a state raises is raised here, once all threads have ended.
    """
    first = list(itertools.islice(blocks, 2))
    if len(first) < 2:  # noqa: PLR2004 -- one block needs no second thread
        state = make_state()
        for block in first:
            state.observe(block.read(columns))
        return state
    todo: queue.Queue[Block | None] = queue.Queue(maxsize=1)
    crew = [_Worker(todo, make_state(), columns) for _ in range(workers or available_cores())]
    for worker in crew:
        worker.start()
    try:
        _hand_out(itertools.chain(emptied(first), blocks), todo, crew, after_block)
    finally:
        for _ in crew:
            todo.put(None)
        for worker in crew:
            worker.join()
    return _merged(crew)


def emptied(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks and let go of each, so that none stays in memory for the whole pass."""
    while blocks:
        yield blocks.pop(0)


def _hand_out(
    blocks: Iterator[Block],
    todo: queue.Queue[Block | None],
    crew: Sequence[_Worker[StateT]],
    after_block: Callable[[], None] | None,
) -> None:
    for block in blocks:
        todo.put(block)
        if after_block is not None:
            after_block()
        if any(worker.trouble is not None for worker in crew):
            break


def _merged(crew: Sequence[_Worker[StateT]]) -> StateT:
    for worker in crew:
        if worker.trouble is not None:
            raise worker.trouble
    merged = crew[0].state
    for worker in crew[1:]:
        merged.merge(worker.state)
    return merged
