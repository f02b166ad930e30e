"""Takes a file out of a form as it comes; what was asked of it is looked at before its first byte is kept.

`TimedInput` stands between the web server and Django for every request with a body: it reads in a thread of its own,
so that a body that stops coming, or trickles, is given up on (the server itself waits for ever). `FileReceiver` is a
Django upload handler that writes to the upload's own folder; nothing is kept in memory or written twice.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from ayni.errors import InputError, LimitError
from ayni.node.uploads import Reception, begin

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from ayni.limits import NodeLimits
    from ayni.node.models import Person, Upload

    class Readable(Protocol):
        """A request's body."""

        def read(self, size: int, /) -> bytes: ...


__all__ = ["FileReceiver", "RefuseFiles", "StalledBodyError", "TimedInput"]

PIECE = 64 * 1024
_AHEAD = 8


_THREAD = "ayni-body"
_MOST_STUCK = 128


def _refuse_too_many_stuck() -> None:
    """End the process, which is started again at once, when too many bodies were given up on.

    The server reads on for as long as a client holds its connection, and cannot be told otherwise: each holds a
    thread.
    """
    if sum(thread.name == _THREAD for thread in threading.enumerate()) > _MOST_STUCK:
        os._exit(1)


class StalledBodyError(OSError):
    """A body that stopped coming; Django makes an `UnreadablePostError` of it where it reads a form."""


class TimedInput:
    """A request's body with an end to waiting for it. Errors of the server reading it are passed on as OSError."""

    def __init__(
        self,
        body: Readable,
        *,
        longest: float,
        limits: NodeLimits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read `body` for at most `longest` seconds, at no less than the limits' rate."""
        self._body, self._longest, self._limits, self._clock = body, longest, limits, clock
        self._pieces: queue.Queue[bytes | OSError] = queue.Queue(_AHEAD)
        self._left = b""
        self._ended = False
        self._given_up = False
        self._began: float | None = None
        self._received = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, or all; fewer only at the end. Raises `StalledBodyError`."""
        if size < 0:
            return b"".join(iter(lambda: self.read(PIECE), b""))
        parts: list[bytes] = []
        wanted = size
        while wanted > 0:
            if not self._left:
                self._left = self._next()
                if not self._left:
                    break
            part, self._left = self._left[:wanted], self._left[wanted:]
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def readline(self, size: int = -1) -> bytes:
        """Return one line (WSGI asks for it; nothing here uses it)."""
        line = b""
        while size < 0 or len(line) < size:
            char = self.read(1)
            line += char
            if char in {b"", b"\n"}:
                break
        return line

    def close(self) -> None:
        """Stop reading ahead."""
        self._given_up = True

    def drain(self, most: int, seconds: float) -> None:
        """Read and forget what is left where it is little: a browser that still sends would not see the answer."""
        until, left = self._clock() + seconds, most
        try:
            while left > 0 and not self._given_up and self._clock() < until and (piece := self.read(PIECE)):
                left -= len(piece)
        except OSError:
            self.close()

    def _next(self) -> bytes:
        if self._ended:
            return b""
        now = self._clock()
        if self._began is None:
            self._began = now
            _refuse_too_many_stuck()
            threading.Thread(target=self._pull, name=_THREAD, daemon=True).start()
        self._check_time(now - self._began)
        try:
            piece = self._pieces.get(timeout=min(self._limits.quiet_seconds, self._longest))
        except queue.Empty:
            self.close()
            raise StalledBodyError from None
        if isinstance(piece, OSError):
            self._ended = True
            raise piece
        self._ended = not piece
        self._received += len(piece)
        return piece

    def _check_time(self, spent: float) -> None:
        slow = spent > self._limits.patience_seconds and self._received < self._limits.least_rate * spent
        if slow or spent > self._longest:
            self.close()
            raise StalledBodyError

    def _pull(self) -> None:
        while True:
            piece: bytes | OSError
            try:
                piece = self._body.read(PIECE)
            except Exception as error:  # noqa: BLE001 - whatever the server raises ends the body, in the other thread
                piece = OSError(str(error))
            while not self._given_up:
                try:
                    self._pieces.put(piece, timeout=1)
                    break
                except queue.Full:
                    continue
            if self._given_up or not piece or isinstance(piece, OSError):
                return


class RefuseFiles(FileUploadHandler):
    """Takes no file at all: the default of every page but the one that receives uploads."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - Django's signature
        """Stop reading."""
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django's signature
        """Keep nothing."""
        return None

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature
        """Make nothing."""
        return


class FileReceiver(FileUploadHandler):
    """Writes the form's one file to an upload of its own. `allowed` is asked before the first byte is kept."""

    chunk_size = PIECE

    def __init__(self, owner: Person, size: int, allowed: Callable[[], bool]) -> None:
        """Receive at most `size` bytes for `owner`."""
        super().__init__()
        self._owner, self._size, self._allowed = owner, size, allowed
        self._reception: Reception | None = None
        self.upload: Upload | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the upload, once; raises what `ayni.node.uploads.begin` raises."""
        super().new_file(*args, **kwargs)
        if self.upload is not None or self._reception is not None:
            raise InputError("upload-one-file")
        if not self._allowed():
            raise StopUpload(connection_reset=True)
        self._reception = Reception(begin(self._owner, self.file_name or "", self._size))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django's signature
        """Write a piece; nothing is handed on."""
        if self._reception is not None:
            self._reception.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature
        """Wait for the form's end: only then has the file come whole."""
        return

    def finish(self, *, whole: bool) -> Upload | None:
        """Complete the upload where the whole form came; else erase what came of it."""
        reception, self._reception = self._reception, None
        if reception is None:
            return None
        with reception:
            if not whole:
                raise LimitError("upload-broken-off")
            self.upload = reception.finish()
        return self.upload

    def drop(self) -> None:
        """Erase what came; does nothing after `finish`."""
        reception, self._reception = self._reception, None
        if reception is not None:
            with reception:
                pass
