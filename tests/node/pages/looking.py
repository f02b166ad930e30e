"""Look at a page as axe does, and at what it leaves out: targets that are too small, pages that are too wide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import axe_core_python

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(axe_core_python.__file__).with_name("axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """
() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  .filter(one => one.offsetParent !== null && !one.closest('p, li:not(.row), dd, .quiet'))
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24)).map(([text]) => text)
"""


def faults(page: Page, place: str) -> list[object]:
    """Return what axe finds on a wide light page and of a dark one's contrast, and what a narrow one has wrong.

    Every detail is opened first.
    """
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(place)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.add_script_tag(path=AXE)
    found = axe(page, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    found += axe(page, {"type": "rule", "values": ["color-contrast"]})
    if "/report/" in place:
        return found  # its widths and targets are the report's own, tested with it
    found += page.evaluate(SMALL_TARGETS)
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found + ([("too wide", wide)] if wide > 0 else []) + page.evaluate(SMALL_TARGETS)


def axe(page: Page, only: dict[str, object]) -> list[object]:
    """Return what axe finds, one rule and its first places each."""
    options = {"runOnly": only, "resultTypes": ["violations"]}
    violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    return [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations]
