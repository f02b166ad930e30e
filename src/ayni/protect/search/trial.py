"""One question about a key table: looks at single nodes, weighs them, and remembers the best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ayni.errors import InputError
from ayni.protect.plan import Loss
from ayni.protect.search.classes import Classes
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
            if self.best is None or loss < self.best[0]:
                self.best = (loss, node, failing)

    def bounds(self) -> NDArray[np.float64]:
        """Return terms whose sums every node loses at least, shape (columns, most levels)."""
        return self.terms.of(None)

    def lifted(self, found: Found, lasting: int) -> NDArray[np.float64] | None:
        """Return the terms that all finer nodes have at least; None when they say nothing new."""
        if not lasting or self.criteria.loss is Loss.DISCERNIBILITY:
            return None
        return self.terms.of(self.classes.held(found.lasting, self.terms.starts))

    def result(self, *, open_bound: float | None, nodes: int) -> Optimum:
        """Return the best as an answer; `open_bound` is the least bound of the nodes not settled."""
        if self.best is None:
            raise self.unreachable()
        total, node, suppressed = self.best
        loss = float(self.terms.whole(total))
        optimal = open_bound is None or open_bound >= total
        bound = loss if optimal or open_bound is None else float(self.terms.whole(open_bound))
        return Optimum(
            levels=node, loss=loss, suppressed=suppressed, optimal=optimal, bound=bound, nodes=nodes,
            checked=self.checked,
        )  # fmt: skip

    def unreachable(self) -> InputError:
        """Return the error for a goal that no node reaches, with the rows that the coarsest one would keep."""
        top = tuple(levels.height - 1 for levels in self.table.levels)
        _, failing, _ = self.look(top)
        return InputError("goal-not-reachable", rows=self.total, kept=self.total - failing, allowed=self.limit)

    def _loss(self, node: Node, found: Found, failing: int) -> float:
        if self.criteria.loss is Loss.DISCERNIBILITY:
            return discernibility(found.size, found.failing, self.total)
        held = self.classes.held(found.failing, self.terms.starts) if failing else None
        terms = self.terms.of(held)
        return float(terms[np.arange(len(node)), list(node)].sum())
