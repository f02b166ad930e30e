"""Columns of every type that Polars knows go through a whole check, however the table is cut."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import msgspec
import polars as pl
import pytest

from ayni.check import check
from ayni.check.batch import ColumnBatch
from ayni.check.profile import ColumnProfile, plan_columns
from ayni.check.read import frame, frame_table
from ayni.check.report import Report, Role, SemanticType
from ayni.limits import CheckLimits

_MOMENTS = [dt.datetime(2000, 1, 1), dt.datetime(1980, 2, 2, 3, 4), None, dt.datetime(1999, 9, 9)]  # noqa: DTZ001
_SPANS = [dt.timedelta(days=1), dt.timedelta(seconds=-2), None, dt.timedelta(microseconds=3)]
_WHOLE = (
    pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.Int128, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64, pl.UInt128,
    pl.Float16, pl.Float32, pl.Float64, pl.Decimal(38, 0),
)  # fmt: skip
_UNITS = ("ns", "us", "ms")


class Thing:
    """An object of Python's."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name


def _cells(values: list[Any], dtype: Any) -> pl.Series:
    return pl.Series("x", values, dtype=dtype)


CELLS: dict[str, tuple[pl.Series, SemanticType]] = {
    **{str(kind): (_cells([1, 2, None, 4], kind), SemanticType.INTEGER) for kind in _WHOLE},
    "Decimal": (_cells([Decimal("1.5"), Decimal(2), None, Decimal(4)], pl.Decimal(38, 4)), SemanticType.DECIMAL),
    "Boolean": (_cells([True, False, None, True], pl.Boolean), SemanticType.BOOLEAN),
    "Date": (_cells(_MOMENTS, pl.Datetime("us")).cast(pl.Date), SemanticType.DATE),
    **{
        f"Datetime {unit} {zone}": (
            _cells(_MOMENTS, pl.Datetime(unit)).dt.replace_time_zone(zone),  # type: ignore[arg-type]
            SemanticType.DATETIME,
        )
        for unit in _UNITS
        for zone in (None, "Africa/Nairobi")
    },
    **{
        f"Duration {unit}": (_cells(_SPANS, pl.Duration(unit)), SemanticType.TEXT)  # type: ignore[arg-type]
        for unit in _UNITS
    },
    "Time": (_cells([dt.time(1), dt.time(2), None, dt.time(3)], pl.Time), SemanticType.TIME),
    "String": (_cells(["u", "v", None, "w"], pl.String), SemanticType.TEXT),
    "Categorical": (_cells(["u", "v", None, "w"], pl.Categorical), SemanticType.TEXT),
    "Enum": (_cells(["u", "v", None, "w"], pl.Enum(["u", "v", "w"])), SemanticType.TEXT),
    "Binary": (_cells([b"\xaa", b"\xff", None, b"\xbb"], pl.Binary), SemanticType.TEXT),
    "List": (_cells([[1], [2, 3], None, []], pl.List(pl.Int64)), SemanticType.TEXT),
    "List of Binary": (_cells([[b"\xff"], [b"u"], None, []], pl.List(pl.Binary)), SemanticType.TEXT),
    "Array": (_cells([[1, 2], [2, 3], None, [4, 4]], pl.Array(pl.Int64, 2)), SemanticType.TEXT),
    "Struct": (
        _cells([{"a": b"u"}, {"a": b"\xff"}, None, {"a": None}], pl.Struct({"a": pl.Binary})),
        SemanticType.TEXT,
    ),
    "Object": (_cells([Thing("u"), Thing("v"), None, Thing("w")], pl.Object), SemanticType.TEXT),
    "Null": (_cells([None] * 4, pl.Null), SemanticType.EMPTY),
}
"""Four cells of each type, three of them different and one missing, and what they are taken for."""
DISTINCT = {"Boolean": 2, "Null": 0}
"""How many of the cells are different, where it is not three."""
NAMES = ("x", "birth_date", "phone", "survey_weight", "latitude")
"""Names that turn a column into nothing special, a key, an identifier, a weight and a place."""


def beside_people(cells: pl.Series) -> pl.DataFrame:
    """Return the cells in a table about people, so that the disclosure risk is measured too."""
    people: dict[str, list[Any]] = {"sex": ["F", "M"], "age": [30, 40], "income": [1_000.5, 2_000.5]}
    return pl.DataFrame(
        [cells, *(pl.Series(name, [values[i % 2] for i in range(len(cells))]) for name, values in people.items())]
    )


def of_content(report: Report) -> Report:
    return msgspec.structs.replace(report, created="")


@pytest.mark.parametrize("kind", CELLS)
def test_cells_of_every_type_are_counted(kind: str) -> None:
    cells, expected = CELLS[kind]
    for name in NAMES:
        (table,) = check(beside_people(cells.rename(name))).tables
        column = table.columns[0]
        missing = cells.null_count()
        assert (table.rows, column.missing) == (4, missing), name
        assert column.distinct == DISTINCT.get(kind, 3), name
        if name == "x":
            binary = {SemanticType.TEXT, SemanticType.CODE}
            assert column.type in (binary if expected is SemanticType.TEXT else {expected})


