"""One browser may ask for so many pages a second and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.node.pages.errors import error_page
from ayni.node.rates import PAGES, address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["RatesMiddleware"]


class RatesMiddleware:
    """Answers 429 to an address that asks too often; static files were answered before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what answers."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse."""
        wait = PAGES.take(address(request))
        if wait:
            return error_page(request, "too-many-requests", status=429, wait=wait, seconds=wait)
        return self._get_response(request)
