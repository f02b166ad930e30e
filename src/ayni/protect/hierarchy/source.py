"""Whether a hierarchy makes sense by itself, before any value is looked at."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from pathlib import PurePath

from ayni.check.settings import nearest
from ayni.errors import InputError, LimitError
from ayni.protect.plan import AsGiven, ByCode, ByDate, ByInterval, ByPlace, FromFile, HierarchySource

__all__ = ["DATE_UNITS", "MOST_LEVELS", "PLACE_LEVELS", "check_source", "exact_decimal", "source_height"]

DATE_UNITS = ("month", "quarter", "half-year", "year", "5-years", "decade")
"""Calendar units, each made of whole ones of those before."""
PLACE_LEVELS = 5
"""Value, country, subregion, region, `*`."""
MOST_LEVELS = 64
"""A hierarchy of more levels is refused."""
_MOST_DECIMALS = 15


def source_height(source: HierarchySource) -> int | None:
    """Return how many levels the hierarchy has, level 0 included; None where only its file tells."""
    match source:
        case FromFile():
            return None
        case AsGiven():
            return 1 + len(next(iter(source.values.values()), ()))
        case ByInterval():
            return len(source.widths) + 2
        case ByDate():
            return len(source.units) + 2
        case ByPlace():
            return PLACE_LEVELS
        case ByCode():
            return len(source.keep) + 2


def check_source(source: HierarchySource, column: str) -> None:
    """Refuse a hierarchy that contradicts itself; `column` is what errors name.

    Raises `InputError` with the codes `hierarchy-no-widths`, `hierarchy-width-not-positive`,
    `hierarchy-widths-do-not-nest`, `hierarchy-ends-crossed`, `hierarchy-no-units`, `hierarchy-unknown-unit`,
    `hierarchy-units-out-of-order`, `hierarchy-unknown-scheme`, `hierarchy-keep-not-falling`, `hierarchy-empty`,
    `hierarchy-ragged`, `hierarchy-file-outside`, and `LimitError("hierarchy-too-many-levels")`.
    """
    height = source_height(source)
    if height is not None and height > MOST_LEVELS:
        raise LimitError("hierarchy-too-many-levels", column=column, levels=height, limit=MOST_LEVELS)
    match source:
        case ByInterval():
            _check_intervals(source, column)
        case ByDate():
            _check_units(source, column)
        case ByPlace() if source.scheme != "iso3166":
            raise InputError("hierarchy-unknown-scheme", column=column, name=source.scheme[:100], known="iso3166")
        case ByCode() if not _falling(source.keep):
            raise InputError("hierarchy-keep-not-falling", column=column)
        case AsGiven() if not any(source.values.values()):
            raise InputError("hierarchy-empty", column=column)
        case FromFile() if _leads_away(source.path):
            raise InputError("hierarchy-file-outside", column=column, path=source.path[:200])
        case AsGiven() if len({len(levels) for levels in source.values.values()}) > 1:
            raise InputError("hierarchy-ragged", column=column)


def _leads_away(path: str) -> bool:
    """Tell whether a path leaves the folder it begins in: a plan from elsewhere may read nothing but its own files."""
    place = PurePath(path)
    return place.is_absolute() or ".." in place.parts


def _falling(keep: tuple[int, ...]) -> bool:
    return all(first > second for first, second in itertools.pairwise(keep)) and all(chars >= 1 for chars in keep)


def _check_intervals(source: ByInterval, column: str) -> None:
    if not source.widths:
        raise InputError("hierarchy-no-widths", column=column)
    ends = [end for end in (source.start, source.least, source.most) if end is not None]
    if not all(map(math.isfinite, (*source.widths, *ends))) or min(source.widths) <= 0:
        raise InputError("hierarchy-width-not-positive", column=column)
    widths = [exact_decimal(width) for width in source.widths]
    for first, second in itertools.pairwise(widths):
        if second <= first or second % first:
            raise InputError("hierarchy-widths-do-not-nest", column=column, first=float(first), second=float(second))
    if any(_decimals(number) > _MOST_DECIMALS for number in (*source.widths, *ends)):
        raise InputError("hierarchy-width-not-positive", column=column)
    if source.least is not None and source.most is not None and source.least >= source.most:
        raise InputError("hierarchy-ends-crossed", column=column, least=source.least, most=source.most)


def exact_decimal(number: float) -> Decimal:
    """Return the decimal number that `number` is written as: 0.1 is one tenth."""
    return Decimal(repr(float(number)))


def _decimals(number: float) -> int:
    return max(0, -int(exact_decimal(number).normalize().as_tuple().exponent))


def _check_units(source: ByDate, column: str) -> None:
    if not source.units:
        raise InputError("hierarchy-no-units", column=column)
    for unit in source.units:
        if unit not in DATE_UNITS:
            known = list(DATE_UNITS)
            raise InputError(
                "hierarchy-unknown-unit", column=column, name=unit[:100], nearest=nearest(unit, known), known=known
            )
    places = [DATE_UNITS.index(unit) for unit in source.units]
    if any(first >= second for first, second in itertools.pairwise(places)):
        raise InputError("hierarchy-units-out-of-order", column=column, known=list(DATE_UNITS))
