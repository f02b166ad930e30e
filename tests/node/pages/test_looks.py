"""What all pages share: words from the catalogue, the palette of the report, bytes on the wire, headers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.node.pages.reading import text_of

import ayni.check.render
import ayni.node
from ayni.node.pages.local import size_words, span_words
from ayni.node.pages.way.help import EXPLAINED
from ayni.node.texts import pages as frame_texts
from ayni.node.texts import pages_files
from ayni.node.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ayni.node.models import Person, Upload


NODE = Path(ayni.node.__file__).parent
FIRST_BYTES, LATER_BYTES = 30_000, 10_000
CODES = frame_texts.TEXTS | pages_files.TEXTS


def test_palette_is_that_of_the_report() -> None:
    def palettes(path: Path) -> list[str]:
        return re.findall(r":root\{color-scheme:light dark;[^}]*\}|:root\{--ink:#e9edf1[^}]*\}", path.read_text())

    report = Path(ayni.check.render.__file__).parent / "style.css"
    assert len(palettes(report)) == 2
    assert palettes(NODE / "static" / "ayni.css") == palettes(report)


def test_every_sentence_is_said_somewhere() -> None:
    sources = [
        path.read_text() for kind in ("*.html", "*.py") for path in NODE.rglob(kind) if path.parent.name != "texts"
    ]
    written = "\n".join(sources)
    prefixes = set(re.findall(r'"(page\.[a-z0-9.-]*[.-])(?:\{|")', written))  # "page.role."|add:… and f"page.role.{…}"
    unsaid = [code for code in CODES if f'"{code}"' not in written and not any(map(code.startswith, prefixes))]
    assert unsaid == []


def test_every_code_in_templates_has_words() -> None:
    said = {
        code
        for path in (NODE / "templates").rglob("*.html")
        for code in re.findall(r'\{% (?:say|tell) "([^"]+)"', path.read_text())
    }
    words = words_of("en")
    assert len(said) > 100
    assert [code for code in sorted(said) if code not in words.catalogue] == []


def test_help_explains_each_word() -> None:
    assert {code for word in EXPLAINED for code in (f"page.help.{word}", f"page.help.{word}-what")} <= set(CODES)


def test_no_template_holds_style_or_script_of_its_own() -> None:
    wrong = []
    for path in (NODE / "templates").rglob("*.html"):
        text = path.read_text()
        if re.search(r"<style|style=|<script(?! src=)|\son[a-z]+=|https?://|hx-on|hx-vals=.js", text):
            wrong.append(path.name)
    assert wrong == []


def on_the_wire(client: Client, place: str, seen: set[str]) -> int:
    """Return the compressed bytes of a page and of what it names that was not `seen` yet."""
    page = client.get(place, headers={"Accept-Encoding": "gzip"})
    plain = client.get(place).content.decode()
    total = len(page.content)
    for part in re.findall(r'(?:src|href)="(/static/[^"]+)"', plain):
        if part not in seen:
            seen.add(part)
            sent = client.get(part, headers={"Accept-Encoding": "gzip"})
            total += len(b"".join(sent.streaming_content))
            sent.close()
    return total


@pytest.mark.parametrize("language", ["en", "ar"])
def test_bytes_on_the_wire_keep_to_the_budget(
    on_its_way: Callable[..., Upload], signed_in: Callable[..., Client], person: Callable[..., Person], language: str
) -> None:
    owner = person("administrator")
    type(owner).objects.filter(pk=owner.pk).update(language=language)
    upload = on_its_way(owner, "done")
    client, seen = signed_in(owner), set()
    first = on_the_wire(client, "/", seen)
    assert first <= FIRST_BYTES
    later = ["/help", "/people", "/account", "/reviews", "/"]
    later += [f"/files/{upload.pk}{page}" for page in ("/report", "/columns", "/fixes", "/result", "/record", "/erase")]
    sizes = {place: on_the_wire(client, place, seen) for place in later}
    assert {place: size for place, size in sizes.items() if size > LATER_BYTES} == {}


def test_pages_come_under_the_strict_policy(pages: Client) -> None:
    policy = pages.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_page_that_is_not_there_says_so_in_the_frame(pages: Client) -> None:
    page = pages.get("/nowhere")
    assert page.status_code == 404
    assert "This page is not here" in text_of(page)


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (1234, "1.2 kB"), (217_000, "217 kB"), (8 << 30, "8.6 GB")],
)
def test_sizes_are_said_in_the_largest_unit(count: int, said: str) -> None:
    assert size_words(count, words_of("en")) == said


@pytest.mark.parametrize(("hours", "said"), [(1, "one hour"), (24, "24 hours"), (72, "3 days"), (50, "50 hours")])
def test_spans_are_said_in_days_where_they_are_whole(hours: int, said: str) -> None:
    assert span_words(hours, words_of("en")) == said
