"""Blank cells of key variables where that lets rows look like at least k - 1 others (local suppression).

A missing cell is a value of its own, as in `ayni.check`: a row with a blank looks like rows that have a blank there and
agree in the rest. (sdcMicro's localSuppression, which has the same aim, lets a blank look like every value; what it
blanks would not reach k here.) Only rows of classes below k are touched, so a class of at least k never shrinks.

It goes through sets of the step's columns, the cheapest first: the least important column costs 1, the next 2, and so
on. For each set it blanks the rows still below k that, once blanked, form a class of at least k with each other or
with rows that are fine. Rows that stay below are then given another chance: blanks made before among rows that agree
in all other keys are undone, smallest class first, and blanked together with them in the cheapest set of columns that
helps them all. What cannot be helped is left as it was, for the engine to leave out.

The search is greedy: it does not prove that fewer blanks could not do. With very many classes only as many sets are
tried as bounded work allows, always with all of the columns as the last. Households are not looked at: k counts rows.
Combinations of values are compared by 64-bit codes (see `ayni.check.disclosure.cells`), of which 4 bytes a row and
8 bytes a key and class of a block are held.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.disclosure.cells import cell_codes, plain_cells
from ayni.errors import InputError
from ayni.protect.transform.columns import changed_cells, plans_of, put
from ayni.protect.transform.contract import Applied, Context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ayni.protect.plan import SuppressCells

__all__ = ["Blanks", "GatheredKeys", "choose_blanks"]

_WORK = 300_000_000
"""Classes times sets of columns that are looked at."""
_MOST_SETS = 4_096
_TRIES = 50_000
"""Sets that are tried for those left; then all columns are blanked."""
_FACTOR = 0xD134_2543_DE82_EF95
_MASK = (1 << 64) - 1
_START = 0x9E37_79B9_7F4A_7C15


class GatheredKeys:
    """The key variables of all rows, gathered as codes."""

    def __init__(self, step: SuppressCells, context: Context) -> None:
        """Raises `InputError`: `step-needs-k`, `step-needs-keys`, `step-unknown-column`."""
        goal = context.goal
        if goal.k is None or goal.k <= 1:
            raise InputError("step-needs-k", do="suppress-cells")
        plans_of(context, (*goal.keys, *step.columns), "suppress-cells")
        for column in step.columns:
            if column not in goal.keys:
                raise InputError("step-needs-keys", do="suppress-cells", column=column)
        self._k = goal.k
        self._keys = goal.keys
        self._columns = step.columns
        self._missing: list[int] = []
        self._classes: list[NDArray[np.uint64]] = []
        self._codes: list[NDArray[np.uint64]] = []
        self._rows: list[NDArray[np.int32]] = []
        self._count = 0

    @property
    def reads(self) -> tuple[str, ...]:
        """The key variables."""
        return self._keys

    def observe(self, frame: pl.DataFrame, first_row: int) -> None:  # noqa: ARG002 - blocks come in order
        """Take in a block."""
        cells = [frame[name] for name in self._keys]
        if not self._missing:
            self._missing = [int(cell_codes(pl.Series([None], dtype=column.dtype))[0]) for column in cells]
        codes = np.column_stack([cell_codes(column) for column in cells])
        classes, first, place = np.unique(_mixed(codes), return_index=True, return_inverse=True)
        self._classes.append(classes)
        self._codes.append(codes[first])
        self._rows.append((place + self._count).astype(np.int32))
        self._count += len(classes)

    def settle(self) -> Blanks:
        """Decide which cells are blanked."""
        if not self._rows:
            return Blanks(self._columns, np.zeros(0, dtype=np.int64))
        classes, first, place = np.unique(np.concatenate(self._classes), return_index=True, return_inverse=True)
        codes = np.concatenate(self._codes)[first]
        self._classes, self._codes = [], []
        rows = place.ravel()[np.concatenate(self._rows)]
        self._rows = []
        sizes = np.bincount(rows, minlength=len(classes)).astype(np.int64)
        order = [self._keys.index(column) for column in self._columns]
        sets = choose_blanks(codes, sizes, self._k, order, self._missing)
        return Blanks(self._columns, sets[rows])


def choose_blanks(
    codes: NDArray[np.uint64], sizes: NDArray[np.int64], k: int, order: Sequence[int], missing: Sequence[int]
) -> NDArray[np.int64]:
    """Return for each class which columns are blanked: bit i stands for column `order[i]`; int64 (classes,).

    `codes` uint64 (classes, keys) are the values' codes, no two rows the same; `sizes` the rows of each class;
    `order` the key columns that may be blanked, most important first; `missing` each key's code of a missing cell.
    """
    fine = sizes >= k
    risky = np.flatnonzero(~fine)
    chosen = np.zeros(len(codes), dtype=np.int64)
    if not len(risky) or not len(order):
        return chosen
    mixed = _mixed(codes)
    known = _Table(len(codes))
    known.add(mixed[fine], sizes[fine])
    risks = _Codes(mixed[risky], codes[risky], order, missing)
    at = np.zeros(len(risky), dtype=np.int64)
    left = np.arange(len(risky))
    sets = _sets(len(order), len(risky))
    for blanked in sets:
        moved = risks.blanked(blanked, left)
        together = _Table(len(left))
        together.add(moved, sizes[risky[left]])
        reached = together.of(moved) + known.of(moved) >= k
        known.add(moved[reached], sizes[risky[left[reached]]])
        at[left[reached]] = blanked
        left = left[~reached]
        if not len(left):
            break
    else:
        _help_those_left(risks, sizes[risky], k, sets, at, left)
    chosen[risky] = at
    return chosen


def _help_those_left(  # noqa: PLR0917 - each is a plain array
    codes: _Codes,
    sizes: NDArray[np.int64],
    k: int,
    sets: Sequence[int],
    at: NDArray[np.int64],
    left: NDArray[np.int64],
) -> None:
    """Undo blanks of rows that agree with those left in all other keys, until together they are k; changes `at`."""
    every = codes.every
    bucket = codes.blanked(every)
    near = np.flatnonzero(np.isin(bucket, bucket[left]) & (at != every))
    now = codes.blanked(at)
    members: dict[int, dict[int, list[int]]] = {}
    for row, where, code in zip(near.tolist(), bucket[near].tolist(), now[near].tolist(), strict=True):
        members.setdefault(where, {}).setdefault(code if at[row] else -1, []).append(row)
    tries = _TRIES
    for classes in members.values():
        helped = classes.pop(-1)
        total = int(sizes[helped].sum())
        for together in sorted(classes.values(), key=lambda rows: (int(sizes[rows].sum()), rows)):
            if total >= k:
                break
            helped += together
            total += int(sizes[together].sum())
        if total >= k:
            rows = np.array(helped)
            enough = every
            for blanked in sets[: max(0, tries)]:
                tries -= 1
                _, place = np.unique(codes.blanked(blanked, rows), return_inverse=True)
                if np.bincount(place.ravel(), weights=sizes[rows]).min() >= k:
                    enough = blanked
                    break
            at[rows] = enough


class _Codes:
    """The codes of rows, as they are and with any of their columns blanked."""

    def __init__(
        self, whole: NDArray[np.uint64], codes: NDArray[np.uint64], order: Sequence[int], missing: Sequence[int]
    ) -> None:
        """`whole` uint64 (rows,) are the rows' codes, `codes` (rows, keys) their cells'."""
        factors = _factors(codes.shape[1])
        self._whole = whole
        self._parts = [(np.uint64(missing[place]) - codes[:, place]) * factors[place] for place in order]
        self.every = (1 << len(order)) - 1

    def blanked(
        self, sets: int | NDArray[np.int64], rows: NDArray[np.int64] | slice = slice(None)
    ) -> NDArray[np.uint64]:
        """Return the codes of `rows` once the columns of `sets` (one for all, or one for each) are blank."""
        codes = self._whole[rows].copy()
        for place, part in enumerate(self._parts):
            if isinstance(sets, int):
                if sets >> place & 1:
                    codes += part[rows]
            else:
                codes += np.where(sets >> place & 1, part[rows], np.uint64(0))
        return codes


class _Table:
    """Rows by the code of their class."""

    def __init__(self, classes: int) -> None:
        places = 1 << max(4, (2 * classes).bit_length())
        self._keys = np.zeros(places, dtype=np.uint64)
        self._counts = np.zeros(places, dtype=np.int64)

    def add(self, codes: NDArray[np.uint64], rows: NDArray[np.int64]) -> None:
        from ayni.protect.transform.grouping_kernels import add_counts

        add_counts(np.ascontiguousarray(codes), np.ascontiguousarray(rows), self._keys, self._counts)

    def of(self, codes: NDArray[np.uint64]) -> NDArray[np.int64]:
        from ayni.protect.transform.grouping_kernels import look_up

        found = np.zeros(len(codes), dtype=np.int64)
        look_up(np.ascontiguousarray(codes), self._keys, self._counts, found)
        return found


def _factors(keys: int) -> list[np.uint64]:
    made, factor = [], _START
    for _ in range(keys):
        made.append(np.uint64(factor))
        factor = factor * _FACTOR & _MASK
    return made


def _mixed(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return one code for each row: the sum of its cells' codes, each times an odd number of its own."""
    total = np.zeros(len(codes), dtype=np.uint64)
    for place, factor in enumerate(_factors(codes.shape[1])):
        total += codes[:, place] * factor
    return total


