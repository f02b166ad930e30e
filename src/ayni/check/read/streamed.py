"""What the streaming readers share: one pass at a time, its progress, and remarks counted by many threads."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ayni.check.read.table import ColumnHead, Remark
from ayni.check.report import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ayni.check.read.origin import Origin
    from ayni.limits import ReadLimits

__all__ = ["Counts", "StreamedTable"]


class Counts:
    """How often each remark's cause was met; threads add to it as they decode."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = threading.Lock()
        self._by_code: dict[str, int] = {}

    def add(self, **by_code: int) -> None:
        """Add to some causes, named by their code with `_` for `-`."""
        with self._lock:
            for code, count in by_code.items():
                if count:
                    self._by_code[code] = self._by_code.get(code, 0) + int(count)

    def remarks(self) -> tuple[Remark, ...]:
        """Return one remark for each cause met, in order of their codes."""
        with self._lock:
            return tuple(
                Remark(code=code.replace("_", "-"), facts={"count": count})
                for code, count in sorted(self._by_code.items())
            )


class StreamedTable:
    """A table with an origin; readers add `blocks`."""

    format = ""

    def __init__(
        self, name: str, origin: Origin, limits: ReadLimits, heads: tuple[ColumnHead, ...], remarks: Iterable[Remark]
    ) -> None:
        """`remarks` were noticed while the table was opened."""
        self._name = name
        self._origin = origin
        self._limits = limits
        self._heads = heads
        self._opening = tuple(remarks)
        self._first = Counts()
        self._passes = 0
        self._position = 0

    @property
    def name(self) -> str:
        """The table's name."""
        return self._name

    def rename(self, name: str) -> None:
        """Take another name, where two tables of a dataset have the same."""
        self._name = name

    def remark(self, *remarks: Remark) -> None:
        """Add what was noticed about the file before it was opened as a table."""
        self._opening += remarks

    @property
    def heads(self) -> tuple[ColumnHead, ...]:
        """The columns."""
        return self._heads

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What was noticed when the table was opened, and what the first pass counted."""
        return self._opening + self._first.remarks()

    @property
    def bytes_read(self) -> int:
        """How far the current pass has come in the file on disk."""
        return self._position

    @property
    def source(self) -> Source:
        """Where the table came from."""
        return self._source()

    def _source(
        self, *, sheet: str | None = None, encoding: str | None = None, delimiter: str | None = None, form: str = ""
    ) -> Source:
        disk = self._origin.disk
        return Source(
            path=self._origin.path,
            sheet=sheet,
            sha256=disk.sha256,
            bytes=disk.bytes,
            format=form or self.format,
            compression=self._origin.compression,
            encoding=encoding,
            delimiter=delimiter,
        )

    def _begin(self) -> Counts:
        """Begin a pass; only the first one's counts become remarks."""
        self._passes += 1
        self._position = 0
        return self._first if self._passes == 1 else Counts()
