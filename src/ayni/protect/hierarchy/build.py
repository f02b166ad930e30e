"""From a hierarchy and a column's distinct values to the levels that searches and writers use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ayni.errors import InputError, LimitError
from ayni.protect.hierarchy.codes import levels_of_codes
from ayni.protect.hierarchy.dates import levels_of_dates
from ayni.protect.hierarchy.files import read_hierarchy_file
from ayni.protect.hierarchy.given import check_table, levels_of_table, table_of
from ayni.protect.hierarchy.intervals import levels_of_intervals
from ayni.protect.hierarchy.limits import HierarchyLimits
from ayni.protect.hierarchy.places import levels_of_places
from ayni.protect.hierarchy.source import check_source
from ayni.protect.plan import AsGiven, ByCode, ByDate, ByInterval, ByPlace, FromFile, HierarchySource

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.check.batch import ColumnPlan
    from ayni.protect.levels import Levels

__all__ = ["build_levels"]


def build_levels(
    source: HierarchySource,
    plan: ColumnPlan,
    values: pl.Series,
    *,
    folder: Path | None = None,
    limits: HierarchyLimits | None = None,
) -> Levels:
    """Place the values of a column in a hierarchy.

    `values` are the distinct cells as text, as the source wrote them, null for missing; level 0 has them in this
    order. `folder` is where paths of hierarchy files begin; without it no file is read.

    What a hierarchy built from a rule stands for is counted in the values present (`Levels.leaves`): intervals,
    dates and codes have no list of their whole domain, and so all of them count alike. A cell that such a rule does
    not understand (a word among ages) reads `*` from level 1 on, as long as it understands half of the values. What
    a group reads depends on the plan only, never on the other values: a second wave gets the same.

    A written hierarchy must hold every value; it counts its own (see `ayni.protect.hierarchy.given`).

    Raises `InputError` for a hierarchy that contradicts itself or the values (codes `hierarchy-…`), `LimitError`
    for one that is too large; facts never hold a value.
    """
    bounds = limits or HierarchyLimits()
    if len(values) > bounds.values:
        raise LimitError("hierarchy-too-many-values", column=plan.name, values=len(values), limit=bounds.values)
    check_source(source, plan.name)
    cells = values.cast(pl.String)
    match source:
        case FromFile():
            return _from_file(source, plan, cells, folder, bounds)
        case AsGiven():
            return _from_table(table_of(source), plan, cells)
        case ByInterval():
            return levels_of_intervals(source, plan, cells)
        case ByDate():
            return levels_of_dates(source, plan, cells)
        case ByPlace():
            return levels_of_places(plan, cells)
        case ByCode():
            return levels_of_codes(source, plan, cells)


def _from_file(
    source: FromFile, plan: ColumnPlan, values: pl.Series, folder: Path | None, limits: HierarchyLimits
) -> Levels:
    if folder is None:
        raise InputError("hierarchy-files-not-here", column=plan.name)
    path = folder / source.path
    table = read_hierarchy_file(path, limits)
    if source.sha256 is not None and source.sha256.lower() != table.sha256:
        raise InputError("hierarchy-file-changed", path=str(path), column=plan.name)
    return _from_table(table.frame, plan, values)


def _from_table(frame: pl.DataFrame, plan: ColumnPlan, values: pl.Series) -> Levels:
    check_table(frame, plan.name)
    return levels_of_table(frame, plan, values)
