"""What an institution is answers for it at either end, and for nobody else."""

from __future__ import annotations

import pytest

from ayni.errors import InputError
from ayni.law.load import load_vocabulary
from ayni.law.places import countries, is_country, place_name, read_place
from ayni.law.profile import Kind, Profile

OURS = Profile(country="KE", kind=Kind.PUBLIC_BODY)


@pytest.mark.parametrize(
    ("pair", "facts"),
    [
        (("KE", "ZA"), {"exporter.kind": "public-body"}),
        (("ZA", "KE"), {"recipient.kind": "public-body"}),
        (("KE", "KE"), {"exporter.kind": "public-body"}),
        (("ZA", "UG"), {}),
    ],
)
def test_it_answers_where_the_institution_sits(pair: tuple[str, str], facts: dict[str, str]) -> None:
    assert OURS.facts(*pair) == facts


def test_what_was_not_said_stays_unknown() -> None:
    assert (
        Profile(country="KE").facts("KE", "ZA")
        == Profile(kind=Kind.NGO).facts("KE", "ZA")
        == Profile().facts("", "")
        == {}
    )


def test_kinds_are_the_answers_of_the_vocabulary() -> None:
    facts = load_vocabulary().facts
    assert set(facts["exporter.kind"].answers) == set(facts["recipient.kind"].answers) == set(Kind)


@pytest.mark.parametrize("typed", ["ke", " KE ", "Ke"])
def test_a_place_is_read_as_people_type_it(typed: str) -> None:
    assert read_place(typed) == "KE"


@pytest.mark.parametrize("typed", ["", "XX", "KEN", "EU", "UN", "ZZ", "K3", "Kenya" * 20])
def test_what_is_no_country_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        read_place(typed)
    assert refused.value.code == "law-place-unknown"
    assert len(str(refused.value.facts["place"])) <= 20


def test_places_are_called_as_a_language_calls_them() -> None:
    assert (place_name("ke", "sw"), place_name("DE", "fr"), place_name("eu", "en")) == (
        "Kenya", "Allemagne", "European Union",
    )  # fmt: skip
    assert place_name("zz9", "en") == "ZZ9"
    names = [name for _, name in countries("fr")]
    assert names == sorted(names, key=str.casefold)
    assert all(is_country(code) for code, _ in countries("ar"))
