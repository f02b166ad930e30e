"""Sampled rows are those that usefulness is measured on; classes are those counted one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest

from ayni.check.batch import ColumnPlan
from ayni.check.disclosure import DisclosureMeasure
from ayni.check.report import SemanticType
from ayni.check.thresholds import load_thresholds
from ayni.limits import CheckLimits
from ayni.protect.hierarchy import build_levels
from ayni.protect.key_table import KeyTableGathering
from ayni.protect.plan import ByCode, Loss
from ayni.protect.search import suppressed_groups
from ayni.protect.search.problem import Criteria
from ayni.protect.suggesting.rows import ClassSizes, KeptRows, RowSample, Standing
from ayni.protect.usefulness.sample import row_order

PLANS = {
    name: ColumnPlan(name=name, storage="text", type=SemanticType.CATEGORY, missing_tokens=("", "NA"))
    for name in ("sex", "place")
}


def people(rows: int = 500) -> pl.DataFrame:
    rng = np.random.default_rng(5)
    return pl.DataFrame(
        {
            "sex": rng.choice(["f", "m", "NA"], rows, p=[0.5, 0.47, 0.03]),
            "place": [f"p{number}" for number in rng.geometric(0.2, rows)],
        }
    )


@pytest.mark.parametrize("size", [1, 37, 500])
def test_sample_is_the_rows_of_least_hash_in_the_tables_order(size: int) -> None:
    frame = people().with_row_index("row")
    sample = RowSample(100)
    for first in range(0, 500, size):
        sample.observe(frame.slice(first, size), first)
    order = row_order(0, 500)
    least = set(np.argsort(order)[:100].tolist())
    assert sample.frame()["row"].to_list() == sorted(least)


def test_sample_of_long_texts_has_fewer_rows() -> None:
    frame = pl.DataFrame({"story": [f"{number:0>1000}" for number in range(6_000)]})
    sample = RowSample(6_000, 2_000_000)
    sample.observe(frame, 0)
    assert sample.frame().height == 1_500
    assert sample.frame().height == 1_500


def test_sample_of_nothing_is_empty() -> None:
    assert RowSample(10).frame().height == 0


def test_standing_counts_rows_in_small_classes() -> None:
    standing = Standing(5)
    standing.add(np.array([1, 4, 5, 9]))
    standing.add(np.array([2]))
    assert (standing.rows_below, standing.highest) == (7, 1.0)
    assert (Standing(5).rows_below, Standing(5).highest) == (0, 0.0)


def test_class_sizes_are_those_counted_one_by_one() -> None:
    frame = people()
    sizes = ClassSizes(PLANS, [("sex", "place"), ("sex",), ()], None, 1_000)
    for block in frame.iter_slices(64):
        sizes.observe(block)
    plain = frame.with_columns(sex=pl.col("sex").replace({"NA": None}))
    both = Counter(plain.rows())
    standing = sizes.standing(("sex", "place"), 5)
    assert standing.rows_below == sum(count for count in both.values() if count < 5)
    assert standing.highest == 1 / min(both.values())
    one = Counter(plain["sex"].to_list())
    assert sizes.standing(("sex",), 1_000).rows_below == 500
    assert sizes.standing(("sex",), 5).highest == 1 / min(one.values())
    assert sizes.standing((), 5).highest == 0.0
    sizes.close()


def test_risk_with_weights_is_that_of_the_check() -> None:
    frame = people().with_columns(w=pl.lit("2.5"))
    plans = {**PLANS, "w": ColumnPlan(name="w", storage="text", type=SemanticType.DECIMAL)}
    sizes = ClassSizes(plans, [("sex", "place")], "w", 1_000)
    sizes.observe(frame)
    measure = DisclosureMeasure(("sex", "place"), weight="w", limits=CheckLimits(), special_uniques=False)
    measure.observe(frame.with_columns(sex=pl.col("sex").replace({"NA": None}), w=pl.col("w").cast(pl.Float64)))
    expected = measure.conclude(load_thresholds(None))
    standing = sizes.standing(("sex", "place"), 5)
    assert standing.highest == expected.individual_max
    assert standing.rows_below == expected.below_k["5"]


def test_rows_kept_are_those_whose_class_is_large_enough() -> None:
    frame = people()
    gathered = KeyTableGathering(PLANS, ["sex", "place"])
    gathered.observe(frame)
    levels = {
        "sex": build_levels(ByCode(keep=()), PLANS["sex"], gathered.values("sex")),
        "place": build_levels(ByCode(keep=(1,)), PLANS["place"], gathered.values("place")),
    }
    table = gathered.conclude(levels)
    criteria = Criteria(k=7, loss=Loss.LOSS)
    for node in ((0, 0), (1, 0), (0, 1)):
        kept = KeptRows(table, node, suppressed_groups(table, node, criteria), PLANS)
        written = [
            (None if sex == "NA" else sex, place) if node == (0, 0)
            else ("*", place) if node == (1, 0)
            else (None if sex == "NA" else sex, place[:1])
            for sex, place in frame.rows()
        ]  # fmt: skip
        counted = Counter(written)
        assert kept.mask(frame).tolist() == [counted[row] >= 7 for row in written]
        assert kept.suppressed == sum(count for count in counted.values() if count < 7)
        assert sorted(kept.sizes.tolist()) == sorted(count for count in counted.values() if count >= 7)
