"""The arithmetic of hiding small counts: joining, covering and bounding (see `ayni.check.render.public`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ayni.check.report import Bin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ayni.check.report import Count

__all__ = ["Hider", "cover", "joined", "nice_step"]


class Hider:
    """Hides counts of one column: of `rows` cells, `missing` hold nothing."""

    def __init__(self, threshold: int, rows: int, missing: int = 0) -> None:
        """`threshold` is t: counts from 1 to t-1 are hidden."""
        self.threshold = threshold
        self.rows = rows
        self.present = rows - missing
        self._missing = missing
        self.few = f"<{threshold}"
        self.missing: Count = self._told_missing()

    def _told_missing(self) -> Count:
        if 0 < self._missing < self.threshold:
            return self.few
        if 0 < self.present < self.threshold:
            return f">{self.rows - self.threshold}"
        return self._missing

    def part(self, count: Count) -> Count:
        """Tell how many of the cells that are not missing are of some sort."""
        if isinstance(count, str) or count == 0:
            return count
        if count < self.threshold:
            return self.few
        return self.near(count)

    def near(self, count: int) -> Count:
        """Tell a count of at least t unless its distance to the number of cells is a small count itself."""
        if isinstance(self.missing, int):
            gap = self.present - count
            return self._above(self.present - self.threshold) if 0 < gap < self.threshold else count
        # Missing is hidden: rows - count = missing + gap must leave it any value from 1 to t-1.
        enough = self.rows - count >= 2 * self.threshold - 1
        return count if enough else self._above(self.rows - 2 * self.threshold)

    def _above(self, bound: int) -> str:
        """Tell a lower bound; where so few cells are there that a bound would tell too much, only "some"."""
        return f">{bound}" if bound >= self.threshold else "≥1"

    def unknown(self, shown: int, mixed: int) -> int | None:
        """Return the sum of what a histogram and its column hide, or None when they hide nothing small.

        `shown` is the sum of the bars, `mixed` the cells that do not fit the column's type.
        """
        left = self.rows - shown
        hidden = False
        for told, count in ((self.missing, self._missing), (self.part(mixed), mixed)):
            if isinstance(told, int):
                left -= count
            else:
                hidden = True
        if not hidden and (left <= 0 or left >= self.threshold):
            return None
        return max(0, left)

    def rest_is_safe(self, shown: int, *, hid_values: bool) -> bool:
        """Tell whether rows - `shown` gives no small count away.

        `shown` is the sum of the frequent values told; `hid_values` says that others were dropped.
        """
        left = self.rows - shown
        enough = 2 * self.threshold - 1
        if not isinstance(self.missing, int):
            return left >= enough + self.threshold
        rest = left - self.missing
        if rest == 0:
            return True
        return rest >= enough + (self.threshold if hid_values else 0) or (rest >= self.threshold and not hid_values)


def joined(bins: Sequence[Bin], threshold: int, *, leading: bool = False) -> list[Bin]:
    """Join neighbouring bars until each holds nothing or at least `threshold`.

    With `leading`, empty bars before the first one that holds something are joined with it too. All
    counts must be exact.
    """
    made: list[Bin] = []
    pending: Bin | None = None
    for one in bins:
        now = one if pending is None else _both(pending, one)
        count = now.count if isinstance(now.count, int) else threshold
        wait = 0 < count < threshold or (count == 0 and pending is not None)
        if wait or (leading and not made and count == 0):
            pending = now
        else:
            made.append(now)
            pending = None
    if pending is None:
        return made
    while made and (pending.count != 0) and _small(pending, threshold):
        pending = _both(made.pop(), pending)
    return [*made, pending]


def _small(one: Bin, threshold: int) -> bool:
    return isinstance(one.count, int) and 0 < one.count < threshold


def _both(first: Bin, second: Bin) -> Bin:
    left, right = first.count, second.count
    if isinstance(left, str) or isinstance(right, str):
        raise TypeError
    return Bin(first.low, second.high, left + right)


def cover(parts: Sequence[Count], hidden: int, *, smalls: int, threshold: int) -> list[Count] | None:
    """Hide further parts as `≥t` until `smalls` small counts with the sum `hidden` may be anything.

    The reader can work out the sum of all that is hidden. Each further part is known to be at least t, so
    the small counts are free as long as that sum is at least t for each further part plus t-1 for each
    small one. Returns None where even hiding all parts is not enough.
    """
    told: list[Count] = list(parts)
    total, extra = hidden, 0
    need = smalls * (threshold - 1)
    open_parts = sorted(
        (count, place) for place, count in enumerate(parts) if isinstance(count, int) and count >= threshold
    )
    while extra == 0 or total - threshold * extra < need:
        if not open_parts:
            return None
        wanted = need - (total - threshold * extra) + threshold
        at = next((i for i, (count, _) in enumerate(open_parts) if count >= wanted), len(open_parts) - 1)
        count, place = open_parts.pop(at)
        told[place] = f"≥{threshold}"
        total, extra = total + count, extra + 1
    return told


def nice_step(size: float) -> float:
    """Return the power of ten, or its double or fivefold, at or above `size`; 0 for what is not positive."""
    if not (math.isfinite(size) and size > 0):
        return 0.0
    power = 10.0 ** math.floor(math.log10(size))
    return next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= size * (1 - 1e-12))
