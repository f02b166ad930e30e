from __future__ import annotations

import errno
import gzip
import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from ayni.check.read import open_dataset
from ayni.check.read.origin import DiskFile, Origin, SeekableCopy
from ayni.errors import InputError, LimitError
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

CSV = b"a,b\n" + b"".join(b"%d,x\n" % i for i in range(2000))


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zstd": zstandard.compress,
    "zip": lambda data: zipped({"table.csv": data}),
}
SUFFIX = {"gzip": "gz", "zstd": "zst", "zip": "zip"}


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("block_bytes", [64, 1 << 20])
def test_compressed_text_is_read_and_hashed_as_it_lies_on_disk(
    read: Callable[..., Any], packing: str, block_bytes: int
) -> None:
    data = PACKERS[packing](CSV)
    found = read(data, f"table.csv.{SUFFIX[packing]}", ReadLimits(block_bytes=block_bytes)).only
    assert found.rows == [(str(i), "x") for i in range(2000)]
    source = found.table.source
    assert (source.compression, source.format) == (packing, "csv")
    assert (source.sha256, source.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_plain_text_is_hashed(read: Callable[..., Any]) -> None:
    assert read(CSV).only.table.source.sha256 == hashlib.sha256(CSV).hexdigest()


@pytest.mark.parametrize("packer", [gzip.compress, zstandard.compress])
def test_members_one_after_the_other_are_one_text(read: Callable[..., Any], packer: Any) -> None:
    found = read(packer(b"a,b\n1,2\n") + packer(b"3,4\n"), "t.csv.gz").only
    assert found.rows == [("1", "2"), ("3", "4")]


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
def test_a_truncated_archive_is_refused(read: Callable[..., Any], packing: str, cut: float) -> None:
    data = PACKERS[packing](os.urandom(4000).hex().encode() + b",b\n1,2\n")
    assert read(data[: int(len(data) * cut)], f"t.csv.{SUFFIX[packing]}").errors == ["archive-damaged"]


@pytest.mark.parametrize("packing", PACKERS)
def test_a_bomb_is_stopped_by_its_ratio(read: Callable[..., Any], packing: str) -> None:
    data = PACKERS[packing](b"a,b\n" + (b"0" * 8000 + b",1\n") * 9000)
    assert read(data, f"t.csv.{SUFFIX[packing]}").errors == ["unpacks-too-much"]


def test_a_bomb_is_stopped_by_its_size(read: Callable[..., Any]) -> None:
    limits = ReadLimits(expanded_bytes=1 << 20, block_bytes=1 << 16)
    assert read(gzip.compress(b"a,b\n" + b"0,1\n" * (1 << 19)), "t.csv.gz", limits).errors == ["unpacks-too-large"]


def test_a_copy_is_bounded_private_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = tmp_path / "t.gz"
    path.write_bytes(gzip.compress(CSV))
    copy = SeekableCopy(Origin(DiskFile(path), "gzip"), ReadLimits())
    assert copy.path.read_bytes() == CSV
    assert copy.path.stat().st_mode & 0o077 == 0
    with pytest.raises(LimitError, match="unpacks-too-large"):
        SeekableCopy(Origin(DiskFile(path), "gzip"), ReadLimits(seekable_bytes=100))
    assert [copy.path] == list((tmp_path / "temporary").iterdir())
    del copy
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_full_disk_is_an_error_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = tmp_path / "t.gz"
    path.write_bytes(gzip.compress(CSV))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(SeekableCopy, "_fill", full)
    with pytest.raises(InputError, match="no-temporary-space"):
        SeekableCopy(Origin(DiskFile(path), "gzip"), ReadLimits())
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_encrypted_member_is_refused_and_the_others_are_read(read: Callable[..., Any]) -> None:
    data = bytearray(zipped({"secret.csv": b"a\n1\n", "open.csv": b"a,b\n1,2\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    opened = read(bytes(data), "t.zip")
    assert opened.unread == ["zip-encrypted"]
    assert [found.table.name for found in opened.tables] == ["open"]


def test_a_member_with_a_path_outside_is_only_a_name(read: Callable[..., Any], tmp_path: Path) -> None:
    found = read(zipped({"../../evil.csv": b"a,b\n1,2\n"}), "t.zip").only
    assert found.table.name == "evil"
    assert [path.name for path in tmp_path.iterdir()] == ["t.zip"]


def test_an_archive_in_an_archive_is_refused(read: Callable[..., Any]) -> None:
    opened = read(zipped({"a.csv.gz": gzip.compress(CSV), "b.zip": zipped({"c.csv": CSV})}), "t.zip")
    assert opened.unread == ["archive-in-archive", "workbook-unreadable"]


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_devices_are_refused(path: str) -> None:
    if not Path(path).exists():
        pytest.skip("this system has no such device")
    assert [unread.code for unread in open_dataset([Path(path)], ReadLimits()).unread] == ["not-a-regular-file"]


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert [unread.code for unread in open_dataset([path], ReadLimits()).unread] == ["not-a-regular-file"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "no-permission"), (errno.ENOENT, "file-not-found"), (errno.EIO, "file-unreadable")],
)
def test_a_refusal_of_the_system_becomes_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(CSV)

    def refuse(*_: object, **__: object) -> int:
        raise OSError(number, "refused")

    monkeypatch.setattr("ayni.check.read.origin.os.open", refuse)
    assert [unread.code for unread in open_dataset([path], ReadLimits()).unread] == [code]


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz", "t.parquet"])
def test_a_file_that_changed_between_passes_is_noticed(tmp_path: Path, name: str, frame: pl.DataFrame) -> None:
    path = tmp_path / name
    if name.endswith("parquet"):
        frame.write_parquet(path)
    else:
        path.write_bytes(gzip.compress(CSV) if name.endswith("gz") else CSV)
    (table,) = open_dataset([path], ReadLimits()).tables
    assert sum(block.read().height for block in table.blocks()) > 0
    path.write_bytes(path.read_bytes() + b"9,9\n")
    with pytest.raises(InputError, match="file-changed"):
        [block.read() for block in table.blocks()]
