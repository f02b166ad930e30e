"""Country rules for a terminal: a list by how well founded they are, and one country whole."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.law.books import DAY, book, rule, shipped, signed

from ayni.law.render.books import book_text, list_text
from ayni.law.render.wording import split_changes
from ayni.law.rulebook import Case, Condition, Evidence, Stage, Standing
from ayni.messages import LANGUAGES
from ayni.terminal import cells_wide
from ayni.words import catalogue

TODAY = dt.date(2026, 11, 29)
PERSONAL = Case(is_={"data.personal": True})
WORDS = catalogue("en")


def test_one_rulebook_says_everything_there_is_to_read() -> None:
    law = msgspec.structs.replace(
        book(
            rule("ke.scope", Stage.SCOPE, PERSONAL),
            rule(
                "ke.way", Stage.GATEWAY, PERSONAL, until=DAY + dt.timedelta(days=40), note="A note.",
                one_of=(Condition(code="licence", note="From the centre."), Condition(code="authorisation")),
            ),
        ),
        covers="What is covered.",
        changes=("2020-01-01 The law began.", "2026-12-24 Something ends.", "2031-01-01 Something begins."),
    )  # fmt: skip
    text = book_text(law, signed(law)["ke"], WORDS, TODAY)
    flat = " ".join(text.split())
    assert text.startswith("Kenya (ke)\n")
    assert f"✔ Kenya: these rules were signed off by Amina on {DAY}." in flat
    assert "What is to change ! 2026-12-24 Something ends. ! 2031-01-01 Something begins." in flat
    assert "From 2027-01-04 on these no longer hold: An Act, 1" in flat
    assert "What changed before · 2020-01-01 The law began." in flat
    assert "→ A note." in flat
    assert "Get a licence or permit" in flat
    assert "From the centre." in flat
    assert text.index("When this law applies") < text.index("What it permits")
    unsigned = book_text(law, None, WORDS, TODAY)
    assert "! Kenya: nobody in your institution has reviewed these rules yet." in " ".join(unsigned.split())


def test_a_sign_off_of_another_version_is_none() -> None:
    law = book(rule("ke.way", Stage.GATEWAY, PERSONAL))
    other = signed(msgspec.structs.replace(law, hash="another"))
    assert "nobody in your institution has reviewed" in book_text(law, other["ke"], WORDS, TODAY)
    assert "; not reviewed; " in list_text([law], other, WORDS, TODAY)
    assert "; reviewed; " in list_text([law], signed(law), WORDS, TODAY)


@pytest.mark.parametrize(
    ("evidence", "standing"),
    [
        ((Evidence.TEXT, Evidence.TEXT), Standing.READ),
        ((Evidence.TEXT, Evidence.SECONDARY), Standing.PARTLY),
        ((Evidence.REMEMBERED, Evidence.SECONDARY), Standing.REPORTED),
    ],
)
def test_what_forbids_and_opens_a_way_says_how_well_founded_rules_are(
    evidence: tuple[Evidence, Evidence], standing: Standing
) -> None:
    first, second = evidence
    law = book(
        rule("ke.scope", Stage.SCOPE, PERSONAL, evidence=Evidence.REMEMBERED),
        rule("ke.ban", Stage.PROHIBITION, PERSONAL, evidence=first),
        rule("ke.way", Stage.GATEWAY, PERSONAL, evidence=second),
        rule("ke.duty", Stage.DUTY, PERSONAL, evidence=Evidence.REMEMBERED, all_of=(Condition(code="minimise"),)),
    )
    assert law.standing is standing
    only_duties = book(rule("ke.duty", Stage.DUTY, PERSONAL, all_of=(Condition(code="minimise"),)))
    assert only_duties.standing is Standing.READ


def test_changes_are_soon_for_a_year_then_later_then_past() -> None:
    dated = ("2026-11-28 a", "2026-11-29 b", "2027-11-29 c", "2027-11-30 d")
    found = split_changes(dated, TODAY)
    assert (found.past, found.soon, found.later) == (
        ("2026-11-28 a",),
        ("2026-11-29 b", "2027-11-29 c"),
        ("2027-11-30 d",),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_rulebook_fits_a_window_in_every_language(language: str) -> None:
    words = catalogue(language)
    for law in shipped().values():
        text = book_text(law, None, words, TODAY, width=60)
        assert [line for line in text.splitlines() if cells_wide(line) > 60] == []
    listed = list_text(list(shipped().values()), {}, words, TODAY, width=60)
    assert [line for line in listed.splitlines() if cells_wide(line) > 60] == []
