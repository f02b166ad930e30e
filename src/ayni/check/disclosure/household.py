"""Risk of a household: that at least one of its members is recognised.

With independent individual risks r a household's risk is 1 - Π(1 - r) over its members (µ-Argus; Templ
2017, "Statistical Disclosure Control for Microdata", section 3.6; sdcMicro's hierarchical risk). Rows
without a household key belong to no household here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.disclosure.cells import cell_codes, plain_cells
from ayni.check.disclosure.grouped import Grouped, group_sorted, together
from ayni.check.disclosure.tally import ONE, class_risks
from ayni.check.report import Household

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["HouseholdColumn"]

_LOG_UNIT = float(1 << 30)
_CERTAIN = 1.0 - 1e-15  # a risk of 1 has no finite logarithm; what is lost is below the unit


class HouseholdColumn:
    """Which classes the members of each household belong to."""

    def __init__(self, column: str, rows: int) -> None:
        """Keep at most `rows` pairs of class and household in memory."""
        self.column = column
        self._limit = rows
        self.pairs = Grouped(("class", "household"), ("members",), rows=rows)

    def observe(self, classes: NDArray[np.uint64], cells: pl.Series) -> None:
        """Take in the household keys of rows whose class codes are `classes`, shape (rows,)."""
        plain = plain_cells(cells)
        rows = pl.DataFrame({"class": classes, "household": cell_codes(plain)}).filter(plain.is_not_null())
        self.pairs.add(group_sorted([rows], self.pairs.codes, (), "members"))

    def merge(self, other: HouseholdColumn) -> None:
        """Take in what `other` observed."""
        self.pairs.merge(other.pairs)

    def close(self) -> None:
        """Remove the files, if any."""
        self.pairs.close()

    def conclude(self, classes: Grouped, *, weighted: bool) -> Household:
        """Return the households' risk; `classes` has the sums `rows` and, when weighted, `weight`."""
        households = Grouped(("household",), ("members", "logs"), rows=self._limit)
        try:
            for pairs, table in together([self.pairs, classes]):
                if pairs.height:
                    households.add(_with_logs(pairs, table, weighted=weighted))
            return self._sum(households)
        finally:
            households.close()

    def _sum(self, households: Grouped) -> Household:
        number = 0
        total = 0
        expected = 0
        highest = 0.0
        for (part,) in together([households]):
            if part.height:
                risk = -np.expm1(-part["logs"].to_numpy() / _LOG_UNIT)
                number += part.height
                total += int(np.rint(risk * ONE).astype(np.int64).sum())
                expected += int(np.rint(risk * part["members"].to_numpy() * ONE).astype(np.int64).sum())
                highest = max(highest, float(risk.max()))
        return Household(
            column=self.column,
            households=number,
            risk_mean=total / ONE / max(number, 1),
            risk_max=highest,
            expected=expected / ONE,
        )


def _with_logs(pairs: pl.DataFrame, classes: pl.DataFrame, *, weighted: bool) -> pl.DataFrame:
    """Return household, members and -log(1 - r) summed over the members, as whole multiples of 2⁻³⁰."""
    weights = classes["weight"].to_numpy() if weighted else None
    risk, _ = class_risks(classes["rows"].to_numpy(), weights)
    logs = pl.DataFrame({"class": classes["class"], "log": -np.log1p(-np.minimum(risk, _CERTAIN)) * _LOG_UNIT})
    joined = pairs.join(logs, on="class", how="left")
    return joined.select("household", "members", logs=(pl.col("log").round().cast(pl.Int64) * pl.col("members")))
