"""People: what a person's name, an address and a date of birth look like, and what column names mean.

`score_name` and `score_address` judge a whole cell, `score_column` a column's distinct cells; `find_people` finds all
three inside a text, and `lexicon.concepts` reads a column's name.
"""

from ayni.check.personal.people.addresses import ADDRESS_THRESHOLD, score_address
from ayni.check.personal.people.names import COLUMN_THRESHOLD, NAME_THRESHOLD, score_column, score_name
from ayni.check.personal.people.texts import (
    CAPITALISED,
    Found,
    find_likely_names,
    find_people,
    is_likely_name,
    people_starts,
)

__all__ = [
    "ADDRESS_THRESHOLD",
    "CAPITALISED",
    "COLUMN_THRESHOLD",
    "NAME_THRESHOLD",
    "Found",
    "find_likely_names",
    "find_people",
    "is_likely_name",
    "people_starts",
    "score_address",
    "score_column",
    "score_name",
]
