"""`ayni check`: what is in a file, who could be recognised, what to do first."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ayni.cli.progress import ProgressLine
from ayni.errors import ActError, InputError
from ayni.messages import choose_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ayni.check.report import Report
    from ayni.messages import Catalogue

__all__ = ["check"]

_SEVERITIES = ("blocker", "warning", "note")
# Whether a file can be read is for those who read it to say, in the asked language and beside the other files.
_FILE = click.Path(path_type=Path, dir_okay=False, readable=False)


class _Data(click.Path):
    """A path to data; an empty one, as an unset variable leaves it, would mean this whole folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path. Fails for an empty one."""
        if value == "":
            self.fail("It is empty. Name a file or a folder; this folder is called '.'.", param, ctx)
        return super().convert(value, param, ctx)


@click.command("check", short_help="Tell what is in a file and who could be recognised from it.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_Data(path_type=Path, readable=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (docs/reference/report.schema.json).")
@click.option("--html", metavar="FILE", type=_FILE, help="Write the report as one page that needs no network.")
@click.option("--croissant", metavar="FILE", type=_FILE, help="Describe the dataset as Croissant 1.1 (JSON-LD).")
@click.option("--public", is_flag=True, help="Hide small counts, so that the report itself may be published.")
@click.option("--about", metavar="FILE", type=_FILE, help="Title, licence, publisher … for --croissant (TOML).")
@click.option("--roles", metavar="FILE", type=_FILE, help="What a person decided about columns (TOML).")
@click.option("--thresholds", metavar="FILE", type=_FILE, help="Your own thresholds (TOML).")
@click.option("--fail-on", type=click.Choice(_SEVERITIES), help="Exit with 1 if anything this serious was found.")
@click.option("--lang", metavar="TAG", help="Language of the report: en, fr, sw, ar.")
def check(
    *,
    paths: tuple[Path, ...],
    as_json: bool,
    html: Path | None,
    croissant: Path | None,
    public: bool,
    about: Path | None,
    roles: Path | None,
    thresholds: Path | None,
    fail_on: str | None,
    lang: str | None,
) -> int:
    """Check files, folders, workbooks or archives; nothing leaves this machine.

    PATH is a CSV, TSV, Parquet, Arrow, JSON, Excel, Stata, SPSS or SAS file (also gzip, zstd or zip), or a
    folder of them. Exits with 2 if any of them could not be read.
    """
    import msgspec

    from ayni.check.render.about import about_findings
    from ayni.check.texts import catalogue

    words = catalogue(choose_language(lang))
    # What a person wrote is looked at before the data, so that a typing mistake costs no waiting.
    if about is not None and croissant is None:
        raise click.UsageError(
            "'--about' describes the data for '--croissant FILE': name that file too, or leave it out."
        )
    _check_outputs(
        {"--html": html, "--croissant": croissant},
        data=paths,
        settings=[file for file in (about, roles, thresholds) if file is not None],
    )
    settings = _Settings(about, roles, thresholds)
    if public or croissant is not None:
        settings.check_publishable()
    report = settings.check(paths, ProgressLine(words))
    if croissant is not None:
        report = msgspec.structs.replace(report, findings=(*report.findings, *about_findings(settings.about)))
    if public:
        from ayni.check.render.public import publish

        report = publish(report, settings.thresholds.public_threshold)
    try:
        _write(report, words, settings, html=html, croissant=croissant)
    except ActError:
        # A disk that is full must not cost a person what was found.
        _show(report, words, as_json=as_json)
        raise
    _show(report, words, as_json=as_json)
    if report.unread:
        return 2
    if fail_on is None:
        return 0
    return int(any(_at_least(finding.severity.value, fail_on) for finding in report.findings))


class _Settings:
    """The files a person gave beside the data, read and checked."""

    def __init__(self, about: Path | None, roles: Path | None, thresholds: Path | None) -> None:
        from ayni.check.render.about import About, load_about
        from ayni.check.roles import load_roles
        from ayni.check.thresholds import load_thresholds

        self.about = About() if about is None else load_about(about)
        self.roles = None if roles is None else load_roles(roles)
        self.thresholds = load_thresholds(thresholds)

    def check_publishable(self) -> None:
        """Refuse a threshold under which nothing can be published."""
        if self.thresholds.public_threshold < 2:  # noqa: PLR2004 - below 2 nothing is hidden
            raise InputError("threshold-too-small", threshold=self.thresholds.public_threshold)

    def check(self, paths: tuple[Path, ...], progress: ProgressLine) -> Report:
        from ayni.check import check as check_data

        try:
            return check_data(list(paths), roles=self.roles, thresholds=self.thresholds, progress=progress)
        finally:
            progress.clear()


def _check_outputs(outputs: dict[str, Path | None], *, data: Sequence[Path], settings: Sequence[Path]) -> None:
    """Refuse to write over what is read, twice to one place, or into a folder that is not there."""
    taken: set[Path] = set()
    for option, output in outputs.items():
        if output is None:
            continue
        try:
            place = output.resolve()
            there = place.parent.is_dir()
        except (OSError, RuntimeError) as error:  # a name too long, links in a circle
            raise _bad_output(option, f"{output} cannot be written to: choose another place.") from error
        if not there:
            raise _bad_output(option, f"There is no folder {place.parent}: make it first, or choose another.")
        if place in taken:
            raise _bad_output(option, "Two reports cannot go to the same file: name another.")
        if any(_is_or_joins(place, one) for one in (*data, *settings)):
            raise _bad_output(option, f"{output} is what is to be read, or would be taken for data: name another file.")
        taken.add(place)


def _bad_output(option: str, reason: str) -> click.BadParameter:
    return click.BadParameter("".join(char if char.isprintable() else "\ufffd" for char in reason), param_hint=option)


def _is_or_joins(place: Path, given: Path) -> bool:
    """Tell whether writing to `place` would change `given`: the file itself, or the tables of a folder."""
    from ayni.check.read.kinds import SUFFIXES

    with contextlib.suppress(OSError, ValueError):
        if given.is_dir():
            return place.suffix.lower().removeprefix(".") in SUFFIXES and place.is_relative_to(given.resolve())
        return place.exists() and place.samefile(given) and stat.S_ISREG(place.stat().st_mode)
    return False


def _at_least(severity: str, threshold: str) -> bool:
    return _SEVERITIES.index(severity) <= _SEVERITIES.index(threshold)


def _write(report: Report, words: Catalogue, settings: _Settings, *, html: Path | None, croissant: Path | None) -> None:
    from ayni.check.render.whole import write_whole

    if html is not None:
        from ayni.check.render.html import to_html

        write_whole(html, to_html(report, words).encode())
    if croissant is not None:
        from ayni.check.render.croissant import to_croissant
        from ayni.check.render.public import publish

        # What describes a dataset to the world is published, whatever the report beside it is.
        public = report if report.public else publish(report, settings.thresholds.public_threshold)
        described = to_croissant(public, settings.about, language=words.language)
        # A file's name may hold bytes that are no text; JSON has no way to say them.
        text = json.dumps(described, ensure_ascii=False, indent=2).encode("utf-8", "replace")
        write_whole(croissant, text + b"\n")


def _show(report: Report, words: Catalogue, *, as_json: bool) -> None:
    if as_json:
        from ayni.check.render.json import to_json

        sys.stdout.buffer.write(to_json(report, words) + b"\n")
        return
    from ayni.check.render.text import to_text

    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    text = to_text(report, words, width=max(40, width), color=color)
    # A terminal of another encoding shows "?" for what it cannot, rather than nothing of the report.
    encoding = sys.stdout.encoding
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
