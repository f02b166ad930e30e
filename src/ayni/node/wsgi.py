"""What the web server calls: `ayni.node.wsgi:application`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.node.settings")

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request, its body given up on when it stops coming."""
    from django.conf import settings

    from ayni.node.receiving import TimedInput

    if environ.get("CONTENT_LENGTH", "0") == "0":
        return _django(environ, start_response)
    is_upload = environ["PATH_INFO"].startswith("/upload")
    longest = settings.FOLDER.settings.upload_seconds if is_upload else settings.LIMITS.form_seconds
    body = environ["wsgi.input"] = TimedInput(environ["wsgi.input"], longest=longest, limits=settings.LIMITS)
    try:
        return _django(environ, start_response)
    finally:
        body.close()
