"""Words for how far long work has come."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "progress.reading": Text("Reading {table}: {percent}"),
    "progress.risk": Text("Measuring the risk in {table}: {percent}"),
}
