"""The lattice of nodes, numbered, with what is known of each: a bound of its loss.

A node is one level for each key variable; its number counts levels like digits, the last column fastest. A node
is open while its bound is at most what the best node found loses: it may still be better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ayni.protect.search.problem import Node

__all__ = ["Lattice", "cut_of"]

_TIE = 1e-12
"""Losses this close, relatively, count as equal: rounding decides nothing."""


def cut_of(loss: float) -> float:
    """Return the bound above which a node cannot be better than one of this loss, within rounding."""
    return loss + abs(loss) * _TIE


class Lattice:
    """All nodes, with the least each can lose."""

    def __init__(self, heights: NDArray[np.int64], terms: NDArray[np.float64]) -> None:
        """Bound each node by the sum of its columns' terms, shape (columns, most levels)."""
        self.heights = heights
        self.strides = np.ones(len(heights), dtype=np.int64)
        self.strides[:-1] = np.cumprod(heights[::-1])[::-1][1:] if len(heights) else 1
        self.nodes = int(np.prod(heights))
        bounds = np.zeros(1)
        for column, height in enumerate(heights):
            bounds = np.add.outer(bounds, terms[column, :height]).reshape(-1)
        self.bounds = bounds
        self.cut = np.inf
        self._place = np.zeros(max(1, len(heights)), dtype=np.int64)

    def number(self, node: Sequence[int]) -> int:
        """Return a node's number."""
        return int(np.dot(self.strides, np.array(node, dtype=np.int64)))

    def node(self, number: int) -> Node:
        """Return the node of a number."""
        return tuple(int(level) for level in number // self.strides % self.heights)

    def found(self, loss: float) -> None:
        """Close all nodes that cannot be better than a node found, within rounding."""
        self.cut = min(self.cut, cut_of(loss))

    def best_open(self) -> int | None:
        """Return the number of the open node with the least bound; None when none is open."""
        number = int(np.argmin(self.bounds))
        return number if self.is_open(number) else None

    def is_open(self, number: int) -> bool:
        """Tell whether a node may still be better than the best found."""
        return bool(self.bounds[number] <= self.cut and self.bounds[number] < np.inf)

    def open_nodes(self) -> int:
        """Count the open nodes."""
        return int(np.count_nonzero(self.bounds <= min(self.cut, np.finfo(np.float64).max)))

    def floor(self) -> Node:
        """Return the coarsest node that all open nodes are at or above."""
        is_open = self.bounds.reshape(tuple(self.heights)) <= min(self.cut, np.finfo(np.float64).max)
        levels = []
        for column in range(len(self.heights)):
            is_any = is_open.any(axis=tuple(other for other in range(len(self.heights)) if other != column))
            levels.append(int(np.argmax(is_any)))
        return tuple(levels)

    def close(self, number: int) -> None:
        """A node was tried."""
        self.bounds[number] = np.inf

    def rule_out(self, numbers: NDArray[np.bool_]) -> None:
        """Close nodes that cannot meet the goal; shape (nodes,)."""
        self.bounds[numbers] = np.inf

    def rule_out_finer(self, node: Sequence[int]) -> None:
        """Close a node and all finer ones."""
        box = tuple(slice(0, level + 1) for level in node)
        self.bounds.reshape(tuple(self.heights))[box] = np.inf

    def lift_finer(self, node: Sequence[int], terms: NDArray[np.float64]) -> None:
        """Raise the bounds of a node and of all finer ones to the sums of these terms."""
        self._raise(terms, np.zeros(len(self.heights), dtype=np.int64), np.array(node, dtype=np.int64))

    def lift_coarser(self, node: Sequence[int], bound: float) -> None:
        """Raise the bounds of a node and of all coarser ones."""
        box = tuple(slice(level, None) for level in node)
        part = self.bounds.reshape(tuple(self.heights))[box]
        np.maximum(part, bound, out=part)

    def path(self, number: int) -> list[int]:
        """Return open nodes from one upwards, each one level coarser than the one before, by least bound."""
        levels = list(self.node(number))
        found = [number]
        while True:
            best, chosen = np.inf, -1
            for column, level in enumerate(levels):
                if level + 1 < self.heights[column]:
                    bound = self.bounds[number + int(self.strides[column])]
                    if bound <= self.cut and bound < best:
                        best, chosen = bound, column
            if chosen < 0:
                return found
            levels[chosen] += 1
            number += int(self.strides[chosen])
            found.append(number)

    def _raise(self, terms: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64]) -> None:
        from ayni.protect.search.kernels import raise_box

        raise_box(self.bounds, terms, first, last, self.strides, self._place)
