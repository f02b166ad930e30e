from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.protect.transform.tables import applied, context

from ayni.errors import InputError
from ayni.protect.plan import MovePlaces
from ayni.protect.transform import prepare

STEP = MovePlaces(latitude="lat", longitude="lon", least=200, most=2_000)


def _metres(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula."""
    up, down = math.radians(first[0]), math.radians(second[0])
    turn = math.radians(second[1] - first[1])
    part = math.sin((down - up) / 2) ** 2 + math.cos(up) * math.cos(down) * math.sin(turn / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(min(1.0, math.sqrt(part)))


def _points(latitude: list[float | None], longitude: list[float | None], **more: object) -> pl.DataFrame:
    kinds = {"lat": pl.Float64, "lon": pl.Float64}
    return pl.DataFrame({"lat": latitude, "lon": longitude, **more}, schema_overrides=kinds)


@given(
    st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=20),
    st.sampled_from([(0.0, 50.0), (10.0, 30.0), (200.0, 2_000.0), (5_000.0, 100_000.0)]),
)
def test_every_point_lands_on_earth_inside_the_ring(
    points: list[tuple[float, float]], ring: tuple[float, float]
) -> None:
    frame = _points([point[0] for point in points], [point[1] for point in points])
    step = MovePlaces(latitude="lat", longitude="lon", least=ring[0], most=ring[1])
    moved = applied(step, frame).frame
    for old, new in zip(points, moved.rows(), strict=True):
        assert -90 <= new[0] <= 90
        assert -180 <= new[1] <= 180
        assert ring[0] - 1e-6 <= _metres(old, new) <= ring[1] + 1e-6


def test_places_of_the_ring_are_equally_likely() -> None:
    rows = 4_000
    frame = _points([0.5 + number / 1e6 for number in range(rows)], [36.8] * rows)
    moved = applied(STEP, frame).frame
    pairs = list(zip(frame.rows(), moved.rows(), strict=True))
    share = np.array([(_metres(old, new) ** 2 - 200**2) / (2_000**2 - 200**2) for old, new in pairs])
    counts = np.histogram(share, bins=10, range=(0, 1))[0]
    assert counts.min() > 320
    angle = np.array([math.atan2(new[1] - old[1], new[0] - old[0]) for old, new in pairs])
    assert np.histogram(angle, bins=8, range=(-math.pi, math.pi))[0].min() > 420


def test_no_more_decimals_than_the_distance_warrants() -> None:
    frame = _points([-1.2921234567], [36.8219876543])
    new = applied(STEP, frame).frame.row(0)
    assert [round(part, 4) for part in new] == list(new)
    far = applied(MovePlaces(latitude="lat", longitude="lon", least=10_000, most=90_000), frame).frame.row(0)
    assert [round(part, 3) for part in far] == list(far)


def test_equal_points_move_together_and_others_apart() -> None:
    moved = applied(STEP, _points([1.5, 1.5, 1.6], [36.0, 36.0, 36.0])).frame.rows()
    assert moved[0] == moved[1]
    assert moved[2][0] - moved[0][0] != pytest.approx(0.1, abs=1e-4)


def test_rows_of_one_household_move_together() -> None:
    frame = _points([1.5, 1.6, 1.5, 0.0], [36.0, 36.0, 36.0, 0.0], hh=["x", "x", "y", "x"])
    step = MovePlaces(latitude="lat", longitude="lon", least=200, most=2_000, by="hh")
    rows = applied(step, frame).frame.rows()
    assert rows[1][0] - rows[0][0] == pytest.approx(0.1, abs=2e-4)
    assert rows[0][:2] != rows[2][:2]
    assert rows[3][0] != pytest.approx(
        rows[0][0] - 1.5, abs=2e-4
    )  # 0, 0 stands for no place and must not show the move


def test_a_row_without_a_whole_point_keeps_none_of_it() -> None:
    frame = _points([1.5, None, 91.0, 2.0], [None, 36.0, 36.0, 200.0])
    done = applied(STEP, frame)
    assert done.frame.rows() == [(None, None)] * 4
    assert done.changed == 6


def test_texts_are_written_in_the_style_of_their_column() -> None:
    rows = 30
    frame = pl.DataFrame({"lat": ["-1,292100"] * (rows - 1) + [""], "lon": ["36,821900"] * rows})
    done = applied(STEP, frame).frame
    assert done.row(0) == applied(STEP, frame.head(3), context(frame)).frame.row(0)
    assert done["lat"][0] != "-1,2921"
    assert done["lat"].str.contains(r"^-1,\d{4}$").to_list() == [True] * (rows - 1) + [False]
    assert done.row(rows - 1) == ("", None)


@pytest.mark.parametrize(("least", "most"), [(-1, 5), (5, 5), (9, 5), (0, 2e6), (math.nan, 5)])
def test_distances_that_make_no_ring_are_refused(least: float, most: float) -> None:
    with pytest.raises(InputError, match="move-bounds"):
        prepare(MovePlaces(latitude="lat", longitude="lon", least=least, most=most), context(_points([1.5], [2.5])))
