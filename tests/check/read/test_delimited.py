from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ayni.check.read.delimited import DelimitedTable, TextLayout
from ayni.check.read.dialect import Dialect, sniff_dialect, unquote
from ayni.check.read.kernels import scan_records, tally_bytes
from ayni.check.read.origin import DiskFile, Origin
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable

LAST = True
CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from('",;\t|\n\r'), max_size=8
)


def cells_of(text: str, encoding: str, dialect: Dialect, block_bytes: int) -> tuple[list[list[str]], DelimitedTable]:
    """Read `text`, given its dialect, in blocks of `block_bytes`; a missing cell is an empty one."""
    limits = ReadLimits(block_bytes=block_bytes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(text.encode(encoding))
        origin = Origin(DiskFile(path))
        layout = TextLayout(origin, limits)
        if encoding not in {"utf-8", "utf-16"}:
            layout.encoding, layout.mark, layout.old_mac = encoding, 0, False
        names = list(dialect.names or ())
        table = DelimitedTable("t", origin, limits, names=names, layout=layout, dialect=dialect, remarks=[])
        rows = [row for block in table.blocks() for row in block.read().rows()]
    return [["" if cell is None else cell for cell in row] for row in rows], table


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "gb18030"]),
    block_bytes=st.sampled_from([7, 64, 1 << 20]),
)
def test_cells_written_as_csv_come_back_whatever_they_hold(
    rows: Any, delimiter: str, ending: str, encoding: str, block_bytes: int
) -> None:
    out = io.StringIO()
    # Python does not quote a lone carriage return when lines end without one.
    quoting = csv.QUOTE_ALL if ending == "\n" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    header = f"a{delimiter}b{delimiter}c{ending}"
    dialect = Dialect(
        delimiter=delimiter, names=("a", "b", "c"), width=3, title_rows=0, data_start=len(header.encode())
    )
    found, table = cells_of(header + out.getvalue(), encoding, dialect, block_bytes)
    assert found == [list(row) for row in rows]
    assert [remark.code for remark in table.remarks if remark.code != "text-recoded"] == []


@settings(deadline=None, max_examples=150)
@given(text=st.text(st.sampled_from('ab,"\n'), max_size=40), block_bytes=st.sampled_from([5, 17, 1 << 20]))
def test_any_mess_of_quotes_reads_as_a_lenient_csv_reader_reads_it(text: str, block_bytes: int) -> None:
    data = np.frombuffer(text.encode(), dtype=np.uint8)
    assume(not scan_records(data, ord(","), 2, LAST, np.empty(0, dtype=np.int64))[6])
    dialect = Dialect(delimiter=",", names=("a", "b"), width=2, title_rows=0, data_start=4)
    found, table = cells_of("a,b\n" + text, "utf-8", dialect, block_bytes)
    wide = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    assert found == [[*row, ""][:2] for row in wide]
    counted = {remark.code: remark.facts["count"] for remark in table.remarks}
    assert counted.get("rows-short", 0) == sum(len(row) < 2 for row in wide)
    assert counted.get("rows-long", 0) == sum(len(row) > 2 for row in wide)


@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=300) | st.text(st.sampled_from('a,\n\r"\0'), max_size=300).map(str.encode))
def test_tally_counts_what_bytes_count(data: bytes) -> None:
    delimiters, feeds, quotes, nuls, blanks = tally_bytes(np.frombuffer(data, dtype=np.uint8), ord(","))
    assert (delimiters, feeds, quotes, nuls) == (
        data.count(b","),
        data.count(b"\n"),
        data.count(b'"'),
        data.count(b"\0"),
    )
    lines = data.split(b"\n")[:-1]
    assert blanks == sum(
        line == b"" or (line == b"\r" and index > 0) or (line == b"\r" and index == 0)
        for index, line in enumerate(lines)
    )


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (b'"a"', b"a"),
        (b'""', b""),
        (b'"a""b"', b'a"b'),
        (b'"a"b', b"ab"),
        (b'"a""', b'a"'),
        (b'"""x"', b'"x'),
        (b'"', b""),
    ],
)
def test_unquote_says_what_a_field_means(cell: bytes, meant: bytes) -> None:
    assert unquote(cell) == meant


