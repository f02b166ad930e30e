"""Settings that a person writes as a small TOML file: roles, thresholds, what is known of the data.

The three differ in what they may say, not in how they are opened: bounded, as UTF-8 with or without a
byte-order mark, and with every trouble as an error that names the file. Nothing here judges an entry.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["SettingsErrors", "nearest", "read_settings"]

_REASON_CHARS = 200


class SettingsErrors(NamedTuple):
    """The codes of the errors that a kind of settings raises."""

    unreadable: str
    too_large: str
    not_toml: str


def read_settings(path: Path, most_bytes: int, errors: SettingsErrors) -> dict[str, Any]:
    """Read a TOML file of at most `most_bytes`.

    Raises `InputError` with the facts path and reason, and `LimitError` with those, bytes and limit.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(errors.unreadable, path=str(path), reason=reason) from error
    if len(data) > most_bytes:
        reason = f"> {most_bytes} bytes"
        raise LimitError(errors.too_large, path=str(path), reason=reason, bytes=size, limit=most_bytes)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(errors.not_toml, path=str(path), reason="it is not UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(errors.not_toml, path=str(path), reason=str(error)[:_REASON_CHARS]) from error


def nearest(word: str, known: Sequence[str], likeness: float = 0.0) -> str | None:
    """Return the known word most like `word`; None when none is as like as `likeness`, from 0 to 1."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=likeness)
    return found[0] if found else None
