from __future__ import annotations

import gzip
import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.limits import ProtectLimits
from ayni.protect.write import Format, OutputColumn, Written, open_writer
from ayni.protect.write.cells import defuse, defuse_name

if TYPE_CHECKING:
    from collections.abc import Callable

_CELLS = st.none() | st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('"\n,;\tسلامعö= +-@'), max_size=12
)


def _csv(frame: pl.DataFrame, form: Format) -> bytes:
    columns = tuple(OutputColumn(name=name) for name in frame.columns)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.csv"
        with open_writer(path, form, columns, limits=ProtectLimits()) as writer:
            writer.write(frame)
            writer.close()
        return path.read_bytes()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_CELLS, _CELLS), max_size=6), st.sampled_from([",", ";", "\t", "|"]))
def test_csv_is_read_back_as_it_was_but_for_formulas(cells: list[tuple[str | None, ...]], delimiter: str) -> None:
    frame = pl.DataFrame(cells, schema={"a": pl.String, 'b "x"': pl.String}, orient="row")
    data = _csv(frame, Format(format="csv", delimiter=delimiter))
    head, _, body = data.partition(b"\n")
    assert head == f'a{delimiter}"b ""x"""'.encode()
    back = pl.read_csv(io.BytesIO(body), has_header=False, separator=delimiter, schema=frame.schema) if cells else frame
    assert back.rows() == defuse(frame)[0].rows()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "-x",
        "+254 abc",
        "=",
        "-5=1",
        "-5\n=1",
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    frame, count = defuse(pl.DataFrame({"a": [text, "harmless", None]}))
    assert (frame["a"].to_list(), count) == (["'" + text, "harmless", None], 1)
    assert defuse_name(text) == "'" + text


@pytest.mark.parametrize("text", ["-5", "-5.25", "+254712345678", "-1,5", "-1e-5", "-", "--", "- 3", "-12%", "a=1", ""])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    frame, count = defuse(pl.DataFrame({"a": [text]}))
    assert (frame["a"].to_list(), count) == ([text], 0)
    assert defuse_name(text) == text


def test_csv_keeps_empty_apart_from_missing_and_counts_formulas(
    tmp_path: Path, written: Callable[..., Written]
) -> None:
    path = tmp_path / "out.csv"
    frame = pl.DataFrame({"=a": ["", None, "=1"], "n": [-5.0, float("nan"), None]})
    done = written(path, frame, frame.head(1))
    body = b'"\'=a",n\n"",-5.0\n,\n\'=1,\n"",-5.0\n'.replace(b'"\'=a"', b"'=a")
    assert path.read_bytes() == body
    assert done == Written(bytes=len(body), sha256=hashlib.sha256(body).hexdigest(), rows=4, formulas_defused=2)


def test_csv_without_rows_has_its_header_and_mark() -> None:
    frame = pl.DataFrame(schema={"a": pl.Int64, "b,c": pl.String})
    assert _csv(frame, Format(format="csv", encoding="utf-8-sig")) == b'\xef\xbb\xbfa,"b,c"\n'


@pytest.mark.parametrize("name", ["o.csv.gz", "o.csv.zst", "o.csv.zip"])
def test_packed_text_is_the_same_text_each_time(tmp_path: Path, written: Callable[..., Written], name: str) -> None:
    frame = pl.DataFrame({"a": [1, 2]})
    path = tmp_path / name
    done = written(path, frame)
    data = path.read_bytes()
    assert done.sha256 == hashlib.sha256(data).hexdigest()
    assert written(path, frame).sha256 == done.sha256
    if name.endswith("gz"):
        assert gzip.decompress(data) == b"a\n1\n2\n"
    elif name.endswith("zst"):
        assert zstandard.ZstdDecompressor().stream_reader(data).read() == b"a\n1\n2\n"
    else:
        with zipfile.ZipFile(path) as archive:
            assert archive.namelist() == ["o.csv"]
            assert archive.read("o.csv") == b"a\n1\n2\n"


@pytest.mark.parametrize(("name", "rows"), [("o.json", 2), ("o.json", 0), ("o.jsonl", 2)])
def test_json_holds_the_values(tmp_path: Path, written: Callable[..., Written], name: str, rows: int) -> None:
    frame = pl.DataFrame({"a": [1.5, float("nan")], "t": ["=1\n", None], "l": [[1, None], None]}).head(rows)
    path = tmp_path / name
    written(path, frame, frame)
    text = path.read_text(encoding="utf-8")
    found = json.loads(text) if name == "o.json" else [json.loads(line) for line in text.splitlines()]
    expected = [{"a": 1.5, "t": "=1\n", "l": [1, None]}, {"a": None, "t": None, "l": None}][:rows]
    assert found == expected * 2
