from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.protect.write.names import SAS, SPSS, SPSS_PORTABLE, STATA, NameRule, usable_names

_RULES = (STATA, SPSS, SPSS_PORTABLE, SAS)


@pytest.mark.parametrize(
    ("rule", "names", "expected"),
    [
        (STATA, ["age", "Age", "a b", "a_b", "1st", "if", "x" * 40, "名前", "../../x"],
         ["age", "Age", "a_b_2", "a_b", "v1st", "if_", "x" * 32, "名前", "______x"]),
        (SPSS, ["age", "Age", "_x", "a.", "to"], ["age", "Age_2", "v_x", "a_", "to_"]),
        (SPSS_PORTABLE, ["household_size", "household_id", "né"], ["househol", "househ_2", "n_"]),
        (SAS, ["né", "_x", "a.b", ""], ["n_", "_x", "a_b", "v"]),
    ],
)  # fmt: skip
def test_names_are_made_usable(rule: NameRule, names: list[str], expected: list[str]) -> None:
    assert usable_names(names, rule) == expected


@given(st.lists(st.text(max_size=40), unique=True, max_size=20), st.sampled_from(_RULES))
def test_usable_names_are_unique_bounded_and_stable(names: list[str], rule: NameRule) -> None:
    made = usable_names(names, rule)
    assert len({name if rule.cases_differ else name.casefold() for name in made}) == len(names)
    assert all(0 < len(name) <= rule.chars and len(name.encode()) <= rule.bytes for name in made)
    assert usable_names(made, rule) == made
