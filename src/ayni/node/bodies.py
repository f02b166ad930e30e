"""How many requests may send their bodies at the same time: by address, and all together.

The web server gives each request a thread and reads its body in it; a body that trickles holds both for as long as
it is waited for, and the reading thread for as long as its connection stands. So that pages are answered whoever
does that, some threads are kept for requests without a body, and no address may hold all the others.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Bodies"]

_FOR_PAGES = 4
_HELD = 3
"""Times as many bodies that were given up may an address still hold; then it gets no more until it lets go."""


class Bodies:
    """Counts requests with a body while they are answered, and bodies while they are read."""

    def __init__(self, threads: int) -> None:
        """Let bodies take all but a few of `threads`, and one address two thirds of those."""
        self.most = max(1, threads - _FOR_PAGES)
        self.most_of_one = max(1, 2 * self.most // 3)
        self._answered: Counter[str] = Counter()
        self._read: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return of how many addresses anything is kept."""
        with self._lock:
            return len(self._answered.keys() | self._read.keys())

    def enter(self, address: str) -> bool:
        """Tell whether one more may be read from `address`; then `leave` must follow."""
        with self._lock:
            mine = self._answered[address]
            held = self._read[address] >= _HELD * self.most_of_one
            if mine >= self.most_of_one or held or self._answered.total() >= self.most:
                return False
            self._answered[address] = mine + 1
            return True

    def leave(self, address: str) -> None:
        """Say that the request was answered."""
        self._less(self._answered, address)

    def reading(self, address: str) -> Callable[[], None]:
        """Say that a thread begins to read; call what is returned when it ends."""
        with self._lock:
            self._read[address] += 1
        return lambda: self._less(self._read, address)

    def _less(self, counted: Counter[str], address: str) -> None:
        with self._lock:
            counted[address] -= 1
            if counted[address] <= 0:  # only addresses at work take memory
                del counted[address]