def test_ragged_rows_are_kept_and_counted(read: Callable[..., Any]) -> None:
    found = read(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n").only
    assert found.rows == [("1", "2", "3"), ("4", "5", None), ("6", "7", "8"), ("10", "11", "12")]
    assert found.remarks == {"rows-short": {"count": 1}, "rows-long": {"count": 1}}


def test_short_and_long_rows_that_cancel_out_are_noticed(read: Callable[..., Any]) -> None:
    found = read(b"a,b,c\n1,2,3\n1,2,3\n4,5\n6,7,8,9\n").only
    assert found.remarks == {"rows-short": {"count": 1}, "rows-long": {"count": 1}}


def test_blank_lines_are_dropped_and_counted_but_kept_in_a_single_column(read: Callable[..., Any]) -> None:
    assert read(b"a,b\n1,2\n\n3,4\n\r\n5,6\n").only.rows == [("1", "2"), ("3", "4"), ("5", "6")]
    assert read(b"a,b\n1,2\n\n3,4\n").only.remarks == {"rows-blank": {"count": 1}}
    assert read(b"a\n1\n\n2\n").only.rows == [("1",), (None,), ("2",)]


@pytest.mark.parametrize(
    ("text", "delimiter"), [("a;b\n1,5;2\n3,1;4\n", ";"), ("a\tb,c\n1\t2\n", "\t"), ("a|b\n1|2\n", "|")]
)
def test_delimiter_is_found(text: str, delimiter: str) -> None:
    assert sniff_dialect(text.encode(), whole=True).delimiter == delimiter


def test_free_text_with_commas_does_not_hide_the_semicolon(read: Callable[..., Any]) -> None:
    found = read(b"nr;note\n1;well, then, so\n2;no\n3;a, b\n").only
    assert found.names == ["nr", "note"]
    assert found.rows[0] == ("1", "well, then, so")


@pytest.mark.parametrize("title", [b"Survey 2020\n\n", b"Survey 2020,,\n", b"Table 3\nSource: the ministry\n\n"])
def test_title_rows_are_skipped_and_remarked(read: Callable[..., Any], title: bytes) -> None:
    found = read(title + b"id,age,sex\n1,23,F\n2,44,M\n3,31,F\n").only
    assert found.names == ["id", "age", "sex"]
    assert len(found.rows) == 3
    assert "title-rows-skipped" in found.remarks


def test_a_missing_header_is_noticed(read: Callable[..., Any]) -> None:
    found = read(b"1,23,F\n2,44,M\n3,31,F\n").only
    assert found.names == ["column_1", "column_2", "column_3"]
    assert len(found.rows) == 3
    assert found.remarks == {"header-missing": {"columns": 3}}


def test_years_as_column_names_are_a_header(read: Callable[..., Any]) -> None:
    found = read(b"country,2019,2020\nKenya,12,13\nPeru,4,5\n").only
    assert found.names == ["country", "2019", "2020"]


def test_names_are_made_unique_and_never_empty(read: Callable[..., Any]) -> None:
    found = read(b"a,a,, b ,a_2\n1,2,3,4,5\n").only
    assert found.names == ["a", "a_3", "column_3", "b", "a_2"]
    assert found.remarks["column-name-repeated"]["names"] == ["a_3"]
    assert found.remarks["column-name-empty"]["names"] == ["column_3"]


def test_r_row_names_get_a_column_of_their_own(read: Callable[..., Any]) -> None:
    found = read(b'"x","y"\n"r1",1,2\n"r2",3,4\n').only
    assert found.names == ["column_1", "x", "y"]


@pytest.mark.parametrize("data", [b"a,b,c\n", b"a,b,c"])
def test_a_header_alone_is_a_table_without_rows(read: Callable[..., Any], data: bytes) -> None:
    found = read(data).only
    assert (found.names, found.rows) == (["a", "b", "c"], [])


def test_misplaced_quotes_are_plain_characters(read: Callable[..., Any]) -> None:
    found = read(b'a,b\n1,5" pipe\n2,6" pipe\n3,"q"z\n').only
    assert found.rows == [("1", '5" pipe'), ("2", '6" pipe'), ("3", "qz")]
    assert found.remarks == {"quotes-misplaced": {"count": 3}}


def test_a_quote_that_is_never_closed_loses_no_row(read: Callable[..., Any]) -> None:
    found = read(b'a,b\n1,"x\n2,3\n4,5\n').only
    assert found.rows == [("1", '"x'), ("2", "3"), ("4", "5")]
    assert found.remarks == {"quote-not-closed": {"count": 1}}


def test_an_endless_quoted_cell_stops_at_the_limit(read: Callable[..., Any]) -> None:
    data = b'a,b\n1,2\n1,"' + b"x\n" * 3000
    limits = ReadLimits(block_bytes=512, record_bytes=2048, sniff_bytes=256)
    assert read(data, limits=limits).errors == ["quote-not-closed"]


@pytest.mark.parametrize("data", [b"a,b\n1,2\n" + b"x" * 9000, b"x" * 9000])
def test_an_endless_line_stops_at_the_limit(read: Callable[..., Any], data: bytes) -> None:
    limits = ReadLimits(block_bytes=512, record_bytes=2048, sniff_bytes=256)
    assert read(data, limits=limits).errors == ["record-too-long"]


def test_nul_bytes_are_replaced_and_counted(read: Callable[..., Any]) -> None:
    found = read(b"a,b\n1,x\0y\n2,z\n").only
    assert found.rows == [("1", "x\ufffdy"), ("2", "z")]
    assert found.remarks == {"nul-bytes": {"count": 1}}


def test_too_many_columns_are_refused_with_the_ceiling(tmp_path: Path) -> None:
    from ayni.check.read import open_dataset

    path = tmp_path / "wide.csv"
    path.write_bytes(b",".join(b"c%d" % i for i in range(100_000)) + b"\n")
    (unread,) = open_dataset([path], ReadLimits()).unread
    assert (unread.code, unread.facts["columns"], unread.facts["limit"]) == ("too-many-columns", 100_000, 20_000)


def test_old_macintosh_line_ends_are_read(read: Callable[..., Any]) -> None:
    assert read(b"a,b\r1,2\r3,4\r").only.rows == [("1", "2"), ("3", "4")]


def test_blocks_read_only_the_columns_asked_for_and_count_rows(tmp_path: Path) -> None:
    from ayni.check.read import open_dataset

    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b,c\n" + b"".join(b"%d,x,%d\n" % (i, i * i) for i in range(500)))
    (table,) = open_dataset([path], ReadLimits(block_bytes=1024)).tables
    blocks = list(table.blocks())
    assert len(blocks) > 3
    at = 0
    for block in blocks:
        assert block.first_row == at
        frame = block.read(["c", "a"])
        assert frame.columns == ["c", "a"]
        assert frame["a"].to_list() == [str(i) for i in range(at, at + frame.height)]
        at += frame.height
    assert at == 500


def test_a_second_pass_gives_the_same_rows_and_does_not_count_twice(tmp_path: Path) -> None:
    from ayni.check.read import open_dataset

    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n1\n2,3\n")
    (table,) = open_dataset([path], ReadLimits()).tables
    passes = [[row for block in table.blocks() for row in block.read().rows()] for _ in range(2)]
    assert passes[0] == passes[1] == [("1", None), ("2", "3")]
    assert [remark.facts for remark in table.remarks] == [{"count": 1}]
    assert table.bytes_read == path.stat().st_size
