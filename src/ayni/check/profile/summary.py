"""What the profile concludes of a column."""

from __future__ import annotations

import msgspec

from ayni.check.report import Dates, Frequent, Numbers, SemanticType

__all__ = ["ColumnSummary"]


class ColumnSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One column's profile, before its role and its personal data are known."""

    name: str
    label: str | None
    type: SemanticType
    """As refined by everything that was seen, not only the sample."""
    storage: str
    rows: int
    missing: int
    cells: int
    """Rows less missing."""
    distinct: int
    distinct_error: float
    """Relative standard error of `distinct`; 0 when it is exact."""
    distinct_share: float
    """Distinct values for each cell, at most 1; 0 where there are no cells."""
    constant: bool
    """There are cells, and all are equal."""
    mixed: int
    """Cells that do not fit the type."""
    damaged: int
    """Cells with signs of a broken encoding."""
    impossible: int
    impossible_rule: str | None
    """The rule those cells break (see `ayni.check.profile.impossible`)."""
    coded_missing: tuple[Frequent, ...]
    """Numbers such as -99 that stand far from all others and so probably mean "missing", with their cells."""
    numbers: Numbers | None
    dates: Dates | None
    frequent: tuple[Frequent, ...]
    """Up to ten values held by two cells or more, the commonest first; empty once distinct is an estimate."""
    mean_length: float | None
    """Mean characters in a cell of a column of text."""
    max_length: int | None
    personal_labels: int = 0
    """Labels of codes that name people or hold other personal data."""
