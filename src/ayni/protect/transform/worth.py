"""Which texts are worth reading word by word: a cheap look that passes over texts in which nothing can be found.

Compiled code and Polars' regular expressions look at all cells; only what they cannot rule out is read by Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.check.personal.kinds import Mark, calling_table, iban_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.check.batch import ColumnBatch

__all__ = ["worth_reading"]

_SHORTEST = 5
_NO_SPANS = np.zeros((0, 4), dtype=np.int64)


def worth_reading(batch: ColumnBatch) -> NDArray[np.bool_]:
    """Return which cells of a column of texts may hold personal data, shape (cells,)."""
    from ayni.check.personal.kernels import scan

    text = batch.text
    masks = np.zeros(len(batch), dtype=np.int64)
    scan(text.data, text.offsets, iban_table(), calling_table(), np.zeros(len(Mark), dtype=np.int64), masks, _NO_SPANS)
    worth = masks != 0
    cells = batch.strings
    worth |= cells.str.contains(r"\p{Lu}|\p{N}|[^\x00-\x7F]").fill_null(value=False).to_numpy()
    result: NDArray[np.bool_] = worth & batch.present
    return result
