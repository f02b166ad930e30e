"""The one shape all measures have: a summary of a table that can be computed in parts.

`observe` takes in a batch of rows, `merge` joins the summary of other rows, `conclude` says what was
found. Laws, held by a property test for each measure (`tests/check/measure_laws.py`): however a table
is cut into batches and however the parts are merged, the conclusion is the same. That is what lets
a check run over batches on all cores here, and unchanged on a cluster elsewhere.

A state is used by one thread at a time; batches of one table may go to several states at once.
"""

from __future__ import annotations

from typing import Protocol, Self, TypeVar

__all__ = ["Measure"]

Batch_contra = TypeVar("Batch_contra", contravariant=True)
Conclusion_co = TypeVar("Conclusion_co", covariant=True)


class Measure(Protocol[Batch_contra, Conclusion_co]):
    """A mergeable summary."""

    def observe(self, batch: Batch_contra, /) -> None:
        """Take in a batch of rows."""

    def merge(self, other: Self, /) -> None:
        """Take in what `other` observed; `other` is not used afterwards."""

    def conclude(self) -> Conclusion_co:
        """Say what was found; the state may still observe and merge afterwards."""
