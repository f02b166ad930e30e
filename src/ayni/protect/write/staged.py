"""A file that comes into being whole or not at all: written beside its target under another name, then renamed.

The partial file can be read by its owner only, and its name (`.ayni-….part`) tells what a killed run left
behind. A path is only ever the one the caller gave: names of tables and columns never become part of it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from typing import IO, TYPE_CHECKING

from ayni.errors import ActError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["PARTIAL_PATTERN", "Partial", "refuse_input", "writing"]

PARTIAL_PATTERN = ".ayni-*.part"
"""Names of files that are being written, or were left by a run that was killed."""
_PIECE = 1 << 20
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what a file system or a writing library raises into `ActError`, named by its cause."""
    import polars as pl

    try:
        yield
    except OSError as error:
        code = "output-no-space" if error.errno in _FULL else "output-not-written"
        raise ActError(code, path=str(path), reason=error.strerror or type(error).__name__) from error
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise ActError("output-not-written", path=str(path), reason=type(error).__name__) from error


def refuse_input(out: Path, inputs: Sequence[Path]) -> None:
    """Raise `InputError("output-is-input")` when `out` is one of `inputs`, also by a link or another name of it.

    An input may lie inside an archive (`data.zip/member.csv`): then the archive itself is what is compared.
    """
    try:
        there = out.stat()
    except (OSError, ValueError):
        return
    for given in inputs:
        for path in (given, *given.parents):
            try:
                found = path.stat()
            except (OSError, ValueError):
                continue
            if (found.st_dev, found.st_ino) == (there.st_dev, there.st_ino) and not stat.S_ISDIR(found.st_mode):
                raise InputError("output-is-input", path=str(out))
            break


class Partial:
    """A file in the making. `path` is where it is written; `file` is open for writing until `settle`."""

    def __init__(self, target: Path) -> None:
        """Create the partial file, mode 0600. Raises `InputError` for a target that cannot be a file, `ActError`."""
        self.target = target
        self._check()
        self.path = target.parent / f".ayni-{secrets.token_hex(8)}.part"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        with writing(target):
            handle = os.open(self.path, flags, 0o666)
            try:
                self._mode = stat.S_IMODE(os.fstat(handle).st_mode)  # what the umask leaves of 0666
                if os.name == "posix":
                    os.fchmod(handle, 0o600)
                self.file: IO[bytes] = os.fdopen(handle, "w+b")
            except OSError:
                os.close(handle)
                self.path.unlink(missing_ok=True)
                raise
        self.bytes = 0
        self._sum = hashlib.sha256()

    def _check(self) -> None:
        target = self.target
        try:
            status = target.stat()
        except FileNotFoundError:
            if not target.parent.is_dir():
                raise InputError("output-folder-missing", path=str(target)) from None
            return
        except NotADirectoryError as error:
            raise InputError("output-folder-missing", path=str(target)) from error
        except (OSError, ValueError) as error:
            raise InputError("output-name-unusable", path=repr(str(target))) from error
        if stat.S_ISDIR(status.st_mode):
            raise InputError("output-is-folder", path=str(target))
        if not stat.S_ISREG(status.st_mode):
            raise InputError("output-not-a-file", path=str(target))

    def write(self, data: bytes | memoryview, /) -> int:
        """Append bytes; they are counted and hashed on the way."""
        self.file.write(data)
        self._sum.update(data)
        size = len(data) if isinstance(data, bytes) else data.nbytes
        self.bytes += size
        return size

    def flush(self) -> None:
        """Hand what was written to the operating system."""
        self.file.flush()

    def count_again(self) -> None:
        """Count and hash the file as it lies on disk, where a library wrote it by its path."""
        self.file.flush()
        self._sum, self.bytes = hashlib.sha256(), 0
        with self.path.open("rb") as file:
            while piece := file.read(_PIECE):
                self._sum.update(piece)
                self.bytes += len(piece)

    def settle(self) -> str:
        """Bring the file to disk for good, put it in its place, and return its SHA-256."""
        self.file.flush()
        if os.name == "posix":
            os.fchmod(self.file.fileno(), self._mode)
        os.fsync(self.file.fileno())
        self.file.close()
        self.path.replace(self.target)
        self._sync_folder()
        return self._sum.hexdigest()

    def _sync_folder(self) -> None:
        """Make the new name last through a power cut, where the system can."""
        if os.name != "posix":
            return
        with contextlib.suppress(OSError):
            folder = os.open(self.target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def discard(self) -> None:
        """Remove what was written; done more than once, it does nothing."""
        with contextlib.suppress(OSError):
            self.file.close()  # a full disk refuses what is still in the buffer once more
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
