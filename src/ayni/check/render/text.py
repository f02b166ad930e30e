"""The report for a terminal: what matters first, in as many columns as the window has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.check.render.wording import Words, grouped, verdict
from ayni.check.report import Severity
from ayni.terminal import Page, cells_wide, cut, pad

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ayni.check.render.wording import Group
    from ayni.check.report import Column, Report, Table
    from ayni.messages import Catalogue

__all__ = ["to_text"]

_NARROWEST = 40
_COLOURS = {Severity.BLOCKER: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_SIGNS = {Severity.BLOCKER: "✖", Severity.WARNING: "!", Severity.NOTE: "·"}
_ALSO_PLACES = 4
_TABLE_COLUMNS = 60
_TABLES = 10
_LOWEST, _WIDEST_NAME = 4, 28


def to_text(report: Report, catalogue: Catalogue, *, width: int, color: bool) -> str:
    """Return the report as lines of at most `width` terminal cells (no fewer than 40), ending in a newline."""
    words = Words(catalogue)
    page = _Page(words, width, color=color)
    page.paragraph(page.paint(verdict(report, words), _verdict_colour(report)))
    if report.unread:
        _unread(page, report)
    _findings(page, report)
    for table in report.tables[:_TABLES]:
        _table(page, table)
    if len(report.tables) > _TABLES:
        page.paragraph(words("label.more-names", count=len(report.tables) - _TABLES))
    if not report.tables:
        return page.text()
    page.heading(words("heading.next"))
    for code in ("next.html", "next.roles") if report.public else ("next.html", "next.roles", "next.public"):
        page.item(page.arrow, words(code))
    return page.text()


class _Page(Page):
    """Lines under construction, with the words that stand in them."""

    def __init__(self, words: Words, width: int, *, color: bool) -> None:
        super().__init__(max(width, _NARROWEST), color=color, right_to_left=words.right_to_left)
        self.words = words


def _verdict_colour(report: Report) -> str:
    worst = {finding.severity for finding in report.findings}
    return next((f"1;{_COLOURS[one]}" for one in (Severity.BLOCKER, Severity.WARNING) if one in worst), "1;32")


def _unread(page: _Page, report: Report) -> None:
    page.heading(page.words("heading.unread"))
    for unread in report.unread:
        page.item("✖", page.words.problem(unread.code, {"path": unread.path, **unread.facts}))


def _findings(page: _Page, report: Report) -> None:
    one_table = len(report.tables) <= 1
    said: Severity | None = None
    for group in grouped(report.findings):
        if group.severity is not said:
            said = group.severity
            page.heading(page.words(f"severity.{said}"))
        _group(page, group, one_table=one_table)


def _group(page: _Page, group: Group, *, one_table: bool) -> None:
    words = page.words
    message = words.message(group.first)
    if not one_table and group.first.table is not None:
        message = f"{words.leading(group.first.table)}: {message}"
    page.item(_SIGNS[group.severity], message)
    if group.more:
        names = words.places(group, most=_ALSO_PLACES)
        page.item(" ", words("label.also", names=names))
    page.item(page.arrow, words.advice(group.first), indent=4)


def _table(page: _Page, table: Table) -> None:
    words = page.words
    size = words.series((words("summary.rows", count=table.rows), words("summary.columns", count=len(table.columns))))
    page.heading(f"{words.leading(table.name)} ({size})")
    _columns(page, table.columns[:_TABLE_COLUMNS])
    if len(table.columns) > _TABLE_COLUMNS:
        page.item("…", words("label.more-names", count=len(table.columns) - _TABLE_COLUMNS))
    page.heading(words("heading.recognised"))
    for sentence in words.recognised(table):
        page.item("·", sentence)


def _columns(page: _Page, columns: Sequence[Column]) -> None:
    """Lay the columns out as a table; the name and the personal data give way where there is no room."""
    if not columns:
        return
    words = page.words
    shown: tuple[tuple[str, Callable[[Column], str], bool], ...] = (
        ("label.column", lambda column: words.apart(column.name), False),
        ("label.type", lambda column: words(f"type.{column.type}"), False),
        ("label.missing", lambda column: words.number(column.missing), True),
        ("label.distinct-short", lambda column: _distinct(column, words), True),
        ("label.role", lambda column: words(f"role.{column.role}"), False),
        ("label.personal", lambda column: words.series(words.kind(found.kind) for found in column.personal), False),
    )
    rows = [[words(label) for label, _, _ in shown], *([show(column) for _, show, _ in shown] for column in columns)]
    widths = _widths([[cells_wide(row[i]) for row in rows] for i in range(len(shown))], page.width - 2)
    for number, row in enumerate(rows):
        line = words.start + "  ".join(
            pad(words.cell(cut(cell, width)), width, end=end)
            for cell, width, (_, _, end) in zip(row, widths, shown, strict=True)
        )
        page.row("  " + (f"\x1b[2m{line.rstrip()}\x1b[0m" if page.color and number == 0 else line))


def _distinct(column: Column, words: Words) -> str:
    number = words.number(column.distinct)
    return f"~{number}" if column.distinct_error else number


def _widths(taken: list[list[int]], room: int) -> list[int]:
    """Return the width of each column: what its cells take, the widest one narrowed until all fit."""
    widths = [max(cells) for cells in taken]
    widths[0] = min(widths[0], _WIDEST_NAME)
    while sum(widths) + 2 * (len(widths) - 1) > room:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _LOWEST:
            break
        widths[widest] -= 1
    return widths
