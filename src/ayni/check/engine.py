"""Check a dataset: read each table, then decide roles, measure the disclosure risk, and say what was found.

One reading is enough where the roles could be guessed from the first rows (`ayni.check.passes`), else the
columns of the risk are read again. Nothing here prints; `progress` is told how far the work has come and
may raise to cancel it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
import polars as pl

from ayni import __version__
from ayni.check.batch import ColumnBatch
from ayni.check.findings import TableEvidence, dataset_findings, order_findings, table_findings
from ayni.check.passes import FirstPass, RiskPass, RiskQuestion
from ayni.check.personal.people.lexicon import concepts
from ayni.check.profile import ColumnProfile, plan_columns
from ayni.check.read import frame_table, open_dataset
from ayni.check.report import Column, Disclosure, Personal, Report, Role, SemanticType, Table, UnreadInput
from ayni.check.roles import ColumnEvidence, RoleGuess, Roles, TableRoles, decide_roles
from ayni.check.thresholds import Thresholds, load_thresholds
from ayni.check.workers import emptied, observe_blocks
from ayni.errors import ActError, InputError
from ayni.limits import CheckLimits, ReadLimits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from ayni.check.batch import ColumnPlan
    from ayni.check.profile.summary import ColumnSummary
    from ayni.check.read.table import Block, TableReader
    from ayni.check.report import Finding

__all__ = ["Progress", "check"]

_GUESS_ROWS = 5_000
_FREQUENT_LEAST = 5
"""A frequent value is shown only when at least this many rows share it, even in a private report."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a check has come: bytes of the current table's file, in one of its passes."""

    table: str
    step: Literal["reading", "risk"]
    done: int
    total: int


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about a check, and what it may take."""

    roles: Roles | None
    thresholds: Thresholds
    limits: CheckLimits
    workers: int
    progress: Callable[[Progress], None] | None


def check(
    data: str | Path | Sequence[str | Path] | pl.DataFrame,
    *,
    name: str | None = None,
    roles: Roles | None = None,
    thresholds: Thresholds | None = None,
    limits: CheckLimits | None = None,
    read_limits: ReadLimits | None = None,
    workers: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Check files, folders or a data frame, and return all that was established.

    A path names a file of any supported format, an archive, a workbook or a folder. A part that cannot be
    read is listed in `Report.unread`. Raises `InputError` when nothing at all could be read.
    """
    if isinstance(data, pl.DataFrame):
        readers: tuple[TableReader, ...] = (frame_table(name or "table", data),)
        title, unread = name or "table", []
    else:
        paths = [Path(data)] if isinstance(data, str | Path) else [Path(path) for path in data]
        dataset = open_dataset(paths, read_limits or ReadLimits())
        readers, title, unread = dataset.tables, name or dataset.name, list(dataset.unread)
    options = Options(
        roles=roles,
        thresholds=thresholds or load_thresholds(None),
        limits=limits or CheckLimits(),
        workers=workers,
        progress=progress,
    )
    tables: list[Table] = []
    findings: list[Finding] = []
    for reader in readers:
        try:
            table, found = _check_table(reader, options)
        except (InputError, ActError) as error:
            if isinstance(error, ActError) and len(readers) == 1:
                raise  # else what is known of the other tables would be lost to a disk that is full
            unread.append(UnreadInput(path=_where(reader), code=error.code, facts=error.facts))
            continue
        tables.append(table)
        findings.extend(found)
    if not unread:  # else the column may stand in a table that could not be read
        _refuse_unknown_columns(roles, tables)
    return Report(
        ayni=__version__,
        created=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        name=title,
        tables=tuple(tables),
        findings=order_findings([*findings, *dataset_findings(tables)]),
        unread=tuple(unread),
        thresholds=options.thresholds.values(),
    )


def _where(reader: TableReader) -> str:
    source = reader.source
    return f"{source.path}:{source.sheet}" if source.sheet else source.path


def _refuse_unknown_columns(roles: Roles | None, tables: Sequence[Table]) -> None:
    """A misspelt column in a roles file would quietly leave the real one unprotected."""
    if roles is None or not tables:
        return
    known = {column.name for table in tables for column in table.columns}
    structural = [name for name in (roles.weights, roles.household) if name is not None]
    for column in [*roles.columns, *structural, *(name for table in roles.tables.values() for name in table)]:
        if column not in known:
            raise InputError("roles-unknown-column", column=column, known=sorted(known))
    for table_name in roles.tables:
        if all(table.name != table_name for table in tables):
            raise InputError("roles-unknown-table", table=table_name, known=[table.name for table in tables])


def _check_table(reader: TableReader, options: Options) -> tuple[Table, list[Finding]]:
    blocks = reader.blocks()
    first = next(blocks, None)
    sample = first.read() if first is not None else pl.DataFrame(schema=[head.name for head in reader.heads])
    plans = plan_columns(reader.heads, sample)
    second = next(blocks, None)
    # A table of one block is decoded already, so nothing is won by guessing.
    guess = None if second is None else _guess(reader, plans, sample, options)
    rest: list[Block] = [_Decoded(sample)] if second is None else [_Decoded(sample), second]
    state = observe_blocks(
        itertools.chain(emptied(rest), blocks),
        lambda: FirstPass(plans, options.limits, guess),
        workers=options.workers,
        after_block=_teller(reader, "reading", options),
    )
    with contextlib.closing(state):
        return _conclude(reader, plans, state, options)


