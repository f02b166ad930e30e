"""Move all dates of one person by the same secret number of days, so that intervals stay exactly as they were.

The number is derived from the owner's key and the person's canonical text, so it is the same in every column, block
and file with the same `days`. A person that is missing cannot be told from others: such a row has a number of its
own. What is neither missing nor a date in a column of dates could hold the very date, and becomes missing, and
counts as changed; so does a date that would leave the years 1 to 9999. Placeholders that mean "no date" (1899-12-30,
1899-12-31, 1900-01-01, and every year from 2999 on) stay: moved, they would show the number of days.

Texts keep the column's own form: order, signs, month names and their case, single digits, time and time zone. In a
column stored with a time zone the moment is moved by whole days of 24 hours.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.errors import InputError
from ayni.protect.transform.canonical import canonical_texts
from ayni.protect.transform.columns import changed_cells, date_plan, per_distinct, plans_of, put
from ayni.protect.transform.contract import Applied, Context
from ayni.protect.transform.keyed import derive_key, words

if TYPE_CHECKING:
    from ayni.check.batch import ColumnPlan
    from ayni.protect.plan import ShiftDates

__all__ = ["ShiftedDates"]

_MOST_DAYS = 36_500
_WEEK = 7
_TIME = r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d{2}:?\d{2})?$"
_FIRST, _LAST = dt.date(1, 1, 1), dt.date(9999, 12, 31)
_PLACEHOLDERS = (dt.date(1899, 12, 30), dt.date(1899, 12, 31), dt.date(1900, 1, 1))
_ENDLESS = dt.date(2999, 1, 1)
_SINGLE = r"(?:^|[^0-9])[0-9](?:[^0-9]|$)"
_TIME_IN_FORMAT = re.compile(r"[T ]%[HI].*$")


class ShiftedDates:
    """The dates of some columns are moved; their types stay."""

    def __init__(self, step: ShiftDates, context: Context) -> None:
        """Raises `InputError`: `step-unknown-column`, `step-needs-dates`, `key-needed`, `shift-days`."""
        if not 1 <= step.days <= _MOST_DAYS:
            raise InputError("shift-days", days=step.days, most=_MOST_DAYS)
        self._unit = _WEEK if step.whole_weeks else 1
        self._most = step.days // self._unit
        if not self._most:
            raise InputError("shift-days-week", days=step.days)
        self._plans = tuple(date_plan(context, column, "shift-dates") for column in step.columns)
        (self._by,) = plans_of(context, [step.by], "shift-dates")
        if step.by in step.columns:
            raise InputError("shift-by-itself", column=step.by)
        about = f"{self._most} times {self._unit}"
        self._key = derive_key(context.key, "shift-dates", about)
        self._row_key = derive_key(context.key, "shift-dates", about, "rows")

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of dates and the column that tells persons apart."""
        return tuple(dict.fromkeys([*(plan.name for plan in self._plans), self._by.name]))

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:
        """Return the block with its dates moved."""
        days = self._days(frame[self._by.name], first_row)
        changed = 0
        for plan in self._plans:
            raw = frame[plan.name]
            moved = _moved(plan, raw, days)
            changed += changed_cells(raw, moved)
            frame = put(frame, moved)
        return Applied(frame, changed)

    def _days(self, by: pl.Series, first_row: int) -> pl.Series:
        """Return each row's number of days, Int64, never 0."""
        texts = canonical_texts(ColumnBatch(self._by, by))
        distinct = texts.drop_nulls().unique()
        days = per_distinct(texts, distinct, self._draw(map(str.encode, distinct.to_list()), self._key))
        if texts.null_count():
            rows = texts.is_null().arg_true()
            messages = (int(row + first_row).to_bytes(8, "little") for row in rows.to_list())
            days = days.scatter(rows, self._draw(messages, self._row_key))
        return days.alias("days")

    def _draw(self, messages: object, key: bytes) -> pl.Series:
        drawn = words(messages, key)[:, 0] % np.uint64(2 * self._most)  # type: ignore[arg-type]
        signed = drawn.astype(np.int64) - self._most
        return pl.Series((signed + (signed >= 0)) * self._unit, dtype=pl.Int64)


def _moved(plan: ColumnPlan, raw: pl.Series, days: pl.Series) -> pl.Series:
    if raw.dtype == pl.String:
        return _moved_texts(plan, ColumnBatch(plan, raw), days)
    if not isinstance(raw.dtype, pl.Date | pl.Datetime):  # planned as empty: what is there is no known date
        return pl.repeat(None, len(raw), dtype=raw.dtype, eager=True).alias(raw.name)
    cells = pl.DataFrame([raw.alias("cell"), days])
    day = pl.col("cell").cast(pl.Date)
    moved = (pl.col("cell") + pl.duration(days="days")).cast(raw.dtype)
    return cells.select(_unless_placeholder(day, moved, pl.col("cell"))).to_series().alias(raw.name)


def _unless_placeholder(day: pl.Expr, moved: pl.Expr, cell: pl.Expr) -> pl.Expr:
    """Return `moved`, but the cell itself for a placeholder, and nothing where the calendar ends."""
    end = day.cast(pl.Int32).cast(pl.Int64) + pl.col("days")
    epoch = dt.date(1970, 1, 1)
    inside = end.is_between((_FIRST - epoch).days, (_LAST - epoch).days)
    placeholder = day.is_in(_PLACEHOLDERS) | (day >= _ENDLESS)
    return pl.when(placeholder).then(cell).when(inside).then(moved)


def _moved_texts(plan: ColumnPlan, batch: ColumnBatch, days: pl.Series) -> pl.Series:
    raw, form = batch.raw, plan.date_format
    if form is None:  # planned as empty: how dates are written is not known, and no cell may stay that could be one
        return raw.zip_with(batch.values.is_null(), pl.Series([None], dtype=pl.String))
    form = _TIME_IN_FORMAT.sub("", form)
    cells = pl.DataFrame([raw.alias("raw"), batch.values.alias("value"), days])
    text = pl.col("value").str.strip_chars()
    clock = text.str.extract(f"({_TIME})").fill_null("")
    cells = cells.with_columns(clock.alias("clock"), text.str.replace(_TIME, "").alias("text"))
    cells = cells.with_columns(pl.col("text").str.to_date(form, strict=False).alias("day"))
    single = pl.col("text").str.contains(_SINGLE)
    cells = cells.with_columns((pl.col("day") + pl.duration(days="days")).alias("new"))
    unpadded = form.replace("%d", "%-d").replace("%m", "%-m")
    written = pl.when(single).then(_write(form=unpadded)).otherwise(_write(form=form)) + pl.col("clock")
    kept = _unless_placeholder(pl.col("day"), written, pl.col("raw"))
    result = pl.when(pl.col("value").is_null()).then(pl.col("raw")).otherwise(kept)
    return cells.select(result.alias(raw.name)).to_series()


def _write(form: str) -> pl.Expr:
    """Write the new day; month names as long, and in the letters, as the cell's own."""
    new, text = pl.col("new"), pl.col("text")
    if "%B" not in form:
        return new.dt.to_string(form)
    month = text.str.extract(r"([A-Za-z]{3,})")
    written = (
        pl.when(month.str.len_bytes() == 3)  # noqa: PLR2004 Jan
        .then(new.dt.to_string(form.replace("%B", "%b")))
        .otherwise(new.dt.to_string(form))
    )
    return (
        pl.when(month == month.str.to_uppercase())
        .then(written.str.to_uppercase())
        .when(month == month.str.to_lowercase())
        .then(written.str.to_lowercase())
        .otherwise(written)
    )
