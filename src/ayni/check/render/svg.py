"""Small charts as inline SVG: no script, no font, no request; readable by a screen reader.

Every chart that carries meaning has a title and a description; each is beside a table with its numbers.
Colour comes from the page's style sheet and never says anything alone.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ayni.check.report import Count

__all__ = ["bar", "histogram", "strip"]

_WIDTH, _HEIGHT = 320, 80
_GAP = 1.0
_LEAST = 1.5
"""A bar that is not empty is at least this high, so that one person is seen beside thousands."""


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def histogram(counts: Sequence[Count], *, key: str, title: str, description: str) -> str:
    """Draw one bar for each count; a hidden count is drawn as an empty frame of the same small height.

    `key` must be unique in the page; it names the title and the description.
    """
    known = [count for count in counts if isinstance(count, int)]
    most = max([1, *known])
    step = _WIDTH / max(1, len(counts))
    thick = max(step - _GAP, step * 0.6)
    solid: list[str] = []
    hollow: list[str] = []
    for place, count in enumerate(counts):
        if count == 0:
            continue
        height = max(_LEAST, _HEIGHT * count / most) if isinstance(count, int) else 6.0
        left, top = place * step, _HEIGHT - height
        path = f"M{_number(left)} {_number(top)}h{_number(thick)}V{_HEIGHT}H{_number(left)}z"
        (solid if isinstance(count, int) else hollow).append(path)
    bars = f'<path class="bar" d="{"".join(solid)}"/>' if solid else ""
    frames = f'<path class="frame" d="{"".join(hollow)}"/>' if hollow else ""
    axis = f'<path class="axis" d="M0 {_HEIGHT}.5H{_WIDTH}"/>'
    return _figure("histogram", _HEIGHT + 2, bars + frames + axis, key=key, title=title, description=description)


def strip(parts: Sequence[Count], *, key: str, title: str, description: str) -> str:
    """Draw counts as one horizontal strip; a hidden or tiny part keeps a visible sliver."""
    shown = [(place, count) for place, count in enumerate(parts) if count != 0]
    sizes = [float(count) if isinstance(count, int) else 0.0 for _, count in shown]
    sliver, gap = 3.0, 2.0
    room = _WIDTH - len(shown) * (sliver + gap)
    total = sum(sizes) or 1.0
    left, pieces = 0.0, []
    for (place, _), size in zip(shown, sizes, strict=True):
        wide = sliver + room * size / total
        pieces.append(f'<rect class="part{place}" x="{_number(left)}" width="{_number(wide)}" height="22"/>')
        left += wide + gap
    return _figure("strip", 22, "".join(pieces), key=key, title=title, description=description)


def bar(share: float) -> str:
    """Draw a share from 0 to 1 as a bar beside the number that says it; decoration, hidden from readers."""
    wide = 100 * min(1.0, max(0.0, share))
    wide = max(wide, 1.0) if wide else 0.0
    return (
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="track" width="100" height="8"/><rect class="bar" width="{_number(wide)}" height="8"/></svg>'
    )


def _figure(kind: str, height: int, inner: str, *, key: str, title: str, description: str) -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {_WIDTH} {height}" preserveAspectRatio="none" role="img" '
        f'aria-labelledby="{key}-t {key}-d"><title id="{key}-t">{html.escape(title)}</title>'
        f'<desc id="{key}-d">{html.escape(description)}</desc>{inner}</svg>'
    )
