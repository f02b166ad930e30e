"""From evidence to findings: each code can be reached, has words, and has the severity it should."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.check.render import sample_report as sample

from ayni.check import findings as findings_module
from ayni.check.findings import TableEvidence, dataset_findings, order_findings, table_findings
from ayni.check.profile.summary import ColumnSummary
from ayni.check.read.table import Remark
from ayni.check.render.wording import Words
from ayni.check.report import (
    Column,
    Confidence,
    Disclosure,
    Diversity,
    Finding,
    Frequent,
    Household,
    Personal,
    Role,
    SemanticType,
    Severity,
    Table,
)
from ayni.check.roles import TableRoles
from ayni.check.texts import catalogue
from ayni.check.thresholds import Thresholds, load_thresholds
from ayni.errors import InputError

DEFAULTS = load_thresholds(None)
BLOCKER, WARNING, NOTE = Severity.BLOCKER, Severity.WARNING, Severity.NOTE


def summary(**changes: Any) -> ColumnSummary:
    """Summarise 1,000 rows of a column about which nothing is odd."""
    plain: dict[str, Any] = dict.fromkeys(ColumnSummary.__struct_fields__)
    plain |= {
        "name": "x",
        "type": SemanticType.TEXT,
        "storage": "text",
        "rows": 1_000,
        "missing": 0,
        "cells": 1_000,
        "distinct": 500,
        "distinct_error": 0.0,
        "distinct_share": 0.5,
        "constant": False,
        "mixed": 0,
        "damaged": 0,
        "impossible": 0,
        "coded_missing": (),
        "frequent": (),
    }
    return ColumnSummary(**plain | changes)


def column(**changes: Any) -> Column:
    plain: dict[str, Any] = {
        "name": "x",
        "type": SemanticType.TEXT,
        "storage": "text",
        "missing": 0,
        "distinct": 500,
        "role": Role.OTHER,
        "role_reason": "no-sign",
    }
    return Column(**plain | changes)


def personal(kind: str = "email", confidence: Confidence = Confidence.HIGH, **changes: Any) -> Personal:
    plain: dict[str, Any] = {"kind": kind, "cells": 12, "share": 0.012, "confidence": confidence}
    return Personal(**plain | changes)


def calm_risk(**changes: Any) -> Disclosure:
    """A table in which each of 1,000 people looks like at least 9 others, and no group gives anything away."""
    plain: dict[str, Any] = {
        "k_min": 10,
        "sample_uniques": 0,
        "below_k": {"2": 0, "3": 0, "5": 0, "10": 0},
        "global_risk": 0.001,
        "expected_reidentified": 1.0,
        "diversity": (),
        "household": None,
        "weights": "weight",
        "suda": None,
    }
    return msgspec.structs.replace(sample.disclosure(), **plain | changes)


def evidence(
    *,
    columns: tuple[Column, ...] = (),
    summaries: tuple[ColumnSummary, ...] | None = None,
    remarks: tuple[Remark, ...] = (),
    keys: tuple[str, ...] = ("age",),
    left_out: tuple[str, ...] = (),
    weights: InputError | None = None,
    **table: Any,
) -> TableEvidence:
    plain: dict[str, Any] = {"name": "t", "source": sample.table().source, "rows": 1_000, "columns": columns}
    return TableEvidence(
        table=Table(**plain | table),
        summaries=tuple(summary() for _ in columns) if summaries is None else summaries,
        roles=TableRoles(
            guesses=(),
            keys=keys,
            keys_left_out=left_out,
            sensitive=(),
            weights=None,
            household=None,
            about_people=True,
            about_people_reason="confirmed",
        ),
        remarks=remarks,
        unusable_weights=weights,
    )


def found(given: TableEvidence, thresholds: Thresholds = DEFAULTS) -> dict[str, Severity]:
    """Return the findings' codes with their severities, each said in words without a gap."""
    words = Words(catalogue("en"))
    said = table_findings(given, thresholds)
    for finding in said:
        for text in (words.message(finding), words.advice(finding)):
            assert text.endswith((".", "?"))
            assert not re.search(r"[{}]|\bNone\b", text), text
    return {finding.code: finding.severity for finding in said}


