"""Arrow IPC: a stream one message at a time, a file by spans of rows.

Each record batch of a stream is handed out with the schema and the dictionaries before it as a small
stream of its own (Arrow columnar format, "IPC Streaming Format"), which Polars decodes in a worker. A
file has a footer and is asked for its rows; Polars maps it into memory, where pages that were read may
be dropped again by the system.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import polars as pl

from ayni.check.read.frame import FrameBlock, plain_columns
from ayni.check.read.guard import decoding
from ayni.check.read.heads import clean_names, plain_heads
from ayni.check.read.origin import SeekableCopy
from ayni.check.read.spans import RowGroup, SpanTable
from ayni.check.read.streamed import StreamedTable
from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ayni.check.read.origin import ByteStream, Origin
    from ayni.check.read.table import Block, Remark
    from ayni.limits import ReadLimits

__all__ = ["ArrowTable", "open_arrow"]

_MAGIC = b"ARROW1"
_CONTINUES = b"\xff\xff\xff\xff"
_END = _CONTINUES + b"\0\0\0\0"
_SCHEMA, _DICTIONARY, _BATCH = 1, 2, 3
_BATCH_BLOCKS = 16
"""A record batch may be this many times `block_bytes` large."""
_META_BYTES = 64 << 20
_SERIAL_BYTES = 48 << 20
"""Batches above this size are decoded one at a time, by the reading thread."""
_PART_ROWS = 65_536


def _messages(stream: ByteStream, path: str, limits: ReadLimits) -> Iterator[tuple[int, bytes]]:
    """Yield each message's kind and its bytes, up to the end mark."""
    while (start := stream.read(8)) and start != _END:
        if len(start) < len(_END):
            raise InputError("file-truncated", path=path)
        yield from _message(start, stream, path, limits)


def _message(start: bytes, stream: ByteStream, path: str, limits: ReadLimits) -> Iterator[tuple[int, bytes]]:
    size = int.from_bytes(start[4:8], "little")
    if start[:4] != _CONTINUES or size > _META_BYTES:
        raise InputError("file-damaged", path=path)
    meta = stream.read(size)
    with decoding(path):
        kind, body_size = _header(meta)
    if body_size < 0:
        raise InputError("file-damaged", path=path)
    if body_size > _BATCH_BLOCKS * limits.block_bytes:
        raise LimitError("batch-too-large", path=path, limit=_BATCH_BLOCKS * limits.block_bytes)
    body = stream.read(body_size)
    if len(meta) < size or len(body) < body_size:
        raise InputError("file-truncated", path=path)
    yield kind, start + meta + body


def _header(meta: bytes) -> tuple[int, int]:
    """Read a message's kind and body length from its flatbuffer table (fields 1 and 3 of `Message`)."""
    (table,) = struct.unpack_from("<I", meta, 0)
    (back,) = struct.unpack_from("<i", meta, table)
    fields = table - back
    (length,) = struct.unpack_from("<H", meta, fields)

    def place(field: int) -> int:
        at = 4 + 2 * field
        return struct.unpack_from("<H", meta, fields + at)[0] if at < length else 0

    kind = meta[table + place(1)] if place(1) else 0
    body = struct.unpack_from("<q", meta, table + place(3))[0] if place(3) else 0
    return kind, int(body)


def open_arrow(name: str, origin: Origin, limits: ReadLimits) -> ArrowTable | SpanTable:
    """Open an Arrow file or stream. Raises `InputError` when it is damaged, `LimitError` on its limits."""
    if origin.head(limits, len(_MAGIC)) == _MAGIC:
        return _open_file(name, origin, limits)
    with origin.stream(limits) as stream:
        kind, schema_message = next(_messages(stream, origin.path, limits), (0, b""))
    if kind != _SCHEMA:
        raise InputError("file-damaged", path=origin.path)
    with decoding(origin.path):
        schema = pl.read_ipc_stream(schema_message + _END).schema
    if not schema:
        raise InputError("empty-file", path=origin.path)
    names, remarks = clean_names(list(schema), limits, origin.path)
    return ArrowTable(name, origin, limits, names=names, schema=schema, remarks=remarks)


def _open_file(name: str, origin: Origin, limits: ReadLimits) -> SpanTable:
    copy = SeekableCopy(origin, limits)
    with decoding(origin.path):
        schema = _scan(copy.path).collect_schema()
        rows = int(_scan(copy.path).select(pl.len()).collect().item()) if schema else 0
        size = copy.path.stat().st_size
    if not schema:
        raise InputError("empty-file", path=origin.path)
    names, remarks = clean_names(list(schema), limits, origin.path)
    groups = [RowGroup(rows, size)]
    return SpanTable(
        name,
        origin,
        limits,
        names=names,
        schema=schema,
        copy=copy,
        groups=groups,
        remarks=remarks,
        form="arrow",
        scan=_scan,
    )


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_ipc(path, glob=False, hive_partitioning=False)


class ArrowTable(StreamedTable):
    """A table in an Arrow IPC stream."""

    format = "arrow"

    def __init__(
        self,
        name: str,
        origin: Origin,
        limits: ReadLimits,
        *,
        names: list[str],
        schema: pl.Schema,
        remarks: list[Remark],
    ) -> None:
        """`names` are the usable names of the schema's columns."""
        super().__init__(name, origin, limits, plain_heads(names), remarks)
        self._columns = {
            name: expression.alias(name) for name, expression in zip(names, plain_columns(schema), strict=True)
        }

    def blocks(self) -> Iterator[Block]:
        """Stream the record batches."""
        self._begin()
        before = b""
        some = False
        with self._origin.stream(self._limits, hashing=self._passes == 1) as stream:
            for kind, message in _messages(stream, self._origin.path, self._limits):
                self._position = stream.position
                if kind in {_SCHEMA, _DICTIONARY}:
                    before += message
                    if len(before) > _BATCH_BLOCKS * self._limits.block_bytes:
                        limit = _BATCH_BLOCKS * self._limits.block_bytes
                        raise LimitError("batch-too-large", path=self._origin.path, limit=limit)
                elif kind == _BATCH:
                    some = True
                    yield from self._handed_out(ArrowBlock(before + message + _END, self._columns, self._origin.path))
            while stream.read(1 << 20):
                # What follows the end mark is read so that the whole file goes into its hash.
                pass
            self._position = stream.position
        if not some:
            yield ArrowBlock(before + _END, self._columns, self._origin.path)

    def _handed_out(self, block: ArrowBlock) -> Iterator[Block]:
        if block.bytes <= _SERIAL_BYTES:
            yield block
            return
        frame = block.read()
        for first in range(0, frame.height, _PART_ROWS):
            yield FrameBlock(frame.slice(first, _PART_ROWS), None)


class ArrowBlock:
    """One record batch, not decoded yet."""

    def __init__(self, data: bytes, columns: dict[str, pl.Expr], path: str) -> None:
        """`data` is a whole stream that holds the batch alone."""
        self._data = data
        self._columns = columns
        self._path = path

    @property
    def bytes(self) -> int:
        """How large the batch is."""
        return len(self._data)

    @property
    def first_row(self) -> int | None:
        """Not known before the block is decoded."""
        return None

    def read(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Decode the batch."""
        data, self._data = self._data, b""
        wanted = columns if columns is not None else list(self._columns)
        with decoding(self._path):
            frame = pl.read_ipc_stream(data)
            return frame.lazy().select([self._columns[name] for name in wanted]).collect()
