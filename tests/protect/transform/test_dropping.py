from __future__ import annotations

import polars as pl
import pytest
from tests.protect.transform.tables import applied, context

from ayni.errors import InputError
from ayni.protect.plan import Drop
from ayni.protect.transform import prepare

FRAME = pl.DataFrame({"name": ["Amina", "", None], "age": [3, 4, 5], "phone": ["1", "2", "3"]})


def test_columns_are_left_out_and_their_cells_counted() -> None:
    done = applied(Drop(columns=("phone", "name")), FRAME)
    assert done.frame.columns == ["age"]
    assert done.changed == 4


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError) as caught:
        prepare(Drop(columns=("Name",)), context(FRAME))
    assert caught.value.facts == {"do": "drop", "column": "Name", "known": ["name", "age", "phone"]}
