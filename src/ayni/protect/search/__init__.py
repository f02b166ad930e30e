"""The search for the levels that meet the goal at the least loss."""

from __future__ import annotations

from ayni.protect.search.nodes import loss_of, smallest_class, suppressed_groups
from ayni.protect.search.optimum import find_optimum

__all__ = ["find_optimum", "loss_of", "smallest_class", "suppressed_groups"]
