"""What holds at one node of the lattice: who is left out, how small the classes are, what it loses.

The writers, the suggestion and the page ask this of a node that was found or that a plan names; nothing is
searched here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.errors import LimitError
from ayni.limits import ProtectLimits
from ayni.protect.plan import Loss
from ayni.protect.search.classes import Classes
from ayni.protect.search.losses import Terms
from ayni.protect.search.problem import Criteria

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ayni.protect.search.problem import KeyTable, Node

__all__ = ["bounded", "loss_of", "smallest_class", "suppressed_groups"]

_FREE = Criteria(loss=Loss.LOSS)


def bounded(table: KeyTable) -> None:
    """Raise LimitError when a table has more groups than a search takes."""
    limit = ProtectLimits().key_groups
    if len(table.rows) > limit:
        raise LimitError("search-too-many-groups", groups=len(table.rows), limit=limit)


def suppressed_groups(table: KeyTable, node: Node, criteria: Criteria) -> NDArray[np.bool_]:
    """Tell which groups are left out at a node because their class does not meet k, l or t; shape (groups,).

    The suppression limit is not looked at.
    """
    bounded(table)
    places, found = Classes(table, criteria).of_groups(node)
    left_out: NDArray[np.bool_] = found.failing[places]
    return left_out


def smallest_class(table: KeyTable, node: Node) -> int:
    """Return the rows of the smallest class at a node, or its households where they are counted; 0: no rows."""
    bounded(table)
    if not len(table.rows):
        return 0
    classes = Classes(table._replace(sensitive=()), _FREE)
    places, found = classes.of_groups(node)
    if table.household is None:
        return int(found.size.min())
    members = np.unique(np.stack([places.astype(np.uint64), table.household]), axis=1)[0]
    return int(np.bincount(members.astype(np.int64)).min())


def loss_of(table: KeyTable, node: Node, suppressed: NDArray[np.bool_], loss: Loss) -> float:
    """Return what a node loses when these groups, shape (groups,), are left out.

    In the units of `ayni.protect.search.losses`: 0 to 1 for loss, rows squared for discernibility, bits for entropy.
    """
    bounded(table)
    terms = Terms(table, loss)
    left_out = np.where(suppressed, table.rows, 0).astype(np.int64)
    if loss is Loss.DISCERNIBILITY:
        places, found = Classes(table._replace(sensitive=(), household=None), _FREE).of_groups(node)
        kept = np.bincount(places, weights=table.rows - left_out, minlength=len(found.size))
        return float(kept @ kept) + float(terms.total) * float(left_out.sum())
    if not left_out.any():
        return terms.at(node, None)
    held = [
        np.bincount(table.codes[:, column], weights=left_out, minlength=levels.codes.shape[1])
        for column, levels in enumerate(table.levels)
    ]
    return terms.at(node, np.concatenate([*held, np.zeros(0)]).astype(np.int64))
