"""What went wrong, on a page: what happened, and what to do; never a traceback, never whose file it was."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render

from ayni.errors import ActError, AyniError, Fact, InputError, LimitError
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = [
    "bad_request",
    "csrf_failure",
    "error_page",
    "error_words",
    "language_of",
    "not_allowed",
    "not_found",
    "server_error",
    "status_of",
]

_LOG = logging.getLogger("ayni.node")
_TITLED = frozenset({"400", "403", "404", "409", "413", "429", "500", "csrf"})


def error_words(request: HttpRequest, code: str, facts: dict[str, Fact]) -> str:
    """Return the words of an error in the request's language; a code without words gives the general ones."""
    words = words_of(language_of(request))
    if f"error.{code}" in words.catalogue:
        try:
            return words.problem(code, facts)
        except KeyError:  # a fact that its sentence names was not kept: the general words are better than none
            pass
    return words("page.wrong.500-what")


def language_of(request: HttpRequest) -> str:
    """Return the request's language, English before the middleware that finds it has run."""
    words = getattr(request, "words", None)
    return words.language if words is not None else "en"


def status_of(error: AyniError) -> int:
    """Return the HTTP status that says the same as an error."""
    if isinstance(error, LimitError):
        return 413
    if isinstance(error, InputError):
        return 400
    return 409 if isinstance(error, ActError) else 500


def error_page(request: HttpRequest, code: str, *, status: int, wait: int = 0, **facts: Fact) -> HttpResponse:
    """Answer with the words of an error; `wait` seconds go into `Retry-After`."""
    response = _page(request, str(status), status, said=error_words(request, code, facts))
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what could not be understood, was too much, or called the node by a name it does not have."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return error_page(request, "form-too-large", status=413)
    if isinstance(exception, DisallowedHost):
        return error_page(request, "host-unknown", status=400)
    return _page(request, "400", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer what is not for this person's role."""
    return _page(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer an address that is not there, or not theirs: both look the same."""
    return _page(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when Ayni itself is at fault; the log says where, without the message, which may quote data."""
    kind, _, trace = sys.exc_info()
    where = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(traceback.extract_tb(trace)[-6:]))
    _LOG.error("%s at %s", kind.__name__ if kind else "unknown", where)
    try:
        return _page(request, "500", 500)
    except Exception as error:  # noqa: BLE001 - whatever is broken must not break the page that says so
        _LOG.error("the page for errors: %s", type(error).__name__)
        return HttpResponse(words_of("en")("page.wrong.500-what"), content_type="text/plain; charset=utf-8", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form that did not come from a page of ours, or from one that was open too long."""
    return _page(request, "csrf", 403)


def _page(request: HttpRequest, key: str, status: int, said: str = "") -> HttpResponse:
    key = key if key in _TITLED else "500" if status >= 500 else "400"  # noqa: PLR2004 - HTTP's own border
    context = {"title_code": f"page.wrong.{key}", "what_code": f"page.wrong.{key}-what", "told": said}
    return render(request, "ayni/error.html", context, status=status)
