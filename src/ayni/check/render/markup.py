"""The few pieces of HTML the report is built from; everything that comes from outside passes `escape`."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from ayni.check.render.wording import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["cell_row", "data_table", "escape", "figure", "name", "said"]

_ISOLATES = str.maketrans({"\u2068": "<bdi>", "\u2069": "</bdi>"})


def escape(text: str) -> str:
    """Return a text that is safe between tags and in quoted attributes."""
    return html.escape(text, quote=True).encode("utf-8", "replace").decode()


def name(text: str | None) -> str:
    """Return a name from the data, escaped and kept apart from the direction of the text around it."""
    cleaned = clean((text or "").replace("\u2068", "").replace("\u2069", ""))
    return f"<bdi>{escape(cleaned).replace('_', '_<wbr>')}</bdi>"


def figure(text: str) -> str:
    """Return a number, escaped and kept apart: from right to left its sign or "<" would move behind it."""
    return f"<bdi>{escape(text)}</bdi>"


def said(text: str) -> str:
    """Return a sentence whose facts are isolated by characters with `<bdi>` in their place.

    Only the catalogue and `Words` put these characters in, always in pairs: names were cleaned of them.
    """
    escaped = escape(text)
    balanced = escaped.count("\u2068") == escaped.count("\u2069")
    return escaped.translate(_ISOLATES) if balanced else escaped


def cell_row(head: str, cells: Sequence[str], *, numeric: bool = False) -> str:
    """Return a table row with its head cell; `head` and `cells` are markup already.

    With `numeric` the cells are aligned as numbers and kept apart as `figure` does.
    """
    start, end = ('<td class="n"><bdi>', "</bdi></td>") if numeric else ("<td>", "</td>")
    return f'<tr><th scope="row">{head}</th>' + "".join(f"{start}{cell}{end}" for cell in cells) + "</tr>"


def data_table(
    caption: str, heads: Sequence[str], rows: Sequence[str], *, numeric_from: int | None = None, quiet: bool = False
) -> str:
    """Return a table in a region of its own that scrolls where the window is narrow; the caption is plain text.

    Columns from `numeric_from` on are aligned as numbers. With `quiet` the caption is read out but not
    shown, because a heading above the table says the same.
    """
    head = "".join(
        f'<th scope="col"{" class=n" if numeric_from is not None and place >= numeric_from else ""}>{escape(text)}</th>'
        for place, text in enumerate(heads)
    )
    look = ' class="quiet"' if quiet else ""
    label = escape(caption.replace("\u2068", "").replace("\u2069", ""))
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'
        f"<table><caption{look}>{said(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
