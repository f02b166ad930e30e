"""Floors of precision and recall on the truth set made with Faker (`bench/truth_blind.py`), and what it taught us."""

import pytest

pytest.importorskip("faker", reason="Faker, a development dependency, makes the cells")

from bench.detection import total
from bench.detection_blind import score_columns, score_texts
from bench.truth_blind import NOT_VALID, columns, texts

from ayni.check.personal import find_spans

SEED = 3


def _kinds(text: str) -> list[str]:
    return [span.kind for span in find_spans(text)]


def test_blind_columns_hold_their_floors() -> None:
    tally = score_columns(columns(SEED, 10, ("helpful",)))["helpful"]
    known = {kind: score for kind, score in tally.scores().items() if kind not in NOT_VALID | {"person-name"}}
    score = total(known)
    assert (score.recall >= 0.9, score.precision >= 0.9) == (True, True), "\n".join([repr(score), *tally.errors])
    assert tally.flagged <= 0.1 * tally.clean, "\n".join(tally.errors)


def test_blind_texts_hold_their_floors() -> None:
    tallies = score_texts(texts(SEED, 1))
    known = {kind: s for kind, s in tallies["with its word"].scores().items() if kind not in NOT_VALID}
    score = total(known)
    assert (score.recall >= 0.85, score.precision >= 0.95) == (True, True), repr(score)
    assert tallies["look-alikes"].flagged <= 0.03 * tallies["look-alikes"].clean


def test_blind_set_is_the_same_for_the_same_seed() -> None:
    assert columns(SEED, 1, ("helpful",)) == columns(SEED, 1, ("helpful",))


@pytest.mark.parametrize(
    "text",
    [
        "13bb24ad-b28f-43b7-0044-2079460123ab",
        "16.030 11.326 23.582 19.858 25.080",
        "03/77/288/59",
        "CriOS/50.0.813.0 Mobile/00X960 Safari/531.2",
        "4.3.13.50",
        "avec plus de 46",
    ],
)
def test_parts_of_codes_readings_and_versions_are_nothing(text: str) -> None:
    assert _kinds(text) == []


def test_number_with_four_digits_joined_to_letters_is_looked_at() -> None:
    assert _kinds("PAN: ABCPE1234F") == ["in.pan"]


def test_street_that_begins_like_a_call_has_no_telephone() -> None:
    assert "phone" not in _kinds("Ringgatan 902 40479 Halmstad")


def test_word_for_telephone_counts_when_it_stands_alone() -> None:
    assert _kinds("Please ring 902 404 799") == ["phone"]
    assert _kinds("tel. 902 404 799") == ["phone"]
