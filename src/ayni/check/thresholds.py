"""The numbers a check judges by: defaults with their sources, and a strict loader for a file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ayni.check.settings import SettingsErrors, nearest, read_settings
from ayni.errors import InputError

__all__ = ["Thresholds", "load_thresholds"]

_DEFAULTS = Path(__file__).with_name("thresholds.toml")
_FILE_BYTES = 64 << 10
_ERRORS = SettingsErrors("thresholds-not-readable", "thresholds-too-large", "thresholds-not-toml")
_SOURCE_CHARS = 500


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """What counts as risky. `thresholds.toml` beside this module says what each number means."""

    class_size: int
    class_size_blocker: int
    diversity: int
    closeness: float
    individual_risk: float
    global_risk: float
    sample_uniques_share: float
    suda_fraction: float
    public_threshold: int
    sources: dict[str, str]
    """Where each number comes from, by its name."""

    def values(self) -> dict[str, float]:
        """Return the numbers by name, for the report."""
        return {name: getattr(self, name) for name in _NAMES}


_NAMES = tuple(name for name in Thresholds.__struct_fields__ if name != "sources")
_WHOLE = frozenset(name for name in _NAMES if Thresholds.__annotations__[name] == "int")
_WHOLE_MOST = 1_000_000


def load_thresholds(path: Path | None = None) -> Thresholds:
    """Return the defaults, overridden by the TOML file at `path`.

    Raises `InputError` with the codes `thresholds-not-readable`, `thresholds-not-toml`,
    `thresholds-unknown` (facts name, nearest), `thresholds-not-text`, `thresholds-not-whole`,
    `thresholds-not-number` and `thresholds-out-of-range`, and
    `LimitError("thresholds-too-large")`.
    """
    values: dict[str, float] = {}
    sources: dict[str, str] = {}
    for file in (_DEFAULTS, path):
        if file is not None:
            for name, entry in read_settings(file, _FILE_BYTES, _ERRORS).items():
                values[name], sources[name] = _entry(file, name, entry)
    return msgspec.convert({**values, "sources": sources}, Thresholds)


def _entry(path: Path, name: str, entry: Any) -> tuple[float, str]:
    """Return the value and source of one entry, checked."""
    if name not in _NAMES:
        raise _unknown(path, name, _NAMES)
    source = path.name
    value = entry
    if isinstance(entry, dict):
        for key in entry:
            if key not in {"value", "source"}:
                raise _unknown(path, f"{name}.{key}", (f"{name}.value", f"{name}.source"))
        value = entry.get("value")
        source = entry.get("source", source)
    if not isinstance(source, str):
        raise InputError("thresholds-not-text", path=str(path), name=f"{name}.source")
    whole = name in _WHOLE
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise InputError("thresholds-not-whole" if whole else "thresholds-not-number", path=str(path), name=name)
    low, high = (1, _WHOLE_MOST) if whole else (0, 1)
    if not low <= value <= high or (name == "suda_fraction" and not 0 < value < 1):
        raise InputError("thresholds-out-of-range", path=str(path), name=name, low=low, high=high)
    return value if whole else float(value), source[:_SOURCE_CHARS]


def _unknown(path: Path, name: str, known: tuple[str, ...]) -> InputError:
    return InputError(
        "thresholds-unknown", path=str(path), name=name[:100], nearest=nearest(name, known), known=list(known)
    )
