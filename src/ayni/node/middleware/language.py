"""The language of a page: the person's, else the cookie's, else the browser's, else English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ayni.messages import LANGUAGES
from ayni.words import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["LanguageMiddleware", "PersonLanguageMiddleware", "browser_language"]

_MOST_TAGS = 20
_MOST_CHARS = 500


def browser_language(header: str) -> str:
    """Return the offered language that `Accept-Language` (RFC 9110, 12.5.4) likes best, else English."""
    wishes: list[tuple[float, str]] = []
    for wish in header[:_MOST_CHARS].split(",")[:_MOST_TAGS]:
        tag, _, weight = wish.strip().partition(";")
        primary = tag.strip().split("-")[0].lower()
        try:
            liking = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if primary in LANGUAGES and 0 < liking <= 1:
            wishes.append((liking, primary))
    return max(wishes, key=lambda wish: wish[0])[1] if wishes else "en"


class LanguageMiddleware:
    """Sets `request.words` from the cookie or the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what answers."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in a language; say which, and that it depends on the browser."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in LANGUAGES:
            chosen = browser_language(request.headers.get("Accept-Language", ""))
        request.words = catalogue(chosen)  # type: ignore[attr-defined]
        response = self._get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Content-Language"] = request.words.language  # type: ignore[attr-defined]
        return response


class PersonLanguageMiddleware:
    """Sets `request.words` to the language of the person who is signed in, where they chose one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what answers."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        language = getattr(request.user, "language", "")
        if language in LANGUAGES:
            request.words = catalogue(language)  # type: ignore[attr-defined]
        return self._get_response(request)
