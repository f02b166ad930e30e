"""No report quotes a label that names a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pyreadstat
import pytest

from ayni.check import check
from ayni.check.personal.labelled import personal_codes
from ayni.check.render.about import About
from ayni.check.render.croissant import to_croissant
from ayni.check.render.html import to_html
from ayni.check.render.json import to_json
from ayni.check.render.public import publish
from ayni.check.render.text import to_text
from ayni.check.texts import catalogue

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE: dict[int | float, str] = {1: "Amina Otieno", 2: "Grace Achieng", 3: "Joseph Mwangi", 9: "Other"}


def test_codes_of_people_are_told_and_others_are_not() -> None:
    assert personal_codes("enumerator", None, {str(code): text for code, text in PEOPLE.items()}) == {"1", "2", "3"}
    assert personal_codes("answer", None, {"1": "Yes", "2": "Don't know"}) == frozenset()
    assert personal_codes("team", None, {"1": "call +254 712 345 678", "2": "Team B"}) == {"1"}


@pytest.mark.parametrize("name", ["survey.dta", "survey.sav"])
@pytest.mark.parametrize("public", [False, True])
def test_no_report_quotes_labels_that_name_people(tmp_path: Path, name: str, *, public: bool) -> None:
    frame = pl.DataFrame({"enum": [1, 2, 3, 9] * 30, "sex": [1, 2] * 60})
    write = pyreadstat.write_dta if name.endswith("dta") else pyreadstat.write_sav
    labels: dict[str, dict[int | float, str]] = {"enum": PEOPLE, "sex": {1: "Male", 2: "Female"}}
    write(frame, str(tmp_path / name), variable_value_labels=labels)
    report = check(tmp_path / name)
    found = [(one.column, one.facts) for one in report.findings if one.code == "labels-name-people"]
    assert found == [("enum", {"labels": 3})]
    shown = {one.value for column in report.tables[0].columns for one in column.frequent}
    assert {"1 (Male)", "1.0 (Male)"} & shown != set()
    report = publish(report, 10) if public else report
    words = catalogue("en")
    written = [
        to_json(report, words).decode(),
        to_html(report, words),
        to_text(report, words, width=80, color=False),
        json.dumps(to_croissant(report, About(name="n", description="d"))),
    ]
    for text in written:
        assert not any(part in text for part in ("Amina", "Otieno", "Grace", "Achieng", "Joseph", "Mwangi"))
