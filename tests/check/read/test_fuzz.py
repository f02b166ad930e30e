"""Whatever the bytes, a reader gives a table or an `InputError`, never anything else."""

from __future__ import annotations

import functools
import gzip
import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl  # type: ignore[import-untyped]
import polars as pl
import pyreadstat
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.check.read import open_dataset
from ayni.errors import InputError
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = ReadLimits(block_bytes=1 << 12, record_bytes=1 << 14, sniff_bytes=1 << 12, seekable_bytes=1 << 22)
FRAME = pl.DataFrame({"ID": [1.0, 2.0, 3.0] * 20, "NAME": ["Amina", "Wei", "Olga"] * 20, "AGE": [3.5, None, 90.0] * 20})


@functools.cache
def valid(suffix: str) -> bytes:  # noqa: C901 - one case for each format
    """Return a small valid file of each format."""
    out = io.BytesIO()
    match suffix:
        case "csv":
            FRAME.write_csv(out)
        case "csv.gz":
            return gzip.compress(valid("csv"))
        case "csv.zst":
            return zstandard.compress(valid("csv"))
        case "parquet":
            FRAME.write_parquet(out)
        case "arrow":
            FRAME.write_ipc(out)
        case "arrows":
            FRAME.write_ipc_stream(out)
        case "jsonl":
            FRAME.write_ndjson(out)
        case "json":
            return json.dumps(FRAME.to_dicts(), indent=1).encode()
        case "xlsx":
            book = openpyxl.Workbook()
            for row in FRAME.rows():
                book.active.append(row)
            book.save(out)
        case _:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"t.{suffix}"
                writers: dict[str, Callable[..., None]] = {
                    "dta": pyreadstat.write_dta,
                    "sav": pyreadstat.write_sav,
                    "por": pyreadstat.write_por,
                    "xpt": pyreadstat.write_xport,
                }
                writers[suffix](FRAME, path)
                return path.read_bytes()
    return out.getvalue()


def read_all(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"t.{suffix}"
        path.write_bytes(data)
        dataset = open_dataset([path], LIMITS)
        assert dataset.tables or dataset.unread
        for table in dataset.tables:
            try:
                for block in table.blocks():
                    assert block.read().columns == [head.name for head in table.heads]
            except InputError:
                continue


EDIT = st.tuples(st.floats(0, 1), st.binary(max_size=4), st.integers(0, 6))
FORMATS = [
    "csv",
    "csv.gz",
    "csv.zst",
    "parquet",
    "arrow",
    "arrows",
    "jsonl",
    "json",
    "xlsx",
    "dta",
    "sav",
    "por",
    "xpt",
]


@pytest.mark.parametrize("suffix", FORMATS)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDIT, min_size=1, max_size=4), cut=st.floats(0.2, 1))
def test_damaged_files_give_tables_or_input_errors(suffix: str, edits: Any, cut: float) -> None:
    data = valid(suffix)
    for place, new, dropped in edits:
        at = int(place * len(data))
        data = data[:at] + new + data[at + dropped :]
    read_all(data[: int(cut * len(data)) + 1], suffix)


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet", "xlsx", "zip", "gz", "dta"])
@settings(deadline=None, max_examples=25)
@given(data=st.binary(max_size=600) | st.text(max_size=300).map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_random_bytes_give_tables_or_input_errors(suffix: str, data: bytes) -> None:
    read_all(data, suffix)
