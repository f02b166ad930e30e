"""The offline kit: made from the package index, installed and run with the network cut, and refused when damaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def ayni(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-m", "ayni", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def cut_off(*command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace of its own, where not even loopback is up."""
    environment = {**ENVIRONMENT, "HOME": str(home), "AYNI_PYTHON": sys.base_prefix + "/bin/python3.11"}
    return subprocess.run(
        ["unshare", "-rn", *command], env=environment, capture_output=True, text=True, check=False, cwd=home
    )


def can_cut_network() -> bool:
    return (
        shutil.which("unshare") is not None
        and subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stick") / "kit"
    done = ayni("kit", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.xdist_group("kit")
@pytest.mark.skipif(not can_cut_network(), reason="this machine does not let a test cut its own network")
def test_kit_installs_and_runs_with_the_network_cut(kit: Path, tmp_path: Path) -> None:
    done = cut_off("sh", str(kit / "install"), home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip() == f"{tmp_path}/ayni/ayni up"
    report = cut_off(
        f"{tmp_path}/ayni/ayni", "check", f"{tmp_path}/ayni/examples/rainfall.csv", "--lang", "fr", home=tmp_path
    )
    assert report.returncode == 0, report.stderr
    assert not list(tmp_path.glob("ayni/.venv/lib/python3.11/site-packages/pip")), "pip runs from its wheel"


@pytest.mark.xdist_group("kit")
def test_kit_damaged_on_the_way_installs_nothing(kit: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kit"
    shutil.copytree(kit, copy, copy_function=os.link)
    page = copy / "README.md"
    content = page.read_bytes()
    page.unlink()
    page.write_bytes(content[:-1])
    done = subprocess.run(
        ["sh", str(copy / "install"), str(tmp_path / "place")],
        env={**ENVIRONMENT, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the kit is damaged" in done.stderr
    assert "README.md: FAILED" in done.stderr + done.stdout
    assert not (tmp_path / "place").exists()


@pytest.mark.xdist_group("kit")
def test_install_leaves_a_folder_alone_that_is_not_its_own(kit: Path, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    done = subprocess.run(
        ["sh", str(kit / "install"), str(tmp_path)], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "was not installed from a kit" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.xdist_group("kit")
def test_kit_from_the_packages_of_another_kit_is_the_same(kit: Path, tmp_path: Path) -> None:
    done = ayni("kit", str(tmp_path / "second"), "--wheels", str(kit / "wheels"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "second/SHA256SUMS").read_bytes() == (kit / "SHA256SUMS").read_bytes()


def test_install_from_a_checkout_says_what_a_kit_is(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", str(ROOT / "install"), str(tmp_path / "x")],
        env={**ENVIRONMENT, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "not an offline kit" in done.stderr


def test_kit_into_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"")
    done = ayni("kit", str(tmp_path))
    assert done.returncode == 2
    assert "There is already something in" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["photo"]


def test_kit_below_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = ayni("kit", str(tmp_path / "no" / "kit"))
    assert done.returncode == 2
    assert "does not exist. Make it first" in done.stderr


def test_kit_inside_the_checkout_is_refused() -> None:
    done = ayni("kit", str(ROOT / "kit-of-itself"))
    assert done.returncode == 2
    assert "would hold itself" in done.stderr
    assert not (ROOT / "kit-of-itself").exists()


def test_kit_with_packages_missing_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    done = ayni("kit", str(tmp_path / "kit"), "--wheels", str(tmp_path / "wheels"))
    assert done.returncode == 2
    assert "lacks: " in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["wheels"]
