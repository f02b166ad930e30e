"""The same search over lattices with more nodes than are kept in memory: best first, with a bound.

Nodes come from a queue by rising bound, each made from one finer node only, so that nothing has to be remembered
of those already seen. What was learnt at a node is kept as a rule about all finer ones (ruled out, or at least so
much lost), and is asked before a node is looked at. When the queue is empty or its least bound is above the best
loss, the best is the optimum; when the steps or the work are used up, the least bound left is stated.
"""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING

import numpy as np

from ayni.protect.search.lattice import cut_of
from ayni.protect.search.problem import SearchProgress

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ayni.protect.search.problem import Node, Optimum
    from ayni.protect.search.trial import Trial

__all__ = ["search_vast"]

_RULES = 1_024
"""Rules of each kind kept; the oldest go."""


def search_vast(trial: Trial, steps: int, most_work: int, progress: Callable[[SearchProgress], None] | None) -> Optimum:
    """Return the best node found; at most `steps` nodes are taken from the queue."""
    return _Queue(trial, steps, most_work, progress).run()


class _Rules:
    """What is known of all nodes at or below some nodes."""

    def __init__(self, columns: int, most: int) -> None:
        self._closed = np.zeros((0, columns), dtype=np.int64)
        self._lifted = np.zeros((0, columns), dtype=np.int64)
        self._terms = np.zeros((0, columns, most))
        self._columns = np.arange(columns)

    def close(self, node: Node) -> None:
        """No node at or below this one is worth looking at."""
        top = np.array(node, dtype=np.int64)
        within = (self._closed <= top).all(axis=1)
        self._closed = np.vstack([self._closed[~within], top])[-_RULES:]

    def lift(self, node: Node, terms: NDArray[np.float64]) -> None:
        """All nodes at or below this one lose at least the sums of these terms."""
        self._lifted = np.vstack([self._lifted, np.array(node, dtype=np.int64)])[-_RULES:]
        self._terms = np.concatenate([self._terms, terms[None]])[-_RULES:]

    def bound(self, node: Node) -> float:
        """Return the least a node loses by these rules; infinite when it is ruled out."""
        levels = np.array(node, dtype=np.int64)
        if (self._closed >= levels).all(axis=1).any():
            return math.inf
        above = np.flatnonzero((self._lifted >= levels).all(axis=1))
        if not len(above):
            return -math.inf
        return float(self._terms[above[:, None], self._columns, levels].sum(axis=1).max())


class _Queue:
    """A best-first search."""

    def __init__(
        self, trial: Trial, steps: int, most_work: int, progress: Callable[[SearchProgress], None] | None
    ) -> None:
        self._trial = trial
        self._steps = steps
        self._most_work = most_work
        self._progress = progress
        self._heights = [int(height) for height in trial.classes.packed.heights]
        self._terms = trial.bounds()
        self._rules = _Rules(len(self._heights), self._terms.shape[1])
        self._cut = math.inf
        bottom = (0,) * len(self._heights)
        self._queue: list[tuple[float, Node, int]] = [(self._bound(bottom), bottom, 0)]
        self._settled = 0

    def run(self) -> Optimum:
        nodes = math.prod(self._heights)
        trial = self._trial
        self._start()
        for step in range(self._steps):
            if not self._queue or self._queue[0][0] > self._cut:
                return trial.result(open_bound=None, nodes=nodes)
            if step and trial.classes.work > self._most_work:
                break
            self._step()
            if self._progress is not None:
                self._tell(self._progress, nodes)
        if not self._queue or self._queue[0][0] > self._cut:
            return trial.result(open_bound=None, nodes=nodes)
        return trial.result(open_bound=self._queue[0][0], nodes=nodes)

    def _start(self) -> None:
        """Find good nodes first: from nothing generalised, and from each column alone at its coarsest."""
        bottom = (0,) * len(self._heights)
        starts = [(*bottom[:column], height - 1, *bottom[column + 1 :]) for column, height in enumerate(self._heights)]
        for start in (bottom, *starts):
            if self._trial.classes.work <= self._most_work and self._may_do(start):
                self._settle(start)
                self._improve()

    def _improve(self) -> None:
        """Go from the best node to better ones beside it, as long as there are."""
        trial = self._trial
        before = None
        while trial.best is not before and trial.best is not None and trial.classes.work <= self._most_work:
            before = trial.best
            for node in self._beside(before[1]):
                if self._may_do(node):
                    self._try(node)

    def _beside(self, node: Node) -> list[Node]:
        """Return nodes with one column a level finer, and as well with another a level coarser."""
        finer = [(*node[:column], level - 1, *node[column + 1 :]) for column, level in enumerate(node) if level]
        swapped = [
            (*each[:column], each[column] + 1, *each[column + 1 :])
            for each in finer
            for column, height in enumerate(self._heights)
            if each[column] == node[column] and each[column] + 1 < height
        ]
        return finer + swapped

    def _may_do(self, node: Node) -> bool:
        """Tell whether a node may be better than the best, by all that is known."""
        least = max(self._bound(node), self._rules.bound(node))
        return least <= self._cut and least < math.inf

    def _bound(self, node: Node) -> float:
        return float(sum(float(self._terms[column, level]) for column, level in enumerate(node)))

    def _step(self) -> None:
        """Take the most promising node, queue those one level coarser, and settle it."""
        _, node, last = heapq.heappop(self._queue)
        self._settled += 1
        for column in range(last, len(node)):
            if node[column] + 1 < self._heights[column]:
                coarser = (*node[:column], node[column] + 1, *node[column + 1 :])
                bound = self._bound(coarser)
                if bound <= self._cut:
                    heapq.heappush(self._queue, (bound, coarser, column))
        if self._may_do(node):
            self._settle(node)

    def _path(self, node: Node) -> list[Node]:
        """Return nodes from one upwards, each one level coarser than the one before, by least bound."""
        path = [node]
        while True:
            coarser = [
                (*node[:column], level + 1, *node[column + 1 :])
                for column, level in enumerate(node)
                if level + 1 < self._heights[column]
            ]
            bound, node = min(((self._bound(each), each) for each in coarser), default=(math.inf, node))
            if bound > self._cut or bound == math.inf:
                return path
            path.append(node)

    def _settle(self, node: Node) -> None:
        path = self._path(node)
        low, high = 0, len(path) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._rules.bound(path[middle]) == math.inf:
                low = middle
                continue
            self._try(path[middle])
            if not self._may_do(node):
                low = middle
            else:
                high = middle - 1
        if self._may_do(node):
            self._try(node)

    def _try(self, node: Node) -> None:
        trial = self._trial
        look = trial.look(node)
        if trial.beyond(look):
            self._rules.close(node)
            return
        terms = trial.weigh(look, may_win=trial.may_win(look, self._cut))
        if trial.best is not None:
            self._cut = cut_of(trial.best[0])
        learnt = trial.at_least(look) if terms is None else terms
        if learnt is not None:
            self._rules.lift(node, learnt)

    def _tell(self, progress: Callable[[SearchProgress], None], nodes: int) -> None:
        trial = self._trial
        best = None if trial.best is None else trial.best[0]
        least = self._queue[0][0] if self._queue else math.inf
        bound = min(least, math.inf if best is None else best)
        loss = None if best is None else float(trial.terms.whole(best))
        progress(SearchProgress(settled=self._settled, nodes=nodes, loss=loss, bound=float(trial.terms.whole(bound))))
