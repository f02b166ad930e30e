from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.check.render import sample_report as sample

from ayni.check.render.public import publish
from ayni.check.render.text import to_text
from ayni.check.report import Finding, Severity
from ayni.terminal import cells_wide

if TYPE_CHECKING:
    from ayni.messages import Catalogue


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("public", [False, True])
def test_to_text_keeps_to_its_width(english: Catalogue, width: int, public: bool) -> None:  # noqa: FBT001
    report = publish(sample.report(), 5) if public else sample.report()
    text = to_text(report, english, width=width, color=False)
    assert [line for line in text.split("\n") if cells_wide(line) > width] == []


def test_to_text_says_what_matters_first(english: Catalogue) -> None:
    text = to_text(sample.report(), english, width=80, color=False)
    assert text.startswith("Do not share this yet: 2 things must be solved first.\n")
    headings = (
        "What could not be read",
        "Solve first",
        "Look at",
        "Good to know",
        "households (1,000 rows, 12 columns)",
    )
    places = [text.index(f"\n{heading}\n") for heading in (*headings, "Who could be recognised", "Where to go next")]
    assert places == sorted(places)


def test_to_text_joins_findings_of_one_kind(english: Catalogue) -> None:
    text = to_text(sample.report(), english, width=80, color=False)
    assert "Column q0 has the same value in every row." in text
    assert "The same in: q1, q2, q3, q4, and 195 more" in text
    assert text.count("has the same value in every row") == 1
    assert len(text.split("\n")) < 90


def test_to_text_says_the_risk_in_plain_words(english: Catalogue) -> None:
    text = " ".join(to_text(sample.report(), english, width=80, color=False).split())
    assert "38 people are like nobody else in this table." in text
    assert "113 people of 1,000 look like fewer than 4 others." in text
    assert "they would find about 34 of 1,000 people." in text
    assert "k-anonymity" not in text


def test_to_text_says_how_many_others_each_person_looks_like(english: Catalogue) -> None:
    calm = msgspec.structs.replace(
        sample.disclosure(), k_min=5, sample_uniques=0, below_k={"2": 0, "3": 0, "5": 0, "10": 90}
    )
    report = sample.report(msgspec.structs.replace(sample.table(), disclosure=calm))
    text = " ".join(to_text(report, english, width=80, color=False).split())
    assert "Each person looks like at least 4 others in these columns." in text
    assert "like nobody else in this table" not in text


def test_to_text_of_nothing_found(english: Catalogue) -> None:
    report = msgspec.structs.replace(sample.report(sample.wide(2)), findings=(), unread=())
    text = to_text(report, english, width=80, color=False)
    assert text.startswith("The check found nothing that stands in the way of sharing.\n")
    assert "No key variables were found" in text


def test_to_text_without_tables(english: Catalogue) -> None:
    report = msgspec.structs.replace(sample.report(), tables=(), findings=(), unread=())
    assert to_text(report, english, width=80, color=False).startswith("No table was read")


def test_to_text_lets_no_name_steer_the_terminal(english: Catalogue) -> None:
    hostile = Finding(code="empty-column", severity=Severity.NOTE, table="t\x07", column="a\x1b]0;x\x07\nb\u202ec")
    report = msgspec.structs.replace(sample.report(), findings=(hostile,), name="\x1b[2J")
    text = to_text(report, english, width=80, color=False)
    assert {char for char in text if ord(char) < 32 or char in "\u202e\x7f\x9b"} == {"\n"}


def test_to_text_paints_only_when_asked_and_only_whole_lines(english: Catalogue) -> None:
    plain = to_text(sample.report(), english, width=60, color=False)
    painted = to_text(sample.report(), english, width=60, color=True)
    assert "\x1b" not in plain
    assert painted.startswith("\x1b[1;31mDo not share")
    assert all(line.count("\x1b[") in {0, 2} for line in painted.split("\n"))


def test_to_text_cuts_wide_tables_and_says_so(english: Catalogue) -> None:
    text = to_text(sample.report(sample.wide(75)), english, width=80, color=False)
    assert "  … and 15 more\n" in text


def test_to_text_right_to_left_isolates_names(arabic: Catalogue) -> None:
    text = to_text(sample.report(), arabic, width=80, color=False)
    assert "\u2068income\u2069" in text
    rows = [line for line in text.split("\n") if line.startswith("  \u200f\u2068")]
    assert len(rows) == sum(1 + len(table.columns) for table in sample.report().tables if table.columns)
    assert [line.count("\u2068") for line in rows] == [line.count("\u2069") for line in rows]


def test_to_text_right_to_left_points_its_arrows_leftwards(arabic: Catalogue) -> None:
    text = to_text(sample.report(), arabic, width=80, color=False)
    assert "\n    ← " in text
    assert "→" not in text


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("北京", 4), ("e\u0301", 1), ("\u2068x\u2069", 1), ("한", 2), ("", 0), ("\uff21", 2)],
)
def test_cells_wide_counts_what_a_terminal_shows(text: str, cells: int) -> None:
    assert cells_wide(text) == cells


def test_to_text_right_to_left_lines_begin_in_their_own_direction(arabic: Catalogue) -> None:
    text = to_text(sample.report(), arabic, width=80, color=False)
    assert "\n\u200f\u2068households\u2069 (" in text
