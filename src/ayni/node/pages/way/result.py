"""What was done and what it cost, before and after; and the record of it, made for printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from ayni.node.charts import change
from ayni.node.models import Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.local import day_words, size_words
from ayni.node.pages.notice import notify
from ayni.node.pages.way.fixes import changed, plain
from ayni.node.pages.way.made import outcome_of
from ayni.node.pages.way.steps import WORKING, for_owner, frame
from ayni.node.uploads import result_file, result_name
from ayni.node.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Words
    from ayni.protect.outcome import Outcome, Risk, StepDone

__all__ = ["ask_review", "given_reviews", "outcome_words", "result"]

_COLUMNS = 500
"""Columns whose change is listed on the page; the record as data has them all."""


@require_safe
@for_owner
def result(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show what was done, and offer what was made."""
    if upload.stage in WORKING:
        return redirect("file", upload.pk)
    outcome = outcome_of(upload)
    made = result_file(upload)
    if made is None:
        raise Http404
    words = words_of(language_of(request))
    size = size_words(outcome.result_bytes, words)
    content = outcome_words(outcome, words)
    content |= {
        "title_code": "page.result.title" if content["met"] else "page.result.title-open",
        "safe_what": words("page.result.safe-what", name=result_name(upload, made), size=size),
        "reviews": given_reviews(upload, outcome, words),
    }
    return render(request, "ayni/result.html", frame(request, upload, "result") | content)


@require_POST
@for_owner
def ask_review(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Ask reviewers to look at the reports, the plan and the record."""
    outcome_of(upload)
    Upload.objects.filter(pk=upload.pk).update(review_asked=True)
    notify(request, "page.result.review-asked")
    return redirect("result", upload.pk)


def outcome_words(outcome: Outcome, words: Words) -> dict[str, object]:
    """Return what the result page, the record and a review say alike."""
    marginals = outcome.cost.marginals[:_COLUMNS]
    cells = outcome.cost.cells_suppressed
    still_open = _open(outcome, words)
    return {
        "look": "warning" if still_open else "clear",
        "met": not still_open,
        "verdict": still_open or [_good(outcome, words)],
        "changes": _changes(outcome, words),
        "figures": _figures(outcome, words),
        "predicted": _predicted(outcome, words),
        "done": _done(outcome.steps, words),
        "left_out": words("page.result.rows-out", count=outcome.suppressed)
        if outcome.suppressed
        else words("page.result.nothing-out"),
        "cells_out": words("page.result.cells-out", count=cells) if cells else "",
        "columns": [
            {
                "name": one.column,
                "kept": words("page.result.gone") if one.distance is None else words.share(1 - one.distance.value),
            }
            for one in marginals
        ],
        "sampled": outcome.cost.rows_sampled,
    }


def given_reviews(upload: Upload, outcome: Outcome, words: Words) -> list[dict[str, object]]:
    """Return what reviewers said, the newest first."""
    return [
        {
            "approved": one.approved,
            "words": one.words,
            "called": one.reviewer.name or one.reviewer.handle,
            "day": day_words(one.created, words),
            "old": one.result_sha256 != outcome.result_sha256,
        }
        for one in upload.reviews.select_related("reviewer").order_by("-created")
    ]


def _open(outcome: Outcome, words: Words) -> list[str]:
    """Return why the result is not safe. Where a person turned the goal off, anything meets it: so all is looked at."""
    after, told = outcome.after, []
    if after.direct_identifiers:
        told.append(words("page.result.names-left", count=after.direct_identifiers))
    if not outcome.goal_met or after.rows_below:
        told.append(words("page.result.short"))
    if after.personal_cells:
        told.append(words("page.result.cells-left", count=after.personal_cells))
    return told


def _good(outcome: Outcome, words: Words) -> str:
    if outcome.disclosure_after is None:
        return words("page.result.no-people")
    return words("page.result.good", others=outcome.after.smallest_class - 1)


def _changes(outcome: Outcome, words: Words) -> list[dict[str, object]]:
    shares = (
        ("risk", "page.fixes.risk", _apart(outcome.before), _apart(outcome.after)),
        ("useful", "page.fixes.useful", 1.0, outcome.cost.usefulness),
    )
    drawn: list[dict[str, object]] = []
    for kind, code, before, after in shares:
        told = changed(words, words.share(before), words.share(after))
        name = words(code)
        chart = change(before, after, kind="risk" if kind == "risk" else "useful", title=plain(f"{name}: {told}"))
        drawn.append({"name": name, "told": told, "chart": mark_safe(chart)})  # noqa: S308 - `charts` escapes
    return drawn


def _apart(risk: Risk) -> float:
    """Return the share of people who can be told apart: everyone, while a column names them."""
    if risk.direct_identifiers:
        return 1.0
    return risk.rows_below / risk.rows if risk.rows else 0.0


def _figures(outcome: Outcome, words: Words) -> list[dict[str, str]]:
    before, after = outcome.before, outcome.after
    rows = (
        ("rows", words.number(before.rows), words.number(after.rows)),
        ("direct", words.number(before.direct_identifiers), words.number(after.direct_identifiers)),
        ("cells", words.number(before.personal_cells), words.number(after.personal_cells)),
        ("smallest", words.number(before.smallest_class), words.number(after.smallest_class)),
        ("below", words.number(before.rows_below), words.number(after.rows_below)),
        ("highest", words.share(before.highest), words.share(after.highest)),
        ("expected", words.share(before.expected), words.share(after.expected)),
        ("useful", words.share(1.0), words.share(outcome.cost.usefulness)),
    )
    return [{"name": words(f"page.result.{code}"), "before": was, "after": now} for code, was, now in rows]


def _predicted(outcome: Outcome, words: Words) -> str:
    found = outcome.cost.prediction
    if found is None or found.after is None:
        return ""
    return words(
        "page.result.predict",
        column=found.target,
        before=words.share(found.before.value),
        after=words.share(found.after.value),
        chance=words.share(found.baseline),
        best=words.share(1.0),
    )


def _done(steps: Iterable[StepDone], words: Words) -> list[dict[str, object]]:
    """Return what was done, one entry for each kind of step in the order they were first met."""
    kinds: dict[str, list[str]] = {}
    for step in steps:
        columns = words.listed(step.columns)
        told = columns if step.do == "drop" else words("page.result.step", columns=columns, count=step.cells_changed)
        kinds.setdefault(step.do, []).append(told)
    return [{"code": f"page.step.{kind}", "told": told} for kind, told in kinds.items()]
