"""What every page knows: language, direction, who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from ayni import __version__
from ayni.messages import LANGUAGES

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["page"]

_OWN_NAMES = {"en": "English", "fr": "Français", "sw": "Kiswahili", "ar": "العربية"}
_NAMES = tuple((tag, _OWN_NAMES[tag]) for tag in LANGUAGES)


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what templates name: `words`, `language`, `direction`, `language_names`, `person` and so on.

    `person` is None where nobody is signed in; `language_names` are pairs of tag and the language's own name.
    """
    words = getattr(request, "words", None)
    user = getattr(request, "user", None)
    return {
        "request": request,
        "words": words,
        "language": words.language if words else "en",
        "direction": "rtl" if words and words.right_to_left else "ltr",
        "language_names": _NAMES,
        "person": user if user is not None and user.is_authenticated else None,
        "institution": settings.FOLDER.settings.institution,
        "version": __version__,
    }
