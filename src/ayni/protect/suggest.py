"""Suggest a plan: the fixes a table needs, the levels that reach the goal at the least loss, the effect of each.

The check's report and the roles of its columns say what is wrong; the table is then read once more to group its
key variables and to sample its rows. Columns that name people are left out, or replaced by codes where they link
rows and tables; texts are masked; places and dates are left out where a coarser column says the same; the other
key variables are made coarser by the provably best levels; the highest amounts are capped; days of events are
shifted. Every level and limit is written into the plan, so that it repeats exactly.

It is a proposal: what an outsider could know, and what the data are for, only people can tell.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
import polars as pl

from ayni.check.profile import plan_columns
from ayni.check.read import open_dataset
from ayni.check.report import Role
from ayni.check.thresholds import load_thresholds
from ayni.errors import InputError
from ayni.limits import CheckLimits, ProtectLimits, ReadLimits
from ayni.protect.key_table import KeyTableGathering
from ayni.protect.outcome import SuggestedFix, Suggestion
from ayni.protect.plan import Drop, Goal, Plan
from ayni.protect.plan_file import dump_plan
from ayni.protect.search.problem import Criteria
from ayni.protect.suggesting.choice import choose_levels, offer_hierarchies
from ayni.protect.suggesting.effects import EffectMeter
from ayni.protect.suggesting.fixes import Fix, know_columns, propose
from ayni.protect.suggesting.rows import ClassSizes, RowSample, Standing
from ayni.protect.suggesting.wording import comment, nothing_to_do
from ayni.protect.usefulness import CostMeasure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ayni.check.read.table import TableReader
    from ayni.check.report import Report, Table
    from ayni.check.roles import Roles
    from ayni.check.thresholds import Thresholds
    from ayni.errors import Fact
    from ayni.protect.plan import FromFile, Step
    from ayni.protect.suggesting.choice import Choice

__all__ = ["SuggestProgress", "suggest"]

_HOUSEHOLDS = 4
"""Households are counted instead of rows where there are so many times as many as must look alike."""
_KEYS_FIX = "generalise-keys"
_PLACES_FIX = "drop-places"


class SuggestProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a suggestion has come: bytes read, nodes of the search settled, or fixes measured."""

    step: Literal["reading", "searching", "measuring"]
    done: int
    total: int


def suggest(
    path: Path,
    *,
    report: Report,
    roles: Roles | None = None,
    thresholds: Thresholds | None = None,
    goal: Goal | None = None,
    hierarchies: Mapping[str, FromFile] | None = None,
    folder: Path | None = None,
    off: frozenset[str] = frozenset(),
    table: str | None = None,
    limits: ProtectLimits | None = None,
    read_limits: ReadLimits | None = None,
    progress: Callable[[SuggestProgress], None] | None = None,
) -> Suggestion:
    """Write the plan that makes the table at `path` safe at the least loss.

    `report` is that of a check of the same file. `roles` go before the report's. A `goal` sets what it names; keys
    it leaves out are the report's. `hierarchies` (column to file, in `folder`) go before those made here. `off`
    names fixes a person turned off. `table` is needed where the dataset has several. `progress` may raise to cancel.

    Raises `InputError`: `suggest-which-table`, `suggest-unknown-table`, `suggest-report-of-another-file`, those of
    hierarchies, and `goal-not-reachable`; `LimitError("search-too-many-groups")`.
    """
    found = _table_of(report, table)
    suggesting = _Suggesting(
        reader=_reader_of(path, found, read_limits or ReadLimits()),
        report=report,
        table=found,
        roles=roles,
        thresholds=thresholds or load_thresholds(None),
        limits=limits or ProtectLimits(),
        tell=progress or (lambda _: None),
    )
    return suggesting.run(goal or Goal(), hierarchies or {}, folder, off)


def _table_of(report: Report, name: str | None) -> Table:
    known = [table.name for table in report.tables]
    if not known and report.unread:
        raise InputError(report.unread[0].code, **report.unread[0].facts)
    if name is None and len(report.tables) != 1:
        raise InputError("suggest-which-table", known=known)
    for table in report.tables:
        if name is None or table.name == name:
            return table
    raise InputError("suggest-unknown-table", table=name, known=known)


