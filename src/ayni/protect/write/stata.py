"""Stata files of format 118, byte for byte as Stata's manual has it (`help dta`): all numeric types, strL, labels.

Integers take the narrowest of byte, int and long that holds the column, single precision stays float; what no type
holds exactly (whole numbers beyond 2^53) is written as text. Rows go out in slices from frames in memory.
"""

from __future__ import annotations

import itertools
import re
import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ayni.protect.write.contract import OutputColumn

__all__ = ["STATA_VARIABLES", "fitting_text", "stata_pieces"]

STATA_VARIABLES = 32_767
"""Format 118 holds no more variables."""
_SLICE_ROWS = 20_000
_TEXT_BYTES = 2_045
"""Longer text becomes a strL."""
_STRL = 32_768
_EPOCH_DAYS = 3_653
"""From 1960-01-01 to 1970-01-01."""
_DAY_MS = 86_400_000
_EXACT = 1 << 53
_NAME, _FORMAT, _LABEL = 129, 57, 321
_LABEL_CHARS, _LABEL_TEXT = 80, 32_000
_LONG_RANGE = (-2_147_483_647, 2_147_483_620)
_NUMBER_DISPLAY = re.compile(r"%-?0?\d{0,2}[.,]?\d{0,2}[gfe]c?|%t[wmqhy][\w:,./ +-]*")
_DATE_DISPLAY = re.compile(r"%-?t?d[\w:,./ +-]*")
_TIME_DISPLAY = re.compile(r"%-?tc[\w:,./ +-]*")


class _Stored(NamedTuple):
    """How one kind of number is stored: the type's code and NumPy form, its "." and its range."""

    code: int
    form: str
    missing: int
    low: float
    high: float


_BYTE = _Stored(65_530, "<i1", 101, -127, 100)
_INT = _Stored(65_529, "<i2", 32_741, -32_767, 32_740)
_LONG = _Stored(65_528, "<i4", 2_147_483_621, *_LONG_RANGE)
_FLOAT = _Stored(65_527, "<u4", 0x7F00_0000, -1.701e38, 1.701e38)
_DOUBLE = _Stored(65_526, "<u8", 0x7FE0_0000_0000_0000, -8.988e307, 8.988e307)


class _Variable(NamedTuple):
    name: str
    column: OutputColumn
    kind: pl.DataType
    stored: _Stored | None
    """None: text, of `width` bytes, 0 for a strL."""
    width: int
    labels: dict[int, str]

    @property
    def code(self) -> int:
        return self.stored.code if self.stored is not None else self.width or _STRL

    @property
    def form(self) -> str:
        return self.stored.form if self.stored is not None else f"S{self.width}" if self.width else "<u8"


def fitting_text(frames: Sequence[pl.DataFrame]) -> set[str]:
    """Return the columns of whole numbers too large to be held exactly as a double: they are written as text."""
    found = set()
    for name, kind in frames[0].schema.items() if frames else ():
        if kind in {pl.Int128, pl.UInt128}:
            found.add(name)
        elif kind in {pl.Int64, pl.UInt64}:
            low, high = _range(frames, name)
            if high > _EXACT or low < -_EXACT:
                found.add(name)
    return found


def _range(frames: Sequence[pl.DataFrame], name: str) -> tuple[float, float]:
    ends = [(frame[name].drop_nulls().min(), frame[name].drop_nulls().max()) for frame in frames]
    known = [(low, high) for low, high in ends if low is not None and high is not None]
    if not known:
        return 0, 0
    return min(low for low, _ in known), max(high for _, high in known)  # type: ignore[return-value]


