"""One question about a key table: looks at single nodes, weighs them, and remembers the best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

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

__all__ = ["Look", "Trial"]


class Look(NamedTuple):
    """What was seen at a node."""

    node: Node
    found: Found
    failing: int
    """Rows that do not meet the criteria."""
    lasting: int
    """Rows that do not at any finer node either."""


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

    def look(self, node: Node) -> Look:
        """Group the table at a node."""
        self.checked += 1
        found = self.classes.at(node)
        failing = int(found.size[found.failing].sum())
        lasting = failing if found.lasting is found.failing else int(found.size[found.lasting].sum())
        return Look(node, found, failing, lasting)

    def beyond(self, look: Look) -> bool:
        """Tell whether a node leaves out so many rows that all finer ones leave out too many."""
        return (look.failing if self.monotone else look.lasting) > self.limit

    def bounds(self) -> NDArray[np.float64]:
        """Return terms whose sums every node loses at least, shape (columns, most levels)."""
        return self.terms.of(None)

    def at_least(self, look: Look) -> NDArray[np.float64] | None:
        """Return terms whose sums a node and all finer ones lose at least, from how many rows they leave out."""
        return self._least(look.lasting) if look.lasting else None

    def may_win(self, look: Look, cut: float) -> bool:
        """Tell whether a node meets the goal, keeps a row, and may lose no more than `cut`."""
        if look.failing > self.limit or (look.failing == self.total and self.total):
            return False
        return not look.failing or self._sum(self._least(look.failing), look.node) <= cut

    def weigh(self, look: Look, *, may_win: bool) -> NDArray[np.float64] | None:
        """Weigh the node last looked at against the best, if it may win.

        Returns terms whose sums all finer nodes lose at least, from which rows they leave out; None when they
        say nothing new.
        """
        if self.criteria.loss is Loss.DISCERNIBILITY:
            if may_win:
                self._take(look, discernibility(look.found.size, look.found.failing, self.total))
            return None
        lasting = self._terms_without(look.found.lasting) if look.lasting else None
        if may_win:
            own = lasting if look.failing == look.lasting else self._terms_without(look.found.failing)
            self._take(look, self._sum(self.bounds() if own is None else own, look.node))
        return lasting

    def coarser(self, look: Look) -> float | None:
        """Return what all coarser nodes lose at least, where the classes say it; None where they do not."""
        if self.criteria.loss is not Loss.DISCERNIBILITY:
            return None
        size = look.found.size.astype(np.float64)
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
        look = self.look(top)
        if not proven and self.may_win(look, math.inf):
            self.weigh(look, may_win=True)
        if proven or self.beyond(look) or look.lasting == self.total:
            kept = self.total - look.failing
            raise InputError("goal-not-reachable", rows=self.total, kept=kept, allowed=self.limit)

    def _take(self, look: Look, loss: float) -> None:
        if self.best is None or _before((loss, look.node, look.failing), self.best):
            self.best = (loss, look.node, look.failing)

    def _terms_without(self, failing: NDArray[np.bool_]) -> NDArray[np.float64]:
        return self.terms.of(self.classes.held(failing, self.terms.starts))

    def _least(self, left_out: int) -> NDArray[np.float64]:
        if self.criteria.loss is not Loss.DISCERNIBILITY:
            return self.terms.least(left_out)
        terms = self.bounds()
        terms[:1] = float(left_out) * self.total + float(self.total - left_out) * min(self.criteria.k, self.total)
        return terms

    @staticmethod
    def _sum(terms: NDArray[np.float64], node: Node) -> float:
        return float(terms[np.arange(len(node)), list(node)].sum())


def _before(one: tuple[float, Node, int], other: tuple[float, Node, int]) -> bool:
    """Tell whether one result is better: less lost; of losses equal within rounding, fewer rows, then finer levels."""
    if one[0] > cut_of(other[0]) or other[0] > cut_of(one[0]):
        return one[0] < other[0]
    return (one[2], one[1]) < (other[2], other[1])
