"""Which format a file name asks for, and what of the source's details belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.errors import InputError
from ayni.protect.write.contract import Format

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.check.report import Source

__all__ = ["WRITTEN_SUFFIXES", "format_for"]

_PACKED = {"gz": "gzip", "gzip": "gzip", "zst": "zstd", "zstd": "zstd", "zip": "zip"}
_TEXT = {
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "txt": "tsv",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "json": "json",
}
_OTHER = {
    "parquet": ("parquet", None),
    "arrow": ("arrow", None),
    "feather": ("arrow", None),
    "ipc": ("arrow", None),
    "xlsx": ("excel", None),
    "dta": ("stata", None),
    "sav": ("spss", "sav"),
    "zsav": ("spss", "zsav"),
    "por": ("spss", "por"),
    "xpt": ("sas", None),
}
_INSTEAD = {"sas7bdat": ".xpt", "xls": ".xlsx", "xlsb": ".xlsx", "xlsm": ".xlsx", "ods": ".xlsx", "arrows": ".arrow"}
"""What to write instead of formats that can only be read."""
WRITTEN_SUFFIXES = tuple(f".{suffix}" for suffix in (*_TEXT, *_OTHER))


def format_for(out: Path, source: Source | None, *, byte_order_mark: bool = False) -> Format:
    """Return the format that the name of `out` asks for.

    Delimiter and byte-order mark are the source's where it is of the same format. Text formats may end in `.gz` or
    `.zst`, and a CSV in `.zip`. Raises `InputError("format-not-written")`, which says what to write instead.
    """
    words = out.name.lower().split(".")
    suffix = words[-1] if len(words) > 1 else ""
    compression = _PACKED.get(suffix)
    if compression is not None:
        suffix = words[-2] if len(words) > 2 else ""  # noqa: PLR2004 - stem, suffix and packing
        if compression == "zip" and suffix not in _TEXT:
            suffix = "csv"
    if compression is None and suffix in _OTHER:
        form, variant = _OTHER[suffix]
        same = source is not None and source.format == form
        return Format(format=form, variant=variant, sheet=source.sheet if same and source is not None else None)
    if suffix not in _TEXT:
        raise InputError("format-not-written", path=str(out), instead=_instead(suffix, compression))
    return _text(_TEXT[suffix], suffix, compression, source, byte_order_mark=byte_order_mark)


def _instead(suffix: str, compression: str | None) -> str:
    if compression is not None and suffix in _OTHER:
        return f".{suffix}"
    return _INSTEAD.get(suffix, ".csv")


def _text(form: str, suffix: str, compression: str | None, source: Source | None, *, byte_order_mark: bool) -> Format:
    if form not in {"csv", "tsv"}:
        return Format(format=form, compression=compression)
    delimiter = "\t" if form == "tsv" else ","
    tabular = source is not None and source.format in {"csv", "tsv"}
    if source is not None and source.delimiter and tabular and (source.format == form or suffix == "txt"):
        delimiter = source.delimiter
    return Format(
        format=form,
        compression=compression,
        delimiter=delimiter,
        encoding="utf-8-sig" if byte_order_mark and tabular else "utf-8",
    )
