"""Words for what was done to a table, and what it cost."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_HEAD: dict[str, Text] = {
    "outcome.written": Text("{name} was written: {rows} of {total} rows were kept."),
    "outcome.alike": Text(
        "Each person now looks like at least {others} other.",
        "Each person now looks like at least {others} others.",
        "others",
    ),
    "outcome.no-keys": Text("The plan names no key variables, so nothing was done about who looks alike."),
    "outcome.best": Text("The levels are proven to be the best possible for this goal: no others lose less."),
    "outcome.not-best": Text(
        "The levels are the best that were found, losing {loss}; it is proven that none can lose less than {bound}."
    ),
    "outcome.named": Text("The levels are those that the plan names; they were not searched."),
    "outcome.title": Text("How {name} was made safe"),
    "label.figure": Text("Figure"),
    "label.part": Text("Part"),
    "label.name": Text("Name"),
    "label.source": Text("Original"),
    "label.result": Text("Safe file"),
    "label.plan": Text("Plan"),
    "heading.files": Text("The files, by their digests"),
    "heading.before-after": Text("Before and after"),
    "heading.done": Text("What was done"),
    "heading.cost": Text("What it cost"),
    "heading.next-after": Text("What to do next"),
    "label.before": Text("before"),
    "label.after": Text("after"),
}

_FIGURES: dict[str, Text] = {
    "figure.rows": Text("Rows"),
    "figure.others": Text("Others that each person looks like, at least"),
    "figure.rows-below": Text("Rows that stand out (fewer than {others} others alike)"),
    "figure.highest": Text("Highest chance that one person is recognised"),
    "figure.expected": Text("Share of people who would be recognised"),
    "figure.direct": Text("Columns that name people"),
    "figure.cells": Text("Cells with personal data"),
}

_DONE: dict[str, Text] = {
    "done.drop": Text("Left out: {columns}."),
    "done.mask": Text(
        "Put words such as [phone] in place of personal data in {cells} cell of {columns}.",
        "Put words such as [phone] in place of personal data in {cells} cells of {columns}.",
        "cells",
    ),
    "done.pseudonymise": Text("Replaced the values of {columns} by codes that only your key can make."),
    "done.generalise": Text("Made {columns} coarser: level {level} of its hierarchy."),
    "done.generalise-kept": Text("Kept {columns} as it was: level 0 was enough."),
    "done.top-code": Text(
        "Capped the highest values of {columns} ({cells} cell).",
        "Capped the highest values of {columns} ({cells} cells).",
        "cells",
    ),
    "done.bottom-code": Text(
        "Raised the lowest values of {columns} ({cells} cell).",
        "Raised the lowest values of {columns} ({cells} cells).",
        "cells",
    ),
    "done.round": Text("Rounded the numbers of {columns}."),
    "done.shift-dates": Text("Moved the dates of {columns}; the days between dates of one person stayed."),
    "done.move-places": Text("Moved the points of {columns} by a random distance."),
    "done.microaggregate": Text("Replaced {columns} by the mean of small groups of similar rows."),
    "done.suppress-cells": Text("Blanked {cells} cell of {columns}.", "Blanked {cells} cells of {columns}.", "cells"),
    "done.formulas": Text(
        "Put an apostrophe before {cells} cell that a spreadsheet would have run as a formula.",
        "Put an apostrophe before {cells} cells that a spreadsheet would have run as formulas.",
        "cells",
    ),
    "done.labels": Text("Left out labels of {columns} in which personal data stood; the codes stayed."),
    "done.renamed": Text("Gave {columns} other names, as the format does not take theirs: {names}."),
    "done.nothing": Text("Nothing had to be changed."),
    "done.left-out": Text(
        "Left out {rows} row that would still have stood out.",
        "Left out {rows} rows that would still have stood out.",
        "rows",
    ),
}

_COST: dict[str, Text] = {
    "cost.usefulness": Text("Usefulness kept: {percent} (100 % is the original)."),
    "cost.loss": Text("Detail lost in the columns that others may know: {percent}."),
    "cost.changed-most": Text("Distributions that moved most: {columns}."),
    "cost.moved": Text("{column} ({percent})"),
    "cost.prediction": Text(
        "How well {target} can be told from the other columns: {before} before, {after} after; by chance {chance}."
    ),
    "cost.prediction-gone": Text("{target}, which could be told from other columns ({before}), is no longer there."),
}

_NEXT: dict[str, Text] = {
    "next.report": Text("For a record to keep beside the safe file, add --report FILE.html."),
    "next.look": Text("Open {name} and read some rows, above all free text: no program recognises every name."),
    "next.plan": Text("Keep the plan: with it a second wave or another office repeats this exactly."),
    "next.save-plan": Text("To keep what was done as a plan, run again with --suggest --out PLAN.toml."),
    "next.key": Text("Keep the key apart from the data, and a copy of it in a safe place."),
    "next.rest": Text("The result was checked again. This remains to be looked at:"),
}

_REMARKS: dict[str, Text] = {
    "remark.second-wave": Text(
        "The plan was made from another file. It was carried out on this one as it stands; the figures are this "
        "file's own."
    ),
    "remark.goal-overridden": Text("The command line goes before the plan for: {names}."),
}

TEXTS: dict[str, Text] = {**_HEAD, **_FIGURES, **_DONE, **_COST, **_NEXT, **_REMARKS}
