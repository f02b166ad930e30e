from __future__ import annotations

import xml.etree.ElementTree as ET

from ayni.check.render import svg


def _parts(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  made by the code under test


def test_histogram_draws_bars_to_scale() -> None:
    chart = _parts(svg.histogram([40, 0, 20, 1], key="c", title="T", description="D"))
    bars = chart.find("path[@class='bar']")
    assert bars is not None
    assert bars.get("d") == "M0 0h79V80H0zM160 40h79V80H160zM240 78h79V80H240z"
    assert chart.get("aria-labelledby") == "c-t c-d"
    assert [chart.findtext("title"), chart.findtext("desc")] == ["T", "D"]


def test_histogram_frames_what_is_hidden() -> None:
    chart = _parts(svg.histogram(["<5", 10], key="c", title="T", description="D"))
    frame = chart.find("path[@class='frame']")
    assert frame is not None
    assert frame.get("d") == "M0 74h159V80H0z"


def test_histogram_of_nothing_has_an_axis_only() -> None:
    chart = _parts(svg.histogram([0, 0], key="c", title="T", description="D"))
    assert [one.get("class") for one in chart.iter("path")] == ["axis"]


def test_histogram_escapes_its_words() -> None:
    assert _parts(svg.histogram([1], key="c", title="<b>&", description='"')).findtext("title") == "<b>&"


def test_strip_shares_its_width_and_keeps_tiny_parts_visible() -> None:
    chart = _parts(svg.strip([1, 0, 999, "<5"], key="s", title="T", description="D"))
    parts = [(one.get("class"), float(one.get("width", "0"))) for one in chart.iter("rect")]
    assert [name for name, _ in parts] == ["part0", "part2", "part3"]
    assert parts[0][1] >= 3
    assert parts[2][1] == 3
    assert sum(width for _, width in parts) + 2 * 3 <= 320.2


def test_bar_is_hidden_from_readers_and_stays_in_its_track() -> None:
    assert _parts(svg.bar(1.7)).findall("rect")[1].get("width") == "100"
    assert _parts(svg.bar(0.0001)).findall("rect")[1].get("width") == "1"
    assert _parts(svg.bar(0.0)).findall("rect")[1].get("width") == "0"
    assert _parts(svg.bar(0.5)).get("aria-hidden") == "true"
