"""English words of the search for levels."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS = {
    "error.goal-not-reachable": Text(
        "Even with the coarsest levels, only {kept} of {rows} rows meet the goal, and at most {allowed} may be left "
        "out. Lower the number of others each person must look like, allow more rows to be left out, "
        "drop a key variable, or give a hierarchy that ends in one value for all."
    ),
    "error.search-found-nothing": Text(
        "There are {nodes} ways to choose the levels; {tried} were tried, and none of them meets the goal. Leave out "
        "key variables, use hierarchies with fewer levels, or name the levels of some columns in the plan."
    ),
    "error.search-too-many-groups": Text(
        "The key variables have {groups} different combinations, and the search takes at most {limit}. Leave columns "
        "with very many values (such as numbers of cases or exact places) out of the key variables, or make them "
        "coarser in an earlier step."
    ),
}
