"""Bytes on their way into a partial file, packed as the file's name says. Packed twice, they are the same bytes."""

from __future__ import annotations

import contextlib
import gzip
import zipfile
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from typing import IO

    from ayni.protect.write.staged import Partial

__all__ = ["Sink", "open_sink"]

_GZIP_LEVEL = 6
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date in a zip: the oldest it can hold, so that equal tables give equal files."""


class Sink(Protocol):
    """Where a writer's bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""

    def close(self) -> None:
        """Write the end of the packing; the partial file stays open."""


class _Plain:
    def __init__(self, partial: Partial) -> None:
        self.write = partial.write

    def close(self) -> None:
        """A plain file has no end mark."""


class _Zip:
    """One member. The archive is written forwards, so that it can be counted and hashed on the way."""

    def __init__(self, partial: Partial, member: str) -> None:
        self._archive = zipfile.ZipFile(cast("IO[bytes]", _Forwards(partial)), "w", zipfile.ZIP_DEFLATED)
        info = zipfile.ZipInfo(member, _OLDEST)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self._member = self._archive.open(info, "w", force_zip64=True)
        self.write = self._member.write

    def close(self) -> None:
        self._member.close()
        self._archive.close()


class _Forwards:
    """A partial file that cannot be sought: `zipfile` then writes sizes behind the data."""

    def __init__(self, partial: Partial) -> None:
        self.write = partial.write
        self.flush = partial.flush


def open_sink(partial: Partial, compression: str | None, member: str) -> Sink:
    """Return where bytes go: `compression` is gzip, zstd, zip or None; `member` is the name within a zip."""
    match compression:
        case "gzip":
            return cast("Sink", gzip.GzipFile("", "wb", _GZIP_LEVEL, cast("IO[bytes]", partial), mtime=0))
        case "zstd":
            import zstandard

            packer = zstandard.ZstdCompressor(level=3, write_checksum=True)
            return cast("Sink", packer.stream_writer(cast("IO[bytes]", partial), closefd=False))
        case "zip":
            return _Zip(partial, member)
        case _:
            return _Plain(partial)


def let_go(sink: Sink | None) -> None:
    """Close a sink whose file is given up; what it still wants to say does not matter."""
    if sink is not None:
        with contextlib.suppress(Exception):
            sink.close()
