"""The report as one JSON document, and the schema that describes it (JSON Schema draft 2020-12).

The document is `ayni.check.report.Report` as it stands, with each finding's and each unread input's
words added in one language. A number that is not finite (an open end, a figure that is not published)
is null. The schema is generated from the structs and published as `docs/reference/report.schema.json`.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import msgspec

from ayni.check.render.wording import Words
from ayni.check.report import Report

if TYPE_CHECKING:
    from ayni.messages import Catalogue

__all__ = ["SCHEMA_ID", "finite", "report_schema", "to_json"]

SCHEMA_ID = "urn:ayni:check:report:1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ADDED = {
    "Finding": {"message": "What was found, in words.", "advice": "The one next step, in words."},
    "UnreadInput": {"message": "What happened and what to do, in words."},
    "Report": {"schema": "Identifies this schema.", "language": "BCP-47 tag of the words."},
}


def to_json(report: Report, catalogue: Catalogue) -> bytes:
    """Return the report and its words as UTF-8 JSON, indented, ending in a newline."""
    words = Words(catalogue)
    built = finite(msgspec.to_builtins(report))
    for shown, finding in zip(built["findings"], report.findings, strict=True):
        shown["message"] = words.message(finding)
        shown["advice"] = words.advice(finding)
    for shown, unread in zip(built["unread"], report.unread, strict=True):
        shown["message"] = words.problem(unread.code, {"path": unread.path, **unread.facts})
    document = {"schema": SCHEMA_ID, "language": catalogue.language, **built}
    # A lone surrogate (a file name that is not UTF-8) cannot be encoded; it becomes "?".
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).encode("utf-8", "replace") + b"\n"


def finite(value: Any) -> Any:
    """Return a tree of plain values with every NaN and infinity turned into None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [finite(inner) for inner in value]
    return value


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of `to_json`."""
    (_,), parts = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    for name, part in parts.items():
        if part.get("type") == "object":
            _close(name, part)
    root = parts.pop("Report")
    return {
        "$schema": _DIALECT,
        "$id": SCHEMA_ID,
        **_nullable(root),
        "$defs": {name: _nullable(parts[name]) for name in sorted(parts)},
    }


def _close(name: str, part: dict[str, Any]) -> None:
    """Require every key of one object, the added words among them: nothing is left out silently."""
    properties = part.setdefault("properties", {})
    for key, meaning in _ADDED.get(name, {}).items():
        properties[key] = {"type": "string", "description": meaning}
    part["required"] = sorted(properties)
    part["additionalProperties"] = False
    for inner in properties.values():
        inner.pop("default", None)


def _nullable(schema: Any) -> Any:
    """Return a schema in which every number may be null, as numbers that are not finite are."""
    if isinstance(schema, list):
        return [_nullable(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: _nullable(inner) for key, inner in schema.items()}
    if changed.get("type") == "number":
        changed["type"] = ["number", "null"]
    return changed
