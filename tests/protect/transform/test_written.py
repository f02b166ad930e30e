from __future__ import annotations

import polars as pl
import pytest

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.protect.transform.written import decimals_of, write_number, write_numbers

PLAIN = ColumnPlan(name="x", storage="text", type=SemanticType.DECIMAL)
COMMA = ColumnPlan(name="x", storage="text", type=SemanticType.DECIMAL, decimal_comma=True, grouping="\u00a0")


@pytest.mark.parametrize(
    ("number", "decimals", "plain", "comma"),
    [
        (1234.5, 2, "1234.5", "1\u00a0234,5"),
        (-1234567.0, 2, "-1234567", "-1\u00a0234\u00a0567"),
        (-0.001, 2, "0", "0"),
        (0.25, 1, "0.2", "0,2"),
        (100.0, 0, "100", "100"),
    ],
)
def test_numbers_are_written_as_their_column_is(number: float, decimals: int, plain: str, comma: str) -> None:
    assert write_number(number, decimals, PLAIN) == plain
    assert write_number(number, decimals, COMMA) == comma


def test_missing_numbers_stay_missing() -> None:
    assert write_numbers(pl.Series("x", [1.5, None, 1.5]), 1, COMMA).to_list() == ["1,5", None, "1,5"]


@pytest.mark.parametrize(("number", "decimals"), [(5, 0), (100.0, 0), (0.25, 2), (1e-7, 7), (1e-30, 15), (1e22, 0)])
def test_decimals_are_counted(number: float, decimals: int) -> None:
    assert decimals_of(number) == decimals
