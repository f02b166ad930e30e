"""Replace values by their labels on a level of their hierarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ayni.check.batch import ColumnBatch, ColumnPlan
from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.protect.transform.canonical import canonical_texts
from ayni.protect.transform.columns import changed_cells, per_distinct, put
from ayni.protect.transform.contract import Applied

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ayni.protect.levels import Levels

__all__ = ["Generalisation"]


class _Column:
    """One column's values and labels, by the texts of its cells."""

    def __init__(self, levels: Levels, level: int, plan: ColumnPlan | None) -> None:
        self.plan = plan or ColumnPlan(name=levels.column, storage="text", type=SemanticType.TEXT)
        codes = levels.codes[level]
        labels = levels.labels[level]
        pairs = {value: labels[code] for value, code in zip(levels.labels[0], codes.tolist(), strict=True)}
        self.missing = pairs.pop(None, None)
        """What a missing cell becomes."""
        self._exact = _table(pairs)
        trimmed: dict[str | None, str | None] = {}
        for value, label in pairs.items():
            trimmed.setdefault((value or "").strip(), label)
        self._trimmed = _table(trimmed)

    def apply(self, raw: pl.Series) -> pl.Series:
        batch = ColumnBatch(self.plan, raw)
        values = batch.values
        texts = values if values.dtype == pl.String else canonical_texts(batch)
        made = per_distinct(texts, *self._exact)
        if made.null_count() > texts.null_count():
            made = made.fill_null(per_distinct(texts.str.strip_chars(), *self._trimmed))
        if made.null_count() > texts.null_count():
            made = made.fill_null(per_distinct(canonical_texts(batch), *self._trimmed))
        outside = int((made.is_null() & texts.is_not_null()).sum())
        if outside:
            raise InputError("value-outside-hierarchy", column=raw.name, cells=outside)
        if self.missing is not None:
            made = made.fill_null(self.missing)
        elif raw.dtype == pl.String:  # however a missing cell is written, it stays so
            made = made.zip_with(texts.is_not_null(), raw)
        return made.rename(raw.name)


def _table(pairs: Mapping[str | None, str | None]) -> tuple[pl.Series, pl.Series]:
    return pl.Series(list(pairs), dtype=pl.String), pl.Series(list(pairs.values()), dtype=pl.String)


class Generalisation:
    """Every cell is replaced by its label. A column on level 0 is left as it is, any other becomes text.

    A cell is looked up by its text, then without the blanks around it, then in its canonical form.
    """

    def __init__(
        self,
        levels: Mapping[str, Levels],
        node: Mapping[str, int],
        plans: Mapping[str, ColumnPlan] | None = None,
    ) -> None:
        """`node` says the level of each column; `plans` which of its cells are missing."""
        known = plans or {}
        self._columns = {
            name: _Column(levels[name], level, known.get(name)) for name, level in node.items() if level > 0
        }

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that are made coarser."""
        return tuple(self._columns)

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:  # noqa: ARG002 - every row is alike
        """Return the block with labels for values. Raises `InputError("value-outside-hierarchy")`."""
        changed = 0
        for name, column in self._columns.items():
            made = column.apply(frame[name])
            changed += changed_cells(frame[name], made)
            frame = put(frame, made)
        return Applied(frame, changed)
