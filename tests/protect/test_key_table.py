"""Groups against those counted row by row; the same whatever the blocks."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.errors import InputError, LimitError
from ayni.limits import ProtectLimits
from ayni.protect.hierarchy import build_levels
from ayni.protect.key_table import KeyTableGathering
from ayni.protect.plan import ByCode

PLANS = {
    "sex": ColumnPlan(name="sex", storage="text", type=SemanticType.CATEGORY, missing_tokens=("", "NA")),
    "age": ColumnPlan(name="age", storage="int64", type=SemanticType.INTEGER),
    "income": ColumnPlan(name="income", storage="text", type=SemanticType.INTEGER),
    "ill": ColumnPlan(name="ill", storage="text", type=SemanticType.CATEGORY),
    "house": ColumnPlan(name="house", storage="text", type=SemanticType.CODE),
}
FRAME = pl.DataFrame(
    {
        "sex": ["f", "m", "NA", "f", "f", None],
        "age": [30, 30, 41, 30, 30, 41],
        "income": ["1499", "1000", "", "2600", "1100", "30"],
        "ill": ["no", "no", "yes", "no", "no", "yes"],
        "house": ["a", "a", "b", "c", "a", "b"],
    }
)


def levels_of(gathered: KeyTableGathering) -> dict[str, object]:
    return {key: build_levels(ByCode(keep=()), PLANS[key], gathered.values(key)) for key in gathered.keys}


def groups_of(gathered: KeyTableGathering) -> Counter[tuple[object, ...]]:
    table = gathered.conclude(levels_of(gathered))  # type: ignore[arg-type]
    return Counter(
        {
            tuple(table.levels[place].labels[0][code] for place, code in enumerate(row)): int(rows)
            for row, rows in zip(table.codes.tolist(), table.rows, strict=True)
        }
    )


def test_groups_are_those_counted_by_hand() -> None:
    gathered = KeyTableGathering(PLANS, ["sex", "age"])
    gathered.observe(FRAME)
    assert groups_of(gathered) == {("f", "30"): 3, ("m", "30"): 1, (None, "41"): 2}


def test_values_and_counts_are_in_order_with_missing_first() -> None:
    gathered = KeyTableGathering(PLANS, ["sex", "age"])
    gathered.observe(FRAME)
    assert gathered.values("sex").to_list() == [None, "f", "m"]
    assert gathered.counts("sex").to_list() == [2, 3, 1]
    assert gathered.values("age").to_list() == ["30", "41"]


def test_sensitive_amounts_agree_in_size_and_first_digit() -> None:
    gathered = KeyTableGathering(PLANS, ["age"], ["income", "ill"])
    gathered.observe(FRAME)
    table = gathered.conclude(levels_of(gathered))  # type: ignore[arg-type]
    # 1499, 1000 and 1100 are 1000; missing, 30, 1000 and 3000 in order.
    assert table.codes[:, 0].tolist() == [0, 0, 1, 1]
    assert [(one.column, one.codes.tolist(), one.values, one.ordered) for one in table.sensitive] == [
        ("income", [2, 3, 0, 1], 4, True),
        ("ill", [0, 0, 1, 1], 2, False),
    ]
    assert table.rows.tolist() == [3, 1, 1, 1]


def test_households_split_groups() -> None:
    gathered = KeyTableGathering(PLANS, ["sex"], household="house")
    gathered.observe(FRAME)
    table = gathered.conclude(levels_of(gathered))  # type: ignore[arg-type]
    assert sorted(zip(table.codes[:, 0].tolist(), table.rows.tolist(), strict=True)) == [(0, 2), (1, 1), (1, 2), (2, 1)]
    assert table.household is not None
    assert len(np.unique(table.household)) == 3


def test_fewer_keys_are_grouped_again() -> None:
    gathered = KeyTableGathering(PLANS, ["sex", "age"])
    gathered.observe(FRAME)
    table = gathered.conclude(levels_of(gathered), ["age"])  # type: ignore[arg-type]
    assert (table.codes.tolist(), table.rows.tolist()) == ([[0], [1]], [4, 2])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["f", "m", None, ""]), st.integers(1, 4)), max_size=30), st.integers(1, 9))
def test_blocks_change_nothing(rows: list[tuple[str | None, int]], size: int) -> None:
    frame = pl.DataFrame(rows, schema={"sex": pl.String, "age": pl.Int64}, orient="row")
    whole, cut = (KeyTableGathering(PLANS, ["sex", "age"], ["age"]) for _ in range(2))
    whole.observe(frame)
    for block in frame.iter_slices(size):
        cut.observe(block)
    one, other = (gathered.conclude(levels_of(gathered)) for gathered in (whole, cut))  # type: ignore[arg-type]
    assert one.rows.tolist() == other.rows.tolist()
    assert one.codes.tolist() == other.codes.tolist()
    assert [part.codes.tolist() for part in one.sensitive] == [part.codes.tolist() for part in other.sensitive]
    assert int(one.rows.sum()) == len(rows)


def test_no_keys_are_no_groups() -> None:
    gathered = KeyTableGathering(PLANS, [])
    gathered.observe(FRAME)
    assert (gathered.rows, len(gathered.conclude({}).rows)) == (6, 0)


def test_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        KeyTableGathering(PLANS, ["sex"]).observe(FRAME.drop("sex"))
    assert (caught.value.code, caught.value.facts) == ("column-not-found", {"column": "sex"})


def test_too_many_groups_are_refused() -> None:
    gathered = KeyTableGathering(PLANS, ["age"], limits=ProtectLimits(key_groups=1))
    gathered.observe(FRAME)
    with pytest.raises(LimitError) as caught:
        gathered.counts("age")
    assert caught.value.facts == {"groups": 2, "limit": 1}
