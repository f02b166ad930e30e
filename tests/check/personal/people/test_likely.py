from __future__ import annotations

import pytest

from ayni.check.personal.people import find_likely_names, is_likely_name


@pytest.mark.parametrize(("text", "names"), [
    ("Then Amina went home", ["Amina"]),
    ("Amina went home. Otieno stayed", ["Amina", "Otieno"]),
    ("The clinic gave Fatuma's mother food", ["Fatuma's"]),
    ("She was at home. Can we go?", []),
    ("no capitals, amina", []),
    ("HIV and AMINA", []),
    ("", []),
])  # fmt: skip
def test_single_names_are_found(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in find_likely_names(text)] == names


def test_a_first_word_needs_more() -> None:
    assert is_likely_name("Health")
    assert not is_likely_name("Health", first=True)
