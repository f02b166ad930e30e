"""The whole measure: values worked out by hand, the law of merging, spilling, and edges."""

import math
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.disclosure import DisclosureMeasure, grouped
from ayni.check.report import Bin, Disclosure
from ayni.check.thresholds import load_thresholds
from ayni.errors import ActError, InputError, LimitError
from ayni.limits import CheckLimits

THRESHOLDS = load_thresholds()
LIMITS = CheckLimits()


def conclude(
    frame: pl.DataFrame,
    keys: Sequence[str],
    sensitive: Sequence[str] = (),
    weight: str | None = None,
    household: str | None = None,
) -> Disclosure:
    with DisclosureMeasure(tuple(keys), tuple(sensitive), weight, household, limits=LIMITS) as measure:
        measure.observe(frame)
        return measure.conclude(THRESHOLDS)


VILLAGE = pl.DataFrame(
    {
        "sex": ["F", "F", "F", "M", "M", "F"],
        "age": [30, 30, 30, 40, 40, 50],
        "illness": ["flu", "flu", "hiv", "flu", "flu", "hiv"],
        "weight": [2.0, 2.0, 2.0, 1.0, 3.0, 4.0],
        "house": [1, 1, 2, 2, 3, 3],
    }
)
"""Classes: (F, 30) three rows of weight 6, (M, 40) two rows of weight 4, (F, 50) one row of weight 4."""


def test_class_sizes_without_weights() -> None:
    found = conclude(VILLAGE, ["sex", "age"])
    assert (found.rows, found.classes, found.k_min, found.sample_uniques) == (6, 3, 1, 1)
    assert found.below_k == {"2": 1, "3": 3, "5": 6, "10": 6}
    assert [bar.count for bar in found.class_sizes] == [1, 2, 3, 0, 0, 0, 0, 0]
    assert [(bar.low, bar.high) for bar in found.class_sizes[:3]] == [(1.0, 2.0), (2.0, 3.0), (3.0, 5.0)]
    assert found.weights is None
    assert found.prosecutor_max == found.journalist_max == found.individual_max == 1.0
    # three classes in six rows: (3 · 1/3 + 2 · 1/2 + 1) / 6
    assert found.prosecutor_mean == found.marketer == found.global_risk == 0.5
    assert found.expected_reidentified == 3.0
    assert found.rows_individual_above == 6
    assert found.population_uniques == 1.0
    assert found.population_uniques_interval.method == "census"
    assert found.diversity == ()
    assert found.household is None


def test_risks_with_weights() -> None:
    found = conclude(VILLAGE, ["sex", "age"], weight="weight")
    # p = 3/6, 2/4, 1/4. x = 1: r(1) = ln 2, r(2) = 1 - ln 2, r(3) = 1/2 - r(2) = ln 2 - 1/2.
    # x = (1/4) / (3/4) = 1/3: r = ln 4 / 3.
    three, two, single = math.log(2) - 0.5, 1 - math.log(2), math.log(4) / 3
    assert found.weights == "weight"
    assert found.prosecutor_max == 1.0
    assert found.journalist_max == 0.25  # the smallest classes stand for four people
    assert found.marketer == pytest.approx((3 / 6 + 2 / 4 + 1 / 4) / 6, rel=1e-9)
    assert found.individual_max == pytest.approx(single, rel=1e-12)
    assert found.expected_reidentified == pytest.approx(3 * three + 2 * two + single, rel=1e-9)
    assert found.global_risk == pytest.approx((3 * three + 2 * two + single) / 6, rel=1e-9)
    # half the population (6 of 14) is in the table: Zayatz; the weights say 1/4.
    assert found.population_uniques_interval.method == "zayatz"
    assert found.population_uniques_interval.low <= 0.25
    assert found.population_uniques == found.population_uniques_interval.value


def test_household_risk() -> None:
    found = conclude(VILLAGE, ["sex", "age"], household="house")
    # risks 1/3 1/3 | 1/3 1/2 | 1/2 1: households 1 - 4/9 = 5/9, 1 - 2/3 · 1/2 = 2/3, 1
    assert found.household is not None
    assert found.household.households == 3
    assert found.household.risk_mean == pytest.approx((5 / 9 + 2 / 3 + 1) / 3, rel=1e-7)
    assert found.household.risk_max == pytest.approx(1.0, abs=1e-12)
    assert found.household.expected == pytest.approx(2 * (5 / 9 + 2 / 3 + 1), rel=1e-7)


