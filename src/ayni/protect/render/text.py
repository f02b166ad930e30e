"""An outcome for a terminal: what was done, before and after, what it cost, what to do next."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from ayni.check.render.wording import Words, grouped
from ayni.check.report import Severity
from ayni.protect.render.sentences import cost_sentences, done_sentences, figures, headline
from ayni.terminal import cells_wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ayni.messages import Catalogue
    from ayni.protect.outcome import Outcome
    from ayni.protect.render.sentences import Remark

__all__ = ["to_text"]

_NARROWEST = 40
_GAP = 2


def to_text(
    outcome: Outcome,
    catalogue: Catalogue,
    *,
    width: int,
    color: bool,
    k: int | None = None,
    remarks: Sequence[Remark] = (),
    following: Sequence[str] = (),
) -> str:
    """Return the outcome as lines of at most `width` cells (no fewer than 40), ending in a newline.

    `k` is the goal's, for the wording; `following` are further steps to name, as codes `next.…`.
    """
    words = Words(catalogue)
    page = _Page(words, max(width, _NARROWEST), color=color)
    for sentence in headline(outcome, catalogue):
        page.paragraph(sentence)
    for remark in remarks:
        page.paragraph(words(f"remark.{remark.code}", **remark.facts))
    page.heading(words("heading.before-after"))
    page.table(figures(outcome, catalogue, k), (words("label.before"), words("label.after")))
    page.heading(words("heading.done"))
    for sentence in done_sentences(outcome, catalogue):
        page.item(sentence)
    page.heading(words("heading.cost"))
    for sentence in cost_sentences(outcome, catalogue):
        page.item(sentence)
    page.heading(words("heading.next-after"))
    page.item(words("next.look", name=outcome.name))
    for code in following:
        page.item(words(code))
    rest = [group for group in grouped(outcome.report_after.findings) if group.severity is not Severity.NOTE]
    if rest:
        page.item(words("next.rest"))
        for group in rest:
            page.item(words.message(group.first), indent=4)
    return page.text()


class _Page:
    """Lines under construction."""

    def __init__(self, words: Words, width: int, *, color: bool) -> None:
        self._width = width
        self._color = color
        self._sign = "←" if words.right_to_left else "→"
        self._lines: list[str] = []

    def paragraph(self, text: str) -> None:
        """Add a wrapped text."""
        self._lines += textwrap.wrap(text, self._width, break_on_hyphens=False)

    def heading(self, text: str) -> None:
        """Add a heading after a blank line."""
        self._lines += ["", f"\x1b[1m{text}\x1b[0m" if self._color else text]

    def item(self, text: str, *, indent: int = 2) -> None:
        """Add a wrapped text behind a sign."""
        first = " " * indent + self._sign + " "
        self._lines += textwrap.wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_on_hyphens=False,
        )

    def table(self, rows: Sequence[tuple[str, str, str]], heads: tuple[str, str]) -> None:
        """Add rows of a name and two figures."""
        wide = [
            max(cells_wide(text) for text in (head, *(row[place] for row in rows)))
            for place, head in enumerate(heads, 1)
        ]
        room = min(max(cells_wide(row[0]) for row in rows), self._width - sum(wide) - 3 * _GAP)
        self._row("", heads, room, wide)
        for name, before, after in rows:
            lines = textwrap.wrap(name, max(room, 10), break_on_hyphens=False)
            for line in lines[:-1]:
                self._lines.append(" " * _GAP + line)
            self._row(lines[-1], (before, after), room, wide)

    def _row(self, name: str, cells: tuple[str, str], room: int, wide: Sequence[int]) -> None:
        line = " " * _GAP + name + " " * max(0, room - cells_wide(name))
        for text, width in zip(cells, wide, strict=True):
            line += " " * (_GAP + width - cells_wide(text)) + text
        self._lines.append(line.rstrip())

    def text(self) -> str:
        """Return all lines."""
        return "\n".join(self._lines) + "\n"
