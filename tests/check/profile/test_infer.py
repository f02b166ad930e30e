import datetime as dt

import polars as pl
import pytest

from ayni.check.batch import ColumnBatch, ColumnPlan
from ayni.check.profile import plan_columns
from ayni.check.read.table import ColumnHead
from ayni.check.report import SemanticType


def plan(cells: list[str] | pl.Series, name: str = "x", **head: object) -> ColumnPlan:
    series = cells if isinstance(cells, pl.Series) else pl.Series(name, cells, dtype=pl.String)
    return plan_columns([ColumnHead(name=name, **head)], series.to_frame())[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2", "-3", "+4", " 5 "], SemanticType.INTEGER),
        (["0", "10", "NA", "-", ".", "n/a", "7"], SemanticType.INTEGER),
        (["1.5", "2", "-3.25", "1e5", ".5"], SemanticType.DECIMAL),
        (["00123", "04567", "12345"], SemanticType.CODE),
        (["+254738409644", "+254704390898"], SemanticType.CODE),
        (["0722 123 456", "0733 987 654"], SemanticType.CODE),
        ([str(700_000_000 + 7919 * i) for i in range(20)], SemanticType.CODE),
        ([str(1000 + 7919 * i) for i in range(20)], SemanticType.INTEGER),
        (["12345678901234567", "22345678901234567"], SemanticType.CODE),
        (["A00.6", "B12.1"], SemanticType.CODE),
        (["Amina Otieno", "Pedro Quispe"], SemanticType.TEXT),
        (["user1@example.org", "user2@example.org"], SemanticType.TEXT),
        (["https://example.org/1", "https://example.org/2"], SemanticType.TEXT),
        (["192.168.0.1", "10.0.0.1"], SemanticType.CODE),
        (["yes", "No", "YES", "NA"], SemanticType.BOOLEAN),
        (["oui", "non"], SemanticType.BOOLEAN),
        (["Sí", "No"], SemanticType.BOOLEAN),
        (["ndiyo", "hapana"], SemanticType.BOOLEAN),
        (["نعم", "لا"], SemanticType.BOOLEAN),
        (["是", "否"], SemanticType.BOOLEAN),
        (["T", "F", "T"], SemanticType.BOOLEAN),
        (["F", "F", "F"], SemanticType.TEXT),
        (["F", "M", "F"], SemanticType.TEXT),
        (["0", "1", "1"], SemanticType.INTEGER),
        (["08:30", "17:45"], SemanticType.TIME),
        (["8:30 AM", "5:45:10 pm"], SemanticType.TIME),
        (["", "NA", "-"], SemanticType.EMPTY),
        (["None", "None"], SemanticType.TEXT),
        ([], SemanticType.EMPTY),
        (["1.2.3", "1.10.4"], SemanticType.CODE),
        (["20201301", "99999999", "12345678"], SemanticType.INTEGER),
        (["1", "2", "x"], SemanticType.TEXT),
    ],
)
def test_plan_columns_tells_the_type_of_text(cells: list[str], kind: SemanticType) -> None:
    assert plan(cells).type is kind


def test_plan_columns_types_a_column_when_nineteen_cells_in_twenty_fit() -> None:
    assert plan([*map(str, range(95)), *["unknown"] * 5]).type is SemanticType.INTEGER
    assert plan([*map(str, range(94)), *["unknown"] * 6]).type is not SemanticType.INTEGER


@pytest.mark.parametrize(
    ("name", "kind"),
    [("is_member", SemanticType.BOOLEAN), ("children", SemanticType.INTEGER), ("zip", SemanticType.CODE)],
)
def test_plan_columns_listens_to_the_name(name: str, kind: SemanticType) -> None:
    assert plan(["0", "1", "1"], name).type is kind


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.234,56", "7,5"], [1234.56, 7.5]),
        (["1 234,56", "7,5"], [1234.56, 7.5]),
        (["1\u202f234,56", "7,5"], [1234.56, 7.5]),
        (["1,234.56", "7.5"], [1234.56, 7.5]),
        (["1,234", "56"], [1234.0, 56.0]),
        (["1,234,567", "5"], [1234567.0, 5.0]),
        (["0,123", "1,234"], [0.123, 1.234]),
        (["1,25", "1,234"], [1.25, 1.234]),
        (["1'234.5", "7"], [1234.5, 7.0]),
        (["1.234.567", "8"], [1234567.0, 8.0]),
        (["-1.5", " 2 "], [-1.5, 2.0]),
    ],
)
def test_plan_columns_reads_numbers_as_they_are_written(cells: list[str], numbers: list[float]) -> None:
    batch = ColumnBatch(plan(cells), pl.Series(cells))
    assert batch.numbers is not None
    assert batch.numbers.to_list() == numbers


def test_plan_columns_lets_a_sure_column_decide_for_one_that_is_not() -> None:
    heads = [ColumnHead(name="a"), ColumnHead(name="b"), ColumnHead(name="c")]
    frame = pl.DataFrame({"a": ["1,234", "5,678"], "b": ["1,5", "2,25"], "c": ["1.234", "5.678"]})
    first, _, third = plan_columns(heads, frame)
    assert first.decimal_comma
    assert (third.decimal_comma, third.grouping, third.type) == (True, ".", SemanticType.INTEGER)
    alone = plan_columns(heads[:1], frame.select("a"))[0]
    assert (alone.decimal_comma, alone.grouping) == (False, ",")


