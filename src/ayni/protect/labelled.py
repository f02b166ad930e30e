"""What a file says of its columns may name people too: an interviewer's code is labelled with the interviewer's name.

Cells are looked at by the steps of a plan; labels belong to no cell, so they are looked at here, whatever the plan
says. A label in which personal data are recognised is left out, and its code stays as it is: a word such as `[phone]`
in its place would make two codes read the same, which programs that turn codes into their labels refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ayni.check.personal.labelled import people_codes
from ayni.check.personal.spans import find_spans
from ayni.protect.transform.masking import Masker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ayni.check.batch import ColumnPlan
    from ayni.check.report import Column, Report
    from ayni.protect.write.contract import OutputColumn

__all__ = ["unlabelled", "without_people"]


def without_people(column: OutputColumn, plan: ColumnPlan, masked: frozenset[str] | None = None) -> OutputColumn:
    """Return the column without labels that name people or hold other personal data.

    `masked` are the kinds a person asked to be masked in this column (empty: all), None where they did not: what is
    masked in cells is then looked for in labels as thoroughly.
    """
    if not column.label and not column.value_labels:
        return column
    masker = None if masked is None else Masker(plan, masked)

    def names(text: str) -> bool:
        if masker is not None and masker.mask(text) != text:
            return True
        return bool(find_spans(text, column=column.name, label=plan.label))

    people = people_codes(column.name, plan.label, column.value_labels)
    kept = {code: text for code, text in column.value_labels.items() if code not in people and not names(text)}
    label = None if column.label and find_spans(column.label, column=column.name, label=None) else column.label
    return msgspec.structs.replace(column, label=label, value_labels=kept)


def unlabelled(report: Report, table: str, labels: Mapping[str, str | None]) -> Report:
    """Return the report with these labels for columns of a table (name to label), and their codes without labels."""
    if not labels:
        return report

    def bare(column: Column) -> Column:
        if column.name not in labels:
            return column
        codes = tuple(msgspec.structs.replace(one, value=one.value.partition(" (")[0]) for one in column.frequent)
        return msgspec.structs.replace(column, label=labels[column.name], frequent=codes)

    tables = [
        msgspec.structs.replace(one, columns=tuple(map(bare, one.columns))) if one.name == table else one
        for one in report.tables
    ]
    return msgspec.structs.replace(report, tables=tuple(tables))
