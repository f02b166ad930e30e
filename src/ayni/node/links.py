"""One-time sign-in links: 256 random bits that open the node once, for a while.

Only the SHA-256 of a token is kept. Opening a link shows a button and changes nothing, since mail programs and
scanners open links; pressing the button uses it up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ayni.errors import ActError
from ayni.node.models import SignInLink

if TYPE_CHECKING:
    from ayni.node.models import Person

__all__ = ["look_at_link", "make_link", "sweep_links", "use_link"]

_TOKEN_BYTES = 32
_KEEP_DAYS = 30


def make_link(person: Person, *, seconds: int) -> str:
    """Make a link for a person and return its token, which is kept nowhere; links made before are void."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        SignInLink.objects.filter(person=person, used=None).delete()
        SignInLink.objects.create(
            digest=_digest(token), person=person, expires=timezone.now() + dt.timedelta(seconds=seconds)
        )
    return token


def look_at_link(token: str) -> Person:
    """Return whose link it is and leave it as it is.

    Raises `ActError`: `link-unknown`, `link-used`, `link-expired`.
    """
    return _valid(token).person


def use_link(token: str) -> Person:
    """Use a link up and return whose it is. Raises as `look_at_link` does; of two at once, one gets in."""
    with transaction.atomic():
        link = _valid(token)
        link.used = timezone.now()
        link.save(update_fields=["used"])
        return link.person


def sweep_links() -> int:
    """Forget links that ended long ago (until then their end can be explained); return how many."""
    return SignInLink.objects.filter(expires__lt=timezone.now() - dt.timedelta(days=_KEEP_DAYS)).delete()[0]


def _valid(token: str) -> SignInLink:
    link = SignInLink.objects.select_related("person").filter(digest=_digest(token)).first()
    if link is None or not link.person.is_active:
        raise ActError("link-unknown")
    if link.used is not None:
        raise ActError("link-used")
    if link.expires <= timezone.now():
        raise ActError("link-expired")
    return link


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
