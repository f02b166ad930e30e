"""What holds of every step: blocks do not matter, columns keep their order, missing cells stay, changes are counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.transform.tables import applied, context

from ayni.protect.plan import (
    BottomCode,
    ByCode,
    Drop,
    Generalise,
    Goal,
    Mask,
    Microaggregate,
    MovePlaces,
    Pseudonymise,
    Round,
    ShiftDates,
    Step,
    SuppressCells,
    TopCode,
)
from ayni.protect.transform import prepare

FRAME = pl.DataFrame(
    {
        "id": ["a1", "b2", None, "a1", " a1 ", "", "c3", "N/A", "d4", "b2"] * 3,
        "number": pl.Series([1, 2, None, 44, 5, 6, 7, 8, 99, 10] * 3, dtype=pl.Int16),
        "amount": ["1.234,50", "", "7,25", "n/a", "100.000,00", None, "3,5", "2,25", " 9,75 ", "0,5"] * 3,
        "day": [dt.date(2020, 1, 1), None, dt.date(1999, 12, 31), dt.date(2000, 2, 29), dt.date(1900, 1, 1)] * 6,
        "when": ["03/04/2020", "31/12/1999", "", "NA", "13/01/2001", None, "1/2/2003", "04/05/2006", "05/05/2005", "x"]
        * 3,
        "lat": [1.5, None, -3.25, 89.99995, 0.0] * 6,
        "lon": [36.5, 37.5, None, 179.99995, 0.0] * 6,
        "note": ["Met Amina Hassan", "call +254 712 345 678", None, "", "fine", "a.b@example.org"] * 5,
        "sex": ["f", "m", None, "f", "", "m"] * 5,
    }
)
KNOWN = context(FRAME.filter(pl.col("when") != "x"), goal=Goal(k=3, keys=("sex", "number")))
STEPS: tuple[Step, ...] = (
    Drop(columns=("id", "note")),
    Mask(columns=("note", "id", "number")),
    Pseudonymise(columns=("id", "number", "day")),
    TopCode(column="number", limit=40),
    TopCode(column="amount", limit=5.5),
    BottomCode(column="amount", limit=3.25),
    Round(column="amount", base=0.5),
    Round(column="number", base=5),
    ShiftDates(columns=("day", "when"), by="id"),
    MovePlaces(latitude="lat", longitude="lon", least=100, most=900),
    MovePlaces(latitude="lat", longitude="lon", least=100, most=900, by="id"),
    Microaggregate(columns=("amount", "number"), k=3),
    SuppressCells(columns=("sex", "number")),
)
MISSING = {"", "NA", "N/A", "n/a", None}


@settings(max_examples=8, deadline=None)
@given(cuts=st.lists(st.integers(1, FRAME.height - 1), max_size=5))
@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_blocks_do_not_matter(step: Step, cuts: list[int]) -> None:
    whole, cut = applied(step, FRAME, KNOWN), applied(step, FRAME, KNOWN, cuts)
    assert cut.frame.equals(whole.frame)
    assert cut.changed == whole.changed


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_columns_keep_their_order_and_missing_cells_stay(step: Step) -> None:
    done = applied(step, FRAME, KNOWN).frame
    assert done.columns == [name for name in FRAME.columns if name in done.columns]
    for name in done.columns:
        for before, after in zip(FRAME[name].to_list(), done[name].to_list(), strict=True):
            if before in MISSING:
                assert after == before


@pytest.mark.parametrize("step", STEPS[1:], ids=lambda step: type(step).__name__)
def test_changed_cells_are_counted_exactly(step: Step) -> None:
    done = applied(step, FRAME, KNOWN)
    different = 0
    for name in FRAME.columns:
        pairs = zip(FRAME[name].to_list(), done.frame[name].to_list(), strict=True)
        different += sum(before != after for before, after in pairs)
    assert done.changed == different


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_a_block_without_rows_is_taken(step: Step) -> None:
    doing: Any = prepare(step, KNOWN)
    if hasattr(doing, "settle"):
        doing.observe(FRAME, 0)
        doing = doing.settle()
    done = doing.apply(FRAME.head(0), FRAME.height)
    assert (done.frame.height, done.changed) == (0, 0)
    assert done.frame.schema == doing.apply(FRAME, 0).frame.schema


def test_generalising_is_not_prepared_here() -> None:
    with pytest.raises(TypeError, match="levels"):
        prepare(Generalise(column="id", hierarchy=ByCode(keep=(1,))), KNOWN)
