"""Read what is known of a transfer from a TOML file.

Keys are those of the vocabulary, written as TOML writes dotted keys (`data.personal = true`, or `[data]` with
`personal = true`). A date is no fact; what is not known is left out. Bounded, UTF-8, nothing executed.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["load_facts"]

_MOST_BYTES = 256 << 10
_DEPTH = 4


def load_facts(path: Path) -> dict[str, object]:
    """Return the facts by key.

    Raises `InputError`: `law-facts-unreadable`, `law-facts-contradict` for a key that stands twice; and
    `LimitError("law-file-large")`.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError("law-facts-unreadable", path=str(path), reason=reason) from error
    if len(data) > _MOST_BYTES:
        raise LimitError("law-file-large", path=str(path), limit=_MOST_BYTES)
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, or a number of thousands of digits
        raise InputError("law-facts-unreadable", path=str(path), reason=str(error)[:200]) from error
    facts: dict[str, object] = {}
    for name, value in _flat(document, "", _DEPTH):
        if name in facts:  # once dotted and once quoted
            raise InputError("law-facts-contradict", fact=name, other=name)
        facts[name] = value
    return facts


def _flat(table: dict[str, Any], before: str, depth: int) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and depth:
            yield from _flat(value, f"{name}.", depth - 1)
        else:
            yield name, value
