"""Leave columns out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.check.batch import ColumnBatch
from ayni.protect.transform.columns import plans_of
from ayni.protect.transform.contract import Applied, Context

if TYPE_CHECKING:
    import polars as pl

    from ayni.protect.plan import Drop

__all__ = ["Dropping"]


class Dropping:
    """The columns of a step are left out; every cell of them that is not missing counts as changed."""

    def __init__(self, step: Drop, context: Context) -> None:
        """Raises `InputError("step-unknown-column")`."""
        self._plans = plans_of(context, step.columns, "drop")

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that are left out."""
        return tuple(plan.name for plan in self._plans)

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:  # noqa: ARG002 - every row is alike
        """Return the block without the columns."""
        batches = [ColumnBatch(plan, frame[plan.name]) for plan in self._plans]
        return Applied(frame.drop(self.reads), sum(len(batch) - batch.missing for batch in batches))
