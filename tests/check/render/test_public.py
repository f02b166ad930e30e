"""What a published report hides stays hidden: the sums it contains are stated here again and attacked."""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.render import sample_report as sample

from ayni.check.render.json import to_json
from ayni.check.render.public import publish
from ayni.check.render.suppression import cover, joined, nice_step
from ayni.check.report import (
    Bin,
    Column,
    Confidence,
    Dates,
    Finding,
    Frequent,
    Numbers,
    Personal,
    Report,
    SemanticType,
    Severity,
    Source,
    Table,
)
from ayni.errors import InputError

if TYPE_CHECKING:
    from ayni.check.report import Count, Disclosure
    from ayni.messages import Catalogue

T = 5


@dataclasses.dataclass
class Known:
    """What a reader knows of a count: it lies from `low` to `high`."""

    low: float
    high: float

    @classmethod
    def of(cls, count: Count, most: float, threshold: int = T) -> Known:
        if isinstance(count, int):
            return cls(count, count)
        if count.startswith("<"):
            return cls(1, threshold - 1)
        return cls(int(count[1:]) + count.startswith(">"), most)


def attack(total: Known, parts: list[Known]) -> None:
    """Narrow every part of a sum by all the others, as far as it goes."""
    for _ in range(50):
        before = [(one.low, one.high) for one in (total, *parts)]
        total.low = max(total.low, sum(one.low for one in parts))
        total.high = min(total.high, sum(one.high for one in parts))
        for one in parts:
            others_low = sum(other.low for other in parts) - one.low
            others_high = sum(other.high for other in parts) - one.high
            one.low = max(one.low, total.low - others_high)
            one.high = min(one.high, total.high - others_low)
        if before == [(one.low, one.high) for one in (total, *parts)]:
            return


def _report(*columns: Column, rows: int, disclosure: Disclosure | None = None) -> Report:
    table = Table(
        name="t", source=Source(path="t.csv", format="csv"), rows=rows, columns=columns, disclosure=disclosure
    )
    return Report(ayni="0", created="2026-01-01T00:00:00Z", name="r", tables=(table,), findings=())


@st.composite
def _columns(draw: st.DrawFn) -> tuple[int, Column]:
    small = st.integers(0, 2 * T)
    missing, mixed = draw(small), draw(small)
    counts = draw(st.lists(st.one_of(small, st.integers(0, 300)), min_size=1, max_size=8))
    values = draw(st.lists(st.one_of(small, st.integers(1, 300)), min_size=1, max_size=6))
    present = max(sum(counts) + mixed, sum(values))
    rows = present + missing
    # What the histogram does not reach is put into one more bar, as in a real column.
    counts[-1] += present - mixed - sum(counts)
    # All different values are listed only where their counts add up to all cells, as in a real column.
    listed = sum(value > 0 for value in values)
    distinct = max(draw(st.integers(0, present)), listed + (sum(values) != present))
    bins = tuple(Bin(float(i), float(i + 1), count) for i, count in enumerate(counts))
    column = Column(
        name="c",
        type=SemanticType.INTEGER,
        storage="i64",
        missing=missing,
        mixed=mixed,
        distinct=distinct,
        damaged=min(present, draw(small)),
        personal=(
            Personal(kind="email", cells=draw(st.integers(0, present)), share=0.5, confidence=Confidence.HIGH),
        ),
        numbers=Numbers(minimum=0.0, maximum=float(len(counts)), mean=1.5, quantiles=(), quantile_error=0.0,
                        histogram=bins),
        frequent=tuple(Frequent(str(i), value) for i, value in enumerate(values) if value),
    )  # fmt: skip
    return rows, column


def _free(count: Count, known: Known) -> bool:
    """Tell whether a count that was hidden as small may still be anything from 1 to t-1."""
    return not (isinstance(count, str) and count.startswith("<")) or (known.low <= 1 and known.high >= T - 1)


@settings(deadline=None, max_examples=100)
@given(_columns())
def test_publish_column_sums_give_no_hidden_count_away(made: tuple[int, Column]) -> None:
    rows, column = made
    published = publish(_report(column, rows=rows), T)
    if rows < T:
        assert published.tables == ()
        return
    told = published.tables[0].columns[0]
    missing, mixed = Known.of(told.missing, rows), Known.of(told.mixed, rows)
    # Missing + misfits + bars = rows.
    if told.numbers is not None and told.numbers.histogram:
        bars = [Known.of(one.count, rows) for one in told.numbers.histogram]
        attack(Known(rows, rows), [missing, mixed, *bars])
        assert all(_free(one.count, bar) for one, bar in zip(told.numbers.histogram, bars, strict=True))
    # Missing + frequent values + the rest = rows.
    listed = [Known.of(one.count, rows) for one in told.frequent]
    if listed:
        complete = told.distinct == len(listed)
        attack(Known(rows, rows), [missing, *listed, Known(0, 0 if complete else rows)])
    # Each sort of cell + the other cells that are not missing + missing = rows.
    for count in (told.distinct, told.damaged, told.personal[0].cells, told.mixed):
        part = Known.of(count, rows)
        attack(Known(rows, rows), [missing, part, Known(0, rows)])
        assert _free(count, part)
    assert _free(told.missing, missing)
    assert _free(told.mixed, mixed)
    if isinstance(told.missing, int):
        present = rows - told.missing
        for count in (told.damaged, told.personal[0].cells, told.mixed):
            if isinstance(count, int):
                assert present - count not in range(1, T)


