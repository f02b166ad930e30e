"""Floors of precision and recall on a small version of the labelled truth set (`bench/truth.py`)."""

from bench.detection import Score, score_columns, score_texts, total, wilson
from bench.truth import PERSONAL, columns, texts

SEED = 11


def test_truth_set_is_half_look_alikes_and_broad() -> None:
    made, notes = columns(SEED, 3), texts(SEED, 1)
    assert sum(column.kind is None for column in made) * 2 == len(made)
    assert sum(not note.spans for note in notes) * 2 == len(notes)
    assert len({kind.split(".")[0] for kind in PERSONAL if "." in kind}) >= 30
    assert all(note.text[start:end] for note in notes for _, start, end in note.spans)


def test_truth_set_is_the_same_for_the_same_seed() -> None:
    assert columns(SEED, 5) == columns(SEED, 5)
    assert texts(SEED, 2) == texts(SEED, 2)
    assert columns(SEED, 5) != columns(SEED + 1, 5)


def test_detection_holds_its_floors_on_columns() -> None:
    errors: list[str] = []
    score = total(score_columns(columns(SEED, 40), errors))
    assert (score.recall >= 0.95, score.precision >= 0.93) == (True, True), "\n".join([repr(score), *errors])


def test_detection_holds_its_floors_on_texts() -> None:
    errors: list[str] = []
    score = total(score_texts(texts(SEED, 4), errors))
    assert (score.recall >= 0.95, score.precision >= 0.95) == (True, True), "\n".join([repr(score), *errors])


def test_wilson_interval_of_known_counts() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) == (0.0, 1.0)


def test_score_without_reports_has_no_precision() -> None:
    assert Score(0, 3, 0).recall == 0
    assert str(Score(0, 3, 0).precision) == "nan"
