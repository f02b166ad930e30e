"""Starts a node's processes, starts again what crashed, and stops all of them together; knows nothing of Django.

    supervisor (this)   holds the folder's lock
    ├── prepare         once: migrations, static files, the sign-in link
    ├── web server      granian with one worker, which answers in several threads
    └── worker(s)       jobs; ends by itself when it has grown, and is started again

Each child leads a process group, so that none of its own children is left behind; on Linux it ends when the
supervisor is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from ayni.errors import ActError, InputError
from ayni.limits import NodeLimits
from ayni.node.folder import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType
    from typing import Self

    from ayni.node.folder import Folder

__all__ = ["Supervisor", "is_running", "new_link", "sign_in_address"]

_TICK = 0.1
_STOP_SECONDS = 6.0
_READY_SECONDS = 60.0
_SETTLED_SECONDS = 60.0
_LONGEST_PAUSE = 30.0
_PR_SET_PDEATHSIG = 1
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not listened on


class _Child:
    """A process that is to be there; started again after a pause that doubles while it keeps falling over."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.command = command
        self._environment = environment
        self._pause = 0.0
        self._start_at = 0.0
        self._started = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def look(self, now: float) -> None:
        """Start the process where it is due; note where it ended."""
        if self.process is None:
            if now >= self._start_at:
                self._start(now)
            return
        status = self.process.poll()
        if status is None:
            return
        self.kill()  # what it may have left of its group
        self.process = None
        well = status == 0 or now - self._started > _SETTLED_SECONDS
        self._pause = 0.0 if well else min(_LONGEST_PAUSE, max(0.5, 2 * self._pause))
        self._start_at = now + self._pause

    def _start(self, now: float) -> None:
        self._started = now
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            self.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one call, no locks
        )

    def tell_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """One running node. Use as `with Supervisor(…) as node: node.run(ready)`; the lock is held meanwhile."""

    def __init__(self, folder: Folder, *, host: str, port: int, open_to_others: bool = False) -> None:
        """Nothing is started yet. Raises `InputError("node-open-without-word")`."""
        if not is_loopback(host) and not open_to_others:
            raise InputError("node-open-without-word", host=host)
        self._folder, self._host, self._port = folder, host, port
        self._stop = False
        self._children: list[_Child] = []
        self._lock: int | None = None

    def __enter__(self) -> Self:
        """Take the folder's lock. Raises `ActError`: `node-already-running`, `node-port-taken`."""
        self._lock = os.open(self._folder.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise ActError("node-already-running", path=str(self._folder.path)) from error
        try:
            _check_port(self._host, self._port)
        except ActError:
            os.close(self._lock)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end_children()
        if self._stop:
            with contextlib.suppress(OSError):  # without it, a job that was broken off counts as begun once more
                (self._folder.path / "stopped").touch(mode=0o600)
        if self._lock is not None:
            os.close(self._lock)

    def run(self, ready: Callable[[str], None]) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP; `ready` gets the sign-in address once pages are answered.

        Raises `ActError`: what preparing raised, `node-not-answering`.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        environment = _environment(self._folder, self._host)
        token = _prepared(environment, "start")
        own = self._folder.settings
        self._children = [_Child(_web_command(self._host, self._port, own.threads), environment)]
        work = [sys.executable, "-m", "ayni.node.worker", *(["--lone"] if own.workers == 1 else [])]
        self._children += [_Child(work, environment) for _ in range(own.workers)]
        began, told = time.monotonic(), False
        while not self._stop:
            now = time.monotonic()
            for child in self._children:
                child.look(now)
            if not told and _answers(self._host, self._port):
                told = True
                ready(sign_in_address(self._host, self._port, token))
            if not told and now - began > _READY_SECONDS:
                raise ActError("node-not-answering", seconds=int(_READY_SECONDS))
            time.sleep(_TICK)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - Python's signature
        self._stop = True

    def _end_children(self) -> None:
        for child in self._children:
            child.tell_to_stop()
        until = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < until and any(
            child.process is not None and child.process.poll() is None for child in self._children
        ):
            time.sleep(_TICK / 2)
        for child in self._children:
            child.kill()


def new_link(folder: Folder, *, host: str, port: int) -> str:
    """Return a new sign-in address of the first administrator, for a node that runs or will run."""
    return sign_in_address(host, port, _prepared(_environment(folder, host), "link"))


def is_running(path: Path) -> bool:
    """Tell whether a node runs in the folder."""
    try:
        lock = os.open(path / "lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(lock)


def sign_in_address(host: str, port: int, token: str) -> str:
    """Return the address of a one-time link."""
    host = _EVERYWHERE.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/in/{token}"


def _environment(folder: Folder, host: str) -> dict[str, str]:
    return {
        **os.environ,
        "AYNI_FOLDER": str(folder.path),
        "AYNI_HOST": host,
        "DJANGO_SETTINGS_MODULE": "ayni.node.settings",
        "OPENBLAS_NUM_THREADS": "1",
        # Threads of one process share two heaps rather than eight a core: less memory for the same work.
        "MALLOC_ARENA_MAX": "2",
    }


def _prepared(environment: dict[str, str], what: str) -> str:
    command = [sys.executable, "-m", "ayni.node.prepare", what]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own program
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise ActError("node-not-prepared", status=done.returncode) from None
    if "token" not in said:
        raise ActError(said["code"], **said["facts"])
    return str(said["token"])


def _web_command(host: str, port: int, threads: int) -> list[str]:
    header_bytes = NodeLimits().header_bytes
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": 1,
        "blocking-threads": threads,
        "backpressure": 4 * threads,
        "http": 1,
        "http1-buffer-size": header_bytes,
        "http1-header-read-timeout": 15_000,
        "log-level": "error",
        "workers-kill-timeout": 3,
    }
    command = [sys.executable, "-m", "granian", "--no-ws", "--respawn-failed-workers"]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    return [*command, "ayni.node.wsgi:application"]


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise ActError("node-port-taken", port=str(port), other=str(port + 1)) from error
            reason = error.strerror or type(error).__name__
            raise ActError("node-host-not-here", host=host, port=str(port), reason=reason) from error


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((_EVERYWHERE.get(host, host), port), timeout=1):
            return True
    except OSError:
        return False