def stata_pieces(
    frames: Sequence[pl.DataFrame], columns: Sequence[OutputColumn], names: Sequence[str], label: str | None
) -> Iterator[bytes]:
    """Yield the bytes of the file. `frames` hold numbers, text, dates, datetimes and booleans only."""
    variables = [_variable(frames, column, name) for column, name in zip(columns, names, strict=True)]
    rows = sum(frame.height for frame in frames)
    width = sum(np.dtype(one.form).itemsize for one in variables)
    head, parts = _head(variables, rows, label), _descriptions(variables)
    labels = b"".join(_value_labels(one, place) for place, one in enumerate(variables) if one.labels)
    long_bytes = sum(_strl_bytes(frames, place) for place, one in enumerate(variables) if one.code == _STRL)
    places, at = [0, len(head)], len(head) + len("<map></map>") + 14 * 8
    for part in parts:
        places.append(at)
        at += len(part)
    for size in (
        len("<data></data>") + rows * width,
        len("<strls></strls>") + long_bytes,
        len("<value_labels></value_labels>") + len(labels),
    ):
        places.append(at)
        at += size
    places += [at, at + len("</stata_dta>")]
    yield head + b"<map>" + struct.pack("<14Q", *places) + b"</map>" + b"".join(parts) + b"<data>"
    yield from _rows(frames, variables)
    yield b"</data><strls>"
    for place, one in enumerate(variables):
        if one.code == _STRL:
            yield from _strls(frames, place)
    yield b"</strls><value_labels>" + labels + b"</value_labels></stata_dta>"


def _variable(frames: Sequence[pl.DataFrame], column: OutputColumn, name: str) -> _Variable:
    kind = frames[0].schema[column.name] if frames else pl.String()
    if kind == pl.String:
        longest = max((_longest(frame[column.name]) for frame in frames), default=0)
        return _Variable(name, column, kind, None, 0 if longest > _TEXT_BYTES else max(1, longest), {})
    stored = _stored(frames, column.name, kind)
    labels = {}
    for code, label in column.value_labels.items():
        if re.fullmatch(r"-?\d{1,10}", code) and _LONG_RANGE[0] <= int(code) <= _LONG_RANGE[1]:
            labels[int(code)] = label
    if kind.is_temporal():
        labels = {}
    return _Variable(name, column, kind, stored, 0, labels)


def _longest(text: pl.Series) -> int:
    longest = text.str.len_bytes().max()
    return longest if isinstance(longest, int) else 0


def _stored(frames: Sequence[pl.DataFrame], name: str, kind: pl.DataType) -> _Stored:
    if kind == pl.Boolean:
        return _BYTE
    if kind == pl.Date:
        return _LONG
    if kind == pl.Float32:
        return _FLOAT
    if not kind.is_integer():
        return _DOUBLE
    low, high = _range(frames, name)
    return next((one for one in (_BYTE, _INT, _LONG) if one.low <= low and high <= one.high), _DOUBLE)


def _head(variables: Sequence[_Variable], rows: int, label: str | None) -> bytes:
    text = _fixed(label or "", 4 * _LABEL_CHARS + 1).rstrip(b"\0")
    return b"".join(
        (
            b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>",
            struct.pack("<H", len(variables)),
            b"</K><N>",
            struct.pack("<Q", rows),
            b"</N><label>",
            struct.pack("<H", len(text)) + text,
            b"</label><timestamp>\0</timestamp></header>",
        )
    )


def _descriptions(variables: Sequence[_Variable]) -> list[bytes]:
    """Everything between the map and the data, in the map's order."""
    sets = [_fixed(f"labels{place}" if one.labels else "", _NAME) for place, one in enumerate(variables)]
    bodies = {
        "variable_types": b"".join(struct.pack("<H", one.code) for one in variables),
        "varnames": b"".join(_fixed(one.name, _NAME) for one in variables),
        "sortlist": bytes(2 * (len(variables) + 1)),
        "formats": b"".join(_fixed(_display(one), _FORMAT) for one in variables),
        "value_label_names": b"".join(sets),
        "variable_labels": b"".join(_fixed((one.column.label or "")[:_LABEL_CHARS], _LABEL) for one in variables),
        "characteristics": b"",
    }
    return [f"<{name}>".encode() + body + f"</{name}>".encode() for name, body in bodies.items()]


def _fixed(text: str, size: int) -> bytes:
    """Return UTF-8 text padded with zeros to `size` bytes, cut between characters, with a zero at its end."""
    kept = text.replace("\0", "")[:_LABEL_CHARS].encode()[: size - 1].decode("utf-8", "ignore").encode()
    return kept.ljust(size, b"\0")


