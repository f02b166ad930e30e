"""JSON Lines, JSON lists of objects, and objects one after the other: never the whole text in memory.

Every record is put on a line of its own, lines are cut into blocks, and a worker decodes its block with
Polars, all columns as text: a nested value stays JSON, a missing key is null. A compiled walk checks
depth and keys first. A block that Polars refuses, or whose keys repeat or are new, is decoded by
Python's `json`, which says exactly what is wrong with it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.read.delimited import TextLayout
from ayni.check.read.heads import clean_names, plain_heads
from ayni.check.read.streamed import Counts, StreamedTable
from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ayni.check.read.origin import ByteStream, Origin
    from ayni.check.read.table import Remark
    from ayni.check.report import Source
    from ayni.limits import ReadLimits

__all__ = ["ObjectTable", "open_objects"]

_SAMPLE_LINES = 2_000


class _Keys:
    """The keys that are columns, as the table of hashes the compiled walk looks them up in."""

    def __init__(self, keys: list[str]) -> None:
        from ayni.check.read.object_kernels import KEY_SEED

        self.keys = keys
        size = 1 << max(4, (2 * len(keys)).bit_length())
        self.hashes = np.zeros(size, dtype=np.uint64)
        self.slots = np.full(size, -1, dtype=np.int64)
        for column, key in enumerate(keys):
            value = KEY_SEED
            for byte in key.encode("utf-8", "replace"):
                value = (value ^ byte) * 0x100000001B3 & (1 << 64) - 1
            at = value & (size - 1)
            while self.slots[at] >= 0:
                at = (at + 1) & (size - 1)
            self.hashes[at], self.slots[at] = value, column

    def scan(self, data: bytes) -> NDArray[np.int64]:
        """Walk the lines; see `object_kernels.scan_objects`."""
        from ayni.check.read.object_kernels import scan_objects

        seen = np.full(len(self.keys), -1, dtype=np.int64)
        return scan_objects(np.frombuffer(data, dtype=np.uint8), self.hashes, self.slots, seen)


class _Lines:
    """The records of a text, each on its own line, in blocks."""

    def __init__(self, layout: TextLayout, path: str, limits: ReadLimits) -> None:
        self._layout = layout
        self._path = path
        self._limits = limits
        start = layout.text.lstrip()
        self._by_line = start.startswith(b"{") and _is_object(start.split(b"\n", 1)[0])
        self._in_list = start.startswith(b"[")

    def blocks(self, stream: ByteStream) -> Iterator[bytes]:
        """Yield whole lines. Raises `InputError("json-damaged")` and `LimitError("record-too-long")`."""
        text = self._layout.open(stream)
        state = np.zeros(5, dtype=np.int64)
        state[3] = self._in_list
        rest = b""
        while not text.ended:
            piece = text.read(self._limits.block_bytes)
            end = piece.rfind(b"\n") + 1 if self._by_line else 0
            if not self._by_line:
                piece, end = self._normal(piece, state)
            if text.ended and (self._by_line or not state[0]):
                end = len(piece)
            if end or text.ended:
                whole, rest = rest + piece[:end], piece[end:]
                if text.ended and rest:
                    raise InputError("file-truncated", path=self._path)
                if whole:
                    yield whole
            else:
                rest += piece
            if len(rest) > self._limits.record_bytes:
                raise LimitError("record-too-long", path=self._path, limit=self._limits.record_bytes)

    def _normal(self, piece: bytes, state: NDArray[np.int64]) -> tuple[bytes, int]:
        from ayni.check.read.object_kernels import DAMAGED, put_on_lines

        changed = np.frombuffer(bytearray(piece), dtype=np.uint8)
        end = put_on_lines(changed, state)
        if state[DAMAGED]:
            raise InputError("json-not-records", path=self._path)
        if state[0] > self._limits.json_depth + 1:
            raise LimitError("json-too-deep", path=self._path, limit=self._limits.json_depth)
        return changed.tobytes(), end


def _is_object(line: bytes) -> bool:
    """Tell whether a line is a whole JSON object, without going into its depth."""
    depth = line.count(b"{") - line.count(b"}")
    return line.rstrip().endswith(b"}") and depth == 0


def open_objects(name: str, origin: Origin, limits: ReadLimits) -> ObjectTable:
    """Open JSON; the columns are the keys seen in the first records. Raises `InputError`, `LimitError`."""
    layout = TextLayout(origin, limits)
    lines = _Lines(layout, origin.path, limits)
    layout.text = b""
    with origin.stream(limits) as stream:
        sample = next((block for block in lines.blocks(stream) if block.strip()), b"")
    cut = sample.find(b"\n", limits.sniff_bytes)
    sample = sample[:cut] if cut > 0 else sample
    if _Keys([]).scan(sample)[1] > limits.json_depth:
        raise LimitError("json-too-deep", path=origin.path, limit=limits.json_depth)
    found: dict[str, None] = {}
    records = 0
    for line in sample.split(b"\n")[:_SAMPLE_LINES]:
        decoded = _decode(line)
        if decoded is not None:
            records += 1
            found.update((key, None) for key, _ in decoded)
            if len(found) > limits.columns:
                raise LimitError("too-many-columns", path=origin.path, columns=len(found), limit=limits.columns)
    if not found:
        code = "empty-file" if not sample.strip() else "json-not-records"
        raise InputError(code, path=origin.path)
    names, remarks = clean_names(list(found), limits, origin.path)
    return ObjectTable(
        name,
        origin,
        limits,
        names=names,
        keys=_Keys(list(found)),
        lines=lines,
        layout=layout,
        remarks=layout.remarks() + remarks,
    )


class _NotFinite(float):
    """NaN, Infinity or -Infinity in JSON, which have no place there."""


def _decode(line: bytes) -> list[tuple[str, object]] | None:
    """Return the pairs of a line that is a JSON object; None for anything else."""
    if not line.strip():
        return None
    try:
        decoded = json.loads(
            line.decode("utf-8", "replace"), object_pairs_hook=_Pairs, parse_constant=lambda _: _NotFinite("nan")
        )
    except (ValueError, RecursionError):
        return None
    return decoded if isinstance(decoded, _Pairs) else None


class _Pairs(list[tuple[str, object]]):
    """An object's keys and values in their order, repeated keys included."""


