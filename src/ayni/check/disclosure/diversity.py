"""How well the values of one sensitive column are hidden inside the classes.

Distinct and entropy l-diversity of Machanavajjhala, Kifer, Gehrke and Venkitasubramaniam (2007, ACM TKDD
1:3): a class's entropy l is exp(H), so that a class with l equally frequent values has entropy l exactly.
t-closeness of Li, Li and Venkatasubramanian (2007, ICDE): the earth mover's distance between a class's
values and the whole table's; for numbers the ordered distance over the ranks of the values, for everything
else the equal distance, which is half the sum of absolute differences (total variation).

A missing value is a value of its own; in a numeric column it ranks below every number. Counts stay whole
numbers until the last step, so that the result does not depend on how the table was cut. A column with more
distinct values than the limit cannot be judged (it names people rather than describing them) and has no result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from ayni.check.disclosure.cells import cell_codes, numbers_of, plain_cells
from ayni.check.disclosure.grouped import Grouped, group_sorted, together
from ayni.check.report import Diversity

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SensitiveColumn"]

_LOG_UNIT = float(1 << 30)
_DIGITS = 12
_NEW_ROWS = 100_000
"""Values of batches that may wait to be joined."""


class SensitiveColumn:
    """The values of one sensitive column, by class and in the whole table."""

    def __init__(self, column: str, rows: int) -> None:
        """Keep at most `rows` distinct values, and as many pairs of class and value in memory."""
        self.column = column
        self._limit = rows
        self.pairs = Grouped(("class", "value"), ("rows",), rows=rows)
        self._new: list[pl.DataFrame] = []
        self._new_rows = 0
        self._values: pl.DataFrame | None = pl.DataFrame(
            schema={"value": pl.UInt64, "rows": pl.Int64, "number": pl.Float64, "text": pl.Boolean}
        )

    @property
    def judged(self) -> bool:
        """Tell whether the column's values are few enough."""
        self.settle()
        return self._values is not None

    def observe(self, classes: NDArray[np.uint64], cells: pl.Series) -> None:
        """Take in the cells of rows whose class codes are `classes`, shape (rows,)."""
        if self._values is None:
            return
        codes = cell_codes(cells)
        rows = pl.DataFrame({"class": classes, "value": codes})
        self.pairs.add(group_sorted([rows], self.pairs.codes, (), "rows"))
        places = pl.DataFrame({"value": codes, "row": np.arange(len(codes), dtype=np.uint64)})
        grouped = group_sorted([places], ("value",), (), "rows")
        distinct = plain_cells(cells.gather(grouped["row"]))
        numbers = numbers_of(distinct)
        grouped = grouped.select(
            "value", "rows", numbers.alias("number"), (numbers.is_null() & distinct.is_not_null()).alias("text")
        )
        self._take_values(grouped)

    def merge(self, other: SensitiveColumn) -> None:
        """Take in what `other` observed."""
        other.settle()
        if self._values is None or other._values is None:
            self._give_up()
            other._give_up()
            return
        self.pairs.merge(other.pairs)
        self._take_values(other._values)

    def close(self) -> None:
        """Remove the files, if any."""
        self.pairs.close()

    def _take_values(self, frame: pl.DataFrame) -> None:
        """Keep the values of a batch; they are joined only now and then, which costs less than each time."""
        self._new.append(frame)
        self._new_rows += frame.height
        if self._values is not None and self._new_rows > max(_NEW_ROWS, self._values.height):
            self.settle()

    def settle(self) -> None:
        """Bring together what waits to be grouped."""
        self.pairs.settle()
        if self._values is None or not self._new:
            return
        both = pl.concat([self._values, *self._new])
        self._new, self._new_rows = [], 0
        self._values = both.group_by("value").agg(
            pl.col("rows").sum(), pl.col("number").first(), pl.col("text").first()
        )
        if self._values.height > self._limit:
            self._give_up()

    def _give_up(self) -> None:
        self._values = None
        self._new, self._new_rows = [], 0
        self.pairs.close()

    def conclude(self) -> Diversity | None:
        """Return the column's diversity; None when it has too many distinct values."""
        self.settle()
        if self._values is None:
            return None
        values = self._values.select("value", pl.col("rows").alias("overall"), rank=_ranks(self._values))
        numeric = _is_numeric(self._values)
        spread = values.group_by("rank").agg(pl.col("overall").sum()).sort("rank")["overall"].to_numpy()
        found = _Lowest(int(spread.sum()), spread if numeric else None)
        for (part,) in together([self.pairs]):
            if part.height:
                found.add(part.join(values, on="value", how="left"))
        return found.diversity(self.column)


