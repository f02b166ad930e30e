import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.measure_laws import hold_merge_law

from ayni.check.batch import ColumnBatch, ColumnPlan
from ayni.check.profile import ColumnProfile, ColumnSummary, plan_columns
from ayni.check.read.table import ColumnHead
from ayni.check.report import Bin, Frequent, SemanticType
from ayni.limits import CheckLimits

TODAY = dt.date(2026, 6, 1)


def plan_of(name: str, cells: pl.Series) -> ColumnPlan:
    return plan_columns([ColumnHead(name=name)], cells.to_frame())[0]


def profile(name: str, cells: Sequence[object] | pl.Series, limits: CheckLimits | None = None) -> ColumnSummary:
    series = cells if isinstance(cells, pl.Series) else pl.Series(name, cells)
    plan = plan_of(name, series)
    state = ColumnProfile(plan, limits or CheckLimits(), today=TODAY)
    state.observe(ColumnBatch(plan, series))
    return state.conclude()


CELLS = st.one_of(
    st.lists(st.sampled_from(["", " NA ", "a", "b", "Zoë", "Ã©t", "x\ufffd", "12", "-99", "3,5"]), max_size=60),
    st.lists(st.integers(-5, 40).map(str), max_size=60),
    st.lists(st.floats(allow_nan=False, width=32).map(repr), max_size=40),
    st.lists(st.dates(dt.date(1700, 1, 1), dt.date(2300, 1, 1)).map(str), max_size=40),
    st.lists(st.text(max_size=8), max_size=40),
)
STORED = st.one_of(
    st.lists(st.none() | st.floats(allow_infinity=True), max_size=40).map(lambda v: pl.Series("c", v, pl.Float64)),
    st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), max_size=40).map(lambda v: pl.Series("c", v, pl.Int64)),
    st.lists(st.none() | st.dates(), max_size=40).map(lambda v: pl.Series("c", v, pl.Date)),
    st.lists(st.none() | st.booleans(), max_size=20).map(lambda v: pl.Series("c", v, pl.Boolean)),
    st.lists(st.none() | st.times(), max_size=20).map(lambda v: pl.Series("c", v, pl.Time)),
    st.lists(st.none() | st.lists(st.integers(0, 3), max_size=2), max_size=20).map(
        lambda v: pl.Series("c", v, pl.List(pl.Int64))
    ),
    st.lists(st.none() | st.binary(max_size=3), max_size=20).map(lambda v: pl.Series("c", v, pl.Binary)),
)
NAMES = st.sampled_from(["c", "age", "date of birth", "percent", "code", "visit date"])


@settings(deadline=None, max_examples=60)
@given(data=st.data(), name=NAMES, cells=CELLS, most=st.sampled_from([0, 1, 3, 10, 4096]))
def test_column_profile_of_text_is_the_same_however_cut(
    data: st.DataObject, name: str, cells: list[str], most: int
) -> None:
    series = pl.Series("c", cells, dtype=pl.String)
    plan = plan_of(name, series)
    summary = hold_merge_law(
        data,
        len(series),
        cut=lambda a, b: ColumnBatch(plan, series[a:b]),
        measure=lambda: ColumnProfile(plan, CheckLimits(exact_distinct=most), today=TODAY),
    )
    assert summary.cells + summary.missing == len(cells)
    if summary.distinct_error == 0:
        left = [cell for cell in cells if cell.strip(" \t\n\r\v\f\u00a0") not in {"", *plan.missing_tokens}]
        assert summary.distinct == len(set(left))


@settings(deadline=None, max_examples=60)
@given(data=st.data(), name=NAMES, series=STORED, most=st.sampled_from([0, 2, 4096]))
def test_column_profile_of_stored_types_is_the_same_however_cut(
    data: st.DataObject, name: str, series: pl.Series, most: int
) -> None:
    plan = plan_of(name, series)
    hold_merge_law(
        data,
        len(series),
        cut=lambda a, b: ColumnBatch(plan, series[a:b]),
        measure=lambda: ColumnProfile(plan, CheckLimits(exact_distinct=most), today=TODAY),
    )


