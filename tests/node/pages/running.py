"""A whole node in processes of its own, as `ayni up` starts it, and Chromium to look at it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[3]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Node(NamedTuple):
    """A node that runs: its address, and how to come in."""

    address: str
    folder: Path

    def link(self) -> str:
        """Make a new one-time link for the administrator."""
        command = [sys.executable, "-m", "ayni", "up", "--folder", str(self.folder), "--link"]
        port = self.address.rpartition(":")[2]
        done = subprocess.run(
            [*command, "--port", port], capture_output=True, text=True, check=True, env=_environment()
        )
        return done.stdout.strip()


@contextlib.contextmanager
def running_node(folder: Path) -> Iterator[Node]:
    """Run a node in `folder` until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ayni", "up", "--folder", str(folder), "--port", str(port), "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if re.search(r"http://\S+/in/", line):
                    break
            yield Node(f"http://127.0.0.1:{port}", folder)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Open Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"AYNI_FOLDER", "DJANGO_SETTINGS_MODULE"}}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"}