# --- every code has words


def _codes() -> set[str]:
    source = Path(findings_module.__file__).read_text("utf-8")
    body = source.split("def order_findings")[1]
    return set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', body)) - {"date-of-birth", "birth-date", "some-cells-personal"}


def test_findings_every_code_has_words() -> None:
    words = catalogue("en")
    codes = _codes() | {"weights-not-usable", "weights-too-large"}
    assert len(codes) > 25
    missing = [f"{form}.{code}" for code in sorted(codes) for form in ("finding", "advice")]
    assert [code for code in missing if code not in words] == []


def test_findings_codes_with_an_order_exist() -> None:
    assert set(findings_module._CODE_ORDER) <= _codes()  # noqa: SLF001 - the order is data, worth a look


# --- one column


@pytest.mark.parametrize(
    ("held", "in_text", "role", "reason", "code", "severity"),
    [
        (Confidence.HIGH, True, Role.DIRECT, "text-holds-personal", "personal-in-text", BLOCKER),
        (Confidence.MEDIUM, True, Role.DIRECT, "text-holds-personal", "personal-in-text", BLOCKER),
        (Confidence.LOW, True, Role.OTHER, "no-sign", "personal-in-text", WARNING),
        (Confidence.HIGH, False, Role.DIRECT, "holds-personal", "direct-identifier-column", BLOCKER),
        (Confidence.MEDIUM, False, Role.DIRECT, "holds-personal", "direct-identifier-column", BLOCKER),
        (Confidence.LOW, False, Role.DIRECT, "name-says-direct", "direct-identifier-column", WARNING),
        (Confidence.HIGH, False, Role.DIRECT, "some-cells-personal", "personal-in-some-cells", BLOCKER),
        (Confidence.MEDIUM, False, Role.DIRECT, "some-cells-personal", "personal-in-some-cells", WARNING),
        (Confidence.LOW, False, Role.OTHER, "no-sign", "personal-in-some-cells", WARNING),
    ],
)
def test_findings_of_personal_data(
    *, held: Confidence, in_text: bool, role: Role, reason: str, code: str, severity: Severity
) -> None:
    one = column(role=role, role_reason=reason, personal=(personal(confidence=held, in_text=in_text),))
    assert found(evidence(columns=(one,))) == {code: severity}


def test_findings_respect_what_a_person_decided() -> None:
    cleared = column(role_confirmed=True, role_reason="confirmed", personal=(personal(),))
    assert found(evidence(columns=(cleared,))) == {}
    named = column(role=Role.DIRECT, role_reason="confirmed", role_confirmed=True)
    assert found(evidence(columns=(named,))) == {"confirmed-direct-identifier": BLOCKER}


def test_findings_of_names_places_births_and_secrets() -> None:
    by_name = column(role=Role.DIRECT, role_reason="name-says-direct")
    assert found(evidence(columns=(by_name,))) == {"direct-identifier-by-name": WARNING}
    secret = column(role=Role.SENSITIVE, role_reason="name-says-sensitive")
    assert found(evidence(columns=(secret,))) == {"sensitive-column": NOTE}
    place = column(role=Role.QUASI, role_reason="place", personal=(personal("coordinates"),))
    assert found(evidence(columns=(place,))) == {"precise-place": WARNING}
    birth = column(
        role=Role.QUASI, role_reason="birth-date", type=SemanticType.DATE, personal=(personal("date-of-birth"),)
    )
    assert found(evidence(columns=(birth,))) == {"exact-birth-date": WARNING}
    year = msgspec.structs.replace(birth, type=SemanticType.INTEGER, personal=())
    assert found(evidence(columns=(year,))) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"missing": 1_000, "cells": 0}, {"empty-column": NOTE}),
        ({"missing": 500}, {}),
        ({"missing": 501}, {"mostly-missing": NOTE}),
        ({"constant": True}, {"constant-column": NOTE}),
        ({"mixed": 1}, {"mixed-types": WARNING}),
        ({"damaged": 1}, {"damaged-text": WARNING}),
        ({"impossible": 1, "impossible_rule": "age-range"}, {"impossible-values": WARNING}),
        ({"coded_missing": (Frequent("-99", 7),)}, {"coded-missing": WARNING}),
    ],
)
def test_findings_of_quality(changes: dict[str, Any], expected: dict[str, Severity]) -> None:
    assert found(evidence(columns=(column(),), summaries=(summary(**changes),))) == expected


