"""docs/reference/settings.md names every setting, its default and its bounds."""

from __future__ import annotations

import re
from pathlib import Path

from ayni.limits import NodeLimits
from ayni.node.folder import _BOUNDS, Settings, load_settings
from ayni.node.people import PASSWORD_LEAST

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \|[^|]+\|([^|]+)\|([^|]*)\|", re.MULTILINE)
ROWS = {key: (default.strip(), between.strip()) for key, default, between in ROW.findall(PAGE)}


def written(value: object) -> str:
    """Write a default as the page does."""
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case int():
            return f"{value:,}" if value > 9_999 else str(value)
        case str():
            return f'`"{value}"`'
    return "`[]`"


def test_every_setting_is_on_the_page_with_its_default() -> None:
    assert {key: default for key, (default, _) in ROWS.items()} == {
        key: written(getattr(Settings(), key)) for key in Settings.__struct_fields__
    }


def test_bounds_are_those_of_the_page() -> None:
    for key, (_, between) in ROWS.items():
        least, most = _BOUNDS.get(key, (None, None))
        numbers = [number for number in between.replace("2^50", str(1 << 50)).replace(",", "").split(" and ") if number]
        assert [int(number) for number in numbers] == ([] if least is None else [least, most]), key


def test_example_is_a_settings_file(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "ayni.toml").write_text(example)
    settings = load_settings(tmp_path / "ayni.toml")
    assert (settings.institution, settings.keep_hours) == ("National Statistics Office", 24)


def test_what_no_setting_changes_is_so() -> None:
    limits = NodeLimits()
    assert (limits.session_seconds, limits.link_seconds, limits.invitation_seconds) == (12 * 3600, 900, 3 * 86_400)
    assert (limits.uploads_a_person, limits.spare_bytes, PASSWORD_LEAST) == (20, 256 << 20, 12)