@st.composite
def _disclosures(draw: st.DrawFn) -> Disclosure:
    edges = ((1, 2), (2, 3), (3, 5), (5, 10), (10, 20), (20, 50), (50, 100), (100, 1000))
    classes = [draw(st.sampled_from([0, 0, 1, 1, 2, 3, 7, 60])) for _ in edges]
    counts = [low * many for (low, _), many in zip(edges, classes, strict=True)]
    if sum(counts) == 0:
        counts[3] = 5
    running = [sum(counts[: i + 1]) for i in range(len(counts))]
    smallest = next(low for (low, _), count in zip(edges, counts, strict=True) if count)
    risk = sample.disclosure()
    assert risk.suda is not None
    return msgspec.structs.replace(
        risk,
        rows=sum(counts),
        k_min=smallest,
        classes=draw(st.integers(1, sum(counts))),
        sample_uniques=counts[0],
        below_k={"2": running[0], "3": running[1], "5": running[2], "10": running[3]},
        class_sizes=tuple(Bin(float(low), float(high), n) for (low, high), n in zip(edges, counts, strict=True)),
        rows_individual_above=draw(st.sampled_from([0, *running])),
        suda=msgspec.structs.replace(risk.suda, rows=counts[0]),
    )


@settings(deadline=None, max_examples=100)
@given(_disclosures())
def test_publish_class_sizes_give_no_hidden_count_away(risk: Disclosure) -> None:
    published = publish(_report(rows=risk.rows, disclosure=risk), T).tables
    if not published:
        assert risk.rows < T
        return
    told = published[0].disclosure
    assert told is not None
    shown = [one.count for one in told.class_sizes if isinstance(one.count, int)]
    assert len(shown) == len(told.class_sizes)
    assert sum(shown) == risk.rows
    assert [count for count in shown if 0 < count < T] == []
    points = [sum(shown[:i]) for i in range(len(shown) + 1)]
    counts: list[Any] = [told.sample_uniques, *told.below_k.values(), told.rows_individual_above]
    assert told.suda is not None
    counts.append(told.suda.rows)
    # No exact running sum stands within t of another, so no difference of two is a small count.
    exact = sorted({*points, *(count for count in counts if isinstance(count, int))})
    assert [later - before for before, later in itertools.pairwise(exact) if later - before < T] == []
    assert told.suda.rows == told.sample_uniques
    if isinstance(risk.k_min, int) and risk.k_min < T:
        assert told.k_min == "<5"
        assert 0 not in {told.sample_uniques, *told.below_k.values()}
        assert math.isnan(told.prosecutor_max)
        assert told.class_sizes[0].low == 1


def _small_numbers(value: object, path: str = "") -> list[str]:
    if isinstance(value, dict):
        skip = {"thresholds", "version", "l_min", "max_size", "p", "low", "high", "value", "line"}
        return [hit for key, one in value.items() if key not in skip for hit in _small_numbers(one, f"{path}.{key}")]
    if isinstance(value, list | tuple):
        return [hit for one in value for hit in _small_numbers(one, path)]
    small = isinstance(value, int) and not isinstance(value, bool) and 0 < value < T
    return [path] if small else []


def test_publish_leaves_no_small_count_anywhere(english: Catalogue) -> None:
    published = publish(sample.report(), T)
    assert _small_numbers(msgspec.to_builtins(published)) == []
    assert _small_numbers(msgspec.to_builtins(sample.report())) != []
    assert b"in 3 cells" not in to_json(published, english)


def test_publish_hides_extremes_and_folders() -> None:
    published = publish(sample.report(), T)
    age = published.tables[0].columns[3]
    assert age.numbers is not None
    assert (age.numbers.minimum, age.numbers.maximum) == (None, None)
    assert [one.p for one in age.numbers.quantiles] == [0.25, 0.5, 0.75]
    assert (age.numbers.histogram[0].low, age.numbers.histogram[-1].high) == (-math.inf, math.inf)
    dates = published.tables[0].columns[6].dates
    assert dates is not None
    assert (dates.earliest, dates.latest) == (None, None)
    assert published.tables[0].source.path == "households.csv"
    assert published.unread[0].path == "broken.csv"


