"""Dates in calendar units: month, quarter, half-year, year, five years, decade.

Years are those of the proleptic Gregorian calendar (ISO 8601); five years and decades begin with years that end in
0 or 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.errors import InputError
from ayni.protect.hierarchy.assemble import Level, level_of_keys, levels_of
from ayni.protect.hierarchy.cells import days_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.levels import Levels
    from ayni.protect.plan import ByDate

__all__ = ["levels_of_dates"]

_MONTHS = 12
_UNIT_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12, "5-years": 60, "decade": 120}


def levels_of_dates(source: ByDate, plan: ColumnPlan, values: pl.Series) -> Levels:
    """Put the dates of a column into calendar units; `source` is checked.

    They read `2020-04`, `2020-Q2`, `2020-H1`, `2020`, `2020-2024`, `2020s`. Raises
    `InputError("hierarchy-not-dates")` when more than half of the values are none.
    """
    days = days_of(plan, values)
    known = days.is_not_null().to_numpy()
    missing = values.is_null().to_numpy()
    odd = int((~known & ~missing).sum())
    if odd * 2 > len(values) - int(missing.sum()):
        raise InputError("hierarchy-not-dates", column=plan.name, values=odd, known=int(known.sum()))
    years = days.dt.year().fill_null(0).to_numpy().astype("int64")
    months = years * _MONTHS + days.dt.month().fill_null(1).to_numpy() - 1
    levels: list[Level] = [
        level_of_keys(months // _UNIT_MONTHS[unit], known, missing, _WRITERS[unit]) for unit in source.units
    ]
    return levels_of(plan.name, values, levels, root=True, domain=len(values))


def _written(label: Callable[[int], str]) -> Callable[[NDArray[np.int64]], Sequence[str]]:
    return lambda keys: [label(int(key)) for key in keys]


_WRITERS = {
    "month": _written(lambda key: f"{key // 12:04d}-{key % 12 + 1:02d}"),
    "quarter": _written(lambda key: f"{key // 4:04d}-Q{key % 4 + 1}"),
    "half-year": _written(lambda key: f"{key // 2:04d}-H{key % 2 + 1}"),
    "year": _written(lambda key: f"{key:04d}"),
    "5-years": _written(lambda key: f"{key * 5:04d}-{key * 5 + 4:04d}"),
    "decade": _written(lambda key: f"{key * 10:04d}s"),
}
