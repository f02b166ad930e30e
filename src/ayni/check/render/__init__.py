"""A check's report in the forms people and programs read it: terminal, JSON, page, Croissant.

Renderers are pure: a `Report` and the words of one language in, text or bytes out. Only `write_whole`
touches the disk.
"""

from __future__ import annotations

from ayni.check.render.about import About, load_about
from ayni.check.render.croissant import to_croissant
from ayni.check.render.html import to_html
from ayni.check.render.json import report_schema, to_json
from ayni.check.render.public import publish
from ayni.check.render.text import to_text
from ayni.check.render.whole import write_whole

__all__ = [
    "About",
    "load_about",
    "publish",
    "report_schema",
    "to_croissant",
    "to_html",
    "to_json",
    "to_text",
    "write_whole",
]
