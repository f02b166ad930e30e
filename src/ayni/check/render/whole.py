"""Write a report whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from ayni.errors import ActError

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`: first to a temporary file beside it, then by renaming that.

    An older file stays as it was until the new one is complete and on disk. What is not a regular file
    (`/dev/stdout`, a pipe) is written to directly. Raises `ActError("report-not-written")`.
    """
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            path.write_bytes(data)
            return
        _replace(path.resolve(), data)
    except OSError as error:
        raise ActError("report-not-written", path=str(path), reason=error.strerror or type(error).__name__) from error


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:32]}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
