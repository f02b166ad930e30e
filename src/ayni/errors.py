"""Errors every room raises: a stable code with facts, never a sentence.

The words come from the gettext catalogue when an error is shown (see `ayni.messages`); JSON carries
the same code and facts. One subclass for each decision a caller may take:

    AyniError
    ├── InputError        what was given could not be used; the command exits 2
    │   └── LimitError    what was given is larger, deeper or slower than a stated limit
    └── ActError          the act itself failed or was refused; the command exits 1

A code is lower-case words joined by hyphens. Facts are plain JSON values; they never hold a personal
value, only names of files, sheets and columns, counts and limits.
"""

from __future__ import annotations

__all__ = ["ActError", "AyniError", "Fact", "InputError", "LimitError"]


Fact = str | int | float | bool | None | list[str]


class AyniError(Exception):
    """Something a person must know: `code` says what, `facts` say about what."""

    exit_status = 1

    def __init__(self, code: str, **facts: Fact) -> None:
        """Keep `code` and `facts` as attributes; nothing is rendered here."""
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        """Return the code and its facts, for logs; people see the catalogue's words."""
        inner = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({inner})"

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from code and facts, so that an error crosses a process border whole."""
        return (_rebuild, (type(self), self.code, self.facts))


def _rebuild(kind: type[AyniError], code: str, facts: dict[str, Fact]) -> AyniError:
    return kind(code, **facts)


class InputError(AyniError):
    """What was given could not be used."""

    exit_status = 2


class LimitError(InputError):
    """What was given goes beyond a stated limit of size, count, depth or time."""


class ActError(AyniError):
    """An act failed or was refused."""
