"""The first report a person sees says what is true of the examples: every count is made here once more, by hand."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from ayni.check import check
from ayni.check.render.html import to_html
from ayni.check.render.text import to_text
from ayni.check.report import Column, Finding, Report, Severity
from ayni.check.roles import load_roles
from ayni.check.texts import catalogue

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


class First(NamedTuple):
    """A report and the cells it is about, as the standard library reads them."""

    report: Report
    cells: dict[str, list[str]]

    def column(self, name: str) -> Column:
        return next(column for column in self.report.tables[0].columns if column.name == name)

    def findings(self, code: str) -> dict[str | None, Finding]:
        return {finding.column: finding for finding in self.report.findings if finding.code == code}

    def text(self) -> str:
        return " ".join(to_text(self.report, catalogue("en"), width=80, color=False).split())


def _first(name: str) -> First:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return First(check(EXAMPLES / name), {column: [row[column] for row in rows] for column in rows[0]})


@pytest.fixture(scope="module")
def survey() -> First:
    return _first("household-survey.csv")


@pytest.fixture(scope="module")
def rainfall() -> First:
    return _first("rainfall.csv")


def _cells(counted: dict[str, list[str]], pattern: str) -> dict[str, int]:
    """Count the cells of each column in which the pattern is found."""
    found = {name: sum(bool(re.search(pattern, cell)) for cell in cells) for name, cells in counted.items()}
    return {name: count for name, count in found.items() if count}


def test_first_report_missing_and_distinct_are_exact(survey: First, rainfall: First) -> None:
    for first in (survey, rainfall):
        (table,) = first.report.tables
        assert [column.name for column in table.columns] == list(first.cells)
        for column in table.columns:
            cells = first.cells[column.name]
            assert (column.name, column.missing) == (column.name, cells.count(""))
            assert (column.name, column.distinct) == (column.name, len({cell for cell in cells if cell}))


def test_first_report_duplicates_are_exact(survey: First, rainfall: First) -> None:
    for first in (survey, rainfall):
        rows = list(zip(*first.cells.values(), strict=True))
        assert first.report.tables[0].duplicate_rows == len(rows) - len(set(rows))
        assert first.report.tables[0].rows == len(rows)
    assert "3 rows repeat an earlier row exactly." in survey.text()


def test_first_report_personal_data_are_where_they_are(survey: First) -> None:
    emails = _cells(survey.cells, r"\S+@\S+\.\S+")
    found = {c.name: p.cells for c in survey.report.tables[0].columns for p in c.personal if p.kind == "email"}
    assert found == emails == {"remarks": 2}
    phones = {c.name: p.cells for c in survey.report.tables[0].columns for p in c.personal if p.kind == "phone"}
    assert phones == {"phone": sum(map(bool, survey.cells["phone"])), "remarks": 2}
    births = survey.column("birth_date")
    assert [(p.kind, p.cells) for p in births.personal] == [
        ("date-of-birth", sum(map(bool, survey.cells["birth_date"])))
    ]


def test_first_report_impossible_values_are_exact(survey: First) -> None:
    ages = [int(age) for age in survey.cells["age"] if re.fullmatch(r"-?\d+", age)]
    today = dt.datetime.now(dt.UTC).date().isoformat()
    expected = {
        "age": sum(not 0 <= age <= 130 for age in ages),
        "latitude": sum(abs(float(cell)) > 90 for cell in survey.cells["latitude"] if cell),
        "interview_date": sum(cell > today for cell in survey.cells["interview_date"]),
    }
    assert {c.name: c.impossible for c in survey.report.tables[0].columns if c.impossible} == expected
    assert expected == {"age": 2, "latitude": 1, "interview_date": 1}
    text = survey.text()
    assert "1 cell of column latitude holds an impossible value (a latitude beyond 90 degrees)." in text
    assert "age (an age below 0 or above 130, 2)" in text


def test_first_report_damaged_text_is_exact(survey: First) -> None:
    damaged = _cells(survey.cells, "Ã|â€")
    assert {c.name: c.damaged for c in survey.report.tables[0].columns if c.damaged} == damaged
    assert damaged == {"respondent_name": 1, "remarks": 2}


def test_first_report_misfits_are_exact(survey: First) -> None:
    number = re.compile(r"-?\d+(\.\d+)?")
    for name in ("age", "monthly_income"):
        cells = [cell for cell in survey.cells[name] if cell]
        # A code such as "none" or a year are no misfits of these columns: they have none of those.
        assert survey.column(name).mixed == sum(not number.fullmatch(cell) for cell in cells) == 1
    assert {c.name for c in survey.report.tables[0].columns if c.mixed} == {"age", "monthly_income"}


@pytest.mark.parametrize("roles", [None, "roles.toml"])
def test_first_report_risk_is_exact(survey: First, roles: str | None) -> None:
    report = survey.report
    if roles is not None:
        report = check(EXAMPLES / "household-survey.csv", roles=load_roles(EXAMPLES / roles))
    risk = report.tables[0].disclosure
    assert risk is not None
    sizes = Counter(zip(*(survey.cells[name] for name in risk.quasi_identifiers), strict=True))
    assert (risk.classes, risk.k_min) == (len(sizes), min(sizes.values()))
    assert risk.sample_uniques == sum(size == 1 for size in sizes.values())
    assert risk.below_k == {str(k): sum(size for size in sizes.values() if size < k) for k in (2, 3, 5, 10)}
    alone = next(finding for finding in report.findings if finding.code == "people-stand-alone")
    assert alone.facts["rows"] == risk.sample_uniques
    small = next(finding for finding in report.findings if finding.code == "groups-too-small")
    assert (small.facts["rows"], small.facts["others"]) == (risk.below_k["5"], 4)
    for spread in risk.diversity:
        if spread.column == "monthly_income":
            continue  # judged in tenths
        values: dict[tuple[str, ...], set[str]] = {}
        keys = zip(*(survey.cells[name] for name in risk.quasi_identifiers), strict=True)
        for key, value in zip(keys, survey.cells[spread.column], strict=True):
            values.setdefault(key, set()).add(value)
        told = sum(sizes[key] for key, seen in values.items() if len(seen) == 1)
        assert (spread.column, spread.rows_l1) == (spread.column, told)


def test_first_report_of_rain_speaks_of_no_one(rainfall: First) -> None:
    (table,) = rainfall.report.tables
    assert (table.about_people, table.disclosure) == (False, None)
    assert [finding.code for finding in rainfall.report.findings] == ["not-about-people"]
    assert [column.personal for column in table.columns] == [()] * len(table.columns)
    assert rainfall.text().startswith("The check found nothing that stands in the way of sharing.")


def test_first_report_counts_what_must_be_solved(survey: First) -> None:
    blockers = [finding for finding in survey.report.findings if finding.severity is Severity.BLOCKER]
    assert survey.text().startswith(f"Do not share this yet: {len(blockers)} things must be solved first.")
    assert {finding.column for finding in blockers} == {"respondent_name", "phone", "national_id", "remarks", None}


@pytest.mark.parametrize("width", [40, 80, 132])
def test_first_report_says_each_thing_once(survey: First, width: int) -> None:
    text = to_text(survey.report, catalogue("en"), width=width, color=False)
    said = [line for line in re.split(r"\n(?= {2}[✖!·] )", text)[1:] if line.startswith("  ")]
    messages = [" ".join(re.split(r"\n {4}→|\n\n", one)[0].split()) for one in said]
    assert len(messages) == len(set(messages)) > 20


def test_first_page_tells_the_same_counts_as_the_text(survey: First) -> None:
    page = re.sub(r"<wbr>|</?bdi>", "", to_html(survey.report, catalogue("en")))
    for said in (
        "Do not share this yet: 6 things must be solved first.",
        "remarks (telephone number, 2)",
        "3 rows repeat an earlier row exactly.",
        "age (an age below 0 or above 130, 2)",
    ):
        assert said in page
        assert said in survey.text()
