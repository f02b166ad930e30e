"""The problems in order, each with its fix and what it does, before anything is done.

The effects are measured by the worker (`Suggestion`); this page only says and draws them. A choice that was changed
is measured first and shown, then the safe file is made.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal

import msgspec
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from ayni.node.charts import change, steps
from ayni.node.jobs import start
from ayni.node.models import Job, Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.notice import notify
from ayni.node.pages.way.made import report_of, suggestion_of
from ayni.node.pages.way.progress import progress_part
from ayni.node.pages.way.steps import WORKING, for_owner, frame
from ayni.node.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from ayni.check.render.wording import Words
    from ayni.check.report import Report
    from ayni.protect.outcome import Effect, SuggestedFix, Suggestion

__all__ = ["GOALS", "changed", "fixes", "plain", "told_apart"]

GOALS = (3, 5, 10)
"""Each person looks like at least one less others; 5 unless a person says otherwise."""
_USUAL = 5
_SEARCHED = frozenset({"generalise-keys", "leave-out-rows"})
"""Fixes whose steps were searched for, so that they can be called the best."""
_PLAN_CHARS = 20_000
"""A longer plan, such as one with hierarchies written out, is only sent, so that the page stays small."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def fixes(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show the fixes; take choices, and start what they ask for."""
    if upload.stage in WORKING:
        return redirect("file", upload.pk)
    suggestion = suggestion_of(upload)
    return _take(request, upload, suggestion) if request.method == "POST" else _show(request, upload, suggestion)


def _take(request: HttpRequest, upload: Upload, suggestion: Suggestion) -> HttpResponse:
    """Keep the choices and start what is asked for: their effect first where it was not shown yet."""
    words = words_of(language_of(request))
    goal = request.POST.get("k", "")
    if goal not in {str(k) for k in GOALS}:
        return _show(request, upload, suggestion, errors={"k": words("page.fixes.goal-unknown")})
    chosen = set(request.POST.getlist("on"))
    choices = {"off": [fix.key for fix in suggestion.fixes if fix.key not in chosen], "k": int(goal)}
    seen = request.POST.get("shown") == _shown(suggestion)
    if request.POST.get("do") == "make" and seen and choices == _choices(upload, suggestion):
        names = _last(suggestion).direct_identifiers
        if names:  # no plan that leaves them is carried out; better said here than by work that fails
            return _show(request, upload, suggestion, errors={"list": words("page.fixes.names-left", count=names)})
        start(upload, Job.Kind.PROTECT)
        return _go(request, upload)
    if request.POST.get("do") == "make":
        notify(request, "page.fixes.stale")
    Upload.objects.filter(pk=upload.pk).update(choices=choices)
    start(upload, Job.Kind.SUGGEST)
    if "HX-Request" in request.headers:
        return progress_part(request, upload)
    return redirect("file", upload.pk)


def _go(request: HttpRequest, upload: Upload) -> HttpResponse:
    url = reverse("file", args=[upload.pk])
    if "HX-Request" not in request.headers:
        return redirect(url)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = url
    return response


def _choices(upload: Upload, suggestion: Suggestion) -> dict[str, object]:
    """Return the choices whose effect is shown."""
    off = [fix.key for fix in suggestion.fixes if not fix.on]
    return {"off": off, "k": (upload.choices or {}).get("k", _USUAL)}


def _shown(suggestion: Suggestion) -> str:
    """Return a mark of what was shown, so that a page left open in another window decides nothing unseen."""
    return hashlib.sha256(msgspec.json.encode(suggestion)).hexdigest()[:16]


def _last(suggestion: Suggestion) -> Effect:
    """Return the effect of all fixes that are on."""
    return next((fix.effect for fix in reversed(suggestion.fixes) if fix.on), suggestion.before)


def told_apart(effect: Effect) -> float:
    """Return the share of people who can be told apart: everyone, while a column names them."""
    return 1.0 if effect.direct_identifiers else effect.share_below


def plain(text: str) -> str:
    """Return a text for attributes, without the characters that isolate its facts."""
    return text.replace("\u2068", "").replace("\u2069", "")


def changed(words: Words, before: str, after: str) -> str:
    """Return how a figure changes, in words."""
    if before == after:
        return words("page.fixes.same", value=after)
    return words("page.fixes.change", before=before, after=after)


def _show(
    request: HttpRequest, upload: Upload, suggestion: Suggestion, errors: dict[str, str] | None = None
) -> HttpResponse:
    words = words_of(language_of(request))
    found = report_of(upload)
    goal = _choices(upload, suggestion)["k"]
    effects = [suggestion.before]
    rows = []
    for fix in suggestion.fixes:
        rows.append(_fix(fix, effects[0], effects[-1], found, words))
        if fix.on:
            effects.append(fix.effect)
    last = effects[-1]
    content = {
        "errors": errors or {},
        "goals": [{"k": k, "others": k - 1, "word": str(k), "here": k == goal} for k in GOALS],
        "fixes": rows,
        "shown": _shown(suggestion),
        "chart": _chart(effects, words) if len(effects) > 1 else "",
        "sums": _sums(suggestion.before, last, words),
        "numbers": _numbers(suggestion, rows, words) if len(effects) > 1 else [],
        "open": _open(last, words),
        "may_make": not last.direct_identifiers,
        "searched": any(fix.on and fix.code in _SEARCHED for fix in suggestion.fixes),
        "optimal": suggestion.optimal,
        "plan": suggestion.plan_toml if len(suggestion.plan_toml) <= _PLAN_CHARS else "",
    }
    status = 400 if errors else 200
    return render(request, "ayni/fixes.html", frame(request, upload, "fixes") | content, status=status)


