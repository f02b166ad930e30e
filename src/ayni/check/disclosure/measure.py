"""The disclosure risk of a table over its key columns, as a measure that merges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
import polars as pl

from ayni.check.disclosure.cells import MICRO, cell_codes, row_codes, weights_micro
from ayni.check.disclosure.diversity import SensitiveColumn
from ayni.check.disclosure.grouped import Grouped, group_sorted, together
from ayni.check.disclosure.household import HouseholdColumn
from ayni.check.disclosure.suda import find_special_uniques, largest_search
from ayni.check.disclosure.tally import Tally
from ayni.check.disclosure.uniques import estimate_uniques
from ayni.check.report import Disclosure, Suda
from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from types import TracebackType

    from numpy.typing import NDArray

    from ayni.check.thresholds import Thresholds
    from ayni.limits import CheckLimits

__all__ = ["DisclosureMeasure"]

_SUDA_CELLS = 6_000_000
"""Cells of the class table kept for the search of special uniques (8 bytes each)."""
_WEIGHTS_MOST = 9 * 10**12
"""Largest sum of weights: sums are kept as millionths in 64 bits."""
_SLICE_ROWS = 250_000
"""A frame is taken in at most so many rows at a time, to bound the memory of a batch."""


class DisclosureMeasure:
    """Who in a table could be recognised by its key columns.

    Columns may be of any Polars type. A missing cell is a value of its own (see
    `ayni.check.disclosure.cells`). Memory stays bounded: past `limits.state_rows` classes the state lies in
    private temporary files, removed by `close`, by leaving the `with` block, or with the object. The
    conclusion is the same either way, except that special uniques are searched only while the class table
    has at most 6,000,000 cells.
    """

    def __init__(
        self,
        keys: tuple[str, ...],
        sensitive: tuple[str, ...] = (),
        weight: str | None = None,
        household: str | None = None,
        *,
        limits: CheckLimits,
        special_uniques: bool = True,
    ) -> None:
        """Name the key columns, sensitive columns, the sampling weight and the household key.

        Without `special_uniques` their search is left out and `Disclosure.suda` is None.
        Raises `InputError("key-columns-none")`, `InputError("key-columns-repeated")` and
        `LimitError("key-columns-many")`.
        """
        if not keys:
            raise InputError("key-columns-none")
        if len(set(keys)) < len(keys):
            raise InputError("key-columns-repeated", columns=sorted({name for name in keys if keys.count(name) > 1}))
        if len(keys) > limits.key_variables:
            raise LimitError("key-columns-many", columns=len(keys), limit=limits.key_variables)
        self.keys = keys
        self.weight = weight
        self._weight_sum = 0
        self._cells = tuple(f"cell{number}" for number in range(len(keys)))
        self._classes = Grouped(
            ("class",),
            ("rows", "weight") if weight is not None else ("rows",),
            rows=limits.state_rows,
            carried=self._cells if special_uniques else (),
            carried_rows=_SUDA_CELLS // len(keys),
        )
        self._sensitive = tuple(SensitiveColumn(name, limits.state_rows // 2) for name in dict.fromkeys(sensitive))
        self._household = None if household is None else HouseholdColumn(household, limits.state_rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns `observe` reads, each once."""
        named = [*self.keys, *(column.column for column in self._sensitive)]
        if self.weight is not None:
            named.append(self.weight)
        if self._household is not None:
            named.append(self._household.column)
        return tuple(dict.fromkeys(named))

    @property
    def unjudged(self) -> tuple[str, ...]:
        """Sensitive columns with more distinct values than can be judged; they have no `Diversity`."""
        return tuple(column.column for column in self._sensitive if not column.judged)

    def observe(self, frame: pl.DataFrame, /) -> None:
        """Take in rows.

        Raises `InputError("column-not-found")`, `InputError("weights-not-usable")` and
        `ActError("temporary-space")`.
        """
        for name in self.columns:
            if name not in frame.columns:
                raise InputError("column-not-found", column=name)
        for part in frame[list(self.columns)].iter_slices(_SLICE_ROWS):
            if part.height:
                self._observe_slice(part)

    def _observe_slice(self, frame: pl.DataFrame) -> None:
        cells = [cell_codes(frame[name]) for name in self.keys]
        classes = row_codes(cells)
        columns: dict[str, NDArray[np.int64] | NDArray[np.uint64]] = {"class": classes}
        if self.weight is not None:
            columns["weight"] = self._weights(frame[self.weight])
        columns |= {name: cells[place] for place, name in enumerate(self._cells) if name in self._classes.carried}
        self._classes.add(group_sorted([pl.DataFrame(columns)], ("class",), ("weight",), "rows"))
        for column in self._sensitive:
            column.observe(classes, frame[column.column])
        if self._household is not None:
            self._household.observe(classes, frame[self._household.column])

    def _weights(self, cells: pl.Series) -> NDArray[np.int64]:
        weights = weights_micro(cells)
        self._weight_sum += int(weights.sum(dtype=np.uint64))
        if self._weight_sum > _WEIGHTS_MOST * MICRO:
            raise InputError("weights-too-large", column=cells.name, limit=_WEIGHTS_MOST)
        return weights

    def merge(self, other: Self, /) -> None:
        """Take in what `other` observed, which must have the same columns and limits; `other` is then empty."""
        self._weight_sum += other._weight_sum
        self._classes.merge(other._classes)
        for mine, theirs in zip(self._sensitive, other._sensitive, strict=True):
            mine.merge(theirs)
        if self._household is not None and other._household is not None:
            self._household.merge(other._household)

    def settle(self) -> None:
        """Group what is waiting to be grouped, so that a merge has less to do."""
        self._classes.settle()
        for column in self._sensitive:
            column.settle()

    def conclude(self, thresholds: Thresholds) -> Disclosure:
        """Return the disclosure risk; the state may observe and merge afterwards.

        A sum of weights no larger than the rows (weights normalised to 1) says nothing of the population:
        the table is then taken as its population, as without weights. Diversity columns are those of
        `sensitive` less `unjudged`.
        """
        tally = Tally(thresholds.individual_risk)
        weighted = self.weight is not None
        for (part,) in together([self._classes]):
            tally.add(part["rows"].to_numpy(), part["weight"].to_numpy() if weighted else None)
        rows = tally.rows
        uniques = tally.sizes.get(1, 0)
        population = estimate_uniques(tally.sizes, tally.population, tally.uniques_by_weights)
        return Disclosure(
            quasi_identifiers=self.keys,
            rows=rows,
            classes=tally.classes,
            k_min=min(tally.sizes, default=0),
            sample_uniques=uniques,
            below_k={**tally.below()},
            class_sizes=tally.bins(),
            prosecutor_max=1.0 / min(tally.sizes) if rows else 0.0,
            prosecutor_mean=tally.classes / max(rows, 1),
            journalist_max=1.0 / tally.smallest_population if rows else 0.0,
            marketer=tally.marketer,
            individual_max=tally.risk_max,
            rows_individual_above=tally.rows_above,
            global_risk=tally.expected / max(rows, 1),
            expected_reidentified=tally.expected,
            weights=self.weight,
            population_uniques=population.value,
            population_uniques_interval=population,
            diversity=tuple(found for column in self._sensitive if (found := column.conclude()) is not None),
            suda=self._special_uniques(thresholds.suda_fraction),
            household=None if self._household is None else self._household.conclude(self._classes, weighted=weighted),
        )

    def _special_uniques(self, fraction: float) -> Suda | None:
        """Search the special uniques; None when the class table was too large to keep its cells."""
        self._classes.settle()
        if not self._classes.carried:
            return None
        table = self._classes.whole()
        cells = [table[name].to_numpy() for name in self._cells]
        most = largest_search(len(self.keys), table.height)
        return find_special_uniques(self.keys, cells, table["rows"].to_numpy(), fraction, most)

    def close(self) -> None:
        """Remove temporary files; the state is empty afterwards."""
        self._classes.close()
        for column in self._sensitive:
            column.close()
        if self._household is not None:
            self._household.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
