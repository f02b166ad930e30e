"""Words for what is wrong with a hierarchy."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_FILES: dict[str, Text] = {
    "error.hierarchy-file-missing": Text(
        "The hierarchy file {path} does not exist. Its path is read from the folder of the plan; correct it there."
    ),
    "error.hierarchy-file-unreadable": Text(
        "The hierarchy file {path} could not be read. Check that it is a file and that you may read it."
    ),
    "error.hierarchy-file-too-large": Text(
        "The hierarchy file {path} is larger than {limit} bytes and was not read. Leave out values the column does "
        "not hold."
    ),
    "error.hierarchy-not-utf8": Text(
        "The hierarchy file {path} is not encoded as UTF-8, so its letters cannot be trusted. Save it again as UTF-8."
    ),
    "error.hierarchy-file-damaged": Text(
        "The hierarchy file {path} has a quotation mark out of place or a cell that is too long. Correct it."
    ),
    "error.hierarchy-file-empty": Text(
        "The hierarchy file {path} holds nothing. Write one row for each value, its levels from left to right."
    ),
    "error.hierarchy-file-ragged": Text(
        "Row {row} of the hierarchy file {path} has {cells} cells where the first row has {expected}. Give every value "
        "equally many levels."
    ),
    "error.hierarchy-file-without-levels": Text(
        "The hierarchy file {path} has values but no levels. Write each value's levels after it, with ; between them."
    ),
    "error.hierarchy-file-too-many-values": Text(
        "The hierarchy file {path} has more than {limit} rows. Leave out values the column does not hold."
    ),
    "error.hierarchy-file-too-many-levels": Text(
        "The hierarchy file {path} has {levels} cells in a row; at most {limit} are read. Leave out levels."
    ),
    "error.hierarchy-file-changed": Text(
        "The hierarchy file {path} for {column} is not the one the plan was made with. Get that one back, or remove "
        "sha256 from the plan if the new one is meant."
    ),
    "error.hierarchy-file-outside": Text(
        "The plan names the hierarchy file {path} for {column}, which does not lie in the folder of its hierarchies. "
        "Put it there, and name it by its path from there."
    ),
    "error.hierarchy-files-not-here": Text(
        "The plan names a hierarchy file for {column}, but no hierarchy files were given with it. Write the hierarchy "
        "into the plan, or run the plan on the command line beside its files."
    ),
    "error.hierarchies-folder-missing": Text(
        "The folder {path} with hierarchies could not be read. Check its spelling and that you may read it."
    ),
    "error.hierarchies-none-match": Text(
        "The folder {path} holds no hierarchy file for this table. Name a file after its column, such as age.csv or "
        "survey_hierarchy_age.csv; the columns are {columns}."
    ),
    "error.hierarchy-two-files": Text(
        "The files {first} and {second} both hold a hierarchy for {column}. Remove one of them from the folder."
    ),
}

_CONTENT: dict[str, Text] = {
    "error.hierarchy-misses-values": Text(
        "{values} value of {column} is not in its hierarchy. Add a row for it, or correct the value in the data.",
        "{values} values of {column} are not in its hierarchy. Add rows for them, or correct the values in the data.",
        "values",
    ),
    "error.hierarchy-value-twice": Text(
        "{values} value stands twice in the hierarchy of {column}, with different levels. Keep one row for it.",
        "{values} values stand twice in the hierarchy of {column}, with different levels. Keep one row for each.",
        "values",
    ),
    "error.hierarchy-cycle": Text(
        "The hierarchy of {column} goes in a circle: a group becomes another, which becomes the first again on a "
        "higher level. Give each group a name of its own, such as region 2 instead of 2."
    ),
    "error.hierarchy-splits": Text(
        "The hierarchy of {column} does not only get coarser: values that share a group on level {level} are in "
        "different groups on level {next} ({groups} group). Put them together there, or give them groups "
        "of their own.",
        "The hierarchy of {column} does not only get coarser: values that share a group on level {level} are in "
        "different groups on level {next} ({groups} groups). Put them together there, or give them groups "
        "of their own.",
        "groups",
    ),
    "error.hierarchy-empty": Text("The hierarchy of {column} has no levels. Give each value its levels, or remove it."),
    "error.hierarchy-ragged": Text(
        "The values in the hierarchy of {column} have different numbers of levels. Give every value equally many."
    ),
    "error.hierarchy-too-many-levels": Text(
        "The hierarchy of {column} has {levels} levels; at most {limit} are used. Leave some out."
    ),
    "error.hierarchy-too-many-values": Text(
        "{column} holds {values} different values; at most {limit} can be made coarser. Drop it, or pseudonymise it."
    ),
}

_RULES: dict[str, Text] = {
    "error.hierarchy-not-numbers": Text(
        "Intervals are meant for numbers, but {values} value of {column} is none. Choose another hierarchy.",
        "Intervals are meant for numbers, but {values} values of {column} are none. Choose another hierarchy.",
        "values",
    ),
    "error.hierarchy-not-dates": Text(
        "Calendar units are meant for dates, but {values} value of {column} is none. Choose another hierarchy.",
        "Calendar units are meant for dates, but {values} values of {column} are none. Choose another hierarchy.",
        "values",
    ),
    "error.hierarchy-not-places": Text(
        "{values} value of {column} is no country or subdivision that is known here. Use its ISO 3166 code or name, "
        "or another hierarchy.",
        "{values} values of {column} are no countries or subdivisions that are known here. Use their ISO 3166 codes "
        "or names, or another hierarchy.",
        "values",
    ),
    "error.hierarchy-interval-far": Text(
        "{column} holds numbers that are too far away to be put into intervals this narrow. Set least and most, or "
        "wider intervals."
    ),
    "error.hierarchy-no-widths": Text("The intervals for {column} have no width. Name some, such as [5, 10, 20]."),
    "error.hierarchy-width-not-positive": Text(
        "The widths of the intervals for {column} must be above 0, and they and the ends plain numbers with at most 15 "
        "decimals. Correct them."
    ),
    "error.hierarchy-widths-do-not-nest": Text(
        "Intervals of {second} for {column} are not made of whole ones of {first}. Each width must be a multiple of "
        "the one before, such as [5, 10, 20]."
    ),
    "error.hierarchy-ends-crossed": Text(
        "The intervals for {column} begin at {least} and end at {most}. The first must be below the second."
    ),
    "error.hierarchy-no-units": Text(
        "The dates in {column} have no units to go to. Name some, such as month and year."
    ),
    "error.hierarchy-unknown-unit": Text(
        "The unit {name} for {column} is not known; {nearest} is the nearest. Known are {known}. Correct the word."
    ),
    "error.hierarchy-units-out-of-order": Text(
        "The units for {column} must go from short to long, each once, as in {known}. Put them in order."
    ),
    "error.hierarchy-unknown-scheme": Text(
        "The scheme {name} of places for {column} is not known. Write {known}, or use another hierarchy."
    ),
    "error.hierarchy-keep-not-falling": Text(
        "The numbers of characters to keep of {column} must fall from level to level and be at least 1, such as "
        "[4, 2, 1]."
    ),
}

TEXTS: dict[str, Text] = {**_FILES, **_CONTENT, **_RULES}
