"""A private folder beside the output where the result is made and judged before it is put in its place.

The folder's name tells whose it is (`.ayni-<digest of the output's name>.making`), so the next run for the same output
clears away what a killed one left; a lock keeps two runs for one output apart.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
from typing import IO, TYPE_CHECKING, Self

from ayni.errors import ActError, InputError
from ayni.protect.write.staged import refuse_input

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

__all__ = ["Making"]

_LOCK = ".lock"


class Making:
    """The place of an output in the making, as a context; leaving it removes the folder with all that is in it."""

    def __init__(self, out: Path, inputs: Sequence[Path], *, replace: bool) -> None:
        """Look at the output's place; nothing is made yet.

        Raises `InputError`: `output-is-input`, `output-is-folder`, `output-not-a-file`, `output-folder-missing`,
        `output-name-unusable`, and `output-exists` unless it may be replaced.
        """
        self._replace = replace
        try:
            refuse_input(out, inputs)
            self.out = out.resolve()
            self._refuse_place(out)
        except (OSError, ValueError, RuntimeError) as error:  # a name too long or with a NUL, links in a circle
            raise InputError("output-name-unusable", path=repr(str(out))) from error
        digest = hashlib.sha256(os.fsencode(self.out.name)).hexdigest()[:16]
        self.folder = self.out.parent / f".ayni-{digest}.making"
        self.path = self.folder / self.out.name
        self._lock: IO[bytes] | None = None

    def _refuse_place(self, out: Path) -> None:
        if not self.out.name or self.out.is_dir():
            raise InputError("output-is-folder", path=str(out))
        if not self.out.parent.is_dir():
            raise InputError("output-folder-missing", path=str(out))
        if not self.out.exists():
            return
        if not stat.S_ISREG(self.out.stat().st_mode):
            raise InputError("output-not-a-file", path=str(out))
        if not self._replace:
            raise InputError("output-exists", path=str(out))

    def __enter__(self) -> Self:
        try:
            self._open()
        except OSError as error:
            raise ActError(
                "output-not-written", path=str(self.out), reason=error.strerror or type(error).__name__
            ) from error
        return self

    def _open(self) -> None:
        with contextlib.suppress(FileExistsError):
            self.folder.mkdir(mode=0o700)
        status = self.folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o077:
            raise ActError("output-making-taken", path=str(self.folder))
        handle = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        lock = os.fdopen(handle, "r+b")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise ActError("output-being-made", path=str(self.out)) from error
        self._lock = lock
        for left in self.folder.iterdir():
            if left.name != _LOCK:
                left.unlink()

    def put_in_place(self) -> None:
        """Give the finished file its name. Raises `InputError("output-exists")` when one has come there meanwhile."""
        try:
            if self._replace:
                self.path.replace(self.out)
            else:
                self._put_where_nothing_is()
            self._sync()
        except FileExistsError as error:
            raise InputError("output-exists", path=str(self.out)) from error
        except OSError as error:
            raise ActError(
                "output-not-written", path=str(self.out), reason=error.strerror or type(error).__name__
            ) from error

    def _put_where_nothing_is(self) -> None:
        try:
            os.link(self.path, self.out)
        except FileExistsError:
            raise
        except OSError:  # a file system without links, such as FAT on a stick
            if self.out.exists():
                raise FileExistsError from None
            self.path.replace(self.out)

    def _sync(self) -> None:
        """Make the new name last through a power cut, where the system can."""
        with contextlib.suppress(OSError):
            folder = os.open(self.out.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The folder goes while it is locked: another run that waits for nothing then makes its own.
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
