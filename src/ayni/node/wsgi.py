"""What the web server calls: `ayni.node.wsgi:application`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.node.settings")

_DRAINED_BYTES = 32 << 20
_DRAIN_SECONDS = 5.0
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request, its body given up on when it stops coming."""
    from django.conf import settings

    from ayni.node.receiving import TimedInput

    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isascii() and length.isdecimal() and int(length)):
        # Without a length nothing is read: Django takes such a body for an empty one.
        environ["CONTENT_LENGTH"] = "0"
        return _django(environ, start_response)
    is_upload = environ["PATH_INFO"].startswith("/upload")
    longest = settings.FOLDER.settings.upload_seconds if is_upload else settings.LIMITS.form_seconds
    body = environ["wsgi.input"] = TimedInput(environ["wsgi.input"], longest=longest, limits=settings.LIMITS)
    try:
        answer = _django(environ, start_response)
        if int(length) <= _DRAINED_BYTES:
            body.drain(_DRAINED_BYTES, _DRAIN_SECONDS)
        return answer
    finally:
        body.close()
