"""Text for a terminal, in as many columns as its window has.

East-Asian wide characters count as two, combining marks as none (Unicode Standard Annex 11). Colour is decoration:
everything it says is also said in words. What is said is decided elsewhere.
"""

from __future__ import annotations

import textwrap
import unicodedata

__all__ = ["Page", "cells_wide", "cut", "pad"]


def cells_wide(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return sum(_wide(char) for char in text)


def _wide(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def cut(text: str, most: int) -> str:
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


def pad(text: str, to: int, *, end: bool = False) -> str:
    """Fill a text up with blanks to `to` cells, before it where it ends a column."""
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


class Page:
    """Lines under construction."""

    def __init__(self, width: int, *, color: bool, right_to_left: bool) -> None:
        """`width` is in terminal cells."""
        self.width = width
        self.color = color
        self.arrow = "←" if right_to_left else "→"
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
        self.paragraph(self.paint(text, "1"))

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
