from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from tests.protect.transform.tables import KEY, applied, cells, context

from ayni.errors import InputError
from ayni.protect.plan import ShiftDates
from ayni.protect.transform import prepare

DAY = dt.date(2020, 3, 4)


def _table(**columns: object) -> pl.DataFrame:
    return pl.DataFrame({"id": ["a", "b", "c", "a"], **columns})


def _days(frame: pl.DataFrame, days: int = 182, *, whole_weeks: bool = False) -> list[int]:
    stored = frame.select("id", day=pl.lit(DAY))
    step = ShiftDates(columns=("day",), by="id", days=days, whole_weeks=whole_weeks)
    return [(day - DAY).days for day in cells(step, stored, "day")]


def test_all_dates_of_a_person_move_alike_in_every_form() -> None:
    frame = _table(
        stored=[DAY] * 4,
        moment=[dt.datetime.combine(DAY, dt.time(23, 59, 58))] * 4,
        iso=["2020-03-04"] * 4,
        short=["4/3/2020"] * 3 + ["04/03/2020"],
        named=["4 Mar 2020"] * 4,
        long=["04-MARCH-2020"] * 4,
        zoned=["2020-03-04T05:06:07.5Z"] * 4,
    ).with_columns(pl.Series("short", ["4/3/2020", "13/3/2020", "4/3/2020", "04/03/2020"]))
    days = _days(frame)
    assert days[0] == days[3]
    done = applied(ShiftDates(columns=tuple(frame.columns[1:]), by="id"), frame).frame
    new = [DAY + dt.timedelta(shift) for shift in days]
    assert done["stored"].to_list() == new
    assert done["moment"].to_list() == [dt.datetime.combine(day, dt.time(23, 59, 58)) for day in new]
    assert done["iso"].to_list() == [f"{day:%Y-%m-%d}" for day in new]
    assert done["short"][0] == f"{new[0].day}/{new[0].month}/{new[0].year}"
    assert done["short"][3] == f"{new[3]:%d/%m/%Y}"
    assert done["named"].to_list() == [f"{day.day} {day:%b %Y}" for day in new]
    assert done["long"].to_list() == [f"{day:%d-%B-%Y}".upper() for day in new]
    assert done["zoned"].to_list() == [f"{day:%Y-%m-%d}T05:06:07.5Z" for day in new]


def test_no_date_stays_and_none_moves_too_far() -> None:
    frame = pl.DataFrame({"id": [str(number) for number in range(4_000)]})
    days = _days(frame, days=3)
    assert sorted(set(days)) == [-3, -2, -1, 1, 2, 3]
    assert min(days.count(shift) for shift in set(days)) > 550


def test_whole_weeks_keep_the_day_of_the_week() -> None:
    frame = pl.DataFrame({"id": [str(number) for number in range(500)]})
    assert set(_days(frame, days=20, whole_weeks=True)) == {-14, -7, 7, 14}


def test_the_number_of_days_needs_the_key() -> None:
    frame = pl.DataFrame({"id": [str(number) for number in range(50)], "day": [DAY] * 50})
    step = ShiftDates(columns=("day",), by="id")
    assert cells(step, frame, "day", context(frame, key=KEY)) != cells(
        step, frame, "day", context(frame, key=bytes(32))
    )
    with pytest.raises(InputError, match="key-needed"):
        prepare(step, context(frame, key=None))


def test_what_is_no_date_does_not_stay_in_a_column_of_dates() -> None:
    known = context(_table(born=["04/03/2020"] * 4))
    frame = _table(born=["4 March 1985", "04/03/2020 12:30", "04/03/2020 see 05/03/2020", "NA"])
    done = applied(ShiftDates(columns=("born",), by="id"), frame, known)
    shifted = DAY + dt.timedelta(_days(frame)[1])
    assert done.frame["born"].to_list() == [None, f"{shifted:%d/%m/%Y} 12:30", None, "NA"]
    assert done.changed == 3


def test_a_column_that_was_planned_as_empty_lets_no_date_through() -> None:
    known = context(_table(born=["", None, "NA", ""]))
    done = applied(ShiftDates(columns=("born",), by="id"), _table(born=["", "04/03/1985", "NA", None]), known)
    assert done.frame["born"].to_list() == ["", None, "NA", None]
    assert done.changed == 1


def test_missing_dates_stay_missing_as_they_were_written() -> None:
    frame = pl.DataFrame({"id": ["a"] * 40, "day": ["2020-03-04"] * 37 + ["", " ", None]})
    assert cells(ShiftDates(columns=("day",), by="id"), frame, "day")[37:] == ["", " ", None]


def test_placeholders_stay_as_moved_they_would_show_the_days() -> None:
    days = [dt.date(9999, 12, 31), dt.date(1900, 1, 1), dt.date(1899, 12, 30), dt.date(2999, 1, 1)]
    frame = _table(day=days)
    assert cells(ShiftDates(columns=("day",), by="id"), frame, "day") == days
    frame = _table(day=["31/12/9999", "04/03/2020", "05/03/2020", "13/03/2020"])
    assert cells(ShiftDates(columns=("day",), by="id"), frame, "day")[0] == "31/12/9999"


def test_the_calendar_ends_at_its_first_day() -> None:
    frame = pl.DataFrame({"id": [str(number) for number in range(20)], "day": [dt.date(1, 1, 1)] * 20})
    days = _days(frame)
    moved = cells(ShiftDates(columns=("day",), by="id"), frame, "day")
    first = dt.date(1, 1, 1)
    assert moved == [first + dt.timedelta(shift) if shift > 0 else None for shift in days]


def test_rows_without_a_person_each_move_by_themselves() -> None:
    frame = pl.DataFrame({"id": [None, ""] * 100, "day": [DAY] * 200, "end": [DAY + dt.timedelta(9)] * 200})
    done = applied(ShiftDates(columns=("day", "end"), by="id"), frame).frame
    assert done["day"].n_unique() > 80
    assert (done["end"] - done["day"]).unique().to_list() == [dt.timedelta(9)]


def test_a_person_moves_alike_in_another_file_and_storage() -> None:
    texts = pl.DataFrame({"id": ["17", "18"], "day": [DAY] * 2})
    numbers = pl.DataFrame({"id": [18.0, 17.0], "day": [DAY] * 2})
    step = ShiftDates(columns=("day",), by="id")
    assert cells(step, texts, "day") == cells(step, numbers, "day")[::-1]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (ShiftDates(columns=("day",), by="id", days=0), "shift-days"),
        (ShiftDates(columns=("day",), by="id", days=40_000), "shift-days"),
        (ShiftDates(columns=("day",), by="id", days=6, whole_weeks=True), "shift-days-week"),
        (ShiftDates(columns=("id",), by="day"), "step-needs-dates"),
        (ShiftDates(columns=("day",), by="day"), "shift-by-itself"),
        (ShiftDates(columns=("day",), by="gone"), "step-unknown-column"),
    ],
)
def test_what_cannot_be_done_is_refused(step: ShiftDates, code: str) -> None:
    with pytest.raises(InputError) as caught:
        prepare(step, context(_table(day=[DAY] * 4)))
    assert caught.value.code == code
