"""One sentence that the next page says: what was done on the last one. Kept in the session until it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.node.pages.errors import language_of
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ayni.errors import Fact

__all__ = ["notify", "take_notice"]

_KEY = "notice"


def notify(request: HttpRequest, code: str, **facts: Fact) -> None:
    """Let the next page say `code`."""
    request.session[_KEY] = [code, facts]


def take_notice(request: HttpRequest) -> str:
    """Return what there is to say, once; else an empty text."""
    session = getattr(request, "session", None)
    kept = session.pop(_KEY, None) if session is not None and _KEY in session else None
    return words_of(language_of(request))(kept[0], **kept[1]) if kept else ""
