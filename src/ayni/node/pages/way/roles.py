"""The columns and what each says about a person: suggested by the check, confirmed by a person.

No value of the file is shown. A wide table is asked about in several pages; what was answered is kept at each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ayni.check.report import Role
from ayni.node.jobs import start
from ayni.node.models import Job, Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.way.made import has_suggestion, report_of
from ayni.node.pages.way.steps import WORKING, for_owner, frame
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Words
    from ayni.check.report import Column, Table

__all__ = ["PAGE_COLUMNS", "roles"]

PAGE_COLUMNS = 200
"""Columns asked about on one page."""
_KINDS = 3


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def roles(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Ask about the columns; the last answers start the work on fixes."""
    found = report_of(upload)
    if upload.stage in WORKING or len(found.tables) != 1:
        return redirect("file" if upload.stage in WORKING else "report", upload.pk)
    table = found.tables[0]
    pages = max(1, -(-len(table.columns) // PAGE_COLUMNS))
    page = _page(request, pages)
    if request.method != "POST":
        return _show(request, upload, table, page, pages)
    answers, errors = _answers(request, upload, table, page)
    last = page == pages
    if last:
        errors |= _structure(request, table, answers, words_of(language_of(request)))
    if errors:
        return _show(request, upload, table, page, pages, answers=answers, errors=errors)
    Upload.objects.filter(pk=upload.pk).update(roles=answers)
    if not last:
        return redirect(f"{reverse('roles', args=[upload.pk])}?page={page + 1}")
    if answers != upload.roles or not has_suggestion(upload) or pages > 1:
        start(upload, Job.Kind.SUGGEST)
    return redirect("file" if upload.stage in WORKING else "fixes", upload.pk)


def _page(request: HttpRequest, pages: int) -> int:
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= pages):
        raise Http404
    return int(asked)


def _shown(table: Table, page: int) -> list[tuple[int, Column]]:
    return list(enumerate(table.columns))[(page - 1) * PAGE_COLUMNS : page * PAGE_COLUMNS]


def _suggested(table: Table) -> dict[str, object]:
    """Return what the check suggests, in the form that is kept."""
    reasons = {column.role_reason: column.name for column in reversed(table.columns)}
    return {
        "columns": {column.name: str(column.role) for column in table.columns},
        "weights": reasons.get("weights"),
        "household": reasons.get("household"),
    }


def _known(upload: Upload, table: Table) -> dict[str, object]:
    return upload.roles or _suggested(table)


def _answers(request: HttpRequest, upload: Upload, table: Table, page: int) -> tuple[dict[str, object], dict[str, str]]:
    """Return all answers with those of this page put in, and what is wrong by field."""
    known = _known(upload, table)
    words = words_of(language_of(request))
    columns = dict(known["columns"])  # type: ignore[call-overload]
    errors: dict[str, str] = {}
    for number, column in _shown(table, page):
        given = request.POST.get(f"r{number}", "")
        if given in set(Role):
            columns[column.name] = given
        else:
            errors[f"r{number}"] = words("page.roles.unknown", column=column.name)
    return {**known, "columns": columns}, errors


def _structure(request: HttpRequest, table: Table, answers: dict[str, object], words: Words) -> dict[str, str]:
    """Take weights and household from the form into `answers`; return what is wrong by field."""
    errors: dict[str, str] = {}
    numbers = {str(number): column.name for number, column in enumerate(table.columns)}
    names = {column.name for column in table.columns}
    for field in ("weights", "household"):
        given = request.POST.get(field, "").strip()
        # One page offers numbers in a list; several pages would repeat all names in it, so the name is typed.
        chosen = numbers.get(given) if len(table.columns) <= PAGE_COLUMNS else given if given in names else None
        if given and chosen is None:
            errors[field] = words("page.roles.no-such-column", column=given[:200])
        answers[field] = chosen
    if answers["weights"] is not None and answers["weights"] == answers["household"]:
        errors["household"] = words("page.roles.same-column")
    columns: dict[str, str] = answers["columns"]  # type: ignore[assignment]
    if not errors and not set(columns.values()) & {Role.DIRECT, Role.QUASI}:
        errors["columns"] = words("page.roles.no-keys")
    return errors


def _show(
    request: HttpRequest,
    upload: Upload,
    table: Table,
    page: int,
    pages: int,
    *,
    answers: dict[str, object] | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    words = words_of(language_of(request))
    answers = answers or _known(upload, table)
    errors = errors or {}
    chosen: dict[str, str] = answers["columns"]  # type: ignore[assignment]
    shown = _shown(table, page)
    content = {
        "errors": errors,
        "roles": [str(role) for role in Role],
        "confirmed": upload.roles is not None,
        "columns": [_row(number, column, chosen, words, errors) for number, column in shown],
        "last": page == pages,
        "typed_names": pages > 1,
        "pages": pages,
        "weights": answers["weights"],
        "household": answers["household"],
        "part": words("page.roles.filter", first=shown[0][0] + 1, last=shown[-1][0] + 1, count=len(table.columns))
        if pages > 1
        else "",
    }
    status = 400 if errors else 200
    return render(request, "ayni/roles.html", frame(request, upload, "roles") | content, status=status)


def _row(
    number: int, column: Column, chosen: dict[str, str], words: Words, errors: dict[str, str]
) -> dict[str, object]:
    field = f"r{number}"
    suggested = str(column.role)
    choices = []
    for one in Role:
        told = words(f"page.roles.{one}")
        choices.append(
            (
                str(one),
                words("page.roles.suggested", role=told) if one == suggested and not column.role_confirmed else told,
            )
        )
    role = chosen.get(column.name, suggested)
    code = f"role-reason.{column.role_reason}"
    reason = words(code) if code in words.catalogue else ""
    if "personal" in column.role_reason and column.personal:
        reason = f"{reason} ({words.listed(words.kind(one.kind) for one in column.personal[:_KINDS])})"
    return {
        "number": number,
        "field": field,
        "name": column.name,
        "label": column.label or "",
        "choices": [(role, told.replace("\u2068", "").replace("\u2069", "")) for role, told in choices],
        "role": role,
        "changed": role != suggested,
        "reason": reason,
        "type": words(f"type.{column.type}"),
        "wrong": errors.get(field, ""),
    }
