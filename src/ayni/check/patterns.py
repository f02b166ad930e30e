"""Regular expressions that are compiled when they are first used.

A check knows several hundred, of which one file needs a few; compiling all of them would take longer
than checking a small file does.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["lazy_pattern"]


class _Lazy:
    """Stands for a compiled pattern; what was asked of it once is answered at full speed from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by copy and its like, which are no use of the pattern
            raise AttributeError(name)
        value = getattr(re.compile(self.pattern, self._flags), name)
        self.__dict__[name] = value
        return value


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Do what `re.compile` does, at the first use: a mistake in the pattern (`re.error`) is raised only then.

    Use its methods; the functions of `re` do not take it for a pattern.
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
