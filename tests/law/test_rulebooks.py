"""Every shipped rulebook holds its own tests, and its tests hold every rule, threshold, date and entry."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.law.books import shipped, vocabulary

from ayni.law.evaluate import Law
from ayni.law.load import RULEBOOKS
from ayni.law.rulebook import Evidence
from ayni.law.testing import run_tests, survivors, uncovered

READ_ON = dt.date(2026, 11, 29)
"""The last day on which anybody looked for changes in the laws."""
NAMES = sorted(path.name for path in RULEBOOKS.iterdir() if (path / "rulebook.toml").is_file())


@pytest.mark.parametrize("name", NAMES)
def test_its_tests_hold_and_show_each_rule_true_false_and_unknown(name: str) -> None:
    assert run_tests(shipped()[name], vocabulary()) == ()
    assert uncovered(shipped()[name], vocabulary()) == {}


@pytest.mark.parametrize("name", NAMES)
def test_some_test_notices_each_small_change(name: str) -> None:
    """Dropped rules and entries, thresholds moved by one, dates moved by a day, alternatives left out."""
    assert survivors(shipped()[name], vocabulary()) == ()


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_rests_on(name: str) -> None:
    law = shipped()[name]
    assert law.id == name
    assert law.covers
    assert law.sources
    assert law.known_until <= READ_ON
    assert all(rule.cite.quote for rule in law.rules if rule.evidence is not Evidence.REMEMBERED)
    for change in law.changes:
        assert change[4] == change[7] == "-", change


def test_every_place_has_one_law_or_laws_that_are_joined() -> None:
    assert Law(list(shipped().values()), vocabulary())
    assert len(NAMES) >= 10
