"""What is in a column: counts, types, ranges, distributions, damage; and which rows repeat."""

from ayni.check.profile.column import ColumnProfile
from ayni.check.profile.duplicates import DuplicateRows
from ayni.check.profile.infer import plan_columns
from ayni.check.profile.summary import ColumnSummary

__all__ = ["ColumnProfile", "ColumnSummary", "DuplicateRows", "plan_columns"]
