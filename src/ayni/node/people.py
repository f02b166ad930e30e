"""What each person may do, and the acts on people: invite, change role, deactivate, set a password.

    administrator   brings people in and takes them out; works on files of their own; reviews
    steward         works on files of their own; reviews what others ask to be reviewed
    reviewer        sees reports, plan and record of what they are asked to review, never the data

A file is its owner's alone: no other person, administrator included, may see its data.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ayni.errors import ActError, InputError, LimitError
from ayni.limits import NodeLimits
from ayni.node.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = [
    "PASSWORD_LEAST",
    "change_role",
    "deactivate",
    "first_administrator",
    "for_administrators",
    "for_stewards",
    "invite",
    "may_have_files",
    "may_lead_people",
    "may_review",
    "reactivate",
    "set_password",
]

_HANDLE = re.compile(r"[\w.@+-]+")
_LIMITS = NodeLimits()
PASSWORD_LEAST = 12
"""Characters of a password; `AUTH_PASSWORD_VALIDATORS` holds it."""
_FIRST = "administrator"


def may_lead_people(person: Person) -> bool:
    """Whether the person may bring people in and take them out."""
    return person.is_active and person.role == Person.Role.ADMINISTRATOR


def may_have_files(person: Person) -> bool:
    """Whether the person may bring files and make them safe."""
    return person.is_active and person.role in {Person.Role.ADMINISTRATOR, Person.Role.STEWARD}


def may_review(person: Person) -> bool:
    """Whether the person may judge what others made safe; nobody judges their own."""
    return person.is_active


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view be used by administrators only."""
    return _only(may_lead_people, view)


def for_stewards(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view be used by those who may have files only."""
    return _only(may_have_files, view)


def _only(rule: Callable[[Person], bool], view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not isinstance(request.user, Person) or not rule(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def first_administrator() -> Person:
    """Return the administrator who has been here longest and is active; make one on a new node."""
    with transaction.atomic():
        found = Person.objects.filter(role=Person.Role.ADMINISTRATOR, is_active=True).order_by("created", "pk").first()
        return found or Person.objects.create_person(_FIRST, role=Person.Role.ADMINISTRATOR)


def invite(handle: str, *, name: str, role: str) -> Person:
    """Make a person who can come in by a sign-in link only, until they set a password.

    Raises `InputError`: `handle-wrong`, `handle-taken`, `role-unknown`; `LimitError("name-too-long")`.
    """
    handle = unicodedata.normalize("NFKC", handle).strip()
    if not _HANDLE.fullmatch(handle) or len(handle) > _LIMITS.handle_chars:
        raise InputError("handle-wrong", limit=_LIMITS.handle_chars)
    name = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    if len(name) > _LIMITS.name_chars:
        raise LimitError("name-too-long", limit=_LIMITS.name_chars)
    _check_role(role)
    with transaction.atomic():
        if Person.objects.filter(handle__iexact=handle).exists():
            raise InputError("handle-taken", handle=handle)
        return Person.objects.create_person(handle, role=role, name=name)


def change_role(person: Person, role: str) -> None:
    """Give a person another role. Raises `InputError("role-unknown")`, `ActError("last-administrator")`."""
    _check_role(role)
    with transaction.atomic():
        if role != Person.Role.ADMINISTRATOR:
            _keep_one_administrator(person)
        Person.objects.filter(pk=person.pk).update(role=role)


def deactivate(person: Person) -> None:
    """Shut a person out at once: their sessions end and their links are void.

    Raises `ActError("last-administrator")`.
    """
    with transaction.atomic():
        _keep_one_administrator(person)
        # Django's backend takes nobody from a session who is not active, so every session ends with this write.
        Person.objects.filter(pk=person.pk).update(is_active=False)
        person.signinlink_set.all().delete()


def reactivate(person: Person) -> None:
    """Let a person in again."""
    Person.objects.filter(pk=person.pk).update(is_active=True)


def set_password(person: Person, password: str) -> None:
    """Set a password; every other session of the person ends. Raises `InputError("password-…")`."""
    if len(password) > _LIMITS.password_chars:
        raise LimitError("password-too-long", limit=_LIMITS.password_chars)
    try:
        validate_password(password, person)
    except ValidationError as error:
        # Django's codes, each with words of our own; the first is enough to act on.
        code = str(getattr(error.error_list[0], "code", "")).replace("_", "-")
        raise InputError(code if code in _PASSWORD_CODES else "password-too-common", least=PASSWORD_LEAST) from None
    person.set_password(password)
    person.save(update_fields=["password"])


_PASSWORD_CODES = frozenset(
    {"password-too-short", "password-too-common", "password-entirely-numeric", "password-too-similar"}
)


def _check_role(role: str) -> None:
    if role not in Person.Role.values:
        raise InputError("role-unknown", known=list(Person.Role.values))


def _keep_one_administrator(person: Person) -> None:
    others = Person.objects.filter(role=Person.Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if may_lead_people(Person.objects.get(pk=person.pk)) and not others.exists():
        raise ActError("last-administrator")
