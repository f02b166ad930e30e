"""The steps of a plan in the order in which they are carried out, and the passes that let them settle.

Steps are carried out as a plan lists them, but for three kinds that come last whatever their place: `generalise`,
because levels are decided together once all other cells are final; then `suppress-cells`, which blanks what levels
did not solve; then `drop`, so that what a later step looks at (a household, a person) is still there. A plan in
which that order could matter is refused by `ayni.protect.plan_check`.

A step that must see the whole table is settled by a pass over the columns it needs; steps that do not depend on
each other share one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.protect.hierarchy import build_levels
from ayni.protect.key_table import key_texts
from ayni.protect.plan import (
    BottomCode,
    Drop,
    Generalise,
    Microaggregate,
    MovePlaces,
    Round,
    SuppressCells,
    TopCode,
)
from ayni.protect.transform import Generalisation, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from ayni.check.batch import ColumnPlan
    from ayni.protect.plan import Plan, Step
    from ayni.protect.transform import Context, Gathering, Transformation

__all__ = [
    "Item",
    "LooseLevels",
    "MissingAlike",
    "Tap",
    "changed_columns",
    "items_of",
    "needed",
    "observe_pass",
    "open_taps",
]


def changed_columns(step: Step) -> tuple[str, ...]:
    """Return the columns whose cells a step changes or leaves out."""
    if isinstance(step, Generalise | TopCode | BottomCode | Round):
        return (step.column,)
    if isinstance(step, MovePlaces):
        return (step.latitude, step.longitude)
    return step.columns


class Item:
    """One step: settled once `does` is set."""

    def __init__(self, number: int, changes: Iterable[str]) -> None:
        """`number` is the step's place in the plan, from 0; `changes` are the columns it changes."""
        self.number = number
        self.changes = frozenset(changes)
        self.gathering: Gathering | None = None
        self.does: Transformation | None = None


class Tap(NamedTuple):
    """Where in the order of the items the rows are looked at, by whom, and which columns it needs."""

    before: int
    """The rows as they are before this item."""
    observe: Callable[[pl.DataFrame, int], None]
    reads: tuple[str, ...]


class MissingAlike:
    """Makes cells of key variables empty that are missing, however that was written (`NA`, `-`).

    A reader of the result sees how each is written, so two ways would be two classes where one was counted.
    """

    def __init__(self, plans: Mapping[str, ColumnPlan], keys: Sequence[str]) -> None:
        """`plans` are those of the original columns."""
        self._plans = {name: plans[name] for name in keys}

    def apply(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the block with its missing keys alike."""
        alike = []
        for name, plan in self._plans.items():
            if name in frame.columns and frame[name].dtype == pl.String:
                values = ColumnBatch(plan, frame[name]).values
                if values.null_count() > frame[name].null_count():
                    alike.append(values.alias(name))
        return frame.with_columns(alike) if alike else frame


class LooseLevels:
    """Gathers the values of a column that is no key variable, to make it coarser on the level its step names."""

    def __init__(self, step: Generalise, context: Context, folder: Path | None) -> None:
        """`folder` is where paths of hierarchy files begin."""
        self._step = step
        self._plan: ColumnPlan = context.plans[step.column]
        self._folder = folder
        self._values = pl.Series(step.column, [], pl.String)

    @property
    def reads(self) -> tuple[str, ...]:
        """The column."""
        return (self._step.column,)

    def observe(self, frame: pl.DataFrame, first_row: int) -> None:  # noqa: ARG002 - every row is alike
        """Take in a block."""
        fresh = key_texts(self._plan, frame[self._step.column]).unique()
        self._values = pl.concat([self._values, fresh.alias(self._step.column)]).unique()

    def settle(self) -> Transformation:
        """Raise what `build_levels` raises."""
        name = self._step.column
        levels = build_levels(self._step.hierarchy, self._plan, self._values.sort(), folder=self._folder)
        return Generalisation({name: levels}, {name: self._step.level or 0}, {name: self._plan})


def items_of(plan: Plan, context: Context, folder: Path | None) -> tuple[list[Item], int]:
    """Return the items in the order in which they are carried out, and where those of the key variables begin.

    Those are not settled: their levels are decided by `ayni.protect.deciding`. Raises what preparing a step raises.
    """
    numbered = list(enumerate(plan.steps))
    rowwise = [(n, step) for n, step in numbered if not isinstance(step, Generalise | SuppressCells | Drop)]
    loose = [(n, step) for n, step in numbered if isinstance(step, Generalise) and step.column not in plan.goal.keys]
    keyed = [(n, step) for n, step in numbered if isinstance(step, Generalise) and step.column in plan.goal.keys]
    items: list[Item] = []
    for number, step in rowwise:
        items.append(_item(number, step, context))
    for number, coarser in loose:
        item = Item(number, changed_columns(coarser))
        item.gathering = LooseLevels(coarser, context, folder)
        items.append(item)
    place = len(items)
    items += [Item(number, [step.column]) for number, step in keyed]
    for kind in (SuppressCells, Drop):
        items += [_item(number, step, context) for number, step in numbered if isinstance(step, kind)]
    return items, place


def _item(number: int, step: Step, context: Context) -> Item:
    item = Item(number, changed_columns(step))
    prepared = prepare(step, context)
    if isinstance(step, Microaggregate | SuppressCells):
        item.gathering = prepared  # type: ignore[assignment]  # these two see the whole table first
    else:
        item.does = prepared  # type: ignore[assignment]  # all others are ready
    return item


def open_taps(items: Sequence[Item]) -> tuple[list[Tap], frozenset[str]]:
    """Return taps for the gatherings that can be fed now, and the columns that are not final before the last item."""
    blocked: set[str] = set()
    taps: list[Tap] = []
    for place, item in enumerate(items):
        if item.does is None:
            gathering = item.gathering
            if gathering is not None and blocked.isdisjoint(gathering.reads):
                taps.append(Tap(place, gathering.observe, tuple(gathering.reads)))
            blocked |= item.changes
        elif not blocked.isdisjoint(item.does.reads):
            blocked |= item.changes
    return taps, frozenset(blocked)


def needed(items: Sequence[Item], taps: Sequence[Tap]) -> tuple[set[str], set[int]]:
    """Return the columns to be read for some taps, and the places of the items to be carried out for them."""
    columns: set[str] = set()
    places: set[int] = set()
    for place in range(len(items), -1, -1):
        if place < len(items):
            does = items[place].does
            if does is not None and not columns.isdisjoint(items[place].changes):
                columns.update(does.reads, items[place].changes)
                places.add(place)
        for tap in taps:
            if tap.before == place:
                columns.update(tap.reads)
    return columns, places


def observe_pass(
    items: Sequence[Item], taps: Sequence[Tap], alike: MissingAlike
) -> Callable[[pl.DataFrame, int], list[pl.DataFrame]]:
    """Return what a thread does with a block for these taps: the rows that each of them is to be given."""
    _, places = needed(items, taps)
    last = max((tap.before for tap in taps), default=0)

    def act(frame: pl.DataFrame, first_row: int) -> list[pl.DataFrame]:
        frame = alike.apply(frame)
        seen: dict[int, pl.DataFrame] = {}
        for place in range(last + 1):
            for number, tap in enumerate(taps):
                if tap.before == place:
                    seen[number] = frame.select(tap.reads)
            if place in places and place < last:
                does = items[place].does
                if does is not None:
                    frame = does.apply(frame, first_row).frame
        return [seen[number] for number in range(len(taps))]

    return act
