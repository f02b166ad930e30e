"""How many rows repeat an earlier row, in bounded memory.

A row is its 64-bit hash. Among n different rows two share a hash with a probability of about n² / 2⁶⁵:
one in 92,000 at 20,000,000 rows, and then a single row is counted too many.

Hashes beyond `CheckLimits.state_rows` go as sorted runs to a temporary file that only this process can
reach: it has no name where the system allows that, and is gone when it is closed or the process ends,
however it ends. A run is cut at the hash's top eight bits, so that the conclusion joins one 256th of all
rows at a time.
"""

from __future__ import annotations

import contextlib
import tempfile
import weakref
from typing import IO, TYPE_CHECKING, NamedTuple, Self

import numpy as np

from ayni.errors import ActError

if TYPE_CHECKING:
    from types import TracebackType

    import polars as pl
    from numpy.typing import NDArray

    from ayni.limits import CheckLimits

__all__ = ["DuplicateRows"]

_PARTS = 256
_EDGES = np.arange(1, _PARTS, dtype=np.uint64) << np.uint64(56)


class _Run(NamedTuple):
    """A sorted run in a file: `bounds`, shape (257,), are the byte offsets of its parts."""

    file: IO[bytes]
    bounds: list[int]


class DuplicateRows:
    """A measure over frames of all columns; concludes how many rows are equal to an earlier row.

    Close it, or use it in a `with` statement, to delete what was spilled at once.
    """

    def __init__(self, limits: CheckLimits) -> None:
        """Begin with no row."""
        self._most = max(limits.state_rows, 1)
        self._held: list[NDArray[np.uint64]] = []
        self._rows = 0
        self._runs: list[_Run] = []
        self._file: IO[bytes] | None = None
        """The file this state writes to; `_files` has it too, and those of the states that were merged in."""
        self._files: list[IO[bytes]] = []
        # A state may be dropped on the way, as when a check is cancelled; its files go with it.
        weakref.finalize(self, _close, self._files)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def observe(self, frame: pl.DataFrame, /) -> None:
        """Take in a frame's rows; every frame has the same columns with the same types.

        Raises `ActError("state-not-written")` when the temporary file cannot be written.
        """
        if frame.width and frame.height:
            self._hold(frame.hash_rows(seed=0x5EED).to_numpy())

    def merge(self, other: DuplicateRows, /) -> None:
        """Take in what `other` observed, its temporary files included; `other` is not used afterwards."""
        runs, other._runs = other._runs, []
        self._runs.extend(runs)
        self._files.extend(other._files)
        other._files.clear()
        for hashes in other._held:
            self._hold(hashes)
        other._held, other._rows, other._file = [], 0, None

    def conclude(self) -> int:
        """Return the number of rows less the number of different rows."""
        if not self._runs:
            return self._rows - _different(self._held)
        self._spill()
        different = rows = 0
        for part in range(_PARTS):
            hashes = [_read(run.file, run.bounds[part], run.bounds[part + 1]) for run in self._runs]
            rows += sum(len(some) for some in hashes)
            different += _different(hashes)
        return rows - different

    def close(self) -> None:
        """Forget all rows and delete what was spilled."""
        _close(self._files)
        self._runs, self._held, self._rows, self._file = [], [], 0, None

    def _hold(self, hashes: NDArray[np.uint64]) -> None:
        self._held.append(hashes)
        self._rows += len(hashes)
        if self._rows > self._most:
            self._spill()

    def _spill(self) -> None:
        if not self._rows:
            return
        run = np.concatenate(self._held)
        self._held, self._rows = [], 0
        run.sort()
        cuts = [0, *np.searchsorted(run, _EDGES).tolist(), len(run)]
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="ayni-")  # noqa: SIM115 - open until close()
                self._files.append(self._file)
            start = self._file.seek(0, 2)
            self._runs.append(_Run(self._file, [start + 8 * cut for cut in cuts]))
            self._file.write(run.data)
            self._file.flush()
        except OSError as error:
            self.close()
            raise ActError("state-not-written", folder=tempfile.gettempdir(), reason=error.strerror or "") from error


def _close(files: list[IO[bytes]]) -> None:
    while files:
        with contextlib.suppress(OSError):  # what a full disk did not take is written once more on closing
            files.pop().close()


def _read(file: IO[bytes], start: int, end: int) -> NDArray[np.uint64]:
    file.seek(start)
    return np.frombuffer(file.read(end - start), dtype=np.uint64)


def _different(hashes: list[NDArray[np.uint64]]) -> int:
    joined = np.sort(np.concatenate(hashes)) if hashes else np.zeros(0, dtype=np.uint64)
    return int(np.count_nonzero(joined[1:] != joined[:-1])) + 1 if len(joined) else 0
