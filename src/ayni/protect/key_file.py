"""The owner's key: 32 random bytes in a small text file that only its owner can read.

Pseudonyms, secret shifts of dates and moved places are derived from it (`ayni.protect.transform.keyed`). Whoever has
the key and a list of names can tell whose pseudonym is whose, so the file never travels with the data.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from typing import TYPE_CHECKING

from ayni.errors import ActError, InputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["KEY_FILE_BYTES", "load_key", "make_key"]

KEY_FILE_BYTES = 4_096
"""A key file is refused beyond this size."""
_KEY_BYTES = 32
_COMMENT = """\
# Ayni: the secret key for pseudonyms, shifted dates and moved places.
# Keep it secret, apart from the data, and keep a copy in a safe place: whoever has it can undo pseudonyms by trying
# names, and without it new files cannot be matched with those protected before.
"""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_key(path: Path) -> bytes:
    """Make a new key file that only its owner can read, and return the key, 32 bytes.

    Raises `InputError("key-exists")` rather than write over anything, `ActError("key-not-written")` when the disk
    does not take it; then no file is left.
    """
    key = secrets.token_bytes(_KEY_BYTES)
    body = (_COMMENT + base64.b64encode(key).decode() + "\n").encode()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise InputError("key-exists", path=str(path)) from error
    except OSError as error:
        raise ActError("key-not-written", path=str(path), reason=error.strerror or "") from error
    try:
        with os.fdopen(handle, "wb") as file:
            if os.name == "posix":
                os.fchmod(file.fileno(), 0o600)  # whatever the umask is
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise ActError("key-not-written", path=str(path), reason=error.strerror or "") from error
    return key


def load_key(path: Path) -> bytes:
    """Return the key in a file, 32 bytes; the path may be a link to a private file.

    Raises `InputError`: `key-lost` where there is no file, `key-unreadable`, `key-not-file`, `key-not-private` where
    the group or others may read or write it, `key-damaged` where it is empty, cut, too long or written otherwise.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe must not make it wait
    except FileNotFoundError as error:
        raise InputError("key-lost", path=str(path)) from error
    except OSError as error:
        raise InputError("key-unreadable", path=str(path), reason=error.strerror or "") from error
    about = os.fstat(handle)  # of the opened file: the path could be another's by now
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise InputError("key-not-file", path=str(path))
    with os.fdopen(handle, "rb") as file:
        if os.name == "posix" and about.st_mode & _OTHERS:
            raise InputError("key-not-private", path=str(path))
        body = file.read(KEY_FILE_BYTES + 1)
    lines = [line.strip() for line in body.splitlines() if line.strip() and not line.lstrip().startswith(b"#")]
    try:
        key = base64.b64decode(lines[0], validate=True) if len(lines) == 1 and len(body) <= KEY_FILE_BYTES else b""
    except binascii.Error:
        key = b""
    if len(key) != _KEY_BYTES:
        raise InputError("key-damaged", path=str(path))
    return key
