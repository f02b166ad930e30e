"""What a source says of its columns, in the form in which writers take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.protect.write.contract import OutputColumn

if TYPE_CHECKING:
    from ayni.check.read.table import TableReader

__all__ = ["source_columns"]


def source_columns(reader: TableReader) -> tuple[OutputColumn, ...]:
    """Return all that the source says of its columns, in order.

    Whoever changes a column's cells to something coarser leaves `value_labels`, `display` and `measure` out of it.
    """
    return tuple(
        OutputColumn(
            name=head.name,
            label=head.label,
            value_labels=head.value_labels,
            display=head.display,
            measure=head.measure,
        )
        for head in reader.heads
    )
