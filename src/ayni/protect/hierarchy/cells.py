"""What a column's cells say, as numbers, dates or the words their codes stand for."""

from __future__ import annotations

import msgspec
import polars as pl

from ayni.check.batch import ColumnBatch, ColumnPlan
from ayni.check.report import SemanticType

__all__ = ["days_of", "meanings", "numbers_of", "value_labels", "without_zero_decimals"]

_NUMBERS = frozenset({SemanticType.INTEGER, SemanticType.DECIMAL})
_ISO_CHARS = 10


def numbers_of(plan: ColumnPlan, cells: pl.Series) -> pl.Series:
    """Return the cells as Float64 as the column writes numbers, null where one is no finite number."""
    kind = plan.type if plan.type in _NUMBERS else SemanticType.DECIMAL
    own = msgspec.structs.replace(plan, type=kind, missing_tokens=())
    numbers = ColumnBatch(own, cells.cast(pl.String)).numbers
    assert numbers is not None  # noqa: S101 - the plan was made one of numbers above
    return numbers.set(~numbers.is_finite().fill_null(value=True), None)


def days_of(plan: ColumnPlan, cells: pl.Series) -> pl.Series:
    """Return the cells as Date, null where one is no date; a column without a way of its own has ISO 8601."""
    text = cells.cast(pl.String)
    if plan.date_format is None:
        return text.str.strip_chars().str.slice(0, _ISO_CHARS).str.to_date("%Y-%m-%d", strict=False)
    kind = plan.type if plan.type is SemanticType.DATETIME else SemanticType.DATE
    days = ColumnBatch(msgspec.structs.replace(plan, type=kind, missing_tokens=()), text).days
    assert days is not None  # noqa: S101 - the plan has a way of writing dates
    return days


def without_zero_decimals(cells: pl.Series) -> pl.Series:
    """Return texts such as `25.0`, as statistics files give whole numbers, as `25`."""
    return cells.str.replace(r"^([+-]?\d+)\.0+$", "$1")


def value_labels(plan: ColumnPlan, cells: pl.Series) -> pl.Series:
    """Return what the source says the cells' codes mean, null where it says nothing."""
    if not plan.value_labels:
        return pl.Series(cells.name, [None] * len(cells), dtype=pl.String)
    codes = without_zero_decimals(cells.str.strip_chars())
    labels = {code.removesuffix(".0"): label.strip() for code, label in plan.value_labels.items()}
    return codes.replace_strict(labels, default=None, return_dtype=pl.String)


def meanings(plan: ColumnPlan, cells: pl.Series) -> pl.Series:
    """Return the cells with coded values replaced by what they mean, and without blanks around them."""
    return value_labels(plan, cells).fill_null(cells.str.strip_chars())
