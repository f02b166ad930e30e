import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.measure_laws import hold_merge_law

from ayni.check.profile import DuplicateRows
from ayni.errors import ActError
from ayni.limits import CheckLimits

ROWS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a", "b", None])), max_size=50)


@settings(deadline=None, max_examples=100)
@given(data=st.data(), rows=ROWS, most=st.sampled_from([1, 5, 1000]))
def test_duplicate_rows_equal_a_plain_count_however_cut(
    data: st.DataObject, rows: list[tuple[int, str | None]], most: int
) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.Int64, "b": pl.String}, orient="row")
    found = hold_merge_law(
        data,
        len(rows),
        cut=lambda a, b: frame[a:b],
        measure=lambda: DuplicateRows(CheckLimits(state_rows=most)),
    )
    assert found == len(rows) - len(set(rows))


def test_duplicate_rows_spilled_equal_those_in_memory() -> None:
    rng = np.random.default_rng(5)
    frame = pl.DataFrame({"a": rng.integers(0, 30_000, 50_000)})
    expected = 50_000 - frame["a"].n_unique()
    with DuplicateRows(CheckLimits(state_rows=7_000)) as spilled, DuplicateRows(CheckLimits()) as held:
        for first in range(0, 50_000, 3_000):
            spilled.observe(frame[first : first + 3_000])
            held.observe(frame[first : first + 3_000])
        assert spilled.conclude() == expected
        assert held.conclude() == expected
        spilled.observe(frame[:10])
        assert spilled.conclude() == expected + 10


def test_duplicate_rows_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    state = DuplicateRows(CheckLimits(state_rows=1))
    state.observe(pl.DataFrame({"a": [1, 2, 3, 3]}))
    assert state.conclude() == 1
    state.close()
    assert list(tmp_path.iterdir()) == []
    assert state.conclude() == 0


def test_duplicate_rows_says_when_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    state = DuplicateRows(CheckLimits(state_rows=1))
    with pytest.raises(ActError) as caught:
        state.observe(pl.DataFrame({"a": [1, 2, 3]}))
    assert caught.value.code == "state-not-written"
    assert caught.value.facts["folder"] == str(tmp_path / "missing")
