"""The private folder in which a result is made."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ayni.errors import ActError, InputError
from ayni.protect.staging import Making

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_making_puts_a_finished_file_in_its_place_and_leaves_nothing_else(tmp_path: Path) -> None:
    with Making(tmp_path / "safe.csv", [], replace=False) as making:
        assert making.folder.stat().st_mode & 0o777 == 0o700
        making.path.write_text("done")
        making.put_in_place()
    assert names(tmp_path) == ["safe.csv"]
    assert (tmp_path / "safe.csv").read_text() == "done"


def test_making_leaves_nothing_when_it_fails(tmp_path: Path) -> None:
    def fail(making: Making) -> None:
        making.path.write_text("half")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), Making(tmp_path / "safe.csv", [], replace=False) as making:
        fail(making)
    assert names(tmp_path) == []


def test_making_clears_away_what_a_killed_run_left(tmp_path: Path) -> None:
    left = Making(tmp_path / "safe.csv", [], replace=False)
    left.folder.mkdir(mode=0o700)
    (left.folder / ".ayni-0.part").write_text("half")
    with Making(tmp_path / "safe.csv", [], replace=False) as making:
        assert names(making.folder) == [".lock"]
    assert names(tmp_path) == []


def test_making_does_not_replace_what_came_meanwhile(tmp_path: Path) -> None:
    with Making(tmp_path / "safe.csv", [], replace=False) as making:
        making.path.write_text("ours")
        (tmp_path / "safe.csv").write_text("theirs")
        with pytest.raises(InputError, match="output-exists"):
            making.put_in_place()
    assert (tmp_path / "safe.csv").read_text() == "theirs"


def test_making_replaces_what_a_link_names_when_told(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "safe.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real" / "safe.csv")
    with Making(tmp_path / "link.csv", [], replace=True) as making:
        making.path.write_text("new")
        making.put_in_place()
    assert (tmp_path / "real" / "safe.csv").read_text() == "new"
    assert (tmp_path / "link.csv").is_symlink()


def test_making_does_not_work_in_a_folder_of_others(tmp_path: Path) -> None:
    making = Making(tmp_path / "safe.csv", [], replace=False)
    (tmp_path / "elsewhere").mkdir()
    making.folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ActError, match="output-making-taken"), making:
        pass
    assert names(tmp_path / "elsewhere") == []
    making.folder.unlink()
    making.folder.mkdir()
    making.folder.chmod(0o777)
    with pytest.raises(ActError, match="output-making-taken"), making:
        pass


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "output-is-folder"), ("none/safe.csv", "output-folder-missing"), ("pipe", "output-not-a-file"),
     ("x" * 300, "output-name-unusable"), ("a\0b", "output-name-unusable"), ("there", "output-exists")],
)  # fmt: skip
def test_making_refuses_places_that_no_file_can_have(tmp_path: Path, name: str, code: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "there").write_text("mine")
    with pytest.raises(InputError, match=code):
        Making(tmp_path / name, [], replace=False)
    assert names(tmp_path) == ["pipe", "there"]
