from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.personal.kinds import STRUCTURED
from ayni.check.personal.spans import Span, find_spans, resolve, scan_texts
from ayni.check.report import Confidence

FOUND = [
    ("write to amina.otieno@example.org.", "email", "amina.otieno@example.org"),
    ("correo: josé@ejemplo.es", "email", "josé@ejemplo.es"),
    ("почта@пример.рф", "email", "почта@пример.рф"),
    ("联系 zhang@example.cn。", "email", "zhang@example.cn"),
    ("البريد amal@example.com، شكرا", "email", "amal@example.com"),
    ("، amal@example.com؟", "email", "amal@example.com"),
    ("see https://ana:secret@host.example/x", "url-with-user", "https://ana:secret@host.example"),
    ("login from 192.168.1.77 today", "ip-address", "192.168.1.77"),
    ("client ip 10.2.3.4", "ip-address", "10.2.3.4"),
    ("from fe80::1ff:fe23:4567:890a", "ip-address", "fe80::1ff:fe23:4567:890a"),
    ("2001:db8:85a3:0:0:8a2e:370:7334", "ip-address", "2001:db8:85a3:0:0:8a2e:370:7334"),
    ("mac 00:1A:2B:3C:4D:5E", "mac-address", "00:1A:2B:3C:4D:5E"),
    ("00-1a-2b-3c-4d-5e", "mac-address", "00-1a-2b-3c-4d-5e"),
    ("001A.2B3C.4D5E", "mac-address", "001A.2B3C.4D5E"),
    ("IMEI: 490154203237518", "imei", "490154203237518"),
    ("49-015420-323751-8", "imei", "49-015420-323751-8"),
    ("card 4111 1111 1111 1111 expired", "payment-card", "4111 1111 1111 1111"),
    ("3782-822463-10005", "payment-card", "3782-822463-10005"),
    ("tarjeta 5105105105105100", "payment-card", "5105105105105100"),
    ("card 501864667909 is lost", "payment-card", "501864667909"),
    ("DE89 3704 0044 0532 0130 00", "iban", "DE89 3704 0044 0532 0130 00"),
    ("my iban is gb29nwbk60161331926819", "iban", "gb29nwbk60161331926819"),
    ("home at -1.28333, 36.81667", "coordinates", "-1.28333, 36.81667"),
    ("-1.28333 36.81667 1700.0 4.9", "coordinates", "-1.28333 36.81667"),
    ("GPS: 1.234 36.817", "coordinates", "1.234 36.817"),
    ("at 36°49'12\"S 1°17'E", "coordinates", "36°49'12\"S 1°17'E"),
    ("+254 712 345 678", "phone", "+254 712 345 678"),
    ("+46 (0)8 928 571 38 fax", "phone", "+46 (0)8 928 571 38"),
    ("0044 20 7946 0958", "phone", "0044 20 7946 0958"),
    ("(202) 555-0143", "phone", "(202) 555-0143"),
    ("call me 0712345678", "phone", "0712345678"),
    ("رقم الهاتف ٠٧١٢٣٤٥٦٧٨", "phone", "٠٧١٢٣٤٥٦٧٨"),
    ("电话：13812345678", "phone", "13812345678"),
    ("тел. 495 123-45-67", "phone", "495 123-45-67"),
    ("simu 0754 123 456", "phone", "0754 123 456"),
    ("फोन 98765 43210", "phone", "98765 43210"),
]

LOOK_ALIKES = [
    "order 12345678901234",
    "Order number: 100-200-3000",
    "Ref 2020-0012-345",
    "INV-2023-00012345",
    "1700000000",
    "1700000000000",
    "2023-01-05 12:30:45",
    "2023-01-05T12:30:45+03:00",
    "10/12/2020 - 11/12/2020",
    "2010-2015",
    "12:34:56:78",
    "Version 1.2.3.4 released",
    "v10.20.30.40",
    "1.2.3.4",
    "100.200.300.400",
    "uuid 550e8400-e29b-41d4-a716-446655440000",
    "sha 3f2504e04f8911d39a0c0305e82c3301aabbccdd",
    "d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e",
    "ISBN 978-3-16-148410-0",
    "isbn 9783161484100",
    "EAN 4006381333931",
    "ISSN 2049-3630",
    "DOI 10.1000/182",
    "$1,234,567.89",
    "1 234 567,89",
    "12.345.678",
    "4111111111111111.00",
    "4111111111111112",
    "0.4111111111111111",
    "DE89370400440532013001",
    "490154203237518",
    "image@2x.png",
    "npm i lodash@4.17.21",
    "git@github.com:org/repo",
    "see https://medium.com/@user",
    "std::vector a::b",
    "0.1234, 0.5678",
    "91.2345, 181.2345",
    "12.50, 13.75",
    "20°C",
    "temperature 36.6-37.2",
    "population 0 123 456 789",
    "ZIP 12345-6789",
    "00000000",
    "a+b=1234567890",
    "weight 61 kg, BP 120/80, 500mg",
]


@pytest.mark.parametrize(("text", "kind", "value"), FOUND)
def test_find_spans_finds_exactly_the_value(text: str, kind: str, value: str) -> None:
    spans = [(span.kind, text[span.start : span.end]) for span in find_spans(text)]
    assert [span for span in spans if span[0] in STRUCTURED] == [(kind, value)]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_find_spans_leaves_look_alikes_alone(text: str) -> None:
    assert [span for span in find_spans(text) if span.kind in STRUCTURED] == []


@pytest.mark.parametrize(
    ("text", "column", "kind"),
    [
        ("1.2.3.4", "ip_address", "ip-address"),
        ("490154203237518", "IMEI", "imei"),
        ("0712345678", "phone", "phone"),
        ("712345678", "numéro de téléphone", "phone"),
    ],
)
def test_find_spans_takes_the_columns_word_for_what_is_open(text: str, column: str, kind: str) -> None:
    assert [span.kind for span in find_spans(text) if span.kind == kind] == []
    assert [span.kind for span in find_spans(text, column=column)] == [kind]


def test_resolve_prefers_the_surest_then_the_longest() -> None:
    low = Span("address", 0, 20, Confidence.LOW)
    short = Span("email", 2, 8, Confidence.HIGH)
    long = Span("iban", 2, 12, Confidence.HIGH)
    apart = Span("phone", 13, 18, Confidence.MEDIUM)
    assert resolve([low, short, long, apart]) == [long, apart]


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("0123456789@.:-+ °'"), max_size=80))
def test_find_spans_stay_inside_any_text_without_overlap(text: str) -> None:
    spans = find_spans(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))


def test_find_spans_bears_lone_surrogates() -> None:
    text = "\ud800 a@example.org"
    assert [(span.kind, text[span.start : span.end]) for span in find_spans(text)] == [("email", "a@example.org")]


def test_scan_texts_gives_every_text_its_own_marks() -> None:
    texts = ["a@example.org", "nothing", "b@example.org and +254712345678", ""]
    marks, masks = scan_texts(texts)
    assert [sorted(mark for mark, _, _ in marks.get(index, [])) for index in range(4)] == [[0], [], [0, 12], []]
    assert [bool(mask) for mask in masks] == [True, False, True, False]
