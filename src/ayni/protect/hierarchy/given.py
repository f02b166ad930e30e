"""Hierarchies that were written down, in a file or in the plan: checked, then matched with a column's values.

A group stands for as many values as the hierarchy has in it, whether the column holds them or not: so ARX's Loss
counts (its `DomainShareMaterialized`), and losses can be compared.
"""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.protect.hierarchy.assemble import Level, levels_of, numbered
from ayni.protect.hierarchy.cells import numbers_of, value_labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.levels import Levels
    from ayni.protect.plan import AsGiven

__all__ = ["check_table", "levels_of_table", "table_of"]


def table_of(source: AsGiven) -> pl.DataFrame:
    """Return the hierarchy of a plan, which is checked by itself, as a file would hold it."""
    rows = [(value, *levels) for value, levels in source.values.items()]
    columns = zip(*rows, strict=True)
    return pl.DataFrame({str(level): pl.Series(cells, dtype=pl.String) for level, cells in enumerate(columns)})


def check_table(frame: pl.DataFrame, column: str) -> None:
    """Refuse a written hierarchy that contradicts itself; `frame` has the columns "0", "1", … and no row twice.

    Raises `InputError` with `hierarchy-value-twice` (a value with two rows that differ), `hierarchy-cycle` (a
    group that becomes another and later itself again) and `hierarchy-splits` (a group whose members part again on
    the next level), each with facts that count and never quote.
    """
    twice = frame.height - frame["0"].n_unique()
    if twice:
        raise InputError("hierarchy-value-twice", column=column, values=twice)
    _refuse_cycle(frame, column)
    for level in range(1, frame.width - 1):
        pair = frame.select(str(level), str(level + 1))
        splits = pair.n_unique() - pair[str(level)].n_unique()
        if splits:
            raise InputError("hierarchy-splits", column=column, level=level, next=level + 1, groups=splits)


def _refuse_cycle(frame: pl.DataFrame, column: str) -> None:
    """Follow each text to those it becomes: none may lead back to itself by way of another."""
    steps = [
        frame.select(below=pl.col(str(level)), above=pl.col(str(level + 1))).unique()
        for level in range(frame.width - 1)
    ]
    edges = pl.concat(steps).filter(pl.col("below") != pl.col("above")).unique()
    # Whatever nothing becomes, or becomes nothing, is on no cycle: nearly everything goes in a few rounds.
    while edges.height:
        kept = edges.join(edges.select("above").unique(), left_on="below", right_on="above", how="semi")
        kept = kept.join(kept.select("below").unique(), left_on="above", right_on="below", how="semi")
        if kept.height > edges.height // 2:
            edges = kept
            break
        edges = kept
    if edges.height and _has_cycle(edges):
        raise InputError("hierarchy-cycle", column=column)


def _has_cycle(edges: pl.DataFrame) -> bool:
    """Take away what nothing becomes, again and again; what is left in the end goes in circles (Kahn 1962)."""
    follow: dict[str, list[str]] = collections.defaultdict(list)
    incoming: collections.Counter[str] = collections.Counter()
    for below, above in edges.iter_rows():
        follow[below].append(above)
        incoming[above] += 1
    free = [text for text in follow if not incoming[text]]
    left = edges.height
    while free:
        for above in follow[free.pop()]:
            left -= 1
            incoming[above] -= 1
            if not incoming[above]:
                free.append(above)
    return left > 0


def levels_of_table(frame: pl.DataFrame, plan: ColumnPlan, values: pl.Series) -> Levels:
    """Match `values` with the rows of a checked hierarchy.

    Where the last level is one group for all, missing cells are in it too, whatever it reads.

    A cell is found by its text, else without the blanks around it, else by what its code means, else as the same
    number written otherwise (`25` and `25.0`). Raises `InputError("hierarchy-misses-values")`.
    """
    missing = values.is_null().to_numpy()
    rows = _rows_of(frame, plan, values)
    misses = int(((rows < 0) & ~missing).sum())
    if misses:
        raise InputError("hierarchy-misses-values", column=plan.name, values=misses, known=frame.height)
    extra = bool(missing.any()) and not frame["0"].is_in([""]).any()
    domain = frame.height + extra
    last = frame.width - 1
    above = []
    for place in range(1, frame.width):
        level = _level(frame[str(place)], rows, missing)
        if place == last and frame[str(last)].n_unique() == 1:
            codes, labels = np.zeros(len(values), dtype=np.int32), (frame[str(last)][0],)
            level = Level(codes, labels, np.array([domain], dtype=np.int64))
        above.append(level)
    return levels_of(plan.name, values, above, root=False, domain=domain)


def _level(texts: pl.Series, rows: NDArray[np.int64], missing: NDArray[np.bool_]) -> Level:
    """Number the groups that the values are in; a group counts all rows of the hierarchy."""
    every, labels = numbered(texts)
    sizes = np.bincount(every, minlength=len(labels))
    groups, codes = np.unique(every[rows[~missing]], return_inverse=True)
    placed = np.full(len(rows), len(groups), dtype=np.int32)
    placed[~missing] = codes
    kept = [labels[group] for group in groups]
    leaves = sizes[groups].astype(np.int64)
    if missing.any():
        kept.append(None)
        leaves = np.append(leaves, 1)
    return Level(placed, tuple(kept), leaves)


def _rows_of(frame: pl.DataFrame, plan: ColumnPlan, values: pl.Series) -> NDArray[np.int64]:
    """Return the row of each value in the hierarchy, shape (values,); -1 where it has none."""
    keys = frame["0"]
    rows = _find(values, keys)
    ways: list[Callable[[pl.Series], NDArray[np.int64]]] = [
        lambda cells: _find(cells.str.strip_chars(), keys.str.strip_chars()),
        lambda cells: _find(value_labels(plan, cells), keys.str.strip_chars()),
    ]
    if plan.type in {SemanticType.INTEGER, SemanticType.DECIMAL} or plan.storage != "text":
        ways.append(lambda cells: _find(numbers_of(plan, cells), numbers_of(plan, keys)))
    for way in ways:
        left = np.flatnonzero((rows < 0) & values.is_not_null().to_numpy())
        if not len(left):
            break
        rows[left] = way(values.gather(left))
    return rows


def _find(cells: pl.Series, keys: pl.Series) -> NDArray[np.int64]:
    """Return the place of each cell among the keys, -1 for those that are not there; of equal keys the first."""
    table = pl.DataFrame({"key": keys}).with_row_index("row").drop_nulls("key").unique("key", keep="first")
    asked = pl.DataFrame({"key": cells})
    found = asked.join(table, on="key", how="left", maintain_order="left")["row"]
    return found.cast(pl.Int64).fill_null(-1).to_numpy().copy()
