"""Writers: every format that can be read can be written, as far as it has a writer."""

from ayni.protect.write.columns import source_columns
from ayni.protect.write.contract import Format, OutputColumn, TableWriter, Written
from ayni.protect.write.formats import format_for
from ayni.protect.write.opening import open_writer
from ayni.protect.write.staged import refuse_input

__all__ = [
    "Format",
    "OutputColumn",
    "TableWriter",
    "Written",
    "format_for",
    "open_writer",
    "refuse_input",
    "source_columns",
]
