"""Words for files that cannot be written."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.format-not-written": Text(
        "Files like {path} can be read here but not written. Choose a name that ends in {instead}."
    ),
    "error.output-is-input": Text(
        "{path} is the file that is being read, perhaps by another name or a link. The original is never written "
        "over: choose another name for the new file."
    ),
    "error.output-is-folder": Text("{path} is a folder. Name a file in it, such as safe.csv."),
    "error.output-not-a-file": Text("{path} is a device or a pipe, not a file. Choose the name of a file."),
    "error.output-folder-missing": Text(
        "The folder for {path} does not exist. Make it first, or correct the spelling of its name."
    ),
    "error.output-name-unusable": Text(
        "The name {path} cannot be used on this computer. Choose a shorter name of plain letters."
    ),
    "error.output-not-written": Text(
        "{path} could not be written: {reason}. Nothing was left of it. Choose a folder that you may write to."
    ),
    "error.output-no-space": Text(
        "There is not enough space on the disk for {path}: {reason}. Nothing was left of it. Make space, or choose "
        "a folder on another disk."
    ),
    "error.output-closed": Text(
        "{path} is complete or was given up, and more rows were written to it. This is an error in Ayni: please "
        "report it."
    ),
    "error.output-columns-differ": Text(
        "The rows written to {path} do not all have the same columns. This is an error in Ayni: please report it."
    ),
    "error.output-too-large": Text(
        "{path} would need more than {limit} bytes of memory, and a file of this kind must fit into memory as a "
        "whole. Choose a name that ends in {instead}: those files are written bit by bit."
    ),
    "error.output-letters-not-held": Text(
        "The column {column} has letters that {path} cannot hold: this format takes plain English letters only. "
        "Choose a name that ends in {instead}."
    ),
    "error.output-too-many-rows": Text(
        "{path} would have more than {limit} rows, and a sheet of Excel holds no more. Choose a name that ends in "
        "{instead}, or write a part of the rows."
    ),
    "error.output-too-many-columns": Text(
        "{path} would have {columns} columns, and this format holds at most {limit}. Choose a name that ends in "
        "{instead}, or drop columns in the plan."
    ),
    "error.output-text-too-long": Text(
        "The column {column} has a text of {bytes} bytes, and {path} can hold only {limit}. Choose a name that "
        "ends in {instead}, or drop the column in the plan."
    ),
}