def test_rows_without_household_belong_to_none() -> None:
    frame = VILLAGE.with_columns(house=pl.Series(["a", "a", "", None, "c", ""]))
    found = conclude(frame, ["sex", "age"], household="house")
    assert found.household is not None
    assert found.household.households == 2


def test_diversity_by_class() -> None:
    (found,) = conclude(VILLAGE, ["sex", "age"], ["illness"]).diversity
    # overall 4/6 flu, 2/6 hiv. (F,30): 2/3, 1/3: t = 0. (M,40): 1, 0: t = 1/3. (F,50): 0, 1: t = 2/3.
    assert (found.column, found.l_min, found.rows_l1) == ("illness", 1, 3)
    assert found.entropy_l_min == 1.0
    assert found.t_max == pytest.approx(2 / 3, abs=1e-12)


def test_special_uniques_by_class() -> None:
    found = conclude(VILLAGE, ["sex", "age"]).suda
    assert found is not None
    # age 50 is one row's alone; sex is nobody's alone
    assert (found.complete, found.max_size, found.rows, found.by_size) == (True, 2, 1, (1, 0))
    assert [(column.column, column.contribution) for column in found.columns] == [("sex", 0.0), ("age", 1.0)]


def test_missing_cells_are_a_value_of_their_own() -> None:
    frame = pl.DataFrame({"a": ["x", "x", "", None, "y"], "b": [1.0, 1.0, None, float("nan"), -0.0]})
    found = conclude(frame, ["a", "b"])
    assert (found.classes, found.sample_uniques) == (3, 1)


@pytest.mark.parametrize("keys", [["a"], ["a", "b", "c"]])
def test_no_rows(keys: list[str]) -> None:
    frame = pl.DataFrame({"a": [], "b": [], "c": [], "w": [], "s": [], "h": []}, schema_overrides={"a": pl.String})
    found = conclude(frame, keys, ["s"], "w", "h")
    assert (found.rows, found.classes, found.k_min, found.sample_uniques) == (0, 0, 0, 0)
    assert found.below_k == {"2": 0, "3": 0, "5": 0, "10": 0}
    assert (found.prosecutor_max, found.prosecutor_mean, found.journalist_max, found.marketer) == (0, 0, 0, 0)
    assert (found.individual_max, found.global_risk, found.population_uniques) == (0, 0, 0)
    assert (found.diversity[0].l_min, found.diversity[0].t_max) == (0, 0)
    assert found.household is not None
    assert (found.household.households, found.household.risk_mean) == (0, 0)


def test_one_row() -> None:
    found = conclude(pl.DataFrame({"a": [1], "s": [3]}), ["a"], ["s"])
    assert (found.rows, found.k_min, found.global_risk) == (1, 1, 1.0)
    assert (found.diversity[0].l_min, found.diversity[0].t_max) == (1, 0.0)


def test_all_rows_alike() -> None:
    found = conclude(pl.DataFrame({"a": ["x"] * 500}), ["a"])
    assert (found.classes, found.k_min, found.sample_uniques, found.global_risk) == (1, 500, 0, 1 / 500)
    assert found.class_sizes[-1] == Bin(100.0, 500.0, 500)
    assert found.rows_individual_above == 0
    assert found.suda is not None
    assert found.suda.uniques == 0


def test_all_rows_unique() -> None:
    found = conclude(pl.DataFrame({"a": range(1000)}), ["a"])
    assert (found.classes, found.k_min, found.sample_uniques, found.global_risk) == (1000, 1, 1000, 1.0)
    assert found.suda is not None
    assert found.suda.by_size == (1000,)


@pytest.mark.parametrize(
    "cells",
    [
        pl.Series([1, 2, 2], dtype=pl.Int8),
        pl.Series([True, False, False]),
        pl.Series([date(2000, 1, 1), date(2001, 1, 1), date(2001, 1, 1)]),
        pl.Series(["a", "b", "b"], dtype=pl.Categorical),
        pl.Series(["a", "b", "b"], dtype=pl.Enum(["b", "a"])),
        pl.Series([[1], [1, 2], [1, 2]]),
        pl.Series([{"x": 1}, {"x": 2}, {"x": 2}]),
        pl.Series(["1.5", "2", "2"]).cast(pl.Decimal(10, 2)),
        pl.Series([b"a", b"b", b"b"]),
        pl.Series([None, "b", "b"]),
    ],
    ids=lambda cells: str(cells.dtype),
)
def test_key_of_any_type(cells: pl.Series) -> None:
    found = conclude(pl.DataFrame({"a": cells}), ["a"], ["a"])
    assert (found.classes, found.sample_uniques) == (2, 1)
    assert found.diversity[0].rows_l1 == 3


