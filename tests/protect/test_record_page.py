"""docs/reference/record.md names every key of the record."""

from __future__ import annotations

import re
from pathlib import Path

from ayni.protect.outcome import Cost, Outcome, Risk

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "record.md").read_text(encoding="utf-8")


def test_every_key_is_on_the_page() -> None:
    named = set(re.findall(r"`([a-z_0-9]+)(?:\[\])?`", PAGE))
    keys = {*Outcome.__struct_fields__, *Risk.__struct_fields__, *Cost.__struct_fields__}
    assert sorted(keys - named) == []


def test_first_column_names_only_keys() -> None:
    first = " ".join(re.findall(r"^\|([^|]+)\|", PAGE, re.MULTILINE))
    named = set(re.findall(r"`([a-z_0-9]+)(?:\[\])?`", first))
    assert named == {*Outcome.__struct_fields__, "schema", "language", "remarks", "summary"}
