"""`ayni protect`: make a table safe by a plan, or write the plan that would."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from ayni.cli.progress import ProgressLine
from ayni.errors import ActError, InputError
from ayni.messages import choose_language

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec

    from ayni.check.report import Report, Table
    from ayni.check.roles import Roles
    from ayni.check.thresholds import Thresholds
    from ayni.messages import Catalogue
    from ayni.protect.outcome import Outcome, Suggestion
    from ayni.protect.plan import FromFile, Goal, Plan
    from ayni.protect.render.sentences import Remark
    from ayni.protect.suggest import SuggestProgress

__all__ = ["protect"]

StructT = TypeVar("StructT", bound="msgspec.Struct")

# Whether a file can be used is for those who read or write it to say, in the asked language.
_FILE = click.Path(path_type=Path, readable=False)
_LOSSES = ("loss", "discernibility", "non-uniform-entropy")
_GOAL_OPTIONS = ("k", "l", "t", "suppression", "loss")


class Asked(NamedTuple):
    """What the command line asks for."""

    path: Path
    out: Path | None
    plan: Path | None
    k: int | None
    l: int | None  # noqa: E741 - the literature's name
    t: float | None
    suppression: float | None
    loss: str | None
    roles: Path | None
    thresholds: Path | None
    hierarchies: Path | None
    key: Path | None
    make_key: bool
    table: str | None
    report: Path | None
    overwrite: bool

    @property
    def goal_options(self) -> list[str]:
        """Name the options about the goal that were given."""
        return [f"--{name}" for name in _GOAL_OPTIONS if getattr(self, name) is not None]


@click.command("protect", short_help="Make a table safe to share, or suggest the plan for it.")
@click.argument("path", metavar="PATH", type=_FILE)
@click.option(
    "--out", metavar="FILE", type=_FILE, help="Where the safe table goes (.csv, .dta, .sav, .xlsx, .parquet …)."
)
@click.option("--suggest", is_flag=True, help="Only write the plan, to --out FILE or to the terminal.")
@click.option("--plan", metavar="FILE", type=_FILE, help="Carry out this plan (TOML) instead of a suggested one.")
@click.option("--k", metavar="N", type=click.IntRange(1), help="Each row looks like at least N - 1 others.")
@click.option("--l", metavar="N", type=click.IntRange(1), help="Each class has N different sensitive values.")
@click.option("--t", metavar="X", type=click.FloatRange(0, 1), help="Each class is this close to the whole table.")
@click.option("--suppression", metavar="SHARE", type=click.FloatRange(0, 1), help="Most rows left out, 0 to 1.")
@click.option("--loss", metavar="NAME", type=click.Choice(_LOSSES), help=f"What is kept small: {', '.join(_LOSSES)}.")
@click.option("--roles", metavar="FILE", type=_FILE, help="What a person decided about columns (TOML).")
@click.option("--thresholds", metavar="FILE", type=_FILE, help="Your own thresholds (TOML).")
@click.option("--hierarchies", metavar="DIR", type=_FILE, help="Folder of hierarchy files, as ARX writes them.")
@click.option(
    "--key", metavar="FILE", type=_FILE, help="Your secret key (default: protect.key in Ayni's settings folder)."
)
@click.option("--make-key", is_flag=True, help="Make that key file first; it must not exist yet.")
@click.option("--table", "--sheet", metavar="NAME", help="Which table or sheet, where there are several.")
@click.option("--report", metavar="FILE", type=_FILE, help="Write a record of what was done (.html, .json, else text).")
@click.option("--overwrite", is_flag=True, help="Replace a file that is there already.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--lang", metavar="TAG", help="Language of the words: en, fr, sw, ar.")
def protect(*, suggest: bool, as_json: bool, lang: str | None, **options: object) -> int:
    """Make the table in PATH safe and write it to --out FILE; nothing leaves this machine.

    Without --plan the plan is suggested and carried out: look at it first with --suggest. PATH is one file of any
    format `ayni check` reads. Exits with 1 when the result could not be made, with 2 when what was given could not
    be used; then nothing was written.
    """
    from ayni.words import catalogue

    words = catalogue(choose_language(lang))
    asked = Asked(**options)  # type: ignore[arg-type]  # Click has checked each
    _refuse_contradictions(asked, suggest=suggest, as_json=as_json)
    work = _Work(asked, words)
    if suggest:
        work.write_suggestion()
        return 0
    try:
        outcome, plan, remarks = work.carry_out()
    finally:
        work.line.clear()
    _show(outcome, plan, remarks, words, as_json=as_json, kept_plan=asked.plan is not None)
    return 0


def _refuse_contradictions(asked: Asked, *, suggest: bool, as_json: bool) -> None:
    """Refuse options that cannot both be meant."""
    if suggest and asked.plan is not None:
        raise click.UsageError("'--suggest' writes a plan and '--plan' carries one out: give one of them.")
    if suggest and (asked.key is not None or asked.make_key):
        raise click.UsageError("'--suggest' needs no key: leave '--key' and '--make-key' out.")
    if suggest and (as_json or asked.report is not None):
        raise click.UsageError("'--suggest' writes a plan: leave '--json' and '--report' out.")
    if not suggest and asked.out is None:
        raise click.UsageError("Say with '--out FILE' where the safe table goes, or use '--suggest'.")
    if asked.out is not None and asked.report is not None and asked.out.absolute() == asked.report.absolute():
        raise click.UsageError("The table and the report cannot go to the same file: name another.")


class _Work:
    """One run of the command."""

    def __init__(self, asked: Asked, words: Catalogue) -> None:
        from ayni.check.roles import load_roles
        from ayni.check.thresholds import load_thresholds

        self._asked = asked
        self._words = words
        self.line = ProgressLine(words)
        # What a person wrote is looked at before the data, so that a typing mistake costs no waiting.
        self._roles: Roles | None = None if asked.roles is None else load_roles(asked.roles)
        self._thresholds: Thresholds = load_thresholds(asked.thresholds)

    def carry_out(self) -> tuple[Outcome, Plan, list[Remark]]:
        """Protect the table by the plan that was given, or by the one that is suggested."""
        from ayni.protect.engine import protect as protect_table

        asked = self._asked
        if asked.out is None:
            raise TypeError
        self._refuse_outputs(asked.out)
        plan, folder, remarks, before, suggestion = self._planned()
        key = self._key(plan)
        outcome = protect_table(
            asked.path,
            asked.out,
            plan,
            roles=self._roles,
            key=key,
            thresholds=self._thresholds,
            folder=folder,
            report_before=before,
            replace=asked.overwrite,
            progress=self.line,
        )
        if suggestion is not None:
            outcome = _searched_before(outcome, suggestion)
        remarks += _second_wave(plan, outcome)
        if asked.report is not None:
            self._write_record(asked.report, outcome, plan, remarks)
        return outcome, plan, remarks

    def _refuse_outputs(self, out: Path) -> None:
        from ayni.protect.staging import Making
        from ayni.protect.write import format_for

        read = [self._asked.path, self._asked.plan, self._asked.roles, self._asked.thresholds, self._asked.key]
        inputs = [path for path in read if path is not None]
        Making(out, inputs, replace=self._asked.overwrite)
        format_for(out, None)
        if self._asked.report is not None:
            Making(self._asked.report, inputs, replace=self._asked.overwrite)

    def _planned(self) -> tuple[Plan, Path | None, list[Remark], Report | None, Suggestion | None]:
        """Return the plan, where its hierarchy files are, what is to be said of it, and the report if there is one."""
        from ayni.protect.plan_file import load_plan, parse_plan
        from ayni.protect.render.sentences import Remark

        asked = self._asked
        if asked.plan is not None:
            plan = load_plan(asked.plan)
            given = asked.goal_options
            remarks = [Remark(code="goal-overridden", facts={"names": given})] if given else []
            plan = _with(plan, goal=self._goal(plan.goal), table=asked.table or plan.table)
            return plan, asked.hierarchies or asked.plan.resolve().parent, remarks, None, None
        before, table = self._check()
        given_files = self._given(table, Path())
        suggestion = self._suggest(before, table, given_files, asked.hierarchies)
        plan = parse_plan(suggestion.plan_toml, "--suggest")
        if table.name and len(before.tables) > 1:
            plan = _with(plan, table=table.name)
        if plan.goal.keys and set(plan.goal.keys) <= set(given_files):
            return _opened(plan, given_files), asked.hierarchies, [], before, None
        return plan, asked.hierarchies, [], before, suggestion

    def _goal(self, goal: Goal) -> Goal:
        """Return the goal with what the command line says above it."""
        from ayni.protect.plan import Loss

        asked = self._asked
        changes = {name: getattr(asked, name) for name in _GOAL_OPTIONS if getattr(asked, name) is not None}
        if asked.loss is not None:
            changes["loss"] = Loss(asked.loss)
        return _with(goal, **changes)

    def _check(self) -> tuple[Report, Table]:
        """Check the file, and choose the table."""
        from ayni.check.engine import check
        from ayni.limits import ReadLimits
        from ayni.protect.source import choose_table, table_of

        reader = choose_table(self._asked.path, self._asked.table, ReadLimits())
        report = check(self._asked.path, roles=self._roles, thresholds=self._thresholds, progress=self.line)
        return report, table_of(report, reader.name)

    def _given(self, table: Table, prefix: Path) -> dict[str, FromFile]:
        """Return the hierarchies that were given, their paths relative to `prefix` within their folder."""
        from ayni.protect.hierarchy import hierarchies_in

        folder = self._asked.hierarchies
        if folder is None:
            return {}
        found = hierarchies_in(folder, [column.name for column in table.columns])
        return {name: _with(one, path=str(prefix / one.path)) for name, one in found.items()}

    def _suggest(self, report: Report, table: Table, given: dict[str, FromFile], folder: Path | None) -> Suggestion:
        from ayni.protect.plan import Goal
        from ayni.protect.suggest import suggest

        return suggest(
            self._asked.path,
            report=report,
            roles=self._roles,
            thresholds=self._thresholds,
            goal=self._goal(Goal()),
            hierarchies=given,
            folder=folder,
            table=table.name,
            progress=_told(self.line, table.name),
        )

    def write_suggestion(self) -> None:
        """Write the suggested plan to its file, or to standard output."""
        from ayni.check.render.whole import write_whole
        from ayni.protect.staging import Making

        out = self._asked.out
        if out is not None:
            Making(out, [self._asked.path], replace=self._asked.overwrite)
        try:
            report, table = self._check()
            home = Path.cwd() if out is None else out.resolve().parent
            folder = self._asked.hierarchies
            prefix = Path() if folder is None else Path(os.path.relpath(folder.resolve(), home))
            suggestion = self._suggest(report, table, self._given(table, prefix), home)
        finally:
            self.line.clear()
        text = suggestion.plan_toml
        if out is None:
            sys.stdout.buffer.write(text.encode())
        else:
            write_whole(out, text.encode())

    def _key(self, plan: Plan) -> bytes | None:
        """Return the owner's key, when a step needs it. Raises `InputError("key-needed-here")` when there is none."""
        from ayni.protect.key_file import load_key, make_key
        from ayni.protect.plan import MovePlaces, Pseudonymise, ShiftDates

        path = self._asked.key or default_key()
        if self._asked.make_key:
            _make_folder(path)
            return make_key(path)
        if not any(isinstance(step, Pseudonymise | ShiftDates | MovePlaces) for step in plan.steps):
            return None
        if self._asked.key is None and not path.exists():
            raise InputError("key-needed-here", path=str(path))
        return load_key(path)

    def _write_record(self, path: Path, outcome: Outcome, plan: Plan, remarks: list[Remark]) -> None:
        from ayni.check.render.whole import write_whole
        from ayni.protect.render.json import to_json
        from ayni.protect.render.text import to_text

        words = self._words
        if path.suffix.lower() == ".json":
            data = to_json(outcome, words, remarks)
        elif path.suffix.lower() in {".html", ".htm"}:
            from ayni.protect.render.html import to_html

            data = to_html(outcome, words, k=plan.goal.k, remarks=remarks).encode()
        else:
            data = to_text(outcome, words, width=100, color=False, k=plan.goal.k, remarks=remarks).encode()
        write_whole(path, data)


