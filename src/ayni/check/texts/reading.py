"""Words for what happens while files are read."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.no-input": Text("No file was given. Name at least one file or folder to check."),
    "error.file-not-found": Text("{path} does not exist. Check the spelling and the folder."),
    "error.no-permission": Text(
        "{path} may not be read by you. Ask its owner for read permission, or copy it to a folder of your own."
    ),
    "error.file-unreadable": Text(
        "{path} could not be read from the disk. Check that the disk or network folder is connected, then try again."
    ),
    "error.is-folder": Text("{path} is a folder where a file was expected. Name a file in it."),
    "error.not-a-regular-file": Text(
        "{path} is a device or a pipe, not a file. Save the data to a file first, then check that file."
    ),
    "error.file-changed": Text(
        "{path} changed while it was being read. Wait until nobody writes to it, then check it again."
    ),
    "error.empty-file": Text("{path} holds no data. Check that it was exported or copied completely."),
    "error.not-a-table": Text(
        "{path} does not hold a table. Export the data as CSV, Excel, Parquet, JSON, Stata, SPSS or SAS and check that."
    ),
    "error.file-damaged": Text(
        "{path} is damaged: its contents do not follow its format. Export or copy it again, then check the new file."
    ),
    "error.file-truncated": Text(
        "{path} is incomplete: it ends too early. Copy or download it again, then check the new file."
    ),
    "error.footer-too-large": Text(
        "The description at the end of {path} is larger than {limit} bytes. Split the file into smaller ones."
    ),
    "error.archive-damaged": Text(
        "{path} could not be unpacked: it is damaged or incomplete. Copy or download it again."
    ),
    "error.archive-in-archive": Text(
        "{path} is a compressed file inside an archive. Unpack the archive yourself and check what is in it."
    ),
    "error.zip-encrypted": Text("{path} is protected by a password. Unpack it yourself and check what is in it."),
    "error.unpacks-too-large": Text(
        "{path} unpacks to more than {limit} bytes and was not read further. "
        "If you trust it, unpack it yourself and check what is in it."
    ),
    "error.unpacks-too-much": Text(
        "{path} unpacks to more than {limit} times its size, as files made to fill a disk do, and was not read "
        "further. If you trust it, unpack it yourself and check what is in it."
    ),
    "error.no-temporary-space": Text(
        "There was no room to unpack {path} in the folder for temporary files. Free some space, "
        "or set TMPDIR to a folder with more room."
    ),
    "error.folder-without-tables": Text(
        "{path} holds no file that can be read as a table. Put CSV, Excel, Parquet, JSON, Stata, SPSS or SAS files "
        "there, or name another folder."
    ),
    "error.too-many-files": Text("{path} holds more than {limit} tables. Check it in smaller parts."),
    "error.too-many-columns": Text(
        "{path} has {columns} columns; at most {limit} can be checked. If its rows and columns are swapped, turn it "
        "round; otherwise split it by columns."
    ),
    "error.record-too-long": Text(
        "A single row of {path} is longer than {limit} bytes. Check that the file has line ends and is really a table."
    ),
    "error.quote-not-closed": Text(
        "A quotation mark in {path} opens a cell that does not end within {limit} bytes. Find the mark that is "
        "missing its partner, correct it, and check the file again."
    ),
    "error.json-damaged": Text("{path} is not valid JSON. Export it again, then check the new file."),
    "error.json-not-records": Text(
        "{path} is JSON, but not a list of objects, so it has no rows and columns. Export it as a list of objects, "
        "one for each row."
    ),
    "error.json-too-deep": Text(
        "{path} is nested more than {limit} levels deep. Export the part that holds the rows as a list of objects."
    ),
    "error.batch-too-large": Text(
        "A batch of rows in {path} is larger than {limit} bytes. Write the file in smaller batches, or as Parquet."
    ),
    "error.workbook-too-large": Text(
        "The workbook {path} is larger than {limit} bytes. Save its sheets as CSV and check those."
    ),
    "error.workbook-unreadable": Text(
        "The workbook {path} could not be opened: it is damaged or protected by a password. Open it in your "
        "spreadsheet program, remove the password, and save it again."
    ),
    "finding.text-recoded": Text("The text is encoded as {encoding}, not as UTF-8; it was converted while reading."),
    "advice.text-recoded": Text("Look at a few names with accents in the file; if they are right, save it as UTF-8."),
    "finding.text-damaged": Text(
        "{count} character could not be decoded and was replaced.",
        "{count} characters could not be decoded and were replaced.",
        "count",
    ),
    "advice.text-damaged": Text("Export the file again as UTF-8, so that no letters are lost."),
    "finding.title-rows-skipped": Text(
        "{count} line above the column names was skipped as a title.",
        "{count} lines above the column names were skipped as titles.",
        "count",
    ),
    "advice.title-rows-skipped": Text("Move titles into a separate description, so that row 1 holds the column names."),
    "finding.header-missing": Text(
        "The first row looks like data, so the {columns} columns were named column_1, column_2 and so on."
    ),
    "advice.header-missing": Text("Put a first row with the names of the columns into the file."),
    "finding.header-rows-joined": Text("The column names stand in two rows; they were joined into one."),
    "advice.header-rows-joined": Text("Give every column one name in one row, without merged cells."),
    "finding.column-name-empty": Text(
        "{columns} column has no name and is called {names} here.",
        "{columns} columns have no name and are called {names} here.",
        "columns",
    ),
    "advice.column-name-empty": Text("Give every column a name, or remove it if it is empty."),
    "finding.column-name-repeated": Text(
        "{columns} column has the name of another and is called {names} here.",
        "{columns} columns have the names of others and are called {names} here.",
        "columns",
    ),
    "advice.column-name-repeated": Text("Give every column a name of its own."),
    "finding.column-name-cut": Text(
        "{columns} column has a very long name, which was cut.",
        "{columns} columns have very long names, which were cut.",
        "columns",
    ),
    "advice.column-name-cut": Text("Use short column names and put the full question into a description."),
    "finding.rows-short": Text(
        "{count} row has fewer cells than there are columns; the missing cells were left empty.",
        "{count} rows have fewer cells than there are columns; the missing cells were left empty.",
        "count",
    ),
    "advice.rows-short": Text("Look for line breaks inside cells or lost separators, and export the file again."),
    "finding.rows-long": Text(
        "{count} row has more cells than there are columns; what is beyond the last column was not checked.",
        "{count} rows have more cells than there are columns; what is beyond the last column was not checked.",
        "count",
    ),
    "advice.rows-long": Text(
        "Look for separators inside cells that are not in quotation marks, and export the file again."
    ),
    "finding.rows-blank": Text("{count} empty row was left out.", "{count} empty rows were left out.", "count"),
    "advice.rows-blank": Text("Remove empty rows from the file."),
    "finding.quotes-misplaced": Text(
        "{count} quotation mark stands in the middle of a cell and was read as a plain character.",
        "{count} quotation marks stand in the middle of cells and were read as plain characters.",
        "count",
    ),
    "advice.quotes-misplaced": Text("Export the file with a program that writes quotation marks in cells twice."),
    "finding.quote-not-closed": Text(
        "A quotation mark opens a cell and is never closed; the rows after it were read as they stand."
    ),
    "advice.quote-not-closed": Text("Check whether the end of the file is missing, and export or copy it again."),
    "finding.nul-bytes": Text(
        "{count} zero byte, which text never holds, was replaced.",
        "{count} zero bytes, which text never holds, were replaced.",
        "count",
    ),
    "advice.nul-bytes": Text("Export the file again: zero bytes are a sign of a damaged copy."),
    "finding.suffix-misleading": Text("The file is called .{suffix} but holds {format}; it was read as that."),
    "advice.suffix-misleading": Text("Rename the file to fit its content, so that other programs can open it."),
    "finding.json-keys-repeated": Text(
        "{count} key stands twice in the same object; its last value was taken.",
        "{count} keys stand twice in the same object; their last values were taken.",
        "count",
    ),
    "advice.json-keys-repeated": Text("Correct the program that wrote the file: a key may stand in an object once."),
    "finding.json-keys-new": Text(
        "{count} value has a key that the first objects do not have, and was not checked.",
        "{count} values have keys that the first objects do not have, and were not checked.",
        "count",
    ),
    "advice.json-keys-new": Text("Put an object with all the keys first in the file, then check it again."),
    "finding.json-lines-unread": Text(
        "{count} line is not a valid JSON object and was left out.",
        "{count} lines are not valid JSON objects and were left out.",
        "count",
    ),
    "advice.json-lines-unread": Text("Export the file again and check that it is complete."),
    "finding.json-not-finite": Text(
        "{count} value is NaN or infinite, which JSON does not allow; it was read as missing.",
        "{count} values are NaN or infinite, which JSON does not allow; they were read as missing.",
        "count",
    ),
    "advice.json-not-finite": Text("Write missing numbers as null."),
}
