from __future__ import annotations

import math

import polars as pl
import pytest
from tests.protect.transform.tables import applied, cells, context

from ayni.check.read.table import ColumnHead
from ayni.errors import InputError
from ayni.protect.plan import BottomCode, Round, TopCode
from ayni.protect.transform import prepare

COMMA = pl.DataFrame({"income": ["1.234,56", "20.000,00", "3,50", "", "999.999,99", " 7,25", "n/a", "12"]})
AGES = pl.DataFrame({"age": pl.Series([34, 91, None, 102, 90], dtype=pl.Int8)})


def test_top_coded_text_with_decimal_comma_shows_no_larger_number() -> None:
    done = applied(TopCode(column="income", limit=9000.5), COMMA)
    assert done.frame["income"].to_list() == ["1.234,56", "9.000,5", "3,50", "", "9.000,5", " 7,25", "n/a", "12"]
    assert done.changed == 2


def test_what_is_no_number_but_holds_one_does_not_get_past_a_limit() -> None:
    known = context(pl.DataFrame({"age": ["34", "91", "20", "35"] * 10}))
    frame = pl.DataFrame({"age": ["34", "102 years", "refused", "٩٩", "99", "", None, "aged ៩៩"]})
    done = applied(TopCode(column="age", limit=90), frame, known)
    assert done.frame["age"].to_list() == ["34", None, "refused", None, "90", "", None, None]
    assert done.changed == 4


def test_a_column_that_was_planned_as_empty_lets_no_number_through() -> None:
    known = context(pl.DataFrame({"age": ["", "NA", None]}))
    frame = pl.DataFrame({"age": ["102", "NA", "", "refused"]})
    done = applied(TopCode(column="age", limit=90), frame, known)
    assert done.frame["age"].to_list() == [None, "NA", "", "refused"]
    assert done.changed == 1


def test_whole_numbers_stay_whole() -> None:
    assert cells(TopCode(column="age", limit=90.7), AGES, "age") == [34, 90, None, 90, 90]
    assert cells(BottomCode(column="age", limit=89.2), AGES, "age") == [90, 91, None, 102, 90]
    assert applied(Round(column="age", base=20), AGES).frame["age"].to_list() == [40, 100, None, 100, 80]
    assert applied(Round(column="age", base=20), AGES).frame["age"].dtype == pl.Int8


def test_rounding_that_leaves_the_storage_keeps_the_number() -> None:
    frame = pl.DataFrame({"n": pl.Series([127, -128, 3], dtype=pl.Int8)})
    assert cells(Round(column="n", base=50), frame, "n") == [127, -128, 0]


def test_decimals_are_rounded_without_dust() -> None:
    frame = pl.DataFrame({"x": [0.31, 0.25, 0.36, -0.04, math.nan, None, math.inf]})
    done = applied(Round(column="x", base=0.1), frame)
    assert done.frame["x"].to_list()[:4] == [0.3, 0.2, 0.4, 0.0]
    assert math.isnan(done.frame["x"][4])
    assert done.frame["x"].to_list()[5:] == [None, math.inf]


def test_text_is_rounded_in_the_style_of_its_column() -> None:
    assert cells(Round(column="income", base=0.5), COMMA, "income") == [
        "1.234,5", "20.000,00", "3,50", "", "1.000.000", "7", "n/a", "12",
    ]  # fmt: skip


def test_infinite_numbers_are_top_coded_and_missing_ones_are_not() -> None:
    frame = pl.DataFrame({"x": [math.inf, math.nan, None, 3.5, -math.inf]})
    done = applied(TopCode(column="x", limit=3.0), frame)
    assert done.changed == 2
    assert done.frame["x"][0] == 3.0
    assert math.isnan(done.frame["x"][1])
    assert done.frame["x"].to_list()[2:] == [None, 3.0, -math.inf]


def test_coded_answers_are_no_amounts() -> None:
    frame = pl.DataFrame({"age": [20.0, 95.0, 998.0, 97.0]})
    known = context(frame, age=ColumnHead(name="age", value_labels={"998": "Refused", "97": "97 and more"}))
    assert cells(TopCode(column="age", limit=80), frame, "age", known) == [20.0, 80.0, 998.0, 80.0]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (TopCode(column="sex", limit=3), "step-needs-numbers"),
        (TopCode(column="age", limit=math.inf), "limit-not-finite"),
        (BottomCode(column="age", limit=math.nan), "limit-not-finite"),
        (Round(column="age", base=0), "round-base"),
        (Round(column="age", base=-5), "round-base"),
        (Round(column="age", base=math.nan), "round-base"),
        (Round(column="age", base=2.5), "round-base-not-whole"),
        (Round(column="gone", base=5), "step-unknown-column"),
    ],
)
def test_what_cannot_be_done_is_refused(step: Round, code: str) -> None:
    frame = AGES.with_columns(pl.Series("sex", ["f", "m", "f", "x", "f"]))
    with pytest.raises(InputError) as caught:
        prepare(step, context(frame))
    assert caught.value.code == code
