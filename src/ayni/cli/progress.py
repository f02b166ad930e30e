"""One line of progress on the terminal, for work that takes longer than a second."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from ayni.messages import Catalogue

__all__ = ["ProgressLine"]

_QUIET_SECONDS = 1.0
_EVERY_SECONDS = 0.2


class _Progress(Protocol):
    """How far some work on a table has come in one of its steps; `progress.<step>` are its words."""

    @property
    def table(self) -> str: ...

    @property
    def step(self) -> str: ...

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...


class ProgressLine:
    """Writes how far the work has come over one line of a terminal; writes nothing into a pipe or file."""

    def __init__(self, words: Catalogue, stream: TextIO | None = None) -> None:
        """Write to `stream` (standard error by default)."""
        self._words = words
        self._stream = stream or sys.stderr
        self._active = self._stream.isatty()
        self._next = time.monotonic() + _QUIET_SECONDS
        self._shown = 0

    def __call__(self, progress: _Progress) -> None:
        """Show `progress`, at most five times a second and not in the first second."""
        now = time.monotonic()
        if not self._active or now < self._next:
            return
        self._next = now + _EVERY_SECONDS
        share = self._words.percent(round(progress.done / progress.total, 2) if progress.total else 0.0)
        line = self._words(f"progress.{progress.step}", table=progress.table, percent=share)
        self._stream.write("\r" + line.ljust(self._shown))
        self._stream.flush()
        self._shown = len(line)

    def clear(self) -> None:
        """Wipe the line, so that what follows starts on a clean one."""
        if self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown = 0
