"""The small charts, mark by mark."""

from __future__ import annotations

import pytest

from ayni.node.charts import change, steps


def test_change_draws_before_and_after() -> None:
    drawn = change(1.0, 0.25, kind="risk", title="a < b")
    assert '<rect class="bar-was" width="320" height="7"/>' in drawn
    assert '<rect class="bar-risk" y="9" width="80" height="11"/>' in drawn
    assert 'aria-label="a &lt; b"' in drawn


@pytest.mark.parametrize(("share", "wide"), [(0.0, "0"), (1e-9, "1.5"), (2.0, "320"), (-1.0, "0")])
def test_change_keeps_to_its_frame_and_shows_the_smallest(share: float, wide: str) -> None:
    assert f'<rect class="bar-useful" y="9" width="{wide}" height="11"/>' in change(0.0, share, kind="useful", title="")


def test_steps_draw_both_lines() -> None:
    drawn = steps([1.0, 0.0], [1.0, 0.5], title="t", description="d")
    assert '<path class="line-risk" d="M8 8L312 112"/>' in drawn
    assert '<path class="line-useful" d="M8 8L312 60"/>' in drawn
    assert '<path class="dot-risk" d="M8 8h.01M312 112h.01"/>' in drawn
    assert '<title id="steps-t">t</title><desc id="steps-d">d</desc>' in drawn


def test_steps_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(1, 2\)"):
        steps([1.0], [1.0, 0.0], title="", description="")


def test_charts_hold_no_style_and_no_script() -> None:
    drawn = change(0.5, 0.5, kind="risk", title="x") + steps([1.0], [1.0], title="x", description="y")
    assert [word for word in ("style", "script", "url(", "href") if word in drawn] == []
