from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.check.render import sample_report as sample

from ayni.check.render import html, html_columns
from ayni.check.render.html import to_html
from ayni.check.render.html_columns import DETAILED
from ayni.check.render.markup import cell_row, figure
from ayni.check.render.public import publish

if TYPE_CHECKING:
    from ayni.messages import Catalogue

_VOID = {"meta", "br", "link", "img", "input", "hr", "wbr"}
_STYLE = Path(html.__file__).with_name("style.css").read_text("utf-8")


class _Page(HTMLParser):
    """Checks that tags close in order and keeps what the tests ask for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


@pytest.fixture(params=["private", "public", "arabic", "wide", "empty"])
def page(request: pytest.FixtureRequest, english: Catalogue) -> _Page:
    reports = {
        "private": sample.report(),
        "public": publish(sample.report(), 5),
        "arabic": sample.report(),
        "wide": sample.report(sample.wide(300)),
        "empty": msgspec.structs.replace(sample.report(), tables=(), findings=(), unread=(), thresholds={}),
    }
    words = request.getfixturevalue("arabic") if request.param == "arabic" else english
    return _Page(to_html(reports[request.param], words))


def test_to_html_is_well_formed_and_makes_no_request(page: _Page) -> None:
    names = {tag for tag, _ in page.tags}
    assert names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"} == set()
    assert [value for value in page.values("href") if not value.startswith("#")] == []
    assert page.values("src") == []
    assert [key for _, attrs in page.tags for key in attrs if key.startswith("on")] == []


def test_to_html_ids_are_unique_and_links_lead_somewhere(page: _Page) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    wanted = {value.removeprefix("#") for value in page.values("href")}
    wanted |= {part for value in page.values("aria-labelledby") for part in value.split()}
    assert wanted <= set(ids)


def test_to_html_headings_stand_in_order(page: _Page) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(page.headings))


def test_to_html_tables_and_charts_can_be_read_out(page: _Page) -> None:
    assert all(attrs.get("scope") in {"row", "col"} for tag, attrs in page.tags if tag == "th")
    charts = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert all(one.get("aria-hidden") == "true" or one.get("aria-labelledby") for one in charts)
    regions = [attrs for tag, attrs in page.tags if attrs.get("class") == "scroll"]
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in regions)
    landmarks = [tag for tag, _ in page.tags if tag in {"header", "nav", "main", "footer"}]
    assert landmarks == ["header", "nav", "main", "footer"]


def test_to_html_forbids_everything_but_its_own_style(english: Catalogue) -> None:
    text = to_html(sample.report(), english)
    assert "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';" in text
    assert "url(" not in text
    assert "@import" not in text


def test_to_html_escapes_hostile_names(english: Catalogue) -> None:
    text = to_html(sample.report(), english)
    assert "<script" not in text
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_to_html_escapes_every_text_of_a_report(english: Catalogue) -> None:
    evil = "\"><img src=x onerror=alert(1)>'\u2068"
    built = msgspec.to_builtins(sample.report())

    def poison(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: poison(inner, name) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [poison(inner, key) for inner in value]
        keep = {"severity", "role", "type", "confidence", "code", "kind", "created", "cells"}
        return evil if isinstance(value, str) and key not in keep else value

    text = to_html(msgspec.convert(poison(built), type(sample.report())), english)
    assert "<img" not in text
    _Page(text)


def test_to_html_isolates_names_and_states_language_and_direction(english: Catalogue, arabic: Catalogue) -> None:
    text = to_html(sample.report(), english)
    assert '<html lang="en" dir="ltr">' in text
    assert f"<bdi>{sample.ARABIC}</bdi>" in text
    turned = to_html(sample.report(), arabic)
    assert '<html lang="ar" dir="rtl">' in turned
    assert turned.count("<bdi>") == turned.count("</bdi>")
    assert "\u2068" not in turned


def test_to_html_of_twelve_columns_is_small(english: Catalogue) -> None:
    assert len(to_html(sample.report(sample.table()), english).encode()) < 50_000


def test_to_html_of_many_columns_charts_the_first_and_says_so(english: Catalogue) -> None:
    text = to_html(sample.report(sample.wide(2_000)), english)
    assert text.count('<svg class="histogram"') == DETAILED == 200
    assert "Details are shown for the first 200 columns of 2,000" in text
    assert "<bdi>column 1999</bdi>" in text


def test_to_html_speaks_plainly_before_the_details(english: Catalogue) -> None:
    text = to_html(sample.report(), english)
    plain = re.sub(r"<(details|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    visible = re.sub(r"<[^>]*>", " ", plain)
    assert "38 people are like nobody else in this table." in visible
    for word in ("k-anonymity", "SUDA", "Prosecutor", "Equivalence", "blob", "quasi"):
        assert word not in visible
        assert word in text or word in {"blob", "quasi"}


def test_to_html_shows_hidden_counts_as_they_are(english: Catalogue) -> None:
    text = to_html(publish(sample.report(), 5), english)
    assert '<td class="n"><bdi>&lt;5</bdi></td>' in text
    assert "Public report: small counts are hidden" in text
    assert "Counts from 1 to 4 are hidden" in text


def test_to_html_names_the_sizes_of_groups(english: Catalogue) -> None:
    visible = re.sub(r"<[^>]*>", "|", to_html(sample.report(), english))
    sizes = re.findall(r"\|(nobody else|[0-9, to]+people(?: and more)?)\|", visible)
    assert sizes[:8] == [
        "nobody else",
        "2 people",
        "3 to 4 people",
        "5 to 9 people",
        "10 to 19 people",
        "20 to 49 people",
        "50 to 99 people",
        "100 people and more",
    ]


def test_figure_keeps_a_sign_before_its_number() -> None:
    assert figure("-3") == "<bdi>-3</bdi>"
    assert cell_row("a", ["<5"], numeric=True) == '<tr><th scope="row">a</th><td class="n"><bdi><5</bdi></td></tr>'


def test_day_of_an_edge_beyond_the_calendar() -> None:
    assert html_columns._day(0.0) == "1970-01-01"  # noqa: SLF001
    assert html_columns._day(1e9) == "1000000000"  # noqa: SLF001


def _colours(scheme: str) -> dict[str, str]:
    light = dict(re.findall(r"--([\w-]+):(#\w+)", _STYLE.split("}", 1)[0]))
    if scheme == "light":
        return light
    dark = re.search(r"prefers-color-scheme:dark\)\{:root\{(.*?)\}", _STYLE)
    assert dark is not None
    return light | dict(re.findall(r"--([\w-]+):(#\w+)", dark[1]))


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * char for char in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_style_has_enough_contrast(scheme: str) -> None:
    colours = _colours(scheme)
    texts = [("ink", "paper"), ("soft", "paper"), ("ink", "panel"), ("soft", "panel"), ("link", "paper")]
    texts += [("block", "block-bg"), ("warn", "warn-bg"), ("note", "note-bg"), ("good", "good-bg")]
    assert {
        pair: _contrast(colours[pair[0]], colours[pair[1]])
        for pair in texts
        if _contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    } == {}
    assert _contrast(colours["bar"], colours["paper"]) >= 3
    assert _contrast(colours["bar"], colours["track"]) >= 3
    parts = re.findall(r"\.part\d\{fill:(#\w+)\}", _STYLE)
    half = parts[:8] if scheme == "light" else parts[8:]
    assert len(half) == 8
    assert [colour for colour in half if _contrast(colour, colours["paper"]) < 3] == []
