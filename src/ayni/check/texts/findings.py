"""The words of the check's own findings: what was found, and the one next step.

Readers' remarks have theirs in `reading.py`. Sentences speak to a person who is not a statistician:
"each person looks like at least 4 others", never k.
"""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_WHO = {
    "finding.direct-identifier-column": Text(
        "Column {column} holds personal data ({kind}): it says directly who people are."
    ),
    "advice.direct-identifier-column": Text(
        "Remove the column, or replace it by a code whose key you keep, before the file leaves you."
    ),
    "finding.personal-in-some-cells": Text(
        "Column {column} holds personal data ({kind}) in {cells} cell.",
        "Column {column} holds personal data ({kind}) in {cells} cells.",
        "cells",
    ),
    "advice.personal-in-some-cells": Text("Look at these cells and empty them, or remove the column."),
    "finding.personal-in-text": Text(
        "The text in column {column} contains personal data ({kind}) in {cells} cell.",
        "The text in column {column} contains personal data ({kind}) in {cells} cells.",
        "cells",
    ),
    "advice.personal-in-text": Text(
        "Mask these parts of the text, or remove the column: in free text, names and numbers are easily overlooked."
    ),
    "finding.labels-name-people": Text(
        "{labels} label of the codes in column {column} seems to name a person or to hold other personal data.",
        "{labels} labels of the codes in column {column} seem to name people or to hold other personal data.",
        "labels",
    ),
    "advice.labels-name-people": Text("Remove these labels from the file before it leaves you, and keep the codes."),
    "finding.direct-identifier-by-name": Text(
        "Column {column} is named like something that says directly who people are."
    ),
    "advice.direct-identifier-by-name": Text(
        "Look at the column. If it does identify people, remove it; if not, say so in a roles file."
    ),
    "finding.confirmed-direct-identifier": Text("You marked column {column} as saying directly who people are."),
    "advice.confirmed-direct-identifier": Text("Remove the column before the file leaves you."),
    "finding.precise-place": Text("Column {column} holds map coordinates: they can lead to a person's door."),
    "advice.precise-place": Text("Replace the coordinates by the district, or move each point by a few kilometres."),
    "finding.exact-birth-date": Text("Column {column} holds exact dates of birth, which many people know."),
    "advice.exact-birth-date": Text("Keep only the year, or an age group."),
    "finding.sensitive-column": Text("Column {column} looks sensitive: it could harm people if they were recognised."),
    "advice.sensitive-column": Text("Ask whether the receiver needs this column; if not, leave it out."),
    "finding.roles-to-confirm": Text(
        "What {columns} column means for privacy was guessed by the program.",
        "What {columns} columns mean for privacy was guessed by the program.",
        "columns",
    ),
    "advice.roles-to-confirm": Text(
        "Look at the roles in this report, write your corrections in a roles file, and check again with --roles."
    ),
    "finding.not-about-people": Text(
        "Table {table} does not look like a table about people, so no risk of recognition was measured."
    ),
    "advice.not-about-people": Text(
        "If its rows are people after all, name the columns that tell about them in a roles file."
    ),
    "finding.no-key-columns": Text(
        "No column of table {table} was recognised as something others could know about a person."
    ),
    "advice.no-key-columns": Text("If others could know one of its columns, name it in a roles file and check again."),
}

