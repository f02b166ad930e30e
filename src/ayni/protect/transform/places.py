"""Move points in a secret direction by a secret distance between two bounds (donut masking).

Hampton et al., "Mapping health data: improved privacy protection with donut method geomasking", American Journal of
Epidemiology 172 (2010). The direction is uniform, and the distance such that every place of the ring is equally
likely. Both are derived from the owner's key and `by`, or the point itself, so that equal points move together; the
point 0, 0 (which mostly stands for none) is always moved by itself. The earth is a sphere of radius 6,371,008.8 m (IUGG
mean radius), which errs by up to 0.5 % of the distance moved.

A result is written with as many decimals as its distance warrants, steps of at most a tenth of `least` (of a twentieth
of the ring's width, where that is smaller), and the ring is narrowed by what rounding may add, so that it stays
inside the bounds. A row whose point is not complete, or no point on earth, loses both coordinates.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.errors import InputError
from ayni.protect.transform.canonical import canonical_texts
from ayni.protect.transform.columns import changed_cells, number_plan, plans_of, put
from ayni.protect.transform.contract import Applied, Context
from ayni.protect.transform.keyed import derive_key, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.plan import MovePlaces

__all__ = ["MovedPlaces", "destination"]

_RADIUS = 6_371_008.8
_DEGREE = _RADIUS * math.pi / 180
"""Metres of a degree of latitude."""
_MOST_METRES = 1_000_000.0
_MOST_DECIMALS = 7
_STEPS_OF_LEAST, _STEPS_OF_RING = 10, 20
_QUARTER, _HALF = 90.0, 180.0
_DOUBLE = 2.0**-53


def destination(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    bearing: NDArray[np.float64],
    metres: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where one arrives from points (degrees) along great circles at `bearing` (radians from north)."""
    angle = metres / _RADIUS
    start = np.radians(latitude)
    sine = np.sin(start) * np.cos(angle) + np.cos(start) * np.sin(angle) * np.cos(bearing)
    end = np.arcsin(np.clip(sine, -1.0, 1.0))
    turn = np.arctan2(np.sin(bearing) * np.sin(angle) * np.cos(start), np.cos(angle) - np.sin(start) * np.sin(end))
    return np.degrees(end), _within(longitude + np.degrees(turn))


def _within(longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitudes from -180 up to, but without, 180."""
    turned: NDArray[np.float64] = np.mod(longitude + _HALF, 2 * _HALF) - _HALF
    return turned


class MovedPlaces:
    """The points of one pair of columns are moved. Columns of whole numbers become decimals."""

    def __init__(self, step: MovePlaces, context: Context) -> None:
        """Raises `InputError`: `step-unknown-column`, `step-needs-numbers`, `key-needed`, `move-bounds`."""
        if not 0 <= step.least < step.most <= _MOST_METRES:
            raise InputError("move-bounds", least=step.least, most=step.most, limit=_MOST_METRES)
        self._latitude = number_plan(context, step.latitude, "move-places")
        self._longitude = number_plan(context, step.longitude, "move-places")
        self._by = plans_of(context, [step.by], "move-places")[0] if step.by is not None else None
        self._key = derive_key(context.key, "move-places", "point")
        self._by_key = derive_key(context.key, "move-places", "by")
        warranted = (step.most - step.least) / _STEPS_OF_RING
        if step.least:
            warranted = min(warranted, step.least / _STEPS_OF_LEAST)
        self._decimals = max(0, min(_MOST_DECIMALS, math.ceil(math.log10(_DEGREE / warranted))))
        slack = _DEGREE * 10.0**-self._decimals * math.sqrt(0.5)
        narrow = slack if step.most - step.least > 2 * slack else 0.0
        self._ring = ((step.least + narrow if step.least else 0.0) ** 2, (step.most - narrow) ** 2)

    @property
    def reads(self) -> tuple[str, ...]:
        """The coordinates, and the column whose rows move together."""
        names = [self._latitude.name, self._longitude.name]
        return tuple(names if self._by is None else [*names, self._by.name])

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:  # noqa: ARG002 - a move depends on values alone
        """Return the block with its points moved."""
        latitude = _degrees(self._latitude, frame)
        longitude = _degrees(self._longitude, frame)
        whole = (np.abs(latitude) <= _QUARTER) & (np.abs(longitude) <= _HALF)  # False for NaN
        latitude = np.where(whole, latitude, 0.0) + 0.0  # minus zero is zero
        longitude = np.where(whole, longitude, 0.0) + 0.0
        drawn = self._draw(frame, latitude, longitude)
        least, most = self._ring
        metres = np.sqrt(least + (most - least) * drawn[:, 1])
        new_latitude, new_longitude = destination(latitude, longitude, 2 * math.pi * drawn[:, 0], metres)
        new_latitude = np.clip(np.round(new_latitude, self._decimals), -_QUARTER, _QUARTER) + 0.0
        new_longitude = _within(np.round(new_longitude, self._decimals)) + 0.0
        new_longitude = np.round(new_longitude, self._decimals)
        changed = 0
        for plan, moved in ((self._latitude, new_latitude), (self._longitude, new_longitude)):
            done = self._written(plan, frame[plan.name], moved, whole)
            changed += changed_cells(frame[plan.name], done)
            frame = put(frame, done)
        return Applied(frame, changed)

    def _draw(
        self, frame: pl.DataFrame, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return two numbers from 0 up to 1 for each row, shape (rows, 2)."""
        points = np.column_stack([latitude, longitude]).astype("<f8")
        raw = points.tobytes()
        drawn = words((raw[at : at + 16] for at in range(0, len(raw), 16)), self._key)
        if self._by is not None:
            texts = canonical_texts(ColumnBatch(self._by, frame[self._by.name]))
            told = texts.is_not_null().to_numpy() & points.any(axis=1)
            drawn[told] = words(map(str.encode, texts.filter(pl.Series(told)).to_list()), self._by_key)
        return np.asarray(drawn[:, :2] >> np.uint64(11), dtype=np.float64) * _DOUBLE

    def _written(
        self, plan: ColumnPlan, raw: pl.Series, moved: NDArray[np.float64], whole: NDArray[np.bool_]
    ) -> pl.Series:
        numbers = pl.Series(raw.name, moved).zip_with(pl.Series(whole), pl.Series([None], dtype=pl.Float64))
        if raw.dtype != pl.String:
            return numbers if raw.dtype.is_integer() else numbers.cast(raw.dtype, strict=False)
        mark = "," if plan.decimal_comma else "."
        texts = [f"{number:.{self._decimals}f}".replace(".", mark) for number in moved.tolist()]
        missing = ColumnBatch(plan, raw).values.is_null()
        blank = raw.zip_with(missing, pl.Series([None], dtype=pl.String))  # a missing cell stays as it is written
        return pl.Series(raw.name, texts, dtype=pl.String).zip_with(pl.Series(whole), blank)


def _degrees(plan: ColumnPlan, frame: pl.DataFrame) -> NDArray[np.float64]:
    raw = frame[plan.name]
    batch = ColumnBatch(plan, raw)
    numbers = raw.cast(pl.Float64, strict=False) if raw.dtype.is_numeric() else batch.numbers
    if numbers is None:
        return np.full(len(raw), np.nan)
    return numbers.cast(pl.Float64).fill_null(np.nan).to_numpy()
