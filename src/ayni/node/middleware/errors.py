"""An `AyniError` that a page raises becomes a page in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ayni.errors import AyniError
from ayni.node.pages.errors import error_page, status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["ErrorsMiddleware"]


class ErrorsMiddleware:
    """Turns an `AyniError` into its page; all else goes on to the pages for 400, 403, 404 and 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what answers."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer an `AyniError`."""
        if isinstance(exception, AyniError):
            facts: dict[str, Any] = exception.facts  # `status` and `wait` are no names of facts
            return error_page(request, exception.code, status=status_of(exception), **facts)
        return None
