"""Whatever goes wrong is said in words, in the asked language, with the right exit status."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from ayni import __version__
from ayni.cli import main as command_line
from ayni.errors import ActError, InputError

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> int:
    """Run the command line in this process; return its exit status."""
    with pytest.raises(SystemExit) as done:
        command_line.main(arguments)
    assert isinstance(done.value.code, int)
    return done.value.code


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[BaseException | int]:
    """Replace `ayni doctor` by a command that raises or returns what the test puts into the list."""
    todo: list[BaseException | int] = []

    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    @click.option("--lang")
    def doctor(*, as_json: bool, lang: str | None) -> int:
        assert isinstance(as_json, bool)
        assert lang is None or isinstance(lang, str)
        act = todo.pop()
        if isinstance(act, BaseException):
            raise act
        return act

    monkeypatch.setattr("ayni.cli.doctor.doctor", doctor)
    monkeypatch.delenv("AYNI_DEBUG", raising=False)
    monkeypatch.setenv("AYNI_LANG", "en")
    return todo


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"ayni {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    assert [name for name in command_line.COMMANDS if f"\n  {name} " not in out] == []


@pytest.mark.parametrize("name", list(command_line.COMMANDS))
def test_command_can_be_loaded(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name, "--help") == 0
    assert capsys.readouterr().out.startswith(f"Usage: ayni {name} ")


def test_return_value_is_the_exit_status(failing: list[BaseException | int]) -> None:
    failing += [1, 0]
    assert run("doctor") == 0
    assert run("doctor") == 1


def test_error_is_said_in_words(failing: list[BaseException | int], capsys: pytest.CaptureFixture[str]) -> None:
    failing.append(InputError("language-not-offered", language="tlh", offered=["en", "fr"]))
    assert run("doctor") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "ayni: The language tlh is not offered yet. Choose one of these: en and fr.\n"


def test_error_is_one_json_object_with_json(
    failing: list[BaseException | int], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(ActError("disk-full"))
    assert run("doctor", "--json") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err) == {
        "code": "disk-full",
        "message": "There is no space left on the disk. Free some space and run the command again.",
        "facts": {},
    }


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 1, "no space left on the disk"),
        (MemoryError(), 1, "ran out of memory"),
        (RuntimeError("Amina Mwangi"), 70, "does not know (RuntimeError)"),
    ],
)
def test_unforeseen_exception_is_named_without_its_message(
    failing: list[BaseException | int],
    capsys: pytest.CaptureFixture[str],
    raised: Exception,
    status: int,
    said: str,
) -> None:
    failing.append(raised)
    assert run("doctor") == status
    err = capsys.readouterr().err
    assert said in err
    assert "Amina" not in err
    assert "Traceback" not in err


def test_unforeseen_exception_is_raised_when_debugging(
    failing: list[BaseException | int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AYNI_DEBUG", "1")
    failing.append(RuntimeError("details"))
    with pytest.raises(RuntimeError, match="details"):
        command_line.main(["doctor"])


def test_interruption_is_quiet(failing: list[BaseException | int], capsys: pytest.CaptureFixture[str]) -> None:
    failing.append(KeyboardInterrupt())
    assert run("doctor") == 130
    captured = capsys.readouterr()
    assert (captured.out, captured.err.strip()) == ("", "")


def test_unknown_option_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor", "--nonsense") == 2
    assert "--nonsense" in capsys.readouterr().err
    assert run("doctor", "--nonsense", "--json") == 2
    assert json.loads(capsys.readouterr().err)["code"] == "usage"


def test_unknown_command_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("nonsense") == 2
    assert "nonsense" in capsys.readouterr().err


def test_language_before_the_command_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    @click.command()
    @click.option("--lang")
    def doctor(lang: str | None) -> None:
        asked.append(lang)

    monkeypatch.setattr("ayni.cli.doctor.doctor", doctor)
    assert run("--lang", "sw-KE", "doctor") == 0
    assert run("--lang", "sw", "doctor", "--lang", "fr") == 0
    assert run("doctor") == 0
    assert asked == ["sw", "fr", None]


def test_language_nobody_offers_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AYNI_LANG", "en")
    assert run("--lang=tlh", "doctor") == 2
    assert "tlh" in capsys.readouterr().err
    assert run("doctor", "--lang") == 2
    assert "--lang" in capsys.readouterr().err


def test_closed_pipe_is_quiet() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "ayni", "--help"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")
