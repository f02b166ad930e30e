"""Column names made usable: trimmed, unique, never empty, bounded; every change is remarked."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ayni.check.read.table import ColumnHead, Remark
from ayni.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ayni.limits import ReadLimits

__all__ = ["clean_names", "plain_heads"]


def clean_names(names: Sequence[str | None], limits: ReadLimits, path: str) -> tuple[list[str], list[Remark]]:
    """Return usable names for `names`, in order, and what was changed.

    An empty name becomes `column_<position>`, a repeated one gets `_2`, `_3` …. Raises
    `LimitError("too-many-columns")`.
    """
    if len(names) > limits.columns:
        raise LimitError("too-many-columns", path=path, columns=len(names), limit=limits.columns)
    remarks: list[Remark] = []
    taken: set[str] = set()
    repeats: dict[str, int] = {}
    plain = [_plain(name or "", limits.name_chars) for name in names]
    reserved = {name for name, _ in plain}
    usable: list[str] = []
    empty, repeated, cut = [], [], []
    for position, (name, was_cut) in enumerate(plain, start=1):
        wanted = name or f"column_{position}"
        free = wanted
        while free in taken or (free != name and free in reserved):
            repeats[wanted] = repeats.get(wanted, 1) + 1
            free = f"{wanted}_{repeats[wanted]}"
        taken.add(free)
        usable.append(free)
        if not name:
            empty.append(free)
        elif free != name:
            repeated.append(free)
        if was_cut:
            cut.append(free)
    for code, found in (("column-name-empty", empty), ("column-name-repeated", repeated), ("column-name-cut", cut)):
        if found:
            remarks.append(Remark(code=code, facts={"columns": len(found), "names": found[:20]}))
    return usable, remarks


def _plain(name: str, limit: int) -> tuple[str, bool]:
    """Remove controls and directional marks, join blanks, trim and cut; tell whether it was cut."""
    kept = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in name[: 4 * limit])
    kept = "".join(char for char in kept if char != "\ufeff" and not "\u202a" <= char <= "\u202e")
    kept = " ".join(kept.encode("utf-8", "replace").decode().split())
    return kept[:limit].rstrip(), len(kept) > limit or len(name) > 4 * limit


def plain_heads(names: Sequence[str]) -> tuple[ColumnHead, ...]:
    """Return heads that know nothing but their names."""
    return tuple(ColumnHead(name=name) for name in names)
