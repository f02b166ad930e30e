from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import pyreadstat
import pytest

from ayni.errors import InputError, LimitError
from ayni.limits import ProtectLimits
from ayni.protect.write import OutputColumn, format_for, open_writer, source_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ayni.check.read.table import TableReader
    from ayni.protect.write import Written

_FRAME = pl.DataFrame(
    {
        "byte": pl.Series([1, None, 100], dtype=pl.Int64),
        "int": pl.Series([101, None, -5], dtype=pl.Int64),
        "long": pl.Series([32_741, None, -5], dtype=pl.Int64),
        "wide": pl.Series([2_147_483_621, None, -5], dtype=pl.Int64),
        "single": pl.Series([0.5, None, -2.25], dtype=pl.Float32),
        "double": [0.1, None, float("nan")],
        "text": ["é", None, "abc"],
        "day": [dt.date(2020, 1, 2), None, dt.date(1950, 3, 4)],
        "moment": [dt.datetime(2020, 1, 2, 3, 4, 5), None, None],  # noqa: DTZ001 - Stata knows no zones
        "id": [2**60, None, 1],
        "story": ["x" * 3_000, None, "é"],
    }
)
_COLUMNS = tuple(
    OutputColumn(
        name=name,
        label=f"Label é {name}",
        value_labels={"1": "yes", "100": "no"} if name == "byte" else {},
        measure="nominal" if name == "byte" else None,
        display={"day": "%tdDD/NN/CCYY", "single": "%6.1f", "text": "%8.2f"}.get(name),
    )
    for name in _FRAME.columns
)


def test_stata_keeps_types_labels_formats_and_missing(
    tmp_path: Path, written: Callable[..., Written], rows: Callable[[Path], pl.DataFrame]
) -> None:
    path = tmp_path / "o.dta"
    done = written(path, _FRAME, _FRAME.head(1), columns=_COLUMNS)
    assert done.renamed == {"byte": "byte_", "int": "int_", "long": "long_", "double": "double_"}
    _, meta = pyreadstat.read_dta(str(path), output_format="dict")
    assert list(meta.readstat_variable_types.values()) == (
        "int8 int16 int32 double float double string int32 double string string".split()
    )
    assert meta.variable_value_labels == {"byte_": {1: "yes", 100: "no"}}
    assert meta.column_labels == [column.label for column in _COLUMNS]
    assert list(meta.original_variable_types.values()) == [
        "%8.0g", "%8.0g", "%12.0g", "%10.0g", "%6.1f", "%10.0g", "%-9s", "%tdDD/NN/CCYY", "%tc", "%-19s", "%-9s",
    ]  # fmt: skip
    plain = _FRAME.with_columns(
        pl.col("double").fill_nan(None),
        pl.col("id").cast(pl.String).fill_null(""),
        pl.col("text", "story").fill_null(""),
    )
    assert rows(path).rows() == plain.rows() + plain.head(1).rows()


def test_stata_without_rows_and_without_frames_can_be_read(tmp_path: Path, written: Callable[..., Written]) -> None:
    path = tmp_path / "o.dta"
    written(path, _FRAME.clear(), columns=_COLUMNS)
    assert pyreadstat.read_dta(str(path), output_format="dict")[1].number_rows == 0
    with open_writer(path, format_for(path, None), _COLUMNS, limits=ProtectLimits()) as writer:
        writer.close()
    assert pyreadstat.read_dta(str(path), output_format="dict")[1].number_rows == 0


@pytest.mark.parametrize("name", ["o.sav", "o.zsav", "o.xpt"])
def test_spss_and_sas_keep_values_and_labels(
    tmp_path: Path,
    written: Callable[..., Written],
    reader: Callable[[Path], TableReader],
    rows: Callable[[Path], pl.DataFrame],
    name: str,
) -> None:
    path = tmp_path / name
    written(path, _FRAME, columns=_COLUMNS)
    plain = _FRAME.with_columns(
        pl.col("double").fill_nan(None),
        pl.col("id").cast(pl.String).fill_null(""),
        pl.col("text", "story").fill_null(""),
    )
    assert rows(path).rows() == plain.rows()
    found = source_columns(reader(path))
    assert [(one.name, one.label) for one in found] == [(one.name, one.label) for one in _COLUMNS]
    if name != "o.xpt":
        assert (found[0].value_labels, found[0].measure) == ({"1": "yes", "100": "no"}, "nominal")


def test_what_a_source_says_of_its_columns_survives(
    tmp_path: Path,
    written: Callable[..., Written],
    reader: Callable[[Path], TableReader],
    rows: Callable[[Path], pl.DataFrame],
) -> None:
    for name in ("first.dta", "first.sav"):
        path, again = tmp_path / name, tmp_path / f"again.{name.rpartition('.')[2]}"
        written(path, _FRAME, columns=_COLUMNS)
        columns = source_columns(reader(path))
        written(again, rows(path), columns=columns)
        assert source_columns(reader(again)) == columns
        assert rows(again).rows() == rows(path).rows()


def test_portable_files_take_plain_letters_only(
    tmp_path: Path, written: Callable[..., Written], rows: Callable[[Path], pl.DataFrame]
) -> None:
    path = tmp_path / "o.por"
    with pytest.raises(InputError) as caught:
        written(path, pl.DataFrame({"text": ["é"]}))
    assert caught.value.code == "output-letters-not-held"
    with pytest.raises(LimitError) as caught:
        written(path, pl.DataFrame({"text": ["x" * 256]}))
    assert (caught.value.code, caught.value.facts["bytes"]) == ("output-text-too-long", 256)
    assert list(tmp_path.iterdir()) == []
    written(path, pl.DataFrame({"text": ["a", None], "a_very_long_name": [1.5, None]}))
    assert rows(path).rows() == [("a", 1.5), ("", None)]


def test_more_than_fits_into_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "o.dta"
    limits = ProtectLimits(whole_bytes=1_000)
    with open_writer(path, format_for(path, None), (OutputColumn(name="a"),), limits=limits) as writer:
        writer.write(pl.DataFrame({"a": [1] * 100}))
        with pytest.raises(LimitError) as caught:
            writer.write(pl.DataFrame({"a": [1] * 100}))
    assert (caught.value.code, caught.value.facts["limit"]) == ("output-too-large", 1_000)
    assert list(tmp_path.iterdir()) == []
