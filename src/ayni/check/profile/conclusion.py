"""From what was counted of a column to its summary: refined type, numbers, dates, codes, impossible values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from ayni.check.personal.labelled import personal_codes
from ayni.check.profile.cells import EPOCH
from ayni.check.profile.histogram import day_bars, number_bars, quantiles
from ayni.check.profile.sketch import QUANTILE_ERROR
from ayni.check.profile.summary import ColumnSummary
from ayni.check.report import Dates, Frequent, Numbers, SemanticType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnBatch, ColumnPlan
    from ayni.check.profile.cells import CellCounts
    from ayni.check.profile.sketch import Distribution

__all__ = ["ExactValues", "conclude_column"]

_FREQUENT = 10
_FEW = 50
"""Up to this many distinct values make a category when each occurs twice on average, more when ten times."""
_CATEGORY_CHARS = (60, 200)
_LEAST_CODED = 3
_CODE_GAP = 3
_FUTURE_MOST = 0.2
"""Where more of the cells lie in the future the column is about plans, whatever its name."""
_WORDS = frozenset({SemanticType.TEXT, SemanticType.CODE, SemanticType.CATEGORY, SemanticType.EMPTY})
_MEASURED = frozenset({SemanticType.INTEGER, SemanticType.DECIMAL, SemanticType.DATE, SemanticType.DATETIME})


class ExactValues(NamedTuple):
    """All distinct values of a column with their counts."""

    batch: ColumnBatch
    counts: NDArray[np.int64]


def conclude_column(
    rows: int, missing: int, counted: CellCounts, distinct: int | None, exact: ExactValues | None
) -> ColumnSummary:
    """Join what was counted; `distinct` is None where it must be estimated, `exact` where values were let go."""
    plan, cells = counted.plan, rows - missing
    estimate = min(round(counted.distinct.conclude()), cells) if distinct is None else distinct
    wordy = cells > 0 and plan.type not in _MEASURED and int(counted.text[2]) > 0
    mean_length = int(counted.text[1]) / cells if wordy else None
    max_length = int(counted.text[2]) if wordy else None
    coded = _coded_missing(counted.numbers)
    unquoted = personal_codes(plan.name, plan.label, plan.value_labels)
    impossible, rule = _impossible(counted, cells, coded)
    return ColumnSummary(
        name=plan.name,
        label=plan.label,
        type=_refine(counted, cells, None if exact is None else estimate, mean_length or 0, max_length or 0),
        storage=plan.storage,
        rows=rows,
        missing=missing,
        cells=cells,
        distinct=estimate,
        distinct_error=counted.distinct.relative_error if distinct is None else 0.0,
        distinct_share=min(estimate / cells, 1.0) if cells else 0.0,
        constant=distinct == 1,
        mixed=counted.mixed,
        damaged=int(counted.text[0]),
        impossible=impossible,
        impossible_rule=rule,
        coded_missing=tuple(Frequent(f"{code:.0f}", n) for code, n in sorted(coded.items())),
        numbers=_numbers(counted.numbers, exact),
        dates=_dates(counted),
        frequent=_frequent(plan, exact, unquoted) if exact is not None else (),
        mean_length=mean_length,
        max_length=max_length,
        personal_labels=len(unquoted),
    )


def _refine(counted: CellCounts, cells: int, distinct: int | None, mean_length: float, max_length: int) -> SemanticType:
    """Return the type that all cells show; `distinct` is None when there are too many to be a category."""
    plan = counted.plan
    if cells == 0:
        return SemanticType.EMPTY
    if plan.type is SemanticType.INTEGER and counted.numbers is not None and counted.numbers.fractions:
        return SemanticType.DECIMAL
    if plan.type not in _WORDS or (plan.type is SemanticType.CATEGORY and plan.value_labels):
        return plan.type
    short = mean_length <= _CATEGORY_CHARS[0] and max_length <= _CATEGORY_CHARS[1]
    if distinct is not None and short and cells >= distinct * (2 if distinct <= _FEW else 10):
        return SemanticType.CATEGORY
    return SemanticType.CODE if plan.type is SemanticType.CODE else SemanticType.TEXT


def _coded_missing(numbers: Distribution | None) -> dict[float, int]:
    """Return the codes that stand far from all other numbers, with their counts.

    A negative code must be among numbers that are otherwise not negative, a positive one at least three
    times the largest other number, and either must occur three times.
    """
    if numbers is None:
        return {}
    low, high = float(numbers.extremes[2]), float(numbers.extremes[3])
    if low > high:
        return {}
    return {
        code: n
        for code, n in numbers.codes.items()
        if n >= _LEAST_CODED and (low >= 0 if code < 0 else 0 < high * _CODE_GAP <= code)
    }


def _impossible(counted: CellCounts, cells: int, coded: dict[float, int]) -> tuple[int, str | None]:
    """Return how many cells are impossible and the rule they break."""
    if counted.numbers is not None and counted.rule is not None:
        rule, numbers = counted.rule, counted.numbers
        if rule.inside:
            found = numbers.count - numbers.below - numbers.above
        else:
            found = numbers.below + numbers.above
            found -= sum(n for code, n in coded.items() if not rule.low <= code <= rule.high)
        return (found, rule.code) if 0 < found <= rule.most * cells else (0, None)
    # A year of two digits does not say which century it lies in.
    if counted.days is None or "%y" in (counted.plan.date_format or ""):
        return 0, None
    late = counted.late if counted.late <= _FUTURE_MOST * cells else 0
    if not late + counted.early:
        return 0, None
    return late + counted.early, "future-date" if late >= counted.early else "before-1850"


def _numbers(numbers: Distribution | None, exact: ExactValues | None) -> Numbers | None:
    if numbers is None or not numbers.count:
        return None
    values, counts = _exact_points(exact) if exact is not None else numbers.points()
    return Numbers(
        minimum=float(numbers.extremes[0]),
        maximum=float(numbers.extremes[1]),
        mean=numbers.mean(),
        quantiles=quantiles(values, counts),
        quantile_error=0.0 if exact is not None else QUANTILE_ERROR,
        histogram=number_bars(values, counts, whole=not numbers.fractions),
    )


def _exact_points(exact: ExactValues) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    cells = exact.batch.numbers
    assert cells is not None  # noqa: S101 - only numeric columns come here
    numbers = cells.to_numpy()
    finite = np.isfinite(numbers)
    numbers, counts = numbers[finite], exact.counts[finite]
    order = np.argsort(numbers, kind="stable")
    return numbers[order], counts[order]


def _dates(counted: CellCounts) -> Dates | None:
    if counted.days is None or counted.first_day is None or counted.last_day is None:
        return None
    days, counts = counted.days.conclude()
    return Dates(earliest=_iso(counted.first_day), latest=_iso(counted.last_day), histogram=day_bars(days, counts))


def _iso(day: int) -> str:
    """Write a day since 1970-01-01; one beyond the years 1 to 9999 is written as the end it lies beyond."""
    lowest, highest = (dt.date.min - EPOCH).days, (dt.date.max - EPOCH).days
    return (EPOCH + dt.timedelta(min(max(day, lowest), highest))).isoformat()


def _frequent(plan: ColumnPlan, exact: ExactValues, unquoted: frozenset[str]) -> tuple[Frequent, ...]:
    if not len(exact.counts):
        return ()
    counted = pl.DataFrame({"value": exact.batch.strings, "count": exact.counts}).drop_nulls()
    top = counted.filter(pl.col("count") > 1).sort("count", "value", descending=[True, False]).head(_FREQUENT)
    return tuple(Frequent(_labelled(plan, value, unquoted), count) for value, count in top.iter_rows())


def _labelled(plan: ColumnPlan, value: str, unquoted: frozenset[str]) -> str:
    """Return a code with its label, or alone where the label is `unquoted`: a report quotes no personal value."""
    code = value if plan.value_labels.get(value) else value.removesuffix(".0")
    label = None if code in unquoted else plan.value_labels.get(code)
    return f"{value} ({label})" if label else value
