"""How settings files are opened; what they may say is tested with each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ayni.check.settings import SettingsErrors, nearest, read_settings
from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from pathlib import Path

ERRORS = SettingsErrors("x-unreadable", "x-too-large", "x-not-toml")


def test_read_settings_with_and_without_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    for mark in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(mark + 'name = "Öl"\n'.encode())
        assert read_settings(path, 100, ERRORS) == {"name": "Öl"}


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a = ", "x-not-toml"), (b"a = '\xff'", "x-not-toml"), (b"a=" + b"[" * 9_000, "x-not-toml")],
)
def test_read_settings_that_are_no_toml(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_settings(path, 10_000, ERRORS)
    assert (caught.value.code, caught.value.facts["path"]) == (code, str(path))
    assert len(str(caught.value.facts["reason"])) <= 200


def test_read_settings_at_the_limit_and_beyond(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"# four\n")
    assert read_settings(path, 7, ERRORS) == {}
    with pytest.raises(LimitError) as caught:
        read_settings(path, 6, ERRORS)
    assert caught.value.code == "x-too-large"
    assert caught.value.facts == {"path": str(path), "reason": "> 6 bytes", "bytes": 7, "limit": 6}


def test_read_settings_that_are_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        with pytest.raises(InputError) as caught:
            read_settings(path, 100, ERRORS)
        assert caught.value.code == "x-unreadable"


def test_nearest_word() -> None:
    assert nearest("wieght", ("weights", "household")) == "weights"
    assert nearest("zzz", ("weights", "household"), 0.6) is None
