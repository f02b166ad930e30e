"""The README's promises to a new user hold: two commands, and every command in it can be run.

That what it shows is what the commands print is held by `test_docs.py`, as for every page.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from pathlib import Path

import pytest

from ayni.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^\$ (\./.+)$", README, re.MULTILINE)


def test_the_two_commands_come_first() -> None:
    assert SHOWN[0].startswith("./ayni check examples/")
    assert SHOWN[1] == "./test"


@pytest.mark.parametrize("name", ["ayni", "test", ".ci/run"])
def test_script_can_be_run(name: str) -> None:
    assert (ROOT / name).stat().st_mode & stat.S_IXUSR
    assert os.access(ROOT / name, os.X_OK)


@pytest.mark.parametrize("command", SHOWN)
def test_command_names_what_exists(command: str) -> None:
    script, *arguments = shlex.split(command)
    assert script in {"./ayni", "./test"}
    if script == "./ayni":
        assert arguments[0] in COMMANDS
    assert [path for path in arguments if path.startswith("examples/") and not (ROOT / path).exists()] == []


def test_every_offered_language_is_named() -> None:
    assert [word for word in ("English", "French", "Swahili", "Arabic") if word not in README] == []
