"""What the tests of commands share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest

from ayni.cli import main as command_line

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return msgspec.json.decode(self.out)


@pytest.fixture
def ayni(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run `ayni` with arguments in this process, in English unless they say otherwise."""
    monkeypatch.setenv("AYNI_LANG", "en")
    monkeypatch.delenv("AYNI_DEBUG", raising=False)

    def run(*arguments: str | Path) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            command_line.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        assert "Traceback" not in said.err
        return Done(ended.value.code, said.out, said.err)

    return run


@pytest.fixture
def outside() -> dict[str, str]:
    """The environment for `python -m ayni` in a process of its own, in English."""
    clean = {name: value for name, value in os.environ.items() if name not in {"AYNI_DEBUG", "NO_COLOR"}}
    return {**clean, "PYTHONPATH": str(ROOT / "src"), "AYNI_LANG": "en", "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def command() -> list[str]:
    """The words that run `ayni check` in a process of its own."""
    return [sys.executable, "-P", "-m", "ayni", "check"]
