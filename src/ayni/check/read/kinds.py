"""Tell what a file is from its first bytes; its suffix only helps where bytes cannot decide."""

from __future__ import annotations

import codecs
import enum
import re

from ayni.check.read.encoding import detect_encoding

__all__ = ["SUFFIXES", "Kind", "detect_kind", "split_suffix"]


class Kind(enum.StrEnum):
    """What a file is; the last four are containers."""

    DELIMITED = "csv"
    PARQUET = "parquet"
    ARROW = "arrow"
    JSON = "json"
    EXCEL = "excel"
    STATA = "stata"
    SPSS = "spss"
    SPSS_PORTABLE = "spss-portable"
    SAS = "sas"
    SAS_TRANSPORT = "sas-transport"
    GZIP = "gzip"
    ZSTD = "zstd"
    ZIP = "zip"
    NO_TABLE = "no-table"


SUFFIXES = {
    "csv": Kind.DELIMITED,
    "tsv": Kind.DELIMITED,
    "tab": Kind.DELIMITED,
    "txt": Kind.DELIMITED,
    "psv": Kind.DELIMITED,
    "parquet": Kind.PARQUET,
    "pq": Kind.PARQUET,
    "arrow": Kind.ARROW,
    "arrows": Kind.ARROW,
    "ipc": Kind.ARROW,
    "feather": Kind.ARROW,
    "json": Kind.JSON,
    "jsonl": Kind.JSON,
    "ndjson": Kind.JSON,
    "xlsx": Kind.EXCEL,
    "xlsm": Kind.EXCEL,
    "xls": Kind.EXCEL,
    "xlsb": Kind.EXCEL,
    "ods": Kind.EXCEL,
    "dta": Kind.STATA,
    "sav": Kind.SPSS,
    "zsav": Kind.SPSS,
    "por": Kind.SPSS_PORTABLE,
    "sas7bdat": Kind.SAS,
    "xpt": Kind.SAS_TRANSPORT,
    "gz": Kind.GZIP,
    "zst": Kind.ZSTD,
    "zip": Kind.ZIP,
}
"""The suffixes a folder is searched for."""

_SAS = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
_MAGIC = (
    (b"PAR1", Kind.PARQUET),
    (b"ARROW1", Kind.ARROW),
    (b"\x1f\x8b\x08", Kind.GZIP),
    (b"\x28\xb5\x2f\xfd", Kind.ZSTD),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.EXCEL),
    (b"<stata_dta>", Kind.STATA),
    (b"$FL2@(#)", Kind.SPSS),
    (b"$FL3@(#)", Kind.SPSS),
    (_SAS, Kind.SAS),
    (b"HEADER RECORD*******LIB", Kind.SAS_TRANSPORT),
    (b"%PDF-", Kind.NO_TABLE),
    (b"\x89PNG\r\n", Kind.NO_TABLE),
    (b"\xff\xd8\xff", Kind.NO_TABLE),
    (b"GIF8", Kind.NO_TABLE),
    (b"SQLite format 3\0", Kind.NO_TABLE),
    (b"\x7fELF", Kind.NO_TABLE),
    (b"7z\xbc\xaf", Kind.NO_TABLE),
    (b"Rar!", Kind.NO_TABLE),
    (b"BZh9", Kind.NO_TABLE),
    (b"\xfd7zXZ", Kind.NO_TABLE),
    (b"PAR2", Kind.NO_TABLE),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|svg|head|body|table)\b", re.IGNORECASE)
_JSON_START = re.compile(r'\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:\{|\[|"|\]|-?\d|null|true|false|$))')
_JSON_OBJECT_LIST = re.compile(r"\s*\[\s*(?:\{|\]|$)")
_OLD_STATA = frozenset(bytes([release]) for release in (102, 103, 104, 105, 108, 110, 111, 112, 113, 114, 115))


def detect_kind(head: bytes, suffix: str) -> Kind:
    """Return the kind of a file that begins with `head` (4 KiB are enough)."""
    known = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if known is not None:
        return known
    if head[:4] == b"\xff\xff\xff\xff" and 0 < int.from_bytes(head[4:8], "little") < 1 << 28:
        return Kind.ARROW
    if head[:1] in _OLD_STATA and head[1:4] in {b"\1\1\0", b"\2\1\0"}:
        return Kind.STATA
    start = head[:700].translate(None, b"\r\n")
    if b"SPSSPORT" in start or b"SPSS PORT FILE" in start[:200]:
        return Kind.SPSS_PORTABLE
    return _kind_of_text(head, suffix)


def _kind_of_text(head: bytes, suffix: str) -> Kind:
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        return Kind.NO_TABLE
    hinted = SUFFIXES.get(suffix)
    encoding, mark = detect_encoding(head)
    text = head[mark:].decode(encoding, "replace")
    if _JSON_START.match(text) and (hinted is not Kind.DELIMITED or _looks_json(text)):
        return Kind.JSON
    return Kind.DELIMITED


def _looks_json(text: str) -> bool:
    """In a file called CSV only objects count as JSON: `[1]` may well be a cell."""
    return bool(_JSON_OBJECT_LIST.match(text) or re.match(r'\s*\{\s*"[^"\n]*"\s*:', text))


def split_suffix(name: str) -> tuple[str, str]:
    """Return a file name's stem and its suffix, with compression suffixes taken off: `a.csv.gz` → a, csv."""
    stem, _, suffix = name.rpartition(".")
    while stem and suffix.lower() in {"gz", "zst", "zstd", "gzip"}:
        name = stem
        stem, _, suffix = name.rpartition(".")
    return (stem, suffix.lower()) if stem else (name, "")
