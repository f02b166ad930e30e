"""Cells made fit for formats that hold less than a frame does: formulas defused, nested values as JSON text."""

from __future__ import annotations

import re

import polars as pl

__all__ = ["as_text", "defuse", "defuse_name", "without_nested"]

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV injection", with the full-width forms).
_STARTS = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
# Signed numbers, telephone numbers and a sign alone are not run; everything else that starts so could be.
_HARMLESS = "^(?:[+-][0-9 .,'\u00a0\u202f]*[0-9](?:[eE][+-]?[0-9]+)?\u00a0?%?|[+-][0-9]+[.,]|[+-]+)$"
_HARMLESS_PATTERN = re.compile(_HARMLESS.removesuffix("$") + r"\Z")
_STARTS_PATTERN = re.compile("^" + _STARTS)


def defuse(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Put an apostrophe before text that a spreadsheet would run as a formula; tell how many cells."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    changed, total = {}, 0
    for name in texts:
        text = frame[name]
        risky = (text.str.contains("^" + _STARTS) & ~text.str.contains(_HARMLESS)).fill_null(value=False)
        count = int(risky.sum())
        if count:
            changed[name] = frame.select(
                pl.when(risky).then(pl.concat_str(pl.lit("'"), pl.col(name))).otherwise(pl.col(name)).alias(name)
            )[name]
            total += count
    return (frame.with_columns(**changed) if changed else frame), total


def defuse_name(name: str) -> str:
    """Return a column's name as `defuse` writes a cell."""
    return f"'{name}" if _STARTS_PATTERN.match(name) and not _HARMLESS_PATTERN.match(name) else name


def without_nested(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with lists and structs as JSON text, bytes as hexadecimal text, categories as text."""
    made = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if kind.is_nested():
            whole = pl.struct(column.alias("v")).struct.json_encode().str.strip_prefix('{"v":').str.strip_suffix("}")
            made.append(pl.when(column.is_null()).then(None).otherwise(whole).alias(name))
        elif kind == pl.Binary:
            made.append(column.bin.encode("hex"))
        elif isinstance(kind, pl.Categorical | pl.Enum):
            made.append(column.cast(pl.String))
        elif kind == pl.Duration:
            made.append(column.dt.to_string("iso"))
        elif isinstance(kind, pl.Null):
            made.append(column.cast(pl.String))
    return frame.with_columns(made) if made else frame


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame as formats of plain text hold it: `without_nested`, and NaN as missing."""
    frame = without_nested(frame)
    floats = [name for name, kind in frame.schema.items() if kind.is_float()]
    return frame.with_columns(pl.col(floats).fill_nan(None)) if floats else frame