def _is_numeric(values: pl.DataFrame) -> bool:
    return not values["text"].any() and values["number"].null_count() < values.height


def _ranks(values: pl.DataFrame) -> pl.Series:
    """Return the rank of each value's number from 0, missing first; all 0 for a column that is not numeric."""
    if not _is_numeric(values):
        return pl.repeat(0, values.height, dtype=pl.Int64, eager=True)
    return values["number"].fill_null(float("-inf")).rank("dense").cast(pl.Int64) - 1


class _Lowest:
    """The worst class found so far; `rows` of the whole table, `spread` by rank when the column is numeric."""

    def __init__(self, rows: int, spread: NDArray[np.int64] | None) -> None:
        self.rows = rows
        self.spread = spread
        self.l_min = 0
        self.entropy_l_min = 0.0
        self.rows_l1 = 0
        self.t_max = 0.0

    def add(self, pairs: pl.DataFrame) -> None:
        """Take in all pairs of some classes: class, value, rows, the value's overall rows and its rank."""
        pairs = pairs.sort("class", "rank", "value")
        classes = pairs["class"].to_numpy()
        count = pairs["rows"].to_numpy()
        starts = np.flatnonzero(np.r_[True, classes[1:] != classes[:-1]])
        distinct = np.diff(np.r_[starts, len(classes)])
        size = np.add.reduceat(count, starts)
        fewest = int(distinct.min())
        self.l_min = min(self.l_min or fewest, fewest)
        self.rows_l1 += int(size[distinct == 1].sum())
        inside = np.add.reduceat(np.rint(count * np.log(count) * _LOG_UNIT).astype(np.int64), starts) / _LOG_UNIT
        entropy_l = np.exp(np.log(size) - inside / size)
        least = float(np.maximum(entropy_l, 1.0).min())
        self.entropy_l_min = min(self.entropy_l_min or least, least)
        if self.spread is None:
            distance = _equal_distance(_Runs(count, starts, distinct, size), pairs["overall"].to_numpy(), self.rows)
        else:
            distance = _ordered_distance(_Runs(count, starts, distinct, size), pairs["rank"].to_numpy(), self.spread)
        self.t_max = max(self.t_max, float(distance.max()))

    def diversity(self, column: str) -> Diversity:
        """Return what was found."""
        return Diversity(
            column=column,
            l_min=self.l_min,
            entropy_l_min=round(self.entropy_l_min, _DIGITS),
            rows_l1=self.rows_l1,
            t_max=round(self.t_max, _DIGITS),
        )


class _Runs(NamedTuple):
    """Pairs of class and value, class after class: rows of each pair; start, values and rows of each class."""

    rows: NDArray[np.int64]
    starts: NDArray[np.intp]
    distinct: NDArray[np.intp]
    size: NDArray[np.int64]


def _equal_distance(runs: _Runs, overall: NDArray[np.int64], rows: int) -> NDArray[np.float64]:
    """Return the total variation of each class: the sum of (p - q) over values where p > q."""
    excess = np.maximum(runs.rows * rows - overall * np.repeat(runs.size, runs.distinct), 0)
    distance: NDArray[np.float64] = np.add.reduceat(excess, runs.starts) / (runs.size.astype(np.float64) * rows)
    return distance


def _ordered_distance(runs: _Runs, rank: NDArray[np.int64], spread: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the ordered earth mover's distance of each class: Σ |P(i) - Q(i)| / (m - 1) over the ranks i.

    Between two of its values a class's cumulative share P is constant while the table's Q grows, so a run of
    ranks is summed at once: below the rank where Q passes P the terms are P - Q, from it on Q - P.
    """
    m = len(spread)
    if m == 1:
        return np.zeros(len(runs.starts))
    overall = np.cumsum(spread) / spread.sum()
    area = np.concatenate([[0.0], np.cumsum(overall)])
    running = np.cumsum(runs.rows)
    before = np.repeat(np.concatenate([[0], running[runs.starts[1:] - 1]]), runs.distinct)
    share = (running - before) / np.repeat(runs.size, runs.distinct)
    until = np.append(rank[1:], m)
    until[np.append(runs.starts[1:], len(rank)) - 1] = m
    crossing = np.clip(np.searchsorted(overall, share), rank, until)
    below = share * (crossing - rank) - (area[crossing] - area[rank])
    above = area[until] - area[crossing] - share * (until - crossing)
    first = area[rank[runs.starts]]  # before the class's first value P is 0
    distance: NDArray[np.float64] = (np.add.reduceat(below + above, runs.starts) + first) / (m - 1)
    return distance
