"""Words for carrying out a plan: how far it has come, and why it was refused."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_PROGRESS: dict[str, Text] = {
    "progress.checking": Text("Checking {table}: {percent}"),
    "progress.gathering": Text("Looking who is alike in {table}: {percent}"),
    "progress.searching": Text("Choosing how coarse {table} must be: {percent}"),
    "progress.measuring": Text("Trying the fixes on {table}: {percent}"),
    "progress.writing": Text("Writing {table}: {percent}"),
    "progress.checking-result": Text("Checking the result of {table}: {percent}"),
}

_SOURCE: dict[str, Text] = {
    "error.protect-which-table": Text(
        "{path} holds several tables: {tables}. Say with --table which one to make safe; each gets a file of its own."
    ),
    "error.protect-unknown-table": Text(
        "{path} holds no table {table}; {nearest} is the nearest. It holds {tables}. Correct the name."
    ),
    "error.report-other-table": Text(
        "The report does not speak of the table {table}, only of {tables}. Check this file again first."
    ),
    "error.file-changed-since-report": Text(
        "The file {path} is not the one that the report is about: it was changed since. Check it again, then decide "
        "again."
    ),
}

_IDENTIFIERS: dict[str, Text] = {
    "error.identifiers-left-in": Text(
        "The plan leaves in {count} column that says directly who people are: {columns}. Add a step that drops it or "
        'replaces it by codes. If it names nobody, say so in the roles file: give it the role "other".',
        "The plan leaves in {count} columns that say directly who people are: {columns}. Add steps that drop them or "
        'replace them by codes. If one names nobody, say so in the roles file: give it the role "other".',
        "count",
    ),
    "error.identifiers-remain": Text(
        "{count} column of the result still says directly who people are: {columns}. Nothing was written. Drop the "
        'column; or, if it names nobody, give it the role "other" in the roles file.',
        "{count} columns of the result still say directly who people are: {columns}. Nothing was written. Drop the "
        'columns; or, if one names nobody, give it the role "other" in the roles file.',
        "count",
    ),
}

_GOAL: dict[str, Text] = {
    "error.goal-needs-more-left-out": Text(
        "With the levels of this plan {rows} of {total} rows must be left out for each class to meet the goal (at "
        "least {k} rows alike), and at most {allowed} may. Nothing was written. Choose coarser levels (or take the "
        "levels out of the plan to have them searched), allow more rows to be left out, or lower the goal."
    ),
    "error.goal-leaves-nothing": Text(
        "All {total} rows would have to be left out for the goal of at least {k} rows alike. Nothing was written. "
        "Choose coarser levels, use fewer key variables, or lower the goal."
    ),
    "error.goal-not-held": Text(
        "The result was counted again and misses the goal: it concerns {rows} rows. Nothing was written. This is a "
        "fault in Ayni: please report it, with the plan but without the data."
    ),
    "error.rows-not-kept": Text(
        "The result was read again and has {read} rows where {written} were written. Nothing was put in place. Choose "
        "another output format, and please report it."
    ),
    "error.result-not-readable": Text(
        "The result {path} could not be read again, so it was not put in place. Choose another output format, and "
        "please report it."
    ),
}

_PLACE: dict[str, Text] = {
    "error.output-exists": Text(
        "There is a file {path} already, and it was not touched. Choose another name, or say --overwrite to replace it."
    ),
    "error.output-being-made": Text(
        "Another run of Ayni is making {path} at this moment. Wait for it to end, or choose another name."
    ),
    "error.output-making-taken": Text(
        "The folder {path}, in which the result would be made, belongs to somebody else or is open to others. Remove "
        "it, or choose another place for the result."
    ),
}

TEXTS: dict[str, Text] = {**_PROGRESS, **_SOURCE, **_IDENTIFIERS, **_GOAL, **_PLACE}
