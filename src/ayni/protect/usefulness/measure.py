"""The measure of what protecting a table cost: fed with its rows before and after, concluded once.

Nothing here holds a personal value: cells are kept as hashes and numbers, the conclusion as distances, scores
and names of columns. The same rows give the same figures, whatever the blocks they came in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.protect.outcome import Association, Cost, Marginal, Prediction
from ayni.protect.usefulness.associations import Categories, associate, entropy, join_rare
from ayni.protect.usefulness.coding import code_after, code_before
from ayni.protect.usefulness.marginals import measure_column
from ayni.protect.usefulness.prediction import (
    FOLDS,
    Answers,
    answers,
    balanced_accuracy,
    score,
    show_as_protected,
)
from ayni.protect.usefulness.sample import PairedSample

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.protect.usefulness.sample import Rows

__all__ = ["SAMPLE_ROWS", "CostMeasure"]

SAMPLE_ROWS = 50_000
_DATES = frozenset({SemanticType.DATE, SemanticType.DATETIME})
"""Nobody asks when a person is born or was interviewed; such a column is predicted only for want of another."""
_MEASURE = "balanced-accuracy"
_COLUMNS = 12
"""Columns whose pairs are looked at, the most informative ones."""
_FEW = 5
"""Bins of a column of numbers in pairs and predictions."""
_MOST_CATEGORIES = 200
_CHOOSING_ROWS = 10_000
"""The column to predict is chosen on so many rows of the sample."""
_MARGINAL, _PAIR, _SCORE = 1_000_000, 2_000_000, 3_000_000
"""Seeds of the intervals; each figure adds its own place."""


class _Both(NamedTuple):
    """One column in few categories, and what its rows may be taught as when it is the one to predict."""

    before: Categories
    after: Categories | None
    taught: NDArray[np.int64]


class CostMeasure:
    """What protecting one table cost in usefulness."""

    def __init__(
        self,
        plans: Mapping[str, ColumnPlan],
        *,
        direct: Collection[str] = (),
        keys: Collection[str] = (),
        sensitive: Collection[str] = (),
        weights: str | None = None,
        target: str | None = None,
        rows: int = SAMPLE_ROWS,
    ) -> None:
        """Take how the original columns are to be understood, and what part some of them play.

        `direct` are the columns that name people outright: losing them costs nothing. `target` is the column to
        predict; without it, the best predictable sensitive column, else the best of those that are no key; columns
        that can still be learnt afterwards go before those that were dropped. At
        most `rows` rows are measured. Raises `InputError("column-not-found")` for an unknown target.
        """
        if target is not None and target not in plans:
            raise InputError("column-not-found", column=target)
        self._plans = dict(plans)
        self._direct = frozenset(direct)
        self._keys = frozenset(keys)
        self._sensitive = frozenset(sensitive)
        self._weights = weights
        self._target = target
        self._sample = PairedSample(plans, weights, rows)
        self._rows = self._left_out = 0

    @property
    def rows_sampled(self) -> int:
        """Rows that are measured at most: those of least `ayni.protect.usefulness.sample.row_order`."""
        return self._sample.most

    def observe(
        self, before: pl.DataFrame, after: pl.DataFrame, first_row: int, kept: NDArray[np.bool_] | None = None
    ) -> None:
        """Take in a block of original rows, and the same rows protected.

        `kept`, shape (rows before,), is False for rows that were left out; `after` holds the others, in the same
        order (without it, all of them). `first_row` counts from 0 in the original table.
        """
        self._rows += before.height
        self._left_out += before.height - after.height
        self._sample.observe(before, after, kept, first_row)

    def merge(self, other: Self) -> None:
        """Take in what `other` observed of other rows of the same table."""
        self._rows += other._rows
        self._left_out += other._left_out
        self._sample.merge(other._sample)

    def usefulness(self) -> float:
        """Return `Cost.usefulness` alone, without what takes longer."""
        rows = self._sample.rows()
        return 0.0 if rows is None else self._usefulness(self._kept_usefulness(rows))

    def conclude(
        self,
        *,
        loss: float | None = None,
        discernibility: float | None = None,
        entropy: float | None = None,
        cells_suppressed: int = 0,
    ) -> Cost:
        """Return the cost; the losses are the search's (`ayni.protect.search`) and only handed on."""
        rows = self._sample.rows()
        marginals, kept = ((), []) if rows is None else self._marginals(rows)
        columns = {} if rows is None else self._categories(rows)
        return Cost(
            loss=loss,
            discernibility=discernibility,
            entropy=entropy,
            rows_suppressed=self._left_out,
            cells_suppressed=cells_suppressed,
            rows_sampled=0 if rows is None else len(rows.order),
            marginals=marginals,
            associations=() if rows is None else _associations(rows, columns),
            prediction=None if rows is None else self._prediction(rows, columns),
            usefulness=self._usefulness(kept),
        )

    def _usefulness(self, kept: Sequence[float]) -> float:
        """Join what each column kept, 0 to 1, with the share of rows kept."""
        if not kept or not self._rows:
            return 0.0
        return round(float(np.mean(kept)) * (1 - self._left_out / self._rows), 12)

    def _kept_usefulness(self, rows: Rows) -> list[float]:
        return [_column_usefulness(rows, name) for name in rows.before if name not in self._direct]

    def _marginals(self, rows: Rows) -> tuple[tuple[Marginal, ...], list[float]]:
        marginals, kept = [], []
        for place, name in enumerate(rows.before):
            if name not in rows.after:
                marginals.append(Marginal(column=name, distance=None))
                useful = 0.0
            else:
                moved, joint = measure_column(rows, name)
                marginals.append(Marginal(column=name, distance=joint.estimate(_MARGINAL + 1_000 * place)))
                useful = 1 - moved.distance if moved.tells else 0.0
            if name not in self._direct:
                kept.append(useful)
        return tuple(marginals), kept

    def _categories(self, rows: Rows) -> dict[str, _Both]:
        """Return the most informative columns in few categories, in the table's order."""
        found = {
            name: both
            for name in rows.before
            if name not in self._direct and name != self._weights and (both := _in_categories(rows, name)) is not None
        }
        told = {name: entropy(both.before, rows.weights) for name, both in found.items()}
        best = sorted((name for name in found if told[name] > 0), key=lambda name: -told[name])[:_COLUMNS]
        if self._target in found and self._target not in best:
            best.append(self._target)
        return {name: both for name, both in found.items() if name in best}

    def _prediction(self, rows: Rows, columns: Mapping[str, _Both]) -> Prediction | None:
        target = self._target if self._target in columns else self._best_target(rows, columns)
        if target is None:
            return None
        both = columns[target]
        before = _ask(rows, columns, target, len(rows.order), protected=False)
        after = None if both.after is None else _ask(rows, columns, target, len(rows.order), protected=True)
        return Prediction(
            target=target,
            measure=_MEASURE,
            baseline=_baseline(both),
            before=score(before, _SCORE),
            after=None if after is None else score(after, _SCORE),
        )

    def _best_target(self, rows: Rows, columns: Mapping[str, _Both]) -> str | None:
        """Return the column whose score before lies furthest above chance, of what chance leaves."""
        able = [name for name, both in columns.items() if len(np.unique(both.before.codes[_asked(both)])) > 1]
        able = [name for name in able if columns[name].taught.any()] or able
        able = [name for name in able if self._plans[name].type not in _DATES] or able
        if len(columns) < 2:  # noqa: PLR2004 - one to predict and one to predict it from
            return None
        pool = (
            [name for name in able if name in self._sensitive]
            or [name for name in able if name not in self._keys]
            or able
        )

        def gain(name: str) -> float:
            chance = _baseline(columns[name])
            found = balanced_accuracy(_ask(rows, columns, name, _CHOOSING_ROWS, protected=False))
            return (found - chance) / (1 - chance)

        return max(pool, key=gain, default=None)


