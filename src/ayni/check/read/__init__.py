"""Read tables of many formats as bounded streams of batches.

`open_dataset(path)` gives a `Dataset`: one `TableReader` for each table of a file, workbook, archive or
folder, and an `UnreadInput` for each part that could not be read. A `TableReader` can be read several times.
"""
