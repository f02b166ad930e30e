"""The effect of each fix: who stands out and what the data are still good for, once it is applied.

Risk is counted over all rows, usefulness measured on the sample that `ayni.protect.usefulness` takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import polars as pl

from ayni.check.report import Role
from ayni.protect.outcome import Effect
from ayni.protect.plan import Drop, Mask, Pseudonymise
from ayni.protect.transform.contract import Context
from ayni.protect.transform.prepare import prepare
from ayni.protect.usefulness import CostMeasure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.plan import Step
    from ayni.protect.suggesting.choice import Choice
    from ayni.protect.suggesting.fixes import Known
    from ayni.protect.suggesting.rows import Standing
    from ayni.protect.transform.contract import Transformation

__all__ = ["EffectMeter"]

_TRIAL_KEY = bytes(32)
"""Pseudonyms and shifts made with it are only measured, never written."""


class EffectMeter:
    """A sample of the table as it becomes safer, step by step."""

    def __init__(
        self,
        sample: pl.DataFrame,
        plans: Mapping[str, ColumnPlan],
        columns: Sequence[Known],
        *,
        rows: int,
        weights: str | None,
    ) -> None:
        """`rows` are those of the whole table."""
        self._before = self._now = sample
        self._plans = plans
        self._columns = columns
        self._rows = rows
        self._weights = weights
        self._context = Context(plans=plans, key=_TRIAL_KEY)
        self._kept: NDArray[np.bool_] | None = None
        self._suppressed = 0
        self._safe: set[str] = set()
        """Columns that no longer hold what the check found in them."""
        self._useful = 1.0
        self._stale = False

    def apply(self, steps: Sequence[Step]) -> None:
        """Apply steps; levels have a method of their own."""
        for step in steps:
            done = cast("Transformation", prepare(step, self._context))  # no step that is suggested gathers
            self._now = done.apply(self._now, 0).frame
            if isinstance(step, Drop | Mask | Pseudonymise):
                self._safe.update(step.columns)
        self._stale = self._stale or bool(steps)

    def generalise(self, choice: Choice) -> None:
        """Apply the levels that were found and leave out the rows that miss the goal."""
        self._now = choice.apply(self._now, self._plans)
        self._safe.update(step.column for step in choice.steps)
        self._kept, self._suppressed = choice.kept.mask(self._before), choice.kept.suppressed
        self._now = self._now.filter(pl.Series(self._kept))
        self._stale = True

    def effect(self, standing: Standing) -> Effect:
        """Return the effect of everything applied so far, with how rows stand now."""
        left = [one for one in self._columns if one.name not in self._safe]
        return Effect(
            rows_below=standing.rows_below,
            share_below=standing.rows_below / self._rows if self._rows else 0.0,
            highest=standing.highest,
            direct_identifiers=sum(one.role is Role.DIRECT for one in left),
            personal_cells=sum(one.cells for one in left),
            suppressed=self._suppressed,
            usefulness=self._usefulness(),
        )

    def _usefulness(self) -> float:
        if self._stale:
            direct = [one.name for one in self._columns if one.role is Role.DIRECT]
            measure = CostMeasure(self._plans, direct=direct, weights=self._weights)
            measure.observe(self._before, self._now, 0, self._kept)
            measured = measure.usefulness()
            if self._kept is not None and self._now.height and self._rows:
                # The share of rows kept is known of the whole table.
                measured *= (1 - self._suppressed / self._rows) / (self._now.height / self._before.height)
            self._useful = min(round(measured, 12), 1.0)
            self._stale = False
        return self._useful
