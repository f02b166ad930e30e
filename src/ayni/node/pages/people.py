"""The page on which an administrator brings people in and takes them out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ayni.errors import AyniError
from ayni.node.links import make_link
from ayni.node.models import Person
from ayni.node.pages.errors import error_words, language_of, status_of
from ayni.node.pages.local import day_words
from ayni.node.people import change_role, deactivate, for_administrators, invite, reactivate
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["people", "person_link", "person_role", "person_start", "person_stop"]

_FIELDS = {"role-unknown": "role", "name-too-long": "name"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def people(request: HttpRequest) -> HttpResponse:
    """List everyone, with a form to invite; a person who was invited gets a one-time link, shown this once."""
    content = {
        "here": "people",
        "roles": Person.Role.values,
        "typed": {"role": Person.Role.STEWARD},
        "errors": {},
        "everyone": Person.objects.order_by("-is_active", "handle"),
    }
    if request.method != "POST":
        return render(request, "ayni/people.html", content)
    typed = {field: request.POST.get(field, "")[:200] for field in ("handle", "name", "role")}
    try:
        person = invite(typed["handle"], name=typed["name"], role=typed["role"])
    except AyniError as error:
        errors = {_FIELDS.get(error.code, "handle"): error_words(request, error.code, error.facts)}
        content |= {"typed": typed, "errors": errors}
        return render(request, "ayni/people.html", content, status=status_of(error))
    return _show_link(request, person)


@require_POST
@for_administrators
def person_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new one-time link for someone who lost theirs or their password, and show it this once."""
    return _show_link(request, get_object_or_404(Person, pk=pk, is_active=True))


@require_POST
@for_administrators
def person_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person another role."""
    change_role(get_object_or_404(Person, pk=pk), request.POST.get("role", ""))
    return redirect("people")


@require_POST
@for_administrators
def person_stop(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Shut a person out."""
    deactivate(get_object_or_404(Person, pk=pk))
    return redirect("people")


@require_POST
@for_administrators
def person_start(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Let a person in again."""
    reactivate(get_object_or_404(Person, pk=pk))
    return redirect("people")


def _show_link(request: HttpRequest, person: Person) -> HttpResponse:
    token = make_link(person, seconds=settings.LIMITS.invitation_seconds)
    ends = timezone.now() + dt.timedelta(seconds=settings.LIMITS.invitation_seconds)
    content = {
        "here": "people",
        "called": person.name or person.handle,
        "day": day_words(ends, words_of(language_of(request))),
        "link": request.build_absolute_uri(reverse("come-in", args=[token])),
    }
    return render(request, "ayni/people_link.html", content)
