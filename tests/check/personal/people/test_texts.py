"""Names, addresses and dates of birth inside sentences of many languages."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.personal.people import find_people


def found(text: str, kind: str) -> list[str]:
    return [text[one.start : one.end] for one in find_people(text) if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr. Abebe Kebede visited the clinic.", "Abebe Kebede"),
        ("My name is Wanjiru and I farm.", "Wanjiru"),
        ("The patient Maria Lopez came back.", "Maria Lopez"),
        ("Je m'appelle Fatou Diop.", "Fatou Diop"),
        ("Me llamo José Hernández", "José Hernández"),
        ("Anaitwa Juma Hamisi.", "Juma Hamisi"),
        ("Bi. Fatuma Ali amefika", "Fatuma Ali"),
        ("Меня зовут Иван Петров", "Иван Петров"),
        ("وصل السيد محمد علي حسن", "محمد علي حسن"),
        ("श्री राम कुमार का घर", "राम कुमार"),
        ("አቶ አበበ ከበደ መጣ", "አበበ ከበደ"),
        ("我叫王小明，住在北京", "王小明"),
        ("李娜女士来了", "李娜"),
        ("Sunana Sani Abubakar", "Sani Abubakar"),
        ("Nama saya Budi Santoso", "Budi Santoso"),
    ],
)
def test_name_in_a_text(text: str, name: str) -> None:
    assert found(text, "person-name") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "New York Times wrote about Climate Change in South Africa.",
        "The Ministry of Health and Red Cross met in Addis Ababa on Monday.",
        "Malaria and Tuberculosis are common in Kisumu County.",
        "Dr. appointment at the Central Hospital",
        "The tablets were Amoxicillin and Paracetamol.",
        "Bought a Toyota Corolla in January.",
        "وزارة الصحة في القاهرة",
        "北京的医院很大",
    ],
)
def test_no_name_in_a_text(text: str) -> None:
    assert found(text, "person-name") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("born on 12/03/1984", "12/03/1984"),
        ("DOB: 1984-03-12", "1984-03-12"),
        ("né le 3 mars 1990", "3 mars 1990"),
        ("nacido el 5 de mayo de 1977", "5 de mayo de 1977"),
        ("nascida em 12/05/1990", "12/05/1990"),
        ("amezaliwa tarehe 5/6/1991", "5/6/1991"),
        ("родился 12.05.1980", "12.05.1980"),
        ("تاريخ الميلاد: 12/05/1990", "12/05/1990"),
        ("जन्म तिथि 12/05/1985", "12/05/1985"),
        ("የትውልድ ቀን 12/05/1970", "12/05/1970"),
        ("出生日期：1990年5月1日", "1990年5月1日"),
        ("lahir 12 Agustus 1990", "12 Agustus 1990"),
        ("an haife shi 12/05/1990", "12/05/1990"),
    ],
)
def test_date_of_birth_in_a_text(text: str, date: str) -> None:
    assert found(text, "date-of-birth") == [date]


@pytest.mark.parametrize("text", ["Visited on 12/03/2020", "Version 1.2.2020", "the meeting of 5 May 2021"])
def test_other_dates_are_no_dates_of_birth(text: str) -> None:
    assert found(text, "date-of-birth") == []


def test_address_in_a_text() -> None:
    assert found("We met at 12 Moi Avenue, Nairobi 00100.", "address") == ["12 Moi Avenue, Nairobi 00100"]


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_any_text_gives_ordered_spans(text: str) -> None:
    spans = [(one.start, one.end) for one in find_people(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
