"""The whole cost of protecting a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import polars as pl
import pytest

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.protect.usefulness import CostMeasure

if TYPE_CHECKING:
    from ayni.protect.outcome import Cost

PLANS = {
    "name": ColumnPlan(name="name", storage="text", type=SemanticType.TEXT),
    "sex": ColumnPlan(name="sex", storage="text", type=SemanticType.CATEGORY),
    "age": ColumnPlan(name="age", storage="text", type=SemanticType.INTEGER, missing_tokens=("", "*")),
    "job": ColumnPlan(name="job", storage="text", type=SemanticType.CATEGORY),
    "ill": ColumnPlan(name="ill", storage="text", type=SemanticType.CATEGORY),
    "w": ColumnPlan(name="w", storage="text", type=SemanticType.DECIMAL),
}


def people(rows: int = 600) -> pl.DataFrame:
    rng = np.random.default_rng(6)
    age = rng.integers(18, 80, rows)
    job = np.where(rng.random(rows) < 0.8, age // 20, rng.integers(0, 4, rows))
    ill = np.where(rng.random(rows) < 0.7, age > 50, rng.random(rows) < 0.3)
    return pl.DataFrame(
        {
            "name": [f"Neema {row}" for row in range(rows)],
            "sex": rng.choice(["f", "m"], rows),
            "age": age.astype(str),
            "job": [f"job{one}" for one in job],
            "ill": np.where(ill, "yes", "no"),
            "w": ["2.5"] * rows,
        }
    )


def cost_of(before: pl.DataFrame, after: pl.DataFrame, kept: np.ndarray | None = None, **more: object) -> Cost:
    measure = CostMeasure(PLANS, direct=["name"], keys=["sex", "age", "job"], weights="w", **more)  # type: ignore[arg-type]
    measure.observe(before, after, 0, kept)
    return measure.conclude(loss=0.25, entropy=7.0, cells_suppressed=3)


def test_untouched_table_costs_nothing() -> None:
    cost = cost_of(people(), people())
    assert cost.usefulness == 1.0
    assert {moved.distance.value for moved in cost.marginals if moved.distance is not None} == {0.0}
    assert all(pair.before == pair.after for pair in cost.associations)
    assert cost.prediction is not None
    assert cost.prediction.before == cost.prediction.after
    assert (cost.rows_suppressed, cost.rows_sampled) == (0, 600)
    assert (cost.loss, cost.discernibility, cost.entropy, cost.cells_suppressed) == (0.25, None, 7.0, 3)


def test_dropping_a_direct_identifier_costs_nothing() -> None:
    cost = cost_of(people(), people().drop("name"))
    assert cost.usefulness == 1.0
    assert [moved.column for moved in cost.marginals if moved.distance is None] == ["name"]


def test_dropping_another_column_costs_its_share() -> None:
    assert cost_of(people(), people().drop("name", "job")).usefulness == pytest.approx(4 / 5)


def test_column_of_stars_is_worth_as_little_as_a_dropped_one() -> None:
    cost = cost_of(people(), people().with_columns(sex=pl.lit("*")))
    assert cost.usefulness == pytest.approx(4 / 5)


def test_rows_left_out_cost_their_share() -> None:
    frame = people().with_columns(sex=pl.lit("f"), age=pl.lit("30"), job=pl.lit("j"), ill=pl.lit("no"))
    kept = np.arange(600) % 4 != 0
    cost = cost_of(frame, frame.filter(pl.Series(kept)), kept)
    assert cost.rows_suppressed == 150
    assert cost.usefulness == pytest.approx(0.75)


def test_usefulness_alone_is_that_of_the_cost() -> None:
    before = people()
    after = before.with_columns(age=(pl.col("age").cast(pl.Int64) // 20 * 20).cast(pl.String) + "+", sex=pl.lit("*"))
    measure = CostMeasure(PLANS, direct=["name"], weights="w")
    measure.observe(before, after, 0)
    assert measure.usefulness() == measure.conclude().usefulness
    assert 0.7 < measure.usefulness() < 0.8


def test_coarse_ages_predict_less_well() -> None:
    before = people(3_000)
    after = before.with_columns(age=pl.lit("*"), job=pl.lit("*"))
    cost = cost_of(before, after, sensitive=["ill"])
    assert cost.prediction is not None
    assert cost.prediction.target == "ill"
    assert cost.prediction.baseline == 0.5
    assert cost.prediction.after is not None
    assert cost.prediction.after.value == pytest.approx(0.5, abs=0.02)
    assert cost.prediction.before.low > 0.65


def test_target_that_was_dropped_cannot_be_learnt() -> None:
    cost = cost_of(people(), people().drop("ill"), target="ill")
    assert cost.prediction is not None
    assert cost.prediction.after is None


def test_column_that_stays_is_predicted_rather_than_one_that_goes() -> None:
    twin = people().with_columns(ill=pl.col("job"))
    cost = cost_of(twin, twin.drop("ill"))
    assert cost.prediction is not None
    assert cost.prediction.target != "ill"
    assert cost.prediction.after is not None


def test_target_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        CostMeasure(PLANS, target="illness")
    assert (caught.value.code, caught.value.facts) == ("column-not-found", {"column": "illness"})


def test_dropped_column_has_no_association_after() -> None:
    cost = cost_of(people(), people().drop("job"))
    pairs = {(pair.first, pair.second): pair.after is None for pair in cost.associations}
    assert pairs == {
        ("sex", "age"): False, ("sex", "job"): True, ("sex", "ill"): False,
        ("age", "job"): True, ("age", "ill"): False, ("job", "ill"): True,
    }  # fmt: skip


def test_blocks_and_merging_change_nothing() -> None:
    before = people()
    after = before.with_columns(job=pl.lit("*"))
    parts = [CostMeasure(PLANS, direct=["name"], weights="w") for _ in range(2)]
    parts[0].observe(before.slice(400), after.slice(400), 400)
    parts[1].observe(before.slice(0, 400), after.slice(0, 400), 0)
    parts[0].merge(parts[1])
    whole = CostMeasure(PLANS, direct=["name"], weights="w")
    whole.observe(before, after, 0)
    assert parts[0].conclude() == whole.conclude()


def test_no_rows_have_no_figures() -> None:
    cost = CostMeasure(PLANS).conclude()
    assert (cost.rows_sampled, cost.marginals, cost.associations, cost.prediction) == (0, (), (), None)
    assert (cost.usefulness, CostMeasure(PLANS).usefulness()) == (0.0, 0.0)


def test_cost_holds_no_value_of_the_table() -> None:
    written = msgspec.json.encode(cost_of(people(), people())).decode()
    assert all(value not in written for value in ("Neema", "job1", "yes"))
