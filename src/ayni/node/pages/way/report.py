"""What the check found, the most serious first; the full report is the page that the check itself writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ayni.check.render.wording import grouped, verdict
from ayni.check.report import Severity
from ayni.node.pages.errors import language_of
from ayni.node.pages.way.made import report_of
from ayni.node.pages.way.steps import WORKING, for_owner, frame
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Group, Words
    from ayni.check.report import Finding, Report
    from ayni.node.models import Upload

__all__ = ["look_of", "report"]

_MORE = 5
_MOST = 50
"""Problems shown on the page; the full report has them all."""


@require_safe
@for_owner
def report(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show the verdict, the problems in order, and who could be recognised."""
    found = report_of(upload)
    words = words_of(language_of(request))
    groups = [_problem(group, words) for group in grouped(found.findings)]
    rows = sum(table.rows for table in found.tables)
    sizes = (
        words("summary.tables", count=len(found.tables)),
        words("summary.rows", count=rows),
        words("summary.columns", count=sum(len(table.columns) for table in found.tables)),
    )
    one_table = len(found.tables) == 1
    content = {
        "sizes": words.series(sizes),
        "verdict": verdict(found, words),
        "look": look_of(found),
        "problems": [one for one in groups if one["look"] != "note"][:_MOST],
        "notes": [one for one in groups if one["look"] == "note"][:_MOST],
        "unread": [words.problem(one.code, {"path": one.path, **one.facts}) for one in found.unread[:_MOST]],
        "recognised": [said for table in found.tables[:_MOST] for said in words.recognised(table)],
        "several": len(found.tables) > 1,
        "next_url": reverse("roles", args=[upload.pk]) if one_table and rows and upload.stage not in WORKING else "",
    }
    return render(request, "ayni/report.html", frame(request, upload, "report") | content)


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
