from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from tests.protect.transform.tables import context

from ayni.check.batch import ColumnBatch
from ayni.protect.transform.canonical import canonical_texts

NOON = dt.time(12, 0, 0, 500_000)


def _texts(series: pl.Series) -> list[Any]:
    plan = context(series.to_frame()).plans[series.name]
    return canonical_texts(ColumnBatch(plan, series)).to_list()


@pytest.mark.parametrize(
    ("cells", "kind", "texts"),
    [
        ([" a ", "007", "7.00", "1.50", "", None], pl.String, ["a", "007", "7", "1.50", None, None]),
        (["٧٧", "１２", "१२-a"], pl.String, ["77", "12", "12-a"]),
        ([7.0, -0.0, 1.5, float("nan"), None, 1e300], pl.Float64, ["7", "0", "1.5", None, None, "1e+300"]),
        ([0.1], pl.Float32, ["0.1"]),
        ([2**63 - 1, -5], pl.Int64, ["9223372036854775807", "-5"]),
        ([True, None], pl.Boolean, ["true", None]),
        ([dt.date(2020, 3, 4)], pl.Date, ["2020-03-04"]),
        ([dt.datetime.combine(dt.date(2020, 3, 4), dt.time())], pl.Datetime("ms"), ["2020-03-04"]),
        ([dt.datetime.combine(dt.date(2020, 3, 4), NOON)], pl.Datetime("ns"), ["2020-03-04 12:00:00.500"]),
        ([dt.time(5, 6, 7)], pl.Time, ["05:06:07"]),
    ],
)  # fmt: skip
def test_a_value_has_one_text(cells: list[object], kind: pl.DataType, texts: list[str | None]) -> None:
    assert _texts(pl.Series("x", cells, dtype=kind)) == texts


def test_decimals_lose_their_zeros() -> None:
    assert _texts(pl.Series("x", ["7.00", "1.50", "0.00"]).cast(pl.Decimal(9, 2))) == ["7", "1.5", "0"]