def default_key() -> Path:
    """Return where a person's key lies unless they say otherwise: apart from all data."""
    home = os.environ.get("XDG_CONFIG_HOME") or ""
    return (Path(home) if home.startswith("/") else Path.home() / ".config") / "ayni" / "protect.key"


def _make_folder(path: Path) -> None:
    """Make the settings folder, if that is where the key goes."""
    if path == default_key():
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ActError("key-not-written", path=str(path), reason=error.strerror or "") from error


def _with(struct: StructT, **changes: object) -> StructT:
    """Return a struct with some of its fields changed; msgspec is loaded only when it is."""
    import msgspec

    return msgspec.structs.replace(struct, **changes)


def _opened(plan: Plan, given: dict[str, FromFile]) -> Plan:
    """Return the plan with the levels of its key variables left to the search, which proves them on what it writes."""
    from ayni.protect.plan import Generalise

    levels = tuple(Generalise(column=name, hierarchy=given[name]) for name in plan.goal.keys)
    others = [step for step in plan.steps if not (isinstance(step, Generalise) and step.column in plan.goal.keys)]
    return _with(plan, steps=(*others, *levels))


def _searched_before(outcome: Outcome, suggestion: Suggestion) -> Outcome:
    """Say of levels that the suggestion searched what its search proved."""
    if not outcome.levels:
        return outcome
    bound = outcome.loss if suggestion.optimal else suggestion.bound
    return _with(outcome, searched=True, optimal=suggestion.optimal, bound=bound)


