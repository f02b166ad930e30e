"""What is gathered of a table's rows in one reading: a sample to measure usefulness on, and the sizes of classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.check.disclosure.cells import cell_codes, row_codes, weights_micro
from ayni.check.disclosure.grouped import Grouped, group_sorted, together
from ayni.check.disclosure.tally import class_risks
from ayni.protect.key_table import compacted, key_texts
from ayni.protect.usefulness.sample import row_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.levels import Levels
    from ayni.protect.search.problem import KeyTable, Node

__all__ = ["ClassSizes", "KeptRows", "RowSample", "Standing"]


_SAMPLE_BYTES = 128 << 20
_FEWEST_ROWS = 1_000


class RowSample:
    """The rows that `ayni.protect.usefulness` would sample, as a frame.

    Of a table with very long texts fewer rows are kept, so that the sample takes about 128 MiB at most.
    """

    def __init__(self, rows: int, most_bytes: int = _SAMPLE_BYTES) -> None:
        """Keep at most `rows` rows, and fewer where they take more than `most_bytes` (but a thousand)."""
        self._most = rows
        self._bytes = most_bytes
        self._below = np.uint64(2**64 - 1)
        self._frames: list[pl.DataFrame] = []
        self._orders: list[NDArray[np.uint64]] = []

    def observe(self, frame: pl.DataFrame, first_row: int) -> None:
        """Take in a block; `first_row` counts from 0 in the whole table."""
        order = row_order(first_row, frame.height)
        chosen = np.flatnonzero(order <= self._below)
        self._frames.append(pl.DataFrame([compacted(column) for column in frame[chosen].get_columns()]))
        self._orders.append(order[chosen])
        if sum(map(len, self._orders)) > 2 * self._most:
            self.frame()

    def frame(self) -> pl.DataFrame:
        """Return the sampled rows in the order of the table."""
        if not self._frames:
            return pl.DataFrame()
        frame, order = pl.concat(self._frames), np.concatenate(self._orders)
        while frame.estimated_size() > self._bytes * max(len(order) / self._most, 1) and self._most > _FEWEST_ROWS:
            self._most = max(self._most // 2, _FEWEST_ROWS)
        if len(order) > self._most:
            self._below = np.partition(order, self._most - 1)[self._most - 1]
            chosen = order <= self._below
            frame, order = frame.filter(pl.Series(chosen)), order[chosen]
        self._frames, self._orders = [frame], [order]
        return frame


class Standing:
    """How many rows look like fewer than `k`, and the chance that the row most at risk is recognised."""

    def __init__(self, k: int) -> None:
        """Count rows in classes smaller than `k`."""
        self._k = k
        self.rows_below = 0
        self.highest = 0.0
        """0 to 1, as `ayni.check.report.Disclosure.individual_max`; 0 without rows."""

    def add(self, sizes: NDArray[np.int64], weights: NDArray[np.int64] | None = None) -> None:
        """Take in the rows of some classes, and their weights in millionths, shape (classes,)."""
        if len(sizes):
            self.highest = max(self.highest, float(class_risks(sizes, weights)[0].max()))
            self.rows_below += int(sizes[sizes < self._k].sum())


class ClassSizes:
    """The classes of a table over several sets of columns at once, bounded in memory."""

    def __init__(
        self, plans: Mapping[str, ColumnPlan], sets: Sequence[tuple[str, ...]], weights: str | None, rows: int
    ) -> None:
        """Keep at most `rows` classes of each set in memory; more are kept on disk. `weights` are the rows'."""
        self._plans = plans
        self._weights = weights
        self._sums = ("rows", "weight") if weights is not None else ("rows",)
        self._sets = {columns: Grouped(("class",), self._sums, rows=rows) for columns in sets if columns}
        self.reads = tuple(dict.fromkeys(name for columns in self._sets for name in columns))

    def observe(self, frame: pl.DataFrame) -> None:
        """Take in rows; a column without a plan (made anew) is taken as it stands.

        Raises `InputError("weights-not-usable")`.
        """
        if not frame.height or not self._sets:
            return
        codes = {
            name: cell_codes(key_texts(self._plans[name], frame[name]) if name in self._plans else frame[name])
            for name in self.reads
        }
        weights = {} if self._weights is None else {"weight": self._weights_of(frame, self._weights)}
        for columns, grouped in self._sets.items():
            table = pl.DataFrame({"class": row_codes([codes[name] for name in columns]), **weights})
            grouped.add(group_sorted([table], ("class",), tuple(weights), "rows"))

    def _weights_of(self, frame: pl.DataFrame, name: str) -> NDArray[np.int64]:
        batch = ColumnBatch(self._plans[name], frame[name])
        micro: NDArray[np.int64] = weights_micro(batch.values if batch.numbers is None else batch.numbers)
        return micro

    def standing(self, columns: tuple[str, ...], k: int) -> Standing:
        """Return how rows stand over one of the sets; without columns nobody stands out."""
        found = Standing(k)
        if columns:
            for (part,) in together([self._sets[columns]]):
                found.add(part["rows"].to_numpy(), part["weight"].to_numpy() if "weight" in self._sums else None)
        return found

    def close(self) -> None:
        """Remove what lies on disk."""
        for grouped in self._sets.values():
            grouped.close()


class KeptRows:
    """Which rows stay when the classes that miss the goal are left out at a node."""

    def __init__(
        self, table: KeyTable, node: Node, left_out: NDArray[np.bool_], plans: Mapping[str, ColumnPlan]
    ) -> None:
        """`left_out` says it of each group of the table, shape (groups,)."""
        self._plans = plans
        self._levels = table.levels
        self._node = node
        self._places = [
            pl.DataFrame(
                {
                    "value": pl.Series(levels.labels[0], dtype=pl.String),
                    "place": pl.Series(range(len(levels.labels[0])), dtype=pl.Int64),
                }
            )
            for levels in table.levels
        ]
        classes = self._classes([table.codes[:, place] for place in range(len(node))])
        self._gone = np.unique(classes[left_out])
        kept, places = np.unique(classes[~left_out], return_inverse=True)
        self.sizes: NDArray[np.int64] = np.bincount(places, table.rows[~left_out], minlength=len(kept)).astype(np.int64)
        """Rows of each class that stays."""
        self.suppressed = int(table.rows[left_out].sum())

    def _classes(self, values: Sequence[NDArray[np.int32] | NDArray[np.int64]]) -> NDArray[np.uint64]:
        columns = [
            _as_codes(levels, level, held) for levels, level, held in zip(self._levels, self._node, values, strict=True)
        ]
        codes: NDArray[np.uint64] = row_codes(columns)
        return codes

    def mask(self, frame: pl.DataFrame) -> NDArray[np.bool_]:
        """Return which of the original rows stay, shape (rows,)."""
        if not self._levels or not len(self._gone):
            return np.ones(frame.height, dtype=np.bool_)
        values = []
        for levels, places in zip(self._levels, self._places, strict=True):
            texts = key_texts(self._plans[levels.column], frame[levels.column])
            asked = texts.rename("value").to_frame()
            found = asked.join(places, on="value", how="left", nulls_equal=True, maintain_order="left")
            values.append(found["place"].to_numpy())
        stays: NDArray[np.bool_] = ~np.isin(self._classes(values), self._gone)
        return stays


def _as_codes(levels: Levels, level: int, held: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.uint64]:
    codes: NDArray[np.uint64] = levels.codes[level][held].astype(np.uint64)
    return codes
