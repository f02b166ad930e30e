"""How often a thing may be done: token buckets in memory, by address or by account.

One web process serves a node, so memory is enough and a restart forgives. The number of buckets is bounded: the one
that was used longest ago goes first.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

__all__ = ["LINKS", "PAGES", "SIGN_IN_ACCOUNT", "SIGN_IN_ADDRESS", "UPLOADS", "Buckets", "address"]

_MOST_BUCKETS = 10_000


class Buckets:
    """Each key may do `burst` acts at once, and one more every `seconds`."""

    def __init__(
        self, burst: int, seconds: float, *, clock: Callable[[], float] = time.monotonic, most: int = _MOST_BUCKETS
    ) -> None:
        """Start with every bucket full."""
        self._burst, self._seconds, self._clock, self._most = burst, seconds, clock, most
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> int:
        """Take one token; return 0, or the whole seconds to wait until there is one."""
        with self._lock:
            now = self._clock()
            # One number says all of a bucket: when it will be full again (the "generic cell rate algorithm").
            full_at = max(self._full_at.get(key, now), now) + self._seconds
            over = full_at - now - self._burst * self._seconds
            if over > 1e-9:  # noqa: PLR2004 - rounding of floats, no more
                return max(1, math.ceil(over))
            self._full_at[key] = full_at
            self._full_at.move_to_end(key)
            if len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
            return 0

    def clear(self) -> None:
        """Fill every bucket."""
        with self._lock:
            self._full_at.clear()


PAGES = Buckets(400, 1 / 100)
"""By address: 100 requests a second, and 400 at once."""
SIGN_IN_ADDRESS = Buckets(20, 15)
SIGN_IN_ACCOUNT = Buckets(10, 60)
LINKS = Buckets(20, 15)
"""By address: tries to open one-time links."""
UPLOADS = Buckets(30, 20)
"""By person: uploads begun."""


def address(request: HttpRequest) -> str:
    """Return who asks: the peer, or what the server before the node says of it (the last `X-Forwarded-For`)."""
    if settings.FOLDER.settings.https:
        forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", maxsplit=1)[-1].strip()
        if forwarded:
            return forwarded[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
