"""The distinct texts of a sampled column with their counts, and what share of the cells a pattern fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Sampled"]

_MOST_DISTINCT = 2_000


class Sampled:
    """Distinct trimmed texts of a column and how many sampled cells hold each; no missing ones among them."""

    def __init__(self, values: pl.Series, weights: pl.Series) -> None:
        """`values` are distinct strings, `weights` their counts, of the same length."""
        self.values = values
        self.weights = weights
        self.cells = int(weights.sum())

    @classmethod
    def of(cls, cells: pl.Series) -> Sampled:
        """Count the texts of `cells`, blanks around them removed and empty ones left out."""
        counted = cells.drop_nulls().rename("value").value_counts(name="weight")
        counted = counted.with_columns(counted["value"].str.strip_chars())
        counted = counted.filter(counted["value"] != "")
        # Sorted, because Polars counts in no fixed order and a plan must not depend on chance.
        counted = counted.sort("weight", "value", descending=[True, False])
        counted = counted.gather_every(max(-(-counted.height // _MOST_DISTINCT), 1))
        return cls(counted["value"], counted["weight"])

    def without(self, words: tuple[str, ...]) -> Sampled:
        """Return the sample less the cells that are one of `words`."""
        keep = ~self.values.is_in(list(words))
        return Sampled(self.values.filter(keep), self.weights.filter(keep))

    def share(self, pattern: str) -> float:
        """Return the share of cells that hold a match of `pattern`, 0 for an empty sample."""
        return self.share_of(self.values.str.contains(pattern))

    def share_of(self, chosen: pl.Series) -> float:
        """Return the share of cells whose text is chosen."""
        return int(self.weights.filter(chosen).sum()) / self.cells if self.cells else 0.0

    def matching(self, pattern: str) -> Sampled:
        """Return the part of the sample that holds a match of `pattern`."""
        keep = self.values.str.contains(pattern)
        return Sampled(self.values.filter(keep), self.weights.filter(keep))
