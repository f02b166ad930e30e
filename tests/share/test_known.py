"""What a check found becomes an answer to confirm, and never more than it found."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ayni.check.report import Column, Disclosure, Estimate, Personal, Report, Role, SemanticType, Source, Table
from ayni.law.load import load_vocabulary
from ayni.share.known import Form, known_of
from ayni.words import all_texts


def column(name: str, role: Role = Role.OTHER, *kinds: str) -> Column:
    personal = tuple(Personal(kind=kind, cells=3, share=1.0, confidence="high") for kind in kinds)  # type: ignore[arg-type]
    return Column(
        name=name, type=SemanticType.TEXT, storage="string", missing=0, distinct=3, role=role, personal=personal
    )


def disclosure(uniques: int) -> Disclosure:
    estimate = Estimate(0, 0, 0, "pitman")
    return Disclosure(
        quasi_identifiers=("age",), rows=3, classes=3, k_min=1, sample_uniques=uniques, below_k={}, class_sizes=(),
        prosecutor_max=1, prosecutor_mean=1, journalist_max=1, marketer=1, individual_max=1, rows_individual_above=0,
        global_risk=1, expected_reidentified=1, weights=None, population_uniques=0,
        population_uniques_interval=estimate,
    )  # fmt: skip


def report(*columns: Column, **fields: Any) -> Report:
    fields = {"rows": 3, **fields}
    table = Table(name="t", source=Source(path="t.csv", format="csv"), columns=columns, **fields)
    return Report(ayni="0", created="2026-11-29T00:00:00Z", name="t", tables=(table,), findings=())


def told(found: Report, form: Form = Form.PROTECTED) -> dict[str, Any]:
    return {one.fact: one.value for one in known_of(found, form)}


def test_columns_that_name_people_and_what_they_hold() -> None:
    found = report(column("name", Role.DIRECT, "person-name"), column("account", Role.OTHER, "iban", "coordinates"))
    assert told(found) == {
        "data.personal": True,
        "data.kinds": ("financial", "geolocation", "identifiers"),
        "data.persons": 3,
    }


def test_korean_resident_numbers_are_a_kind_of_their_own() -> None:
    assert told(report(column("id", Role.DIRECT, "kr.rrn")))["data.kinds"] == ("resident-number",)


def test_rows_that_stand_alone_are_people_who_could_be_recognised() -> None:
    assert told(report(column("age", Role.QUASI), disclosure=disclosure(2)))["data.personal"] is True


def test_finding_nothing_says_nothing() -> None:
    """A check can miss people: it never suggests that nobody stands in a table."""
    assert told(report(column("age", Role.QUASI), disclosure=disclosure(0))) == {"data.persons": 3}
    assert told(report(column("age"), about_people=False)) == {}


def test_hidden_counts_of_a_public_report_say_nothing() -> None:
    hidden = msgspec.structs.replace(disclosure(2), sample_uniques="<5")
    assert "data.personal" not in told(report(column("age", Role.QUASI), disclosure=hidden))


@pytest.mark.parametrize(("form", "altered"), [(Form.FULL, "as-is"), (Form.PROTECTED, None)])
def test_only_a_file_as_it_came_is_said_to_be_unaltered(form: Form, altered: str | None) -> None:
    assert told(report(column("age")), form).get("data.altered") == altered


def test_every_suggestion_is_an_answer_of_the_vocabulary_with_words_and_without_values() -> None:
    facts = load_vocabulary().facts
    found = report(column("name", Role.DIRECT, "person-name", "iban"), disclosure=disclosure(2))
    for one in known_of(found, Form.FULL):
        fact = facts[one.fact]
        several = one.value if isinstance(one.value, tuple) else (one.value,)
        assert not fact.answers or set(several) <= set(fact.answers)
        assert f"known.{one.reason}" in all_texts()
