"""Hierarchies: from values to ever coarser groups, given in files or built from rules."""

from __future__ import annotations

from ayni.protect.hierarchy.build import build_levels
from ayni.protect.hierarchy.files import HierarchyTable, hierarchies_in, read_hierarchy_file
from ayni.protect.hierarchy.limits import HierarchyLimits
from ayni.protect.hierarchy.suggest import suggest_hierarchy

__all__ = [
    "HierarchyLimits",
    "HierarchyTable",
    "build_levels",
    "hierarchies_in",
    "read_hierarchy_file",
    "suggest_hierarchy",
]