@pytest.mark.parametrize("kind", CELLS)
def test_cells_of_every_type_are_the_same_however_cut(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cells, _ = CELLS[kind]
    table = beside_people(cells)
    if cells.dtype != pl.Object:  # which Polars cannot join
        table = pl.concat([table] * 3)
    whole = of_content(check(table))
    for rows in (1, 3):
        monkeypatch.setattr(frame, "_ROWS", rows)
        assert of_content(check(table, workers=2)) == whole


@pytest.mark.parametrize("kind", CELLS)
def test_columns_of_every_type_without_cells(kind: str) -> None:
    cells, _ = CELLS[kind]
    for name in ("x", "survey_weight"):
        for few, rows in ((cells.clear(), 0), (cells.slice(2, 1), 1), (cells.head(1), 1)):
            (table,) = check(few.rename(name).to_frame()).tables
            column = table.columns[0]
            assert (table.rows, column.missing, column.distinct) == (rows, few.null_count(), rows - few.null_count())


@pytest.mark.parametrize("kind", CELLS)
def test_many_cells_of_every_type_are_sketched(kind: str) -> None:
    """Past the exact counts, cells go to sketches, which know other types less well."""
    table = frame_table("t", CELLS[kind][0].to_frame())
    sample = next(table.blocks()).read()
    (plan,) = plan_columns(table.heads, sample)
    profile = ColumnProfile(plan, CheckLimits(exact_distinct=1))
    profile.observe(ColumnBatch(plan, sample.to_series()))
    summary = profile.conclude()
    assert (summary.cells, summary.distinct) == (4 - CELLS[kind][0].null_count(), DISTINCT.get(kind, 3))


@pytest.mark.parametrize("dtype", [pl.Date, pl.Datetime("us"), pl.Datetime("ms"), pl.Datetime("us", "Africa/Nairobi")])
def test_days_no_calendar_holds_become_its_ends(dtype: Any) -> None:
    most = 2**31 - 1 if dtype == pl.Date else 2**62
    far = pl.Series("x", [most, -most, 0], dtype=pl.Int32 if dtype == pl.Date else pl.Int64).cast(dtype)
    column = check(far.to_frame()).tables[0].columns[0]
    assert column.dates is not None
    assert (column.distinct, column.dates.earliest, column.dates.latest) == (3, "0001-01-02", "9999-12-30")


@pytest.mark.parametrize("dtype", [pl.Int128, pl.UInt128])
def test_numbers_of_128_bits_are_labels(dtype: Any) -> None:
    cells = pl.Series("x", [10**30 + i for i in range(30)], dtype=dtype)
    column = check(cells.to_frame()).tables[0].columns[0]
    assert (column.type, column.distinct) == (SemanticType.CODE, 30)


def test_whole_numbers_beyond_64_bits_stay_whole() -> None:
    cells = pl.Series("total", [2**64 - 1, 2**63, 7], dtype=pl.UInt64)
    assert check(cells.to_frame()).tables[0].columns[0].type is SemanticType.INTEGER


def test_not_finite_numbers() -> None:
    cells = pl.Series("x", [float("nan"), float("inf"), 3.0, -float("inf")] * 5)
    column = check(cells.to_frame()).tables[0].columns[0]
    assert column.numbers is not None
    assert (column.missing, column.mixed, column.numbers.minimum, column.numbers.maximum) == (5, 10, 3.0, 3.0)


@pytest.mark.parametrize("dtype", [pl.String, pl.Int64, pl.UInt64, pl.Float64, pl.Decimal(14, 0), pl.Decimal(20, 2)])
def test_telephones_are_found_however_they_are_stored(dtype: Any) -> None:
    cells = pl.Series("phone", [f"2547{n:08d}" for n in range(10_000_000, 10_000_200)]).cast(dtype)
    column = check(cells.to_frame()).tables[0].columns[0]
    assert (column.role, [(found.kind, found.cells) for found in column.personal]) == (Role.DIRECT, [("phone", 200)])


def test_amounts_stored_as_decimals_are_nothing_personal() -> None:
    cells = pl.Series("price", [Decimal(f"{1_234_567 + 7 * n}.{n % 90 + 10}") for n in range(200)], pl.Decimal(14, 2))
    assert check(cells.to_frame()).tables[0].columns[0].personal == ()


def test_bytes_inside_nested_cells_are_written_as_numbers() -> None:
    table = frame_table("t", CELLS["Struct"][0].to_frame())
    texts = next(table.blocks()).read()["x"].to_list()
    assert [None if text is None else json.loads(text) for text in texts] == [
        {"a": [117]},
        {"a": [255]},
        None,
        {"a": None},
    ]