def test_column_profile_keeps_distinct_exact_when_values_are_too_long_to_keep() -> None:
    cells = [f"{i}" + "x" * 50_000 for i in range(200)]
    summary = profile("story", [*cells, *cells[:7]])
    assert (summary.distinct, summary.distinct_error, summary.frequent) == (200, 0.0, ())
    assert summary.max_length == 50_003


def test_column_profile_counts_small_columns_exactly() -> None:
    summary = profile("district", ["North", "South", "North", None, "", "N/A", "North", "South", "East", "East"])
    assert summary.type is SemanticType.CATEGORY
    assert (summary.rows, summary.missing, summary.cells, summary.distinct) == (10, 3, 7, 3)
    assert summary.frequent == (Frequent("North", 3), Frequent("East", 2), Frequent("South", 2))
    assert summary.mean_length == (3 * 5 + 2 * 5 + 2 * 4) / 7
    assert summary.distinct_share == 3 / 7
    assert not summary.constant


def test_column_profile_states_a_constant_column() -> None:
    assert profile("country", ["KE", "KE", None]).constant
    assert not profile("country", [None, None]).constant


def test_column_profile_of_no_cells_is_empty() -> None:
    summary = profile("x", pl.Series("x", ["", "NA", None]))
    assert (summary.type, summary.missing, summary.distinct, summary.distinct_share) == (SemanticType.EMPTY, 3, 0, 0.0)
    assert summary.numbers is None
    assert summary.mean_length is None


def test_column_profile_concludes_exact_numbers() -> None:
    summary = profile("income", ["10", "20", "30", "40", "n/a", "1000"])
    numbers = summary.numbers
    assert numbers is not None
    assert (numbers.minimum, numbers.maximum, numbers.mean, numbers.quantile_error) == (10, 1000, 220, 0.0)
    assert {q.p: q.value for q in numbers.quantiles}[0.5] == 30
    assert sum(b.count for b in numbers.histogram if isinstance(b.count, int)) == 5
    assert summary.mixed == 0


def test_column_profile_counts_cells_that_do_not_fit() -> None:
    summary = profile("income", [*["10", "20", "30"] * 20, "unknown", "Ã©"])
    assert (summary.type, summary.mixed, summary.damaged) == (SemanticType.INTEGER, 2, 1)


def test_column_profile_turns_whole_numbers_with_later_fractions_into_decimals() -> None:
    plan = plan_of("income", pl.Series("income", ["1", "2"]))
    state = ColumnProfile(plan, CheckLimits(), today=TODAY)
    state.observe(ColumnBatch(plan, pl.Series("income", ["1", "2"])))
    state.observe(ColumnBatch(plan, pl.Series("income", ["2.5"])))
    assert state.conclude().type is SemanticType.DECIMAL


def test_column_profile_beyond_the_limit_states_its_errors() -> None:
    rng = np.random.default_rng(3)
    values = np.round(rng.lognormal(8, 1, 60_000), 4)
    summary = profile("income", pl.Series("income", values))
    assert summary.distinct_error == 1.04 / 128
    assert abs(summary.distinct / len(np.unique(values)) - 1) < 4 * summary.distinct_error
    numbers = summary.numbers
    assert numbers is not None
    assert (numbers.minimum, numbers.maximum) == (values.min(), values.max())
    assert numbers.mean == math.fsum(values) / len(values)
    ordered = np.sort(values)
    for quantile in numbers.quantiles:
        exact = ordered[math.floor(quantile.p * (len(ordered) - 1))]
        assert abs(quantile.value / exact - 1) <= 0.005 + 1e-9
    assert sum(b.count for b in numbers.histogram if isinstance(b.count, int)) == 60_000
    assert len(numbers.histogram) <= 30
    assert summary.frequent == ()


def test_column_profile_of_dates_says_span_and_bars() -> None:
    days = [dt.date(2020, 1, 1) + dt.timedelta(i) for i in range(0, 900, 3)]
    summary = profile("visit_date", [day.strftime("%d/%m/%Y") for day in days])
    assert summary.type is SemanticType.DATE
    assert summary.dates is not None
    assert (summary.dates.earliest, summary.dates.latest) == ("2020-01-01", days[-1].isoformat())
    first = summary.dates.histogram[0]
    assert first == Bin(18262.0, 18353.0, 31)  # the first quarter of 2020
    assert sum(b.count for b in summary.dates.histogram if isinstance(b.count, int)) == len(days)


