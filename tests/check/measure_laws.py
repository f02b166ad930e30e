"""The law of merging, as a function every measure's test calls with its own tables.

    @given(data=st.data())
    def test_thing_however_cut(data):
        hold_merge_law(data, rows, cut=lambda a, b: frame[a:b], measure=lambda: Thing(limits))

The table is cut at drawn places (empty parts included), each part is observed by a state of its own or
by the one before it, and the states are merged as a drawn tree. Every conclusion must equal the one of a
single state that saw the whole table in one batch.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from ayni.check.measure import Measure

__all__ = ["hold_merge_law"]

Batch = TypeVar("Batch")
Conclusion = TypeVar("Conclusion")


def hold_merge_law(
    data: st.DataObject,
    rows: int,
    *,
    cut: Callable[[int, int], Batch],
    measure: Callable[[], Measure[Batch, Conclusion]],
    same: Callable[[Conclusion, Conclusion], bool] | None = None,
) -> Conclusion:
    """Assert the law for one table and one drawn way of cutting and merging; return the conclusion.

    `cut(first, last)` gives the batch of the rows from `first` up to before `last`; `measure` makes an
    empty state; `same` compares two conclusions where equality would be too strict.
    """
    whole = measure()
    whole.observe(cut(0, rows))
    expected = whole.conclude()

    marks = data.draw(st.lists(st.integers(0, rows), max_size=6).map(sorted), label="cuts")
    edges = [0, *marks, rows]
    states: list[Any] = [measure()]
    for first, last in itertools.pairwise(edges):
        if data.draw(st.booleans(), label="new state"):
            states.append(measure())
        states[-1].observe(cut(first, last))
    while len(states) > 1:
        taken = states.pop(data.draw(st.integers(0, len(states) - 1), label="taken"))
        data.draw(st.sampled_from(states), label="taking").merge(taken)
    found: Conclusion = states[0].conclude()

    assert (same or (lambda a, b: a == b))(found, expected), f"{found} is not {expected}"
    again: Conclusion = states[0].conclude()
    assert (same or (lambda a, b: a == b))(again, expected), "concluding changed the state"
    return expected
