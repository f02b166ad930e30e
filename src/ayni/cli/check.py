"""`ayni check`: what is in a file, who could be recognised, what to do first."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ayni.cli.progress import ProgressLine
from ayni.messages import choose_language

if TYPE_CHECKING:
    from ayni.check.report import Report
    from ayni.messages import Catalogue

__all__ = ["check"]

_SEVERITIES = ("blocker", "warning", "note")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("check", short_help="Tell what is in a file and who could be recognised from it.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
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
    # What a person wrote is read before the data, so that a typing mistake costs no waiting.
    settings = _Settings(about, roles, thresholds)
    report = settings.check(paths, ProgressLine(words))
    if croissant is not None:
        report = msgspec.structs.replace(report, findings=(*report.findings, *about_findings(settings.about)))
    if public:
        from ayni.check.render.public import publish

        report = publish(report, settings.thresholds.public_threshold)
    _write(report, words, settings, html=html, croissant=croissant)
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

    def check(self, paths: tuple[Path, ...], progress: ProgressLine) -> Report:
        from ayni.check import check as check_data

        try:
            return check_data(list(paths), roles=self.roles, thresholds=self.thresholds, progress=progress)
        finally:
            progress.clear()


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
        write_whole(croissant, json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n")


def _show(report: Report, words: Catalogue, *, as_json: bool) -> None:
    if as_json:
        from ayni.check.render.json import to_json

        sys.stdout.buffer.write(to_json(report, words) + b"\n")
        return
    from ayni.check.render.text import to_text

    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    sys.stdout.write(to_text(report, words, width=max(40, width), color=color))
