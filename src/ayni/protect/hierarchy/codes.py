"""Codes that nest by their first characters: what is alike longer lies nearer.

So are made administrative codes and P-codes (country, then province, district …), most postcodes, ICD-10 (chapter
letter and block digits before the point), ISCO-08 (major, sub-major, minor, unit group) and ISIC Rev. 4 below its
section letter (division, group, class). A code that is shorter than what a level keeps stays whole there: it names a
larger unit already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.protect.hierarchy.assemble import Level, level_of_texts, levels_of
from ayni.protect.hierarchy.cells import without_zero_decimals

if TYPE_CHECKING:
    import polars as pl

    from ayni.check.batch import ColumnPlan
    from ayni.protect.levels import Levels
    from ayni.protect.plan import ByCode

__all__ = ["levels_of_codes"]


def levels_of_codes(source: ByCode, plan: ColumnPlan, values: pl.Series) -> Levels:
    """Keep the first characters of each code, ever fewer; `source` is checked.

    Blanks around a code do not count, and a statistics file's `60301.0` is the code `60301`.
    """
    codes = values.str.strip_chars()
    if plan.storage != "text":
        codes = without_zero_decimals(codes)
    levels: list[Level] = [level_of_texts(codes.str.slice(0, keep)) for keep in source.keep]
    return levels_of(plan.name, values, levels, root=True, domain=len(values))
