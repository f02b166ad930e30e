"""Take the pictures of the tutorial: walk the Stata survey through the pages of a real node, in Chromium.

    .venv/bin/python scripts/screenshots.py            into docs/tutorial/images
    .venv/bin/python scripts/screenshots.py FOLDER     into another folder

Needs the packages of requirements-test.lock and a Chromium; `CHROMIUM` names one that is not found by itself. Pictures
have at most 256 colours (PNG, colour type 3), so that they are small.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parents[1]
SURVEY = ROOT / "examples" / "household-survey.dta"
IMAGES = ROOT / "docs" / "tutorial" / "images"
MOST_BYTES = 60_000
WIDE, HIGH = 800, 600
WAIT = 120_000
ANSWERS = {"ethnicity": "Sensitive", "disability": "Sensitive"}
"""What the tutorial's steward corrects on the page of columns."""


@contextmanager
def node(folder: Path) -> Iterator[str]:
    """Run a node in a new folder and yield its sign-in link."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "ayni", "up", "--folder", str(folder), "--port", port, "--no-open"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "AYNI_LANG": "en"}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        if running.stdout is None:
            raise TypeError
        for line in running.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                yield found[0]
                break
        else:
            raise RuntimeError("the node did not start")
    finally:
        running.terminate()
        running.wait(20)


PIXELS = """
async png => {
  const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), pen = canvas.getContext('2d');
  pen.drawImage(bitmap, 0, 0);
  const bytes = pen.getImageData(0, 0, bitmap.width, bitmap.height).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
"""
COLOURS = 256


def in_few_colours(rgba: bytes, width: int) -> bytes:
    """Return a PNG with the most frequent colours; every other one becomes the nearest of these."""
    import numpy as np

    pixels = np.frombuffer(rgba, np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    rounded = pixels // 4 * 4 + 2
    rounded[(pixels == pixels[0]).all(axis=1)] = pixels[0]  # the page's own colour stays exact
    rounded[(pixels >= COLOURS - 4).all(axis=1)] = COLOURS - 1
    numbers = rounded @ np.array([1 << 16, 1 << 8, 1])
    known, place, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    kept = known[np.sort(np.argsort(-counts, kind="stable")[:COLOURS])]
    colours = np.stack([kept >> 16, kept >> 8 & 255, kept & 255], axis=1)
    asked = np.stack([known >> 16, known >> 8 & 255, known & 255], axis=1)
    nearest = np.array([((colours - one) ** 2).sum(axis=1).argmin() for one in asked], dtype=np.uint8)
    rows = nearest[place].reshape(-1, width)
    packed = zlib.compress(np.hstack([np.zeros((len(rows), 1), np.uint8), rows]).tobytes(), 9)
    head = struct.pack(">2I5B", width, len(rows), 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", colours.astype(np.uint8).tobytes()), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


class Album:
    """Takes pictures of pages into a folder, each of a bounded size."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        """Make the folder where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._bench = browser.new_page()

    def take(self, page: Page, name: str, *, of: Locator | None = None, high: int = HIGH) -> None:
        """Take what one sees, from `of` on where it is given."""
        page.set_viewport_size({"width": WIDE, "height": high})
        page.mouse.move(0, 0)
        if of is None:
            page.evaluate("window.scrollTo(0, 0)")
        else:
            of.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 12)")
        path = self._folder / f"{name}.png"
        taken = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
        path.write_bytes(in_few_colours(base64.b64decode(self._bench.evaluate(PIXELS, taken)), WIDE))
        size = path.stat().st_size
        print(f"wrote {path} ({size:,} bytes)")
        if size > MOST_BYTES:
            raise ValueError(f"{path} has more than {MOST_BYTES:,} bytes: take less of the page")


def walk(browser: Browser, link: str, album: Album) -> None:
    """Go the tutorial's way."""
    page = browser.new_context(locale="en", color_scheme="light", viewport={"width": WIDE, "height": HIGH}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(link)
    page.get_by_role("button", name="Sign me in").click()
    page.wait_for_selector("#file")
    album.take(page, "start")

    page.set_input_files("#file", SURVEY)
    page.get_by_role("button", name="Check this file").click()
    page.wait_for_url(re.compile(r"/report$"))
    album.take(page, "report", high=760)

    page.get_by_role("link", name="Go on: confirm the columns").click()
    for column, answer in ANSWERS.items():
        box = page.get_by_label(f"Your answer for {column}")
        box.select_option(next(text for text in box.locator("option").all_inner_texts() if text.startswith(answer)))
    album.take(page, "columns", of=page.locator("h1"))
    album.take(page, "survey", of=page.get_by_role("heading", name="For surveys"), high=420)

    page.get_by_role("button", name="These answers are right").click()
    page.wait_for_url(re.compile(r"/fixes$"))
    album.take(page, "goal", of=page.locator("h1"), high=760)
    one = page.locator("ol.fixes > li").filter(has_text="coarser").last
    album.take(page, "fix", of=one, high=620)

    page.get_by_role("button", name="Make the safe file").first.click()
    page.wait_for_url(re.compile(r"/result$"))
    album.take(page, "result", high=820)
    ask_the_law(page, album)


REGISTER = {"data.personal": "yes", "data.state-interest": "elections", "storage.copy-kept": "no"}
"""The register of voters of the tutorial about the law."""


def ask_the_law(page: Page, album: Album) -> None:
    """Ask whether a register may go from Kenya to the United States, and take the answer."""
    page.goto("/".join([*page.url.split("/")[:3], "law"]))
    page.get_by_label("What would be sent").fill("Register of voters")
    page.get_by_label("From which country?").select_option("KE")
    page.get_by_label("To which country?").select_option("US")
    page.get_by_label("On which day?").fill("2026-11-29")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url(re.compile("/law/[0-9a-f-]{36}"))
    for fact, answer in REGISTER.items():
        page.goto(f"{page.url.split('?')[0]}?ask={fact}")
        if fact == "data.state-interest":
            album.take(page, "question", of=page.locator("h1"), high=620)
        page.locator(f'[name=answer][value="{answer}"]').check()
        page.get_by_role("button", name="Next").click()
    album.take(page, "may-i-send-this", of=page.locator("h1"), high=820)


def main() -> None:
    """Take all pictures."""
    from playwright.sync_api import sync_playwright

    target = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory(prefix="ayni-pictures-") as folder,
        node(Path(folder) / "node") as link,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        walk(browser, link, Album(target, browser))
        browser.close()


if __name__ == "__main__":
    main()
