"""The personal data of a column, as a measure: counted by the scanner, decided from a sample.

`observe` runs the compiled scanner over the batch's bytes, which counts the cells that hold each
structured kind exactly, and keeps a sample of distinct cells. `conclude` gives both to `decide`. The
slow recognisers (identifiers, national telephone numbers, names) see each distinct cell of the sample once.

Cells that cannot hold anything are passed over by their own value, never by their batch, so that the
conclusion does not depend on how the column was cut: numbers under six digits, dates, decimals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.check.personal.decide import decide
from ayni.check.personal.evidence import Evidence, Places
from ayni.check.personal.kinds import Mark, calling_table, iban_table
from ayni.check.personal.sample import CellSample
from ayni.check.personal.spans import ascii_digits, column_concepts
from ayni.check.report import SemanticType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan, TextBuffer
    from ayni.check.report import Personal
    from ayni.limits import CheckLimits

__all__ = ["PersonalMeasure"]

_SHORTEST = 6
"""Characters (and digits of a number) under which nothing personal fits a cell of numbers or dates."""
_NATIVE_DIGITS = "[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]"
_DATES = frozenset({SemanticType.DATE, SemanticType.DATETIME})
_PLACE_CONCEPTS = frozenset({"coordinates", "latitude", "longitude"})
_NEVER = frozenset({pl.Boolean, pl.Null, pl.Binary})
_NO_SPANS = np.zeros((0, 4), dtype=np.int64)
_NO_MASKS = np.zeros(0, dtype=np.int64)


class PersonalMeasure:
    """What personal data one column holds."""

    def __init__(self, plan: ColumnPlan, limits: CheckLimits) -> None:
        """`plan` says how the column's cells are to be understood."""
        self._plan = plan
        self._concepts = column_concepts(plan.name, plan.label)
        self._cells = 0
        self._looked_at = 0
        self._counts = np.zeros(len(Mark), dtype=np.int64)
        self._sample = CellSample(limits.sample_cells)
        self._places = np.zeros(3, dtype=np.int64)

    def observe(self, batch: ColumnBatch) -> None:
        """Take in a batch of the column's cells."""
        present = len(batch) - batch.missing
        self._cells += present
        if not present:
            return
        if self._concepts & _PLACE_CONCEPTS and batch.numbers is not None:
            self._observe_places(batch.numbers.drop_nulls().to_numpy())
        chosen = _worth_looking(batch)
        if chosen is None or not len(chosen):
            return
        strings = chosen.strings
        valid = chosen.present if chosen.values is strings else strings.is_not_null().to_numpy()
        if chosen.plan.type is SemanticType.INTEGER:
            valid = valid & (np.diff(chosen.text.offsets) >= _SHORTEST)
        kept = int(np.count_nonzero(valid))
        if not kept:
            return
        self._looked_at += kept
        self._scan(chosen.text)
        if self._counts[Mark.NATIVE_DIGITS]:
            self._rescan_native(strings)
        self._sample.observe(chosen.hashes, valid, strings)

    def merge(self, other: PersonalMeasure) -> None:
        """Take in what `other` observed of the same column."""
        self._cells += other._cells
        self._looked_at += other._looked_at
        self._counts += other._counts
        self._places += other._places
        self._sample.merge(other._sample)

    def settle(self) -> None:
        """Make the state small before it is merged."""
        self._sample.settle()

    def conclude(self) -> tuple[Personal, ...]:
        """Return the kinds of personal data in the column, the most frequent first."""
        within_latitude, within_longitude, fine = self._places.tolist()
        return decide(
            Evidence(
                name=self._plan.name,
                label=self._plan.label,
                type=self._plan.type,
                concepts=self._concepts,
                cells=self._cells,
                looked_at=self._looked_at,
                counts=tuple(self._counts.tolist()),
                sample=tuple(self._sample.cells()),
                complete=self._sample.complete,
                places=Places(within_latitude, within_longitude, fine),
            )
        )

    def _scan(self, text: TextBuffer, sign: int = 1) -> None:
        from ayni.check.personal.kernels import scan

        counts = np.zeros(len(Mark), dtype=np.int64)
        scan(text.data, text.offsets, iban_table(), calling_table(), counts, _NO_MASKS, _NO_SPANS)
        self._counts += sign * counts

    def _rescan_native(self, strings: pl.Series) -> None:
        """Count cells with digits of other scripts as if they were written with ASCII digits."""
        native = strings.filter(strings.str.contains(_NATIVE_DIGITS))
        if not len(native):
            return
        self._scan(ColumnBatch(self._plan, native).text, sign=-1)
        plain = pl.Series(native.name, [ascii_digits(text) for text in native.to_list()], dtype=pl.String)
        self._scan(ColumnBatch(self._plan, plain).text)

    def _observe_places(self, numbers: NDArray[np.float64]) -> None:
        """Count the numbers that can be a latitude, a longitude, and those with at least three decimals."""
        size = np.abs(numbers)
        hundreds = numbers * 100
        fine = (np.abs(hundreds - np.round(hundreds)) > 1e-6) & (size <= 180)  # noqa: PLR2004 degrees
        self._places += np.array([(size <= 90).sum(), (size <= 180).sum(), fine.sum()], dtype=np.int64)  # noqa: PLR2004


def _worth_looking(batch: ColumnBatch) -> ColumnBatch | None:  # noqa: PLR0911 one answer for each way of storing
    """Return the cells that may hold personal data, as text; None for none."""
    values, kind = batch.values, batch.plan.type
    dtype = values.dtype
    if dtype == pl.String:
        if kind in _DATES and batch.days is not None:
            if batch.days.null_count() == values.null_count():
                return None
            return ColumnBatch(batch.plan, values.filter(values.is_not_null() & batch.days.is_null()))
        if kind is SemanticType.DECIMAL and batch.numbers is not None:
            large = _large_whole(batch.numbers)
            if batch.numbers.null_count() == values.null_count():
                return ColumnBatch(batch.plan, large) if len(large) else None
            odd = values.filter(values.is_not_null() & batch.numbers.is_null())
            return ColumnBatch(batch.plan, odd.append(large))
        return batch
    if dtype.is_numeric():
        return ColumnBatch(batch.plan, _large_whole(values))
    if dtype.is_nested():
        present = values.drop_nulls()
        encoded = present.to_frame("cell").to_struct("cell").struct.json_encode()
        return ColumnBatch(batch.plan, encoded)
    if dtype.is_temporal() or dtype in _NEVER:
        return None
    return batch


def _large_whole(numbers: pl.Series) -> pl.Series:
    """Return the whole numbers of at least six digits, in plain form; telephones and identifiers stored as numbers."""
    if numbers.dtype.is_decimal():  # its digits are exact, and those of a double would not be
        written = numbers.drop_nulls().cast(pl.String).str.replace(r"\.0+$", "")
        return written.filter(written.str.contains(r"^-?[1-9]\d{5,}$"))
    present = (numbers.drop_nulls() if numbers.null_count() else numbers).to_numpy()
    if present.dtype.kind == "f":
        present = present[(np.abs(present) < 1e18) & (present == np.floor(present))]  # noqa: PLR2004 beyond, not exact
    large = present[(present >= 100_000) | (present <= -100_000)]  # noqa: PLR2004 six digits
    if large.dtype.kind == "f":
        large = large.astype(np.int64)
    return pl.Series(numbers.name, large).cast(pl.String)
