"""Words for what can go wrong while a table is profiled."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.state-not-written": Text(
        "Temporary data could not be written to {folder}: {reason}. Free some space there, or set TMPDIR to a folder "
        "with more space, and try again."
    ),
    "rule.age-range": Text("an age below 0 or above 130"),
    "rule.latitude-range": Text("a latitude beyond 90 degrees"),
    "rule.longitude-range": Text("a longitude beyond 180 degrees"),
    "rule.percent-range": Text("a percentage below 0 or above 100"),
    "rule.negative-count": Text("a number of things below 0"),
    "rule.negative-measure": Text("a height or weight below 0"),
    "rule.birth-year-range": Text("a year of birth before 1850 or in the future"),
    "rule.serial-date": Text("a date that a spreadsheet turned into a number"),
    "rule.future-date": Text("a date in the future"),
    "rule.before-1850": Text("a date before 1850"),
}