def _second_wave(plan: Plan, outcome: Outcome) -> list[Remark]:
    from ayni.protect.render.sentences import Remark

    if plan.made_from is None or plan.made_from == outcome.source_sha256:
        return []
    return [Remark(code="second-wave")]


class _Told(NamedTuple):
    """How far a suggestion has come, as a line of progress takes it."""

    table: str
    step: str
    done: int
    total: int


def _told(line: ProgressLine, table: str) -> Callable[[SuggestProgress], None]:
    """Return what shows the progress of a suggestion, which does not name its table."""

    def tell(progress: SuggestProgress) -> None:
        step = "gathering" if progress.step == "reading" else progress.step
        line(_Told(table, step, progress.done, progress.total))

    return tell


def _show(
    outcome: Outcome, plan: Plan, remarks: list[Remark], words: Catalogue, *, as_json: bool, kept_plan: bool
) -> None:
    if as_json:
        from ayni.protect.render.json import to_json

        sys.stdout.buffer.write(to_json(outcome, words, remarks))
        return
    from ayni.protect.plan import MovePlaces, Pseudonymise, ShiftDates
    from ayni.protect.render.text import to_text

    following = ["next.plan" if kept_plan else "next.save-plan"]
    if any(isinstance(step, Pseudonymise | ShiftDates | MovePlaces) for step in plan.steps):
        following.append("next.key")
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    text = to_text(outcome, words, width=width, color=color, k=plan.goal.k, remarks=remarks, following=following)
    encoding = sys.stdout.encoding
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
