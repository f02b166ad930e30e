"""What `ayni doctor` looks at in a node's folder; changes nothing and knows nothing of Django.

Each check returns whether all is well, and facts. Where no node was ever started, all is well.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import sqlite3
import stat
import time
from typing import TYPE_CHECKING

from ayni.errors import AyniError, Fact
from ayni.limits import NodeLimits
from ayni.node.folder import default_folder, load_settings
from ayni.node.supervisor import is_running

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_disk", "check_folder", "check_keys", "check_port", "check_state", "check_worker"]

_MB = 1_000_000
_BEAT_LATE = 60.0
_OTHERS = 0o077

Outcome = tuple[bool, dict[str, Fact]]


def _made(path: Path) -> bool:
    return (path / "secret").exists()


def check_folder(path: Path | None = None) -> Outcome:
    """Is the folder its owner's alone, and can its settings be read?"""
    path = path or default_folder()
    facts: dict[str, Fact] = {"path": str(path)}
    if not path.exists():
        return True, facts
    with contextlib.suppress(AyniError):
        load_settings(path / "ayni.toml")
        return not stat.S_IMODE(path.stat().st_mode) & _OTHERS, facts
    return False, facts


def check_keys(path: Path | None = None) -> Outcome:
    """Are the node's keys readable by their owner only?"""
    path = path or default_folder()
    for name in ("secret", "pseudonym.key"):
        key = path / name
        if key.exists() and stat.S_IMODE(key.stat().st_mode) & _OTHERS:
            return False, {"path": str(key)}
    return True, {"path": str(path)}


def check_port(path: Path | None = None) -> Outcome:
    """Can the node listen where it is told to? A node that runs already does."""
    path = path or default_folder()
    with contextlib.suppress(AyniError):
        settings = load_settings(path / "ayni.toml")
        facts: dict[str, Fact] = {"port": str(settings.port)}
        if _made(path) and is_running(path):
            return True, facts
        with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, settings.port))
            except OSError:
                return False, facts
        return True, facts
    return True, {"port": ""}  # what is wrong with the settings, the folder's check says


def check_state(path: Path | None = None) -> Outcome:
    """Is the database whole (SQLite's own quick check)?"""
    state = (path or default_folder()) / "state.sqlite3"
    facts: dict[str, Fact] = {"path": str(state)}
    if not state.exists():
        return True, facts
    try:
        with contextlib.closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True, timeout=5)) as opened:
            return opened.execute("PRAGMA quick_check(1)").fetchone() == ("ok",), facts
    except sqlite3.DatabaseError:
        return False, facts


def check_worker(path: Path | None = None) -> Outcome:
    """Is the worker of a running node alive?"""
    path = path or default_folder()
    if not _made(path) or not is_running(path):
        return True, {"seconds": 0}
    beat = path / "worker.beat"
    age = time.time() - beat.stat().st_mtime if beat.exists() else _BEAT_LATE
    return age < _BEAT_LATE, {"seconds": int(age)}


def check_disk(path: Path | None = None) -> Outcome:
    """Is there room for what people bring?"""
    path = path or default_folder()
    while not path.exists():
        path = path.parent
    free, needed = shutil.disk_usage(path).free, 4 * NodeLimits().spare_bytes
    return free >= needed, {"megabytes": free // _MB, "path": str(path), "needed": needed // _MB}
