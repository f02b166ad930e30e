"""`ayni protect` when it is interrupted, killed, out of space or given hostile names: nothing half-written is left."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.cli.test_protect import PLAN, TABLE

from ayni.protect.staging import Making

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.cli.conftest import Done

PROTECT = [sys.executable, "-P", "-m", "ayni", "protect"]
ASKED = ["big.csv", "--plan", "plan.toml", "--out", "safe.csv"]


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A folder with a table that takes a while."""
    rows = TABLE.split("\n", 1)[1]
    (tmp_path / "big.csv").write_text("name,age,sex\n" + rows * 10_000)
    (tmp_path / "plan.toml").write_text(PLAN)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def begin(folder: Path, outside: dict[str, str], arguments: Sequence[str] = ASKED) -> subprocess.Popen[bytes]:
    """Start a run and return once it has begun to make its result."""
    run = subprocess.Popen(
        [*PROTECT, *arguments], cwd=folder, env=outside, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while run.poll() is None and not list(folder.glob(".ayni-*.making/.ayni-*.part")):
        pass
    assert run.poll() is None, run.communicate()
    return run


def test_protect_killed_leaves_nothing_under_the_output_name_and_runs_again(big: Path, outside: dict[str, str]) -> None:
    run = begin(big, outside)
    run.kill()
    run.communicate()
    left = [name for name in names(big) if name not in {"big.csv", "plan.toml"}]
    assert [name.endswith(".making") for name in left] == [True]
    # What a killed run left is private.
    assert (big / left[0]).stat().st_mode & 0o777 == 0o700
    again = subprocess.run([*PROTECT, *ASKED], cwd=big, env=outside, capture_output=True, check=False)
    assert (again.returncode, again.stderr) == (0, b"")
    assert names(big) == ["big.csv", "plan.toml", "safe.csv"]
    assert pl.read_csv(big / "safe.csv").height == 400_000


@pytest.mark.parametrize("sign", [signal.SIGINT])
def test_protect_interrupted_leaves_nothing(big: Path, outside: dict[str, str], sign: signal.Signals) -> None:
    run = begin(big, outside)
    run.send_signal(sign)
    _, said = run.communicate()
    assert (run.returncode, b"Traceback" in said) == (130, False)
    assert names(big) == ["big.csv", "plan.toml"]


def test_protect_refuses_a_second_run_for_the_same_output(
    tmp_path: Path, ayni: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(TABLE)
    (tmp_path / "plan.toml").write_text(PLAN)
    with Making(tmp_path / "safe.csv", [], replace=False) as other:
        (other.folder / "part").write_text("the other run's")
        second = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", "safe.csv")
        assert (second.status, "Another run" in second.err) == (1, True)
        assert (other.folder / "part").read_text() == "the other run's"
    assert names(tmp_path) == ["people.csv", "plan.toml"]


def test_protect_on_a_full_disk_leaves_nothing(big: Path, outside: dict[str, str]) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    done = subprocess.run(
        [*PROTECT, *ASKED],
        cwd=big,
        env=outside,
        capture_output=True,
        check=False,
        preexec_fn=limited,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert names(big) == ["big.csv", "plan.toml"]


def test_protect_into_a_folder_that_may_not_be_written_leaves_nothing(big: Path, outside: dict[str, str]) -> None:
    (big / "closed").mkdir(mode=0o500)
    if os.access(big / "closed", os.W_OK):
        pytest.skip("an administrator may write everywhere")
    done = subprocess.run(
        [*PROTECT, *ASKED[:-1], "closed/safe.csv"], cwd=big, env=outside, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert names(big / "closed") == []


@pytest.mark.parametrize("name", ["../up.csv", "a b'\"; rm -rf.csv", "\u202ecsv.csv", "ünï→.csv", "-o.csv"])
def test_protect_takes_hostile_names_as_names(
    tmp_path: Path, ayni: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    (inner / "people.csv").write_text(TABLE)
    (inner / "plan.toml").write_text(PLAN)
    done = ayni("protect", "people.csv", "--plan", "plan.toml", f"--out={name}")
    assert done.status == 0
    assert "\u202e" not in done.out
    assert (inner / name).exists()
    assert len(names(inner)) + len(names(tmp_path)) == 4


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "a\nb.csv"])
def test_protect_refuses_or_takes_unusable_names_without_a_fault(
    tmp_path: Path, ayni: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(TABLE)
    (tmp_path / "plan.toml").write_text(PLAN)
    done = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", name)
    assert done.status == (2 if len(name) > 255 else 0)
    assert names(tmp_path) == sorted({"people.csv", "plan.toml"} | ({name} if done.status == 0 else set()))


def test_protect_defuses_formulas_that_a_spreadsheet_would_run(
    tmp_path: Path, ayni: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    header, rest = TABLE.split("\n", 1)
    lines = [f"{line},=cmd|' /C calc'!A0" for line in rest.splitlines()]
    (tmp_path / "people.csv").write_text("\n".join([f"{header},note", *lines]) + "\n")
    (tmp_path / "plan.toml").write_text(PLAN)
    done = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", "safe.csv", "--json")
    assert done.json["formulas_defused"] == 40
    assert set(pl.read_csv(tmp_path / "safe.csv")["note"]) == {"'=cmd|' /C calc'!A0"}


def test_protect_refuses_a_hierarchy_with_a_cycle(
    tmp_path: Path, ayni: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(TABLE)
    (tmp_path / "sex.csv").write_text("f;m;f\nm;f;m\n")
    step = '[[step]]\ndo = "generalise"\ncolumn = "sex"\n[step.hierarchy]\nby = "file"\npath = "sex.csv"\n'
    (tmp_path / "plan.toml").write_text(PLAN + step)
    done = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", "safe.csv", "--json")
    assert (done.status, '"code": "hierarchy-' in done.err) == (2, True)
    assert names(tmp_path) == ["people.csv", "plan.toml", "sex.csv"]
