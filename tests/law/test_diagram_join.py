"""Joining diagrams two by two, stopping where one part settles it, gives what joining all at once gives."""

from __future__ import annotations

import functools
import itertools

from hypothesis import given
from hypothesis import strategies as st

from ayni.law.diagram import Diagram, Split, Workshop

PLACES = 4
TABLES = st.lists(st.lists(st.sampled_from([0, 1, 2]), min_size=2**PLACES, max_size=2**PLACES), min_size=1, max_size=4)


def diagram(work: Workshop[int], table: list[int], place: int = 0) -> Diagram[int]:
    """Return the diagram of a table of results over yes-no facts."""
    if place == PLACES:
        return work.leaf(table[0])
    half = len(table) // 2
    return work.split(place, (diagram(work, table[:half], place + 1), diagram(work, table[half:], place + 1)))


def result(node: Diagram[int], answers: tuple[int, ...]) -> int:
    """Follow a diagram to its result."""
    while isinstance(node, Split):
        node = node.branches[answers[node.place]]
    return node.value


@given(TABLES)
def test_two_by_two_is_all_at_once(tables: list[list[int]]) -> None:
    """The same diagram, and the result of every answer is the highest of the parts."""
    work: Workshop[int] = Workshop([2] * PLACES)
    parts = [diagram(work, table) for table in tables]
    start: Diagram[int] = work.leaf(0)
    whole = functools.reduce(lambda one, other: work.join(max, one, other, settled=2), parts, start)
    assert whole is work.join(lambda *found: max(found), *parts)
    for number, answers in enumerate(itertools.product((0, 1), repeat=PLACES)):
        assert result(whole, answers) == max(table[number] for table in tables)