_RISK = {
    "finding.people-stand-alone": Text(
        "{rows} row is the only one with its combination of {columns}: whoever knows these can find that person.",
        "{rows} rows ({share_percent} of all) are each the only one with their combination of {columns}: "
        "whoever knows these can find the person.",
        "rows",
    ),
    "advice.people-stand-alone": Text(
        "Make the columns coarser (age groups, districts instead of villages), starting with {first}."
    ),
    "finding.few-stand-alone": Text(
        "{rows} row is the only one with its combination of {columns}: whoever knows these can find that person.",
        "{rows} rows ({share_percent} of all) are each the only one with their combination of {columns}: "
        "whoever knows these can find the person.",
        "rows",
    ),
    "advice.few-stand-alone": Text("Leave these few rows out, or make {first} coarser."),
    "finding.groups-too-small": Text(
        "{rows} row looks like fewer than {others} others in {columns}.",
        "{rows} rows each look like fewer than {others} others in {columns}.",
        "rows",
    ),
    "advice.groups-too-small": Text("Make {first} coarser, or leave these rows out, until each person has company."),
    "finding.everyone-has-company": Text(
        "Each person looks like at least {others} other in {columns}.",
        "Each person looks like at least {others} others in {columns}.",
        "others",
    ),
    "advice.everyone-has-company": Text("Check that no other column could be known to an outsider."),
    "finding.stands-out-alone": Text(
        "{count} value of a single key column stands in one row only: alone it is enough to single somebody out.",
        "{count} values of single key columns stand in one row only: each alone is enough to single somebody out.",
        "count",
    ),
    "advice.stands-out-alone": Text("Column {first} does the most to single people out: make it coarser first."),
    "finding.stands-out-early": Text(
        "{count} combination of values in {size} key columns stands in one row only: it singles somebody out.",
        "{count} combinations of values in {size} key columns stand in one row only: each singles somebody out.",
        "count",
    ),
    "advice.stands-out-early": Text("Column {first} does the most to single people out: make it coarser first."),
    "finding.special-uniques-bounded": Text(
        "The search for people who stand out looked at up to {size} key columns at a time, as the table is large."
    ),
    "advice.special-uniques-bounded": Text("Nothing needs doing; with fewer key columns the search is complete."),
    "finding.special-uniques-not-searched": Text(
        "The search for people who stand out by a few columns was left out, as nearly every row differs."
    ),
    "advice.special-uniques-not-searched": Text("Make the key columns coarser first, and check again."),
    "finding.group-gives-away": Text(
        "{rows} row has company, but everyone alike has the same {column}: knowing the group tells it.",
        "{rows} rows have company, but everyone alike has the same {column}: knowing the group tells it.",
        "rows",
    ),
    "advice.group-gives-away": Text(
        "Make the key columns coarser until every group holds different answers in {column}."
    ),
    "finding.group-differs": Text(
        "In some groups the answers in {column} differ strongly from the whole table "
        "({distance} on a scale from 0 to 1)."
    ),
    "advice.group-differs": Text("Make the key columns coarser, so that a group says little about {column}."),
    "finding.risk-of-recognition": Text(
        "Someone who knows {columns} could be expected to recognise about {people} of the people ({share_percent})."
    ),
    "advice.risk-of-recognition": Text(
        "Bring this below {limit_percent} by making the key columns coarser or leaving some out."
    ),
    "finding.household-gives-away": Text(
        "Because members of a household stay together, about {people} people could be recognised through one another."
    ),
    "advice.household-gives-away": Text("Remove the household number {column} if the receiver does not need it."),
    "finding.weights-not-usable": Text(
        "Column {column} cannot be used as sampling weights: "
        "in {rows} row the weight is missing, negative or no number.",
        "Column {column} cannot be used as sampling weights: "
        "in {rows} rows the weight is missing, negative or no number.",
        "rows",
    ),
    "advice.weights-not-usable": Text(
        "Correct the weights, or name the right column in a roles file; here they were left aside."
    ),
    "finding.weights-too-large": Text("The sampling weights in {column} add up to more than {limit}."),
    "advice.weights-too-large": Text("Name the right column of weights in a roles file; here they were left aside."),
    "finding.no-weights": Text(
        "No sampling weights are known, so the table was taken as everyone there is; "
        "if it is a sample, the true risk is lower."
    ),
    "advice.no-weights": Text(
        "If this is a sample, name the column of weights in a roles file: the estimate becomes fairer."
    ),
    "finding.sensitive-not-judged": Text(
        "Column {column} holds too many different values to tell "
        "whether groups of people who look alike give them away."
    ),
    "advice.sensitive-not-judged": Text("Make {column} coarser, or leave it out, if the receiver does not need it."),
    "finding.more-key-columns": Text(
        "{left_out} further column could also be known to others and was not counted: {columns}.",
        "{left_out} further columns could also be known to others and were not counted: {columns}.",
        "left_out",
    ),
    "advice.more-key-columns": Text(
        "Remove what the receiver does not need, or choose the key columns in a roles file."
    ),
}

