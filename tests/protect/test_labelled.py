"""Labels that name people do not travel with a protected table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import polars as pl
import pyreadstat
import pytest

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.protect import protect
from ayni.protect.labelled import without_people
from ayni.protect.plan import Goal, Mask, Plan
from ayni.protect.write.contract import OutputColumn

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = {"1": "Wanjiru Kamau", "2": "Grace Achieng", "3": "Joseph Mwangi", "9": "Other"}


def kept(name: str, labels: dict[str, str], masked: frozenset[str] | None = None) -> dict[str, str]:
    plan = ColumnPlan(name=name, storage="int8", type=SemanticType.CATEGORY, value_labels=labels)
    return without_people(OutputColumn(name=name, value_labels=labels), plan, masked).value_labels


def test_labels_that_are_names_are_left_out_and_others_stay() -> None:
    assert kept("enumerator", PEOPLE) == {"9": "Other"}


@pytest.mark.parametrize(
    "labels",
    [
        {"1": "Nairobi", "2": "Trans Nzoia", "3": "Taita Taveta"},
        {"1": "Roman Catholic", "2": "Seventh-day Adventist", "3": "No religion"},
        {"1": "Don't know", "2": "Refused to answer"},
    ],
)
def test_labels_that_name_nobody_stay(labels: dict[str, str]) -> None:
    assert kept("answer", labels) == labels


def test_labels_of_places_named_after_people_stay() -> None:
    places = {"1": "San Juan", "2": "Port Elizabeth"}
    assert kept("district", places) == places


def test_a_label_with_a_telephone_number_is_left_out() -> None:
    assert kept("team", {"1": "Team A, call +254 712 345 678", "2": "Team B"}) == {"2": "Team B"}


def test_labels_of_a_masked_column_are_looked_at_as_its_cells_are() -> None:
    labels = {"1": "Amina", "2": "nobody"}
    assert kept("answer", labels) == labels
    assert kept("answer", labels, frozenset()) == {"2": "nobody"}


@pytest.mark.parametrize("suffix", ["dta", "sav"])
def test_protect_writes_no_label_that_names_people_and_says_so(tmp_path: Path, suffix: str) -> None:
    frame = pl.DataFrame({"enumerator": [1, 2, 3, 9] * 10, "sex": [1, 2] * 20, "remark": [1, 2] * 20})
    labels: dict[str, dict[int | float, str]] = {
        "enumerator": {int(code): text for code, text in PEOPLE.items()},
        "sex": {1: "male", 2: "female"},
        "remark": {1: "Amina", 2: "nobody"},
    }
    path, out = tmp_path / f"survey.{suffix}", tmp_path / f"safe.{suffix}"
    write = pyreadstat.write_dta if suffix == "dta" else pyreadstat.write_sav
    write(frame, str(path), column_labels=["Asked by Joseph Mwangi", "Sex", "Remark"], variable_value_labels=labels)
    outcome = protect(path, out, Plan(goal=Goal(keys=("sex",), k=5), steps=(Mask(columns=("remark",)),)))
    read = pyreadstat.read_dta if suffix == "dta" else pyreadstat.read_sav
    _, meta = read(str(out), output_format="dict")
    assert meta.variable_value_labels == {
        "enumerator": {9: "Other"},
        "sex": {1: "male", 2: "female"},
        "remark": {2: "nobody"},
    }
    assert meta.column_names_to_labels == {"enumerator": None, "sex": "Sex", "remark": "Remark"}
    assert outcome.labels_left_out == ("enumerator", "remark")
    said = msgspec.json.encode(outcome) + out.read_bytes()
    assert [name for name in (b"Wanjiru", b"Achieng", b"Joseph", b"Amina") if name in said] == []
