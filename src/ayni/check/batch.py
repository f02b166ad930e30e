"""A batch of one column, decoded once and looked at by many measures.

A reader yields batches of rows as Polars frames. Each column of a batch becomes a `ColumnBatch`, which
makes what measures need (its bytes, hashes, numbers, dates) when it is first asked for and keeps it
for the next measure. `ColumnPlan` says how the column's cells are to be understood; it is made once per
table from a sample (`ayni.check.profile.infer`), so all batches are understood alike.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
import polars as pl
from nanoarrow import c_array_stream

from ayni.check.report import SemanticType

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ColumnBatch", "ColumnPlan", "TextBuffer", "sorted_distinct"]


class ColumnPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How the cells of a column are to be understood."""

    name: str
    storage: str
    """What the source stores: the Polars type in lower case, or `text` for text formats."""
    type: SemanticType
    label: str | None = None
    value_labels: dict[str, str] = {}
    """What the source says coded values mean (Stata, SPSS, SAS)."""
    decimal_comma: bool = False
    grouping: str = ""
    """Thousands separator to remove, if any."""
    date_format: str | None = None
    """strptime format for dates stored as text."""
    missing_tokens: tuple[str, ...] = ("",)
    """Texts that mean "missing" in this column, compared after trimming blanks."""


class TextBuffer(NamedTuple):
    """The cells of a batch as one run of UTF-8 bytes.

    Cell i is `data[offsets[i]:offsets[i + 1]]`; a missing cell is empty. `data` is uint8 of shape
    (bytes,), `offsets` int64 of shape (cells + 1,).
    """

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]


class ColumnBatch:
    """One column of a batch of rows."""

    def __init__(self, plan: ColumnPlan, raw: pl.Series) -> None:
        """`raw` holds the cells as the reader gave them."""
        self.plan = plan
        self.raw = raw
        self._raw_text: TextBuffer | None = None

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.raw)

    @functools.cached_property
    def values(self) -> pl.Series:
        """The cells with every kind of missing turned into null."""
        raw = self.raw
        if raw.dtype == pl.String:
            return self._without_tokens(raw)
        if raw.dtype.is_float():
            return raw.fill_nan(None)
        return raw

    def _without_tokens(self, raw: pl.Series) -> pl.Series:
        from ayni.check.profile.kernels import find_tokens  # compiled code is loaded only when cells are read

        text = self._raw_text = _run_of_bytes(raw)
        tokens = _run_of_bytes(pl.Series(sorted({"", *self.plan.missing_tokens}), dtype=pl.String))
        found = np.zeros(len(raw), dtype=np.bool_)
        find_tokens(text.data, text.offsets, tokens.data, tokens.offsets, found)
        return raw.set(pl.Series(found), None) if found.any() else raw

    @property
    def missing(self) -> int:
        """The number of missing cells."""
        return self.values.null_count()

    @functools.cached_property
    def present(self) -> NDArray[np.bool_]:
        """Which cells are not missing, shape (cells,)."""
        values = self.values
        return values.is_not_null().to_numpy() if values.null_count() else np.ones(len(values), dtype=np.bool_)

    @functools.cached_property
    def hashes(self) -> NDArray[np.uint64]:
        """A 64-bit hash of each cell, shape (cells,); equal cells of the same storage have equal hashes."""
        # A frame hashes at once; a series would go through the query engine, which costs more than the hashing.
        return self.values.to_frame().hash_rows(seed=0x5EED).to_numpy()

    @functools.cached_property
    def strings(self) -> pl.Series:
        """The cells as text (numbers and dates in their plain form), missing as null."""
        values = self.values
        return values if values.dtype == pl.String else values.cast(pl.String, strict=False)

    @functools.cached_property
    def text(self) -> TextBuffer:
        """The cells as one run of UTF-8 bytes."""
        if self.values is self.raw and self._raw_text is not None:
            return self._raw_text
        return _run_of_bytes(self.strings)

    @functools.cached_property
    def numbers(self) -> pl.Series | None:
        """The cells as Float64, null where missing or not a number; None for columns that are not numeric."""
        if self.plan.type not in {SemanticType.INTEGER, SemanticType.DECIMAL}:
            return None
        values = self.values
        if values.dtype != pl.String:
            return values.cast(pl.Float64, strict=False)
        text = values
        if self.plan.grouping:
            text = text.str.replace_all(self.plan.grouping, "", literal=True)
        if self.plan.decimal_comma:
            text = text.str.replace(",", ".", literal=True)
        numbers = text.cast(pl.Float64, strict=False)
        if numbers.null_count() > values.null_count():  # blanks around a number are rare, and costly to remove
            numbers = text.str.strip_chars().cast(pl.Float64, strict=False)
        return numbers

    @functools.cached_property
    def days(self) -> pl.Series | None:
        """The cells as Date, null where missing or not a date; None for columns that hold no dates."""
        if self.plan.type not in {SemanticType.DATE, SemanticType.DATETIME}:
            return None
        values = self.values
        if values.dtype == pl.String:
            if self.plan.date_format is None:
                return None
            days = self._parse_days(values, self.plan.date_format)
            if days.null_count() > values.null_count():
                days = self._parse_days(values.str.strip_chars(), self.plan.date_format)
            return days
        return values.cast(pl.Date, strict=False)

    def _parse_days(self, text: pl.Series, date_format: str) -> pl.Series:
        if self.plan.type is SemanticType.DATE:
            return text.str.to_date(date_format, strict=False)
        return text.str.to_datetime(date_format, strict=False).dt.date()


def _run_of_bytes(strings: pl.Series) -> TextBuffer:
    """Lay text out as bytes: one copy by Polars, whose result is then looked at in place through Arrow."""
    if not len(strings):
        return TextBuffer(np.zeros(0, dtype=np.uint8), np.zeros(1, dtype=np.int64))
    if strings.null_count():
        strings = strings.fill_null("")  # under a null the old bytes may still lie
    # In one piece, so that the stream has one array.
    array = next(iter(c_array_stream(strings.rechunk().cast(pl.Binary).cast(pl.List(pl.UInt8)))))
    view = array.view()
    offsets = np.frombuffer(view.buffer(1), dtype=np.int64)[array.offset :][: len(strings) + 1]
    data = np.frombuffer(view.child(0).buffer(1), dtype=np.uint8)
    return TextBuffer(data[: offsets[-1]], offsets)


def sorted_distinct(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the distinct hashes in order. NumPy's vectorised sort is many times as fast as its `unique` here."""
    ordered = np.sort(hashes)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
