"""Replace values by pseudonyms made with the owner's key.

A pseudonym is the first characters of the base 32 (RFC 4648, lower case, no padding) of the keyed BLAKE2b (RFC 7693)
of the value's canonical text. A longer pseudonym of the same value begins with the shorter one. Nothing is kept of
what was seen, so two values that share a pseudonym are not noticed: of n values any two do with a probability of
about n² / 2^(5 length + 1), which for a million values is 4e-4 at 10 characters, 4e-13 at 16 and 2e-22 at 22.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.errors import InputError
from ayni.protect.transform.canonical import canonical_texts
from ayni.protect.transform.columns import changed_cells, per_distinct, plans_of, put
from ayni.protect.transform.contract import Applied, Context
from ayni.protect.transform.keyed import derive_key, digests

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.protect.plan import Pseudonymise

__all__ = ["Pseudonyms", "base32"]

_LEAST, _MOST = 10, 50
_BITS = 5
_ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)
_POWERS = np.array([16, 8, 4, 2, 1], dtype=np.uint8)


def base32(digest: NDArray[np.uint8], length: int) -> list[str]:
    """Return the first `length` characters of each row's base 32; `digest` is uint8 of shape (rows, bytes)."""
    bits = np.unpackbits(digest[:, : -(-length * _BITS // 8)], axis=1)[:, : length * _BITS]
    places = bits.reshape(len(digest), length, _BITS) @ _POWERS
    return [row.decode() for row in _ALPHABET[places].view(f"S{length}").ravel().tolist()]


class Pseudonyms:
    """The cells of some columns are replaced; the columns become text."""

    def __init__(self, step: Pseudonymise, context: Context) -> None:
        """Raises `InputError`: `step-unknown-column`, `key-needed`, `pseudonym-length`."""
        if not _LEAST <= step.length <= _MOST:
            raise InputError("pseudonym-length", length=step.length, least=_LEAST, most=_MOST)
        self._plans = plans_of(context, step.columns, "pseudonymise")
        self._key = derive_key(context.key, "pseudonymise", step.domain)
        self._length = step.length

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns it replaces."""
        return tuple(plan.name for plan in self._plans)

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:  # noqa: ARG002 - a pseudonym depends on the value alone
        """Return the block with pseudonyms; missing cells stay as they are."""
        changed = 0
        for plan in self._plans:
            raw = frame[plan.name]
            texts = canonical_texts(ColumnBatch(plan, raw))
            distinct = texts.drop_nulls().unique()
            made = base32(digests(map(str.encode, distinct.to_list()), self._key), self._length)
            named = per_distinct(texts, distinct, pl.Series(made, dtype=pl.String))
            if raw.dtype == pl.String:  # how a missing cell is written says nothing of anyone
                named = named.zip_with(texts.is_not_null(), raw)
            changed += changed_cells(raw, named) if raw.dtype == pl.String else len(texts) - texts.null_count()
            frame = put(frame, named)
        return Applied(frame, changed)
