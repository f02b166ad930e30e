from __future__ import annotations

import os
from pathlib import Path

import pytest

from ayni.check.render.whole import write_whole
from ayni.errors import ActError


def test_write_whole_replaces_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["report.html"]  # noqa: PTH208


def test_write_whole_keeps_the_older_file_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ActError) as caught:
        write_whole(path, b"new" * 1000)
    assert caught.value.code == "report-not-written"
    assert caught.value.facts == {"path": str(path), "reason": "No space left on device"}
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["report.json"]  # noqa: PTH208


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_write_whole_to_a_device_says_that_it_is_full() -> None:
    with pytest.raises(ActError) as caught:
        write_whole(Path("/dev/full"), b"x" * 100_000)
    assert caught.value.facts["path"] == "/dev/full"


def test_write_whole_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ActError) as caught:
        write_whole(tmp_path / "nowhere" / "r.html", b"x")
    assert caught.value.facts["reason"] == "No such file or directory"


def test_write_whole_onto_a_folder(tmp_path: Path) -> None:
    (tmp_path / "r.html").mkdir()
    with pytest.raises(ActError):
        write_whole(tmp_path / "r.html", b"x")
    assert os.listdir(tmp_path) == ["r.html"]  # noqa: PTH208


def test_write_whole_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