def _reader_of(path: Path, table: Table, limits: ReadLimits) -> TableReader:
    dataset = open_dataset([path], limits)
    for reader in dataset.tables:
        if reader.name == table.name:
            return reader
    if dataset.unread:
        raise InputError(dataset.unread[0].code, **dataset.unread[0].facts)
    raise InputError("suggest-report-of-another-file", path=str(path))


class _Gathered(NamedTuple):
    """What one reading of the table gave."""

    keys: KeyTableGathering
    standings: dict[tuple[str, ...], Standing]
    """How rows stand over each set of key variables that is left at some stage."""
    sample: RowSample
    rows: int


class _Decisions(NamedTuple):
    """What a person decided, and what follows from it."""

    fixes: tuple[Fix, ...]
    off: frozenset[str]
    stages: tuple[tuple[str, ...], ...]
    """The key variables before the first fix and after each."""
    goal: Goal


class _Suggesting:
    """One suggestion in the making."""

    def __init__(
        self,
        *,
        reader: TableReader,
        report: Report,
        table: Table,
        roles: Roles | None,
        thresholds: Thresholds,
        limits: ProtectLimits,
        tell: Callable[[SuggestProgress], None],
    ) -> None:
        self._reader = reader
        self._table = table
        self._thresholds = thresholds
        self._limits = limits
        self._tell = tell
        self._columns = know_columns(table, roles)
        first = next(reader.blocks(), None)
        rows = first.read() if first is not None else pl.DataFrame(schema=[head.name for head in reader.heads])
        if [head.name for head in reader.heads] != [column.name for column in table.columns]:
            raise InputError("suggest-report-of-another-file", path=reader.source.path)
        self._plans = {plan.name: plan for plan in plan_columns(reader.heads, rows)}
        self._weights = self._structural("weights")
        self._household = self._structural("household")
        self._proposal = propose(report, table, self._columns, first=rows, plans=self._plans, household=self._household)
        self._several = len(report.tables) > 1

    def _structural(self, reason: str) -> str | None:
        return next((one.name for one in self._columns if one.reason == reason), None)

    def run(
        self, wish: Goal, hierarchies: Mapping[str, FromFile], folder: Path | None, off: frozenset[str]
    ) -> Suggestion:
        """Return the suggestion for what a person wishes."""
        fixes = tuple(fix for fix in self._proposal.fixes if not _drops(fix, wish.keys))
        stages = _stages(self._proposal.keys, fixes, off)
        decided = _Decisions(fixes, off, stages, self._goal(wish, stages[-1], fixes, off))
        gathered = self._gather(decided)
        choice = self._choose(decided.goal, gathered, hierarchies, folder) if decided.goal.keys else None
        return self._suggestion(decided, gathered, choice)

    def _suggestion(self, decided: _Decisions, gathered: _Gathered, choice: Choice | None) -> Suggestion:
        """Apply fix after fix and see what each does."""
        k = decided.goal.k or self._thresholds.class_size
        sample = gathered.sample.frame()
        meter = EffectMeter(sample, self._plans, self._columns, rows=gathered.rows, weights=self._weights)
        standing = gathered.standings[decided.stages[0]]
        before = effect = meter.effect(standing)
        steps: list[Step] = []
        suggested: list[SuggestedFix] = []
        for number, fix in enumerate(decided.fixes):
            self._tell(SuggestProgress(step="measuring", done=number, total=len(decided.fixes)))
            on, keys = fix.key not in decided.off, decided.stages[number + 1]
            done = fix
            if fix.code == _KEYS_FIX:
                decision = _with_levels(fix, choice, k) if on else _without_levels(fix, keys, k)
                if decision is None:
                    continue
                done = decision
            if on:
                if fix.code == _KEYS_FIX and choice is not None:
                    meter.generalise(choice)
                    standing = self._standing_after(choice, keys, k)
                else:
                    meter.apply(done.steps)
                    if keys != decided.stages[number]:
                        standing = gathered.standings[keys]
                effect = meter.effect(standing)
            places = tuple(range(len(steps), len(steps) + len(done.steps))) if on else ()
            steps += done.steps if on else ()
            suggested.append(
                SuggestedFix(
                    key=done.key,
                    code=done.code,
                    problem=done.problem,
                    columns=done.columns,
                    facts=done.facts,
                    steps=places,
                    on=on,
                    effect=effect,
                )
            )
        return Suggestion(
            before=before,
            fixes=tuple(suggested),
            plan_toml=self._plan(decided.goal, steps, suggested),
            optimal=choice is None or choice.optimum.optimal,
            bound=None if choice is None else choice.optimum.bound,
        )

    def _goal(self, wish: Goal, left: tuple[str, ...], fixes: Sequence[Fix], off: frozenset[str]) -> Goal:
        """Fill in what the person's goal leaves open."""
        turned_off = next((fix for fix in fixes if fix.code == _KEYS_FIX and fix.key in off), None)
        exact = {name for fix in fixes if fix.code == _PLACES_FIX and fix.key in off for name in fix.columns}
        keys = wish.keys or tuple(name for name in left if name not in exact)
        if not keys or turned_off is not None:
            return Goal()
        sensitive = wish.sensitive or tuple(
            one.name for one in self._columns if one.role is Role.SENSITIVE and one.name not in keys
        )
        l_least = wish.l if wish.l is not None else self._asked("diversity")
        t_most = wish.t if wish.t is not None else self._asked("closeness")
        wanted = bool(sensitive) and (l_least is not None or t_most is not None)
        k = wish.k or max(self._thresholds.class_size, int(l_least or 0) if wanted else 0)
        return Goal(
            keys=keys,
            k=k,
            l=int(l_least) if wanted and l_least is not None else None,
            t=t_most if wanted else None,
            sensitive=sensitive if wanted else (),
            weights=wish.weights or self._usable_weights(),
            household=wish.household or self._enough_households(k),
            suppression=wish.suppression,
            loss=wish.loss,
        )

    def _enough_households(self, k: int) -> str | None:
        """Return the column of households, if there are enough of them to look like k others'."""
        known = next((one.column.distinct for one in self._columns if one.name == self._household), 0)
        return self._household if isinstance(known, int) and known >= _HOUSEHOLDS * k else None

    def _asked(self, name: str) -> float | None:
        """Return a threshold that a person set; the defaults of l and t only make the check speak."""
        if self._thresholds.sources.get(name) == load_thresholds(None).sources[name]:
            return None
        value: float = getattr(self._thresholds, name)
        return value

    def _gather(self, decided: _Decisions) -> _Gathered:
        """Read the table once."""
        goal = decided.goal
        keys = KeyTableGathering(self._plans, goal.keys, goal.sensitive, goal.household, limits=self._limits)
        sample = RowSample(CostMeasure(self._plans).rows_sampled)
        stages = list(dict.fromkeys(decided.stages))
        sizes = ClassSizes(self._plans, stages, self._usable_weights(), CheckLimits().state_rows)
        rows, total = 0, self._reader.source.bytes
        with contextlib.closing(sizes):
            for block in self._reader.blocks():
                frame = block.read()
                keys.observe(frame)
                sizes.observe(frame)
                sample.observe(frame, rows)
                rows += frame.height
                self._tell(SuggestProgress(step="reading", done=min(self._reader.bytes_read, total), total=total))
            k = goal.k or self._thresholds.class_size
            standings = {columns: sizes.standing(columns, k) for columns in stages}
        self._refuse_another_file(rows)
        return _Gathered(keys=keys, standings=standings, sample=sample, rows=rows)

    def _refuse_another_file(self, rows: int) -> None:
        source, was = self._reader.source, self._table.source
        if rows != self._table.rows or (source.sha256 and was.sha256 and source.sha256 != was.sha256):
            raise InputError("suggest-report-of-another-file", path=source.path)

    def _choose(
        self, goal: Goal, gathered: _Gathered, hierarchies: Mapping[str, FromFile], folder: Path | None
    ) -> Choice:
        concepts = {one.name: one.concepts for one in self._columns}
        offer = offer_hierarchies(gathered.keys, self._plans, concepts, hierarchies, folder)
        criteria = Criteria(
            k=goal.k or 1,
            l=goal.l or 1,
            t=1.0 if goal.t is None else goal.t,
            suppression=goal.suppression,
            loss=goal.loss,
        )
        return choose_levels(
            gathered.keys,
            offer,
            criteria,
            plans=self._plans,
            limits=self._limits,
            progress=lambda how: self._tell(SuggestProgress(step="searching", done=how.settled, total=how.nodes)),
        )

    def _usable_weights(self) -> str | None:
        """Return the weights, if the check could use them."""
        measured = self._table.disclosure
        return self._weights if measured is not None and measured.weights == self._weights else None

    def _standing_after(self, choice: Choice, keys: tuple[str, ...], k: int) -> Standing:
        """Return how rows stand over `keys` once levels are applied.

        With weights, or for keys that are no part of the goal, the rows are read again.
        """
        standing = Standing(k)
        if self._usable_weights() is None and set(keys) == {levels.column for levels in choice.table.levels}:
            standing.add(choice.kept.sizes)
            return standing
        coarser = {step.column for step in choice.steps}
        others = {name: plan for name, plan in self._plans.items() if name not in coarser}
        sizes = ClassSizes(others, [keys], self._usable_weights(), CheckLimits().state_rows)
        with contextlib.closing(sizes):
            for block in self._reader.blocks():
                frame = block.read()
                stays = pl.Series(choice.kept.mask(frame))
                sizes.observe(choice.apply(frame, self._plans).filter(stays))
            return sizes.standing(keys, k)

    def _plan(self, goal: Goal, steps: Sequence[Step], fixes: Sequence[SuggestedFix]) -> str:
        plan = Plan(
            table=self._table.name if self._several else None,
            made_from=self._table.source.sha256 or None,
            goal=goal,
            steps=tuple(steps),
        )
        comments = {fix.steps[0]: comment(fix) for fix in fixes if fix.steps}
        written = dump_plan(plan, comments)
        return written if steps or fixes else f"# {nothing_to_do()}\n{written}"


