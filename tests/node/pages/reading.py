"""What a page says, for tests: its text without markup."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client


def text_of(page: HttpResponse) -> str:
    """Return a page's words with single spaces."""
    body = re.sub(r"<(script|style|noscript)\b.*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", body.replace("><", "> <"))).split())


def status_of(client: Client, path: str) -> int:
    """Ask for a page or a download and let it go; return its status."""
    answer = client.get(path)
    answer.close()
    return answer.status_code