def _guess(
    reader: TableReader, plans: Sequence[ColumnPlan], sample: pl.DataFrame, options: Options
) -> RiskQuestion | None:
    """Guess from names and first rows which columns the disclosure risk will be asked over."""
    evidence = []
    sample = sample.head(_GUESS_ROWS)
    for plan, raw in zip(plans, sample.get_columns(), strict=True):
        profile = ColumnProfile(plan, options.limits)
        profile.observe(ColumnBatch(plan, raw))
        evidence.append(_evidence(plan, profile.conclude(), ()))
    roles = decide_roles(reader.name, evidence, sample.height, options.roles, options.limits.key_variables)
    return RiskQuestion(roles) if roles.keys else None


def _evidence(plan: ColumnPlan, summary: ColumnSummary, personal: tuple[Personal, ...]) -> ColumnEvidence:
    return ColumnEvidence(name=plan.name, concepts=concepts(plan.name, plan.label), summary=summary, personal=personal)


def _conclude(
    reader: TableReader, plans: Sequence[ColumnPlan], state: FirstPass, options: Options
) -> tuple[Table, list[Finding]]:
    with ThreadPoolExecutor(1, thread_name_prefix="ayni-risk") as beside:
        # What was found in cells is judged by Python, the risk by compiled code: they do not wait for each other.
        risk = None if state.risk is None else beside.submit(state.risk.measure.conclude, options.thresholds)
        duplicate_rows = state.duplicates.conclude()
        summaries = [profile.conclude() for profile in state.profiles]
        personal = [found.conclude() for found in state.personal]
    evidence = list(map(_evidence, plans, summaries, personal))
    roles = decide_roles(reader.name, evidence, state.rows, options.roles, options.limits.key_variables)
    disclosure, roles, unusable = _disclosure(reader, plans, roles, state, guessed=risk, options=options)
    table = Table(
        name=reader.name,
        source=reader.source,
        rows=state.rows,
        columns=tuple(map(_column, plans, summaries, personal, roles.guesses)),
        duplicate_rows=duplicate_rows,
        about_people=roles.about_people,
        about_people_reason=roles.about_people_reason,
        disclosure=disclosure,
    )
    found = table_findings(
        TableEvidence(
            table=table, summaries=tuple(summaries), roles=roles, remarks=reader.remarks, unusable_weights=unusable
        ),
        options.thresholds,
    )
    return table, found


class _Decoded:
    """The first block, which was decoded to plan the columns."""

    first_row = 0

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def read(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        return self._frame if columns is None else self._frame.select(columns)


def _teller(reader: TableReader, step: Literal["reading", "risk"], options: Options) -> Callable[[], None] | None:
    tell = options.progress
    if tell is None:
        return None
    total = reader.source.bytes
    return lambda: tell(Progress(table=reader.name, step=step, done=min(reader.bytes_read, total), total=total))


def _disclosure(
    reader: TableReader,
    plans: Sequence[ColumnPlan],
    roles: TableRoles,
    state: FirstPass,
    *,
    guessed: Future[Disclosure] | None,
    options: Options,
) -> tuple[Disclosure | None, TableRoles, InputError | None]:
    """Measure the risk; weights that cannot be used are left aside, and why is returned."""
    if not (state.rows and roles.about_people and roles.keys):
        return None, roles, None
    question = RiskQuestion(roles)
    if state.risk is not None and guessed is not None and state.risk.question == question:
        return guessed.result(), roles, None
    state.drop_risk()
    try:
        return _measure_risk(reader, plans, question, options), roles, None
    except InputError as error:
        if roles.weights is None or not error.code.startswith("weights-"):
            raise
        roles = msgspec.structs.replace(roles, weights=None)
        return _measure_risk(reader, plans, RiskQuestion(roles), options), roles, error


def _measure_risk(
    reader: TableReader, plans: Sequence[ColumnPlan], question: RiskQuestion, options: Options
) -> Disclosure:
    """Read the table again, only the columns of the question."""
    state = observe_blocks(
        reader.blocks(),
        lambda: RiskPass(question, plans, options.limits),
        columns=question.columns,
        workers=options.workers,
        after_block=_teller(reader, "risk", options),
    )
    with contextlib.closing(state.measure) as measure:
        return measure.conclude(options.thresholds)


def _column(plan: ColumnPlan, summary: ColumnSummary, personal: tuple[Personal, ...], guess: RoleGuess) -> Column:
    """Join what is known of a column; nothing that is a person's own value goes in."""
    identifies = guess.role is Role.DIRECT or bool(personal)
    category = summary.type in {SemanticType.CATEGORY, SemanticType.BOOLEAN, SemanticType.INTEGER}
    return Column(
        name=plan.name,
        label=plan.label,
        type=summary.type,
        storage=summary.storage,
        missing=summary.missing,
        distinct=summary.distinct,
        distinct_error=summary.distinct_error,
        role=guess.role,
        role_reason=guess.reason,
        role_confirmed=guess.confirmed,
        personal=personal,
        constant=summary.constant,
        mixed=summary.mixed,
        damaged=summary.damaged,
        impossible=summary.impossible,
        numbers=None if identifies else summary.numbers,
        dates=None if identifies else summary.dates,
        frequent=()
        if identifies or not category
        else tuple(
            value for value in summary.frequent if isinstance(value.count, int) and value.count >= _FREQUENT_LEAST
        ),
        mean_length=summary.mean_length,
    )
