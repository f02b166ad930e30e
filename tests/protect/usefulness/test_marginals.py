"""Distances against hand-computed ones; intervals against simulated tables whose true distance is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.protect.usefulness.marginals import Joint, Moved, measure_column
from ayni.protect.usefulness.sample import PairedSample

if TYPE_CHECKING:
    from collections.abc import Sequence


def measured(
    before: Sequence[str | None],
    after: Sequence[str | None],
    *,
    kind: SemanticType = SemanticType.CATEGORY,
    kept: list[bool] | None = None,
    weights: list[float] | None = None,
) -> tuple[Moved, Joint]:
    plans = {
        "c": ColumnPlan(name="c", storage="text", type=kind, date_format="%Y-%m-%d", missing_tokens=("", "*")),
        "w": ColumnPlan(name="w", storage="float64", type=SemanticType.DECIMAL),
    }
    rows = len(before)
    held = pl.Series(weights or [1.0] * rows, dtype=pl.Float64)
    old = pl.DataFrame({"c": pl.Series(before, dtype=pl.String), "w": held})
    mask = np.asarray(kept if kept is not None else [True] * rows)
    new = pl.DataFrame({"c": pl.Series(after, dtype=pl.String), "w": held}).filter(pl.Series(mask))
    sample = PairedSample(plans, "w", 50_000)
    sample.observe(old, new, mask, 0)
    found = sample.rows()
    assert found is not None
    return measure_column(found, "c")


def distance(before: Sequence[str | None], after: Sequence[str | None], **more: object) -> float:
    return measured(before, after, **more)[0].distance  # type: ignore[arg-type]


def test_unchanged_column_did_not_move_for_sure() -> None:
    moved, joint = measured(["a", "b", "b", None], ["a", "b", "b", None])
    assert moved == Moved(0.0, tells=True)
    estimate = joint.estimate(1)
    assert (estimate.value, estimate.low, estimate.high) == (0.0, 0.0, 0.0)


def test_group_is_spread_evenly_over_what_it_stands_for() -> None:
    # a 3, b 1 become one group: 2 and 2. Half of (1 + 1) of 8.
    assert distance([*"aaab", *"cccc"], ["ab"] * 4 + ["c"] * 4) == pytest.approx(1 / 8)


def test_star_is_spread_over_all_values_and_tells_nothing() -> None:
    moved, _ = measured(["a", "a", "a", "b"], ["*"] * 4)
    assert moved.distance == pytest.approx(0.25)
    assert not moved.tells


def test_pseudonyms_tell_as_much_as_names() -> None:
    assert measured(["a", "b", "b"], ["x7", "q2", "q2"])[0] == Moved(0.0, tells=True)


def test_blanked_cells_move_to_missing() -> None:
    assert distance(["a", "a", "b", "b"], ["a", None, "b", None]) == pytest.approx(0.5)


def test_rows_left_out_count_before_only() -> None:
    # a 2/4, b 2/4 before; a 2/3, b 1/3 after.
    assert distance([*"aabb"], [*"aabb"], kept=[True, True, True, False]) == pytest.approx(1 / 6)


def test_no_rows_kept_tells_nothing() -> None:
    moved, _ = measured(["a", "b"], ["a", "b"], kept=[False, False])
    assert not moved.tells
    assert moved.distance == pytest.approx(0.5)


def test_constant_column_loses_nothing() -> None:
    assert measured(["a", "a"], ["a", "a"])[0] == Moved(0.0, tells=True)


def test_weights_count() -> None:
    # a weighs 3 of 4, b 1 of 4; spread evenly they are 2 and 2.
    assert distance(["a", "b"], ["*", "*"], weights=[3.0, 1.0]) == pytest.approx(0.25)


def test_interval_is_spread_over_its_whole_numbers() -> None:
    # 20 20 20 23: the group reaches from 20 to 23, four whole numbers; of those 20 and 23 have bins of their own,
    # 21 and 22 lie in the bin of 23. p = (3/4, 1/4), q = (1/4, 3/4).
    assert distance(["20", "20", "20", "23"], ["20-23"] * 4, kind=SemanticType.INTEGER) == pytest.approx(0.5)


def test_interval_of_amounts_is_spread_over_its_length() -> None:
    # Bins end at 0.5, 1.5, 4.5; the range 0.5 to 4.5 gives a quarter to 1.5, three quarters to 4.5, nothing to 0.5.
    found = distance(["0.5", "1.5", "4.5"], ["0-5"] * 3, kind=SemanticType.DECIMAL)
    assert found == pytest.approx(1 / 3 + (1 / 3 - 1 / 4))


def test_single_amount_in_an_interval_stays_there() -> None:
    assert distance(["0.5", "1.5"], ["0-1", "1-2"], kind=SemanticType.DECIMAL) == 0.0


def test_rounded_numbers_go_to_the_bin_they_fall_into() -> None:
    before = [str(value) for value in (11, 12, 30, 31)]
    assert distance(before, ["10", "10", "30", "30"], kind=SemanticType.INTEGER) == pytest.approx(0.5)
    assert distance(before, ["11", "12", "30", "30"], kind=SemanticType.INTEGER) == pytest.approx(0.25)


def test_top_coded_numbers_stand_where_the_limit_stands() -> None:
    # Before each has 1/3; after 20 has 2/3.
    found = distance(["10", "20", "900"], ["10", "20", "20"], kind=SemanticType.INTEGER)
    assert found == pytest.approx(1 / 3)


def test_months_are_spread_over_their_days() -> None:
    before = ["2024-01-01", "2024-01-01", "2024-01-31", "2024-02-05"]
    # January reaches over 31 days: 1 day in the first bin, 30 in the second. p = (2, 1, 1) / 4.
    found = distance(before, ["2024-01"] * 3 + ["2024-02"], kind=SemanticType.DATE)
    assert found == pytest.approx(2 / 4 - 3 / 31 / 4)


def test_words_among_numbers_stand_for_themselves() -> None:
    before = ["10", "20", "unknown", "unknown"]
    assert distance(before, before, kind=SemanticType.INTEGER) == 0.0


def test_estimate_is_the_same_each_time() -> None:
    rng = np.random.default_rng(4)
    before = [str(value) for value in rng.integers(0, 9, 300)]
    after = [str(int(value) // 3) for value in before]
    assert measured(before, after)[1].estimate(7) == measured(before, after)[1].estimate(7)


def test_interval_covers_the_true_distance() -> None:
    # Four values with known shares, the first two and the last two joined: true distance 0.15 + 0.05.
    shares = np.array([0.4, 0.1, 0.3, 0.2])
    rng = np.random.default_rng(11)
    covered = 0
    for trial in range(200):
        values = rng.choice(4, 400, p=shares)
        estimate = measured([f"v{v}" for v in values], [f"g{v // 2}" for v in values])[1].estimate(trial)
        assert estimate.low <= estimate.value <= estimate.high
        covered += estimate.low <= 0.2 <= estimate.high
    assert 0.9 <= covered / 200 <= 0.99
