"""What rows cost at least is never more than what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.search.tables import make_levels, make_table, questions

from ayni.protect.plan import Loss
from ayni.protect.search import loss_of
from ayni.protect.search.losses import Terms

if TYPE_CHECKING:
    from ayni.protect.search.problem import Criteria, KeyTable


@settings(max_examples=100, deadline=None)
@given(questions(), st.sampled_from([Loss.LOSS, Loss.ENTROPY]), st.data())
def test_any_rows_left_out_cost_at_least_the_least_of_their_number(
    question: tuple[KeyTable, Criteria], loss: Loss, data: st.DataObject
) -> None:
    table, _ = question
    groups = len(table.rows)
    out = np.array(data.draw(st.lists(st.booleans(), min_size=groups, max_size=groups)))
    count = int(table.rows[out].sum())
    if not count:
        return
    terms = Terms(table, loss)
    held = [
        np.bincount(table.codes[out, column], weights=table.rows[out], minlength=levels.codes.shape[1])
        for column, levels in enumerate(table.levels)
    ]
    real = terms.of(np.concatenate(held).astype(np.int64))
    assert (terms.least(count) <= real + 1e-12).all()
    assert (terms.of(None) <= terms.least(count)).all()
    assert (real[:, :-1] <= real[:, 1:] + 1e-12).all()


def test_loss_spans_from_untouched_to_all_suppressed() -> None:
    levels = (make_levels("age", [[0, 1, 2, 3], [0, 0, 1, 1], [0, 0, 0, 0]], absent=1),)
    table = make_table(levels, [(0,), (1,), (2,), (3,)])
    nobody, everybody = np.zeros(4, dtype=np.bool_), np.ones(4, dtype=np.bool_)
    assert loss_of(table, (0,), nobody, Loss.LOSS) == 0.0
    assert loss_of(table, (2,), nobody, Loss.LOSS) == pytest.approx(1.0)
    assert loss_of(table, (0,), everybody, Loss.LOSS) == pytest.approx(1.0)
    # On level 1 two rows stand for 3 of 5 values (one of them absent) and two for 2: (10 / 5 - 4 / 5) / (4 - 4 / 5).
    assert loss_of(table, (1,), nobody, Loss.LOSS) == pytest.approx(0.375)
    assert loss_of(table, (1,), nobody, Loss.DISCERNIBILITY) == 8.0
    assert loss_of(table, (1,), everybody, Loss.DISCERNIBILITY) == 16.0
    assert loss_of(table, (1,), nobody, Loss.ENTROPY) == 4.0
    # Four bits by generalising, and four more because two different values are suppressed in equal parts.
    assert loss_of(table, (1,), everybody, Loss.ENTROPY) == 8.0
