"""Parquet and Arrow files, written by Polars while the blocks arrive.

Polars pulls frames from a source, and blocks are pushed to a writer: a thread runs the sink and takes each block
from a queue of one, so no more than a few blocks are in memory.
"""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from ayni.protect.write.base import StagedWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ayni.limits import ProtectLimits
    from ayni.protect.write.contract import Format, OutputColumn

__all__ = ["ColumnarWriter"]

_GROUP_CELLS = 4_000_000
_GROUP_ROWS = 250_000
_POLL_SECONDS = 0.2


class _GivenUp(Exception):  # noqa: N818 - no error, the way to stop a sink
    """The table will not be completed."""


class ColumnarWriter(StagedWriter):
    """Parquet (zstd, row groups of at most 250,000 rows) or an Arrow file (zstd)."""

    streamed = False

    def __init__(self, path: Path, form: Format, columns: tuple[OutputColumn, ...], limits: ProtectLimits) -> None:
        """Start the file; the sink begins with the first rows, whose types it needs."""
        super().__init__(path, form, columns, limits)
        self._queue: queue.Queue[pl.DataFrame | None] = queue.Queue(1)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._failure: BaseException | None = None

    def _append(self, frame: pl.DataFrame) -> None:
        if self._thread is None:
            self._begin(frame.schema)
        if frame.height:
            self._hand_over(frame)

    def _begin(self, schema: pl.Schema) -> None:
        self._thread = threading.Thread(target=self._sink, args=(schema,), name="ayni-sink", daemon=True)
        self._thread.start()

    def _hand_over(self, frame: pl.DataFrame | None) -> None:
        while True:
            if self._failure is not None:
                raise self._failure
            try:
                self._queue.put(frame, timeout=_POLL_SECONDS)
            except queue.Full:
                continue
            return

    def _sink(self, schema: pl.Schema) -> None:
        def frames(
            _columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _batch: int | None
        ) -> Iterator[pl.DataFrame]:
            while (frame := self._next()) is not None:
                yield frame

        try:
            table = register_io_source(frames, schema=dict(schema))
            if self.form.format == "parquet":
                rows = max(1, min(_GROUP_ROWS, _GROUP_CELLS // max(1, len(schema))))
                table.sink_parquet(self.partial.path, row_group_size=rows)
            else:
                table.sink_ipc(self.partial.path, compression="zstd", compat_level=pl.CompatLevel.oldest())
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that writes
            self._failure = error

    def _next(self) -> pl.DataFrame | None:
        while not self._stop.is_set():
            try:
                return self._queue.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
        raise _GivenUp

    def _finish(self) -> None:
        if self._thread is None:
            self._begin(pl.Schema({column.name: pl.String for column in self.columns}))
        self._hand_over(None)
        if self._thread is not None:
            self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _drop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
