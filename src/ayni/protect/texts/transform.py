"""Words for steps that cannot be done."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.step-unknown-column": Text(
        "The step {do} of the plan names the column {column}, which the table does not have. Its columns are: "
        "{known}. Correct the name in the plan."
    ),
    "error.step-needs-numbers": Text(
        "The step {do} needs numbers, and the column {column} does not hold them. Name another column, or take the "
        "step out of the plan."
    ),
    "error.step-needs-dates": Text(
        "The step {do} needs dates, and the column {column} does not hold them. Name another column, or take the step "
        "out of the plan."
    ),
    "error.step-needs-k": Text(
        "The step {do} works towards the goal's k, and the plan has none. Set k in the goal, 2 or more, or take the "
        "step out of the plan."
    ),
    "error.step-needs-keys": Text(
        "The step {do} names the column {column}, which is not among the goal's key variables. Add it to the goal's "
        "keys, or take it out of the step."
    ),
    "error.limit-not-finite": Text("The limit for the column {column} must be a number. Correct it in the plan."),
    "error.round-base": Text(
        "The column {column} can be rounded only to multiples of a number above 0. Correct the base in the plan."
    ),
    "error.round-base-not-whole": Text(
        "The column {column} holds whole numbers, so it can be rounded only to multiples of a whole number. Correct "
        "the base in the plan, for example to 5."
    ),
    "error.pseudonym-length": Text(
        "A pseudonym can have {least} to {most} characters, and the plan asks for {length}. Correct the length."
    ),
    "error.shift-days": Text(
        "Dates can be moved by at least 1 and at most {most} days, and the plan says {days}. Correct the days."
    ),
    "error.shift-days-week": Text(
        "The plan moves dates by whole weeks, but by at most {days} days, which is less than one. Set days to 7 or "
        "more."
    ),
    "error.shift-by-itself": Text(
        "The column {column} cannot both be moved and tell persons apart. Name in `by` the column that identifies "
        "a person."
    ),
    "error.move-bounds": Text(
        "Places can be moved by {limit} metres at most, and the least distance must be smaller than the most; the plan "
        "says {least} and {most}. Correct the distances."
    ),
    "error.mask-unknown-kind": Text(
        "The plan masks {kind}, which is no known kind of personal data. Known are: {known}. Correct the word, or "
        "leave kinds out to mask all."
    ),
    "error.microaggregate-k": Text(
        "Groups of similar rows must have at least {least} and at most {most} rows, and the plan says {k}. Correct k."
    ),
    "error.microaggregate-too-large": Text(
        "Similar rows can be grouped in tables of at most {limit} rows with these columns, and this one has more. Name "
        "fewer columns, or round them instead."
    ),
    "error.microaggregate-few": Text(
        "Groups of at least {k} rows cannot be made of the {rows} rows that have numbers. Choose a smaller k, or take "
        "the step out of the plan."
    ),
    "error.value-outside-hierarchy": Text(
        "{cells} cell of the column {column} has a value that its hierarchy does not have. Add the value to the "
        "hierarchy, or let Ayni build one.",
        "{cells} cells of the column {column} have values that its hierarchy does not have. Add the values to the "
        "hierarchy, or let Ayni build one.",
        count="cells",
    ),
}
