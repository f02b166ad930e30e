"""The page in a real browser, where one is installed: it loads whole, and its own policy blocks none of it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.check.render import sample_report as sample

from ayni.check.render.html import to_html

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.messages import Catalogue

_CHROMIUM = shutil.which("chromium")


@pytest.mark.skipif(_CHROMIUM is None, reason="Chromium is not installed")
def test_to_html_prints_in_a_browser(tmp_path: Path, english: Catalogue) -> None:
    (tmp_path / "report.html").write_text(to_html(sample.report(), english), "utf-8")
    flags = (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr",
        f"--print-to-pdf={tmp_path / 'report.pdf'}",
    )  # fmt: skip
    assert _CHROMIUM is not None
    done = subprocess.run(
        [_CHROMIUM, *flags, (tmp_path / "report.html").as_uri()], capture_output=True, timeout=120, check=True
    )
    assert b"Refused" not in done.stderr
    assert b"Content Security Policy" not in done.stderr
    printed = (tmp_path / "report.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 3
