"""Decide from a sample how each column of a table is to be understood.

A text column gets a type when at least 95 % of its cells that are not missing follow it; the others are
later counted as `mixed`. Digits that are not amounts (leading zeros, telephone and account numbers,
names that say "id") are codes. Formats that store types keep them, and value labels make a category.
What only the whole column can tell (category, code or text) is refined when its profile concludes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ayni.check.batch import ColumnPlan
from ayni.check.profile.formats import (
    FITS,
    LEADING_ZERO,
    TIME,
    DateStyle,
    NumberStyle,
    boolean_words,
    date_style,
    number_style,
)
from ayni.check.profile.names import hints
from ayni.check.profile.sample import Sampled
from ayni.check.report import SemanticType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ayni.check.read.table import ColumnHead

__all__ = ["TEXT_TOKENS", "VALUE_TOKENS", "plan_columns"]

TEXT_TOKENS = ("", ".", "#N/A", "#NULL!", "<NA>", "N/A", "NULL", "NaN", "n/a", "nan", "null")
"""Texts that mean "missing" in any column. `NA` is Namibia, `None` and `-` are answers."""
VALUE_TOKENS = (
    *TEXT_TOKENS, "-", "--", "---", "?", "#DIV/0!", "#REF!", "#VALUE!", "(null)", "NA", "N.A.", "na", "n.a.", "N.d.",
    "n.d.", "ND", "nd", "None", "none", "NONE", "Null", "NAN", "N/a", "*", "..", "...", "…",
)  # fmt: skip
"""Texts that mean "missing" in a column of numbers, dates, times or yes/no answers."""

_ANSWERS = ("None", "none", "NONE")
"""A column of these alone answers a question; one of `NA` or `-` alone is empty."""

_SAMPLE_ROWS = 20_000
_CODE = r"^[A-Za-z0-9+#][A-Za-z0-9._/:+#-]{0,63}$"
_PHONE = r"^\+?[\d(][\d\s().-]{5,18}\d$"
_LEADING_ZEROS = 0.002  # One cell in five hundred may be a slip.
_PRECISE_DIGITS = 16  # A longer number is no longer exact as a double, so it is nobody's amount.
_IDENTIFIER_DIGITS = 9
_ENOUGH_CELLS = 10
_MOST, _NEARLY_ALL = 0.5, 0.9


def plan_columns(heads: Sequence[ColumnHead], sample: pl.DataFrame) -> tuple[ColumnPlan, ...]:
    """Plan every column from a table's first rows.

    `sample` has one column for each head, in the same order; at most 20,000 of its rows, spread over all
    of it, are looked at. What one column settles for certain (decimal comma, month before day) decides
    for columns that could be read both ways.
    """
    rows = sample.gather_every(max(-(-sample.height // _SAMPLE_ROWS), 1))
    columns = [rows.to_series(i) for i in range(len(heads))]
    texts = [Sampled.of(cells) if cells.dtype == pl.String else None for cells in columns]
    looks = [None if text is None else _Look(text) for text in texts]
    comma = any(look.sure_comma for look in looks if look is not None)
    month_first = any(look.sure_month_first for look in looks if look is not None)
    return tuple(
        _plan_stored(head, cells)
        if look is None
        else _plan_text(head, look, prefer_comma=comma, prefer_month_first=month_first)
        for head, cells, look in zip(heads, columns, looks, strict=True)
    )


class _Look:
    """A text column's sample and what it says by itself about how numbers and dates are written."""

    def __init__(self, text: Sampled) -> None:
        self.text = text
        self.sample = text.without(VALUE_TOKENS)
        self._dates = date_style(self.sample) if self.sample.cells else None
        self._numbers = number_style(self.sample) if self.sample.cells else None
        self.sure_comma = self._numbers is not None and self._numbers.sure and self._numbers.decimal_comma
        self.sure_month_first = self._dates is not None and self._dates.sure and bool(self._dates.month_first)

    def numbers(self, *, prefer_comma: bool) -> NumberStyle | None:
        if self._numbers is None or self._numbers.sure or not prefer_comma:
            return self._numbers
        return number_style(self.sample, prefer_comma=True)

    def dates(self, *, prefer_month_first: bool) -> DateStyle | None:
        if self._dates is None or self._dates.sure or not prefer_month_first:
            return self._dates
        return date_style(self.sample, prefer_month_first=True)


