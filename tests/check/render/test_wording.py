from __future__ import annotations

import msgspec
import pytest
from tests.check.render import sample_report as sample

from ayni.check.render.wording import Words, clean, grouped
from ayni.check.report import Finding, Severity
from ayni.check.texts import kind_name
from ayni.messages import Catalogue, Text


@pytest.fixture
def words() -> Words:
    texts = {
        "finding.half": Text("{share_percent} of {column} is {type_code}."),
        "type.date": Text("a date"),
        "finding.unworded": Text("The check noticed: {code}."),
    }
    return Words(Catalogue("en", texts))


def test_message_says_shares_and_codes_in_words(words: Words) -> None:
    half = Finding(code="half", severity=Severity.NOTE, column="c", facts={"share": 0.5, "type": "date"})
    assert words.message(half) == "50% of c is a date."


def test_message_of_a_code_without_words_names_it(words: Words) -> None:
    assert words.message(Finding(code="new", severity=Severity.NOTE)) == "The check noticed: new."


def damaged(column: str, cells: int | str) -> Finding:
    return Finding(code="damaged-text", severity=Severity.NOTE, column=column, facts={"cells": cells})


def test_places_give_each_its_own_count(english: Catalogue) -> None:
    group = grouped([damaged("a", 1), damaged("b", "<5"), damaged("c", 7)])[0]
    assert Words(english).places(group, most=5) == "b (<5), c (7)"


def test_places_right_to_left_run_leftwards_and_keep_names_and_counts_apart(arabic: Catalogue) -> None:
    group = grouped([damaged("a", 1), damaged("b", "<5"), damaged("c", 7)])[0]
    b, c = ("\u2068\u200f\u2068b\u2069 (\u2068<5\u2069)\u2069", "\u2068\u200f\u2068c\u2069 (\u20687\u2069)\u2069")
    assert Words(arabic).places(group, most=5) == f"\u200f{b}، {c}"


def test_grouped_puts_the_most_severe_first_and_joins_one_code() -> None:
    groups = grouped(sample.findings())
    assert [(group.severity.value, group.first.code, len(group.more)) for group in groups] == [
        ("blocker", "direct-identifier-column", 1),
        ("warning", "sensitive-column", 0),
        ("warning", "personal-in-text", 0),
        ("note", "constant-column", 199),
        ("note", "empty-column", 0),
        ("note", "never-worded", 0),
    ]


def test_clean_replaces_what_steers() -> None:
    assert clean("a\x1b\n\u202e\u2068\u00adé") == "a\ufffd\ufffd\ufffd\ufffd\u00adé"


@pytest.mark.parametrize(
    ("share", "written"), [(0.0, "0%"), (0.0001, "<0.1%"), (0.125, "12.5%"), (1.0, "100%"), (None, "not published")]
)
def test_share_is_never_nothing_for_something(english: Catalogue, share: float | None, written: str) -> None:
    assert Words(english).share(share) == written


def test_kind_name_of_an_identifier_names_its_country(english: Catalogue) -> None:
    plain = Catalogue("en", {code: text for code, text in english._texts.items() if code != "kind.br.cpf"})  # noqa: SLF001
    assert kind_name("br.cpf", plain) == "identity number, Brazil (CPF)"
    assert kind_name("qq.made_up", plain) == "identity number (MADE UP)"
    assert kind_name("novelty", plain) == "personal data (novelty)"


def test_recognised_of_a_hidden_group_size(english: Catalogue) -> None:
    risk = msgspec.structs.replace(sample.disclosure(), k_min="<5", sample_uniques="<5", below_k={"5": "<5"})
    said = Words(english).recognised(msgspec.structs.replace(sample.table(), disclosure=risk))
    assert said[1] == "Some people look like fewer than 4 others in these columns."
    assert "<5 people of 1,000 look like fewer than 4 others." not in said
