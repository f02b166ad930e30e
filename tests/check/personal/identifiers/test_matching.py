# ruff: noqa: E501 - a table reads better with one entry to a row
import random

import pytest
from bench.truth_identifiers import MAKERS
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.personal.identifiers import (
    REGISTRY,
    Strength,
    column_kinds,
    find_in_text,
    header_kinds,
    headers,
    match_cell,
    validate,
)
from ayni.check.personal.identifiers.registry import RULES

SPECIMENS = {
    "us.mbi": "1EG4-TE5-MK73",  # CMS, Understanding the MBI format
    "tw.id": "A123456789",  # Wikipedia, National identification card (Taiwan)
    "hk.hkid": "G123456(A)",  # Hong Kong's own sample, as in Edditoria/validid
    "sg.nric": "S1234567D",  # Algorithm::CheckDigits::M11_009
    "nz.nhi": "WLD9413",  # python-nhi README
    "kw.civil": "288020122596",  # a public example of the OECD's sheet, as in stdnum's proposal for Kuwait
    "zw.id": "50-2001148W50",  # zim-id README
    "kz.iin": "061211600012",  # kz-iin-validator README
    "mm.nrc": "12/OUKAMA(N)123456",  # NRCPrefix README
    "sa.nid": "1000000008",  # saudi-id-validator README
    "ao.bi": "006151112LA041",  # angolaapi example
    "gb.nhs": "943 476 5919",  # NHS Data Dictionary, as in stdnum
    "in.epic": "WKH1186253",
    "ar.cuil": "20-26756539-3",
    "pe.cui": "10117410-2",
    "mu.nid": "J2906201304089",
    "pt.cc": "00000000 0 ZZ4",
    "jp.mynumber": "6214 9832 0257",
    "de.kvnr": "A123456780",  # gematik's test insurance numbers begin so
    "ru.snils": "112-233-445 95",  # the Pension Fund's sample
    "uy.ci": "1.234.567-2",
    "it.cf": "RCCMNL83S18D969H",
    "mx.curp": "BOXW310820HNERXN09",
    "gb.nino": "AB 12 34 56 C",
    "gh.card": "GHA-123456789-0",
    "zm.nrc": "123456/78/1",
    "br.titulo": "123456780191",
}


@pytest.mark.parametrize("kind", sorted(SPECIMENS))
def test_validate_accepts_a_published_number(kind: str) -> None:
    assert validate(kind, SPECIMENS[kind])


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_validate_accepts_numbers_made_forward(kind: str) -> None:
    rng = random.Random(kind)
    made = [MAKERS[kind](rng) for _ in range(30)]
    assert [number for number in made if not validate(kind, number)] == []


CHECKED = sorted(kind for kind in MAKERS if RULES[kind].strength is Strength.CHECKSUM and kind != "br.cnpj")


@pytest.mark.parametrize("kind", CHECKED)
def test_validate_rejects_another_check_character(kind: str) -> None:
    """A check system that lets a wrong last character through lets at most two of them through."""
    rng = random.Random(kind)
    for _ in range(10):
        number = MAKERS[kind](rng)
        last = number.rstrip(")")[-1] if kind != "zw.id" else number[-3]
        at = number.rindex(last, 0, len(number) if kind != "zw.id" else len(number) - 2)
        pool = "0123456789" if last.isdigit() else "ABCDEFGHJKLMNPQRSTVWXYZ"
        wrong = [number[:at] + other + number[at + 1 :] for other in pool if other != last]
        assert sum(validate(kind, text) for text in wrong) <= 1


def test_validate_rejects_a_birth_date_that_never_was() -> None:
    assert validate("kw.civil", "288020122596")
    assert not validate("eg.nid", "29913320112345")
    assert not validate("tz.nida", "19990230-12345-12345-12")
    assert not validate("cn.ric", "110101199002304478")
    assert not validate("lk.nic", "919992754V")


def test_validate_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        validate("xx.none", "1")


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_no_text_makes_the_matchers_raise(text: str) -> None:
    match_cell(text)
    find_in_text(text)
    header_kinds(text, text)
    assert {match.kind for match in match_cell(text)} <= set(RULES)