def test_publish_keeps_large_counts_exact() -> None:
    published = publish(sample.report(), T)
    table = published.tables[0]
    assert table.rows == 1000
    assert table.columns[7].missing == 120
    assert table.columns[1].personal[0].cells == 412
    assert table.disclosure is not None
    assert table.disclosure.below_k == {"2": 38, "3": 62, "5": 113, "10": 253}


def test_publish_drops_rare_values() -> None:
    place = publish(sample.report(), T).tables[0].columns[5]
    assert place.frequent == (Frequent("北京", 120), Frequent("四川", 90))


def test_publish_a_column_that_almost_nobody_has() -> None:
    column = Column(
        name="c", type=SemanticType.TEXT, storage="text", missing=997, distinct=3,
        personal=(Personal(kind="email", cells=3, share=1.0, confidence=Confidence.HIGH),),
        dates=Dates(earliest="2020-01-01", latest="2021-01-01", histogram=()),
        frequent=(Frequent("a", 2),), mean_length=7.3,
    )  # fmt: skip
    told = publish(_report(column, rows=1000), T).tables[0].columns[0]
    assert (told.missing, told.distinct, told.frequent, told.dates, told.mean_length) == (">995", "<5", (), None, None)
    assert (told.personal[0].cells, told.personal[0].share) == ("<5", None)


def test_publish_withholds_small_tables_and_says_so() -> None:
    column = Column(name="c", type=SemanticType.TEXT, storage="text", missing=0, distinct=3)
    small = msgspec.structs.replace(
        _report(column, rows=4),
        findings=(Finding(code="empty-column", severity=Severity.NOTE, table="t", column="c"),),
    )
    told = publish(small, T)
    assert told.tables == ()
    assert [(one.code, one.table) for one in told.findings] == [("table-withheld", "t")]


def test_publish_hides_in_facts_what_the_tables_hide() -> None:
    facts: dict[str, Any] = {
        "cells": 3,
        "rows": 997,
        "distinct": 79,
        "uniques": 160,
        "k": 3,
        "share": 0.0417,
        "yes": True,
    }
    finding = Finding(code="x", severity=Severity.NOTE, table="households", column="age", facts=facts)
    report = msgspec.structs.replace(sample.report(), findings=(finding,))
    assert publish(report, T).findings[0].facts == {
        "cells": "<5",
        "rows": ">995",
        "distinct": 79,
        "uniques": "≥100",
        "k": 3,
        "share": 0.04,
        "yes": True,
    }


def test_publish_twice_is_publish_once() -> None:
    once = publish(sample.report(), T)
    assert publish(once, 50) is once
    assert once.public
    assert once.thresholds["public"] == 5.0


def test_publish_refuses_a_threshold_that_hides_nothing() -> None:
    with pytest.raises(InputError) as caught:
        publish(sample.report(), 1)
    assert caught.value.code == "threshold-too-small"


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), max_size=12), st.integers(2, 12), st.booleans())
def test_joined_keeps_the_sum_and_leaves_no_small_bar(counts: list[int], threshold: int, leading: bool) -> None:  # noqa: FBT001
    bins = [Bin(float(i), float(i + 1), count) for i, count in enumerate(counts)]
    made = joined(bins, threshold, leading=leading)
    kept = [one.count for one in made if isinstance(one.count, int)]
    assert sum(kept) == sum(counts)
    if sum(counts) >= threshold:
        assert [count for count in kept if 0 < count < threshold] == []
    if made:
        assert (made[0].low, made[-1].high) == (0.0, float(len(counts)))


@settings(deadline=None)
@given(st.lists(st.integers(T, 60), max_size=8), st.integers(1, T - 1), st.integers(1, T - 1))
def test_cover_leaves_the_small_counts_free(parts: list[int], first: int, second: int) -> None:
    told = cover(parts, first + second, smalls=2, threshold=T)
    if told is None:
        return
    total = sum(parts) + first + second
    small = [Known(1, T - 1), Known(1, T - 1)]
    attack(Known(total, total), [*small, *(Known.of(count, total) for count in told)])
    assert [(one.low, one.high) for one in small] == [(1, T - 1)] * 2


@pytest.mark.parametrize(("size", "step"), [(0.0, 0.0), (1.0, 1.0), (1.1, 2.0), (0.03, 0.05), (79, 100), (-3, 0.0)])
def test_nice_step_is_a_round_number_at_or_above(size: float, step: float) -> None:
    assert nice_step(size) == pytest.approx(step)