_QUALITY = {
    "finding.duplicate-rows": Text(
        "{rows} row repeats an earlier row exactly.", "{rows} rows repeat an earlier row exactly.", "rows"
    ),
    "advice.duplicate-rows": Text("Find out whether they were entered twice, and remove the copies."),
    "finding.rows-alike": Text(
        "{rows} row equals an earlier row; no column tells all rows apart, so both may be right.",
        "{rows} rows equal an earlier row; no column tells all rows apart, so all of them may be right.",
        "rows",
    ),
    "advice.rows-alike": Text("Leave them, unless you know that something was entered twice."),
    "finding.constant-column": Text("Column {column} has the same value in every row."),
    "advice.constant-column": Text("Leave it out, or say it once in the description."),
    "finding.empty-column": Text("Column {column} is empty."),
    "advice.empty-column": Text("Remove the column."),
    "finding.mostly-missing": Text("Column {column} is missing in {share_percent} of the rows."),
    "advice.mostly-missing": Text("Say in the description why, or leave the column out."),
    "finding.mixed-types": Text(
        "{cells} cell of column {column} does not fit the rest (the column looks like: {type_code}).",
        "{cells} cells of column {column} do not fit the rest (the column looks like: {type_code}).",
        "cells",
    ),
    "advice.mixed-types": Text("Sort the column, look at the ends, and correct what does not belong."),
    "finding.damaged-text": Text(
        "{cells} cell of column {column} has broken characters from a wrong encoding.",
        "{cells} cells of column {column} have broken characters from a wrong encoding.",
        "cells",
    ),
    "advice.damaged-text": Text("Export the file again as UTF-8 from the program it came from."),
    "finding.impossible-values": Text(
        "{cells} cell of column {column} holds an impossible value ({rule_code}).",
        "{cells} cells of column {column} hold impossible values ({rule_code}).",
        "cells",
    ),
    "advice.impossible-values": Text("Correct these values, or empty the cells."),
    "finding.coded-missing": Text(
        "{cells} cell of column {column} holds {value}, which looks like a code for “missing”.",
        "{cells} cells of column {column} hold {value}, which looks like a code for “missing”.",
        "cells",
    ),
    "advice.coded-missing": Text("Empty these cells, or say in the description what the code means."),
    "finding.empty-table": Text("Table {table} has no rows."),
    "advice.empty-table": Text("Check that the right file or sheet was given."),
}

_ROLE_REASONS = {
    "role-reason.confirmed": Text("You said so."),
    "role-reason.holds-personal": Text("Its cells hold personal data."),
    "role-reason.text-holds-personal": Text("Its text contains personal data."),
    "role-reason.some-cells-personal": Text("Some of its cells hold personal data."),
    "role-reason.name-says-direct": Text("Its name says so, and its values tell most rows apart."),
    "role-reason.name-says-key": Text("Others may know this about a person."),
    "role-reason.name-says-sensitive": Text("Its name speaks of something that could harm people."),
    "role-reason.birth-date": Text("It holds dates of birth."),
    "role-reason.place": Text("It says where someone is."),
    "role-reason.weights": Text("Sampling weights."),
    "role-reason.household": Text("It says who lives together."),
    "role-reason.record-number": Text("A number for the row."),
    "role-reason.empty": Text("It is empty."),
    "role-reason.no-sign": Text("No sign that it tells about a person."),
    "role-reason.not-about-people": Text("The table is not about people."),
}

_ERRORS = {
    "error.roles-unreadable": Text("The roles file {path} could not be read: {reason}. Correct it and try again."),
    "error.roles-unknown-role": Text("In {path}, column {column} has the unknown role {role}. Use one of: {known}."),
    "error.roles-unknown-key": Text("In {path}, {key} is not known. Did you mean {nearest}?"),
    "error.roles-unknown-column": Text(
        "The roles file names the column {column}, which no table has. Columns are: {known}."
    ),
    "error.roles-unknown-table": Text(
        "The roles file names the table {table}, which is not there. Tables are: {known}."
    ),
}

TEXTS = _WHO | _RISK | _QUALITY | _ROLE_REASONS | _ERRORS
