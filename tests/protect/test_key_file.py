from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

import pytest

from ayni.errors import ActError, InputError
from ayni.protect.key_file import KEY_FILE_BYTES, load_key, make_key
from ayni.protect.texts.key import TEXTS

if TYPE_CHECKING:
    from pathlib import Path


def _file(tmp_path: Path, body: bytes, mode: int = 0o600) -> Path:
    path = tmp_path / "ayni.key"
    path.write_bytes(body)
    path.chmod(mode)
    return path


def _code(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_key(path)
    assert f"error.{caught.value.code}" in TEXTS
    return caught.value.code


def test_a_new_key_is_private_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "ayni.key"
    before = os.umask(0)
    try:
        key = make_key(path)
    finally:
        os.umask(before)
    assert len(key) == 32
    assert load_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text(encoding="ascii").startswith("# Ayni: the secret key")


def test_two_keys_are_not_the_same(tmp_path: Path) -> None:
    assert make_key(tmp_path / "one") != make_key(tmp_path / "two")


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = _file(tmp_path, b"something")
    with pytest.raises(InputError, match="key-exists"):
        make_key(path)
    assert path.read_bytes() == b"something"
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="key-exists"):
        make_key(tmp_path / "link")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ActError, match="key-not-written"):
        make_key(tmp_path / "gone" / "ayni.key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o644])
def test_a_key_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "ayni.key"
    make_key(path)
    path.chmod(mode)
    assert _code(path) == "key-not-private"


def test_a_link_to_a_private_key_is_followed(tmp_path: Path) -> None:
    key = make_key(tmp_path / "ayni.key")
    (tmp_path / "link").symlink_to(tmp_path / "ayni.key")
    assert load_key(tmp_path / "link") == key


def test_a_lost_key_is_said_to_be_lost(tmp_path: Path) -> None:
    assert _code(tmp_path / "ayni.key") == "key-lost"
    assert "cannot be matched" in TEXTS["error.key-lost"].one
    assert "new one on purpose" in TEXTS["error.key-lost"].one


GOOD = base64.b64encode(bytes(range(32)))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"# only a comment\n",
        GOOD[:-5],
        GOOD[:40],
        GOOD + GOOD,
        GOOD + b"\n" + GOOD,
        b"not base 64 at all \xff",
        base64.b64encode(bytes(31)),
        b"#" * KEY_FILE_BYTES + b"\n" + GOOD,
    ],
)
def test_a_damaged_key_is_refused(tmp_path: Path, body: bytes) -> None:
    assert _code(_file(tmp_path, body)) == "key-damaged"


def test_a_key_survives_blanks_and_other_line_ends(tmp_path: Path) -> None:
    assert load_key(_file(tmp_path, b"# mine\r\n\r\n  " + GOOD + b" \r\n")) == bytes(range(32))


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    assert _code(tmp_path) == "key-not-file"
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert _code(tmp_path / "pipe") == "key-not-file"


def test_no_error_shows_the_key(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD, 0o644)
    with pytest.raises(InputError) as caught:
        load_key(path)
    assert GOOD.decode() not in str(caught.value)
