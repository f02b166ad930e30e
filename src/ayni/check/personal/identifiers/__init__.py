"""National, tax, health and voter identifiers of the world: what they are, and where they stand.

`match_cell` looks at a whole cell, `find_in_text` for identifiers inside a text, `header_kinds` at a
column's name; `column_kinds` puts them together. `REGISTRY` lists every identifier with its source.
Numbers are never sent, stored or logged here.
"""

from ayni.check.personal.identifiers.headers import header_kinds
from ayni.check.personal.identifiers.identifier import Category, Found, Identifier, Match, Strength
from ayni.check.personal.identifiers.matching import column_kinds, find_in_text, match_cell, validate
from ayni.check.personal.identifiers.registry import REGISTRY

__all__ = [
    "REGISTRY",
    "Category",
    "Found",
    "Identifier",
    "Match",
    "Strength",
    "column_kinds",
    "find_in_text",
    "header_kinds",
    "match_cell",
    "validate",
]
