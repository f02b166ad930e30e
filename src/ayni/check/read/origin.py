"""Where the bytes of a table come from: a file on disk, perhaps compressed, perhaps a member of a zip.

Nothing here knows about tables. Only regular files are opened; every read is bounded; a compressed
stream that grows past its ratio or size is stopped; a file that changes between two passes is noticed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
import weakref
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, Self

from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from ayni.limits import ReadLimits

__all__ = ["ByteStream", "DiskFile", "Origin", "SeekableCopy"]

_PIECE = 1 << 20
_RATIO_FROM = 64 << 20
"""The expansion ratio is judged once this much has come out: small files may compress very well."""
_ZSTD_WINDOW = 128 << 20
_ZSTD_FEED = 1 << 10
_ENCRYPTED = 0x1


class DiskFile:
    """One regular file as it lay on disk when it was first seen."""

    def __init__(self, path: Path) -> None:
        """Look at the file. Raises `InputError` when it is missing, unreadable or not a regular file."""
        self.path = path
        self.sha256 = ""
        with self._opened() as (_, status):
            self.bytes = status.st_size
            self._print = _fingerprint(status)

    def _opened(self) -> _Opened:
        return _Opened(self.path)

    def open(self) -> IO[bytes]:
        """Open the file for reading, unbuffered. Raises `InputError` when it is not what it was."""
        opened = self._opened()
        file, status = opened.take()
        if _fingerprint(status) != self._print:
            file.close()
            raise InputError("file-changed", path=str(self.path))
        return file

    def head(self, size: int) -> bytes:
        """Return the first `size` bytes."""
        with self.open() as file:
            return _read_full(file, size)

    def check_unchanged(self) -> None:
        """Raise `InputError` when the file is no longer what it was."""
        self.open().close()

    def digest(self) -> str:
        """Return the SHA-256 of the whole file, reading it unless a pass has already done so."""
        if not self.sha256:
            total = hashlib.sha256()
            with self.open() as file:
                while piece := file.read(_PIECE):
                    total.update(piece)
            self.check_unchanged()
            self.sha256 = total.hexdigest()
        return self.sha256


class _Opened:
    """A regular file opened without waiting (a pipe without a writer would block for ever)."""

    def __init__(self, path: Path) -> None:
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise InputError(_reason(error), path=str(path)) from error
        self.status = os.fstat(handle)
        if not stat.S_ISREG(self.status.st_mode):
            os.close(handle)
            code = "is-folder" if stat.S_ISDIR(self.status.st_mode) else "not-a-regular-file"
            raise InputError(code, path=str(path))
        self.file = os.fdopen(handle, "rb", buffering=0)

    def take(self) -> tuple[IO[bytes], os.stat_result]:
        return self.file, self.status

    def __enter__(self) -> tuple[IO[bytes], os.stat_result]:
        return self.file, self.status

    def __exit__(self, *_: object) -> None:
        self.file.close()


def _reason(error: OSError) -> str:
    return {
        errno.ENOENT: "file-not-found",
        errno.ENOTDIR: "file-not-found",
        errno.EACCES: "no-permission",
        errno.EPERM: "no-permission",
        errno.EISDIR: "is-folder",
    }.get(error.errno or 0, "file-unreadable")


def _fingerprint(status: os.stat_result) -> tuple[int, int, int]:
    return (status.st_size, status.st_mtime_ns, status.st_ino)


def _read_full(file: _Readable, size: int) -> bytes:
    first = file.read(size)
    if len(first) == size or not first:
        return first
    parts, have = [first], len(first)
    while have < size and (piece := file.read(size - have)):
        parts.append(piece)
        have += len(piece)
    return b"".join(parts)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Origin:
    """A file and how to unpack it: `compression` is gzip, zstd, zip or None; `member` names a zip's part."""

    def __init__(self, disk: DiskFile, compression: str | None = None, member: str | None = None) -> None:
        """Join the parts; nothing is opened."""
        self.disk = disk
        self.compression = compression
        self.member = member

    @property
    def path(self) -> str:
        """The path shown to people; a zip's member is shown as if the zip were a folder."""
        return f"{self.disk.path}/{self.member}" if self.member is not None else str(self.disk.path)

    def stream(self, limits: ReadLimits, *, hashing: bool = False) -> ByteStream:
        """Open the unpacked bytes from their beginning."""
        return ByteStream(self, limits, hashing=hashing)

    def head(self, limits: ReadLimits, size: int) -> bytes:
        """Return the first `size` unpacked bytes."""
        with self.stream(limits) as stream:
            return stream.read(size)


