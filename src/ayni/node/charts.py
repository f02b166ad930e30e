"""Small charts of what a fix does: inline SVG without script or style, so that a strict policy of the page holds.

As in the report (`ayni.check.render.svg`) colour comes from the style sheet and never says anything alone: each
chart has a title and a description, and its numbers stand beside it as text. Texts are plain; they are escaped here.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["change", "steps"]

_WIDE, _HIGH = 320, 120
_EDGE = 8
"""Space around the lines, so that a mark at the border is seen whole."""
_LEAST = 1.5
"""A bar that is not empty is at least this wide, so that one person is seen beside thousands."""


def change(before: float, after: float, *, kind: Literal["risk", "useful"], title: str) -> str:
    """Draw two shares from 0 to 1 as bars, one above the other: how it was, and how it is then."""
    bars = f'<rect class="bar-was" width="{_bar(before)}" height="7"/>'
    bars += f'<rect class="bar-{kind}" y="9" width="{_bar(after)}" height="11"/>'
    return (
        f'<svg viewBox="0 0 {_WIDE} 20" preserveAspectRatio="none" role="img" aria-label="{html.escape(title)}">'
        f'<rect class="track" width="{_WIDE}" height="7"/><rect class="track" y="9" width="{_WIDE}" height="11"/>'
        f"{bars}</svg>"
    )


def steps(risk: Sequence[float], useful: Sequence[float], *, title: str, description: str) -> str:
    """Draw how the risk falls and the usefulness holds, from the file as it is through one fix after the other.

    Both are shares from 0 to 1, equally many; a line that is whole and one that is dashed tell them apart.
    """
    if len(risk) != len(useful):
        raise ValueError((len(risk), len(useful)))
    grid = "".join(f"M0 {_place(share)}H{_WIDE}" for share in (0.0, 0.5, 1.0))
    lines = "".join(
        f'<path class="line-{kind}" d="{_line(shares)}"/><path class="dot-{kind}" d="{_dots(shares)}"/>'
        for kind, shares in (("useful", useful), ("risk", risk))
    )
    return (
        f'<svg class="steps" viewBox="0 0 {_WIDE} {_HIGH}" preserveAspectRatio="none" role="img" '
        f'aria-labelledby="steps-t steps-d"><title id="steps-t">{html.escape(title)}</title>'
        f'<desc id="steps-d">{html.escape(description)}</desc><path class="axis" d="{grid}"/>{lines}</svg>'
    )


def _bar(share: float) -> str:
    wide = _WIDE * min(1.0, max(0.0, share))
    return _number(max(wide, _LEAST) if wide else 0.0)


def _place(share: float) -> str:
    return _number(_EDGE + (_HIGH - 2 * _EDGE) * (1 - min(1.0, max(0.0, share))))


def _points(shares: Sequence[float]) -> list[str]:
    room = _WIDE - 2 * _EDGE
    gap = room / max(1, len(shares) - 1)
    return [f"{_number(_EDGE + place * gap)} {_place(share)}" for place, share in enumerate(shares)]


def _line(shares: Sequence[float]) -> str:
    return "M" + "L".join(_points(shares)) if shares else ""


def _dots(shares: Sequence[float]) -> str:
    return "".join(f"M{point}h.01" for point in _points(shares))  # a stroke without length is drawn as its round cap


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