def test_a_column_without_any_value_is_one_class() -> None:
    assert conclude(pl.DataFrame({"a": [None, None]}), ["a"], ["a"]).classes == 1


def test_categories_of_two_batches_are_compared_by_text() -> None:
    measure = DisclosureMeasure(("a",), limits=LIMITS)
    measure.observe(pl.DataFrame({"a": pl.Series(["x", "y"], dtype=pl.Enum(["x", "y"]))}))
    measure.observe(pl.DataFrame({"a": pl.Series(["y", "x"], dtype=pl.Enum(["y", "x"]))}))
    assert measure.conclude(THRESHOLDS).below_k["3"] == 4
    assert measure.conclude(THRESHOLDS).classes == 2


@pytest.mark.parametrize(
    ("weights", "bad"),
    [
        (["1", "", "2"], 1),
        (["1", "-1", "x"], 2),
        ([1.0, None, math.nan], 2),
        ([math.inf, 1.0, 1e10], 2),
        (["nan", "1", "1"], 1),
    ],
)
def test_weights_that_cannot_be_used_are_refused(weights: list[object], bad: int) -> None:
    with pytest.raises(InputError) as caught:
        conclude(pl.DataFrame({"a": [1, 2, 3], "w": weights}, strict=False), ["a"], weight="w")
    assert (caught.value.code, caught.value.facts) == ("weights-not-usable", {"column": "w", "rows": bad})


def test_weights_as_text_may_have_a_decimal_comma() -> None:
    found = conclude(pl.DataFrame({"a": [1, 2], "w": ["2,5", "4"]}), ["a"], weight="w")
    assert found.journalist_max == pytest.approx(1 / 2.5)


@pytest.mark.parametrize("weights", [[0.0, 0.0, 0.0], [0.2, 0.9, 1.0], [1.0, 1.0, 1.0]])
def test_weights_below_one_count_as_the_rows_themselves(weights: list[float]) -> None:
    found = conclude(pl.DataFrame({"a": [1, 1, 2], "w": weights}), ["a"], weight="w")
    assert (found.individual_max, found.journalist_max, found.expected_reidentified) == (1.0, 1.0, 2.0)
    assert found.population_uniques_interval.method == "census"


def test_weights_that_add_up_to_more_than_mankind_by_far_are_refused() -> None:
    measure = DisclosureMeasure(("a",), weight="w", limits=LIMITS)
    with pytest.raises(InputError) as caught:
        measure.observe(pl.DataFrame({"a": [1] * 9001, "w": [1e9] * 9001}))
    assert caught.value.code == "weights-too-large"


def test_named_columns_must_exist_and_differ() -> None:
    with pytest.raises(InputError) as caught:
        DisclosureMeasure((), limits=LIMITS)
    assert caught.value.code == "key-columns-none"
    with pytest.raises(InputError) as caught:
        DisclosureMeasure(("a", "b", "a"), limits=LIMITS)
    assert caught.value.facts == {"columns": ["a"]}
    with pytest.raises(LimitError) as limited:
        DisclosureMeasure(tuple("abcdefghijk"), limits=LIMITS)
    assert limited.value.facts == {"columns": 11, "limit": 10}
    with pytest.raises(InputError) as caught:
        conclude(VILLAGE, ["sex", "village"])
    assert (caught.value.code, caught.value.facts) == ("column-not-found", {"column": "village"})


SPILLING = CheckLimits(state_rows=3)
SPILLING_LATER = CheckLimits(state_rows=6)
rows_strategy = st.lists(
    st.fixed_dictionaries(
        {
            "a": st.sampled_from(["x", "y", "", None]),
            "b": st.integers(0, 3),
            "number": st.sampled_from(["1", "2.5", "10", ""]),
            "word": st.sampled_from(["p", "q", None]),
            "weight": st.floats(0, 50),
            "house": st.one_of(st.none(), st.integers(0, 4)),
        }
    ),
    min_size=1,
    max_size=40,
)
SCHEMA = {
    "a": pl.String,
    "b": pl.Int64,
    "number": pl.String,
    "word": pl.String,
    "weight": pl.Float64,
    "house": pl.Int64,
}


def new(limits: CheckLimits, weight: str | None) -> DisclosureMeasure:
    return DisclosureMeasure(("a", "b"), ("number", "word"), weight, "house", limits=limits)