def test_findings_few_misfits_among_many_are_a_note() -> None:
    for rows, severity in ((1_000, WARNING), (1_001, NOTE)):
        given = evidence(columns=(column(),), summaries=(summary(mixed=1, rows=rows),), rows=rows)
        assert found(given) == {"mixed-types": severity}


# --- the whole table


def test_findings_of_the_whole_table() -> None:
    assert found(evidence(rows=0, columns=(column(),))) == {"empty-table": WARNING}
    for share, said in ((0.5, {"rows-alike": NOTE}), (0.51, {"duplicate-rows": WARNING})):
        given = evidence(duplicate_rows=3, columns=(column(),), summaries=(summary(distinct_share=share),))
        assert found(given) == said
    assert found(evidence(about_people=False)) == {"not-about-people": NOTE}
    assert found(evidence(keys=())) == {"no-key-columns": NOTE}
    assert found(evidence(left_out=("race", "job"))) == {"more-key-columns": NOTE}
    unusable = InputError("weights-not-usable", column="w", rows=2)
    assert found(evidence(weights=unusable)) == {"weights-not-usable": WARNING}


def test_findings_remarks_of_loss_are_warnings() -> None:
    lost, odd = Remark(code="rows-long", facts={"count": 2}), Remark(code="rows-blank", facts={"count": 1})
    assert found(evidence(remarks=(lost, odd))) == {"rows-long": WARNING, "rows-blank": NOTE}


def test_findings_ask_to_confirm_only_what_was_guessed() -> None:
    key = column(role=Role.QUASI, role_reason="name-says-key")
    sure = column(role=Role.QUASI, role_reason="confirmed", role_confirmed=True)
    table = evidence(columns=(key, sure, column())).table
    (asked,) = dataset_findings([table])
    assert (asked.code, asked.severity, asked.facts) == ("roles-to-confirm", NOTE, {"columns": 1})
    assert list(dataset_findings([evidence(columns=(sure,)).table])) == []
    assert list(dataset_findings([evidence(columns=(key,), about_people=False).table])) == []


# --- risk, at the edges of the thresholds


def risk(thresholds: Thresholds = DEFAULTS, **changes: Any) -> dict[str, Severity]:
    """Return what is found of a risk, less what every one of these says of its search for special uniques."""
    said = found(evidence(disclosure=calm_risk(**changes)), thresholds)
    assert said.pop("special-uniques-not-searched", NOTE) is NOTE
    return said


@pytest.mark.parametrize(
    ("smallest", "below", "expected"),
    [
        (5, {"2": 0, "3": 0, "5": 0, "10": 5}, {"everyone-has-company": NOTE}),
        (4, {"2": 0, "3": 0, "5": 4, "10": 4}, {"groups-too-small": WARNING}),
        (3, {"2": 0, "3": 0, "5": 3, "10": 3}, {"groups-too-small": WARNING}),
        (2, {"2": 0, "3": 2, "5": 2, "10": 2}, {"groups-too-small": BLOCKER}),
    ],
)
def test_findings_of_group_sizes(smallest: int, below: dict[str, int], expected: dict[str, Severity]) -> None:
    assert risk(k_min=smallest, below_k=below) == expected


@pytest.mark.parametrize(("alone", "code"), [(50, "few-stand-alone"), (51, "people-stand-alone")])
def test_findings_of_people_alone(alone: int, code: str) -> None:
    same: dict[str, Any] = {
        "k_min": 1,
        "sample_uniques": alone,
        "below_k": {"2": alone, "3": alone, "5": alone, "10": alone},
    }
    assert risk(**same) == {code: BLOCKER}
    more = same | {"below_k": {"2": alone, "3": alone, "5": alone + 4, "10": alone + 4}}
    assert risk(**more) == {code: BLOCKER, "groups-too-small": WARNING}
    lenient = msgspec.structs.replace(DEFAULTS, class_size_blocker=1)
    assert risk(lenient, **same) == {code: WARNING}


