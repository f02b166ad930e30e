from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.protect.transform.tables import context

from ayni.errors import InputError
from ayni.protect.levels import Levels
from ayni.protect.transform import Generalisation

AGES = Levels(
    column="age",
    codes=np.array([[0, 1, 2, 3], [0, 0, 1, 2], [0, 0, 0, 0]], dtype=np.int32),
    labels=(("21", "29", "34", None), ("20-29", "30-39", None), ("*",)),
    leaves=(),
    domain=100,
)
FRAME = pl.DataFrame({"x": [1] * 6, "age": ["21", "29", " 34", "", "NA", None]})


def _done(level: int, cells: pl.Series) -> list[str | None]:
    plans = {"age": context(pl.DataFrame({"age": ["21", "29", "34"] * 9})).plans["age"]}
    return Generalisation({"age": AGES}, {"age": level}, plans).apply(cells.to_frame(), 0).frame["age"].to_list()


def test_level_0_leaves_a_column_as_it_is() -> None:
    done = Generalisation({"age": AGES}, {"age": 0}).apply(FRAME, 0)
    assert done.frame.equals(FRAME)
    assert done.changed == 0


def test_cells_become_their_labels_and_missing_ones_stay_missing() -> None:
    assert _done(1, FRAME["age"]) == ["20-29", "20-29", "30-39", "", "NA", None]


def test_the_last_level_hides_who_is_missing_too() -> None:
    assert _done(2, FRAME["age"]) == ["*"] * 6


@pytest.mark.parametrize("kind", [pl.Int8, pl.Float64])
def test_stored_numbers_find_their_texts(kind: type[pl.DataType]) -> None:
    assert _done(1, pl.Series("age", [21, 34, None], dtype=kind)) == ["20-29", "30-39", None]


def test_changed_cells_are_counted() -> None:
    frame = pl.DataFrame({"age": ["21", None], "sex": ["f", "m"]})
    done = Generalisation({"age": AGES}, {"age": 1}).apply(frame, 0)
    assert done.changed == 1
    assert done.frame.columns == ["age", "sex"]


def test_a_value_outside_the_hierarchy_is_refused_and_not_quoted() -> None:
    with pytest.raises(InputError) as caught:
        _done(1, pl.Series("age", ["21", "secret-77"]))
    assert caught.value.code == "value-outside-hierarchy"
    assert "secret" not in str(caught.value)
    assert caught.value.facts == {"column": "age", "cells": 1}
