"""Realistic reports for the renderers' tests: long, foreign, hostile and hidden things included."""

from __future__ import annotations

from ayni.check.report import (
    Bin,
    Column,
    Confidence,
    Dates,
    Disclosure,
    Diversity,
    Estimate,
    Finding,
    Frequent,
    Household,
    Numbers,
    Personal,
    Quantile,
    Report,
    Role,
    SemanticType,
    Severity,
    Source,
    Suda,
    SudaColumn,
    Table,
    UnreadInput,
)

ARABIC = "اسم المستجيب الكامل"
CHINESE = "受访者所在的省份和城市名称"
HOSTILE = "<script>alert('x')</script>"
ESCAPE = "age\x1b[31m\u202eega"
LONG = "how_many_times_did_you_visit_a_health_facility_in_the_last_twelve_months_for_any_reason"

ROWS = 1_000
_EDGES = tuple(range(18, 99, 8))
_INCOMES = (860, 9, 2, 1, 0, 0, 0, 0, 0, 1)
_AGES = (130, 180, 170, 150, 120, 90, 70, 50, 25, 11)


def numbers(counts: tuple[int, ...] = _AGES) -> Numbers:
    """A histogram of ages."""
    return Numbers(
        minimum=18.0,
        maximum=97.0,
        mean=41.327,
        quantiles=tuple(Quantile(p, v) for p, v in ((0.0, 18), (0.25, 28), (0.5, 39), (0.75, 53), (1.0, 97))),
        quantile_error=0.0,
        histogram=tuple(Bin(float(_EDGES[i]), float(_EDGES[i] + 8), count) for i, count in enumerate(counts)),
    )


def columns() -> tuple[Column, ...]:
    """Twelve columns of a household survey."""
    mail = Personal(kind="email", cells=412, share=0.4144, confidence=Confidence.HIGH)
    sampled = Personal(
        kind="person-name", cells=3, share=0.003, confidence=Confidence.LOW, in_text=True,
        interval=Estimate(0.003, 0.001, 0.008, "wilson"),
    )  # fmt: skip
    cpf = Personal(kind="br.cpf", cells=995, share=0.995, confidence=Confidence.HIGH)
    text, number, category = SemanticType.TEXT, SemanticType.INTEGER, SemanticType.CATEGORY
    return (
        Column(name=ARABIC, type=text, storage="text", missing=0, distinct=997, role=Role.DIRECT,
               personal=(Personal(kind="person-name", cells=990, share=0.99, confidence=Confidence.MEDIUM),)),
        Column(name="contact", type=text, storage="text", missing=6, distinct=990, role=Role.DIRECT, personal=(mail,)),
        Column(name="document", type=SemanticType.CODE, storage="text", missing=0, distinct=1000, role=Role.DIRECT,
               personal=(cpf,)),
        Column(name="age", type=number, storage="text", missing=4, distinct=79, role=Role.QUASI, numbers=numbers(),
               impossible=2),
        Column(name="sex", type=category, storage="text", missing=0, distinct=2, role=Role.QUASI,
               frequent=(Frequent("female", 520), Frequent("male", 480))),
        Column(name=CHINESE, type=category, storage="text", missing=0, distinct=31, role=Role.QUASI,
               frequent=(Frequent("北京", 120), Frequent("四川", 90), Frequent("西藏", 3))),
        Column(name="interviewed", type=SemanticType.DATE, storage="text", missing=0, distinct=60,
               dates=Dates(earliest="2024-03-01", latest="2024-04-29",
                           histogram=tuple(Bin(19783.0 + 10 * i, 19793.0 + 10 * i, 166 + (i < 4)) for i in range(6)))),
        Column(name="income", type=SemanticType.DECIMAL, storage="text", missing=120, distinct=640, distinct_error=0.02,
               role=Role.SENSITIVE, mixed=7,
               numbers=Numbers(minimum=0.0, maximum=950000.0, mean=21340.5,
                               quantiles=(Quantile(0.5, 12400.0),), quantile_error=0.01,
                               histogram=tuple(Bin(i * 1e5, (i + 1) * 1e5, c) for i, c in enumerate(_INCOMES)))),
        Column(name=HOSTILE, type=text, storage="text", missing=1000, distinct=0),
        Column(name=ESCAPE, type=number, storage="text", missing=0, distinct=1, constant=True),
        Column(name=LONG, type=number, storage="text", missing=37, distinct=14, damaged=3,
               frequent=(Frequent("0", 500), Frequent("1", 300), Frequent("2", 160))),
        Column(name="remarks", type=text, storage="text", missing=700, distinct=290, mean_length=48.31,
               personal=(sampled,)),
    )  # fmt: skip


