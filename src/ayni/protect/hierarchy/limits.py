"""Ceilings on hierarchies."""

from __future__ import annotations

import msgspec

from ayni.limits import MIB

__all__ = ["HierarchyLimits"]


class HierarchyLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken of a hierarchy before it is refused with a `LimitError`."""

    file_bytes: int = 64 * MIB
    values: int = 2_000_000
    """Values of a hierarchy, and distinct values of a column."""
    levels: int = 64