@settings(deadline=None, max_examples=300)
@given(st.text("0123456789ABCXV-./ ()", min_size=6, max_size=24))
def test_every_match_is_valid_and_every_find_lies_in_the_text(text: str) -> None:
    assert all(validate(match.kind, text) for match in match_cell(text))
    for found in find_in_text(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.kind == "national-id" or validate(found.kind, text[found.start : found.end])


@pytest.mark.parametrize(
    "text",
    ["", "hello", "2021-03-14", "10.5", "00000000000", "11111111111", "v1.2.3", "a" * 300, "9" * 300, "$1,234,567.00"],
)
def test_match_cell_is_empty_for_what_is_no_identifier(text: str) -> None:
    assert match_cell(text) == []


def test_match_cell_reads_digits_of_other_scripts() -> None:
    assert "sa.nid" in {match.kind for match in match_cell("١٠٠٠٠٠٠٠٠٨")}


def test_match_cell_with_a_header_leaves_out_what_needs_a_name() -> None:
    plain = {match.kind for match in match_cell("17272703")}
    named = {match.kind for match in match_cell("17272703", frozenset({"ke.id"}))}
    assert "ke.id" in plain & named
    assert "tn.cin" in plain - named
    assert all(not RULES[kind].needs_context for kind in named - {"ke.id"})


def test_match_cell_names_the_rivals_of_a_health_number() -> None:
    kinds = {match.kind: match.about_people for match in match_cell("9434765919")}
    assert kinds["gb.nhs"] is True
    assert kinds["zz.isbn10"] is False


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Her CPF is 529.982.247-25, thanks", "br.cpf", "529.982.247-25"),
        ("aadhaar 2341 2341 2346 was checked", "in.aadhaar", "2341 2341 2346"),
        ("card GHA-123456789-0.", "gh.card", "GHA-123456789-0"),
        ("his SSN: 123-45-6789 (copy)", "us.ssn", "123-45-6789"),
        ("NIDA 19900101-12345-12345-12 imepokelewa", "tz.nida", "19900101-12345-12345-12"),
        ("الرقم القومي 29001011234567 مسجل", "eg.nid", "29001011234567"),
        ("СНИЛС 112-233-445 95 принят", "ru.snils", "112-233-445 95"),
        ("the NIN AB 12 34 56 C was read", "gb.nino", "AB 12 34 56 C"),
    ],
)
def test_find_in_text_finds_the_identifier(text: str, kind: str, found: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in find_in_text(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "order 52998224725 arrived",
        "call +55 11 98765-4321 now",
        "ring 555-123-4567 on Monday",
        "ISBN 0-306-40615-2 is out of print",
        "see https://example.org/52998224725 for more",
        "write to 52998224725@example.org",
        "build 10.0.19045.3570 failed",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "paid 1.234.567,89 on 12.03.2021 at 10:30",
        "id 550e8400-e29b-41d4-a716-446655440000",
    ],
)
def test_find_in_text_leaves_look_alikes(text: str) -> None:
    assert find_in_text(text) == []


def test_column_kinds_needs_more_than_chance() -> None:
    assert column_kinds({"hr.oib": 6}, 60) == ()
    assert column_kinds({"hr.oib": 60}, 60) == ("hr.oib",)
    assert column_kinds({"hr.oib": 3}, 3) == ()


def test_column_kinds_prefers_what_belongs_to_no_one() -> None:
    assert column_kinds({"gb.nhs": 60, "zz.isbn10": 60}, 60) == ()
    assert column_kinds({"gb.nhs": 60, "zz.isbn10": 60}, 60, header_kinds("NHS number")) == ("gb.nhs",)


def test_column_kinds_names_the_same_cells_once() -> None:
    assert column_kinds({"ec.ci": 60, "za.tin": 60}, 60) == ("ec.ci",)
    assert column_kinds({"es.dni": 36, "es.nie": 24}, 60, header_kinds("DNI / NIE")) == ("es.dni", "es.nie")


def test_find_in_text_does_not_guess_a_country() -> None:
    assert [found.kind for found in find_in_text("national id: 37281915, seen")] == ["national-id"]


def test_column_kinds_of_a_weak_layout_need_the_header() -> None:
    assert column_kinds({"ke.id": 60}, 60) == ()
    assert column_kinds({"ke.id": 60}, 60, frozenset({"ke.id"})) == ("ke.id",)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CPF", "br.cpf"), ("nationalID", "ke.id"), ("Aadhaar No.", "in.aadhaar"), ("身份证号码", "cn.ric"), ("رقم الهوية", "sa.nid"),
        ("الرقم القومي", "eg.nid"), ("ИНН", "ru.inn"), ("numéro de sécurité sociale", "fr.nir"), ("no_ktp", "id.nik"), ("CURP", "mx.curp"),
        ("namba_ya_nida", "tz.nida"), ("የፋይዳ ቁጥር", "et.fin"), ("lambar shaida", "ng.nin"), ("आधार संख्या", "in.aadhaar"),
        ("tcKimlikNo", "tr.tckimlik"), ("NHS_Number", "gb.nhs"), ("Steuer-ID", "de.idnr"), ("bilhete_de_identidade", "ao.bi"),
        ("kitambulisho", "ke.id"), ("cnic", "pk.cnic"), ("RUT", "cl.rut"), ("dni", "es.dni"), ("شماره کد ملی", "ir.code"),
    ],
)  # fmt: skip
def test_header_kinds_names_the_kind(name: str, kind: str) -> None:
    assert kind in header_kinds(name)


@pytest.mark.parametrize("name", ["col7", "ref", "order_id", "village", "age", "amount", "", "weight_kg", "日期"])
def test_header_kinds_of_other_columns_are_empty(name: str) -> None:
    assert header_kinds(name) == frozenset()


def test_header_kinds_uses_the_label_too() -> None:
    assert header_kinds("q12", "Aadhaar number of the respondent") >= {"in.aadhaar"}


def test_lexicon_names_known_kinds_only() -> None:
    known = {identifier.kind for identifier in REGISTRY}
    assert headers.named_kinds() - known == set()
