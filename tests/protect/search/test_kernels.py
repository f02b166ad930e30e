"""The compiled loops do what they do as plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.protect.search import kernels
from ayni.protect.search.classes import slots_for

if TYPE_CHECKING:
    from ayni.compiled import Kernel

_MASKS = st.sampled_from([0, 1, 3, 2**63, 2**64 - 1])


@st.composite
def _rows(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw words, rows and a mask."""
    width = draw(st.integers(1, 2))
    words = draw(
        st.lists(st.tuples(*[st.sampled_from([0, 1, 2, 3, 2**63, 2**63 + 1])] * width), min_size=1, max_size=20)
    )
    rows = draw(st.lists(st.integers(1, 9), min_size=len(words), max_size=len(words)))
    mask = draw(st.tuples(*[_MASKS] * width))
    return np.array(words, dtype=np.uint64), np.array(rows, dtype=np.int64), np.array(mask, dtype=np.uint64)


def _both(kernel: Kernel[..., Any], *arguments: Any) -> tuple[Any, list[Any]]:
    """Run a kernel compiled and as plain Python on copies, hold both to the same, and return result and arguments."""
    ran = []
    for run in (kernel, kernel.python):
        copies = [each.copy() if isinstance(each, np.ndarray) else each for each in arguments]
        with np.errstate(over="ignore"):  # a hash wraps around
            ran.append((run(*copies), copies))
    (result, compiled), (expected, plain) = ran
    assert result == expected
    for one, other in zip(compiled, plain, strict=True):
        assert np.array_equal(one, other)
    return result, compiled


@settings(max_examples=60, deadline=None)
@given(_rows())
def test_groups_are_the_distinct_masked_words(drawn: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    words, rows, mask = drawn
    length = slots_for(len(rows))
    shift = 64 - (length.bit_length() - 1)
    room = (np.zeros_like(words), np.zeros_like(rows), np.zeros(length, dtype=np.int32))
    found, after = _both(kernels.roll_up, words, rows, len(rows), mask, *room, shift)
    expected: dict[tuple[int, ...], int] = {}
    for word, count in zip(words & mask, rows, strict=True):
        key = tuple(int(part) for part in word)
        expected[key] = expected.get(key, 0) + int(count)
    kept, counts, slots = after[4], after[5], after[6]
    assert {tuple(int(part) for part in key): int(n) for key, n in zip(kept[:found], counts[:found], strict=True)} == (
        expected
    )
    assert found == len(expected)

    empty = np.zeros(length, dtype=np.int32)
    same, after = _both(
        kernels.assign, words, len(rows), mask, np.zeros_like(words), empty, shift, np.zeros(len(rows), dtype=np.int32)
    )
    assert same == found
    assert np.array_equal(kept[after[6]], words & mask)

    failing = (counts[:found] < 5).astype(np.uint8)
    codes = np.arange(len(rows), dtype=np.int32).reshape(-1, 1) % 3
    total, after = _both(
        kernels.tally, words, rows, codes, mask, kept, slots, shift, failing,
        np.array([0, 3], dtype=np.int64), np.zeros(3, dtype=np.int64),
    )  # fmt: skip
    assert total == sum(count for count in expected.values() if count < 5)
    assert after[9].sum() == total


def test_agreement_counts_the_class_of_a_row_at_every_node() -> None:
    # Two columns of two bits and one; the first has three levels and ends in one value, the second keeps two.
    words = np.array([[0b000], [0b010], [0b100], [0b001], [0b000]], dtype=np.uint64)
    outside, masks = np.array([0b000], dtype=np.uint64), np.array([[0b110], [0b100], [0b001]], dtype=np.uint64)
    heights, strides, rows = np.array([3, 2]), np.array([2, 1]), np.array([1, 2, 4, 8, 16])
    steps, alike = np.array([2, 2, 1]), np.zeros(6, dtype=np.int64)
    _, after = _both(kernels.agreement, words, rows, 0, outside, masks, steps, heights, strides, alike)
    assert after[8].tolist() == [17, 25, 19, 27, 23, 31]
    outside = np.array([0b001], dtype=np.uint64)
    _, after = _both(kernels.agreement, words, rows, 0, outside, masks, steps, heights, strides, alike)
    assert after[8].tolist() == [17, 17, 19, 19, 23, 23]
    twice = np.repeat(words, 2, axis=1)
    _, after = _both(
        kernels.agreement, twice, rows, 0, np.repeat(outside, 2), np.repeat(masks, 2, axis=1), steps, heights, strides,
        alike,
    )  # fmt: skip
    assert after[8].tolist() == [17, 17, 19, 19, 23, 23]


def test_bounds_rise_inside_the_box_only() -> None:
    bounds = np.array([0.0, 5.0, 0.0, 0.0, 0.0, 0.0])
    terms = np.array([[1.0, 2.0, 3.0], [0.5, 0.25, np.inf]])
    first, last = np.array([0, 0]), np.array([1, 1])
    _, after = _both(kernels.raise_box, bounds, terms, first, last, np.array([2, 1]), np.zeros(2, dtype=np.int64))
    assert after[0].tolist() == [1.5, 5.0, 2.5, 2.25, 0.0, 0.0]
    _, after = _both(
        kernels.raise_box,
        bounds,
        terms,
        np.array([2, 1]),
        np.array([2, 1]),
        np.array([2, 1]),
        np.zeros(2, dtype=np.int64),
    )
    assert after[0].tolist() == [0.0, 5.0, 0.0, 0.0, 0.0, 3.25]


def test_pairs_of_class_and_value_are_counted_once() -> None:
    classes = np.array([0, 0, 1, 0, 1], dtype=np.int32)
    codes = np.array([2, 2, 2, 0, 2], dtype=np.int32)
    rows = np.array([1, 2, 3, 4, 5])
    found, after = _both(
        kernels.pair_up, classes, codes, rows, 5, 3, np.zeros(5, dtype=np.int64), np.zeros(16, dtype=np.int32), 60,
        np.zeros(5, dtype=np.int64), np.zeros(2, dtype=np.int32),
    )  # fmt: skip
    assert found == 3
    assert (after[5][:3].tolist(), after[8][:3].tolist(), after[9].tolist()) == ([2, 5, 0], [3, 8, 4], [2, 1])


def test_ordered_distance_is_the_sum_of_cumulative_differences() -> None:
    # One class over three ranks with the table's cumulative shares 0.5, 0.75 and 1; it holds rank 0 and 2 equally.
    share = np.array([0.5, 0.75, 1.0])
    _, after = _both(
        kernels.spread, np.array([0, 2]), np.array([1, 1]), 2, 3, np.array([2]), share,
        np.array([0.0, 0.5, 1.25, 2.25]), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64), np.zeros(1),
    )  # fmt: skip
    assert after[9].tolist() == [pytest.approx(0.25)]
