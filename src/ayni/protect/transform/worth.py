"""Which texts are worth reading word by word: a cheap look that passes over texts in which nothing can be found.

The scanner's compiled code and Polars' regular expressions look at all cells; only what they cannot rule out is read
by Python, at a hundredth of the speed. The expressions are the recognisers' own beginnings
(`people.people_starts`), made laxer: what stands around a match does not count. So a cell that a recogniser would find
something in is never passed over.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import numpy as np

from ayni.check.personal.kinds import Mark, calling_table, iban_table
from ayni.check.personal.people import CAPITALISED, is_likely_name, people_starts
from ayni.check.personal.spans import LETTERED

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnBatch

__all__ = ["holding_names", "relaxed", "worth_reading"]

_NO_SPANS = np.zeros((0, 4), dtype=np.int64)
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
_BOUND = re.compile(r"\{0,24\}")
"""Long bounded repetitions of letters are too large for a finite automaton."""


def relaxed(pattern: str) -> str:
    """Return a pattern without its looks ahead and behind, so that it matches wherever the pattern does, and more."""
    kept: list[str] = []
    at = 0
    while at < len(pattern):
        end = _group_end(pattern, at) if pattern.startswith(_LOOKS, at) else _unit_end(pattern, at)
        if not pattern.startswith(_LOOKS, at):
            kept.append(pattern[at:end])
        at = end
    return _BOUND.sub("*", "".join(kept))


def _unit_end(pattern: str, at: int) -> int:
    """Return where the escape, the set or the character at `at` ends."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] != "[":
        return at + 1
    at += 2 if pattern.startswith("[^", at) else 1
    first = at
    while pattern[at] != "]" or at == first:
        at += 2 if pattern[at] == "\\" else 1
    return at + 1


def _group_end(pattern: str, at: int) -> int:
    """Return where the group that opens at `at` ends."""
    depth = 0
    while True:
        depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        at = _unit_end(pattern, at)
        if not depth:
            return at


@functools.cache
def _expressions() -> tuple[str, ...]:
    starts = [LETTERED, *people_starts()]
    return tuple(("(?i)" if start.flags & re.IGNORECASE else "") + relaxed(start.pattern) for start in starts)


def holding_names(cells: pl.Series) -> NDArray[np.bool_]:
    """Return which texts hold a single word that is likely a name (`find_likely_names`), shape (cells,).

    Each distinct word is judged once.
    """
    words = cells.str.extract_all(relaxed(CAPITALISED.pattern)).explode(empty_as_null=True).drop_nulls().unique()
    names = [word for word in words.to_list() if is_likely_name(word)]
    if not names:
        return np.zeros(len(cells), dtype=np.bool_)
    held: NDArray[np.bool_] = cells.str.contains_any(names).fill_null(value=False).to_numpy()
    return held


def worth_reading(batch: ColumnBatch) -> NDArray[np.bool_]:
    """Return in which cells of a column of texts `find_spans` may find something, shape (cells,)."""
    from ayni.check.personal.kernels import scan

    text = batch.text
    masks = np.zeros(len(batch), dtype=np.int64)
    scan(text.data, text.offsets, iban_table(), calling_table(), np.zeros(len(Mark), dtype=np.int64), masks, _NO_SPANS)
    cells = batch.strings
    worth: NDArray[np.bool_] = masks != 0
    for expression in _expressions():
        worth |= cells.str.contains(expression).fill_null(value=False).to_numpy()
    return worth
