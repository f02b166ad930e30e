"""The words of a dataset's public description, and of errors that arise while a report is written."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_CROISSANT = {
    "rai.personal": Text("Table {table}, column {column}: {kind} in {cells} cells ({sure})."),
    "rai.direct-identifier": Text("Table {table}: columns that name a person: {columns}."),
    "rai.quasi-identifier": Text("Table {table}: columns that together may point to a person: {columns}."),
    "rai.sensitive": Text("Table {table}: sensitive columns: {columns}."),
    "rai.risk": Text("Table {table}: {sentence}"),
    "rai.duplicates": Text("Table {table}: {rows} rows repeat another row."),
    "rai.mixed": Text("Table {table}, column {column}: {cells} cells do not fit the type of the column."),
    "rai.damaged": Text("Table {table}, column {column}: {cells} cells have damaged characters."),
    "rai.impossible": Text("Table {table}, column {column}: {cells} cells have impossible values."),
    "rai.missing": Text("Table {table}, column {column}: {cells} of {rows} cells are missing."),
    "rai.complete": Text("Table {table}: no cell is missing."),
    "rai.balance": Text(
        "Table {table}, column {column}: of the values listed, {most} is the most frequent ({many} of rows) "
        "and {least} the least frequent ({few} of rows)."
    ),
}

_ERRORS = {
    "error.report-not-written": Text(
        "The report could not be written to {path}: {reason}. Nothing was left half-written; "
        "free some space or choose another place."
    ),
    "error.about-not-read": Text("The about file {path} could not be read: {reason}. Check its name and your rights."),
    "error.about-too-large": Text(
        "The about file {path} has {bytes} bytes; at most {limit} are read. "
        "Keep only the description of the data in it."
    ),
    "error.about-not-toml": Text("The about file {path} is not valid TOML: {reason}. Correct it there."),
    "error.about-unknown-key": Text("The about file {path} has a key that is not known: {key}. Known keys: {known}."),
    "error.about-misspelt-key": Text("The about file {path} has a key that is not known: {key}. Did you mean {meant}?"),
    "error.about-not-text": Text("In the about file {path}, {key} must be a text in quotation marks."),
    "error.about-not-texts": Text(
        "In the about file {path}, {key} must be a text in quotation marks, or a list of such texts."
    ),
    "error.about-not-date": Text("In the about file {path}, {key} must be a date such as 2024-09-01."),
    "error.about-not-agent": Text("In the about file {path}, {key} must be a name, or a table that has a name."),
    "error.threshold-too-small": Text(
        "The size below which counts are hidden must be 2 or more; {threshold} is too small."
    ),
}

TEXTS: dict[str, Text] = {**_CROISSANT, **_ERRORS}
