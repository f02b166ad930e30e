"""What steps share about columns: finding them, telling whether they can be worked on, counting what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ayni.check.report import SemanticType
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ayni.check.batch import ColumnPlan
    from ayni.protect.transform.contract import Context

__all__ = ["changed_cells", "coded_values", "date_plan", "number_plan", "per_distinct", "plans_of", "put"]

_NUMBERS = ("int", "uint", "float", "decimal")


def plans_of(context: Context, columns: Iterable[str], step: str) -> tuple[ColumnPlan, ...]:
    """Return the columns' plans. Raises `InputError("step-unknown-column")` for one that the table lacks."""
    found = []
    for column in columns:
        if column not in context.plans:
            raise InputError("step-unknown-column", do=step, column=column, known=list(context.plans))
        found.append(context.plans[column])
    return tuple(found)


def number_plan(context: Context, column: str, step: str) -> ColumnPlan:
    """Return the plan of a column of numbers. Raises `InputError("step-needs-numbers")` for any other."""
    (plan,) = plans_of(context, [column], step)
    numeric = plan.storage.startswith(_NUMBERS) or plan.type in {SemanticType.INTEGER, SemanticType.DECIMAL}
    if not numeric and plan.type is not SemanticType.EMPTY:
        raise InputError("step-needs-numbers", do=step, column=column)
    return plan


def date_plan(context: Context, column: str, step: str) -> ColumnPlan:
    """Return the plan of a column of dates. Raises `InputError("step-needs-dates")` for any other."""
    (plan,) = plans_of(context, [column], step)
    if plan.type not in {SemanticType.DATE, SemanticType.DATETIME, SemanticType.EMPTY}:
        raise InputError("step-needs-dates", do=step, column=column)
    return plan


def coded_values(plan: ColumnPlan) -> tuple[str, ...]:
    """Return the values of a column of numbers that are answers such as "refused", not amounts.

    They are those whose label holds no digit: `-99 = Don't know` is an answer, `97 = 97 and more` an amount.
    """
    labels = plan.value_labels.items()
    return tuple(value for value, label in labels if not any(char.isdigit() for char in label))


def put(frame: pl.DataFrame, column: pl.Series) -> pl.DataFrame:
    """Return the frame with a column of the same name replaced, its place kept."""
    return frame.with_columns(column)


def changed_cells(before: pl.Series, after: pl.Series) -> int:
    """Return how many cells differ; texts of numbers count as the same as the numbers."""
    if before.dtype != after.dtype:
        before, after = before.cast(pl.String, strict=False), after.cast(pl.String, strict=False)
    return int(before.ne_missing(after).sum())


def per_distinct(texts: pl.Series, distinct: pl.Series, made: pl.Series) -> pl.Series:
    """Return for each cell of `texts` what was made of its value; null where the value is not in `distinct`."""
    table = pl.DataFrame({"value": distinct, "made": made})
    cells = texts.alias("value").to_frame()
    return cells.join(table, on="value", how="left", maintain_order="left")["made"].alias(texts.name)