def test_findings_of_expected_recognition() -> None:
    assert "risk-of-recognition" not in risk(global_risk=0.03)
    assert risk(global_risk=0.0301)["risk-of-recognition"] is WARNING


def test_findings_of_weights_and_households() -> None:
    assert risk(weights=None) == {"everyone-has-company": NOTE, "no-weights": NOTE}
    for mean, expected in ((0.03, False), (0.0301, True)):
        household = Household(column="hh", households=300, risk_mean=mean, risk_max=0.5, expected=30.0)
        assert ("household-gives-away" in risk(household=household)) is expected


@pytest.mark.parametrize(
    ("spread", "expected"),
    [
        ({"l_min": 2, "rows_l1": 0, "t_max": 0.5}, None),
        ({"l_min": 2, "rows_l1": 0, "t_max": 0.51}, "group-differs"),
        ({"l_min": 1, "rows_l1": 6, "t_max": 0.9}, "group-gives-away"),
    ],
)
def test_findings_of_what_groups_tell(spread: dict[str, Any], expected: str | None) -> None:
    said = risk(diversity=(Diversity(column="hiv", entropy_l_min=1.0, **spread),))
    assert {"group-differs", "group-gives-away"} & set(said) == ({expected} if expected else set())


def test_findings_of_groups_do_not_count_those_alone_again() -> None:
    alone: dict[str, Any] = {"k_min": 1, "sample_uniques": 6, "below_k": {"2": 6, "3": 6, "5": 6, "10": 6}}
    spread = Diversity(column="hiv", l_min=1, entropy_l_min=1.0, rows_l1=6, t_max=0.4)
    assert "group-gives-away" not in risk(**alone, diversity=(spread,))
    more = msgspec.structs.replace(spread, rows_l1=8)
    (told,) = (
        finding
        for finding in table_findings(evidence(disclosure=calm_risk(**alone, diversity=(more,))), DEFAULTS)
        if finding.code == "group-gives-away"
    )
    assert told.facts == {"rows": 2}


def test_findings_say_how_far_the_search_went() -> None:
    suda = sample.disclosure().suda
    assert suda is not None
    keys = len(calm_risk().quasi_identifiers)
    none = msgspec.structs.replace(suda, complete=False, by_size=(0,) * keys)
    assert found(evidence(disclosure=calm_risk(suda=none)))["special-uniques-bounded"] is NOTE
    whole = msgspec.structs.replace(none, complete=True)
    said = found(evidence(disclosure=calm_risk(suda=whole)))
    codes = {"special-uniques-bounded", "stands-out-alone", "stands-out-early", "special-uniques-not-searched"}
    assert not codes & set(said)
    early = msgspec.structs.replace(whole, by_size=(3,) + (0,) * (keys - 1))
    names = tuple(f"k{n}" for n in range(6))
    said = found(evidence(disclosure=calm_risk(suda=early, quasi_identifiers=names)))
    assert said["stands-out-alone"] is WARNING
    two = msgspec.structs.replace(whole, by_size=(0, 3) + (0,) * (keys - 2))
    assert found(evidence(disclosure=calm_risk(suda=two, quasi_identifiers=names)))["stands-out-early"] is WARNING
    few = found(evidence(disclosure=calm_risk(suda=early, quasi_identifiers=names[:2])))
    assert "stands-out-alone" not in few


# --- order


def test_order_findings_what_leads_to_a_person_comes_first() -> None:
    mixed = [
        Finding(code="constant-column", severity=NOTE),
        Finding(code="duplicate-rows", severity=WARNING),
        Finding(code="precise-place", severity=WARNING),
        Finding(code="people-stand-alone", severity=BLOCKER),
        Finding(code="direct-identifier-column", severity=BLOCKER, column="b"),
        Finding(code="direct-identifier-column", severity=BLOCKER, column="a"),
    ]
    ordered = [(finding.code, finding.column) for finding in order_findings(mixed)]
    assert ordered == [
        ("direct-identifier-column", "b"),
        ("direct-identifier-column", "a"),
        ("people-stand-alone", None),
        ("precise-place", None),
        ("duplicate-rows", None),
        ("constant-column", None),
    ]
