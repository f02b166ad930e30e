"""Small key tables for tests of the search, and the answer found by trying everything in plain Python."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from ayni.protect.levels import Levels
from ayni.protect.plan import Loss
from ayni.protect.search.problem import Criteria, KeyTable, Node, SensitiveCells

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[int, ...]


def make_levels(column: str, codes: list[list[int]], absent: int = 0) -> Levels:
    """Return a hierarchy; `absent` values of its domain, under the first value of each level, are not in the table."""
    labels, leaves = [], []
    for level, own in enumerate(codes):
        counts = np.bincount(own)
        if level:
            counts[0] += absent
        labels.append(tuple(f"{column}{level}.{code}" for code in range(len(counts))))
        leaves.append(counts.astype(np.int64))
    return Levels(column, np.array(codes, dtype=np.int32), tuple(labels), tuple(leaves), len(codes[0]) + absent)


def make_table(
    levels: tuple[Levels, ...],
    rows: Sequence[Row],
    *,
    sensitive: list[tuple[list[int], bool]] | None = None,
    household: list[int] | None = None,
) -> KeyTable:
    """Group rows of level-0 codes; `sensitive` has codes by row and whether they are ordered."""
    extra = [codes for codes, _ in sensitive or []] + ([household] if household is not None else [])
    groups = Counter((row, *others) for row, *others in zip(rows, *extra, strict=True))
    keys = list(groups)
    columns = [np.array([key[1 + place] for key in keys], dtype=np.int32) for place in range(len(sensitive or []))]
    return KeyTable(
        levels,
        np.array([key[0] for key in keys], dtype=np.int32).reshape(len(keys), len(levels)),
        np.array(list(groups.values()), dtype=np.int64),
        tuple(
            SensitiveCells(f"s{place}", codes, max(whole) + 1, ordered)
            for place, (codes, (whole, ordered)) in enumerate(zip(columns, sensitive or [], strict=True))
        ),
        None if household is None else np.array([key[-1] * 977 for key in keys], dtype=np.uint64),
    )


def classes_at(table: KeyTable, node: Node) -> dict[Row, list[int]]:
    """Return the groups of each class."""
    found: dict[Row, list[int]] = defaultdict(list)
    for group in range(len(table.rows)):
        key = tuple(
            int(levels.codes[level, table.codes[group, column]])
            for column, (levels, level) in enumerate(zip(table.levels, node, strict=True))
        )
        found[key].append(group)
    return found


def _distance(part: Counter[int], whole: Counter[int], values: int, *, ordered: bool) -> float:
    size, total = part.total(), whole.total()
    apart = [part[value] / size - whole[value] / total for value in range(values)]
    if not ordered:
        return sum(map(abs, apart)) / 2
    return sum(map(abs, itertools.accumulate(apart))) / (values - 1) if values > 1 else 0.0


def fails(table: KeyTable, groups: list[int], criteria: Criteria) -> bool:
    """Tell whether a class fails, by the words of its definition."""
    size = int(table.rows[groups].sum()) if table.household is None else len({int(table.household[g]) for g in groups})
    if size < criteria.k:
        return True
    for sensitive in table.sensitive:
        part: Counter[int] = Counter()
        whole: Counter[int] = Counter()
        for group in range(len(table.rows)):
            whole[int(sensitive.codes[group])] += int(table.rows[group])
        for group in groups:
            part[int(sensitive.codes[group])] += int(table.rows[group])
        if len(part) < criteria.l:
            return True
        far = _distance(part, whole, sensitive.values, ordered=sensitive.ordered)
        if criteria.t < 1 and far > criteria.t + 1e-12:
            return True
    return False


def suppressed_at(table: KeyTable, node: Node, criteria: Criteria) -> set[int]:
    """Return the groups left out at a node."""
    found = classes_at(table, node).values()
    return {group for groups in found if fails(table, groups, criteria) for group in groups}


def loss_at(table: KeyTable, node: Node, left_out: set[int], loss: Loss) -> float:
    """Return a node's loss, cell by cell."""
    rows = [int(count) for count in table.rows]
    total = sum(rows)
    if loss is Loss.DISCERNIBILITY:
        kept = [sum(rows[g] for g in groups if g not in left_out) ** 2 for groups in classes_at(table, node).values()]
        return float(sum(kept) + total * sum(rows[g] for g in left_out))
    whole = 1.0
    bits = 0.0
    for column, levels in enumerate(table.levels):
        codes = [int(code) for code in table.codes[:, column]]
        on_level = [int(levels.codes[node[column], code]) for code in codes]
        own, wide, out = Counter[int](), Counter[int](), Counter[int]()
        share = 0.0
        for group, count in enumerate(rows):
            own[codes[group]] += count
            wide[on_level[group]] += count
            out[on_level[group]] += count if group in left_out else 0
            leaves = levels.domain if group in left_out else int(levels.leaves[node[column]][on_level[group]])
            share += count * leaves / levels.domain
        if levels.domain > 1:
            least = total / levels.domain
            whole *= (1 + max(0.0, (share - least) / (total - least))) ** (1 / len(table.levels))
        for group, count in enumerate(rows):
            bits -= count * math.log2(own[codes[group]] / wide[on_level[group]])
        bits -= sum(count * math.log2(count / out.total()) for count in out.values() if count)
    return whole - 1 if loss is Loss.LOSS else bits


def best_by_trying(table: KeyTable, criteria: Criteria) -> float | None:
    """Return the least loss of all nodes that meet the criteria and keep a row; None when none does."""
    total = int(table.rows.sum())
    losses = []
    for node in itertools.product(*(range(levels.height) for levels in table.levels)):
        left_out = suppressed_at(table, node, criteria)
        suppressed = sum(int(table.rows[group]) for group in left_out)
        if suppressed <= criteria.suppression * total + 1e-9 and suppressed < total:
            losses.append(loss_at(table, node, left_out, criteria.loss))
    return min(losses, default=None)


@st.composite
def hierarchies(draw: st.DrawFn, column: str) -> Levels:
    """Draw a hierarchy of up to 6 values and 4 levels, which need not end in one value."""
    values = draw(st.integers(1, 6))
    codes = [list(range(values))]
    for _ in range(draw(st.integers(0, 3))):
        merged = draw(st.lists(st.integers(0, 2), min_size=values, max_size=values))
        names: dict[int, int] = {}
        parent = {code: merged[code] for code in sorted(set(codes[-1]))}
        codes.append([names.setdefault(parent[code], len(names)) for code in codes[-1]])
    return make_levels(column, codes, absent=draw(st.integers(0, 3)))


@st.composite
def questions(draw: st.DrawFn) -> tuple[KeyTable, Criteria]:
    """Draw a key table with goals for it."""
    levels = tuple(draw(hierarchies(f"c{number}")) for number in range(draw(st.integers(1, 4))))
    cells = [st.integers(0, each.codes.shape[1] - 1) for each in levels]
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=30))
    count = len(rows)
    sensitive: list[tuple[list[int], bool]] = [
        (draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)), draw(st.booleans()))
        for _ in range(draw(st.integers(0, 2)))
    ]
    household: Any = draw(st.none() | st.lists(st.integers(0, 8), min_size=count, max_size=count))
    criteria = Criteria(
        k=draw(st.integers(1, 5)),
        l=draw(st.integers(1, 3)),
        t=draw(st.sampled_from([0.1, 0.25, 0.5, 0.8, 1.0])),
        suppression=draw(st.sampled_from([0.0, 0.1, 0.3, 1.0])),
        loss=draw(st.sampled_from(list(Loss))),
    )
    return make_table(levels, rows, sensitive=sensitive, household=household), criteria
