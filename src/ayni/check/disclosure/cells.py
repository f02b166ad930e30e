"""Turn cells of any type into 64-bit codes, so that classes are grouped without keeping a personal value.

A cell's code is a seeded hash; a row's code mixes the codes of its key cells. No value is kept anywhere:
what spills to disk are hashes. Two of c different combinations share a code with probability about
c² / 2⁶⁵ (1 in 90,000 for 20 million classes), and then two classes are counted as one.

A missing cell (null, NaN, empty text) is a value of its own. That is the cautious reading: a row with a
missing cell looks only like rows that miss it too. sdcMicro lets a missing value match every value, and
ARX does so if asked, both of which make classes larger and risks smaller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["MICRO", "cell_codes", "numbers_of", "plain_cells", "row_codes", "weights_micro"]

_SEED = 0x5EED_0F_A1
_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)
_NEXT = np.uint64(0xD134_2543_DE82_EF95)
_SHIFT = np.uint64(32)
MICRO = 1_000_000
"""Weights are kept as whole millionths, so that their sums do not depend on the order of adding."""
_WEIGHT_MOST = 1e9


def plain_cells(cells: pl.Series) -> pl.Series:
    """Return the cells with every kind of missing as null, in a type that Polars can hash."""
    if cells.dtype == pl.String:
        blank = cells.str.len_bytes() == 0
        return cells.set(blank, None) if blank.any() else cells
    if cells.dtype.is_float():
        return cells.fill_nan(None) + 0.0  # minus zero is zero
    if cells.dtype in {pl.Categorical, pl.Enum}:
        return cells.cast(pl.String)  # the codes behind categories differ from batch to batch
    if cells.dtype.is_nested() or cells.dtype == pl.Object:
        return pl.Series(cells.name, [None if cell is None else repr(cell) for cell in cells.to_list()], pl.String)
    return cells


def cell_codes(cells: pl.Series) -> NDArray[np.uint64]:
    """Return a 64-bit code for each cell, shape (cells,); a missing cell has a code like any other value."""
    if cells.dtype == pl.Null:
        return np.zeros(len(cells), dtype=np.uint64)
    if cells.dtype != pl.String:
        return _hashes(plain_cells(cells))
    codes = _hashes(cells)
    if not cells.null_count():
        return codes
    null, empty = _hashes(pl.Series([None, ""], dtype=pl.String))
    return np.where(codes == null, empty, codes)


def _hashes(cells: pl.Series) -> NDArray[np.uint64]:
    return cells.to_frame().hash_rows(seed=_SEED).to_numpy()


def row_codes(columns: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Mix the codes of several columns, all of shape (rows,), into one code per row.

    Multilinear hashing: the sum of the codes, each times an odd number of its own, modulo 2⁶⁴.
    """
    mixed = columns[0] * _MIX
    factor = _MIX
    for codes in columns[1:]:
        factor = np.multiply(factor, _NEXT, dtype=np.uint64)
        mixed += codes * factor
    mixed ^= mixed >> _SHIFT
    mixed *= _MIX
    return mixed


def numbers_of(cells: pl.Series) -> pl.Series:
    """Return plain cells as Float64; null where missing or not a finite number."""
    if cells.dtype == pl.String:
        numbers = cells.str.strip_chars().cast(pl.Float64, strict=False)
    elif cells.dtype.is_numeric():
        numbers = cells.cast(pl.Float64, strict=False)
    else:
        return pl.Series(cells.name, [None] * len(cells), pl.Float64)
    return numbers.set(~numbers.is_finite(), None)


def weights_micro(cells: pl.Series) -> NDArray[np.int64]:
    """Return sampling weights as whole millionths, shape (rows,).

    A comma is read as the decimal mark when that makes a number. Zero and weights below one are kept:
    a class counts for at least its own rows later. Raises `InputError("weights-not-usable")` when a
    weight is missing, not a number, negative or above 1,000,000,000.
    """
    plain = plain_cells(cells)
    numbers = numbers_of(plain)
    if plain.dtype == pl.String and numbers.null_count():
        numbers = numbers.fill_null(numbers_of(plain.str.replace(",", ".", literal=True)))
    values = numbers.fill_null(-1.0).to_numpy()
    bad = int(np.count_nonzero((values < 0) | (values > _WEIGHT_MOST)))
    if bad:
        raise InputError("weights-not-usable", column=cells.name, rows=bad)
    micro: NDArray[np.int64] = np.rint(values * MICRO).astype(np.int64)
    return micro