def _fix(fix: SuggestedFix, first: Effect, before: Effect, found: Report, words: Words) -> dict[str, object]:
    title = _title(fix, words)
    why = f"fix.{fix.code}.why"
    problem = next(
        (
            one
            for one in found.findings
            if one.code == fix.problem and (one.column is None or one.column in fix.columns)
        ),
        None,
    )
    return {
        "key": fix.key,
        "on": fix.on,
        "title": title,
        "use": plain(words("page.fixes.use-what", fix=title)),
        "why": words(why, **fix.facts) if why in words.catalogue else "",
        "problem": words.message(problem) if problem is not None else "",
        "changes": _pair(first, before, fix.effect, words) if fix.on else [],
        "also": _also(before, fix.effect, words) if fix.on else [],
    }


def _title(fix: SuggestedFix, words: Words) -> str:
    code = f"fix.{fix.code}"
    if code in words.catalogue:
        return words(code, **fix.facts)
    return words("page.fixes.other", columns=words.listed(fix.columns))


def _pair(first: Effect, before: Effect, after: Effect, words: Words) -> list[dict[str, object]]:
    """Return the two small charts of a fix with their words: what it does to the risk it is about, and what it costs.

    A fix of columns that name people, or of personal data in cells, is drawn by their number, else by how many people
    stand out. `first` is the file as it is: the length of a whole bar.
    """
    for code, name in (("direct", "direct_identifiers"), ("cells", "personal_cells")):
        was, now, most = getattr(before, name), getattr(after, name), getattr(first, name)
        if now < was and (code == "direct" or after.share_below == before.share_below):
            told = changed(words, words.number(was), words.number(now))
            risk = _change("risk", words(f"page.fixes.{code}"), (was / most, now / most), told)
            break
    else:
        told = changed(words, words.share(before.share_below), words.share(after.share_below))
        risk = _change("risk", words("page.fixes.stand-out"), (before.share_below, after.share_below), told)
    told = changed(words, words.share(before.usefulness), words.share(after.usefulness))
    return [risk, _change("useful", words("page.fixes.useful"), (before.usefulness, after.usefulness), told)]


def _change(kind: Literal["risk", "useful"], name: str, shares: tuple[float, float], told: str) -> dict[str, object]:
    drawn = change(*shares, kind=kind, title=plain(f"{name}: {told}"))
    return {"name": name, "told": told, "chart": mark_safe(drawn)}  # noqa: S308 - `charts` escapes its texts


def _also(before: Effect, after: Effect, words: Words) -> list[str]:
    pairs = (
        ("page.fixes.direct", before.direct_identifiers, after.direct_identifiers),
        ("page.fixes.cells", before.personal_cells, after.personal_cells),
        ("page.fixes.left-out", before.suppressed, after.suppressed),
    )
    return [
        words("page.fixes.named", name=words(code), told=changed(words, words.number(was), words.number(now)))
        for code, was, now in pairs
        if was != now
    ]


def _chart(effects: Sequence[Effect], words: Words) -> SafeString:
    risk, useful = [told_apart(one) for one in effects], [one.usefulness for one in effects]
    drawn = steps(
        risk,
        useful,
        title=plain(words("page.fixes.chart")),
        description=plain(
            words(
                "page.fixes.chart-text",
                risk_before=words.share(risk[0]),
                risk_after=words.share(risk[-1]),
                useful_before=words.share(useful[0]),
                useful_after=words.share(useful[-1]),
            )
        ),
    )
    return mark_safe(drawn)  # noqa: S308 - `charts` escapes its texts


def _numbers(suggestion: Suggestion, rows: Sequence[dict[str, object]], words: Words) -> list[dict[str, object]]:
    named: list[tuple[object, Effect]] = [(words("page.fixes.start"), suggestion.before)]
    named += [(row["title"], fix.effect) for row, fix in zip(rows, suggestion.fixes, strict=True) if fix.on]
    return [
        {"name": name, "risk": told_apart(effect), "useful": effect.usefulness, "left_out": effect.suppressed}
        for name, effect in named
    ]


def _sums(before: Effect, after: Effect, words: Words) -> list[dict[str, str]]:
    pairs = (
        ("page.fixes.risk", words.share(told_apart(before)), words.share(told_apart(after))),
        ("page.fixes.useful", words.share(before.usefulness), words.share(after.usefulness)),
        ("page.fixes.direct", words.number(before.direct_identifiers), words.number(after.direct_identifiers)),
        ("page.fixes.cells", words.number(before.personal_cells), words.number(after.personal_cells)),
        ("page.fixes.left-out", words.number(before.suppressed), words.number(after.suppressed)),
    )
    return [{"name": words(code), "after": now, "told": changed(words, was, now)} for code, was, now in pairs]


def _open(last: Effect, words: Words) -> list[str]:
    told = []
    if last.direct_identifiers:
        told.append(words("page.fixes.names-left", count=last.direct_identifiers))
    if last.rows_below:
        told.append(words("page.fixes.open", count=last.rows_below))
    return told
