"""Addresses in many languages' orders; places and quantities are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.personal.people.addresses import ADDRESS_THRESHOLD, find_addresses, score_address


@pytest.mark.parametrize(
    "cell",
    [
        "12 Moi Avenue, Nairobi 00100",
        "221B Baker Street",
        "14 rue de la République, 13001 Marseille",
        "Calle 45 # 12-34, Bogotá",
        "Avenida Insurgentes Sur 1602, México",
        "Rua das Flores, 123 - São Paulo",
        "Jl. Sudirman No. 12, Jakarta 10220",
        "S.L.P 1234, Dodoma",
        "P.O. Box 30197, Nairobi",
        "ул. Ленина, д. 5, кв. 10",
        "شارع الملك فيصل رقم 25",
        "मकान नंबर 45 गांधी नगर",
        "北京市海淀区中关村大街27号",
        "ወረዳ 5 ቀበሌ 12 የቤት ቁጥር 345",
        "Kebele 05, House No 123",
        "Hauptstraße 12, 10115 Berlin",
        "7FG8VQ2G+4V",
    ],
)
def test_score_of_an_address(cell: str) -> None:
    assert score_address(cell) >= ADDRESS_THRESHOLD


@pytest.mark.parametrize(
    "cell",
    [
        "Main Street",
        "Nairobi",
        "Baker Street",
        "2020-01-05",
        "12345",
        "3 acres",
        "Route 5 km",
        "Order 1234",
        "version 1.2.3",
        "Form 4 leavers",
        "Windows 10",
        "BP 120/80",
        "北京",
        "شارع",
        "",
    ],
)
def test_score_of_something_else(cell: str) -> None:
    assert score_address(cell) < ADDRESS_THRESHOLD


def test_find_addresses_inside_a_text() -> None:
    text = "She lives at 12 Moi Avenue, Nairobi 00100. Call later."
    (start, end), *rest = find_addresses(text)
    assert text[start:end] == "12 Moi Avenue, Nairobi 00100"
    assert rest == []


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=120))
def test_score_of_any_text_is_a_share(cell: str) -> None:
    assert 0.0 <= score_address(cell) <= 1.0


def test_long_runs_of_digits_and_words_are_read_in_bounded_time() -> None:
    assert find_addresses("12 " * 5_000) == []
    assert find_addresses("1 " + "Calle " * 3_000) == [(0, 37)]