def _drops(fix: Fix, keys: Sequence[str]) -> bool:
    """Tell whether a fix would leave out a column that the person's goal names as a key."""
    return any(isinstance(step, Drop) and not set(step.columns).isdisjoint(keys) for step in fix.steps)


def _stages(keys: tuple[str, ...], fixes: Sequence[Fix], off: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Return the key variables before the first fix and after each: what a check would measure the risk over."""
    most = CheckLimits().key_variables
    left, stages = keys, [keys[:most]]
    for fix in fixes:
        if fix.key not in off:
            gone = {name for step in fix.steps if isinstance(step, Drop) for name in step.columns}
            left = tuple(name for name in left if name not in gone)
        stages.append(left[:most])
    return tuple(stages)


def _with_levels(fix: Fix, choice: Choice | None, k: int) -> Fix | None:
    """Say what the search decided; None when nothing has to be done."""
    if choice is None or not (choice.steps or choice.kept.suppressed):
        return None
    hidden = set(choice.hidden)
    columns = tuple(step.column for step in choice.steps)
    coarser = [name for name in columns if name not in hidden]
    code = "generalise-and-hide-keys" if coarser and hidden else "hide-keys" if hidden else _KEYS_FIX
    return msgspec.structs.replace(
        fix,
        code=code if columns else "leave-out-rows",
        columns=columns,
        steps=tuple(msgspec.structs.replace(step, problem=fix.problem or None) for step in choice.steps),
        facts={
            "columns": coarser,
            "hidden": list(choice.hidden),
            "others": k - 1,
            "rows": choice.kept.suppressed,
        },
    )


def _without_levels(fix: Fix, keys: tuple[str, ...], k: int) -> Fix | None:
    """Say what would be done if the fix were not turned off; None where there are no key variables."""
    facts: dict[str, Fact] = {"columns": list(keys), "others": k - 1}
    return msgspec.structs.replace(fix, code="make-alike", columns=keys, facts=facts) if keys else None
