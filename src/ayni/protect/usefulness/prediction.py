"""How well one column is predicted from the others: learnt from protected rows and from the original ones.

The classifier is categorical naive Bayes with Laplace smoothing, five folds by the hash of the row number.
Both models are asked about the same held-out original rows and must name their original class. The model
learnt before sees the rows as they were; the model learnt after sees them as the protection would show them,
because that is all its user can feed it. Rows that were left out are never learnt from after, but are asked
about: their cells are shown through what the protection made of equal cells elsewhere, or as missing.

The score is balanced accuracy, the mean share of each class that is named rightly; chance is 1 / classes. Its
interval is the bootstrap's over the rows asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ayni.protect.usefulness.resampling import Counts, around, replicates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ayni.check.report import Estimate
    from ayni.protect.usefulness.associations import Categories

__all__ = ["FOLDS", "Answers", "answers", "balanced_accuracy", "score", "show_as_protected"]

FOLDS = 5
_REPLICATES = 400


class Answers(NamedTuple):
    """How the rows that were asked about were answered, each of shape (rows,)."""

    classes: NDArray[np.int64]
    right: NDArray[np.bool_]
    weights: NDArray[np.float64]


def answers(
    features: Sequence[Categories],
    learnt_classes: NDArray[np.int64],
    classes: NDArray[np.int64],
    folds: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell for each row whether a model learnt on the other folds names its class rightly.

    `classes` are the true ones from 1 on, `learnt_classes` those the model is taught, 0 for rows it is not
    taught at all. All arrays have the shape (rows,).
    """
    size = int(classes.max(initial=0)) + 1
    named = np.zeros(len(classes), dtype=np.int64)
    for fold in range(FOLDS):
        asked = folds == fold
        taught = ~asked & (learnt_classes > 0)
        prior = np.bincount(learnt_classes[taught], weights[taught], minlength=size)[1:]
        score = np.tile(np.log(prior + 1.0) - np.log(prior.sum() + size - 1), (int(asked.sum()), 1))
        for feature in features:
            cells = learnt_classes[taught] * feature.size + feature.codes[taught]
            counts = np.bincount(cells, weights[taught], minlength=size * feature.size)
            seen = counts.reshape(size, feature.size)[1:] + 1.0
            score += np.log(seen / seen.sum(axis=1, keepdims=True))[:, feature.codes[asked]].T
        named[asked] = score.argmax(axis=1) + 1
    right: NDArray[np.bool_] = named == classes
    return right


def show_as_protected(before: Categories, after: Categories, kept: NDArray[np.bool_]) -> Categories:
    """Fill in what rows that were left out would read: what most kept rows with the same cell read, else missing."""
    table = np.bincount(before.codes[kept] * after.size + after.codes[kept], minlength=before.size * after.size)
    usual = table.reshape(before.size, after.size).argmax(axis=1)
    return after._replace(codes=np.where(kept, after.codes, usual[before.codes]))


def balanced_accuracy(found: Answers) -> float:
    """Return the mean over the classes of the weighted share that was named rightly."""
    size = int(found.classes.max(initial=0)) + 1
    asked = np.bincount(found.classes, found.weights, minlength=size)[1:]
    right = np.bincount(found.classes, found.weights * found.right, minlength=size)[1:]
    some = asked > 0
    return float((right[some] / asked[some]).mean()) if some.any() else 0.0


def score(found: Answers, seed: int) -> Estimate:
    """Return the balanced accuracy with its interval."""
    size = int(found.classes.max(initial=0)) + 1
    counts = Counts((found.classes - 1) * 2 + found.right, found.weights, (size - 1) * 2)
    drawn = replicates(counts, _REPLICATES, seed).reshape(_REPLICATES, size - 1, 2)
    asked = drawn.sum(axis=2)
    shares = np.divide(drawn[:, :, 1], asked, out=np.zeros_like(asked), where=asked > 0)
    return around(balanced_accuracy(found), shares.sum(axis=1) / np.maximum((asked > 0).sum(axis=1), 1))