class ByteStream:
    """The unpacked bytes of an origin, read forwards; `position` is how far the file on disk was read.

    With `hashing` the file's SHA-256 is computed on the way by a helper thread and left in
    `origin.disk.sha256` once the end has been reached (a zip is hashed at its end, in one more pass).
    """

    def __init__(self, origin: Origin, limits: ReadLimits, *, hashing: bool = False) -> None:
        """Open the origin; raises `InputError` when that cannot be done."""
        self._origin = origin
        self._limits = limits
        self._out = 0
        self._ended = False
        self._raw = _RawFile(origin.disk, hashing=hashing and not origin.disk.sha256)
        self._whole_digest = hashing and not origin.disk.sha256
        self._archive: zipfile.ZipFile | None = None
        try:
            self._plain = self._unpacked()
        except BaseException:
            self.close()
            raise

    def _unpacked(self) -> _Readable:
        match self._origin.compression:
            case "gzip":
                return _Gzip(self._raw)
            case "zstd":
                return _Zstd(self._raw)
            case "zip":
                return self._member()
            case _:
                return self._raw

    def _member(self) -> _Readable:
        self._raw.stop_hashing()
        try:
            self._archive = zipfile.ZipFile(self._raw.file)
            info = self._archive.getinfo(self._origin.member or "")
            if info.flag_bits & _ENCRYPTED:
                raise InputError("zip-encrypted", path=self._origin.path)
            return self._archive.open(info)
        except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
            raise InputError("archive-damaged", path=self._origin.path) from error

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer only at the end. Raises `InputError` and `LimitError`."""
        try:
            piece = _read_full(self._plain, size)
        except InputError:
            raise
        except OSError as error:
            code = "file-unreadable" if self._origin.compression is None else "archive-damaged"
            raise InputError(code, path=self._origin.path) from error
        except (zlib.error, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise InputError("archive-damaged", path=self._origin.path) from error
        self._out += len(piece)
        self._check_growth()
        if len(piece) < size:
            self._finish()
        return piece

    def _check_growth(self) -> None:
        if self._origin.compression is None:
            return
        if self._out > self._limits.expanded_bytes:
            raise LimitError("unpacks-too-large", path=self._origin.path, limit=self._limits.expanded_bytes)
        if self._out > _RATIO_FROM and self._out > self._limits.expansion_ratio * max(self._packed(), 1):
            raise LimitError("unpacks-too-much", path=self._origin.path, limit=self._limits.expansion_ratio)

    def _packed(self) -> int:
        if self._archive is not None:
            return self._archive.getinfo(self._origin.member or "").compress_size
        return self._raw.position

    def _finish(self) -> None:
        if self._ended:
            return
        self._ended = True
        disk = self._origin.disk
        disk.check_unchanged()
        if self._whole_digest:
            found = self._raw.digest()
            if found is None:
                disk.digest()
            else:
                disk.sha256 = found

    @property
    def position(self) -> int:
        """How many bytes of the file on disk have been read."""
        return self._raw.position

    def close(self) -> None:
        """Close the file."""
        if self._archive is not None:
            self._archive.close()
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _RawFile:
    """A file read forwards, hashed one piece behind by a helper thread (hashlib lets go of the GIL)."""

    def __init__(self, disk: DiskFile, *, hashing: bool) -> None:
        self.file = disk.open()
        self.position = 0
        self._size = disk.bytes
        self._sum = hashlib.sha256() if hashing else None
        self._helper = ThreadPoolExecutor(1, thread_name_prefix="sha256") if hashing else None
        self._pending: Future[None] | None = None

    def read(self, size: int, /) -> bytes:
        piece = self.file.read(size)
        self.position += len(piece)
        if self._sum is not None and self._helper is not None and piece:
            if self._pending is not None:
                self._pending.result()
            self._pending = self._helper.submit(self._sum.update, piece)
        return piece

    def stop_hashing(self) -> None:
        self._sum = None

    def digest(self) -> str | None:
        """Return the sum when the whole file has gone through it, else None."""
        if self._sum is None or self.position != self._size:
            return None
        if self._pending is not None:
            self._pending.result()
        return self._sum.hexdigest()

    def close(self) -> None:
        if self._helper is not None:
            self._helper.shutdown(wait=True)
        self.file.close()


class _Gzip:
    """A gzip stream of one or more members; never unpacks more than it is asked for."""

    def __init__(self, raw: _Readable) -> None:
        self._raw = raw
        self._engine = zlib.decompressobj(wbits=31)
        self._left = b""
        self._started = False

    def read(self, size: int, /) -> bytes:
        while True:
            if self._engine.eof:
                self._left = self._engine.unused_data.lstrip(b"\0") or self._raw.read(_PIECE).lstrip(b"\0")
                if not self._left.startswith(b"\x1f"):
                    return b""
                self._engine = zlib.decompressobj(wbits=31)
            packed = self._left or self._raw.read(_PIECE)
            if not packed:
                raise EOFError
            piece = self._engine.decompress(packed, size)
            self._left = self._engine.unconsumed_tail
            if piece:
                return piece


class _Zstd:
    """A zstd stream of one or more frames; a truncated one is noticed."""

    def __init__(self, raw: _Readable) -> None:
        import zstandard

        self._error = zstandard.ZstdError
        self._raw = raw
        self._new = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj
        self._pieces = self._unpack()
        self._held = b""

    def read(self, size: int, /) -> bytes:
        if not self._held:
            try:
                self._held = next(self._pieces, b"")
            except self._error as error:
                raise EOFError from error
        piece, self._held = self._held[:size], self._held[size:]
        return piece

    def _unpack(self) -> Iterator[bytes]:
        # A frame's blocks hold at most 128 KiB each, in at least 4 bytes: 1 KiB in, at most 32 MiB out, so what
        # comes out at once stays small even for a bomb.
        engine, fresh = self._new(), True
        while packed := self._raw.read(_PIECE):
            view, at = memoryview(packed), 0
            while at < len(packed):
                part = view[at : at + _ZSTD_FEED]
                at, fresh = at + len(part), False
                piece = engine.decompress(part)
                if piece:
                    yield piece
                if engine.eof:
                    at -= len(engine.unused_data)
                    engine, fresh = self._new(), True
        if not fresh:
            raise EOFError


class SeekableCopy:
    """A path whose bytes can be sought: the file itself, or one private temporary copy, unpacked.

    The copy is removed when this object goes away or the process ends.
    """

    def __init__(self, origin: Origin, limits: ReadLimits) -> None:
        """Unpack where that is needed. Raises `InputError` and `LimitError`."""
        self._origin = origin
        if origin.compression is None:
            self.path = origin.disk.path
            return
        handle, name = tempfile.mkstemp(prefix="ayni-")
        self.path = Path(name)
        self._remove = weakref.finalize(self, _unlink, name)
        try:
            with os.fdopen(handle, "wb") as copy, origin.stream(limits) as stream:
                self._fill(copy, stream, limits)
        except OSError as error:
            self._remove()
            raise InputError("no-temporary-space", path=origin.path) from error
        except InputError:
            self._remove()
            raise

    def _fill(self, copy: IO[bytes], stream: ByteStream, limits: ReadLimits) -> None:
        total = 0
        while piece := stream.read(_PIECE):
            total += len(piece)
            if total > limits.seekable_bytes:
                raise LimitError("unpacks-too-large", path=self._origin.path, limit=limits.seekable_bytes)
            copy.write(piece)


def _unlink(name: str) -> None:
    Path(name).unlink(missing_ok=True)
