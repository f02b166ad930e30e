"""`./ayni` and `./test` set themselves up wherever they stand, once, and say what is wrong when they cannot.

The tests copy the two scripts beside an empty lock file and a program of three lines, so that a whole first
run needs no network: it makes a real environment and runs in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "import sys\nprint('ran', *sys.argv[1:])\nsys.exit(3 if 'fail' in sys.argv else 0)\n"
PLAIN = "flags\t\t: fpu sse2\n"
MODERN = "flags\t\t: fpu avx2 fma bmi1 bmi2 movbe\n"
INSTALLS = (
    '#!/bin/sh\ncase "$*" in *"-m pip install"*) printf "%s\\n" "$*" >>"$PIP_LOG"; exit "${PIP_STATUS:-0}" ;; esac\n'
)


def checkout(folder: Path) -> Path:
    """Lay out the scripts, an empty lock file and a small program."""
    (folder / "scripts").mkdir(parents=True)
    (folder / "src" / "ayni").mkdir(parents=True)
    shutil.copy(ROOT / "ayni", folder)
    shutil.copy(ROOT / "scripts" / "set-up.sh", folder / "scripts")
    (folder / "requirements.lock").write_text("# nothing\n")
    (folder / "requirements-compat.lock").write_text("# nothing\n")
    (folder / "src" / "ayni" / "__init__.py").write_text("")
    (folder / "src" / "ayni" / "__main__.py").write_text(PROGRAM)
    return folder


def run(script: Path, *arguments: str, cwd: Path | None = None, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a script as a user would, with the interpreter of these tests."""
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    env |= {"AYNI_PYTHON": sys.executable, "AYNI_INSTALLER": "pip"} | extra
    return subprocess.run([script, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up a checkout in a folder with spaces in its name."""
    folder = checkout(tmp_path_factory.mktemp("a place") / "of my own")
    done = run(folder / "ayni", "hello", "two words")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "ran hello two words\n"
    assert "setting up from requirements.lock" in done.stderr
    assert done.stderr.splitlines()[-1] == "ayni: ready."
    return folder


def fake_environment(folder: Path) -> Path:
    """Put an interpreter into .venv that only records what pip is asked to install."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    interpreter = folder / ".venv" / "bin" / "python"
    interpreter.write_text(INSTALLS)
    interpreter.chmod(0o755)
    return folder


def test_second_run_says_and_does_nothing(ready: Path) -> None:
    before = (ready / ".venv" / "requirements.stamp").stat().st_mtime_ns
    done = run(ready / "ayni", "again")
    assert (done.returncode, done.stdout, done.stderr) == (0, "ran again\n", "")
    assert (ready / ".venv" / "requirements.stamp").stat().st_mtime_ns == before


def test_up_to_date_run_starts_python_once(ready: Path, tmp_path: Path) -> None:
    # Only what these folders hold can be started: no Python but that of .venv, no pip, no uv.
    for tool in ("cmp", "sh"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    assert run(ready / "ayni", "bare", PATH=str(tmp_path)).stdout == "ran bare\n"


def test_status_of_the_program_is_passed_on(ready: Path) -> None:
    assert run(ready / "ayni", "fail").returncode == 3


def test_runs_from_another_folder_and_through_links(ready: Path, tmp_path: Path) -> None:
    direct, relative = tmp_path / "direct", tmp_path / "relative"
    direct.symlink_to(ready / "ayni")
    relative.symlink_to("direct")
    assert run(direct, "x", cwd=tmp_path).stdout == "ran x\n"
    assert run(relative, "x", cwd=tmp_path).stdout == "ran x\n"
    assert run(Path("/bin/sh"), "ayni", "x", cwd=ready).stdout == "ran x\n"


def test_module_of_the_same_name_in_the_working_folder_is_not_run(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "ayni.py").write_text("raise SystemExit('the wrong one')")
    assert run(ready / "ayni", "x", cwd=tmp_path).stdout == "ran x\n"


def test_python_settings_of_the_user_do_not_reach_the_program(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "ayni.py").write_text("raise SystemExit('the wrong one')")
    assert run(ready / "ayni", "x", PYTHONPATH=str(tmp_path)).stdout == "ran x\n"


def test_folder_can_be_moved(ready: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved, and renamed"
    shutil.copytree(ready, moved, symlinks=True)
    done = run(moved / "ayni", "x")
    assert (done.stdout, done.stderr) == ("ran x\n", "")


def test_interrupted_set_up_goes_on(ready: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(ready, broken, symlinks=True)
    (broken / ".venv" / "requirements.stamp").unlink()
    (broken / "src" / "ayni" / "__pycache__").mkdir(exist_ok=True)
    done = run(broken / "ayni", "x")
    assert done.stdout == "ran x\n"
    assert "making .venv" not in done.stderr


def test_changed_lock_file_sets_up_again(ready: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(ready, changed, symlinks=True)
    (changed / "requirements.lock").write_text("# still nothing\n")
    assert "setting up" in run(changed / "ayni", "x").stderr
    assert run(changed / "ayni", "x").stderr == ""


def test_two_first_runs_at_once_share_one_set_up(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "shared")
    env = {**os.environ, "AYNI_PYTHON": sys.executable, "AYNI_INSTALLER": "pip"}
    both = [
        subprocess.Popen([folder / "ayni", name], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [out for out, _ in said] == ["ran one\n", "ran two\n"]
    assert "".join(err for _, err in said).count("making .venv") == 1


def test_old_processor_gets_the_compatible_runtime(tmp_path: Path) -> None:
    cpuinfo, log = tmp_path / "cpuinfo", tmp_path / "log"
    for name, flags, expected in (
        ("old", PLAIN, True),
        ("new", MODERN, False),
        ("arm", "Features\t: fp asimd\n", False),
    ):
        cpuinfo.write_text(flags)
        log.write_text("")
        folder = fake_environment(checkout(tmp_path / name))
        done = run(folder / "ayni", AYNI_CPUINFO=str(cpuinfo), PIP_LOG=str(log))
        assert ("requirements-compat.lock" in log.read_text()) is expected
        assert ("compatible runtime" in done.stderr) is expected
        assert "--require-hashes" in log.read_text()


def test_failed_download_says_what_to_do_and_leaves_no_stamp(tmp_path: Path) -> None:
    folder = fake_environment(checkout(tmp_path / "offline"))
    done = run(folder / "ayni", PIP_LOG=str(tmp_path / "log"), PIP_STATUS="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip download -r requirements.lock" in done.stderr
    assert not (folder / ".venv" / "requirements.stamp").exists()


def test_old_python_is_refused(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "old")
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run(folder / "ayni", AYNI_PYTHON=str(old))
    assert done.returncode == 1
    assert done.stderr == f"ayni: AYNI_PYTHON={old} is not a Python 3.11 or newer.\n"


def test_missing_python_is_said(tmp_path: Path) -> None:
    folder, tools = checkout(tmp_path / "none"), tmp_path / "tools"
    tools.mkdir()
    for tool in ("cmp", "sh"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    done = run(folder / "ayni", AYNI_PYTHON="", PATH=str(tools))
    assert done.returncode == 1
    assert done.stderr.startswith("ayni: Python 3.11 or newer was not found.\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "read only")
    folder.chmod(0o555)
    done = run(folder / "ayni")
    folder.chmod(0o755)
    assert done.returncode == 1
    assert "this folder cannot be written to" in done.stderr


def test_lock_files_name_no_address_and_every_package_has_a_hash() -> None:
    for lock in sorted(ROOT.glob("requirements*.lock")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        requirements = text.replace("\\\n", " ").splitlines()
        assert [line for line in requirements if "==" in line and "--hash=sha256:" not in line] == []


def test_test_lock_holds_the_program_s_own_versions() -> None:
    # Without markers: what the program needs on one system only, the tests may need everywhere.
    core, full = (
        {line.split()[0] for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "==" in line}
        for name in ("requirements.lock", "requirements-test.lock")
    )
    assert core - full == set()


def test_compatible_runtime_has_the_version_of_polars() -> None:
    versions = {
        line.split()[0].partition("==")[2]
        for name in ("requirements.lock", "requirements-compat.lock")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line.startswith(("polars==", "polars-runtime-compat=="))
    }
    assert len(versions) == 1
