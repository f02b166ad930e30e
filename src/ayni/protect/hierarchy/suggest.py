"""A sensible hierarchy for a key variable, from what its values look like.

What is suggested is a rule or a list that a person can read in the plan and change. The thresholds below are house
choices, not a standard's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.report import SemanticType
from ayni.protect.hierarchy.assemble import ANY
from ayni.protect.hierarchy.cells import days_of, meanings, numbers_of, without_zero_decimals
from ayni.protect.hierarchy.intervals import is_in_reach
from ayni.protect.hierarchy.places import find_place
from ayni.protect.plan import AsGiven, ByCode, ByDate, ByInterval, ByPlace, HierarchySource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan

__all__ = ["WORDS", "suggest_hierarchy"]

WORDS: Mapping[str, str] = {"other": "other"}
"""Words that a suggested hierarchy writes into the data."""

_LISTED = 300
"""Up to so many values are written out in the plan."""
_RARE_SHARE, _RARE_ROWS = 0.01, 20
"""A value is rare below this share of the rows, or below so many rows."""
_SPARSE_SHARE, _SPARSE_ROWS = 0.005, 10
"""An interval at an end is open from where fewer rows than this lie beyond."""
_INTERVALS = 20
"""About how many intervals the finest level of other numbers than ages has."""
_UNDERSTOOD = 0.9
"""A rule is suggested when it understands this share of the rows and half of the values."""
_FEW_NUMBERS = 8
"""Up to so many different numbers are left as categories."""
_AGE_MOST = 130
_CODE_LEVELS = 4
_JOINTS = (" ", ".", "-", "/", "_")
_PLACE_CONCEPTS = frozenset({"place", "nationality", "migration"})


def suggest_hierarchy(
    plan: ColumnPlan,
    values: pl.Series,
    counts: pl.Series,
    concepts: frozenset[str],
    words: Mapping[str, str] = WORDS,
) -> HierarchySource | None:
    """Suggest a hierarchy for a key variable, None when it holds no value.

    `values` are its distinct cells as text, null for missing, `counts` their rows; `concepts` what the column's name
    says it is. `words` are written into the data (key `other`).
    """
    table = pl.DataFrame({"value": values.cast(pl.String), "rows": counts.cast(pl.Int64)}).drop_nulls("value")
    if not table.height:
        return None
    cells, rows = table["value"], table["rows"]
    return (
        _dates(plan, cells, rows, concepts)
        or _places(plan, cells, rows, concepts)
        or _codes(plan, cells, concepts)
        or _numbers(plan, cells, rows, concepts)
        or _categories(plan, cells, rows, words)
    )


def _dates(plan: ColumnPlan, cells: pl.Series, rows: pl.Series, concepts: frozenset[str]) -> ByDate | None:
    if plan.type not in {SemanticType.DATE, SemanticType.DATETIME}:
        return None
    if not _understood(days_of(plan, cells).is_not_null(), rows):
        return None
    birth = "birth-date" in concepts
    return ByDate(units=("month", "year", "5-years", "decade") if birth else ("month", "quarter", "year", "decade"))


def _places(plan: ColumnPlan, cells: pl.Series, rows: pl.Series, concepts: frozenset[str]) -> ByPlace | None:
    if plan.type not in {SemanticType.CATEGORY, SemanticType.CODE, SemanticType.TEXT} or len(cells) > _LISTED * 20:
        return None
    said = meanings(plan, cells).to_list()
    places = [find_place(text) for text in said]
    known = [place is not None for place in places]
    if not _understood(pl.Series(known), rows) or len({place and place.region for place in places}) == len(said):
        return None
    # Two letters are many things (NO, IN, ME); they are countries where the column says so.
    telling = sum(yes and len(text) > 2 for yes, text in zip(known, said, strict=True))  # noqa: PLR2004
    return ByPlace() if concepts & _PLACE_CONCEPTS or (telling * 2 > len(said) and len(said) > 1) else None


def _codes(plan: ColumnPlan, cells: pl.Series, concepts: frozenset[str]) -> ByCode | None:
    if plan.value_labels or not (plan.type is SemanticType.CODE or "postcode" in concepts):
        return None
    codes = cells.str.strip_chars()
    if plan.storage != "text":
        codes = without_zero_decimals(codes)
    longest = int(codes.str.len_chars().quantile(0.95, "nearest") or 0)
    step = max(1, math.ceil((longest - 1) / _CODE_LEVELS))
    keep: list[int] = []
    groups = len(codes)
    for chars in range(longest - step, 0, -step):
        if int(codes.str.slice(chars - 1, 1).is_in(_JOINTS).sum()) * 2 > len(codes):
            continue  # A01. says no more than A01
        fewer = codes.str.slice(0, chars).n_unique()
        if fewer < groups:
            keep.append(chars)
            groups = fewer
    return ByCode(keep=tuple(keep))


def _numbers(plan: ColumnPlan, cells: pl.Series, rows: pl.Series, concepts: frozenset[str]) -> ByInterval | None:
    if plan.type not in {SemanticType.INTEGER, SemanticType.DECIMAL}:
        return None
    numbers = numbers_of(plan, cells)
    if not _understood(numbers.is_not_null(), rows):
        return None
    table = pl.DataFrame({"number": numbers, "rows": rows}).drop_nulls().group_by("number").sum().sort("number")
    if table.height <= _FEW_NUMBERS:
        return None
    cuts, weight = table["number"].to_numpy(), table["rows"].to_numpy()
    is_age = "age" in concepts and cuts[0] >= 0 and cuts[-1] <= _AGE_MOST
    widths = (5.0, 10.0, 20.0) if is_age else _nice_widths(plan, cuts, weight)
    if not widths:
        return None
    least, most = _open_ends(cuts, weight, widths[0])
    if plan.type is SemanticType.INTEGER and widths[0] == 1 and least is most is None:
        widths = widths[1:]  # single numbers again
    if not widths:
        return None
    found = ByInterval(widths=widths, start=0.0, least=least, most=most)
    return found if is_in_reach(found, float(cuts[0]), float(cuts[-1])) else None


def _nice_widths(plan: ColumnPlan, cuts: NDArray[np.float64], weight: NDArray[np.int64]) -> tuple[float, ...]:
    """Return 1, 2 or 5 times powers of ten, each a multiple of the one before, for the bulk of the numbers."""
    share = np.cumsum(weight) / weight.sum()
    low, high = cuts[np.searchsorted(share, 0.01)], cuts[np.searchsorted(share, 0.99)]
    spread = float(high - low) or float(cuts[-1] - cuts[0])
    power = math.floor(math.log10(spread / _INTERVALS))
    digits = [(digit, power + up) for up in range(4) for digit in (1, 2, 5)]
    widths: list[float] = []
    for digit, up in digits:
        width = float(f"{digit}e{up}")
        if width * _INTERVALS < spread or (plan.type is SemanticType.INTEGER and width < 1):
            continue
        if width * 1.5 > spread or len(widths) >= 4:  # noqa: PLR2004 - about one interval says nothing more
            break
        if not widths or round(width / widths[0], 6) % round(widths[-1] / widths[0], 6) == 0:
            widths.append(width)
    return tuple(widths)


def _open_ends(cuts: NDArray[np.float64], weight: NDArray[np.int64], width: float) -> tuple[float | None, float | None]:
    """Return where the open intervals begin: beyond, whole intervals hold few rows."""
    enough = max(_SPARSE_ROWS, _SPARSE_SHARE * int(weight.sum()))
    below, above = np.cumsum(weight), np.cumsum(weight[::-1])[::-1]
    if below[-1] < 2 * enough:
        return None, None
    first = math.floor(cuts[np.searchsorted(below, enough)] / width) + 1
    last = math.floor(cuts[len(above) - 1 - np.searchsorted(above[::-1], enough)] / width)
    least = first * width if first - math.floor(cuts[0] / width) > 1 else None
    most = last * width if math.floor(cuts[-1] / width) - last > 0 else None
    if least is not None and most is not None and least >= most:
        return None, None
    return _tidy(least), _tidy(most)


def _tidy(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.12g}")


def _categories(plan: ColumnPlan, cells: pl.Series, rows: pl.Series, words: Mapping[str, str]) -> HierarchySource:
    """Keep the frequent values, join the rare ones, then all; where that gains nothing, all at once."""
    if len(cells) > _LISTED:
        return ByCode(keep=())
    said = meanings(plan, cells)
    alike = said.n_unique() < len(cells) or said.filter(said != cells).is_in(cells.to_list()).any()
    if alike or said.is_in([words["other"], ANY]).any():
        return ByCode(keep=())
    table = pl.DataFrame({"said": said, "rows": rows}).sort("rows", "said", descending=[True, False])
    enough = max(_RARE_ROWS, _RARE_SHARE * int(rows.sum()))
    rare = set(table.filter(pl.col("rows") < enough)["said"])
    if len(rare) == 1:  # a group of one value hides nobody
        rare = set(table["said"].tail(2))
    if not rare or len(rare) == table.height:
        return ByCode(keep=())
    return AsGiven(values={text: (words["other"] if text in rare else text, ANY) for text in table["said"]})


def _understood(known: pl.Series, rows: pl.Series) -> bool:
    """Tell whether a rule fits: it understands most rows, and at least half of the values."""
    share = int(rows.filter(known).sum()) / max(int(rows.sum()), 1)
    return share >= _UNDERSTOOD and int(known.sum()) * 2 >= len(known)