def _plain(value: object) -> object:
    if isinstance(value, _Pairs):
        return {key: _plain(inner) for key, inner in value}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, _NotFinite) else value


def _text(value: object) -> str | None:
    """Write a value as a cell: text as it is, anything else as JSON."""
    plain = _plain(value)
    if plain is None:
        return None
    written = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    return written.encode("utf-8", "replace").decode()


class ObjectTable(StreamedTable):
    """A table of JSON objects."""

    def __init__(
        self,
        name: str,
        origin: Origin,
        limits: ReadLimits,
        *,
        names: list[str],
        keys: _Keys,
        lines: _Lines,
        layout: TextLayout,
        remarks: list[Remark],
    ) -> None:
        """`names` are the usable names of `keys`."""
        super().__init__(name, origin, limits, plain_heads(names), remarks)
        self._keys = keys
        self._lines = lines
        self._layout = layout

    @property
    def source(self) -> Source:
        """Where the table came from."""
        form = "json" if self._lines._in_list or not self._lines._by_line else "jsonl"  # noqa: SLF001
        return self._source(encoding=self._layout.encoding, form=form)

    def blocks(self) -> Iterator[ObjectBlock]:
        """Stream the records in blocks of about `limits.block_bytes`."""
        counts = self._begin()
        names = [head.name for head in self.heads]
        with self._origin.stream(self._limits, hashing=self._passes == 1) as stream:
            for data in self._lines.blocks(stream):
                self._position = stream.position
                yield ObjectBlock(
                    data, names, self._keys, counts=counts, path=self._origin.path, depth=self._limits.json_depth
                )
            self._position = stream.position


class ObjectBlock:
    """Lines of JSON objects, not decoded yet."""

    def __init__(self, data: bytes, names: list[str], keys: _Keys, *, counts: Counts, path: str, depth: int) -> None:
        """`names` are the columns of `keys`; `depth` is the deepest nesting accepted."""
        self._data = data
        self._names = names
        self._keys = keys
        self._counts = counts
        self._path = path
        self._depth = depth

    @property
    def first_row(self) -> int | None:
        """Not known before the block is decoded."""
        return None

    def read(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Decode the records; all columns are text."""
        data, self._data = self._data, b""
        lines, depth, unknown, repeated, halves = (int(value) for value in self._keys.scan(data))
        if depth > self._depth:
            raise LimitError("json-too-deep", path=self._path, limit=self._depth)
        frame = None
        if not (unknown or repeated or halves):
            frame = self._polars(data)
        if frame is None or frame.height != lines:
            frame = self._by_hand(data)
        return frame if columns is None else frame.select(columns)

    def _polars(self, data: bytes) -> pl.DataFrame | None:
        if not data.strip():
            return pl.DataFrame(schema=dict.fromkeys(self._names, pl.String))
        try:
            frame = pl.read_ndjson(data, schema=dict.fromkeys(self._keys.keys, pl.String))
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError):
            return None
        frame.columns = self._names
        return frame

    def _by_hand(self, data: bytes) -> pl.DataFrame:
        rows: list[list[str | None]] = []
        position = {key: column for column, key in enumerate(self._keys.keys)}
        repeated = unknown = unread = not_finite = 0
        data = data if (damaged := 0 if _valid(data) else 1) == 0 else data.decode("utf-8", "replace").encode()
        for line in data.split(b"\n"):
            pairs = _decode(line)
            if pairs is None:
                unread += bool(line.strip())
                continue
            row: list[str | None] = [None] * len(self._names)
            keys = [key for key, _ in pairs]
            repeated += len(keys) - len(set(keys))
            for key, value in pairs:
                column = position.get(key)
                if column is None:
                    unknown += 1
                else:
                    row[column] = _text(value)
                    not_finite += isinstance(value, _NotFinite)
            rows.append(row)
        self._counts.add(
            json_keys_repeated=repeated,
            json_keys_new=unknown,
            json_lines_unread=unread,
            json_not_finite=not_finite,
            text_damaged=damaged,
        )
        if not rows and unread:
            raise InputError("json-damaged", path=self._path)
        return pl.DataFrame(rows, schema=dict.fromkeys(self._names, pl.String), orient="row")


def _valid(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
