"""The classifier against one written out row by row, and what it may and may not learn from."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ayni.protect.usefulness.associations import Categories
from ayni.protect.usefulness.prediction import (
    FOLDS,
    Answers,
    answers,
    balanced_accuracy,
    score,
    show_as_protected,
)


def named_by_hand(row: int, feature: list[int], taught: list[int], folds: list[int]) -> int:
    sizes, classes = 4, 3
    best, most = 0, -math.inf
    learnt = [other for other in range(len(feature)) if folds[other] != folds[row] and taught[other]]
    for label in range(1, classes + 1):
        of_class = [other for other in learnt if taught[other] == label]
        alike = sum(feature[other] == feature[row] for other in of_class)
        score = math.log((len(of_class) + 1) / (len(learnt) + classes)) + math.log(
            (alike + 1) / (len(of_class) + sizes)
        )
        if score > most + 1e-12:
            best, most = label, score
    return best


def test_answers_are_those_of_naive_bayes_written_out() -> None:
    rng = np.random.default_rng(3)
    classes = rng.integers(1, 4, 60)
    feature = np.where(rng.random(60) < 0.5, classes, rng.integers(0, 4, 60))
    folds = np.arange(60) % FOLDS
    taught = np.where(rng.random(60) < 0.1, 0, classes)
    found = answers([Categories(feature, 4)], taught, classes, folds, np.ones(60))
    expected = [
        named_by_hand(row, feature.tolist(), taught.tolist(), folds.tolist()) == classes[row] for row in range(60)
    ]
    assert found.tolist() == expected


def test_feature_that_is_the_class_is_learnt() -> None:
    classes = np.arange(100) // 5 % 2 + 1
    found = answers([Categories(classes, 3)], classes, classes, np.arange(100) % FOLDS, np.ones(100))
    assert found.all()


def test_rows_left_out_are_shown_as_equal_cells_elsewhere() -> None:
    before = Categories(np.array([1, 1, 1, 2, 2, 3]), 4)
    after = Categories(np.array([1, 1, 0, 2, 0, 0]), 3)
    kept = np.array([True, True, False, True, False, False])
    assert show_as_protected(before, after, kept).codes.tolist() == [1, 1, 1, 2, 2, 0]


def test_balanced_accuracy_weighs_classes_equally() -> None:
    classes = np.array([1] * 9 + [2])
    right = np.array([True] * 9 + [False])
    assert balanced_accuracy(Answers(classes, right, np.ones(10))) == 0.5
    weights = np.array([1.0] * 8 + [8.0, 1.0])
    right = np.array([True] * 8 + [False, True])
    assert balanced_accuracy(Answers(classes, right, weights)) == 0.75


def test_interval_covers_the_true_score() -> None:
    rng = np.random.default_rng(8)
    covered = 0
    for trial in range(200):
        classes = rng.choice([1, 2], 300, p=[0.7, 0.3])
        right = rng.random(300) < np.where(classes == 1, 0.9, 0.6)
        found = score(Answers(classes, right, np.ones(300)), trial)
        assert found.low <= found.value <= found.high
        covered += found.low <= 0.75 <= found.high
    assert covered / 200 == pytest.approx(0.95, abs=0.04)
