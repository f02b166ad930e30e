"""Words for what is wrong with a plan."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_FILE: dict[str, Text] = {
    "error.plan-unreadable": Text(
        "The plan {path} could not be read: {reason}. Check the spelling of its name and that you may read it."
    ),
    "error.plan-too-large": Text(
        "The plan {path} is larger than {limit} bytes and was not read. Put long hierarchies into files of their own."
    ),
    "error.plan-not-toml": Text(
        "The plan {path} is not written as TOML: {reason}. Correct that place, or let --suggest write a plan again."
    ),
    "error.plan-unknown-version": Text(
        "The plan is of version {version}, and this Ayni reads version {known}. Get a newer Ayni, or let --suggest "
        "write the plan again."
    ),
    "error.plan-unknown-entry": Text(
        "The plan {path} has an entry {key} that is not known; {nearest} is the nearest. A plan has the entries "
        "{known}. Correct the name."
    ),
    "error.plan-name-not-text": Text("{key} in the plan {path} must be a text in quotation marks. Correct it."),
    "error.plan-unknown-key": Text(
        "The plan {path} has an entry {key} in {place} that is not known there; {nearest} is the nearest. Known are "
        "{known}. Correct the name."
    ),
    "error.plan-key-missing": Text("The plan {path} lacks the entry {key} in {place}. Add it."),
    "error.plan-unknown-step": Text(
        "The plan {path} says in {place} to do {name}, which is not known; {nearest} is the nearest. Known are "
        "{known}. Correct the word."
    ),
    "error.plan-unknown-hierarchy": Text(
        "The plan {path} names in {place} a hierarchy by {name}, which is not known; {nearest} is the nearest. Known "
        "are {known}. Correct the word."
    ),
    "error.plan-unknown-loss": Text(
        "The plan {path} names the loss {name}, which is not known; {nearest} is the nearest. Known are {known}. "
        "Correct the word."
    ),
    "error.plan-not-table": Text(
        "{place} in the plan {path} is a single value where a table of entries belongs. Write it as in a plan that "
        "--suggest made."
    ),
    "error.plan-not-text": Text(
        '{key} in {place} of the plan {path} must be a text in quotation marks, such as "age".'
    ),
    "error.plan-not-texts": Text(
        '{key} in {place} of the plan {path} must be a list of texts, such as ["age", "sex"].'
    ),
    "error.plan-not-whole": Text("{key} in {place} of the plan {path} must be a whole number, such as 5."),
    "error.plan-not-number": Text("{key} in {place} of the plan {path} must be a number, such as 0.05."),
    "error.plan-not-numbers": Text("{key} in {place} of the plan {path} must be a list of numbers, such as [5, 10]."),
    "error.plan-not-yes-or-no": Text("{key} in {place} of the plan {path} must be true or false, without marks."),
    "error.plan-not-levels": Text(
        "{key} in {place} of the plan {path} must give each value a list of texts, its levels from fine to coarse."
    ),
    "error.plan-too-many-steps": Text("The plan {path} has {steps} steps; at most {limit} are done. Split it."),
}

_GOAL: dict[str, Text] = {
    "error.plan-k-too-small": Text("The plan's goal has k = {k}, but k is at least 1. Usual are 3 to 10."),
    "error.plan-l-too-small": Text("The plan's goal has l = {l}, but l is at least 1. Usual are 2 to 5."),
    "error.plan-t-out-of-range": Text("The plan's goal has t = {t}, but t lies between 0 and 1. Usual are 0.1 to 0.5."),
    "error.plan-suppression-out-of-range": Text(
        "The plan allows the share {suppression} of rows to be left out, but a share lies between 0 and 1. Write 0.05 "
        "for five rows in a hundred."
    ),
    "error.plan-goal-without-keys": Text(
        "The plan has a goal (k, l or t), but no key variables it should hold for. Name them in keys under [goal]."
    ),
    "error.plan-no-sensitive": Text(
        "The plan has a goal l or t, but no sensitive column it should hold for. Name one in sensitive under [goal], "
        "or remove l and t."
    ),
    "error.plan-l-above-k": Text(
        "The plan asks for {l} different sensitive values among rows that need to be no more than {k}. Raise k to {l} "
        "or lower l."
    ),
    "error.plan-k-above-rows": Text(
        "The plan asks that each row looks like others until they are {k}, but the table has only {rows} rows. Lower k."
    ),
    "error.plan-l-above-rows": Text(
        "The plan asks for {l} different sensitive values, but the table has only {rows} rows. Lower l."
    ),
    "error.plan-sensitive-is-key": Text(
        "The plan names {column} both as a key variable and as sensitive. Decide whether others could know it (key) or "
        "it is what must stay hidden (sensitive), and remove it from the other list."
    ),
    "error.plan-weights-is-key": Text(
        "The plan names {column} both as weights and as a key variable. Weights are never changed; remove one of "
        "the two."
    ),
    "error.plan-household-is-key": Text(
        "The plan names {column} both as the household and as a key variable. Remove one of the two."
    ),
    "error.plan-weights-is-household": Text(
        "The plan names {column} both as weights and as the household. Remove one of the two."
    ),
}

_COLUMNS: dict[str, Text] = {
    "error.plan-column-missing": Text(
        "The plan names the column {column} in {place}, which the table does not have; {nearest} is the nearest. Its "
        "columns are {columns}. If it was renamed, correct the plan; if it is gone, remove it from the plan."
    ),
    "error.plan-column-dropped": Text(
        "Step {step} of the plan needs the column {column}, but step {earlier} drops it. Move the drop after it, or "
        "remove one of the two."
    ),
    "error.plan-column-repeated": Text("{place} of the plan names the column {column} twice. Remove one of the two."),
    "error.plan-no-columns": Text("Step {step} of the plan names no columns. Name some, or remove the step."),
    "error.plan-nothing-left": Text("The plan drops every column of the table. Keep at least one."),
    "error.plan-generalised-twice": Text(
        "Steps {earlier} and {step} of the plan both make {column} coarser. Keep one of them, with the level you want."
    ),
    "error.plan-step-too-late": Text(
        "Step {step} of the plan changes {column}, but step {earlier} has replaced its values already. Move it before "
        "that step, or remove one of the two."
    ),
    "error.plan-key-dropped": Text(
        "Step {step} of the plan drops {column}, which is a key variable of the goal. Remove it from keys, or keep the "
        "column."
    ),
    "error.plan-key-pseudonymised": Text(
        "Step {step} of the plan replaces {column} by pseudonyms, but it is a key variable of the goal, and pseudonyms "
        "cannot be made coarser. Remove it from keys, or generalise it instead."
    ),
    "error.plan-sensitive-dropped": Text(
        "Step {step} of the plan drops {column}, for which the goal asks l or t. Remove it from sensitive, or keep the "
        "column."
    ),
    "error.plan-weights-changed": Text(
        "Step {step} of the plan changes {column}, which holds the weights. Weights stay as they are; remove it there."
    ),
    "error.plan-weights-dropped": Text(
        "Step {step} of the plan drops the weights {column}, but step {later} still needs them. Move the drop to the "
        "end."
    ),
    "error.plan-household-changed": Text(
        "Step {step} of the plan changes {column}, which tells households apart. Pseudonymise it or drop it at the end "
        "instead."
    ),
    "error.plan-household-dropped": Text(
        "Step {step} of the plan drops the household {column}, but step {later} still needs it. Move the drop to the "
        "end."
    ),
}

_STEPS: dict[str, Text] = {
    "error.plan-level-not-decided": Text(
        "Step {step} of the plan names no level for {column}, and no goal decides it: a level is searched only for key "
        "variables with a goal k, l or t. Name the level, or the column in keys."
    ),
    "error.plan-level-negative": Text(
        "Step {step} of the plan asks for level {level} of {column}. Levels begin at 0, which keeps the values."
    ),
    "error.plan-level-too-high": Text(
        "Step {step} of the plan asks for level {level} of {column}, whose hierarchy ends at level {highest}. Name a "
        "lower one."
    ),
    "error.plan-suppress-no-key": Text(
        "Step {step} of the plan blanks cells of {column}, which is not a key variable of the goal. Add it to keys, or "
        "remove it there."
    ),
    "error.plan-suppress-without-k": Text(
        "Step {step} of the plan blanks cells to reach the goal's k, but the goal has none. Set k under [goal]."
    ),
    "error.plan-limit-not-finite": Text("The limit for {column} in step {step} of the plan must be a plain number."),
    "error.plan-limits-crossed": Text(
        "Step {step} of the plan leaves no room in {column}: its highest value would be {top} and its lowest {bottom}. "
        "Exchange the limits."
    ),
    "error.plan-base-not-positive": Text(
        "Step {step} of the plan rounds {column} to a base that is not above 0. Write the base you mean, such as 10."
    ),
    "error.plan-pseudonym-length": Text(
        "Step {step} of the plan asks for pseudonyms of {length} characters; they have {least} to {most}. Write 16 if "
        "you have no reason for another."
    ),
    "error.plan-pseudonym-without-domain": Text(
        'Step {step} of the plan has an empty domain. Name what the values tell apart, such as "person".'
    ),
    "error.plan-shift-by-itself": Text(
        "Step {step} of the plan shifts {column} by itself. Name in by the column that tells persons apart."
    ),
    "error.plan-days-too-few": Text(
        "Step {step} of the plan shifts dates by at most {days} days; it must be at least {least}. Usual is 182."
    ),
    "error.plan-distances-crossed": Text(
        "Step {step} of the plan moves places by at least {least} and at most {most} metres. The first must not be "
        "below 0 nor above the second."
    ),
    "error.plan-move-by-itself": Text(
        "Step {step} of the plan moves points together that agree in {column}, which is one of the coordinates. Name "
        "another column in by, or none."
    ),
    "error.plan-groups-too-small": Text(
        "Step {step} of the plan takes means of groups of {k} rows; a group has at least {least}. Usual are 3 to 10."
    ),
    "error.plan-groups-above-rows": Text(
        "Step {step} of the plan takes means of groups of {k} rows, but the table has only {rows}. Lower k."
    ),
    "error.plan-mask-without-kind": Text(
        "Step {step} of the plan names an empty kind of personal data. Remove it; without kinds all are masked."
    ),
}

TEXTS: dict[str, Text] = {**_FILE, **_GOAL, **_COLUMNS, **_STEPS}
