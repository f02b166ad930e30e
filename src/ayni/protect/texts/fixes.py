"""Words for suggested fixes: what will be done, and why. They speak to a person who is not a statistician."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_WHO: dict[str, Text] = {
    "fix.drop-identifiers": Text("Leave out column {column}: it says directly who people are."),
    "fix.drop-identifiers.why": Text(
        "While names, telephone numbers or identity numbers stand in the file, nothing else protects anyone. Counting "
        "and comparing do not need them."
    ),
    "fix.mask-text": Text(
        "In column {column}, put a word such as [phone] in place of personal data in {cells} cell.",
        "In column {column}, put words such as [phone] in place of personal data in {cells} cells.",
        "cells",
    ),
    "fix.mask-text.why": Text(
        "The rest of the text stays. Names are easily overlooked in free text, so read some of it before you share it, "
        "or leave the column out."
    ),
    "fix.pseudonymise-links": Text("Replace the values of column {column} by codes that only your key can make."),
    "fix.pseudonymise-links.why": Text(
        "Rows that belong together still do, also in your other files, but a receiver cannot look the value up in a "
        "list. Keep the key in a safe place, and do not share it."
    ),
}

_KEYS: dict[str, Text] = {
    "fix.make-alike": Text(
        "Make what others may know about people ({columns}) coarser, so that each person looks like at least {others} "
        "others."
    ),
    "fix.make-alike.why": Text(
        "Whoever stands out by what others know can be recognised, even without a name. What is lost is kept as small "
        "as possible."
    ),
    "fix.drop-places": Text("Leave out the map coordinates ({columns}); {place} still says where people live."),
    "fix.drop-places.why": Text("Coordinates can lead to a person's door."),
    "fix.drop-finer": Text("Leave out column {column}; {coarser} says nearly the same, less exactly."),
    "fix.drop-finer.why": Text(
        "The more exactly something is said that others know too, the fewer people fit, and the more all other columns "
        "would have to be made coarser."
    ),
    "fix.generalise-keys": Text(
        "Make {columns} coarser, so that each person looks like at least {others} others; {rows} row that would still "
        "stand out is left out.",
        "Make {columns} coarser, so that each person looks like at least {others} others; {rows} rows that would still "
        "stand out are left out.",
        "rows",
    ),
    "fix.generalise-keys.why": Text(
        "Others may know these things about a person. What is joined was chosen so that as little as possible is lost."
    ),
    "fix.generalise-and-hide-keys": Text(
        "Make {columns} coarser and put * into every cell of {hidden}, so that each person looks like at least "
        "{others} others; {rows} row that would still stand out is left out.",
        "Make {columns} coarser and put * into every cell of {hidden}, so that each person looks like at least "
        "{others} others; {rows} rows that would still stand out are left out.",
        "rows",
    ),
    "fix.generalise-and-hide-keys.why": Text(
        "Others may know these things about a person, and there are too few people here to keep all of them. The best "
        "known were kept before the others; what is joined was chosen so that as little as possible is lost."
    ),
    "fix.hide-keys": Text(
        "Put * into every cell of {hidden}, so that each person looks like at least {others} others; {rows} row that "
        "would still stand out is left out.",
        "Put * into every cell of {hidden}, so that each person looks like at least {others} others; {rows} rows that "
        "would still stand out are left out.",
        "rows",
    ),
    "fix.hide-keys.why": Text(
        "Others may know these things about a person, and there are too few people here to keep any of it."
    ),
    "fix.leave-out-rows": Text(
        "Leave out {rows} row, so that each person looks like at least {others} others.",
        "Leave out {rows} rows, so that each person looks like at least {others} others.",
        "rows",
    ),
    "fix.leave-out-rows.why": Text("What others may know about these people fits too few. All other rows stay exact."),
}

_VALUES: dict[str, Text] = {
    "fix.top-code": Text("Write amounts above {limit} in column {column} as {limit}."),
    "fix.top-code.why": Text(
        "At most about one cell in a hundred is higher, and very high amounts are known to others. Middle values and "
        "most comparisons do not change."
    ),
    "fix.shift-dates": Text(
        "Move the dates in column {column} by a secret number of days, at most {days}, the same for all rows of one "
        "{by}."
    ),
    "fix.shift-dates.why": Text(
        "Whoever saw the visit knows its day. The days between dates of the same {by} stay as they were; turn this off "
        "if you need the exact day."
    ),
}

_NONE: dict[str, Text] = {
    "fix.none": Text("Nothing has to be done: nobody in this table is named, or stands out by what others may know."),
}

_ERRORS: dict[str, Text] = {
    "error.suggest-which-table": Text("There are several tables here: {known}. Say which one to make safe."),
    "error.suggest-unknown-table": Text("There is no table {table} here. Choose one of: {known}."),
    "error.suggest-report-of-another-file": Text(
        "The file {path} is not the one that was checked, or it has changed since. Check it again first."
    ),
}

TEXTS: dict[str, Text] = {**_WHO, **_KEYS, **_VALUES, **_NONE, **_ERRORS}
"""Fixes as `fix.<code>`, their reasons as `fix.<code>.why`."""
