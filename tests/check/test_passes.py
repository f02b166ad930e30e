"""The law of merging for a whole pass: however a table is cut and merged, all that is concluded is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.measure_laws import hold_merge_law

from ayni.check.passes import FirstPass, RiskPass, RiskQuestion
from ayni.check.profile import plan_columns
from ayni.check.read import frame_table
from ayni.check.roles import TableRoles
from ayni.check.thresholds import load_thresholds
from ayni.errors import InputError
from ayni.limits import CheckLimits

if TYPE_CHECKING:
    from ayni.check.batch import ColumnPlan

THRESHOLDS = load_thresholds()
ROLES = TableRoles(
    guesses=(),
    about_people=True,
    about_people_reason="confirmed",
    keys=("sex", "age"),
    keys_left_out=(),
    sensitive=("illness",),
    weights="weight",
    household="household",
)
ROWS = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["F", "M", "", None]),
        "age": st.one_of(st.integers(0, 4), st.none()),
        "illness": st.sampled_from(["a", "b", None]),
        "weight": st.floats(0.5, 100.0),
        "household": st.one_of(st.integers(1, 5), st.none()),
        "contact": st.sampled_from(["ada@example.org", "+254 712 345678", "none", "", None, "nothing to say"]),
        "born": st.one_of(st.dates(), st.none()),
        "note": st.one_of(st.text(max_size=8), st.none()),
        "score": st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.none()),
    }
)
SCHEMA: dict[str, Any] = {
    "sex": pl.String, "age": pl.Int8, "illness": pl.Categorical, "weight": pl.Float64, "household": pl.Int32,
    "contact": pl.String, "born": pl.Date, "note": pl.String, "score": pl.Float32,
}  # fmt: skip


class Whole:
    """A pass as a measure: everything it holds is concluded."""

    def __init__(self, plans: tuple[ColumnPlan, ...], limits: CheckLimits) -> None:
        self._pass = FirstPass(plans, limits, RiskQuestion(ROLES))

    def observe(self, frame: pl.DataFrame, /) -> None:
        self._pass.observe(frame)

    def merge(self, other: Whole, /) -> None:
        other._pass.settle()
        self._pass.merge(other._pass)

    def conclude(self) -> Any:
        done = self._pass
        assert done.risk is not None
        return (
            done.rows,
            done.duplicates.conclude(),
            [profile.conclude() for profile in done.profiles],
            [found.conclude() for found in done.personal],
            done.risk.measure.conclude(THRESHOLDS),
        )


def planned(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[ColumnPlan, ...]]:
    table = frame_table("t", frame)
    plain = next(table.blocks()).read()
    return plain, plan_columns(table.heads, plain)


@pytest.mark.parametrize(
    "limits",
    [
        CheckLimits(),
        CheckLimits(exact_distinct=2, sample_cells=2, state_rows=3),
    ],
    ids=["in memory", "sketched, sampled and spilled"],
)
@settings(deadline=None, max_examples=25)
@given(data=st.data(), rows=st.lists(ROWS, max_size=12))
def test_first_pass_however_cut(limits: CheckLimits, data: st.DataObject, rows: list[dict[str, Any]]) -> None:
    plain, plans = planned(pl.DataFrame(rows, schema=SCHEMA))
    hold_merge_law(data, plain.height, cut=lambda first, last: plain[first:last], measure=lambda: Whole(plans, limits))


@settings(deadline=None, max_examples=25)
@given(rows=st.lists(ROWS, min_size=1, max_size=12), cut=st.integers(0, 12))
def test_second_pass_equals_the_first(rows: list[dict[str, Any]], cut: int) -> None:
    """A guess that was right saves a reading, and changes nothing."""
    plain, plans = planned(pl.DataFrame(rows, schema=SCHEMA))
    question = RiskQuestion(ROLES)
    first = FirstPass(plans, CheckLimits(), question)
    first.observe(plain)
    again, more = RiskPass(question, plans, CheckLimits()), RiskPass(question, plans, CheckLimits())
    again.observe(plain[:cut].select(question.columns))
    more.observe(plain[cut:].select(question.columns))
    again.merge(more)
    assert first.risk is not None
    assert again.measure.conclude(THRESHOLDS) == first.risk.measure.conclude(THRESHOLDS)


def test_first_pass_leaves_weights_that_are_none_to_the_second() -> None:
    frame = pl.DataFrame(
        {"sex": ["F", "M"], "age": [1, 2], "illness": ["a", "b"], "weight": ["1", "many"], "household": [1, 1]}
    )
    plain, plans = planned(frame)
    question = RiskQuestion(ROLES)
    state = FirstPass(plans, CheckLimits(), question)
    state.observe(plain[:1])
    assert state.risk is not None
    sound = FirstPass(plans, CheckLimits(), question)
    sound.observe(plain[:1])
    state.observe(plain[1:])
    assert state.risk is None
    sound.merge(state)
    assert (sound.risk, sound.rows) == (None, 3)
    with pytest.raises(InputError) as caught:
        RiskPass(question, plans, CheckLimits()).observe(plain.select(question.columns))
    assert caught.value.code == "weights-not-usable"
