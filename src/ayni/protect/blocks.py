"""Work on a table's blocks on all cores, and hand the results on in the order of the table.

Decoding a block and acting on it run in threads, as in `ayni.check.workers`; unlike there the results come back one
after the other, since a file is written in order. No more than a few blocks are in memory.
"""

from __future__ import annotations

import collections
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from ayni.check.workers import available_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future

    import polars as pl

    from ayni.check.read.table import Block

__all__ = ["in_order"]

Made = TypeVar("Made")


def in_order(
    blocks: Iterator[Block],
    act: Callable[[pl.DataFrame, int], Made],
    *,
    columns: Sequence[str] | None = None,
    workers: int = 0,
) -> Generator[Made, None, None]:
    """Yield what `act` makes of each block's rows and the number of its first row in the table.

    Only `columns` are decoded, when given. `act` runs in any thread, for several blocks at once. `workers` is the
    number of threads (0: one a core). What a block or `act` raises is raised here, after all threads have ended.
    """
    count = workers or available_cores()
    crew = ThreadPoolExecutor(count, thread_name_prefix="ayni-protect")
    reading: collections.deque[Future[pl.DataFrame]] = collections.deque()
    acting: collections.deque[Future[Made]] = collections.deque()
    first_row = 0
    try:
        ended = False
        while reading or acting or not ended:
            # A reader may only be asked for its next block by one thread, so that is done here.
            while not ended and len(reading) < count:
                block = next(blocks, None)
                if block is None:
                    ended = True
                    break
                reading.append(crew.submit(block.read, columns))
                del block
            if reading and len(acting) < count:
                frame = reading.popleft().result()
                # How many rows a block has is known only now, and with it where the next one begins.
                acting.append(crew.submit(act, frame, first_row))
                first_row += frame.height
                del frame
            if acting and (len(acting) >= count or not reading):
                yield acting.popleft().result()
    finally:
        crew.shutdown(wait=True, cancel_futures=True)