def _display(one: _Variable) -> str:
    known = one.column.display or ""
    kind = one.kind
    if one.stored is None:
        return f"%-{min(max(one.width, 9), 80)}s" if one.width else "%-9s"
    if kind == pl.Date:
        return known if _DATE_DISPLAY.fullmatch(known) else "%td"
    if kind == pl.Time:
        return known if _TIME_DISPLAY.fullmatch(known) else "%tcHH:MM:SS"
    if kind == pl.Datetime:
        return known if _TIME_DISPLAY.fullmatch(known) else "%tc"
    if _NUMBER_DISPLAY.fullmatch(known):
        return known
    return {_BYTE: "%8.0g", _INT: "%8.0g", _LONG: "%12.0g", _FLOAT: "%9.0g"}.get(one.stored, "%10.0g")


def _rows(frames: Sequence[pl.DataFrame], variables: Sequence[_Variable]) -> Iterator[bytes]:
    form = np.dtype([(f"c{place}", one.form) for place, one in enumerate(variables)])
    first = 0
    for frame in frames:
        for part in frame.iter_slices(_SLICE_ROWS):
            records = np.zeros(part.height, dtype=form)
            for place, one in enumerate(variables):
                records[f"c{place}"] = _cells(part.to_series(place), one, place, first)
            first += part.height
            yield records.tobytes()


def _cells(cells: pl.Series, one: _Variable, place: int, first: int) -> NDArray[np.generic]:
    """Return one column of a slice as the file stores it."""
    if one.stored is None and one.width:
        return np.array([text.encode() for text in cells.fill_null("").to_list()], dtype=one.form)
    if one.stored is None:
        filled = (cells.fill_null("") != "").to_numpy()
        numbers = np.arange(first + 1, first + 1 + len(cells), dtype=np.uint64) << np.uint64(16)
        return np.where(filled, numbers | np.uint64(place + 1), np.uint64(0))
    if one.stored in {_BYTE, _INT, _LONG}:
        whole = cells.cast(pl.Int64) + (_EPOCH_DAYS if one.kind == pl.Date else 0)
        return whole.fill_null(one.stored.missing).to_numpy().astype(one.form)
    floats = _floats(cells).cast(pl.Float64).fill_null(float("nan")).to_numpy()
    outside = ~((floats >= one.stored.low) & (floats <= one.stored.high))  # NaN is neither
    kept = np.where(outside, 0.0, floats)
    bits = kept.astype("<f4").view("<u4") if one.stored is _FLOAT else kept.astype("<f8").view("<u8")
    return np.where(outside, np.asarray(one.stored.missing, dtype=one.form), bits)


def _floats(cells: pl.Series) -> pl.Series:
    """Return times in Stata's milliseconds since 1960, other numbers as they are."""
    if cells.dtype == pl.Datetime:
        return cells.dt.epoch("ms") + _EPOCH_DAYS * _DAY_MS
    if cells.dtype == pl.Time:
        return cells.cast(pl.Int64) // 1_000_000
    return cells


def _strl_bytes(frames: Sequence[pl.DataFrame], place: int) -> int:
    """How many bytes the long texts of a column take: 20 before each, and a zero after it."""
    sizes = (frame.to_series(place).fill_null("").str.len_bytes() for frame in frames)
    return sum(int(one.sum()) + 21 * int((one > 0).sum()) for one in sizes)


def _strls(frames: Sequence[pl.DataFrame], place: int) -> Iterator[bytes]:
    row = 0
    for frame in frames:
        for text in frame.to_series(place):
            row += 1
            if text:
                body = text.encode() + b"\0"
                yield b"GSO" + struct.pack("<IQBI", place + 1, row, 130, len(body)) + body


def _value_labels(one: _Variable, place: int) -> bytes:
    codes = sorted(one.labels)
    texts = [one.labels[code].encode()[:_LABEL_TEXT].decode("utf-8", "ignore").encode() + b"\0" for code in codes]
    starts = list(itertools.accumulate((len(text) for text in texts[:-1]), initial=0))
    body = b"".join(texts)
    table = struct.pack(f"<ii{len(codes)}i{len(codes)}i", len(codes), len(body), *starts, *codes) + body
    return b"<lbl>" + struct.pack("<i", len(table)) + _fixed(f"labels{place}", _NAME) + b"\0\0\0" + table + b"</lbl>"
