"""One question about a key table: looks at single nodes, weighs them, and remembers the best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ayni.errors import InputError, LimitError
from ayni.protect.plan import Loss
from ayni.protect.search.classes import Classes
from ayni.protect.search.lattice import cut_of
from ayni.protect.search.losses import Terms, discernibility
from ayni.protect.search.problem import Optimum

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.protect.search.classes import Found
    from ayni.protect.search.problem import Criteria, KeyTable, Node

__all__ = ["Trial"]


class Trial:
    """Looks at single nodes and remembers the best."""

    def __init__(self, table: KeyTable, criteria: Criteria) -> None:
        """Prepare for one question."""
        self.table = table
        self.criteria = criteria
        self.classes = Classes(table, criteria)
        self.terms = Terms(table, criteria.loss)
        self.total = self.terms.total
        self.limit = math.floor(criteria.suppression * self.total + 1e-9)
        self.best: tuple[float, Node, int] | None = None
        """Loss in the sum of its terms, node, rows suppressed."""
        self.checked = 0

    @property
    def monotone(self) -> bool:
        """Whether a node that misses the limit shows that all finer ones do."""
        return self.limit == 0 or self.criteria.t >= 1.0

    def look(self, node: Node) -> tuple[Found, int, int]:
        """Return a node's classes, the rows that fail, and those that fail lastingly."""
        self.checked += 1
        found = self.classes.at(node)
        failing = int(found.size[found.failing].sum())
        lasting = failing if found.lasting is found.failing else int(found.size[found.lasting].sum())
        return found, failing, lasting

    def take(self, node: Node, found: Found, failing: int) -> None:
        """Weigh a node whose failing rows are within the limit against the best; it must keep some rows."""
        if failing < self.total or not self.total:
            loss = self._loss(node, found, failing)
            if self.best is None or _before((loss, node, failing), self.best):
                self.best = (loss, node, failing)

    def bounds(self) -> NDArray[np.float64]:
        """Return terms whose sums every node loses at least, shape (columns, most levels)."""
        return self.terms.of(None)

    def lifted(self, found: Found, lasting: int) -> NDArray[np.float64] | None:
        """Return terms whose sums all finer nodes lose at least; None when they say nothing new."""
        if not lasting:
            return None
        if self.criteria.loss is not Loss.DISCERNIBILITY:
            return self.terms.of(self.classes.held(found.lasting, self.terms.starts))
        terms = self.bounds()
        terms[:1] = float(lasting) * self.total + float(self.total - lasting) * min(self.criteria.k, self.total)
        return terms

    def coarser(self, found: Found) -> float | None:
        """Return what all coarser nodes lose at least, where the classes say it; None where they do not."""
        if self.criteria.loss is not Loss.DISCERNIBILITY:
            return None
        size = found.size.astype(np.float64)
        return float(size @ size)

    def result(self, *, open_bound: float | None, nodes: int) -> Optimum:
        """Return the best as an answer; `open_bound` is the least bound of the nodes not settled, None: all are.

        Without a best, the coarsest node stands in. Raises InputError when no node will do, LimitError when none
        was found in time.
        """
        if self.best is None:
            self._take_coarsest(proven=open_bound is None)
        if self.best is None:
            raise LimitError("search-found-nothing", nodes=nodes, tried=self.checked)
        total, node, suppressed = self.best
        loss = float(self.terms.whole(total))
        optimal = open_bound is None or open_bound >= total
        bound = loss if optimal or open_bound is None else float(self.terms.whole(open_bound))
        return Optimum(
            levels=node, loss=loss, suppressed=suppressed, optimal=optimal, bound=bound, nodes=nodes,
            checked=self.checked,
        )  # fmt: skip

    def _take_coarsest(self, *, proven: bool) -> None:
        """Take the coarsest node if it will do. Raises InputError when nothing does, as far as `proven` or told."""
        top = tuple(levels.height - 1 for levels in self.table.levels)
        found, failing, lasting = self.look(top)
        if not proven and failing <= self.limit:
            self.take(top, found, failing)
        if proven or (failing if self.monotone else lasting) > self.limit or lasting == self.total:
            kept = self.total - failing
            raise InputError("goal-not-reachable", rows=self.total, kept=kept, allowed=self.limit)

    def _loss(self, node: Node, found: Found, failing: int) -> float:
        if self.criteria.loss is Loss.DISCERNIBILITY:
            return discernibility(found.size, found.failing, self.total)
        held = self.classes.held(found.failing, self.terms.starts) if failing else None
        terms = self.terms.of(held)
        return float(terms[np.arange(len(node)), list(node)].sum())


def _before(one: tuple[float, Node, int], other: tuple[float, Node, int]) -> bool:
    """Tell whether one result is better: less lost; of losses equal within rounding, fewer rows, then finer levels."""
    if one[0] > cut_of(other[0]) or other[0] > cut_of(one[0]):
        return one[0] < other[0]
    return (one[2], one[1]) < (other[2], other[1])
