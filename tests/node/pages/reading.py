"""What a page says, for tests: its text without markup."""

import html
import re


def text_of(page):
    """Return a page's words with single spaces."""
    body = re.sub(r"<(script|style|noscript)\b.*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", body.replace("><", "> <"))).split())


def status_of(client, path):
    """Ask for a page or a download and let it go; return its status."""
    answer = client.get(path)
    answer.close()
    return answer.status_code
