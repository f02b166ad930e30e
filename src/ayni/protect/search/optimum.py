"""Find the levels that meet the criteria at the least loss, and prove it.

Every node has a bound: what generalising alone loses. The search takes the open node with the least bound and
looks at coarser open nodes above it, on a path chosen by least bound, halving the path each time (as Flash does,
Kohlmayer et al. 2012). What it learns at a node holds for many others, and closes them without looking:

- rows that fail k or l there fail at all finer nodes too: beyond the suppression limit those are ruled out,
  below it their bounds rise by what suppressing these very rows costs on their levels;
- a row whose class is too small tells the size of its class at all nodes at once (`kernels.agreement`): where no
  row may be left out, the nodes where it is too small are ruled out;
- where a node was found, those whose bound is higher are closed.

When no node is open the best one found is the optimum. Of nodes that lose equally much, within
rounding, the one that leaves out fewer rows and then has the finer levels is taken. t-closeness with
suppression is not monotone: there, only what k and l say is carried to other nodes. A lattice with more nodes
than are kept in memory is searched by `ayni.protect.search.vast`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ayni.limits import ProtectLimits
from ayni.protect.search.lattice import Lattice
from ayni.protect.search.nodes import bounded
from ayni.protect.search.problem import SearchProgress
from ayni.protect.search.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable

    from ayni.protect.search.classes import Found
    from ayni.protect.search.problem import Criteria, KeyTable, Optimum
    from ayni.protect.search.trial import Look

__all__ = ["find_optimum"]

_LIMITS = ProtectLimits()
_LARGE = 8
"""Groups for each node of the lattice from which grouping the table anew pays."""
_RISE = 4
"""Nodes looked at before the table is grouped anew, and what part of all looked at."""


def find_optimum(
    table: KeyTable,
    criteria: Criteria,
    *,
    progress: Callable[[SearchProgress], None] | None = None,
    most_nodes: int = _LIMITS.search_nodes,
    most_work: int = _LIMITS.search_work,
) -> Optimum:
    """Return the levels that meet the criteria at the least loss.

    `progress` is called after each node looked at and may raise, which ends the search. Lattices of more than
    `most_nodes` are searched without a proof, as are all after `most_work` groups were counted; `Optimum.bound`
    then says how far from the optimum the result can be at most. The same question always gets the same answer.

    Raises InputError when no node meets the criteria within the suppression limit, or only by leaving out every
    row; LimitError when the table has more groups than `ProtectLimits.key_groups`.
    """
    bounded(table)
    trial = Trial(table, criteria)
    nodes = math.prod(levels.height for levels in table.levels)
    if nodes > most_nodes:
        from ayni.protect.search.vast import search_vast

        return search_vast(trial, _LIMITS.search_steps, most_work, progress)
    return _Search(trial, most_work, progress).run()


class _Search:
    """A search over a lattice that is kept whole."""

    def __init__(self, trial: Trial, most_work: int, progress: Callable[[SearchProgress], None] | None) -> None:
        self._trial = trial
        self._most_work = most_work
        self._progress = progress
        self._lattice = Lattice(trial.classes.packed.heights, trial.bounds())
        self._floor = (0,) * len(trial.table.levels)
        self._next_rise = 1
        self._witnesses = trial.limit < trial.criteria.k - 1 and trial.table.household is None
        """Whether one row's class alone can break the limit."""

    def run(self) -> Optimum:
        lattice, trial = self._lattice, self._trial
        while (number := lattice.best_open()) is not None:
            if trial.classes.work > self._most_work:
                return trial.result(open_bound=float(lattice.bounds[number]), nodes=lattice.nodes)
            self._settle(number)
            self._rise()
        return trial.result(open_bound=None, nodes=lattice.nodes)

    def _rise(self) -> None:
        """Now and then, group the table as coarsely as all open nodes allow: witnesses are asked about that."""
        large = len(self._trial.table.rows) > _LARGE * self._lattice.nodes
        if not large or not self._witnesses or self._trial.checked < self._next_rise:
            return
        self._next_rise = self._trial.checked + max(_RISE, self._trial.checked // _RISE)
        floor = self._lattice.floor()
        if floor != self._floor:
            self._floor = floor
            self._trial.classes.prepare(floor)

    def _settle(self, number: int) -> None:
        """Settle a node: by what the coarsest possible node of a path above it says, or by looking at it."""
        lattice = self._lattice
        path = lattice.path(number)
        low, high = 0, len(path) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if lattice.is_open(path[middle]):
                self._try(path[middle], number)
                if not lattice.is_open(number):
                    low = middle
                    continue
            high = middle - 1
        if lattice.is_open(number):
            self._try(number, number)

    def _try(self, number: int, target: int) -> None:
        """Look at a node and learn from it: enough to settle the target, if it can."""
        trial, lattice = self._trial, self._lattice
        look = trial.look(lattice.node(number))
        lattice.close(number)
        if trial.beyond(look):
            lattice.rule_out_finer(look.node)
            self._ask_witness(look.found)
        else:
            self._learn(look, target)
        least = trial.coarser(look)
        if least is not None:
            lattice.lift_coarser(look.node, least)
        if self._progress is not None:
            self._tell(self._progress)

    def _learn(self, look: Look, target: int) -> None:
        """Raise bounds by how many rows are left out, and where that is not enough by which ones."""
        trial, lattice = self._trial, self._lattice
        least = trial.at_least(look)
        if least is not None:
            lattice.lift_finer(look.node, least)
        may_win = trial.may_win(look, lattice.cut)
        if may_win or lattice.is_open(target):
            terms = trial.weigh(look, may_win=may_win)
            if terms is not None:
                lattice.lift_finer(look.node, terms)
        if trial.best is not None:
            lattice.found(trial.best[0])

    def _ask_witness(self, found: Found) -> None:
        """Rule out all nodes where one row's class is too small, if that alone breaks the limit."""
        trial, lattice = self._trial, self._lattice
        if not self._witnesses or not found.lasting.any():
            return
        from ayni.protect.search.kernels import agreement

        packed = trial.classes.packed
        alike = np.zeros(lattice.nodes, dtype=np.int64)
        words, rows, witness = trial.classes.witness(found)
        outside, masks, columns = packed.steps()
        steps = lattice.strides[columns]
        agreement(words, rows, witness, outside, masks, steps, packed.heights, lattice.strides, alike)
        trial.classes.work += len(rows)
        lattice.rule_out((alike < trial.criteria.k) & (alike > trial.limit))

    def _tell(self, progress: Callable[[SearchProgress], None]) -> None:
        lattice, trial = self._lattice, self._trial
        number = lattice.best_open()
        least = math.inf if number is None else float(lattice.bounds[number])
        loss = None if trial.best is None else float(trial.terms.whole(trial.best[0]))
        bound = float(trial.terms.whole(least if trial.best is None else min(least, trial.best[0])))
        settled = lattice.nodes - lattice.open_nodes()
        progress(SearchProgress(settled=settled, nodes=lattice.nodes, loss=loss, bound=bound))
