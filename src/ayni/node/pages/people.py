"""The page on which an administrator brings people in and takes them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ayni.errors import AyniError
from ayni.node.links import make_link
from ayni.node.models import Person
from ayni.node.pages.errors import error_words, language_of, status_of
from ayni.node.pages.notice import notify
from ayni.node.people import change_role, deactivate, for_administrators, invite, reactivate
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["change_person", "invite_person", "new_link", "people"]

_FIELDS = {"role-unknown": "role", "name-too-long": "name"}
_DAY_SECONDS = 24 * 3600


@require_safe
@for_administrators
def people(request: HttpRequest) -> HttpResponse:
    """List everyone, with a form to invite."""
    return _page(request)


@require_POST
@for_administrators
def invite_person(request: HttpRequest) -> HttpResponse:
    """Make a person and show their one-time link, this once."""
    given = {field: request.POST.get(field, "")[:200] for field in ("handle", "name", "role")}
    try:
        person = invite(given["handle"], name=given["name"], role=given["role"])
    except AyniError as error:
        errors = {_FIELDS.get(error.code, "handle"): error_words(request, error.code, error.facts)}
        return _page(request, status=status_of(error), given=given, errors=errors)
    return _with_link(request, person)


@require_POST
@for_administrators
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new one-time link for someone who lost theirs or their password, and show it this once."""
    return _with_link(request, get_object_or_404(Person, pk=pk, is_active=True))


@require_POST
@for_administrators
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a role (`do=role`), shut out (`do=deactivate`) or let in again (`do=reactivate`)."""
    person = get_object_or_404(Person, pk=pk)
    called = person.name or person.handle
    match request.POST.get("do"):
        case "role":
            role = request.POST.get("role", "")
            change_role(person, role)
            notify(
                request, "page.people.changed", name=called, role=words_of(language_of(request))(f"page.role.{role}")
            )
        case "deactivate":
            deactivate(person)
            notify(request, "page.people.stopped", name=called)
        case "reactivate":
            reactivate(person)
            notify(request, "page.people.started", name=called)
    return redirect("people")


def _with_link(request: HttpRequest, person: Person) -> HttpResponse:
    seconds = settings.LIMITS.invitation_seconds
    link = request.build_absolute_uri(reverse("come-in", args=[make_link(person, seconds=seconds)]))
    return _page(request, link=link, invited=person, days=seconds // _DAY_SECONDS)


def _page(request: HttpRequest, *, status: int = 200, **content: object) -> HttpResponse:
    shown: dict[str, object] = {
        "here": "people",
        "people": Person.objects.order_by("-is_active", "handle"),
        "roles": Person.Role.values,
        "given": {"role": Person.Role.STEWARD},
    }
    return render(request, "ayni/people.html", shown | content, status=status)
