"""One way of writing a value, whatever stores it: what pseudonyms and secret shifts are derived from.

So 123 in a Stata file, `123` in a CSV and ` 123.0 ` in a spreadsheet are one value. Blanks around a text are left
out, Unicode is normalised (NFC), digits of every script are written 0 to 9, a whole number has no fraction. Leading
zeros and the case of letters are kept: `007` is not `7`.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from ayni.check.batch import ColumnBatch

__all__ = ["canonical_texts"]

_EXACT = 2.0**53
"""Beyond this not every whole number is a double."""
_OTHER_DIGITS = r"[\p{Nd}--0-9]"


def canonical_texts(batch: ColumnBatch) -> pl.Series:
    """Return every cell in its canonical form, missing ones as null; shape (cells,), String."""
    values = batch.values
    if values.dtype == pl.String:
        return _of_texts(values)
    expression = _of_stored(pl.col(values.name), values.dtype)
    return values.to_frame().select(expression.alias(values.name)).to_series()


def _of_texts(values: pl.Series) -> pl.Series:
    text = values.str.strip_chars()
    if (text.str.len_bytes() != text.str.len_chars()).any():
        text = text.str.normalize("NFC")
        other = text.str.contains(_OTHER_DIGITS).fill_null(value=False)
        if other.any():
            plain = [_plain_digits(cell) for cell in text.filter(other)]
            text = text.scatter(other.arg_true(), plain)
    return text.str.replace(r"^(-?[0-9]+)\.0+$", "$1")


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _of_stored(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if kind.is_float():
        whole = (column == column.floor()) & (column.abs() < _EXACT)
        return (
            pl.when(whole).then(column.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(column.cast(pl.String))
        )
    if kind.is_decimal():
        return column.cast(pl.String).str.replace(r"(\.[0-9]*?)0+$", "$1").str.strip_suffix(".")
    if kind == pl.Datetime:
        return column.dt.to_string("%Y-%m-%d %H:%M:%S%.f").str.strip_suffix(" 00:00:00")
    if kind == pl.Time:
        return column.dt.to_string("%H:%M:%S%.f")
    return column.cast(pl.String)
