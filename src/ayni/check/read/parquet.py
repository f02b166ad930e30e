"""Parquet: row groups, or parts of very large ones, decoded by the workers.

Polars would read a file through its own stream of batches, but keeps several row groups in memory. So
the footer is read here for the row groups' sizes (Apache Parquet format, Thrift compact protocol) and
each span of rows is asked for by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ayni.check.read.guard import decoding
from ayni.check.read.heads import clean_names
from ayni.check.read.origin import SeekableCopy
from ayni.check.read.spans import RowGroup, SpanTable
from ayni.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.check.read.origin import Origin
    from ayni.limits import ReadLimits

__all__ = ["open_parquet", "read_row_groups"]

_FOOTER_BYTES = 16 << 20
_MAGIC = b"PAR1"
_SMALLEST = 12
"""Two magic numbers and the length of the footer."""
_DEPTH = 32
_BOOLEANS, _BYTE, _INTEGERS, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = (1, 2), 3, (4, 5, 6), 7, 8, 9, 10, 12
"""Thrift's numbers for kinds of values."""
_LONG_LIST = 15
_VARINT_BITS = 70
_MORE_BYTES = 0x80


def read_row_groups(path: Path) -> list[RowGroup]:
    """Read the row groups from a file's footer. Raises `InputError` when the footer is damaged."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size < _SMALLEST:
            raise InputError("file-truncated", path=str(path))
        file.seek(size - 8)
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != _MAGIC or length > size - _SMALLEST:
            raise InputError("file-truncated", path=str(path))
        if length > _FOOTER_BYTES:
            raise InputError("footer-too-large", path=str(path), limit=_FOOTER_BYTES)
        file.seek(size - 8 - length)
        footer = file.read(length)
    with decoding(str(path)):
        fields = _Thrift(footer).struct({4: {2: None, 3: None}})
        groups: Any = fields.get(4, [])
        return [RowGroup(max(int(group.get(3, 0)), 0), max(int(group.get(2, 0)), 0)) for group in groups]


class _Thrift:
    """The part of Thrift's compact protocol that a footer needs; unknown fields are passed over."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def _byte(self) -> int:
        value = self._data[self._at]
        self._at += 1
        return value

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < _MORE_BYTES:
                return value
            if shift > _VARINT_BITS:
                raise ValueError

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def struct(self, wanted: dict[int, dict[int, None] | None], depth: int = 0) -> dict[int, object]:
        """Read a struct; `wanted` says which fields to keep (a dict: a list of structs)."""
        if depth > _DEPTH:
            raise ValueError
        found: dict[int, object] = {}
        number = 0
        while (head := self._byte()) != 0:
            number = number + (head >> 4) if head >> 4 else self._zigzag()
            kind = head & 0x0F
            inner = wanted.get(number)
            if number in wanted and inner is None and kind in _INTEGERS:
                found[number] = self._zigzag()
            elif isinstance(inner, dict) and kind == _LIST:
                count, item = self._list_head()
                if item != _STRUCT:
                    raise ValueError
                found[number] = [self.struct(dict(inner), depth + 1) for _ in range(count)]
            else:
                self._pass_over(kind, depth + 1)
        return found

    def _list_head(self) -> tuple[int, int]:
        head = self._byte()
        count = head >> 4
        if count == _LONG_LIST:
            count = self._varint()
        if count > len(self._data):
            raise ValueError
        return count, head & 0x0F

    def _pass_over(self, kind: int, depth: int, *, in_list: bool = False) -> None:
        if kind in _BOOLEANS:
            self._at += in_list
        elif kind == _BYTE:
            self._at += 1
        elif kind in _INTEGERS:
            self._varint()
        elif kind == _DOUBLE:
            self._at += 8
        elif kind == _BINARY:
            length = self._varint()
            self._at += length
        elif kind in {_LIST, _SET}:
            count, item = self._list_head()
            for _ in range(count):
                self._pass_over(item, depth + 1, in_list=True)
        elif kind == _STRUCT:
            self.struct({}, depth)
        else:
            raise ValueError
        if self._at > len(self._data) or depth > _DEPTH:
            raise ValueError


def open_parquet(name: str, origin: Origin, limits: ReadLimits) -> SpanTable:
    """Open a Parquet file. Raises `InputError` when it is damaged, `LimitError` on its limits."""
    copy = SeekableCopy(origin, limits)
    try:
        groups = read_row_groups(copy.path)
    except OSError as error:
        raise InputError("file-unreadable", path=origin.path) from error
    except InputError as error:
        raise type(error)(error.code, **{**error.facts, "path": origin.path}) from error
    with decoding(origin.path):
        schema = _scan(copy.path).collect_schema()
    if not schema:
        raise InputError("empty-file", path=origin.path)
    names, remarks = clean_names(list(schema), limits, origin.path)
    return SpanTable(
        name,
        origin,
        limits,
        names=names,
        schema=schema,
        copy=copy,
        groups=groups,
        remarks=remarks,
        form="parquet",
        scan=_scan,
    )


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False, hive_partitioning=False, use_statistics=False)
