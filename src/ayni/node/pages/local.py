"""Sizes and moments as a person at this place reads them.

A node stands where its people are, so its own time zone is theirs; times without script cannot know better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from ayni.check.render.wording import Words

__all__ = ["day_words", "size_words", "span_words"]

_THOUSAND = 1000
_DAY_HOURS = 24
_TWO_DAYS = 48


def size_words(count: int, words: Words) -> str:
    """Return a number of bytes in the largest unit that leaves a number above one."""
    if count < _THOUSAND:
        return words("page.size.bytes", count=count)
    for unit, power in (("kb", 1), ("mb", 2), ("gb", 3)):
        shown = count / _THOUSAND**power
        if shown < _THOUSAND or unit == "gb":
            return words(f"page.size.{unit}", size=float(f"{shown:.2g}") if shown < _THOUSAND / 10 else round(shown))
    raise AssertionError(count)


def day_words(when: dt.datetime, words: Words) -> str:
    """Return day and time of this place, such as `24 November 2026 at 17:30`."""
    from babel.dates import format_datetime

    local = when.astimezone()
    # Babel's own pattern for the language; the offset is this place's, so no zone need be named.
    return str(format_datetime(local.replace(tzinfo=None), format="d MMMM y, HH:mm", locale=words.language))


def span_words(hours: int, words: Words) -> str:
    """Return a time to keep something, in days where it is whole days."""
    if hours >= _TWO_DAYS and hours % _DAY_HOURS == 0:
        return words("page.days", count=hours // _DAY_HOURS)
    return words("page.hours", count=hours)
