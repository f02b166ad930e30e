"""Judge a result before it is put in place: check it as any file, and count the goal again from what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ayni.check.engine import check
from ayni.errors import ActError
from ayni.limits import ReadLimits
from ayni.protect.blocks import in_order
from ayni.protect.deciding import as_written, rows_left_out
from ayni.protect.identifiers import refuse_identifiers_remaining, roles_after
from ayni.protect.key_table import KeyTableGathering
from ayni.protect.risk import ORDINARY_K, disclosure_over, rows_in_small_classes
from ayni.protect.source import choose_table, plans_of_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ayni.check.batch import ColumnPlan
    from ayni.check.engine import Progress as CheckProgress
    from ayni.check.read.table import TableReader
    from ayni.check.report import Disclosure, Report, Table
    from ayni.check.thresholds import Thresholds
    from ayni.protect.plan import Goal, Plan
    from ayni.protect.search.problem import Criteria

__all__ = ["Judgement", "judge"]

_ROUNDING = 1e-9


class Judgement(NamedTuple):
    """What a check and a recount of the result say."""

    report: Report
    disclosure: Disclosure | None
    rows_below: int | None


def judge(  # noqa: PLR0917 - a result, what was promised of it, and what it came from
    path: Path,
    named: Path,
    plan: Plan,
    original: Mapping[str, ColumnPlan],
    before: Table,
    columns: Sequence[str],
    criteria: Criteria,
    thresholds: Thresholds,
    *,
    workers: int = 0,
    tell: Callable[[int, int], None],
) -> Judgement:
    """Judge the file at `path`, which reports call `named`; `tell` is told bytes done of all.

    `original` says how the cells of the original columns were understood, when the goal was set. `columns` are those
    that were written, in order; a format that does not take their names has given them others.
    Raises `ActError`: `result-not-readable`, `identifiers-remain`, `goal-not-held`.
    """
    reader = choose_table(path, None, ReadLimits())
    if len(reader.heads) != len(columns):
        raise ActError("result-not-readable", path=str(named))
    names = {column: head.name for column, head in zip(columns, reader.heads, strict=True)}

    def told(progress: CheckProgress) -> None:
        tell(progress.done, progress.total)

    roles = roles_after(plan, before, names)
    report = check(path, roles=roles, thresholds=thresholds, workers=workers, progress=told)
    if not report.tables:
        raise ActError("result-not-readable", path=str(named))
    report = _as_before(report, before, names, path, named)
    refuse_identifiers_remaining(report)
    table = report.tables[0]
    plans = plans_of_table(reader)
    there = _goal_there(plan.goal, names)

    def after_block() -> None:
        tell(reader.bytes_read, reader.source.bytes)

    disclosure = disclosure_over(reader, plans, table, there, thresholds, workers=workers, after_block=after_block)
    rows_below = None
    if there.keys:
        alike = _understood(plans, plan.goal, original, names)
        rows_below = _recount(reader, there, alike, criteria, workers, after_block)
    if disclosure is not None and there.keys:
        same = [name for name in there.sensitive if plans[name] == alike[name]]
        _hold(disclosure, there, same)
    return Judgement(report, disclosure, rows_below)


def _goal_there(goal: Goal, names: Mapping[str, str]) -> Goal:
    """Return the goal over the columns that were written, by the names they have there."""
    return msgspec.structs.replace(
        goal,
        keys=tuple(names[name] for name in goal.keys),
        sensitive=tuple(names[name] for name in goal.sensitive if name in names),
        weights=names.get(goal.weights or ""),
        household=names.get(goal.household or ""),
    )


def _as_before(report: Report, before: Table, names: Mapping[str, str], path: Path, named: Path) -> Report:
    """Return a report that calls the file by its name, and says of each role why it was decided in the first place."""
    reasons = {names[column.name]: column for column in before.columns if column.name in names}
    tables = []
    for table in report.tables:
        columns = tuple(
            msgspec.structs.replace(
                column,
                role_reason=reasons[column.name].role_reason,
                role_confirmed=reasons[column.name].role_confirmed,
            )
            if column.name in reasons and column.role is reasons[column.name].role
            else column
            for column in table.columns
        )
        source = msgspec.structs.replace(table.source, path=table.source.path.replace(str(path), str(named), 1))
        tables.append(msgspec.structs.replace(table, columns=columns, source=source))
    return msgspec.structs.replace(report, tables=tuple(tables))


def _understood(
    plans: Mapping[str, ColumnPlan], goal: Goal, original: Mapping[str, ColumnPlan], names: Mapping[str, str]
) -> dict[str, ColumnPlan]:
    """Return how cells are understood, sensitive ones as when the goal was set: amounts stay amounts."""
    understood = dict(plans)
    for name in goal.sensitive:
        if name in names:
            was, now = original[name], plans[names[name]]
            understood[now.name] = msgspec.structs.replace(
                now,
                type=was.type,
                decimal_comma=was.decimal_comma,
                grouping=was.grouping,
                missing_tokens=was.missing_tokens,
            )
    return understood


def _recount(  # noqa: PLR0917 - what to count, how, and how to say so
    reader: TableReader,
    goal: Goal,
    plans: Mapping[str, ColumnPlan],
    criteria: Criteria,
    workers: int,
    after_block: Callable[[], None],
) -> int:
    """Group the written rows by what they show, refuse classes that miss the goal, count those below k."""
    diverse = goal.l is not None or goal.t is not None
    gathered = KeyTableGathering(
        plans, goal.keys, goal.sensitive if diverse else (), goal.household if goal.k is not None else None
    )
    wanted = [head.name for head in reader.heads if head.name in gathered.reads]
    for frame in in_order(reader.blocks(), lambda frame, _: frame, columns=wanted, workers=workers):
        gathered.observe(frame)
        after_block()
    table = as_written(gathered)
    failing = rows_left_out(table, (0,) * len(goal.keys), criteria)
    if failing.any():
        raise ActError("goal-not-held", rows=int(table.rows[failing].sum()))
    return rows_in_small_classes(table, goal.k or ORDINARY_K)


def _hold(disclosure: Disclosure, goal: Goal, judged: Sequence[str]) -> None:
    """Hold the check's own figures, which were counted by other code, against the goal.

    `judged` are the sensitive columns whose cells the check understands as they were when the goal was set.
    """
    if not disclosure.rows:
        return
    smallest = disclosure.k_min if isinstance(disclosure.k_min, int) else 0
    held = goal.k is None or smallest >= goal.k
    for one in disclosure.diversity:
        if one.column in judged:
            held &= goal.l is None or one.l_min >= goal.l
            held &= goal.t is None or one.t_max <= goal.t + _ROUNDING
    if not held:
        raise ActError("goal-not-held", rows=disclosure.rows)
