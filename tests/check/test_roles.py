"""Roles are suggested from what cells hold and columns are called, and overridden by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ayni.check.profile.summary import ColumnSummary
from ayni.check.report import Confidence, Numbers, Personal, Role, SemanticType
from ayni.check.roles import ColumnEvidence, Roles, decide_roles, load_roles
from ayni.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 1_000


def column(
    name: str,
    *concepts: str,
    distinct: int = 40,
    kind: SemanticType = SemanticType.CATEGORY,
    personal: tuple[Personal, ...] = (),
    minimum: float | None = None,
) -> ColumnEvidence:
    numbers = None
    if minimum is not None:
        numbers = Numbers(
            minimum=minimum, maximum=minimum + 1, mean=minimum, quantiles=(), quantile_error=0.0, histogram=()
        )
    summary = ColumnSummary(
        name=name,
        label=None,
        type=kind,
        storage="text",
        rows=ROWS,
        missing=0,
        cells=ROWS,
        distinct=distinct,
        distinct_error=0.0,
        distinct_share=distinct / ROWS,
        constant=distinct == 1,
        mixed=0,
        damaged=0,
        impossible=0,
        impossible_rule=None,
        coded_missing=(),
        numbers=numbers,
        dates=None,
        frequent=(),
        mean_length=8.0,
        max_length=12,
    )
    return ColumnEvidence(name=name, concepts=frozenset(concepts), summary=summary, personal=personal)


def held(kind: str, share: float = 0.9, confidence: Confidence = Confidence.HIGH, *, text: bool = False) -> Personal:
    return Personal(kind=kind, cells=round(share * ROWS), share=share, confidence=confidence, in_text=text)


def role_of(evidence: ColumnEvidence, *others: ColumnEvidence) -> tuple[Role, str]:
    person = (column("sex", "sex", distinct=2), column("age", "age", distinct=80))
    guess = decide_roles("t", [evidence, *(others or person)], ROWS, None, 10).guesses[0]
    return guess.role, guess.reason


def test_role_column_full_of_emails_is_direct() -> None:
    assert role_of(column("contact", personal=(held("email"),))) == (Role.DIRECT, "holds-personal")


def test_role_few_sure_cells_are_direct_and_say_so() -> None:
    found = role_of(column("c7", personal=(held("email", 0.01),)))
    assert found == (Role.DIRECT, "some-cells-personal")


def test_role_few_unsure_cells_change_nothing() -> None:
    found = role_of(column("c7", personal=(held("phone", 0.01, Confidence.LOW),)))
    assert found == (Role.OTHER, "no-sign")


def test_role_text_with_personal_data_is_direct() -> None:
    found = role_of(column("remarks", personal=(held("phone", 0.02, Confidence.MEDIUM, text=True),)))
    assert found == (Role.DIRECT, "text-holds-personal")


def test_role_coordinates_and_birth_dates_are_keys() -> None:
    assert role_of(column("gps", personal=(held("coordinates"),))) == (Role.QUASI, "place")
    assert role_of(column("d", personal=(held("date-of-birth"),))) == (Role.QUASI, "birth-date")


def test_role_name_alone_needs_values_that_tell_rows_apart() -> None:
    assert role_of(column("phone", "phone", distinct=2)) == (Role.OTHER, "no-sign")
    assert role_of(column("phone", "phone", distinct=900)) == (Role.DIRECT, "name-says-direct")


def test_role_body_weight_is_no_sampling_weight() -> None:
    evidence = [column("w", "weight", minimum=0.4), column("sex", "sex"), column("age", "age")]
    assert decide_roles("t", evidence, ROWS, None, 10).weights == "w"
    unclear = [column("weight", "weight", "body-weight", minimum=0.4), *evidence[1:]]
    assert decide_roles("t", unclear, ROWS, None, 10).weights is None
    negative = [column("w", "weight", minimum=-1.0), *evidence[1:]]
    assert decide_roles("t", negative, ROWS, None, 10).weights is None


def test_role_sensitive_and_key_names() -> None:
    assert role_of(column("hiv", "health", distinct=2)) == (Role.SENSITIVE, "name-says-sensitive")
    assert role_of(column("age", "age")) == (Role.QUASI, "name-says-key")
    assert role_of(column("village", "place")) == (Role.QUASI, "name-says-key")


def test_table_with_one_person_word_is_not_about_people() -> None:
    decided = decide_roles("concrete", [column("age", "age"), column("water")], ROWS, None, 10)
    assert (decided.about_people, decided.about_people_reason) == (False, "no-sign")
    assert [guess.role for guess in decided.guesses] == [Role.OTHER, Role.OTHER]
    assert decided.keys == ()


def test_table_with_two_person_words_is_about_people() -> None:
    decided = decide_roles("t", [column("age", "age"), column("sex", "sex"), column("town", "place")], ROWS, None, 10)
    assert (decided.about_people, decided.about_people_reason) == (True, "person-columns")
    assert decided.keys == ("age", "sex", "town")


def test_table_of_places_is_not_about_people() -> None:
    decided = decide_roles("gdp", [column("country", "place"), column("gdp", "amount")], ROWS, None, 10)
    assert decided.about_people is False


def test_keys_are_limited_and_the_rest_named() -> None:
    columns = [column("school", "school"), column("age", "age"), column("sex", "sex")]
    decided = decide_roles("t", columns, ROWS, None, 2)
    assert (decided.keys, decided.keys_left_out) == (("age", "sex"), ("school",))


def test_person_overrides_and_is_marked() -> None:
    said = Roles(columns={"age": Role.OTHER}, tables={"t": {"water": Role.QUASI}})
    decided = decide_roles("t", [column("age", "age"), column("water")], ROWS, said, 10)
    assert [(guess.role, guess.confirmed) for guess in decided.guesses] == [(Role.OTHER, True), (Role.QUASI, True)]
    assert (decided.about_people_reason, decided.keys) == ("confirmed", ("water",))
    elsewhere = decide_roles("u", [column("age", "age"), column("water")], ROWS, said, 10)
    assert elsewhere.keys == ()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_load_roles_reads_every_part(tmp_path: Path) -> None:
    text = 'weights = "w"\nhousehold = "hh"\n[columns]\nage = "quasi-identifier"\n"salary-class" = "sensitive"\n'
    text += '[tables.people.columns]\nname = "direct-identifier"\n'
    roles = load_roles(write(tmp_path / "roles.toml", text))
    assert roles == Roles(
        columns={"age": Role.QUASI, "salary-class": Role.SENSITIVE},
        tables={"people": {"name": Role.DIRECT}},
        weights="w",
        household="hh",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[columns]\nage = "key"\n', "roles-unknown-role"),
        ('[column]\nage = "other"\n', "roles-unknown-key"),
        ('[tables.t.column]\nage = "other"\n', "roles-unknown-key"),
        ("[columns\n", "roles-unreadable"),
        ("columns = 3\n", "roles-unreadable"),
        ("weights = 3\n", "roles-unreadable"),
        ("x = " + "[" * 5_000, "roles-unreadable"),
    ],
)
def test_load_roles_refuses_what_it_cannot_use(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_roles(write(tmp_path / "roles.toml", text))
    assert caught.value.code == code


def test_load_roles_missing_or_huge_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path, write(tmp_path / "big.toml", "# " + "x" * (1 << 20))):
        with pytest.raises(InputError) as caught:
            load_roles(path)
        assert caught.value.code == "roles-unreadable"
