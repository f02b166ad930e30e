"""Choose hierarchies and levels for the key variables, so that every one of them still says something if it can.

A hierarchy the person gave is searched whole. Of those made here the last level, `*`, which says nothing any
more, is offered only to as few key variables as possible, the least known first: the loss that a search minimises
(a geometric mean) hardly tells three columns made coarser from one given up, but a reader does. Of what follows
from offering it to more or fewer, the choice is taken that keeps most of the keys' information (the non-uniform
entropy of de Waal and Willenborg 1999, as a share for each key). Its levels are the provable optimum, for the goal's
loss, of what was offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
import polars as pl

from ayni.protect.deciding import rows_left_out
from ayni.protect.hierarchy import build_levels, suggest_hierarchy
from ayni.protect.hierarchy.assemble import ANY
from ayni.protect.hierarchy.cells import meanings, numbers_of
from ayni.protect.plan import AsGiven, ByCode, ByInterval, Generalise
from ayni.protect.search import find_optimum, suppressed_groups
from ayni.protect.suggesting.rows import KeptRows
from ayni.protect.transform.generalisation import Generalisation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from ayni.check.batch import ColumnPlan
    from ayni.limits import ProtectLimits
    from ayni.protect.key_table import KeyTableGathering
    from ayni.protect.levels import Levels
    from ayni.protect.plan import FromFile, HierarchySource
    from ayni.protect.search.problem import Criteria, KeyTable, Optimum, SearchProgress

__all__ = ["Choice", "Offer", "choose_levels", "offer_hierarchies"]

_OTHER = ("other", "all other", "any other")
_RARE_ROWS = 20
_RARE = (0.01, 0.05, 0.1, 0.2)
"""On each level, values with a smaller share of the rows than this are joined; at last all but two."""
_WIDEST = 1.5
"""The widest intervals go so many times into the range, so that there are two of them at least."""
_LISTED = 300
_GIVEN_UP = 0.9
_STRICTER = 6
_TRIED_GROUPS = 200_000
"""In a larger table only the choice that gives up the fewest keys is searched."""


class Offer(NamedTuple):
    """The hierarchies of a goal's key variables."""

    sources: dict[str, HierarchySource]
    levels: dict[str, Levels]
    given: frozenset[str]
    """Keys whose hierarchy the person gave."""


class Choice(NamedTuple):
    """Levels that reach the goal."""

    offer: Offer
    table: KeyTable
    optimum: Optimum
    kept: KeptRows
    information: float
    """Share of the keys' information that stays, 0 to 1."""

    @property
    def hidden(self) -> tuple[str, ...]:
        """The keys that are given up: they read the same in every row, and did not before."""
        levels = zip(self.table.levels, self.optimum.levels, strict=True)
        return tuple(own.column for own, level in levels if len(own.labels[level]) == 1 < len(own.labels[0]))

    @property
    def worth(self) -> float:
        """The information that stays, less a tenth for each key that was given up."""
        return self.information * _GIVEN_UP ** len(self.hidden)

    @property
    def steps(self) -> tuple[Generalise, ...]:
        """The steps for the keys that are made coarser."""
        return tuple(
            Generalise(column=levels.column, hierarchy=self.offer.sources[levels.column], level=level)
            for levels, level in zip(self.table.levels, self.optimum.levels, strict=True)
            if level
        )

    def apply(self, frame: pl.DataFrame, plans: Mapping[str, ColumnPlan]) -> pl.DataFrame:
        """Return rows with their keys made coarser; nobody is left out yet."""
        node = {step.column: step.level or 0 for step in self.steps}
        return Generalisation(self.offer.levels, node, plans).apply(frame, 0).frame


def offer_hierarchies(
    gathered: KeyTableGathering,
    plans: Mapping[str, ColumnPlan],
    concepts: Mapping[str, frozenset[str]],
    given: Mapping[str, FromFile],
    folder: Path | None,
) -> Offer:
    """Take the hierarchies that were given, and make the others. Raises what `build_levels` raises."""
    sources: dict[str, HierarchySource] = {}
    levels: dict[str, Levels] = {}
    for key in gathered.keys:
        plan, values = plans[key], gathered.values(key)
        if key in given:
            sources[key] = given[key]
        else:
            sources[key] = _made(plan, values, gathered.counts(key), concepts.get(key, frozenset()))
        levels[key] = build_levels(sources[key], plan, values, folder=folder)
    return Offer(sources, levels, frozenset(given) & frozenset(gathered.keys))


def _made(plan: ColumnPlan, values: pl.Series, counts: pl.Series, concepts: frozenset[str]) -> HierarchySource:
    made = suggest_hierarchy(plan, values, counts, concepts) or ByCode(keep=())
    if isinstance(made, ByInterval):
        return msgspec.structs.replace(made, widths=_wider(made, plan, values))
    if isinstance(made, AsGiven) or made == ByCode(keep=()):
        return _ladder(plan, values, counts) or made
    return made


def _wider(made: ByInterval, plan: ColumnPlan, values: pl.Series) -> tuple[float, ...]:
    """Add intervals twice as wide as the widest, while more than one lies between the ends."""
    numbers = numbers_of(plan, values).drop_nulls()
    low = made.least if made.least is not None else float(numbers.min() or 0.0)  # type: ignore[arg-type]
    high = made.most if made.most is not None else float(numbers.max() or 0.0)  # type: ignore[arg-type]
    widths = list(made.widths)
    while widths[-1] * 2 * _WIDEST <= high - low:
        widths.append(widths[-1] * 2)
    return tuple(widths)


