"""Tables to transform, and how they are: whole, or cut into blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ayni.check.profile import plan_columns
from ayni.check.read.table import ColumnHead
from ayni.protect.plan import Goal
from ayni.protect.transform import Applied, Context, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ayni.protect.plan import Step

KEY = bytes(range(32))


def context(frame: pl.DataFrame, *, key: bytes | None = KEY, goal: Goal | None = None, **heads: ColumnHead) -> Context:
    """Plan the frame's columns as a check does; `heads` are those that say more than a name."""
    named = [heads.get(name, ColumnHead(name=name)) for name in frame.columns]
    plans = {plan.name: plan for plan in plan_columns(named, frame)}
    return Context(plans=plans, key=key, goal=goal or Goal())


def applied(step: Step, frame: pl.DataFrame, known: Context | None = None, cuts: Sequence[int] = ()) -> Applied:
    """Do a step on a frame cut into blocks at `cuts`."""
    doing: Any = prepare(step, known or context(frame))
    ends = [*sorted({cut for cut in cuts if 0 < cut < frame.height}), frame.height]
    blocks = [(first, frame.slice(first, end - first)) for first, end in zip([0, *ends], ends, strict=False)]
    if hasattr(doing, "settle"):
        for first, block in blocks:
            doing.observe(block, first)
        doing = doing.settle()
    done = [doing.apply(block, first) for first, block in blocks]
    assert {str(one.frame.schema) for one in done} == {str(done[0].frame.schema)}
    return Applied(pl.concat([one.frame for one in done]), sum(one.changed for one in done))


def cells(step: Step, frame: pl.DataFrame, column: str, known: Context | None = None) -> list[Any]:
    """Return a column's cells after a step."""
    return applied(step, frame, known).frame[column].to_list()