def _column_usefulness(rows: Rows, name: str) -> float:
    if name not in rows.after:
        return 0.0
    moved, _ = measure_column(rows, name)
    return 1 - moved.distance if moved.tells else 0.0


def _in_categories(rows: Rows, name: str) -> _Both | None:
    """Return a column in few categories; None for one that tells nearly every row apart, such as free text."""
    cells = rows.before[name]
    coded = code_before(cells, _FEW)
    if coded.edges is None and coded.size > _MOST_CATEGORIES:
        return None
    everyone = np.ones(len(rows.kept), dtype=np.bool_)
    before = join_rare(coded.codes, rows.weights, everyone)
    if name not in rows.after:
        return _Both(before, None, np.zeros(len(rows.kept), dtype=np.int64))
    released, spread = code_after(cells, coded, rows.after[name], rows.kept)
    classes = np.zeros(coded.size, dtype=np.int64)
    classes[coded.codes] = before.codes
    # A coarser cell is a class to learn from only where it can mean one value alone.
    meaning = np.zeros(released.size, dtype=np.int64)
    sure = spread.share > 1 - 1e-9
    meaning[spread.after[sure]] = classes[spread.before[sure]]
    codes = np.where(rows.kept, released.codes, 0)
    return _Both(before, join_rare(codes, rows.weights, rows.kept), np.where(rows.kept, meaning[codes], 0))


def _associations(rows: Rows, columns: Mapping[str, _Both]) -> tuple[Association, ...]:
    everyone = np.ones(len(rows.kept), dtype=np.bool_)
    names = list(columns)
    found: list[Association] = []
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            one, other = columns[first], columns[second]
            seed = _PAIR + len(found)
            after = None
            if one.after is not None and other.after is not None:
                after = associate(one.after, other.after, rows.weights, rows.kept, seed)
            before = associate(one.before, other.before, rows.weights, everyone, seed)
            found.append(Association(first=first, second=second, before=before, after=after))
    return tuple(found)


def _asked(both: _Both) -> NDArray[np.bool_]:
    return both.before.codes > 0


def _baseline(both: _Both) -> float:
    return 1 / max(len(np.unique(both.before.codes[_asked(both)])), 1)


def _ask(rows: Rows, columns: Mapping[str, _Both], target: str, most: int, *, protected: bool) -> Answers:
    """Return how a model learnt from the other columns names the target's class in at most `most` rows."""
    chosen = np.flatnonzero(_asked(columns[target]))[:most]
    features = []
    for name, both in columns.items():
        if name == target or (protected and both.after is None):
            continue
        shown = both.before
        if protected and both.after is not None:
            shown = show_as_protected(both.before, both.after, rows.kept)
        features.append(Categories(shown.codes[chosen], shown.size))
    classes = columns[target].before.codes[chosen]
    taught = columns[target].taught[chosen] if protected else classes
    folds = (rows.order[chosen] % np.uint64(FOLDS)).astype(np.int64)
    weights = rows.weights[chosen]
    return Answers(classes, answers(features, taught, classes, folds, weights), weights)
