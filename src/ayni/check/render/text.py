"""The report for a terminal: what matters first, in as many columns as the window has.

East-Asian wide characters count as two, combining marks as none (Unicode Standard Annex 11). Colour is
decoration: everything it says is also said in words.
"""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

from ayni.check.render.wording import Words, grouped, verdict
from ayni.check.report import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ayni.check.render.wording import Group
    from ayni.check.report import Column, Report, Table
    from ayni.messages import Catalogue

__all__ = ["cells_wide", "to_text"]

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
    page = _Page(words, max(width, _NARROWEST), color=color)
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


def cells_wide(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return sum(_wide(char) for char in text)


def _wide(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _cut(text: str, most: int) -> str:
    """Shorten a text to `most` cells, marking the cut."""
    if cells_wide(text) <= most:
        return text
    kept, used = [], 0
    for char in text:
        used += _wide(char)
        if used > most - 1:
            break
        kept.append(char)
    closing = "\u2069" * (kept.count("\u2068") - kept.count("\u2069"))
    return "".join(kept) + "…" + closing


def _pad(text: str, to: int, *, end: bool = False) -> str:
    blank = " " * max(0, to - cells_wide(text))
    return blank + text if end else text + blank


class _Wrapper(textwrap.TextWrapper):
    """Wraps by terminal cells; breaks wide signs, which have no blanks between them, and words longer than a line."""

    def _wrap_chunks(self, chunks: list[str]) -> list[str]:
        lines: list[str] = []
        line, used, first = "", 0, True
        for chunk in chunks:
            for piece in self._pieces(chunk):
                room = self.width - cells_wide(self.initial_indent if first else self.subsequent_indent)
                if used + cells_wide(piece.rstrip()) > room and line.strip():
                    lines.append((self.initial_indent if first else self.subsequent_indent) + line.rstrip())
                    line, used, first = "", 0, False
                if line or piece.strip():
                    line, used = line + piece, used + cells_wide(piece)
        if line.strip():
            lines.append((self.initial_indent if first else self.subsequent_indent) + line.rstrip())
        return lines

    def _pieces(self, chunk: str) -> list[str]:
        room = self.width - cells_wide(self.subsequent_indent)
        wide = any(_wide(char) > 1 for char in chunk)
        return list(chunk) if wide or cells_wide(chunk) > room else [chunk]


class _Page:
    """Lines under construction."""

    def __init__(self, words: Words, width: int, *, color: bool) -> None:
        self.words = words
        self.width = width
        self.color = color
        self.arrow = "←" if words.right_to_left else "→"
        self._lines: list[str] = []

    def paint(self, text: str, code: str) -> str:
        """Colour a text where colour is wanted; wrapping happens before, so a line is painted whole."""
        return "\n".join(f"\x1b[{code}m{line}\x1b[0m" if self.color else line for line in self._wrapped(text, "", ""))

    def paragraph(self, text: str) -> None:
        """Add lines that are wrapped already or fit."""
        self._lines.extend(text.split("\n"))

    def heading(self, text: str) -> None:
        """Add a heading after a blank line."""
        self._lines.append("")
        self.paragraph(self.paint(_cut(text, self.width), "1"))

    def item(self, sign: str, text: str, *, indent: int = 2) -> None:
        """Add a wrapped text behind a sign."""
        head = " " * indent + sign + " "
        self._lines.extend(self._wrapped(text, head, " " * cells_wide(head)))

    def row(self, text: str) -> None:
        """Add one line as it is."""
        self._lines.append(text.rstrip())

    def text(self) -> str:
        """Return all lines."""
        return "\n".join(self._lines) + "\n"

    def _wrapped(self, text: str, first: str, later: str) -> list[str]:
        wrapper = _Wrapper(width=self.width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
        return wrapper.wrap(text) or [first.rstrip()]


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
            _pad(words.cell(_cut(cell, width)), width, end=end)
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
