from __future__ import annotations

from pathlib import Path

import pytest

from ayni.check.report import Source
from ayni.errors import InputError
from ayni.protect.write import Format, format_for

_SOURCE = Source(path="in.csv", format="csv", delimiter=";")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("o.csv", Format(format="csv", delimiter=";")),
        ("O.CSV.GZ", Format(format="csv", delimiter=";", compression="gzip")),
        ("o.csv.zst", Format(format="csv", delimiter=";", compression="zstd")),
        ("o.zip", Format(format="csv", delimiter=";", compression="zip")),
        ("o.tsv", Format(format="tsv", delimiter="\t")),
        ("o.txt", Format(format="tsv", delimiter=";")),
        ("o.ndjson", Format(format="jsonl")),
        ("o.json.gz", Format(format="json", compression="gzip")),
        ("o.parquet", Format(format="parquet")),
        ("o.feather", Format(format="arrow")),
        ("o.xlsx", Format(format="excel")),
        ("o.dta", Format(format="stata")),
        ("o.zsav", Format(format="spss", variant="zsav")),
        ("o.xpt", Format(format="sas")),
    ],
)
def test_format_follows_the_name_and_the_source(name: str, expected: Format) -> None:
    assert format_for(Path(name), _SOURCE) == expected


def test_byte_order_mark_is_kept() -> None:
    assert format_for(Path("o.csv"), _SOURCE, byte_order_mark=True).encoding == "utf-8-sig"


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("o.sas7bdat", ".xpt"),
        ("o.xls", ".xlsx"),
        ("o.ods", ".xlsx"),
        ("o.dta.gz", ".dta"),
        ("o", ".csv"),
        (".csv.x", ".csv"),
    ],
)
def test_formats_without_a_writer_name_another(name: str, instead: str) -> None:
    with pytest.raises(InputError) as caught:
        format_for(Path(name), None)
    assert (caught.value.code, caught.value.facts) == ("format-not-written", {"path": name, "instead": instead})
