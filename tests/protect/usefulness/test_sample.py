"""The same rows are sampled however a table is cut; no cell's text is kept."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.protect.usefulness.sample import PairedSample, row_order

PLANS = {
    "age": ColumnPlan(name="age", storage="text", type=SemanticType.INTEGER, missing_tokens=("", "*", "NA")),
    "name": ColumnPlan(name="name", storage="text", type=SemanticType.TEXT),
    "w": ColumnPlan(name="w", storage="text", type=SemanticType.DECIMAL),
}


def table(rows: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "age": [str(row % 90) for row in range(rows)],
            "name": [f"Amina {row}" for row in range(rows)],
            "w": [str(1 + row % 3) for row in range(rows)],
        }
    )


def test_row_order_is_the_finaliser_of_splitmix64() -> None:
    # First outputs of the published generator for state 0: hash of 1 golden-ratio step, of 2 steps.
    assert row_order(1, 2).tolist() == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4]


@pytest.mark.parametrize("cuts", [(3_000,), (1, 999, 2_000), (2_500, 500)])
def test_sample_is_the_same_for_any_blocks(cuts: tuple[int, ...]) -> None:
    frame = table(3_000)
    whole = PairedSample(PLANS, "w", 1_000)
    whole.observe(frame, frame, None, 0)
    cut = PairedSample(PLANS, "w", 1_000)
    first = 0
    for rows in cuts:
        block = frame.slice(first, rows)
        cut.observe(block, block, None, first)
        first += rows
    one, other = whole.rows(), cut.rows()
    assert one is not None
    assert other is not None
    assert len(one.order) == 1_000
    assert one.order.tolist() == sorted(row_order(0, 3_000).tolist())[:1_000]
    assert one.order.tolist() == other.order.tolist()
    assert one.weights.tolist() == other.weights.tolist()
    assert one.before["name"].hashes.tolist() == other.before["name"].hashes.tolist()


def test_sample_merged_is_the_sample_of_all() -> None:
    frame = table(5_000)
    whole = PairedSample(PLANS, None, 1_000)
    whole.observe(frame, frame, None, 0)
    left, right = PairedSample(PLANS, None, 1_000), PairedSample(PLANS, None, 1_000)
    right.observe(frame.slice(0, 4_000), frame.slice(0, 4_000), None, 0)
    left.observe(frame.slice(4_000), frame.slice(4_000), None, 4_000)
    left.merge(right)
    one, other = whole.rows(), left.rows()
    assert one is not None
    assert other is not None
    assert one.order.tolist() == other.order.tolist()
    assert one.before["age"].hashes.tolist() == other.before["age"].hashes.tolist()


def test_rows_left_out_do_not_shift_those_kept() -> None:
    frame = table(200)
    kept = np.arange(200) % 3 != 0
    sample = PairedSample(PLANS, None, 1_000)
    sample.observe(frame, frame.filter(pl.Series(kept)), kept, 0)
    rows = sample.rows()
    assert rows is not None
    assert rows.kept.tolist() == kept[np.argsort(row_order(0, 200))].tolist()
    same = rows.before["name"].hashes == rows.after["name"].hashes
    assert same[rows.kept].all()


def test_block_with_every_row_left_out_is_taken() -> None:
    frame = table(5)
    sample = PairedSample(PLANS, None, 1_000)
    sample.observe(frame, frame.clear(), np.zeros(5, dtype=np.bool_), 0)
    rows = sample.rows()
    assert rows is not None
    assert rows.kept.tolist() == [False] * 5


def test_star_is_missing_before_and_a_value_after() -> None:
    before = pl.DataFrame({"age": ["*", "30"], "name": ["a", "b"], "w": ["1", "1"]})
    sample = PairedSample(PLANS, None, 1_000)
    sample.observe(before, before.with_columns(age=pl.lit("*")), None, 0)
    rows = sample.rows()
    assert rows is not None
    assert sorted(rows.before["age"].present.tolist()) == [False, True]
    assert rows.after["age"].present.tolist() == [True, True]


def test_weights_have_a_mean_of_one_and_never_fall_below_nothing() -> None:
    frame = pl.DataFrame({"age": ["1", "2", "3"], "name": ["a", "b", "c"], "w": ["2", "-4", "6"]})
    sample = PairedSample(PLANS, "w", 1_000)
    sample.observe(frame, frame, None, 0)
    rows = sample.rows()
    assert rows is not None
    assert sorted(rows.weights.tolist()) == [0.0, 0.75, 2.25]


def test_wide_table_is_sampled_less() -> None:
    plans = {f"c{place}": ColumnPlan(name=f"c{place}", storage="text", type=SemanticType.TEXT) for place in range(800)}
    assert PairedSample(plans, None, 50_000).most == 5_000
    assert PairedSample(PLANS, None, 50_000).most == 50_000


def test_no_rows_are_no_sample() -> None:
    assert PairedSample(PLANS, None, 1_000).rows() is None


def test_text_of_cells_is_not_kept() -> None:
    frame = table(50)
    sample = PairedSample(PLANS, None, 1_000)
    sample.observe(frame, frame, None, 0)
    assert "Amina" not in repr(sample.rows())
