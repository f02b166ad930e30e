"""English words of the share room."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "known.columns": Text("The check of this file found personal data in {columns}."),
    "known.alone": Text(
        "The check of this file found {count} row that is the only one of its kind.",
        "The check of this file found {count} rows that are the only ones of their kind.",
        count="count",
    ),
    "known.rows": Text(
        "The file has {rows} row. Correct the number if a row is not one person.",
        "The file has {rows} rows. Correct the number if a row is not one person.",
        count="rows",
    ),
    "known.as-is": Text("This is the file as it was brought here."),
}
