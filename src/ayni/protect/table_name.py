"""What a table is called among the others of its file, in a plan and on pages; loads no reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ayni.check.report import Report, Table

__all__ = ["name_in_file"]


def name_in_file(table: Table, report: Report) -> str:
    """Return what a table is called among those of its file, whatever the file itself is called.

    That is its sheet, as `ayni.protect.source.choose_table` takes it, where no other table has that name; else its
    whole name.
    """
    sheet = table.source.sheet
    if sheet is None or any(sheet in {other.name, other.source.sheet} for other in report.tables if other != table):
        return table.name
    return sheet
