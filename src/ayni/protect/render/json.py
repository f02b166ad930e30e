"""An outcome as one JSON document: `ayni.protect.outcome.Outcome` as it stands, with words in one language.

The two reports in it are as `ayni check --json` prints them, with the words of their findings. `remarks` are what
else must be known, and `summary` the same sentences that a terminal shows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from ayni.check.render.json import finite
from ayni.check.render.json import to_json as report_to_json
from ayni.protect.render.sentences import cost_sentences, done_sentences, headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ayni.messages import Catalogue
    from ayni.protect.outcome import Outcome
    from ayni.protect.render.sentences import Remark

__all__ = ["SCHEMA_ID", "to_json"]

SCHEMA_ID = "urn:ayni:protect:outcome:1"


def to_json(outcome: Outcome, catalogue: Catalogue, remarks: Sequence[Remark] = ()) -> bytes:
    """Return the outcome and its words as UTF-8 JSON, indented, ending in a newline; numbers without end are null."""
    built = finite(msgspec.to_builtins(outcome))
    for name, report in (("report_before", outcome.report_before), ("report_after", outcome.report_after)):
        built[name] = json.loads(report_to_json(report, catalogue))
    document = {
        "schema": SCHEMA_ID,
        "language": catalogue.language,
        **built,
        "remarks": [
            {"code": one.code, "message": catalogue(f"remark.{one.code}", **one.facts), "facts": one.facts}
            for one in remarks
        ],
        "summary": [
            *headline(outcome, catalogue),
            *done_sentences(outcome, catalogue),
            *cost_sentences(outcome, catalogue),
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).encode("utf-8", "replace") + b"\n"
