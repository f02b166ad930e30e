from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from tests.check.render import sample_report as sample

from ayni.check.render.json import report_schema, to_json
from ayni.check.render.public import publish

if TYPE_CHECKING:
    from ayni.check.report import Report
    from ayni.messages import Catalogue

_PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "report.schema.json"


def _document(report: Report, words: Catalogue) -> Any:
    return json.loads(to_json(report, words))


def test_report_schema_is_the_published_one() -> None:
    assert json.loads(_PUBLISHED.read_text("utf-8")) == report_schema()


def test_report_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())


@pytest.mark.parametrize("threshold", [None, 2, 5, 30, 2_000])
def test_to_json_is_what_the_schema_says(english: Catalogue, threshold: int | None) -> None:
    report = sample.report() if threshold is None else publish(sample.report(), threshold)
    jsonschema.Draft202012Validator(report_schema()).validate(_document(report, english))


def test_report_schema_refuses_a_missing_and_an_unknown_key(english: Catalogue) -> None:
    validator = jsonschema.Draft202012Validator(report_schema())
    lacking = _document(sample.report(), english)
    del lacking["tables"][0]["columns"][0]["missing"]
    assert not validator.is_valid(lacking)
    adding = _document(sample.report(), english) | {"extra": 1}
    assert not validator.is_valid(adding)


def test_to_json_has_the_promised_keys(english: Catalogue) -> None:
    document = _document(sample.report(), english)
    table = document["tables"][0]
    assert {"path", "sheet", "sha256", "bytes", "format", "encoding"} <= set(table["source"])
    assert table["rows"] == 1000
    assert {"name", "type", "missing", "distinct", "role", "personal"} <= set(table["columns"][0])
    assert table["columns"][1]["personal"] == [
        {"kind": "email", "cells": 412, "share": 0.4144, "confidence": "high", "in_text": False, "interval": None}
    ]
    risk = table["disclosure"]
    keys = {"quasi_identifiers", "k_min", "sample_uniques", "below_k", "global_risk", "population_uniques"}
    assert keys <= set(risk)
    assert risk["below_k"] == {"2": 38, "3": 62, "5": 113, "10": 253}
    assert document["tables"][1]["disclosure"] is None
    finding = document["findings"][201]
    assert finding == {
        "code": "sensitive-column",
        "severity": "warning",
        "table": "households",
        "column": "income",
        "facts": {},
        "message": "Column income looks sensitive: it could harm people if they were recognised.",
        "advice": finding["advice"],
    }
    assert finding["advice"].endswith(".")


def test_to_json_writes_null_for_what_is_not_finite(english: Catalogue) -> None:
    risk = msgspec.structs.replace(sample.disclosure(), individual_max=math.nan, journalist_max=math.inf)
    report = sample.report(msgspec.structs.replace(sample.table(), disclosure=risk))
    document = _document(report, english)
    assert document["tables"][0]["disclosure"]["individual_max"] is None
    assert document["tables"][0]["disclosure"]["journalist_max"] is None
    jsonschema.Draft202012Validator(report_schema()).validate(document)


def test_to_json_survives_a_name_that_is_not_unicode(english: Catalogue) -> None:
    report = msgspec.structs.replace(sample.report(), name="broken\udcff")
    assert _document(report, english)["name"] == "broken?"