@settings(deadline=None, max_examples=40)
@given(
    rows_strategy,
    st.data(),
    st.sampled_from([LIMITS, SPILLING, CheckLimits(state_rows=6)]),
    st.sampled_from([None, "weight"]),
)
def test_conclusion_does_not_depend_on_cuts_and_merges(
    rows: list[dict[str, object]], data: st.DataObject, limits: CheckLimits, weight: str | None
) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA)
    whole = new(limits, weight)
    whole.observe(frame)
    expected = whole.conclude(THRESHOLDS)
    order = data.draw(st.permutations(range(frame.height)))
    cuts = sorted(data.draw(st.lists(st.integers(0, frame.height), max_size=4)))
    states = []
    for start, end in zip([0, *cuts], [*cuts, frame.height], strict=True):
        state = new(limits, weight)
        state.observe(frame[order[start:end]])
        if data.draw(st.booleans()):
            state.conclude(THRESHOLDS)  # a conclusion changes nothing, spilled or not
        states.append(state)
    while len(states) > 1:
        into = states.pop(data.draw(st.integers(0, len(states) - 1)))
        other = states.pop(data.draw(st.integers(0, len(states) - 1)))
        into.merge(other)
        states.append(into)
    assert states[0].conclude(THRESHOLDS) == expected
    assert states[0].conclude(THRESHOLDS) == expected


@pytest.mark.parametrize("step_rows", [500_000, 200])
def test_spilled_state_concludes_the_same(step_rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouped, "_STEP_ROWS", step_rows)
    random = np.random.default_rng(7)
    n = 3_000
    frame = pl.DataFrame(
        {
            "a": random.integers(0, 60, n).astype(str),
            "b": random.integers(0, 30, n),
            "s": random.integers(0, 9, n),
            "w": random.uniform(1, 90, n),
            "h": random.integers(0, 900, n),
        }
    )
    names = (["a", "b"], ["s"], "w", "h")
    in_memory = conclude(frame, *names)
    spilling = DisclosureMeasure(("a", "b"), ("s",), "w", "h", limits=CheckLimits(state_rows=50))
    for number, part in enumerate(frame.iter_slices(400)):
        spilling.observe(part)
        if number == 2:
            assert spilling.conclude(THRESHOLDS).rows == 1_200
    spilled = spilling.conclude(THRESHOLDS)
    assert spilled.suda is None  # the cells of the classes are not kept on disk
    assert in_memory.suda is not None
    for field in spilled.__struct_fields__:
        if field != "suda":
            assert getattr(spilled, field) == getattr(in_memory, field)


def test_a_sensitive_column_with_too_many_values_is_not_judged() -> None:
    frame = pl.DataFrame({"a": ["x"] * 10, "s": range(10), "t": ["u"] * 10})
    measure = DisclosureMeasure(("a",), ("s", "t"), limits=CheckLimits(state_rows=5))
    measure.observe(frame)
    measure.observe(frame)
    assert measure.unjudged == ("s",)
    other = DisclosureMeasure(("a",), ("s", "t"), limits=CheckLimits(state_rows=5))
    other.merge(measure)
    assert other.unjudged == ("s",)
    assert [found.column for found in other.conclude(THRESHOLDS).diversity] == ["t"]


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("ayni-check-*"))


@pytest.fixture
def private_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_temporary_files_are_private_and_removed(private_space: Path) -> None:
    frame = pl.DataFrame({"a": range(100)})
    with DisclosureMeasure(("a",), ("a",), limits=CheckLimits(state_rows=10)) as measure:
        measure.observe(frame)
        assert measure.conclude(THRESHOLDS).sample_uniques == 100
        assert {folder.stat().st_mode & 0o777 for folder in folders()} == {0o700}
        assert folders()
    assert folders() == set()
    left = DisclosureMeasure(("a",), limits=CheckLimits(state_rows=10))
    left.observe(frame)
    left.conclude(THRESHOLDS)
    assert len(folders()) == 1
    del left
    assert folders() == set()
    assert list(private_space.iterdir()) == []


def test_no_temporary_space_is_said_plainly(private_space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(private_space / "absent"))
    measure = DisclosureMeasure(("a",), limits=CheckLimits(state_rows=10))
    measure.observe(pl.DataFrame({"a": range(100)}))
    with pytest.raises(ActError) as caught:
        measure.conclude(THRESHOLDS)
    assert caught.value.code == "temporary-space"
    assert caught.value.facts["folder"] == str(private_space / "absent")
