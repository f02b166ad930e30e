"""Group a table by its key variables: what a search for levels looks at, gathered block by block.

A key's value is its cell as text, as `ayni.protect.transform.Generalisation` will look it up: text as it stands,
anything else in its canonical form, missing as null. A sensitive column of numbers is taken as a check takes it:
amounts that agree in size and first digit are one value, so that a class is not called diverse because no two
incomes are equal to the cent.

The table does not depend on the blocks it came in: values and groups are in the order of their texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.check.disclosure.cells import cell_codes
from ayni.errors import InputError, LimitError
from ayni.limits import ProtectLimits
from ayni.protect.search.problem import KeyTable, SensitiveCells
from ayni.protect.transform.canonical import canonical_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.levels import Levels

__all__ = ["KeyTableGathering", "compacted", "key_texts"]

_PENDING_ROWS = 500_000
_ROWS, _HOUSEHOLD = "rows", "household"


def key_texts(plan: ColumnPlan, raw: pl.Series) -> pl.Series:
    """Return a key's cells as the texts its values are known by, null for missing; shape (cells,), String."""
    batch = ColumnBatch(plan, raw)
    values = batch.values
    return values if values.dtype == pl.String else canonical_texts(batch)


def compacted(cells: pl.Series) -> pl.Series:
    """Return a few cells of a block by themselves: texts would keep all of the block's bytes in memory."""
    return pl.Series(cells.name, cells.to_list(), pl.String) if cells.dtype == pl.String else cells


class _Values:
    """The distinct values of one column, numbered as they are seen."""

    def __init__(self, kind: type[pl.DataType]) -> None:
        self._known = pl.DataFrame(schema={"value": kind, "code": pl.Int32})

    def codes(self, cells: pl.Series) -> pl.Series:
        """Return the number of each cell's value, shape (cells,), Int32."""
        asked = cells.rename("value").to_frame()
        fresh = asked.unique().join(self._known, on="value", how="anti", nulls_equal=True)
        if fresh.height:
            first = self._known.height
            numbers = pl.Series("code", range(first, first + fresh.height), pl.Int32)
            self._known = pl.concat([self._known, fresh.with_columns(compacted(fresh["value"]), numbers)])
        return asked.join(self._known, on="value", how="left", nulls_equal=True, maintain_order="left")["code"]

    def in_order(self) -> tuple[pl.Series, NDArray[np.int32]]:
        """Return the values in order, missing first, and for each number the place of its value."""
        ordered = self._known.sort("value", nulls_last=False)
        places = np.empty(ordered.height, dtype=np.int32)
        places[ordered["code"].to_numpy()] = np.arange(ordered.height, dtype=np.int32)
        return ordered["value"], places