def disclosure() -> Disclosure:
    """A table where some are alone and some nearly so."""
    sizes = (
        (1, 2, 38),
        (2, 3, 24),
        (3, 5, 51),
        (5, 10, 140),
        (10, 20, 230),
        (20, 50, 317),
        (50, 100, 200),
        (100, 1000, 0),
    )
    return Disclosure(
        quasi_identifiers=("age", "sex", CHINESE),
        rows=ROWS,
        classes=160,
        k_min=1,
        sample_uniques=38,
        below_k={"2": 38, "3": 62, "5": 113, "10": 253},
        class_sizes=tuple(Bin(float(low), float(high), count) for low, high, count in sizes),
        prosecutor_max=1.0,
        prosecutor_mean=0.16,
        journalist_max=0.2,
        marketer=0.16,
        individual_max=0.21,
        rows_individual_above=113,
        global_risk=0.034,
        expected_reidentified=34.2,
        weights="weight",
        population_uniques=2.7,
        population_uniques_interval=Estimate(2.7, 0.9, 6.1, "pitman"),
        diversity=(
            Diversity(column="income", l_min=1, entropy_l_min=1.0, rows_l1=38, t_max=0.62),
            Diversity(column="illness", l_min=3, entropy_l_min=2.4, rows_l1=0, t_max=0.31),
        ),
        suda=Suda(complete=True, max_size=3, rows=38, uniques=40, by_size=(2, 9, 29),
                  columns=(SudaColumn("age", 0.81), SudaColumn(CHINESE, 0.52), SudaColumn("sex", 0.2)),
                  score_max=0.667, dis_max=0.31),
        household=Household(column="household", households=240, risk_mean=0.09, risk_max=1.0, expected=81.4),
    )  # fmt: skip


def findings() -> tuple[Finding, ...]:
    """Findings of each severity, one kind of them in many columns."""
    many = tuple(
        Finding(code="constant-column", severity=Severity.NOTE, table="households", column=f"q{i}") for i in range(200)
    )
    return (
        *many,
        Finding(code="empty-column", severity=Severity.NOTE, table="households", column=HOSTILE),
        Finding(code="sensitive-column", severity=Severity.WARNING, table="households", column="income"),
        Finding(code="personal-in-text", severity=Severity.WARNING, table="households", column="remarks",
                facts={"kind": "person-name", "cells": 3}),
        Finding(code="direct-identifier-column", severity=Severity.BLOCKER, table="households", column=ARABIC,
                facts={"kind": "person-name"}),
        Finding(code="direct-identifier-column", severity=Severity.BLOCKER, table="households", column="document",
                facts={"kind": "br.cpf"}),
        Finding(code="never-worded", severity=Severity.NOTE, table="households", facts={"cells": 4}),
    )  # fmt: skip


def table(name: str = "households") -> Table:
    """The survey."""
    return Table(
        name=name,
        source=Source(path=f"data/{name}.csv", sha256="ab" * 32, bytes=123_456, format="csv", encoding="utf-8",
                      delimiter=","),
        rows=ROWS,
        columns=columns(),
        duplicate_rows=2,
        disclosure=disclosure(),
    )  # fmt: skip


def report(*tables: Table, public: bool = False) -> Report:
    """A private report of `tables`, or of the survey and a second table that is not about people."""
    stations = Table(
        name="stations",
        source=Source(path="data/book.xlsx", sheet="stations", sha256="cd" * 32, bytes=9_999, format="excel"),
        rows=40,
        columns=(Column(name="station", type=SemanticType.CODE, storage="string", missing=0, distinct=40),),
        about_people=False,
        about_people_reason="no-person-column",
    )
    return Report(
        ayni="0.1.0",
        created="2026-11-23T02:00:00Z",
        name="survey",
        public=public,
        tables=tables or (table(), stations),
        findings=findings(),
        unread=(UnreadInput(path="data/broken.csv", code="never-worded", facts={"line": 3}),),
        thresholds={"k": 5.0, "global_risk": 0.03},
    )


def wide(count: int) -> Table:
    """A table of many columns."""
    made = tuple(
        Column(name=f"column {i}", type=SemanticType.INTEGER, storage="i64", missing=i % 9 * 10, distinct=50,
               numbers=numbers((100, 100, 100, 100, 100, 100, 100, 100, 100, 100 - i % 9 * 10)))
        for i in range(count)
    )  # fmt: skip
    return Table(name="wide", source=Source(path="wide.parquet", format="parquet"), rows=ROWS, columns=made)
