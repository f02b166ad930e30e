"""Carry out a plan on a table: check, gather, decide, write, check again; and say what was done and what it cost.

The table is streamed: once for what must be known of it whole (distinct combinations of key variables, similar
numbers), once to be written. The result is made in a private folder beside its place, checked there as any file is,
and put in place only when it holds what was promised; otherwise, and when anything fails or is cancelled, nothing is
left. Nothing here prints; `progress` is told how far the work has come and may raise to cancel it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from ayni import __version__
from ayni.check.engine import check
from ayni.check.report import Report, Role, Table
from ayni.check.roles import Roles
from ayni.check.thresholds import Thresholds, load_thresholds
from ayni.errors import ActError
from ayni.limits import ProtectLimits, ReadLimits
from ayni.protect.blocks import in_order
from ayni.protect.deciding import (
    Decision,
    LeftOut,
    as_written,
    criteria_of,
    decide,
    refuse_beyond,
    rows_left_out,
)
from ayni.protect.identifiers import refuse_identifiers_left
from ayni.protect.key_table import KeyTableGathering
from ayni.protect.labelled import unlabelled, without_people
from ayni.protect.outcome import Cost, Outcome, StepDone
from ayni.protect.plan import Drop, Generalise, Loss, Mask, Microaggregate, Plan, Pseudonymise, SuppressCells
from ayni.protect.plan_check import check_plan
from ayni.protect.plan_file import dump_plan
from ayni.protect.result import judge
from ayni.protect.risk import ORDINARY_K, disclosure_over, risk_of, rows_in_small_classes
from ayni.protect.source import choose_table, hold_to, plans_of_table, refuse_changed, table_of
from ayni.protect.staging import Making
from ayni.protect.steps import MissingAlike, Tap, changed_columns, items_of, needed, observe_pass, open_taps
from ayni.protect.transform import Context, Generalisation
from ayni.protect.usefulness import CostMeasure
from ayni.protect.write import format_for, open_writer, source_columns

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.check.engine import Progress as CheckProgress
    from ayni.check.read.table import TableReader
    from ayni.protect.search.problem import KeyTable, Node, SearchProgress
    from ayni.protect.steps import Item
    from ayni.protect.write import OutputColumn, Written

__all__ = ["Progress", "protect"]

StepName = Literal["checking", "gathering", "searching", "writing", "checking-result"]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the work has come in one of its steps: bytes of the file, or choices of levels settled."""

    table: str
    step: StepName
    done: int
    total: int


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a person gave besides the plan, and what the work may take."""

    roles: Roles | None
    key: bytes | None
    thresholds: Thresholds
    folder: Path | None
    limits: ProtectLimits
    read_limits: ReadLimits
    workers: int
    progress: Callable[[Progress], None] | None

    def tell(self, table: str, step: StepName, done: int, total: int) -> None:
        """Say how far the work has come."""
        if self.progress is not None:
            self.progress(Progress(table=table, step=step, done=min(done, total), total=total))


def protect(
    path: str | Path,
    out: str | Path,
    plan: Plan,
    *,
    roles: Roles | None = None,
    key: bytes | None = None,
    thresholds: Thresholds | None = None,
    folder: Path | None = None,
    report_before: Report | None = None,
    replace: bool = False,
    limits: ProtectLimits | None = None,
    read_limits: ReadLimits | None = None,
    workers: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Make the table in `path` safe as `plan` says, write it to `out`, and return what was done.

    `folder` is where paths of hierarchy files begin. A `report_before` must be of this very file; without one the
    file is checked first, with these `roles` and `thresholds`. A file at `out` is replaced only with `replace`.

    Raises `InputError` when the file, plan, hierarchies or place cannot be used, or the goal cannot be reached within
    its suppression limit; `ActError` when the result could not be written or does not hold what was promised. In
    either case nothing is left at `out` but what was there before.
    """
    options = Options(
        roles=roles,
        key=key,
        thresholds=thresholds or load_thresholds(None),
        folder=folder,
        limits=limits or ProtectLimits(),
        read_limits=read_limits or ReadLimits(),
        workers=workers,
        progress=progress,
    )
    source, target = Path(path), Path(out)
    making = Making(target, [source], replace=replace)
    format_for(target, None)  # a suffix that cannot be written is refused before anything is read
    reader = choose_table(source, plan.table, options.read_limits)
    check_plan(plan, [head.name for head in reader.heads])
    before = report_before if report_before is not None else _checked(source, reader.name, "checking", roles, options)
    table = table_of(before, reader.name)
    if report_before is not None:
        refuse_changed(source, table)
    check_plan(plan, [column.name for column in table.columns], rows=table.rows)
    refuse_identifiers_left(plan, table)
    with making:
        return _Protection(reader, plan, before, table, options).run(making)