def _sets(columns: int, classes: int) -> list[int]:
    """Return the sets of columns to try, as bits, the cheapest first and all columns last."""
    most = max(columns, min(_MOST_SETS, _WORK // classes))
    made: list[tuple[int, int, int]] = []
    for size in range(1, columns):
        for places in itertools.combinations(range(columns), size):
            made.append((sum(columns - place for place in places), size, sum(1 << place for place in places)))
            if len(made) >= _MOST_SETS:
                break
    return [blanked for _, _, blanked in sorted(made)[: most - 1]] + [(1 << columns) - 1]


class Blanks:
    """Which cells of each row are blanked."""

    def __init__(self, columns: tuple[str, ...], sets: NDArray[np.int64]) -> None:
        """`sets` int64 (rows of the table,): bit i is set where `columns[i]` is blanked."""
        self._columns = columns
        self._sets = sets

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns with blanks."""
        return self._columns

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:
        """Return the block with blanks."""
        sets = self._sets[first_row : first_row + frame.height]
        changed = 0
        for place, name in enumerate(self._columns):
            raw = frame[name]
            blank = pl.Series((sets >> place & 1).astype(np.bool_)) & plain_cells(raw).is_not_null()
            if blank.any():
                done = raw.zip_with(~blank, pl.Series([None], dtype=raw.dtype))
                changed += changed_cells(raw, done)
                frame = put(frame, done)
        return Applied(frame, changed)
