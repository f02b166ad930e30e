"""Which hierarchy is suggested for which kind of key variable, and that each can be built and written down."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.protect.hierarchy import build_levels, suggest_hierarchy
from ayni.protect.plan import AsGiven, ByCode, ByDate, ByInterval, ByPlace, Generalise, HierarchySource, Plan
from ayni.protect.plan_check import check_plan
from ayni.protect.plan_file import dump_plan, parse_plan

if TYPE_CHECKING:
    from collections.abc import Sequence


def plan(kind: SemanticType, **more: str | dict[str, str]) -> ColumnPlan:
    date_format = "%Y-%m-%d" if kind is SemanticType.DATE else None
    storage = str(more.pop("storage", "text"))
    labels = more.pop("labels", {})
    assert isinstance(labels, dict)
    return ColumnPlan(name="c", storage=storage, type=kind, date_format=date_format, value_labels=labels)


def suggest(
    own: ColumnPlan, cells: Sequence[str | None], *concepts: str, counts: list[int] | None = None
) -> HierarchySource | None:
    """Suggest, and hold that what is suggested can be built, checked, written and read."""
    values = pl.Series(cells, dtype=pl.String)
    rows = pl.Series(counts if counts is not None else [1] * len(cells))
    found = suggest_hierarchy(own, values, rows, frozenset(concepts))
    if found is not None:
        levels = build_levels(found, own, values)
        assert levels.labels[-1] == ("*",)
        wanted = Plan(steps=(Generalise(column="c", hierarchy=found, level=levels.height - 1),))
        check_plan(wanted, ("c",))
        assert parse_plan(dump_plan(wanted), "") == wanted
    return found


def test_suggest_nothing_for_an_empty_column() -> None:
    assert suggest(plan(SemanticType.EMPTY), []) is None
    assert suggest(plan(SemanticType.TEXT), [None]) is None


# Numbers.

AGES = [str(age) for age in range(100)]


def test_suggest_ages_with_an_open_end_where_they_are_sparse() -> None:
    counts = [max(0, 200 - 2 * age) or 1 for age in range(100)]
    counts[80:] = [1] * 20
    assert suggest(plan(SemanticType.INTEGER), AGES, "age", counts=counts) == ByInterval(
        widths=(5.0, 10.0, 20.0), start=0.0, most=75.0
    )


def test_suggest_ages_without_open_ends_where_every_age_is_frequent() -> None:
    assert suggest(plan(SemanticType.INTEGER), AGES, "age", counts=[50] * 100) == ByInterval(
        widths=(5.0, 10.0, 20.0), start=0.0
    )


def test_suggest_open_ends_on_both_sides() -> None:
    counts = [1] * 20 + [100] * 40 + [1] * 40
    assert suggest(plan(SemanticType.INTEGER), AGES, "age", counts=counts) == ByInterval(
        widths=(5.0, 10.0, 20.0), start=0.0, least=25.0, most=75.0
    )


@pytest.mark.parametrize(
    ("cells", "widths"),
    [
        ([str(number) for number in range(9)], (2.0,)),
        ([str(number) for number in range(1950, 2006)], (5.0, 10.0, 20.0)),
        ([str(number * 137) for number in range(1000)], (10_000.0, 20_000.0)),
        ([f"{number / 1000}" for number in range(1000)], (0.05, 0.1, 0.2)),
    ],
)
def test_suggest_nice_widths_for_other_numbers(cells: list[str | None], widths: tuple[float, ...]) -> None:
    whole = all("." not in str(cell) for cell in cells)
    found = suggest(plan(SemanticType.INTEGER if whole else SemanticType.DECIMAL), cells)
    assert isinstance(found, ByInterval)
    assert found.widths == widths


def test_suggest_categories_for_a_few_numbers() -> None:
    cells: list[str | None] = ["1", "2", "3", "4", None]
    assert suggest(plan(SemanticType.INTEGER), cells, counts=[500, 400, 3, 2, 9]) == AsGiven(
        values={"1": ("1", "*"), "2": ("2", "*"), "3": ("other", "*"), "4": ("other", "*")}
    )


# Dates, places, codes.


def test_suggest_calendar_units_for_dates() -> None:
    days: list[str | None] = [str(dt.date(1990, 1, 1) + dt.timedelta(days=17 * step)) for step in range(300)]
    assert suggest(plan(SemanticType.DATE), days) == ByDate(units=("month", "quarter", "year", "decade"))
    assert suggest(plan(SemanticType.DATE), days, "birth-date") == ByDate(units=("month", "year", "5-years", "decade"))


def test_suggest_places_for_countries() -> None:
    text = plan(SemanticType.CATEGORY)
    assert suggest(text, ["Kenya", "Mali", "Peru", None]) == ByPlace()
    assert suggest(plan(SemanticType.CODE), ["KE-30", "KE-47", "UG-C"]) == ByPlace()
    assert suggest(text, ["KE", "ML"], "nationality") == ByPlace()
    assert suggest(text, ["KE", "ML"]) == ByCode(keep=())
    coded = plan(SemanticType.CATEGORY, storage="int8", labels={"1": "Kenya", "2": "Mali"})
    assert suggest(coded, ["1", "2"]) == ByPlace()


def test_suggest_no_places_that_join_nothing() -> None:
    assert suggest(plan(SemanticType.CATEGORY), ["Africa", "Asia"], "place", counts=[90, 80]) == ByCode(keep=())


def test_suggest_no_intervals_of_one_without_open_ends() -> None:
    few: list[str | None] = [str(number) for number in range(11)]
    assert suggest(plan(SemanticType.INTEGER), few, counts=[99] * 11) == ByInterval(widths=(2.0,))
    assert suggest(plan(SemanticType.INTEGER), few, counts=[99] * 8 + [1] * 3) == ByInterval(
        widths=(1.0, 2.0), most=7.0
    )


def test_suggest_no_places_for_states_whose_letters_are_countries() -> None:
    states: list[str | None] = ["CA", "TX", "FL", "NY", "GA", "OH", "WA"]
    assert suggest(plan(SemanticType.CATEGORY), states, "place", counts=[100] * 7) == ByCode(keep=())


def test_suggest_prefixes_for_codes() -> None:
    codes: list[str | None] = [f"{number:05d}" for number in range(0, 99_999, 7)]
    assert suggest(plan(SemanticType.CODE), codes) == ByCode(keep=(4, 3, 2, 1))
    assert suggest(plan(SemanticType.INTEGER), codes, "postcode") == ByCode(keep=(4, 3, 2, 1))


def test_suggest_prefixes_of_diagnoses_end_before_their_point() -> None:
    codes: list[str | None] = [
        f"{letter}{block:02d}.{last}" for letter in "ABC" for block in range(99) for last in range(5)
    ]
    assert suggest(plan(SemanticType.CODE), codes) == ByCode(keep=(3, 2, 1))


def test_suggest_no_prefix_that_joins_nothing() -> None:
    assert suggest(plan(SemanticType.CODE), ["KE001", "KE002", "KE003"]) == ByCode(keep=(4,))


# Categories.


def test_suggest_rare_categories_become_other() -> None:
    counts = [700, 200, 80, 6, 5]
    assert suggest(plan(SemanticType.CATEGORY), ["a", "b", "c", "d", "e"], counts=counts) == AsGiven(
        values={"a": ("a", "*"), "b": ("b", "*"), "c": ("c", "*"), "d": ("other", "*"), "e": ("other", "*")}
    )


def test_suggest_one_rare_category_is_joined_by_the_next() -> None:
    assert suggest(plan(SemanticType.CATEGORY), ["a", "b", "c"], counts=[700, 200, 6]) == AsGiven(
        values={"a": ("a", "*"), "b": ("other", "*"), "c": ("other", "*")}
    )


def test_suggest_nothing_between_where_no_category_is_rare_or_all_are() -> None:
    text = plan(SemanticType.CATEGORY)
    assert suggest(text, ["f", "m"], counts=[400, 500]) == ByCode(keep=())
    assert suggest(text, ["a", "b", "c"], counts=[3, 3, 3]) == ByCode(keep=())
    assert suggest(plan(SemanticType.TEXT), [f"text {number}" for number in range(400)]) == ByCode(keep=())


def test_suggest_categories_by_what_codes_mean() -> None:
    labels = {"1": "Owner", "2": "Tenant", "3": "Guest", "4": "Squatter"}
    coded = plan(SemanticType.CATEGORY, storage="float64", labels=labels)
    found = suggest(coded, ["1.0", "2.0", "3.0", "4.0"], counts=[500, 400, 3, 2])
    assert found == AsGiven(
        values={"Owner": ("Owner", "*"), "Tenant": ("Tenant", "*"), "Guest": ("other", "*"), "Squatter": ("other", "*")}
    )
    crossed = plan(SemanticType.CATEGORY, labels={"1": "2", "2": "1", "3": "x"})
    assert suggest(crossed, ["1", "2", "3"], counts=[500, 9, 9]) == ByCode(keep=())
    alike = plan(SemanticType.CATEGORY, labels={"1": "x", "2": "x"})
    assert suggest(alike, ["1", "2", "3"], counts=[500, 9, 9]) == ByCode(keep=())


def test_suggest_does_not_mix_its_word_with_one_of_the_data() -> None:
    cells: list[str | None] = ["a", "b", "other", "c"]
    assert suggest(plan(SemanticType.CATEGORY), cells, counts=[700, 200, 6, 5]) == ByCode(keep=())


def test_suggest_writes_the_words_it_is_given() -> None:
    found = suggest_hierarchy(
        plan(SemanticType.CATEGORY),
        pl.Series(["a", "b", "c", "d"]),
        pl.Series([700, 200, 6, 5]),
        frozenset(),
        {"other": "autre"},
    )
    assert found == AsGiven(values={"a": ("a", "*"), "b": ("b", "*"), "c": ("autre", "*"), "d": ("autre", "*")})


# Whatever a column holds, a hierarchy that is suggested can be built.


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([kind for kind in SemanticType if kind is not SemanticType.NESTED]),
    st.lists(st.text(max_size=5) | st.integers().map(str) | st.floats().map(repr), max_size=30, unique=True),
    st.sets(st.sampled_from(["age", "birth-date", "place", "postcode"])),
    st.integers(0, 2**32),
)
def test_suggest_for_anything(kind: SemanticType, cells: list[str], concepts: set[str], seed: int) -> None:
    counts = [int(random.Random(seed + place).paretovariate(0.4)) % 10**9 for place in range(len(cells))]
    found = suggest(plan(kind), [*cells], *concepts, counts=counts)
    assert (found is None) == (not cells)


def test_suggest_for_many_values() -> None:
    cells = pl.Series(np.arange(200_000)).cast(pl.String)
    found = suggest_hierarchy(plan(SemanticType.INTEGER), cells, pl.Series([1] * 200_000), frozenset({"income"}))
    assert found == ByInterval(widths=(10_000.0, 20_000.0, 100_000.0))
