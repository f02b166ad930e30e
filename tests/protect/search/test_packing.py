"""Masked bits are equal exactly where generalised values are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from tests.protect.search.tables import make_levels, make_table, questions

if TYPE_CHECKING:
    from ayni.protect.search.problem import Criteria, KeyTable

from ayni.protect.search.packing import pack


@settings(max_examples=100, deadline=None)
@given(questions())
def test_masked_words_agree_where_generalised_values_do(question: tuple[KeyTable, Criteria]) -> None:
    table, _ = question
    packed = pack(table)
    for level in range(max(levels.height for levels in table.levels)):
        node = [min(level, levels.height - 1) for levels in table.levels]
        masked = packed.words & packed.mask(node)
        values = np.stack(
            [
                levels.codes[on, table.codes[:, place]]
                for place, (levels, on) in enumerate(zip(table.levels, node, strict=True))
            ]
        )
        for group in range(len(table.rows)):
            same = (masked == masked[group]).all(axis=1)
            assert np.array_equal(same, (values == values[:, [group]]).all(axis=0))


def test_many_wide_columns_take_more_words() -> None:
    wide = list(range(2**15))
    levels = tuple(make_levels(f"c{number}", [wide, [0] * len(wide)]) for number in range(9))
    rows = [tuple(range(9)), tuple(range(9)), (0,) * 8 + (2**15 - 1,)]
    packed = pack(make_table(levels, rows, sensitive=[([0, 1, 1], False)], household=[4, 4, 5]))
    assert packed.words.shape == (3, 3)
    assert [field.read(packed.words).tolist() for field in packed.extra] == [[0, 1, 1], [0, 0, 1]]
    assert packed.mask([1] * 9).tolist() == [0, 0, 0]
    assert not (packed.fixed & packed.mask([0] * 9)).any()