def _plan_text(  # noqa: PLR0911 - one per type
    head: ColumnHead, look: _Look, *, prefer_comma: bool, prefer_month_first: bool
) -> ColumnPlan:
    """Plan a column whose cells are text."""
    text, sample = look.text, look.sample
    plan = ColumnPlan(
        name=head.name,
        label=head.label,
        value_labels=head.value_labels,
        storage="text",
        type=SemanticType.EMPTY,
        missing_tokens=VALUE_TOKENS,
    )
    if not sample.cells:
        empty = tuple(word for word in VALUE_TOKENS if word not in _ANSWERS)
        return _as(plan, SemanticType.TEXT, TEXT_TOKENS) if text.without(empty).cells else plan
    if _labelled(head, sample.values, sample.weights):
        return _as(plan, SemanticType.CATEGORY, TEXT_TOKENS)
    if boolean_words(sample) or _is_flag(head, sample):
        return _as(plan, SemanticType.BOOLEAN, VALUE_TOKENS)
    dates = look.dates(prefer_month_first=prefer_month_first)
    if dates is not None:
        kind = SemanticType.DATETIME if dates.has_time else SemanticType.DATE
        return _as(plan, kind, VALUE_TOKENS, date_format=dates.format)
    if sample.share(TIME) >= FITS:
        return _as(plan, SemanticType.TIME, VALUE_TOKENS)
    numbers = look.numbers(prefer_comma=prefer_comma)
    if numbers is not None and not (numbers.whole and _digits_are_code(head, sample)):
        return _as(
            plan,
            SemanticType.INTEGER if numbers.whole else SemanticType.DECIMAL,
            VALUE_TOKENS,
            decimal_comma=numbers.decimal_comma,
            grouping=numbers.grouping,
        )
    return _as(plan, SemanticType.CODE if _is_code(text.without(TEXT_TOKENS)) else SemanticType.TEXT, TEXT_TOKENS)


def _as(
    plan: ColumnPlan,
    kind: SemanticType,
    tokens: tuple[str, ...],
    *,
    decimal_comma: bool = False,
    grouping: str = "",
    date_format: str | None = None,
) -> ColumnPlan:
    return ColumnPlan(
        name=plan.name,
        label=plan.label,
        value_labels=plan.value_labels,
        storage=plan.storage,
        type=kind,
        missing_tokens=tokens,
        decimal_comma=decimal_comma,
        grouping=grouping,
        date_format=date_format,
    )


def _labelled(head: ColumnHead, values: pl.Series, weights: pl.Series) -> bool:
    """Tell whether the source's value labels cover most cells; a label for -99 alone makes no category."""
    if not head.value_labels:
        return False
    labels = [*head.value_labels, *head.value_labels.values()]
    covered = values.str.replace(r"\.0+$", "").is_in([label.removesuffix(".0") for label in labels])
    return int(weights.filter(covered).sum()) * 2 >= int(weights.sum())


def _is_flag(head: ColumnHead, sample: Sampled) -> bool:
    return "flag" in hints(head.name) and sample.share(r"^[01]$") >= FITS


def _digits_are_code(head: ColumnHead, sample: Sampled) -> bool:
    """Tell whether whole numbers are labels rather than amounts."""
    if "code" in hints(head.name) or sample.share(LEADING_ZERO) > _LEADING_ZEROS:
        return True
    if max(sample.share(r"^\+\d{9,}$"), sample.share(rf"^[+-]?\d{{{_PRECISE_DIGITS},}}$")) >= _MOST:
        return True
    if len(sample.values) < _NEARLY_ALL * sample.cells or sample.cells < _ENOUGH_CELLS:
        return False
    lengths = sample.values.str.len_bytes()
    usual = lengths.mode()[0]
    return bool(usual >= _IDENTIFIER_DIGITS) and sample.share_of(lengths == usual) >= FITS


def _is_code(sample: Sampled) -> bool:
    """Tell whether the cells are single words with digits: case numbers, ICD codes, telephone numbers."""
    if sample.share(_PHONE) >= FITS:
        return True
    return sample.share(_CODE) >= FITS and sample.share(r"\d") >= _NEARLY_ALL and sample.share("//") == 0


def _plan_stored(head: ColumnHead, cells: pl.Series) -> ColumnPlan:
    """Plan a column that its source stores with a type."""
    dtype = cells.dtype
    plan = ColumnPlan(
        name=head.name,
        label=head.label,
        value_labels=head.value_labels,
        storage=str(dtype).lower(),
        type=SemanticType.TEXT,
    )
    present = cells.drop_nulls()
    return _as(plan, _stored_type(head, dtype, present), ("",))


def _stored_type(  # noqa: PLR0911 - one per type
    head: ColumnHead, dtype: pl.DataType, present: pl.Series
) -> SemanticType:
    if dtype == pl.Null:
        return SemanticType.EMPTY
    if dtype.is_nested() or dtype in {pl.Binary, pl.Object}:
        return SemanticType.NESTED
    if dtype.is_temporal():
        kinds = {pl.Date: SemanticType.DATE, pl.Datetime: SemanticType.DATETIME, pl.Time: SemanticType.TIME}
        return kinds.get(dtype.base_type(), SemanticType.TEXT)
    if dtype == pl.Boolean:
        return SemanticType.BOOLEAN
    if not dtype.is_numeric():
        return SemanticType.CATEGORY
    if not len(present):
        return SemanticType.INTEGER if dtype.is_integer() else SemanticType.DECIMAL
    counted = present.value_counts(name="count").rename({present.name: "value"})
    if _labelled(head, counted["value"].cast(pl.String), counted["count"]):
        return SemanticType.CATEGORY
    if "flag" in hints(head.name) and bool(counted["value"].cast(pl.Float64).is_in([0.0, 1.0]).all()):
        return SemanticType.BOOLEAN
    if dtype.is_integer() or bool((present.cast(pl.Float64) % 1 == 0).all()):
        return SemanticType.CODE if "code" in hints(head.name) else SemanticType.INTEGER
    return SemanticType.DECIMAL
