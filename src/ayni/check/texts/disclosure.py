"""English words of the disclosure risk and its thresholds."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.key-columns-none": Text(
        "No key column was named, so nobody's risk of being recognised can be measured. "
        'Mark at least one column as "quasi-identifier" in the roles file.'
    ),
    "error.key-columns-repeated": Text("A key column is named more than once: {columns}. Name each of them once."),
    "error.key-columns-many": Text(
        "There are {columns} key columns, and at most {limit} can be measured together. "
        "Keep those that an outsider could know about a person."
    ),
    "error.column-not-found": Text("The table has no column {column}. Check how its name is written."),
    "error.weights-not-usable": Text(
        "The sampling weights in {column} cannot be used: in {rows} row the weight is missing, negative, "
        "too large or not a number. Correct it, or check the file without weights.",
        "The sampling weights in {column} cannot be used: in {rows} rows the weight is missing, negative, "
        "too large or not a number. Correct them, or check the file without weights.",
        "rows",
    ),
    "error.weights-too-large": Text(
        "The sampling weights in {column} add up to more than {limit}. "
        "Check that the column holds weights, or check the file without weights."
    ),
    "error.temporary-space": Text(
        "The check needs space for temporary files in {folder}, and could not write there: {reason}. "
        "Free some space, or set TMPDIR to a folder that has space."
    ),
    "error.thresholds-not-readable": Text(
        "The thresholds file {path} could not be read: {reason}. Check its name and who may read it."
    ),
    "error.thresholds-too-large": Text(
        "The thresholds file {path} is larger than {limit} bytes, so it is probably another file. "
        "Give a small TOML file."
    ),
    "error.thresholds-not-toml": Text(
        "The thresholds file {path} is not valid TOML: {reason}. Write lines such as: class_size = 5"
    ),
    "error.thresholds-unknown": Text(
        "The thresholds file {path} names {name}, which does not exist. Did you mean {nearest}?"
    ),
    "error.thresholds-not-text": Text("In the thresholds file {path}, {name} must be a text in quotation marks."),
    "error.thresholds-not-whole": Text(
        "In the thresholds file {path}, {name} must be a whole number. Write lines such as: class_size = 5"
    ),
    "error.thresholds-not-number": Text(
        "In the thresholds file {path}, {name} must be a number. Write lines such as: global_risk = 0.03"
    ),
    "error.thresholds-out-of-range": Text(
        "In the thresholds file {path}, {name} must lie between {low} and {high}. Choose a number in that range."
    ),
}
