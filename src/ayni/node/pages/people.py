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
from ayni.node.pages.errors import status_of
from ayni.node.people import change_role, deactivate, for_administrators, invite, reactivate

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["change_person", "invite_person", "new_link", "people"]


@require_safe
@for_administrators
def people(request: HttpRequest) -> HttpResponse:
    """List everyone, with a form to invite."""
    return _page(request)


@require_POST
@for_administrators
def invite_person(request: HttpRequest) -> HttpResponse:
    """Make a person and show their one-time link, this once."""
    handle, name = request.POST.get("handle", ""), request.POST.get("name", "")
    role = request.POST.get("role", "")
    try:
        person = invite(handle, name=name, role=role)
    except AyniError as error:
        message = request.words(f"error.{error.code}", **error.facts)  # type: ignore[attr-defined]
        given = {"handle": handle[:200], "name": name[:200], "role": role[:40]}
        return _page(request, status=status_of(error), error=message, given=given)
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
    match request.POST.get("do"):
        case "role":
            change_role(person, request.POST.get("role", ""))
        case "deactivate":
            deactivate(person)
        case "reactivate":
            reactivate(person)
    return redirect("people")


def _with_link(request: HttpRequest, person: Person) -> HttpResponse:
    token = make_link(person, seconds=settings.LIMITS.invitation_seconds)
    link = request.build_absolute_uri(reverse("come-in", args=[token]))
    return _page(request, link=link, invited=person, days=settings.LIMITS.invitation_seconds // 86400)


def _page(request: HttpRequest, *, status: int = 200, **content: object) -> HttpResponse:
    everyone = Person.objects.order_by("-is_active", "handle")
    return render(request, "ayni/people.html", {"people": everyone, "roles": Person.Role.values, **content}, status=status)
