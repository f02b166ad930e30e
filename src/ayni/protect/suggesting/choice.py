"""Choose hierarchies and levels for the key variables, so that every one of them still says something if it can.

A hierarchy the person gave is searched whole. Of those made here the last level, `*`, which says nothing any
more, is offered only to as few key variables as possible, the least known first: the loss that a search minimises
(a geometric mean) hardly tells three columns made coarser from one given up, but a reader does. Between the
choices that follow from giving up more or fewer, the one whose key variables stay most useful is taken, measured
as `ayni.protect.usefulness` does. The levels are the provable optimum of what was offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from ayni.protect.hierarchy import build_levels, suggest_hierarchy
from ayni.protect.hierarchy.assemble import ANY
from ayni.protect.hierarchy.cells import meanings
from ayni.protect.plan import AsGiven, ByCode, Generalise
from ayni.protect.search import find_optimum, suppressed_groups
from ayni.protect.suggesting.rows import KeptRows
from ayni.protect.transform.generalisation import Generalisation
from ayni.protect.usefulness import CostMeasure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

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
"""On each level, values with a smaller share of the rows than this are joined."""
_LISTED = 300
_TRIED_GROUPS = 200_000
"""In a larger table only the two ends are compared: as few given up as possible, and whatever the loss says."""


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
    if isinstance(made, AsGiven) or made == ByCode(keep=()):
        return _ladder(plan, values, counts) or made
    return made


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
    for share in _RARE:
        enough = max(share * total, _RARE_ROWS)
        frequent = max(int((table["rows"] >= enough).sum()), 1)
        if table.height - frequent == 1:
            frequent -= 1  # a group of one hides nobody
        if 1 <= frequent < named and table.height - frequent > 1:
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
    sample: pl.DataFrame,
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
        optimum = find_optimum(
            table, criteria, progress=progress, most_nodes=limits.search_nodes, most_work=limits.search_work
        )
        left_out = suppressed_groups(table, optimum.levels, criteria)
        return Choice(offer, table, optimum, KeptRows(table, optimum.levels, left_out, plans))

    table = gathered.conclude(offer.levels)
    chain = _offers_of_stars(table, offer, criteria)
    if len(table.rows) > _TRIED_GROUPS:
        chain = list(dict.fromkeys([chain[0], chain[-1]]))
    chosen, most = None, -1.0
    for starred in chain:
        choice = best(starred)
        useful = _usefulness(choice, plans, sample) if len(chain) > 1 else 0.0
        if useful > most:
            chosen, most = choice, useful
    assert chosen is not None  # noqa: S101 - there is at least one offer
    return chosen


def _offers_of_stars(table: KeyTable, offer: Offer, criteria: Criteria) -> list[frozenset[str]]:
    """Return the sets of keys that may be given up, from the fewest with which the goal is reached to all."""
    own = [levels.column for levels in table.levels if levels.column not in offer.given]
    starred = frozenset(own)
    chain = [starred]
    for key in own:  # the best known first: they keep saying something
        if _reachable(table, offer, starred - {key}, criteria):
            starred -= {key}
            chain.append(starred)
    return chain[::-1]


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


def _usefulness(choice: Choice, plans: Mapping[str, ColumnPlan], sample: pl.DataFrame) -> float:
    """Return what the keys of a sample are still good for."""
    keys = [levels.column for levels in choice.table.levels]
    before = sample.select(keys)
    kept = choice.kept.mask(before)
    measure = CostMeasure({key: plans[key] for key in keys})
    measure.observe(before, choice.apply(before, plans).filter(pl.Series(kept)), 0, kept)
    return measure.usefulness()