def _checked(path: Path, name: str, step: StepName, roles: Roles | None, options: Options) -> Report:
    def tell(progress: CheckProgress) -> None:
        options.tell(name, step, progress.done, progress.total)

    return check(
        path,
        roles=roles,
        thresholds=options.thresholds,
        read_limits=options.read_limits,
        workers=options.workers,
        progress=tell if options.progress is not None else None,
    )


class _Made(NamedTuple):
    """A block before and after."""

    before: pl.DataFrame
    after: pl.DataFrame
    kept: NDArray[np.bool_] | None
    changed: dict[int, int]
    """Place of an item to the cells it changed."""


class _Protection:
    """One plan carried out on one table."""

    def __init__(self, reader: TableReader, plan: Plan, before: Report, table: Table, options: Options) -> None:
        self._reader = reader
        self._plan = plan
        self._goal = plan.goal
        self._before = before
        self._table = table
        self._options = options
        self._plans = plans_of_table(reader)
        self._context = Context(plans=self._plans, key=options.key, goal=plan.goal)
        self._items, self._keyed = items_of(plan, self._context, options.folder)
        self._criteria = criteria_of(plan.goal)
        self._alike = MissingAlike(self._plans, plan.goal.keys)
        self._decision: Decision | None = None
        self._groups: KeyTable | None = None
        """The key table by which rows are left out, on the levels `_node`."""
        self._node: Node = ()
        self._left_out: NDArray[np.bool_] | None = None
        self._rows_below: int | None = None
        self._relabelled: dict[str, str | None] = {}
        """Columns some of whose labels are left out because they name people, and the label they are left with."""
        self._columns: tuple[OutputColumn, ...] = ()

    def run(self, making: Making) -> Outcome:
        """Do everything, in its order."""
        self._settle()
        self._columns = self._described()
        self._options.tell(self._reader.name, "writing", 0, self._reader.source.bytes)
        cost = self._cost_measure()
        written, changed = self._write(making, cost)
        return self._judge(making, written, changed, cost)

    # Deciding.

    def _settle(self) -> None:
        """Settle all steps that must see the whole table, and decide levels and who is left out."""
        goal = self._goal
        gathered = None if not goal.keys else self._gathering(self._plans, goal.keys)
        original = None
        if gathered is not None and self._keys_change():
            original = KeyTableGathering(self._plans, goal.keys, limits=self._options.limits)
        decided = False
        while True:
            taps, blocked = open_taps(self._items[: self._keyed])
            if original is not None:
                taps.append(Tap(0, _rows_only(original), original.reads))
            ready = gathered is not None and not decided and blocked.isdisjoint(gathered.reads)
            if gathered is not None and ready:
                taps.append(Tap(self._keyed, _rows_only(gathered), gathered.reads))
            if not taps:
                break
            self._pass(taps)
            if original is not None:
                self._rows_below = rows_in_small_classes(as_written(original), goal.k or ORDINARY_K)
                original = None
            for item in self._items[: self._keyed]:
                if item.gathering is not None and any(tap.observe == item.gathering.observe for tap in taps):
                    item.does, item.gathering = item.gathering.settle(), None
            if gathered is not None and ready:
                self._decide(gathered)
                decided = True
        self._settle_blanks()

    def _keys_change(self) -> bool:
        """Tell whether key variables are changed before they are gathered."""
        return any(not item.changes.isdisjoint(self._goal.keys) for item in self._items[: self._keyed])

    def _gathering(self, plans: dict[str, ColumnPlan], keys: tuple[str, ...]) -> KeyTableGathering:
        goal = self._goal
        diverse = goal.l is not None or goal.t is not None
        return KeyTableGathering(
            plans,
            keys,
            goal.sensitive if diverse else (),
            goal.household if goal.k is not None else None,
            limits=self._options.limits,
        )

    def _pass(self, taps: list[Tap]) -> None:
        """Read the table once for these taps."""
        columns, _ = needed(self._items, taps)
        wanted = [head.name for head in self._reader.heads if head.name in columns]
        first_row = 0
        for frames in in_order(
            self._reader.blocks(),
            observe_pass(self._items, taps, self._alike),
            columns=wanted,
            workers=self._options.workers,
        ):
            for tap, frame in zip(taps, frames, strict=True):
                tap.observe(frame, first_row)
            first_row += frames[0].height
            self._told("gathering")
        hold_to(self._reader, self._table.source.sha256)

    def _told(self, step: StepName) -> None:
        self._options.tell(self._reader.name, step, self._reader.bytes_read, self._reader.source.bytes)

    def _decide(self, gathered: KeyTableGathering) -> None:
        def tell(progress: SearchProgress) -> None:
            self._options.tell(self._reader.name, "searching", progress.settled, progress.nodes)

        decision = decide(gathered, self._plan, self._plans, self._options.folder, tell)
        levels = {one.column: one for one in decision.table.levels}
        for item in self._items[self._keyed :]:
            step = self._plan.steps[item.number]
            if isinstance(step, Generalise):
                node = {step.column: decision.levels[step.column]}
                item.does = Generalisation(levels, node, self._plans)
        self._decision, self._groups, self._node = decision, decision.table, decision.node
        if self._rows_below is None:
            self._rows_below = rows_in_small_classes(decision.table, self._goal.k or ORDINARY_K)
        self._left_out = rows_left_out(decision.table, decision.node, self._criteria)

    def _settle_blanks(self) -> None:
        """Settle local suppression, then count anew who is left out."""
        if self._decision is None:
            return
        blanks = [place for place, item in enumerate(self._items) if item.gathering is not None]
        for place in blanks:
            item = self._items[place]
            if item.gathering is not None:
                self._pass([Tap(place, item.gathering.observe, tuple(item.gathering.reads))])
                item.does, item.gathering = item.gathering.settle(), None
        if blanks:
            gathered = self._gathering(self._written_plans(), self._goal.keys)
            self._pass([Tap(blanks[-1] + 1, _rows_only(gathered), gathered.reads)])
            self._groups = as_written(gathered)
            self._node = (0,) * len(self._goal.keys)
            self._left_out = rows_left_out(self._groups, self._node, self._criteria)
        if self._groups is not None and self._left_out is not None:
            refuse_beyond(self._groups, self._left_out, self._criteria)

    def _written_plans(self) -> dict[str, ColumnPlan]:
        """Return how cells are to be understood once they are written: a label of a hierarchy is no number."""
        from ayni.check.report import SemanticType

        coarse = set() if self._decision is None else {n for n, level in self._decision.levels.items() if level}
        return {
            name: msgspec.structs.replace(plan, type=SemanticType.TEXT, storage="text", missing_tokens=("",))
            if name in coarse
            else plan
            for name, plan in self._plans.items()
        }

    # Writing.

    def _cost_measure(self) -> CostMeasure:
        direct = [column.name for column in self._table.columns if column.role is Role.DIRECT]
        goal = self._goal
        return CostMeasure(
            self._plans, direct=direct, keys=goal.keys, sensitive=goal.sensitive, weights=self._weights()
        )

    def _weights(self) -> str | None:
        disclosure = self._table.disclosure
        return self._goal.weights or (disclosure.weights if disclosure is not None else None)

    def _write(self, making: Making, cost: CostMeasure) -> tuple[Written, dict[int, int]]:
        """Write the result into the folder where it is made."""
        columns = self._columns
        form = format_for(making.path, self._reader.source)
        changed: dict[int, int] = {}
        first_row = 0
        with open_writer(making.path, form, columns, limits=self._options.limits) as writer:
            for made in in_order(self._reader.blocks(), self._act(), workers=self._options.workers):
                cost.observe(made.before, made.after, first_row, made.kept)
                writer.write(made.after)
                for place, cells in made.changed.items():
                    changed[place] = changed.get(place, 0) + cells
                first_row += made.before.height
                self._told("writing")
            hold_to(self._reader, self._table.source.sha256)
            return writer.close(), changed

    def _act(self) -> Callable[[pl.DataFrame, int], _Made]:
        """Return what a thread does with a block."""
        import polars as pl

        blanked = any(isinstance(step, SuppressCells) for step in self._plan.steps)
        judged_before = self._keyed
        if blanked:
            judged_before = max(place for place, item in enumerate(self._items) if self._is_blanking(item)) + 1
        left_out = None
        if self._groups is not None and self._left_out is not None:
            plans = self._written_plans() if blanked else self._plans
            left_out = LeftOut(plans, self._groups, self._node, self._left_out)
        names = [column.name for column in self._columns]

        def act(before: pl.DataFrame, first_row: int) -> _Made:
            frame, changed = self._alike.apply(before), {}
            kept: NDArray[np.bool_] | None = None
            for place in range(len(self._items) + 1):
                if place == judged_before and left_out is not None:
                    kept = left_out.kept(frame)
                if place == len(self._items):
                    break
                does = self._items[place].does
                if does is None:
                    raise TypeError(place)
                frame, changed[place] = does.apply(frame, first_row)
            frame = frame.select(names)
            return _Made(before, frame if kept is None else frame.filter(pl.Series(kept)), kept, changed)

        return act

    def _is_blanking(self, item: Item) -> bool:
        return isinstance(self._plan.steps[item.number], SuppressCells)

    def _described(self) -> tuple[OutputColumn, ...]:
        """Return the columns that are written, with what is still true, and may be said, of each."""
        steps = self._plan.steps
        dropped = {name for step in steps if isinstance(step, Drop) for name in step.columns}
        masked = {name: frozenset(step.kinds) for step in steps if isinstance(step, Mask) for name in step.columns}
        coarser = self._coarser()
        columns = []
        for column in source_columns(self._reader):
            if column.name in dropped:
                continue
            said = column
            if column.name in coarser:
                said = msgspec.structs.replace(column, value_labels={}, display=None, measure=None)
            safe = without_people(said, self._plans[column.name], masked.get(column.name))
            if safe != said:
                self._relabelled[column.name] = safe.label
            columns.append(safe)
        return tuple(columns)

    def _coarser(self) -> set[str]:
        """Return the columns whose values are no longer those that the source's labels are about."""
        found = {
            name
            for step in self._plan.steps
            if isinstance(step, Pseudonymise | Microaggregate)
            for name in step.columns
        }
        levels = self._levels()
        return found | {name for name, level in levels.items() if level}

    def _levels(self) -> dict[str, int]:
        """Return the level of every column with a hierarchy."""
        decided = {} if self._decision is None else self._decision.levels
        return {
            step.column: decided.get(step.column, step.level or 0)
            for step in self._plan.steps
            if isinstance(step, Generalise)
        }

    # Judging.

    def _judge(self, making: Making, written: Written, changed: dict[int, int], cost: CostMeasure) -> Outcome:
        """Check the result, and put it in place when it holds what was promised."""
        options = self._options

        def tell(done: int, total: int) -> None:
            options.tell(self._reader.name, "checking-result", done, total)

        judgement = judge(
            making.path, making.out, self._plan, self._plans, self._table, [one.name for one in self._columns],
            self._criteria, options.thresholds, workers=options.workers, tell=tell,
        )  # fmt: skip
        after = judgement.report.tables[0]
        suppressed = self._table.rows - written.rows
        if after.rows != written.rows:
            raise ActError("rows-not-kept", written=written.rows, read=after.rows)
        before = disclosure_over(
            self._reader, self._plans, self._table, self._goal, options.thresholds, workers=options.workers
        )
        outcome = Outcome(
            ayni=__version__,
            created=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            name=making.out.name,
            source_sha256=self._table.source.sha256,
            result_sha256=written.sha256,
            result_bytes=written.bytes,
            plan_sha256=hashlib.sha256(dump_plan(self._plan).encode()).hexdigest(),
            levels=self._levels(),
            loss_name=self._goal.loss.value,
            loss=self._loss(self._goal.loss),
            suppressed=suppressed,
            optimal=self._is_optimal(suppressed),
            bound=self._bound(suppressed),
            searched=self._decision is not None and self._decision.searched,
            steps=self._steps_done(changed),
            before=risk_of(self._table, before, self._rows_below),
            after=risk_of(after, judgement.disclosure, judgement.rows_below),
            cost=self._conclude(cost, changed),
            report_before=unlabelled(self._before, self._table.name, self._relabelled),
            report_after=judgement.report,
            goal_met=True,
            formulas_defused=written.formulas_defused,
            renamed=written.renamed,
            labels_left_out=tuple(self._relabelled),
            disclosure_after=judgement.disclosure,
        )
        making.put_in_place()
        return outcome

    def _blanking(self) -> bool:
        return any(isinstance(step, SuppressCells) for step in self._plan.steps)

    def _loss(self, loss: Loss) -> float | None:
        """Return a loss of the key variables; None without them, and where cells were blanked one by one."""
        if self._decision is None or self._left_out is None or self._blanking():
            return None
        return self._decision.loss(self._left_out, loss)

    def _is_optimal(self, suppressed: int) -> bool:
        """Tell whether the levels are proven best: what was searched is then also what was written."""
        decision = self._decision
        if decision is None or not decision.searched:
            return False
        return decision.optimal and (self._blanking() or decision.suppressed == suppressed)

    def _bound(self, suppressed: int) -> float | None:
        if self._decision is None:
            return None
        return self._loss(self._goal.loss) if self._is_optimal(suppressed) else self._decision.bound

    def _steps_done(self, changed: dict[int, int]) -> tuple[StepDone, ...]:
        """Return what each step of the plan did, in the plan's order."""
        levels = self._levels()
        done = {}
        for place, item in enumerate(self._items):
            step = self._plan.steps[item.number]
            done[item.number] = StepDone(
                do=str(type(step).__struct_config__.tag),
                columns=changed_columns(step),
                level=levels[step.column] if isinstance(step, Generalise) else None,
                cells_changed=changed.get(place, 0),
            )
        return tuple(done[number] for number in sorted(done))

    def _conclude(self, cost: CostMeasure, changed: dict[int, int]) -> Cost:
        blanked = sum(changed.get(place, 0) for place, item in enumerate(self._items) if self._is_blanking(item))
        return cost.conclude(
            loss=self._loss(Loss.LOSS),
            discernibility=self._loss(Loss.DISCERNIBILITY),
            entropy=self._loss(Loss.ENTROPY),
            cells_suppressed=blanked,
        )


def _rows_only(gathered: KeyTableGathering) -> Callable[[pl.DataFrame, int], None]:
    """Return what gives a gathering rows without saying where they stand."""
    return lambda frame, _: gathered.observe(frame)
