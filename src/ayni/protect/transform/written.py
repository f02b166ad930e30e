"""Numbers written as the texts of their column are: decimal comma, thousands separator."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from ayni.protect.transform.columns import per_distinct

if TYPE_CHECKING:
    from ayni.check.batch import ColumnPlan

__all__ = ["decimals_of", "write_number", "write_numbers"]

_MOST_DECIMALS = 15


def decimals_of(number: float) -> int:
    """Return how many decimals the shortest way of writing a finite number has, 15 at most."""
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return min(_MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0


def write_number(number: float, decimals: int, plan: ColumnPlan) -> str:
    """Return a finite number in the column's style with at most `decimals` decimals, zeros at the end left out."""
    text = f"{number:,.{decimals}f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if whole == "-0" and not fraction:
        whole = "0"
    mark = "," if plan.decimal_comma else "."
    return whole.replace(",", plan.grouping) + (mark + fraction if fraction else "")


def write_numbers(numbers: pl.Series, decimals: int, plan: ColumnPlan) -> pl.Series:
    """Return numbers (Float64, finite or null) as text of the column's style, missing as null."""
    distinct = numbers.drop_nulls().unique()
    made = pl.Series([write_number(number, decimals, plan) for number in distinct.to_list()], dtype=pl.String)
    return per_distinct(numbers, distinct, made)