class KeyTableGathering:
    """Takes in a table's rows and groups them by keys, sensitive values and household."""

    def __init__(
        self,
        plans: Mapping[str, ColumnPlan],
        keys: Sequence[str],
        sensitive: Sequence[str] = (),
        household: str | None = None,
        *,
        limits: ProtectLimits | None = None,
    ) -> None:
        """Name the columns. `sensitive` and `household` are only needed for goals over them; they split groups."""
        self.keys = tuple(keys)
        self.sensitive = tuple(sensitive)
        self.household = household
        self.rows = 0
        self._plans = plans
        self._most = (limits or ProtectLimits()).key_groups
        self._values = [_Values(pl.String) for _ in self.keys]
        self._amounts = [_Values(pl.Float64 if self._is_number(name) else pl.String) for name in self.sensitive]
        self._by = [f"key{place}" for place in range(len(self.keys))]
        self._by += [f"sensitive{place}" for place in range(len(self.sensitive))]
        self._by += [] if household is None else [_HOUSEHOLD]
        self._pending: list[pl.DataFrame] = []
        self._pending_rows = 0

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns it needs to see."""
        household = () if self.household is None else (self.household,)
        return tuple(dict.fromkeys([*self.keys, *self.sensitive, *household]))

    def _is_number(self, name: str) -> bool:
        plan = self._plans[name]
        return ColumnBatch(plan, pl.Series(name, [], pl.String)).numbers is not None

    def observe(self, frame: pl.DataFrame) -> None:
        """Take in rows. Raises `InputError("column-not-found")` and `LimitError("search-too-many-groups")`."""
        for name in self.reads:
            if name not in frame.columns:
                raise InputError("column-not-found", column=name)
        self.rows += frame.height
        columns = [
            values.codes(key_texts(self._plans[name], frame[name]))
            for name, values in zip(self.keys, self._values, strict=True)
        ]
        columns += [
            values.codes(self._sensitive_cells(name, frame[name]))
            for name, values in zip(self.sensitive, self._amounts, strict=True)
        ]
        if self.household is not None:
            batch = ColumnBatch(self._plans[self.household], frame[self.household])
            columns.append(pl.Series(cell_codes(batch.values)))
        if not columns:
            return
        block = pl.DataFrame([column.alias(name) for column, name in zip(columns, self._by, strict=True)])
        self._pending.append(block.group_by(self._by).agg(pl.len().cast(pl.Int64).alias(_ROWS)))
        self._pending_rows += self._pending[-1].height
        if self._pending_rows > _PENDING_ROWS and self._pending_rows > 2 * self._pending[0].height:
            self._settle()

    def _sensitive_cells(self, name: str, raw: pl.Series) -> pl.Series:
        batch = ColumnBatch(self._plans[name], raw)
        numbers = batch.numbers
        return key_texts(self._plans[name], raw) if numbers is None else numbers.round_sig_figs(1)

    def _settle(self) -> pl.DataFrame:
        """Join what is pending into one frame of groups."""
        if not self._by or not self._pending:
            schema = dict.fromkeys(self._by, pl.Int32) | {_ROWS: pl.Int64}
            return pl.DataFrame(schema=schema)
        groups = pl.concat(self._pending).group_by(self._by).agg(pl.col(_ROWS).sum())
        if groups.height > self._most:
            raise LimitError("search-too-many-groups", groups=groups.height, limit=self._most)
        self._pending = [groups]
        self._pending_rows = groups.height
        return groups

    def values(self, key: str) -> pl.Series:
        """Return the distinct values of a key as text, null for missing: what `Levels` are to be built from."""
        return self._values[self.keys.index(key)].in_order()[0].rename(key)

    def counts(self, key: str) -> pl.Series:
        """Return the rows of each of `values`, Int64."""
        place = self.keys.index(key)
        values, places = self._values[place].in_order()
        groups = self._settle()
        codes = places[groups[f"key{place}"].to_numpy()]
        rows = np.bincount(codes, groups[_ROWS].to_numpy(), minlength=len(values))
        return pl.Series(key, rows.astype(np.int64))

    def conclude(self, levels: Mapping[str, Levels], keys: Sequence[str] | None = None) -> KeyTable:
        """Return the key table over `keys` (default: all), whose levels were built from `values`."""
        chosen = self.keys if keys is None else tuple(keys)
        by = [f"key{self.keys.index(name)}" for name in chosen] + self._by[len(self.keys) :]
        groups = self._settle()
        if len(chosen) < len(self.keys) and by:
            groups = groups.group_by(by).agg(pl.col(_ROWS).sum())
        mapped = [
            self._mapped(self._values[self.keys.index(name)], groups[f"key{self.keys.index(name)}"]) for name in chosen
        ]
        sensitive = [self._mapped(values, groups[f"sensitive{place}"]) for place, values in enumerate(self._amounts)]
        household = groups[_HOUSEHOLD].to_numpy() if self.household is not None else None
        order = (
            np.lexsort([*([] if household is None else [household]), *reversed(sensitive), *reversed(mapped)])
            if by
            else np.zeros(0, dtype=np.int64)
        )
        codes = np.ascontiguousarray(np.column_stack(mapped)[order]) if mapped else np.zeros((0, 0), dtype=np.int32)
        return KeyTable(
            levels=tuple(levels[name] for name in chosen),
            codes=codes,
            rows=groups[_ROWS].to_numpy()[order],
            sensitive=tuple(
                SensitiveCells(name, codes[order], len(values.in_order()[0]), self._is_number(name))
                for name, codes, values in zip(self.sensitive, sensitive, self._amounts, strict=True)
            ),
            household=None if household is None else household[order],
        )

    def _mapped(self, values: _Values, codes: pl.Series) -> NDArray[np.int32]:
        mapped: NDArray[np.int32] = values.in_order()[1][codes.to_numpy()]
        return mapped
