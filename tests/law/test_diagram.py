"""Diagrams agree with what they stand for, and hold exactly the facts that matter."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.law.diagram import Leaf, Split, Workshop, results, support

if TYPE_CHECKING:
    from ayni.law.diagram import Diagram

ANSWERS = (2, 3, 2)
POINTS = list(itertools.product(*(range(size) for size in ANSWERS)))
TABLES = st.lists(st.integers(0, 2), min_size=len(POINTS), max_size=len(POINTS))


def made(work: Workshop[int], table: list[int]) -> Diagram[int]:
    """Return the diagram of a table of results, one for each point."""
    values = dict(zip(POINTS, table, strict=True))

    def build(point: tuple[int, ...]) -> Diagram[int]:
        if len(point) == len(ANSWERS):
            return work.leaf(values[point])
        return work.split(len(point), tuple(build((*point, answer)) for answer in range(ANSWERS[len(point)])))

    return build(())


def at(diagram: Diagram[int], point: tuple[int, ...]) -> int:
    """Return the result at a point."""
    while isinstance(diagram, Split):
        diagram = diagram.branches[point[diagram.place]]
    return diagram.value


@given(TABLES)
def test_a_diagram_is_its_table_and_one_object(table: list[int]) -> None:
    work: Workshop[int] = Workshop(ANSWERS)
    diagram = made(work, table)
    assert [at(diagram, point) for point in POINTS] == table
    assert made(work, table) is diagram
    assert results(diagram) == set(table)


@given(TABLES)
def test_support_is_what_can_change_the_result(table: list[int]) -> None:
    diagram = made(Workshop(ANSWERS), table)
    values = dict(zip(POINTS, table, strict=True))
    matter = {
        place
        for place, size in enumerate(ANSWERS)
        for point in POINTS
        if len({values[(*point[:place], answer, *point[place + 1 :])] for answer in range(size)}) > 1
    }
    assert support(diagram) == matter


@given(TABLES, TABLES)
def test_join_is_point_by_point(first: list[int], second: list[int]) -> None:
    work: Workshop[int] = Workshop(ANSWERS)
    parts = made(work, first), made(work, second)
    joined = work.join(lambda one, other: 3 * one + other, *parts)
    assert [at(joined, point) for point in POINTS] == [3 * a + b for a, b in zip(first, second, strict=True)]
    assert work.join(max, *parts, settled=2) is work.join(max, *parts)


@given(TABLES, st.integers(0, 2), st.integers(0, 1))
@settings(max_examples=60)
def test_what_one_answer_settles_and_leaves(table: list[int], place: int, answer: int) -> None:
    work: Workshop[int] = Workshop(ANSWERS)
    diagram = made(work, table)
    values = dict(zip(POINTS, table, strict=True))
    here = {point: value for point, value in values.items() if point[place] == answer}
    assert work.settles(diagram, place, answer) is (len(set(here.values())) == 1)
    matter = {
        other
        for other, size in enumerate(ANSWERS)
        for point in here
        if other != place and len({values[(*point[:other], one, *point[other + 1 :])] for one in range(size)}) > 1
    }
    assert len(matter) <= work.facts_after(diagram, place, answer) <= len(work.support(diagram))
    assert work.support(diagram) == support(diagram)


def test_where_all_answers_lead_to_the_same_nothing_is_asked() -> None:
    work: Workshop[str] = Workshop(ANSWERS)
    assert isinstance(work.split(0, (work.leaf("a"), work.leaf("a"))), Leaf)
