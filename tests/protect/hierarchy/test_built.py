"""Hierarchies that are built from a rule: what they read, and the laws that all of them keep."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.protect.hierarchy import build_levels
from ayni.protect.hierarchy.countries import AREAS, COUNTRIES
from ayni.protect.hierarchy.places import areas_by_name, find_place
from ayni.protect.plan import AsGiven, ByCode, ByDate, ByInterval, ByPlace, HierarchySource

if TYPE_CHECKING:
    from ayni.protect.levels import Levels

WHOLE = ColumnPlan(name="c", storage="text", type=SemanticType.INTEGER)
DECIMAL = ColumnPlan(name="c", storage="text", type=SemanticType.DECIMAL)
COMMA = ColumnPlan(name="c", storage="text", type=SemanticType.DECIMAL, decimal_comma=True, grouping=".")
DAYS = ColumnPlan(name="c", storage="text", type=SemanticType.DATE, date_format="%d/%m/%Y")
STORED_DAYS = ColumnPlan(name="c", storage="datetime", type=SemanticType.DATETIME)
CODE = ColumnPlan(name="c", storage="text", type=SemanticType.CODE)
WORDS = ColumnPlan(name="c", storage="text", type=SemanticType.CATEGORY)
Cells = list[str | None]


def build(source: HierarchySource, plan: ColumnPlan, cells: Cells) -> Levels:
    return build_levels(source, plan, pl.Series(cells, dtype=pl.String))


def written(levels: Levels) -> list[Cells]:
    return [[levels.labels[level][code] for code in levels.codes[level]] for level in range(levels.height)]


# Numbers.


def test_intervals_of_whole_numbers_with_open_ends() -> None:
    levels = build(ByInterval(widths=(5, 20), least=15, most=85), WHOLE, ["3", "15", "19", "20", "84", "85", None])
    assert written(levels)[1:] == [
        ["<15", "15-19", "15-19", "20-24", "80-84", "85+", None],
        ["<15", "15-19", "15-19", "20-39", "80-84", "85+", None],
        ["*"] * 7,
    ]
    assert levels.labels[1] == ("<15", "15-19", "20-24", "80-84", "85+", None)
    assert levels.leaves[1].tolist() == [1, 2, 1, 1, 1, 1]
    assert (levels.leaves[3].tolist(), levels.domain) == ([7], 7)


@pytest.mark.parametrize(
    ("cell", "label"),
    [("7", "7"), ("-3", "-3"), ("0", "0"), ("+4", "4")],
)
def test_intervals_of_one(cell: str, label: str) -> None:
    assert written(build(ByInterval(widths=(1,)), WHOLE, [cell]))[1] == [label]


def test_intervals_below_zero_and_from_a_start() -> None:
    assert written(build(ByInterval(widths=(10,)), WHOLE, ["-1", "-10", "-11"]))[1] == [
        "-10 to -1", "-10 to -1", "-20 to -11",
    ]  # fmt: skip
    assert written(build(ByInterval(widths=(12,), start=6), WHOLE, ["5", "6", "17"]))[1] == ["-6 to 5", "6-17", "6-17"]


def test_intervals_of_decimals_as_the_column_writes_them() -> None:
    levels = build(ByInterval(widths=(0.1, 0.5), most=1000), COMMA, ["0,3", "-0,25", "0,7", "1.000,00", "2,5"])
    assert written(levels)[1:3] == [
        ["[0.3, 0.4)", "[-0.3, -0.2)", "[0.7, 0.8)", "1000+", "[2.5, 2.6)"],
        ["[0, 0.5)", "[-0.5, 0)", "[0.5, 1)", "1000+", "[2.5, 3)"],
    ]
    assert written(build(ByInterval(widths=(10,)), DECIMAL, ["9.99"]))[1] == ["[0, 10)"]
    assert written(build(ByInterval(widths=(250_000.0,)), DECIMAL, ["1e6"]))[1] == ["[1000000, 1250000)"]


@pytest.mark.parametrize("tenths", range(-30, 31))
def test_intervals_begin_at_the_decimal_number_they_name(tenths: int) -> None:
    label = written(build(ByInterval(widths=(0.1,)), DECIMAL, [f"{tenths / 10:.1f}"]))[1][0]
    assert label is not None
    assert label.startswith(f"[{tenths / 10:g},")


def test_intervals_read_a_word_among_numbers_as_any_value() -> None:
    levels = build(ByInterval(widths=(5,)), WHOLE, ["3", "unknown", None, "inf", "8", "9"])
    assert written(levels)[1] == ["0-4", "*", None, "*", "5-9", "5-9"]


def test_intervals_of_words_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        build(ByInterval(widths=(5,)), WORDS, ["3", "Wanjiru", "Otieno", None])
    assert caught.value.code == "hierarchy-not-numbers"
    assert caught.value.facts == {"column": "c", "values": 2, "known": 1}


def test_intervals_too_far_away_are_refused_unless_an_end_is_open() -> None:
    with pytest.raises(InputError) as caught:
        build(ByInterval(widths=(1,)), WHOLE, ["1" + "0" * 30])
    assert (caught.value.code, caught.value.facts) == ("hierarchy-interval-far", {"column": "c"})
    assert written(build(ByInterval(widths=(1,), most=9), WHOLE, ["1" + "0" * 30]))[1] == ["9+"]


# Dates.


def test_dates_in_every_unit() -> None:
    units = ("month", "quarter", "half-year", "year", "5-years", "decade")
    levels = build(ByDate(units=units), DAYS, ["31/12/2020", "01/01/1999", "29/02/2000", None])
    assert written(levels)[1:] == [
        ["2020-12", "1999-01", "2000-02", None],
        ["2020-Q4", "1999-Q1", "2000-Q1", None],
        ["2020-H2", "1999-H1", "2000-H1", None],
        ["2020", "1999", "2000", None],
        ["2020-2024", "1995-1999", "2000-2004", None],
        ["2020s", "1990s", "2000s", None],
        ["*"] * 4,
    ]


def test_dates_as_formats_with_types_store_them() -> None:
    cells: Cells = ["2020-04-01 00:00:00.000000", "1999-12-31T23:59:59", "no date"]
    assert written(build(ByDate(units=("month",)), STORED_DAYS, cells))[1] == ["2020-04", "1999-12", "*"]


def test_dates_of_words_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        build(ByDate(), DAYS, ["2020-12-31", None])
    assert (caught.value.code, caught.value.facts) == (
        "hierarchy-not-dates", {"column": "c", "values": 1, "known": 0},
    )  # fmt: skip


# Codes.


def test_codes_keep_their_first_characters() -> None:
    levels = build(ByCode(keep=(3, 1)), CODE, ["12345", "12399", "2", " 12", None])
    assert written(levels)[1:] == [["123", "123", "2", "12", None], ["1", "1", "2", "1", None], ["*"] * 5]
    assert dict(zip(levels.labels[2], levels.leaves[2].tolist(), strict=True)) == {"1": 3, "2": 1, None: 1}


def test_codes_without_levels_are_kept_or_hidden() -> None:
    assert written(build(ByCode(keep=()), CODE, ["a", None])) == [["a", None], ["*", "*"]]


def test_codes_that_a_statistics_file_stores_as_numbers() -> None:
    plan = ColumnPlan(name="c", storage="float64", type=SemanticType.CODE)
    assert written(build(ByCode(keep=(4,)), plan, ["60.0", "60301.0"]))[1] == ["60", "6030"]


def test_codes_keep_whole_letters() -> None:
    assert written(build(ByCode(keep=(1,)), CODE, ["éa", "ሀለ"]))[1] == ["é", "ሀ"]


# Places.


def test_places_in_every_form() -> None:
    cells: Cells = ["KE-30", "KEN", "404", " Kenya", "Côte d'Ivoire", "Tchad", "Marekani", "كينيا", "Freedonia", None]
    assert written(build(ByPlace(), WORDS, cells))[1:] == [
        ["KE", "KEN", "404", "Kenya", "Côte d'Ivoire", "Tchad", "Marekani", "كينيا", "*", None],
        [*["Eastern Africa"] * 4, "Western Africa", "Middle Africa", "Northern America", "Eastern Africa", "*", None],
        [*["Africa"] * 6, "Americas", "Africa", "*", None],
        ["*"] * 10,
    ]


def test_places_by_what_a_code_means() -> None:
    plan = ColumnPlan(name="c", storage="int8", type=SemanticType.CATEGORY, value_labels={"1": "Mali", "2": "Peru"})
    assert written(build(ByPlace(), plan, ["2", "1"]))[:3] == [
        ["2", "1"], ["Peru", "Mali"], ["South America", "Western Africa"],
    ]  # fmt: skip


def test_places_of_words_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        build(ByPlace(), WORDS, ["Mali", "Wanjiru", "ZZ-1", "999"])
    assert caught.value.code == "hierarchy-not-places"
    assert caught.value.facts == {"column": "c", "values": 3, "known": 1}


@pytest.mark.parametrize(
    ("text", "subregion"),
    [
        ("Bolivia (Plurinational State of)", "South America"),
        ("Viet Nam", "South-eastern Asia"),
        ("United Republic of Tanzania", "Eastern Africa"),
        ("Cote d Ivoire", "Western Africa"),
        ("Korea, Republic of", "Eastern Asia"),
        ("Congo, Democratic Republic of the", "Middle Africa"),
        ("Scotland", "Northern Europe"),
        ("Trinidad & Tobago", "Caribbean"),
        ("Trinidad and Tobago", "Caribbean"),
        ("ÉTATS-UNIS", "Northern America"),
        ("Eastern Africa", "Eastern Africa"),
        ("Africa", "Africa"),
        ("Micronesia", "Micronesia"),
        ("DR Congo", "Middle Africa"),
        ("Taiwan", "Eastern Asia"),
        ("Kosovo", "Southern Europe"),
        ("AQ", "Antarctica"),
    ],
)
def test_find_place_by_usual_spellings(text: str, subregion: str) -> None:
    found = find_place(text)
    assert found is not None
    assert found.subregion == subregion


@pytest.mark.parametrize("text", ["", "?", "Nowhere", "XX", "ke-3000", "1", "KE-"])
def test_find_place_knows_no_other(text: str) -> None:
    assert find_place(text) is None


def test_areas_by_name_knows_no_name_that_two_share() -> None:
    here, there = ("Western Africa", "Africa"), ("Melanesia", "Oceania")
    assert areas_by_name([("Guinea", "GN", here), ("GUINÉA", "PG", there), ("the Papua", "PG", there)]) == {
        "papua": there,
    }


def test_countries_are_those_of_iso_3166() -> None:
    words = [word for codes in COUNTRIES.values() for word in codes.split()]
    assert len(words) == 250  # 249 of the standard, and XK
    assert {len(word) for word in words} == {8, 5}
    for part in (slice(0, 2), slice(2, 5)):
        assert len({word[part] for word in words}) == 250
    assert len({word[5:] for word in words}) == 250
    assert set(COUNTRIES) == set(AREAS)
    assert {region for _, region in AREAS.values()} == {
        "Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania",
    }  # fmt: skip


def test_every_country_is_found_by_its_names() -> None:
    from babel import Locale

    codes = {word[:2] for words in COUNTRIES.values() for word in words.split()}
    for language in ("en", "fr", "sw", "ar"):
        names = {code: name for code, name in Locale.parse(language).territories.items() if code in codes}
        wrong = {
            (code, name)
            for code, name in names.items()
            if (place := find_place(name)) is None or (find_place(code) or place)[1:] != place[1:]
        }
        assert wrong == set(), language


# The laws.

NUMBERS = st.one_of(
    st.integers(-200, 200).map(str),
    st.integers(-10_000, 10_000).map(lambda number: f"{number / 100}"),
    st.floats(-1e6, 1e6).map(repr),
)
DATES = st.dates(dt.date(1000, 1, 1)).map(lambda day: day.strftime("%d/%m/%Y").rjust(10, "0"))
PLACES = st.sampled_from([word[:2] for words in COUNTRIES.values() for word in words.split()]) | st.sampled_from(
    ["KE-30", "KE-31", "Kenya", "Tchad", "Africa", "NGA", "566"]
)
WIDTHS = st.lists(st.sampled_from([2, 3, 5, 10]), min_size=1, max_size=3).flatmap(
    lambda factors: st.sampled_from([0.1, 0.25, 1.0, 5.0]).map(
        lambda first: tuple(round(first * float(np.prod(factors[:count])), 6) for count in range(len(factors) + 1))
    )
)
ENDS = st.none() | st.integers(-100, 0), st.none() | st.integers(1, 100)
INTERVALS = st.builds(
    ByInterval, widths=WIDTHS, start=st.sampled_from([0.0, 0.05, -3.0, 7.0]), least=ENDS[0], most=ENDS[1]
)
KEEPS = st.lists(st.integers(1, 9), max_size=3, unique=True).map(lambda keep: tuple(sorted(keep, reverse=True)))
UNITS = st.lists(
    st.sampled_from(["month", "quarter", "half-year", "year", "5-years", "decade"]), min_size=1, unique=True
).map(lambda units: tuple(sorted(units, key=["month", "quarter", "half-year", "year", "5-years", "decade"].index)))


def columns(
    source: st.SearchStrategy[Any], plan: ColumnPlan, cells: st.SearchStrategy[str]
) -> st.SearchStrategy[tuple[HierarchySource, ColumnPlan, Cells]]:
    """A rule with a column it understands: distinct cells, some missing."""
    values = st.lists(cells, min_size=1, max_size=30, unique=True)
    missing = st.lists(st.none(), max_size=1)
    return st.tuples(source, st.just(plan), st.tuples(values, missing).map(lambda two: [*two[0], *two[1]]))


COLUMNS = st.one_of(
    columns(INTERVALS, DECIMAL, NUMBERS),
    columns(INTERVALS, WHOLE, NUMBERS),
    columns(st.builds(ByDate, units=UNITS), DAYS, DATES),
    columns(st.builds(ByCode, keep=KEEPS), CODE, st.text(max_size=8)),
    columns(st.just(ByPlace()), WORDS, PLACES),
)


@settings(max_examples=200, deadline=None)
@given(COLUMNS)
def test_every_level_is_a_coarsening_and_every_value_has_a_place(
    drawn: tuple[HierarchySource, ColumnPlan, Cells],
) -> None:
    source, plan, cells = drawn
    levels = build(source, plan, cells)
    assert levels.codes.dtype == np.int32
    assert levels.codes.shape == (levels.height, len(cells))
    assert levels.labels[0] == tuple(cells)
    assert levels.codes[0].tolist() == list(range(len(cells)))
    assert levels.labels[-1] == ("*",)
    for level in range(levels.height):
        codes = levels.codes[level]
        # Every group is somebody's, none reads like another, and it stands for those in it.
        assert np.bincount(codes, minlength=len(levels.labels[level])).tolist() == levels.leaves[level].tolist()
        assert min(levels.leaves[level]) >= 1
        assert len(set(levels.labels[level])) == len(levels.labels[level])
        assert int(levels.leaves[level].sum()) == levels.domain == len(cells)
        if level:
            pairs = set(zip(levels.codes[level - 1].tolist(), codes.tolist(), strict=True))
            assert len(pairs) == len(levels.labels[level - 1])
        if level < levels.height - 1:
            missing = [levels.labels[level][code] is None for code in codes]
            assert missing == [cell is None for cell in cells]


@settings(max_examples=150, deadline=None)
@given(COLUMNS, st.data())
def test_labels_do_not_depend_on_the_other_values(
    drawn: tuple[HierarchySource, ColumnPlan, Cells], data: st.DataObject
) -> None:
    source, plan, cells = drawn
    some = data.draw(st.lists(st.sampled_from(cells), min_size=1, unique=True))
    every, fewer = build(source, plan, cells), build(source, plan, some)
    places = [cells.index(cell) for cell in some]
    assert written(fewer) == [[labels[place] for place in places] for labels in written(every)]


@settings(max_examples=100, deadline=None)
@given(INTERVALS, st.lists(NUMBERS, min_size=1, max_size=20, unique=True))
def test_numbers_lie_in_the_interval_they_read(source: ByInterval, cells: list[str]) -> None:
    levels = build(source, DECIMAL, [*cells])
    for labels in written(levels)[1:-1]:
        for cell, label in zip(cells, labels, strict=True):
            assert label is not None
            if label.startswith("["):
                low, high = map(float, label.strip("[)").split(","))
                assert low <= float(cell) < high
            elif label.startswith("<"):
                assert float(cell) < float(label[1:])
            else:
                assert float(cell) >= float(label.removesuffix("+"))


GROUPS = st.dictionaries(st.text(max_size=3), st.tuples(st.sampled_from("pqr"), st.sampled_from("xy")), min_size=1)


@settings(max_examples=150, deadline=None)
@given(GROUPS, st.data())
def test_written_hierarchies_coarsen_or_are_refused(values: dict[str, tuple[str, ...]], data: st.DataObject) -> None:
    cells = data.draw(st.lists(st.sampled_from(sorted(values)), min_size=1, unique=True))
    parents = {(levels[0], levels[1]) for levels in values.values()}
    if len(parents) > len({group for group, _ in parents}):
        with pytest.raises(InputError, match=r"hierarchy-(splits|cycle)"):
            build(AsGiven(values=values), WORDS, [*cells])
        return
    try:
        levels = build(AsGiven(values=values), WORDS, [*cells])
    except InputError as error:
        assert error.code == "hierarchy-cycle"  # noqa: PT017 - drawn values may be named as their groups
        assert set(values) & set("pqrxy")
        return
    assert written(levels)[1:] == [[values[cell][0] for cell in cells], [values[cell][1] for cell in cells]]
    assert levels.domain == len(values)
    for level in (0, 1):
        counted = {label: [v[level] for v in values.values()].count(str(label)) for label in levels.labels[level + 1]}
        assert dict(zip(levels.labels[level + 1], levels.leaves[level + 1].tolist(), strict=True)) == counted


def test_many_values_on_every_kind_of_level() -> None:
    count = 200_000
    cells = pl.Series(np.arange(count)).cast(pl.String)
    assert [len(labels) for labels in build_levels(ByInterval(widths=(10, 1000)), WHOLE, cells).labels] == [
        count, 20_000, 200, 1,
    ]  # fmt: skip
    assert [len(labels) for labels in build_levels(ByCode(keep=(3, 1)), CODE, cells).labels] == [count, 1000, 10, 1]
