"""Top-code, bottom-code and round numbers, whether they are stored as numbers or as text.

A number that does not change keeps its exact text. A coded answer (`-99 = Don't know`) is no amount and stays. What
is neither missing nor a number, but has a digit in a column of numbers stored as text (`95 years`), could hold the
very amount that is to be hidden: it is made missing, and counted.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.protect.plan import BottomCode, Round, TopCode
from ayni.protect.transform.canonical import canonical_texts
from ayni.protect.transform.columns import changed_cells, coded_values, number_plan, put
from ayni.protect.transform.contract import Applied, Context
from ayni.protect.transform.written import decimals_of, write_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["ChangedNumbers", "coded_cells", "numbers_in", "replace_numbers"]

_LARGEST_BASE = 2.0**53


class _Rule(NamedTuple):
    """What is done to numbers: whole ones as int64, others as float64, each of shape (cells,)."""

    whole: Callable[[NDArray[np.int64]], NDArray[np.int64]]
    real: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    decimals: int
    """Decimals that a changed number can have."""


def _rule(step: TopCode | BottomCode | Round, *, whole: bool) -> _Rule:
    match step:
        case TopCode(column=column, limit=limit):
            limit = _finite(limit, column)
            most = math.floor(limit)
            bound = float(most) if whole else limit
            return _Rule(lambda ints: _least(ints, most), lambda reals: np.minimum(reals, bound), decimals_of(bound))
        case BottomCode(column=column, limit=limit):
            limit = _finite(limit, column)
            least = math.ceil(limit)
            bound = float(least) if whole else limit
            return _Rule(lambda ints: _most(ints, least), lambda reals: np.maximum(reals, bound), decimals_of(bound))
        case Round(column=column, base=base):
            if not (math.isfinite(base) and 0 < base <= _LARGEST_BASE):
                raise InputError("round-base", column=column)
            base = float(base)
            if whole and not base.is_integer():
                raise InputError("round-base-not-whole", column=column)
            decimals = decimals_of(base)
            return _Rule(
                lambda ints: _round_whole(ints, int(base)) if base.is_integer() else ints,
                lambda reals: np.round(np.rint(reals / base) * base, decimals) + 0.0,  # minus zero is zero
                decimals,
            )


def _finite(limit: float, column: str) -> float:
    if not math.isfinite(limit):
        raise InputError("limit-not-finite", column=column)
    return float(limit)


def _least(ints: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    room = np.iinfo(np.int64)
    return np.minimum(ints, np.int64(max(room.min, min(room.max, most))))


def _most(ints: NDArray[np.int64], least: int) -> NDArray[np.int64]:
    room = np.iinfo(np.int64)
    return np.maximum(ints, np.int64(max(room.min, min(room.max, least))))


def _round_whole(ints: NDArray[np.int64], base: int) -> NDArray[np.int64]:
    """Round to the nearest multiple, a tie to the even one, without leaving the whole numbers."""
    quotient, rest = np.divmod(ints, base)
    up = (rest > base - rest) | ((rest == base - rest) & (quotient & 1 == 1))
    rounded: NDArray[np.int64] = (quotient + up) * base
    return rounded


def numbers_in(batch: ColumnBatch) -> pl.Series:
    """Return a column's cells as Float64, null where missing or no number.

    A column that was empty where it was planned has no known way of writing numbers: all its texts are null.
    """
    raw = batch.raw
    if raw.dtype.is_numeric():
        return raw.cast(pl.Float64, strict=False).fill_nan(None)
    numbers = batch.numbers
    return pl.Series(raw.name, [None] * len(raw), dtype=pl.Float64) if numbers is None else numbers.fill_nan(None)


class ChangedNumbers:
    """The numbers of one column are changed each by itself; its type stays."""

    def __init__(self, step: TopCode | BottomCode | Round, context: Context) -> None:
        """Raises `InputError`: `step-unknown-column`, `step-needs-numbers`, `limit-not-finite`, `round-base…`."""
        do = "top-code" if isinstance(step, TopCode) else "bottom-code" if isinstance(step, BottomCode) else "round"
        self._plan = number_plan(context, step.column, do)
        self._rule = _rule(step, whole=self._plan.type is SemanticType.INTEGER)

    @property
    def reads(self) -> tuple[str, ...]:
        """The column it changes."""
        return (self._plan.name,)

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:  # noqa: ARG002 - every row is alike
        """Return the block with the numbers changed."""
        raw = frame[self._plan.name]
        batch = ColumnBatch(self._plan, raw)
        if raw.dtype.is_integer():
            done = self._integers(batch)
        else:
            reals = numbers_in(batch)
            with np.errstate(over="ignore", invalid="ignore"):
                new = pl.Series(raw.name, self._rule.real(reals.fill_null(0.0).to_numpy()))
            new = new.zip_with(reals.is_not_null() & new.is_finite(), pl.Series([None], dtype=pl.Float64))
            done = replace_numbers(batch, reals, new, self._rule.decimals)
        return Applied(put(frame, done), changed_cells(raw, done))

    def _integers(self, batch: ColumnBatch) -> pl.Series:
        raw = batch.raw
        ints = raw.cast(pl.Int64, strict=False)
        new = pl.Series(raw.name, self._rule.whole(ints.fill_null(0).to_numpy())).cast(raw.dtype, strict=False)
        hit = (new.ne(raw) & ints.is_not_null() & new.is_not_null()).fill_null(value=False) & ~coded_cells(batch)
        return new.zip_with(hit, raw)


def replace_numbers(batch: ColumnBatch, before: pl.Series, after: pl.Series, decimals: int) -> pl.Series:
    """Return a column's cells with its numbers replaced, in their own storage and style.

    `before` and `after` are Float64; a null of `after` leaves the cell. Coded answers stay. A text with digits that is
    no number becomes missing.
    """
    raw = batch.raw
    hit = (after.is_not_null() & before.is_not_null() & (after != before)).fill_null(value=False) & ~coded_cells(batch)
    if raw.dtype != pl.String:
        return after.cast(raw.dtype, strict=False).zip_with(hit, raw)
    written = write_numbers(after.zip_with(hit, pl.Series([None], dtype=pl.Float64)), decimals, batch.plan)
    odd = batch.values.is_not_null() & before.is_null()
    kept = raw
    if odd.any():
        odd = odd & raw.str.contains(r"\p{N}").fill_null(value=False)
        kept = raw.zip_with(~odd, pl.Series([None], dtype=pl.String)) if odd.any() else raw
    return written.rename(raw.name).zip_with(hit, kept)


def coded_cells(batch: ColumnBatch) -> pl.Series:
    """Return which cells are coded answers, not amounts."""
    codes = coded_values(batch.plan)
    if not codes:
        return pl.repeat(value=False, n=len(batch), dtype=pl.Boolean, eager=True)
    return canonical_texts(batch).is_in([code.removesuffix(".0") for code in codes]).fill_null(value=False)