def _ladder(plan: ColumnPlan, values: pl.Series, counts: pl.Series) -> AsGiven | None:
    """Join the rare values of a category, then those less rare, level by level; None where that is not to be had."""
    held = pl.DataFrame({"value": values, "rows": counts}).drop_nulls("value")
    if not 2 < held.height <= _LISTED:  # noqa: PLR2004 - of two values none can be joined
        return None
    said = meanings(plan, held["value"]).str.strip_chars()
    table = pl.DataFrame({"said": said, "rows": held["rows"]}).sort("rows", "said", descending=[True, False])
    other = next((word for word in _OTHER if word not in said), None)
    if other is None or said.n_unique() < held.height or ANY in said:
        return None
    total = int(table["rows"].sum())
    written: list[list[str]] = [[text] for text in table["said"]]
    named = table.height
    for enough in [*(max(share * total, _RARE_ROWS) for share in _RARE), int(table["rows"][1])]:
        frequent = max(int((table["rows"] >= enough).sum()), 1)
        if table.height - frequent == 1 and frequent > 1:
            frequent -= 1  # a group of one hides nobody
        if frequent < named and table.height - frequent > 1:
            named = frequent
            for place, groups in enumerate(written):
                groups.append(groups[0] if place < named else other)
    for groups in written:
        groups.append(ANY)
    return AsGiven(values={groups[0]: tuple(groups[1:]) for groups in written})


def choose_levels(
    gathered: KeyTableGathering,
    offer: Offer,
    criteria: Criteria,
    *,
    plans: Mapping[str, ColumnPlan],
    limits: ProtectLimits,
    progress: Callable[[SearchProgress], None],
) -> Choice:
    """Search the levels that reach the criteria. Raises `InputError("goal-not-reachable")`."""

    def best(starred: frozenset[str]) -> Choice:
        levels = {
            key: whole if key in starred or key in offer.given else _without_star(whole)
            for key, whole in offer.levels.items()
        }
        table = gathered.conclude(levels)
        optimum, left_out = _search(table, criteria, limits, progress)
        kept = KeptRows(table, optimum.levels, left_out, plans)
        return Choice(offer, table, optimum, kept, _kept(table, optimum, left_out))

    table = gathered.conclude(offer.levels)
    offers = _offers_of_stars(table, offer, criteria)
    if len(table.rows) > _TRIED_GROUPS:
        offers = offers[:1]
    # Of equal choices the first, which offers to give up the fewest keys.
    return max((best(starred) for starred in offers), key=lambda choice: round(choice.worth, 9))


def _search(
    table: KeyTable,
    criteria: Criteria,
    limits: ProtectLimits,
    progress: Callable[[SearchProgress], None],
) -> tuple[Optimum, NDArray[np.bool_]]:
    """Return the best levels, and which groups are left out so that the goal holds of the rest.

    Leaving out rows moves the whole table's distribution, so t may then fail elsewhere and more has to go. Where that
    is more than allowed, a stricter t is searched.
    """
    asked = criteria
    for _ in range(_STRICTER):
        optimum = find_optimum(
            table, asked, progress=progress, most_nodes=limits.search_nodes, most_work=limits.search_work
        )
        left_out = rows_left_out(table, optimum.levels, criteria)
        if int(table.rows[left_out].sum()) <= criteria.suppression * int(table.rows.sum()) + 1e-9:
            break
        asked = msgspec.structs.replace(asked, t=asked.t * 0.9)
    return optimum, left_out


def _offers_of_stars(table: KeyTable, offer: Offer, criteria: Criteria) -> list[frozenset[str]]:
    """Return sets of keys that may be given up, each enough to reach the goal.

    They are the fewest, wherever they stand, and the least known half or less; all keys only if nothing else helps.
    """
    own = [levels.column for levels in table.levels if levels.column not in offer.given]
    starred = frozenset(own)
    for key in own:  # the best known keep saying something
        if _reachable(table, offer, starred - {key}, criteria):
            starred -= {key}
    found = [starred]
    for first in range(len(own), len(own) // 2 - 1, -1):
        starred = frozenset(own[first:])
        if _reachable(table, offer, starred, criteria):
            found.append(starred)
    return sorted(dict.fromkeys(found), key=len)


def _reachable(table: KeyTable, offer: Offer, starred: frozenset[str], criteria: Criteria) -> bool:
    """Tell whether the coarsest levels on offer reach the goal; if they do not, none does (but for t)."""
    coarsest = tuple(
        levels.height - 1
        if levels.column in starred or levels.column in offer.given
        else _without_star(levels).height - 1
        for levels in table.levels
    )
    left_out = int(table.rows[suppressed_groups(table, coarsest, criteria)].sum())
    total = int(table.rows.sum())
    return left_out <= criteria.suppression * total + 1e-9 and left_out < total


def _without_star(levels: Levels) -> Levels:
    """Return levels less the last one, if all values are one there."""
    if levels.height == 1 or len(levels.labels[-1]) > 1:
        return levels
    return levels._replace(codes=levels.codes[:-1], labels=levels.labels[:-1], leaves=levels.leaves[:-1])


def _kept(table: KeyTable, optimum: Optimum, left_out: NDArray[np.bool_]) -> float:
    """Return the share of the keys' information (Shannon entropy, mean over keys) that stays, times that of rows."""
    rows = table.rows[~left_out]
    if not len(rows) or not table.levels:
        return 0.0
    shares = []
    for place, (levels, level) in enumerate(zip(table.levels, optimum.levels, strict=True)):
        whole = _entropy(levels.codes[0][table.codes[:, place]], table.rows)
        now = _entropy(levels.codes[level][table.codes[~left_out, place]], rows)
        shares.append(min(now / whole, 1.0) if whole > 0 else 1.0)
    return float(np.mean(shares)) * int(rows.sum()) / int(table.rows.sum())


def _entropy(codes: NDArray[np.int32], rows: NDArray[np.int64]) -> float:
    counts = np.bincount(codes, rows)
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum())
