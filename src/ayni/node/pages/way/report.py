"""What the check found, the most serious first; the full report is the page that the check itself writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ayni.check.render.wording import grouped, verdict
from ayni.check.report import Severity
from ayni.node.models import Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.way.made import made_file, report_of, table_of
from ayni.node.pages.way.steps import WORKING, for_owner, frame
from ayni.node.words import words_of
from ayni.protect.table_name import name_in_file

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Group, Words
    from ayni.check.report import Finding, Report, Table

__all__ = ["look_of", "report"]

_MORE = 5
_MOST = 50
"""Problems shown on the page; the full report has them all."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def report(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show the verdict, the problems in order, and who could be recognised; of several tables one is chosen."""
    found = report_of(upload)
    return _choose(request, upload, found) if request.method == "POST" else _show(request, upload, found)


def _choose(request: HttpRequest, upload: Upload, found: Report) -> HttpResponse:
    """Keep which table is to be made safe, and go on with it; what was decided for another one is forgotten."""
    if upload.stage in WORKING:
        return redirect("file", upload.pk)
    name = {str(number): table.name for number, table in _offered(found)}.get(request.POST.get("table", ""))
    if name is None:
        told = words_of(language_of(request))("page.report.which-missing")
        return _show(request, upload, found, errors={"table": told})
    if name != (upload.choices or {}).get("table"):
        # The stage too: fixes and a safe file of another table are not this one's.
        Upload.objects.filter(pk=upload.pk).exclude(stage__in=WORKING).update(
            choices={"table": name}, roles=None, stage=Upload.Stage.ROLES, review_asked=False
        )
        for made in ("suggestion.json", "plan.toml"):
            made_file(upload, made).unlink(missing_ok=True)
    return redirect("roles", upload.pk)


def _offered(found: Report) -> list[tuple[int, Table]]:
    """Return the tables to choose from, with their places: those with rows, where there are several tables."""
    if len(found.tables) == 1:
        return []
    return [(number, table) for number, table in enumerate(found.tables) if table.rows]


def _show(request: HttpRequest, upload: Upload, found: Report, errors: dict[str, str] | None = None) -> HttpResponse:
    words = words_of(language_of(request))
    groups = [_problem(group, words) for group in grouped(found.findings)]
    rows = sum(table.rows for table in found.tables)
    sizes = (
        words("summary.tables", count=len(found.tables)),
        words("summary.rows", count=rows),
        words("summary.columns", count=sum(len(table.columns) for table in found.tables)),
    )
    one_table, idle = len(found.tables) == 1, upload.stage not in WORKING
    content = {
        "sizes": words.series(sizes),
        "verdict": verdict(found, words),
        "look": look_of(found),
        "problems": [one for one in groups if one["look"] != "note"][:_MOST],
        "notes": [one for one in groups if one["look"] == "note"][:_MOST],
        "unread": [words.problem(one.code, {"path": one.path, **one.facts}) for one in found.unread[:_MOST]],
        "recognised": [
            {"name": "" if one_table else name_in_file(table, found), "told": words.recognised(table)}
            for table in found.tables[:_MOST]
        ],
        "errors": errors or {},
        "tables": [_choice(number, table, upload, found, words) for number, table in _offered(found)] if idle else [],
        "next_url": reverse("roles", args=[upload.pk]) if one_table and rows and idle else "",
    }
    status = 400 if errors else 200
    return render(request, "ayni/report.html", frame(request, upload, "report") | content, status=status)


def _choice(number: int, table: Table, upload: Upload, found: Report, words: Words) -> dict[str, object]:
    sizes = (words("summary.rows", count=table.rows), words("summary.columns", count=len(table.columns)))
    return {
        "number": number,
        "name": name_in_file(table, found),
        "size": words.series(sizes),
        "here": table_of(upload, found) is table,
    }


def look_of(found: Report) -> str:
    """Return the class of the verdict: its worst finding's."""
    worst = {finding.severity for finding in found.findings}
    for severity in (Severity.BLOCKER, Severity.WARNING):
        if severity in worst:
            return str(severity)
    return "warning" if found.unread or not found.tables else "clear"


def _advice(finding: Finding, words: Words) -> str:
    """Return the next step of a finding; on pages it is a page, not a file or a command."""
    own = f"page.advice.{finding.code}"
    return words(own, **finding.facts) if own in words.catalogue else words.advice(finding)


def _problem(group: Group, words: Words) -> dict[str, str]:
    more = words("label.also", names=words.places(group, most=_MORE)) if group.more else ""
    return {
        "look": str(group.severity),
        "severity_code": f"severity.{group.severity}",
        "told": words.message(group.first),
        "advice": _advice(group.first, words),
        "more": more,
    }
