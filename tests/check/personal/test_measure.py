from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.batch import ColumnBatch, ColumnPlan
from ayni.check.personal.measure import PersonalMeasure
from ayni.check.personal.spans import find_spans
from ayni.check.report import Confidence, Personal, SemanticType
from ayni.limits import CheckLimits

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMITS = CheckLimits()


def measured(
    cells: Sequence[str | None] | pl.Series,
    name: str = "x",
    kind: SemanticType = SemanticType.TEXT,
    limits: CheckLimits = LIMITS,
) -> tuple[Personal, ...]:
    series = cells if isinstance(cells, pl.Series) else pl.Series(name, cells, dtype=pl.String)
    plan = ColumnPlan(name=name, storage="text", type=kind)
    measure = PersonalMeasure(plan, limits)
    measure.observe(ColumnBatch(plan, series))
    return measure.conclude()


def kinds(found: tuple[Personal, ...]) -> dict[str, int]:
    return {one.kind: int(one.cells) for one in found}


def luhn(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def test_measure_counts_emails_exactly_beyond_the_sample() -> None:
    cells = [f"user{i}@example.org" if i % 4 else None for i in range(8000)]
    found = measured(cells, limits=CheckLimits(sample_cells=100))
    assert found[0] == Personal(kind="email", cells=6000, share=1.0, confidence=Confidence.HIGH)
    assert len(found) == 1


def test_measure_says_that_an_email_stands_in_text() -> None:
    cells = [f"the patient {i} came home and was well again" for i in range(300)]
    cells[7] = "please write to amina@example.org about the visit"
    found = [one for one in measured(cells) if one.kind == "email"]
    assert [(one.cells, one.share, one.in_text) for one in found] == [(1, 1 / 300, True)]


def test_measure_takes_cards_that_pass_and_leaves_numbers_that_pass_by_chance() -> None:
    rng = random.Random(7)
    bodies = ["4" + "".join(rng.choice("0123456789") for _ in range(14)) for _ in range(400)]
    assert kinds(measured([luhn(body) for body in bodies])).get("payment-card") == 400
    random_numbers = [body + rng.choice("0123456789") for body in bodies]
    assert "payment-card" not in kinds(measured(random_numbers, "order_no", SemanticType.CODE))


def test_measure_needs_a_name_or_a_column_for_imei() -> None:
    rng = random.Random(8)
    imeis = [luhn("35" + "".join(rng.choice("0123456789") for _ in range(12))) for _ in range(60)]
    assert kinds(measured(imeis)).get("imei") == 60
    others = ["35" + "".join(rng.choice("0123456789") for _ in range(13)) for _ in range(60)]
    assert "imei" not in kinds(measured(others))


def test_measure_reads_phones_stored_as_numbers() -> None:
    numbers = pl.Series("phone", [254712345000 + i for i in range(50)])
    found = measured(numbers, "phone", SemanticType.INTEGER)
    assert [(one.kind, one.cells, one.confidence) for one in found] == [("phone", 50, Confidence.HIGH)]
    decimals = pl.Series("phone", [float(254712345000 + i) for i in range(50)])
    assert kinds(measured(decimals, "phone", SemanticType.DECIMAL)) == {"phone": 50}


@pytest.mark.parametrize(
    ("name", "kind", "cells"),
    [
        ("order_id", SemanticType.INTEGER, [str(100000000 + i) for i in range(500)]),
        ("created", SemanticType.INTEGER, [str(1700000000 + 977 * i) for i in range(500)]),
        ("version", SemanticType.CODE, [f"{i % 9}.{i % 7}.{i % 5}.{i}" for i in range(250)]),
        ("version", SemanticType.CODE, [f"1.2.{i % 5}.{i % 30}" for i in range(250)]),
        ("amount", SemanticType.DECIMAL, [f"{i * 7919 % 100000}.{i % 90 + 10}" for i in range(500)]),
        ("day", SemanticType.TEXT, [f"{2000 + i % 20}-{i % 12 + 1:02d}-{i % 28 + 1:02d}" for i in range(300)]),
        ("uuid", SemanticType.CODE, [f"{i:08x}-e29b-41d4-a716-{i * 7919:012d}" for i in range(300)]),
    ],
)
def test_measure_leaves_look_alike_columns_alone(name: str, kind: SemanticType, cells: list[str]) -> None:
    assert kinds(measured(list(cells), name, kind)) == {}


def test_measure_knows_latitude_and_longitude_by_name_and_range() -> None:
    latitudes = pl.Series("latitude", [-1.28333 + i / 1000 for i in range(100)])
    assert kinds(measured(latitudes, "latitude", SemanticType.DECIMAL)) == {"coordinates": 100}
    assert kinds(measured(latitudes, "score", SemanticType.DECIMAL)) == {}
    rough = pl.Series("latitude", [float(i % 90) for i in range(100)])
    assert kinds(measured(rough, "latitude", SemanticType.DECIMAL)) == {}
    wrong = pl.Series("latitude", [200.12345 + i for i in range(100)])
    assert kinds(measured(wrong, "latitude", SemanticType.DECIMAL)) == {}


def test_measure_counts_digits_of_other_scripts() -> None:
    cells = [f"+{i + 254712345000}".translate({48 + d: 0x660 + d for d in range(10)}) for i in range(20)]
    assert kinds(measured(list(cells))) == {"phone": 20}


def test_measure_estimates_with_an_interval_beyond_the_sample() -> None:
    cells = [f"07{i:08d}" if i % 2 else f"none given {i}" for i in range(4000)]
    found = next(
        one for one in measured(list(cells), "phone", limits=CheckLimits(sample_cells=400)) if one.kind == "phone"
    )
    assert found.interval is not None
    assert found.interval.low <= 0.5 <= found.interval.high
    assert found.interval.low < found.interval.value < found.interval.high


def test_measure_sees_into_nested_cells() -> None:
    nested = pl.Series("contact", [{"mail": f"a{i}@example.org"} for i in range(10)])
    assert kinds(measured(nested, "contact", SemanticType.NESTED)) == {"email": 10}


def test_measure_of_nothing_is_empty() -> None:
    assert measured([]) == ()
    assert measured([None, None, ""]) == ()


VALUES = st.sampled_from(
    [
        "amina@example.org",
        "call +254 712 345 678 now",
        "DE89370400440532013000",
        "192.168.4.77",
        "00:1A:2B:3C:4D:5E",
        "https://ana:pw@host.example",
        "nothing here",
        "2023-01-05",
        "1.2.3.4",
        "12345678",
    ]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(VALUES | st.none() | st.text(max_size=20), max_size=40))
def test_columns_and_single_texts_agree(cells: list[str | None]) -> None:
    exact = ("email", "iban", "mac-address", "url-with-user")
    by_text = {
        kind: sum(any(span.kind == kind for span in find_spans(cell)) for cell in cells if cell) for kind in exact
    }
    by_column = kinds(measured(list(cells)))
    assert {kind: by_column.get(kind, 0) for kind in exact} == by_text


@settings(deadline=None, max_examples=40)
@given(
    st.lists(VALUES | st.none() | st.integers(0, 400).map(lambda i: f"0712 345 {i:03d}"), max_size=60),
    st.lists(st.integers(0, 60), max_size=4),
    st.sampled_from([1, -1]),
    st.sampled_from([5, 4096]),
)
def test_measure_obeys_the_law_of_merging(cells: list[str | None], cuts: list[int], order: int, size: int) -> None:
    limits = CheckLimits(sample_cells=size)
    whole = measured(list(cells), limits=limits)
    plan = ColumnPlan(name="x", storage="text", type=SemanticType.TEXT)
    edges = [0, *sorted(min(cut, len(cells)) for cut in cuts), len(cells)]
    parts = []
    for start, end in itertools.pairwise(edges):
        part = PersonalMeasure(plan, limits)
        part.observe(ColumnBatch(plan, pl.Series("x", cells[start:end], dtype=pl.String)))
        parts.append(part)
    parts = parts[::order]
    first, *rest = parts
    for part in rest:
        first.merge(part)
    assert first.conclude() == whole
