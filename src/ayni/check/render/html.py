"""The report as one HTML file: accessible (WCAG 2.2 AA), printable, without script and without a request.

The order is what a person needs: may it be shared, what to do first, who could be recognised, what is in
it, how it was read, how to read the numbers. Words of the field (k, SUDA, prosecutor) stand in "For
experts" only. Names from the data are escaped and isolated in `<bdi>`.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.check.render.html_columns import column_details, column_table
from ayni.check.render.html_risk import risk_section
from ayni.check.render.markup import cell_row, data_table, escape, name, said
from ayni.check.render.wording import Words, grouped, verdict
from ayni.check.report import Severity

if TYPE_CHECKING:
    from ayni.check.render.wording import Group
    from ayni.check.report import Finding, Report, Source, Table
    from ayni.messages import Catalogue

__all__ = ["to_html"]

_PLACES = 200
_INLINE = 5
_SECTIONS = ("first", "recognised", "contents", "read", "method")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def to_html(report: Report, catalogue: Catalogue) -> str:
    """Return the whole page."""
    words = Words(catalogue)
    title = words("heading.report", name=report.name)
    plain_title = escape(title.replace("\u2068", "").replace("\u2069", ""))
    direction = "rtl" if words.right_to_left else "ltr"
    return "".join(
        (
            f'<!doctype html>\n<html lang="{escape(words.language)}" dir="{direction}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">',
            f"<title>{plain_title}</title><style>{_style()}</style></head><body>",
            f'<a class="skip" href="#report">{escape(words("label.skip"))}</a>',
            _header(report, words, title),
            '<main id="report" class="wrap" tabindex="-1">',
            _first(report, words),
            risk_section(report, words),
            _contents(report, words),
            _read(report, words),
            _method(report, words),
            "</main>",
            f'<footer><div class="wrap"><p>{escape(words("verdict.help"))}</p></div></footer>',
            "</body></html>\n",
        )
    )


@functools.cache
def _style() -> str:
    return Path(__file__).with_name("style.css").read_text("utf-8").strip()


def _header(report: Report, words: Words, title: str) -> str:
    worst = {finding.severity for finding in report.findings}
    order = (Severity.BLOCKER, Severity.WARNING)
    look = next((str(one) for one in order if one in worst), "warning" if report.unread else "clear")
    rows = sum(table.rows for table in report.tables)
    size = words.series((words("summary.tables", count=len(report.tables)), words("summary.rows", count=rows)))
    made = words("label.made", day=report.created[:10], version=report.ayni)
    kept = words("label.public" if report.public else "label.private")
    links = "".join(f'<li><a href="#{part}">{escape(words(f"heading.{part}"))}</a></li>' for part in _SECTIONS)
    incomplete = ""
    if report.unread and look != "warning":
        incomplete = f"<p>{said(words('verdict.unread', count=len(report.unread)))}</p>"
    return (
        f'<header class="wrap"><h1>{said(title)}</h1><p class="soft">{said(size)} · {said(made)}<br>{escape(kept)}</p>'
        f'<p class="verdict {look}">{said(verdict(report, words))}</p>{incomplete}'
        f'<nav aria-label="{escape(words("heading.steps"))}"><ul>{links}</ul></nav></header>'
    )


def _section(part: str, words: Words, inner: str) -> str:
    heading = escape(words(f"heading.{part}"))
    return f'<section aria-labelledby="{part}"><h2 id="{part}">{heading}</h2>{inner}</section>'


def _first(report: Report, words: Words) -> str:
    parts = []
    if report.unread:
        problems = "".join(
            f"<li>{said(words.problem(unread.code, {'path': unread.path, **unread.facts}))}</li>"
            for unread in report.unread[:_PLACES]
        )
        parts.append(f'<h3>{escape(words("heading.unread"))}</h3><ul class="findings">{problems}</ul>')
    groups = grouped(report.findings)
    for severity in Severity:
        found = [group for group in groups if group.severity is severity]
        if found:
            items = "".join(_finding(group, words, tables=len(report.tables)) for group in found)
            parts.append(f'<h3>{escape(words(f"severity.{severity}"))}</h3><ul class="findings">{items}</ul>')
    return _section("first", words, "".join(parts) or f"<p>{escape(words('verdict.clear'))}</p>")


def _finding(group: Group, words: Words, *, tables: int) -> str:
    where = f"{name(group.first.table)}: " if tables > 1 and group.first.table else ""
    tag = f'<span class="tag {group.severity}">{escape(words(f"severity.{group.severity}"))}</span>'
    more = ""
    if 0 < len(group.more) <= _INLINE:
        more = f"<p>{said(words('label.also', names=words.places(group, most=_INLINE)))}</p>"
    elif group.more:
        places = "".join(f"<li>{_place(one, words, group.first.table)}</li>" for one in group.more[:_PLACES])
        if len(group.more) > _PLACES:
            places += f"<li>{said(words('label.more-names', count=len(group.more) - _PLACES))}</li>"
        every = said(words("label.every", count=len(group.more)))
        more = f'<details><summary>{every}</summary><ul class="places">{places}</ul></details>'
    return (
        f"<li><p>{tag}{where}{said(words.message(group.first))}</p>{more}"
        f'<p class="next"><b>{escape(words("label.next"))}</b> {said(words.advice(group.first))}</p></li>'
    )


def _place(finding: Finding, words: Words, said_table: str | None) -> str:
    detail = words.detail(finding)
    told = f" ({said(detail)})" if detail else ""
    return f"{name(words.place(finding, said=said_table))}{told}"


def _contents(report: Report, words: Words) -> str:
    parts = []
    for number, table in enumerate(report.tables):
        size = words.series(
            (words("summary.rows", count=table.rows), words("summary.columns", count=len(table.columns)))
        )
        parts.append(f'<h3>{name(table.name)} <span class="soft">({said(size)})</span></h3>')
        if table.duplicate_rows != 0:
            repeated = words.number(table.duplicate_rows)
            parts.append(f"<p>{said(words('label.duplicates', rows=repeated))}</p>")
        parts.append(column_table(table, words, number))
        parts.append(column_details(table, words, number))
    roles = "".join(
        f"<dt>{escape(words(f'role.{role}'))}</dt><dd>{escape(words(f'role.meaning.{role}'))}</dd>"
        for role in ("direct-identifier", "quasi-identifier", "sensitive", "other")
    )
    return _section("contents", words, f"<dl>{roles}</dl>{''.join(parts)}")


def _read(report: Report, words: Words) -> str:
    return _section("read", words, "".join(_source(table, words) for table in report.tables))


def _source(table: Table, words: Words) -> str:
    source: Source = table.source
    facts = (
        ("label.file", name(source.path)),
        ("label.sheet", name(source.sheet or "")),
        ("label.format", escape(source.format)),
        ("label.compression", escape(source.compression or "")),
        ("label.encoding", escape(source.encoding or "")),
        ("label.delimiter", name({"\t": "⇥"}.get(source.delimiter or "", source.delimiter or ""))),
        ("label.bytes", escape(words.number(source.bytes) if source.bytes else "")),
        ("label.sha256", name(source.sha256)),
    )
    shown = "".join(
        f"<dt>{escape(words(label))}</dt><dd>{value}</dd>" for label, value in facts if value not in {"", "<bdi></bdi>"}
    )
    return f"<h3>{name(table.name)}</h3><dl>{shown}</dl>"


def _method(report: Report, words: Words) -> str:
    told = ["alike", "roles", "personal", "sample", "distinct", "limits"]
    paragraphs = [f"<p>{escape(words(f'method.{part}'))}</p>" for part in told]
    if report.public:
        most = int(report.thresholds.get("public", 5)) - 1
        paragraphs.append(f"<p>{said(words('method.public', most=most))}</p>")
    table = ""
    if report.thresholds:
        rows = [
            cell_row(escape(key), [escape(words.number(value))], numeric=True)
            for key, value in report.thresholds.items()
        ]
        heads = [words("label.threshold"), words("label.value")]
        table = data_table(words("method.thresholds"), heads, rows, numeric_from=1)
    return _section("method", words, "".join(paragraphs) + table)
