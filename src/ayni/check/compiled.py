"""Numba's `njit` for Ayni's kernels: compiled once, kept between runs, never stale.

Numba keeps machine code by the date of the one file a function stands in, so a change in a kernel that
another file's kernel calls would go unnoticed and old code would run. Here the folder of kept code is
named by the contents of all kernel files together: any change makes a new folder, and removes the old.
The folder lies beside this module, or in the user's cache folder where that cannot be written; a
`NUMBA_CACHE_DIR` in the environment is respected (and then holds a folder for each state of the files).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

import numba
from numba import config, njit

__all__ = ["njit"]

_ROOM = Path(__file__).parent
_PREFIX = "kernels-"


def _state() -> str:
    """Return a short name for what all kernel files hold now."""
    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for path in sorted(_ROOM.rglob("*kernel*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _home() -> Path:
    """Return a folder that can be written for kept code."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    beside = _ROOM / "__pycache__"
    with contextlib.suppress(OSError):
        beside.mkdir(exist_ok=True)
    if os.access(beside, os.W_OK):
        return beside
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ayni"


def _keep() -> None:
    """Point Numba to the folder for the present state, and drop the folders of earlier ones."""
    home = _home()
    folder = home / f"{_PREFIX}{_state()}"
    if not folder.exists():
        for old in home.glob(f"{_PREFIX}*"):
            shutil.rmtree(old, ignore_errors=True)
    config.CACHE_DIR = str(folder)


_keep()