def test_column_profile_names_labelled_values() -> None:
    plan = ColumnPlan(name="sex", storage="int8", type=SemanticType.CATEGORY, value_labels={"1": "male", "2": "female"})
    state = ColumnProfile(plan, CheckLimits(), today=TODAY)
    state.observe(ColumnBatch(plan, pl.Series("sex", [1, 1, 2, 2, 2], dtype=pl.Int8)))
    summary = state.conclude()
    assert summary.frequent == (Frequent("2 (female)", 3), Frequent("1 (male)", 2))
    assert summary.type is SemanticType.CATEGORY


@pytest.mark.parametrize(
    ("name", "cells", "impossible", "rule"),
    [
        ("age", [*range(1, 60), -3, 200], 2, "age-range"),
        ("Edad", [*range(1, 60), 131], 1, "age-range"),
        ("العمر", [*range(1, 60), -1], 1, "age-range"),
        ("village", [*range(1, 60), -3, 200], 0, None),
        ("age_months", [*range(1, 60), 200], 0, None),
        ("latitude", [1.5, -90.0, 200.0], 1, "latitude-range"),
        ("GPS_Longitude", [181.5, 37.2, -1.0], 1, "longitude-range"),
        ("percent_vaccinated", [*range(100), 101], 1, "percent-range"),
        ("percent_change", [-20, 120, 5], 0, None),
        ("percentage", [0, 250, 300, 20], 0, None),
        ("children", [1, 2, -1], 1, "negative-count"),
        ("weight_kg", [50.5, -2.0], 1, "negative-measure"),
        ("year_of_birth", [1990, 1849, 2027, 1850], 2, "birth-year-range"),
        ("visit_date", [44197, 44198, 44199], 3, "serial-date"),
        ("income", [-5, 10, 1000], 0, None),
    ],
)
def test_column_profile_counts_impossible_numbers(
    name: str, cells: list[float], impossible: int, rule: str | None
) -> None:
    summary = profile(name, pl.Series(name, cells, strict=False))
    assert (summary.impossible, summary.impossible_rule) == (impossible, rule)
    small = profile(name, pl.Series(name, cells, strict=False), CheckLimits(exact_distinct=1))
    assert (small.impossible, small.impossible_rule) == (impossible, rule)


@pytest.mark.parametrize(
    ("name", "late", "early", "impossible", "rule"),
    [
        ("visit_date", 1, 0, 1, "future-date"),
        ("date_of_birth", 0, 2, 2, "before-1850"),
        ("next_visit_date", 3, 0, 0, None),
        ("visit_date", 20, 0, 0, None),
        ("event", 0, 2, 0, None),
    ],
)
def test_column_profile_counts_impossible_dates(
    name: str, late: int, early: int, impossible: int, rule: str | None
) -> None:
    cells = ["2020-01-01"] * 30 + ["2026-06-03"] * late + ["1849-12-31"] * early
    summary = profile(name, cells)
    assert (summary.impossible, summary.impossible_rule) == (impossible, rule)


def test_column_profile_leaves_room_for_time_zones() -> None:
    assert profile("visit_date", ["2026-06-02", "2026-06-01"]).impossible == 0


def test_column_profile_reports_coded_missing_and_does_not_call_it_impossible() -> None:
    summary = profile("age", [*map(str, range(1, 90)), "-99", "-99", "-99", "999", "999", "999", "-5"])
    # -5 is a slip, so negative numbers occur, and -99 is no code among them.
    assert summary.coded_missing == (Frequent("999", 3),)
    assert (summary.impossible, summary.impossible_rule) == (4, "age-range")
    clean = profile("age", [*map(str, range(1, 90)), "-99", "-99", "-99"])
    assert clean.coded_missing == (Frequent("-99", 3),)
    assert clean.impossible == 0


def test_column_profile_does_not_take_ordinary_numbers_for_codes() -> None:
    assert profile("age", [*map(str, range(1, 99)), "99", "99", "99"]).coded_missing == ()
    assert profile("temperature", ["-9", "-9", "-9", "-3", "4", "12"]).coded_missing == ()
    assert profile("x", ["99", "99", "99"]).coded_missing == ()
