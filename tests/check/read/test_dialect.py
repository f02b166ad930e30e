"""Delimiters are told apart although cells hold the others: decimal commas, lists, free text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.read.dialect import sniff_dialect

NAMES = ("site", "weight", "height", "note", "village", "dose", "visit", "income", "team")


def written(rows: list[list[str]], delimiter: str) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return target.getvalue().encode()


@pytest.mark.parametrize("hint", [",", None])
@pytest.mark.parametrize(("width", "decimals"), [(9, (3, 6)), (3, (1,)), (3, (0, 1, 2)), (2, (1,)), (2, (0, 1))])
def test_decimal_commas_do_not_hide_the_semicolon(width: int, decimals: tuple[int, ...], hint: str | None) -> None:
    body = [[f"{row},{place}" if place in decimals else f"w{row}" for place in range(width)] for row in range(300)]
    text = "\n".join(";".join(row) for row in [list(NAMES[:width]), *body]).encode()
    found = sniff_dialect(text, whole=True, hint=hint)
    assert (found.delimiter, found.names, found.width) == (";", NAMES[:width], width)
    assert found.title_rows == 0


def test_years_as_names_and_a_title_do_not_hide_the_semicolon() -> None:
    text = b"Harvest\nname;2019;2020\nmaize;1,5;2,5\nrice;3,5;4,5\n"
    found = sniff_dialect(text, whole=True, hint=",")
    assert (found.delimiter, found.names, found.title_rows) == (";", ("name", "2019", "2020"), 1)


def test_without_a_header_the_wider_of_two_even_delimiters_wins() -> None:
    found = sniff_dialect(b"1;2,5;3\n2;3,5;4\n3;4,5;6\n", whole=True, hint=",")
    assert (found.delimiter, found.names, found.width) == (";", None, 3)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], str]:
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    point = "." if delimiter == "," else draw(st.sampled_from([".", ","]))
    width = draw(st.integers(2, 9))
    kinds = ["number", *draw(st.lists(st.sampled_from(["number", "text"]), min_size=width - 1, max_size=width - 1))]
    number = st.tuples(st.integers(0, 999), st.integers(0, 99)).map(lambda pair: f"{pair[0]}{point}{pair[1]}")
    text = st.lists(st.sampled_from(["well", "then", ",", ";", "|", " "]), min_size=1, max_size=5).map(
        lambda parts: "x" + "".join(parts)
    )
    row = st.tuples(*(number if kind == "number" else text for kind in kinds)).map(list)
    return [list(NAMES[:width]), *draw(st.lists(row, min_size=3, max_size=20))], delimiter


@settings(max_examples=200, deadline=None)
@given(tables(), st.sampled_from([",", None]))
def test_any_table_is_read_with_its_columns_and_header(table: tuple[list[list[str]], str], hint: str | None) -> None:
    rows, delimiter = table
    found = sniff_dialect(written(rows, delimiter), whole=True, hint=hint)
    assert (found.delimiter, found.names, found.width) == (delimiter, tuple(rows[0]), len(rows[0]))
