"""Each of the doctor's checks sees what it is there to see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ayni.cli import doctor
from ayni.cli.main import main
from ayni.words import all_texts

if TYPE_CHECKING:
    from pathlib import Path

FACTS = {"version": "3.11.0", "megabytes": 9_000, "path": "", "port": "", "seconds": 0}
WELL: tuple[tuple[str, str, object], ...] = tuple(
    (number, name, lambda: (True, FACTS)) for number, name, _ in doctor.CHECKS
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int | str | None, str]:
    """Run `ayni doctor`; return its exit status and what it printed."""
    with pytest.raises(SystemExit) as done:
        main(["doctor", "--lang", "en", *arguments])
    return done.value.code, capsys.readouterr().out


def test_numbers_and_names_are_unique_and_have_words() -> None:
    numbers = [number for number, _, _ in doctor.CHECKS]
    names = [name for _, name, _ in doctor.CHECKS]
    assert len(set(numbers)) == len(set(names)) == len(doctor.CHECKS)
    assert [name for name in names if f"doctor.{name}" not in all_texts()] == []
    assert [name for name in names if f"doctor.{name}.hint" not in all_texts()] == []


def test_everything_in_order_exits_0(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CHECKS", WELL)
    status, out = run(capsys)
    assert status == 0
    assert out.splitlines()[0] == "ok  D001  Python is version 3.11.0."
    assert out.splitlines()[-1] == "Everything is in order."


def test_one_fault_exits_1_and_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ill: tuple[str, str, object] = ("D006", "kernels", lambda: (False, {}))
    monkeypatch.setattr(doctor, "CHECKS", (*WELL[:2], ill))
    status, out = run(capsys)
    assert status == 1
    assert "!!  D006  No folder for compiled kernels can be written to" in out
    assert out.splitlines()[-1] == "1 check needs your attention."


def test_json_holds_every_check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CHECKS", WELL)
    status, out = run(capsys, "--json")
    document = json.loads(out)
    assert (status, document["well"]) == (0, True)
    assert document["checks"][0] == {
        "number": "D001",
        "name": "python",
        "well": True,
        "message": "Python is version 3.11.0.",
        "facts": FACTS,
    }


def test_this_installation_can_be_diagnosed() -> None:
    found = {diagnosis.name: diagnosis for diagnosis in doctor.diagnose()}
    assert list(found) == [name for _, name, _ in doctor.CHECKS]
    assert found["python"].well is True
    assert found["engine"].well is True
    assert found["readers"].well is True


def test_environment_is_old_when_its_stamp_differs(tmp_path: Path) -> None:
    assert doctor.check_environment(tmp_path)[0] is True
    (tmp_path / "requirements.lock").write_text("a==1\n")
    assert doctor.check_environment(tmp_path)[0] is False
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "requirements.stamp").write_text("a==0\n")
    assert doctor.check_environment(tmp_path)[0] is False
    (tmp_path / ".venv" / "requirements.stamp").write_text("a==1\n")
    assert doctor.check_environment(tmp_path)[0] is True


@pytest.mark.parametrize(
    ("cpuinfo", "compatible", "well"),
    [
        ("flags : avx2 fma bmi1 bmi2 movbe sse\n", False, True),
        ("flags : sse2\n", False, False),
        ("flags : sse2\n", True, True),
        ("Features : fp asimd\n", False, True),
    ],
)
def test_processor_without_avx2_needs_the_compatible_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpuinfo: str, *, compatible: bool, well: bool
) -> None:
    (tmp_path / "cpuinfo").write_text(cpuinfo)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: object() if compatible else None)
    assert doctor.check_processor(tmp_path / "cpuinfo")[0] is well


def test_package_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(package: str) -> None:
        if package == "numba":
            raise ImportError(package)

    monkeypatch.setattr("importlib.import_module", load)
    assert doctor.check_engine() == (False, {"package": "numba"})
    assert doctor.check_readers() == (True, {})


def test_kernels_need_a_folder_that_can_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    assert doctor.check_kernels(tmp_path)[0] is True
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/proc/1/nowhere")
    monkeypatch.setattr("os.access", lambda *_: False)
    assert doctor.check_kernels(tmp_path)[0] is False


def test_little_memory_is_seen(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: 2000000 kB\nMemAvailable: 500000 kB\n")
    assert doctor.check_memory(meminfo) == (False, {"megabytes": 512, "needed": 700})
    meminfo.write_text("MemTotal: 2000000 kB\nMemAvailable: 1500000 kB\n")
    assert doctor.check_memory(meminfo) == (True, {"megabytes": 1536, "needed": 700})
    assert doctor.check_memory(tmp_path / "absent")[0] is True


def test_little_temporary_space_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 5_000_000})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    assert doctor.check_temporary(tmp_path) == (False, {"megabytes": 5, "folder": str(tmp_path)})


def test_language_without_all_words_is_named(tmp_path: Path) -> None:
    assert doctor.check_languages(tmp_path) == (False, {"languages": ["fr", "sw", "ar"]})


def test_terminal_that_is_not_utf8_is_seen() -> None:
    assert doctor.check_terminal("utf-8")[0] is True
    assert doctor.check_terminal("ANSI_X3.4-1968") == (False, {"encoding": "ANSI_X3.4-1968"})
