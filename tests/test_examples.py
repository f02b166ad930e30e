"""The example files are exactly what their generator makes."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pyreadstat

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NAMES = ["household-survey.csv", "rainfall.csv"]


def test_generator_makes_the_same_bytes_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLES / "make_household_survey.py", tmp_path], check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes()


def test_stata_survey_is_made_again_with_its_labels(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLES / "make_survey_stata.py", tmp_path], check=True, capture_output=True)
    made = tmp_path / "household-survey.dta"
    assert made.read_bytes() == (EXAMPLES / "household-survey.dta").read_bytes()
    rows, meta = pyreadstat.read_dta(str(made), output_format="dict")
    with (EXAMPLES / "household-survey.csv").open(encoding="utf-8") as stream:
        survey = list(csv.DictReader(stream))
    assert list(rows) == list(survey[0])
    assert all(meta.column_names_to_labels[name] for name in rows)
    assert meta.variable_value_labels["sex"] == {1: "male", 2: "female"}
    assert [meta.variable_value_labels["district"][code] for code in rows["district"]] == [
        row["district"].replace("MLIMANI", "Mlimani") for row in survey
    ]


def test_survey_has_the_mistakes_its_readme_promises() -> None:
    rows = list(csv.DictReader(io.StringIO((EXAMPLES / "household-survey.csv").read_text(encoding="utf-8"))))
    ages = [row["age"] for row in rows]
    assert (ages.count("999"), ages.count("-3"), ages.count("thirty")) == (1, 1, 1)
    assert len(rows) - len({tuple(row.values()) for row in rows}) == 3
    assert {row["survey_round"] for row in rows} == {"2024-1"}
    assert max(row["interview_date"] for row in rows) == "2034-04-11"
    assert sum("Ã" in "".join(row.values()) or "â€" in "".join(row.values()) for row in rows) == 3


def test_survey_uses_only_reserved_mail_domains() -> None:
    text = (EXAMPLES / "household-survey.csv").read_text(encoding="utf-8")
    assert text.count("@") == text.count("@example.org") == 2