DAY = dt.date(2020, 3, 4)


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["2020-03-04", "2021-12-31"], [DAY, dt.date(2021, 12, 31)]),
        (["2020/3/4", "2021/12/31"], [DAY, dt.date(2021, 12, 31)]),
        (["04/03/2020", "31/12/2021"], [DAY, dt.date(2021, 12, 31)]),
        (["03/04/2020", "12/31/2021"], [DAY, dt.date(2021, 12, 31)]),
        (["4.3.2020", "05.03.2020"], [DAY, dt.date(2020, 3, 5)]),
        (["04-03-20", "31-12-21"], [DAY, dt.date(2021, 12, 31)]),
        (["4-Mar-2020", "31-Dec-2021"], [DAY, dt.date(2021, 12, 31)]),
        (["4 March 2020", "31 December 2021"], [DAY, dt.date(2021, 12, 31)]),
        (["March 4, 2020", "December 31, 2021"], [DAY, dt.date(2021, 12, 31)]),
        (["20200304", "20211231"], [DAY, dt.date(2021, 12, 31)]),
        ([" 2020-03-04", "NA"], [DAY, None]),
        (["04/03/2020", "05/03/2020"], [DAY, dt.date(2020, 3, 5)]),
    ],
)
def test_plan_columns_reads_dates_as_they_are_written(cells: list[str], days: list[dt.date | None]) -> None:
    found = plan(cells)
    assert found.type is SemanticType.DATE
    batch = ColumnBatch(found, pl.Series(cells))
    assert batch.days is not None
    assert batch.days.to_list() == days


@pytest.mark.parametrize(
    "cell",
    [
        "2020-03-04T10:11:12",
        "2020-03-04 10:11",
        "2020-03-04T10:11:12.123456",
        "2020-03-04T10:11:12Z",
        "2020-03-04T10:11:12.5Z",
        "2020-03-04T10:11:12+02:00",
        "2020-03-04 10:11:12+0200",
        "04/03/2020 10:11",
        "4.3.2020 10:11:12",
        "04/03/2020 10:11 PM",
        "04/03/2020 10:11:12PM",
    ],
)
def test_plan_columns_reads_dates_with_times(cell: str) -> None:
    found = plan([cell])
    assert found.type is SemanticType.DATETIME
    batch = ColumnBatch(found, pl.Series([cell]))
    assert batch.days is not None
    assert batch.days.to_list() == [DAY]


def test_plan_columns_takes_the_month_first_where_another_column_does() -> None:
    heads = [ColumnHead(name="a"), ColumnHead(name="b")]
    first, second = plan_columns(heads, pl.DataFrame({"a": ["01/02/2020"], "b": ["01/31/2020"]}))
    assert (first.date_format, second.date_format) == ("%m/%d/%Y", "%m/%d/%Y")


def test_plan_columns_keeps_namibia() -> None:
    cells = ["KE", "NA", "UG", "None", "n/a"]
    found = plan(cells, "country")
    assert ColumnBatch(found, pl.Series(cells)).values.to_list() == ["KE", "NA", "UG", "None", None]


@pytest.mark.parametrize(
    ("series", "kind", "storage"),
    [
        (pl.Series("x", [1, 2], dtype=pl.Int8), SemanticType.INTEGER, "int8"),
        (pl.Series("x", [1.0, 2.0]), SemanticType.INTEGER, "float64"),
        (pl.Series("x", [1.0, 2.5]), SemanticType.DECIMAL, "float64"),
        (pl.Series("x", [True]), SemanticType.BOOLEAN, "boolean"),
        (pl.Series("x", [DAY]), SemanticType.DATE, "date"),
        (pl.Series("x", [dt.time(1, 2)]), SemanticType.TIME, "time"),
        (pl.Series("x", [[1], [2]]), SemanticType.NESTED, "list(int64)"),
        (pl.Series("x", [{"a": 1}]), SemanticType.NESTED, "struct({'a': int64})"),
        (pl.Series("x", ["a"], dtype=pl.Categorical), SemanticType.CATEGORY, "categorical"),
        (pl.Series("x", [None, None]), SemanticType.EMPTY, "null"),
        (pl.Series("x", [None], dtype=pl.Float64), SemanticType.DECIMAL, "float64"),
        (pl.Series("x", [b"a"]), SemanticType.NESTED, "binary"),
    ],
)
def test_plan_columns_keeps_stored_types(series: pl.Series, kind: SemanticType, storage: str) -> None:
    found = plan(series)
    assert (found.type, found.storage, found.missing_tokens) == (kind, storage, ("",))


def test_plan_columns_makes_labelled_values_a_category() -> None:
    codes = pl.Series("x", [1.0, 2.0, 1.0])
    assert plan(codes, value_labels={"1": "male", "2": "female"}).type is SemanticType.CATEGORY
    assert plan(pl.Series("x", [31.0, 45.0, -99.0]), value_labels={"-99": "refused"}).type is SemanticType.INTEGER


def test_plan_columns_looks_all_over_a_large_sample() -> None:
    cells = ["1"] * 50_000 + ["word here"] * 50_000
    assert plan(cells).type is SemanticType.TEXT


def test_plan_columns_without_columns_is_empty() -> None:
    assert plan_columns([], pl.DataFrame()) == ()
