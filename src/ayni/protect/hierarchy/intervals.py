"""Numbers in intervals of rising width.

A number's interval is counted in whole widths of the finest level, and every coarser level divides that count, so
intervals nest exactly. Their ends are the decimal numbers that the plan names: with widths of 0.1 the number 0.3
begins [0.3, 0.4), although 0.3 / 0.1 is below 3 in binary.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.protect.hierarchy.assemble import Level, level_of_keys, levels_of
from ayni.protect.hierarchy.cells import numbers_of
from ayni.protect.hierarchy.source import exact_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.levels import Levels
    from ayni.protect.plan import ByInterval

__all__ = ["is_in_reach", "levels_of_intervals"]

_FARTHEST = float(1 << 52)
"""Intervals are counted up to here, where whole numbers are still exact as floats."""
_BELOW, _ABOVE = np.iinfo(np.int64).min, np.iinfo(np.int64).max
"""Keys of the open intervals."""


def levels_of_intervals(source: ByInterval, plan: ColumnPlan, values: pl.Series) -> Levels:
    """Put the numbers of a column into intervals; `source` is checked.

    Whole numbers with whole ends read `20-29`, others `[0.5, 1)`; the open ends `<15` and `80+`. Raises
    `InputError` with `hierarchy-not-numbers` (more than half of the values are none) and `hierarchy-interval-far`.
    """
    numbers = numbers_of(plan, values)
    known = numbers.is_not_null().to_numpy()
    missing = values.is_null().to_numpy()
    odd = int((~known & ~missing).sum())
    if odd * 2 > len(values) - int(missing.sum()):
        raise InputError("hierarchy-not-numbers", column=plan.name, values=odd, known=int(known.sum()))
    cells = numbers.fill_null(source.start).to_numpy()
    below = known & (cells < (-np.inf if source.least is None else source.least))
    above = known & (cells >= (np.inf if source.most is None else source.most))
    inside = known & ~below & ~above
    places = np.zeros(len(cells), dtype=np.int64)
    places[inside] = _places(cells[inside], source, plan.name)
    levels: list[Level] = []
    finest = exact_decimal(source.widths[0])
    writing = _Writing(source, whole=_is_whole(source, plan))
    for width in source.widths:
        keys = places // int(exact_decimal(width) / finest)
        keys[below], keys[above] = _BELOW, _ABOVE
        levels.append(level_of_keys(keys, known, missing, writing.of_width(width)))
    return levels_of(plan.name, values, levels, root=True, domain=len(values))


def _places(cells: NDArray[np.float64], source: ByInterval, column: str) -> NDArray[np.int64]:
    """Return which interval of the finest width each number lies in, counted from `start`."""
    if len(cells) and not is_in_reach(source, float(cells.min()), float(cells.max())):
        raise InputError("hierarchy-interval-far", column=column)
    scale = _scale(source)
    start, width = exact_decimal(source.start) * scale, exact_decimal(source.widths[0]) * scale
    first, step, unit = float(start), float(width), float(scale)
    places = np.floor((cells - source.start) / source.widths[0])
    # Whole numbers divided by a power of ten are the floats nearest to the decimal ends.
    places += cells >= (first + (places + 1) * step) / unit
    places -= cells < (first + places * step) / unit
    return places.astype(np.int64)


def is_in_reach(source: ByInterval, low: float, high: float) -> bool:
    """Tell whether the ends of all intervals that numbers from `low` to `high` lie in are exact as floats."""
    if source.least is not None:
        low = max(low, source.least)
    if source.most is not None:
        high = min(high, source.most)
    farthest = max(abs(low), abs(high), abs(source.start)) + source.widths[0]
    return low > high or farthest * float(_scale(source)) <= _FARTHEST


def _scale(source: ByInterval) -> Decimal:
    """Return the power of ten that makes the ends of intervals whole numbers."""
    numbers = (exact_decimal(source.start).normalize(), exact_decimal(source.widths[0]).normalize())
    return Decimal(10) ** max(0, *(-int(number.as_tuple().exponent) for number in numbers))


def _is_whole(source: ByInterval, plan: ColumnPlan) -> bool:
    ends = [end for end in (source.least, source.most) if end is not None]
    plain = all(float(number).is_integer() for number in (*source.widths, source.start, *ends))
    return plain and plan.type is not SemanticType.DECIMAL


class _Writing:
    """How intervals are written."""

    def __init__(self, source: ByInterval, *, whole: bool) -> None:
        self._whole = whole
        self._start = exact_decimal(source.start)
        self._least = None if source.least is None else exact_decimal(source.least)
        self._most = None if source.most is None else exact_decimal(source.most)

    def of_width(self, width: float) -> _Writer:
        return _Writer(self, exact_decimal(width))

    def label(self, key: int, width: Decimal) -> str:
        if key == _BELOW:
            return f"<{_plain(self._least)}"
        if key == _ABOVE:
            return f"{_plain(self._most)}+"
        low = self._start + key * width
        high = low + width
        low = low if self._least is None else max(low, self._least)
        high = high if self._most is None else min(high, self._most)
        if not self._whole:
            return f"[{_plain(low)}, {_plain(high)})"
        last = high - 1
        if last <= low:
            return _plain(low)
        return f"{_plain(low)} to {_plain(last)}" if low < 0 else f"{_plain(low)}-{_plain(last)}"


class _Writer:
    """Writes the intervals of one width."""

    def __init__(self, writing: _Writing, width: Decimal) -> None:
        self._writing = writing
        self._width = width

    def __call__(self, keys: NDArray[np.int64]) -> Sequence[str]:
        return [self._writing.label(int(key), self._width) for key in keys]


def _plain(number: Decimal | None) -> str:
    """Write a decimal number without exponent and idle zeros."""
    if number is None or not number:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
