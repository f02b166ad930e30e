"""What every transformation is: prepared once from its step, then applied to each block of rows.

A step that needs to see the whole table first (microaggregation, local suppression, generalisation with a
search) is a `Gathering`: it observes every block, in order, and settles into a `Transformation`. Applying is
pure and may run in any thread: the same rows give the same cells however the table was cut into blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from ayni.check.batch import ColumnPlan
from ayni.protect.plan import Goal

if TYPE_CHECKING:
    import polars as pl


__all__ = ["Applied", "Context", "Gathering", "Transformation"]


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What steps are prepared with, besides themselves."""

    plans: Mapping[str, ColumnPlan]
    """How each column's cells are to be understood (`ayni.check.profile.plan_columns`)."""
    key: bytes | None = None
    """The owner's secret, 32 bytes, for pseudonyms, date shifts and moved places; None where no step needs it.
    Each kind of step derives a key of its own from it."""
    goal: Goal = Goal()
    """What must hold of the result; local suppression works towards its `k` over its `keys`."""


class Applied(NamedTuple):
    """A block after a step, and how many of its cells changed."""

    frame: pl.DataFrame
    changed: int


class Transformation(Protocol):
    """A step ready to be applied to any block of its table."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns it needs to see."""

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:
        """Return the block after the step. `first_row` counts from 0 in the whole table.

        Columns the step does not name stay as they are. A missing cell stays missing. Raises `InputError` when a
        cell cannot be taken (a value outside a hierarchy).
        """


class Gathering(Protocol):
    """A step that must see the whole table before it can be applied."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns it needs to see."""

    def observe(self, frame: pl.DataFrame, first_row: int) -> None:
        """Take in a block, in order."""

    def settle(self) -> Transformation:
        """Decide, once the whole table was seen."""
