"""What `ayni.protect` gives by name: the two functions, however often and in whatever order they are asked for."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest


def test_both_names_are_functions_also_once_their_modules_are_loaded() -> None:
    from ayni.protect import protect, suggest

    for _ in range(2):
        again = importlib.import_module("ayni.protect")
        assert (again.protect, again.suggest) == (protect, suggest)
    assert (protect.__name__, suggest.__name__) == ("protect", "suggest")
    assert suggest.__module__ == "ayni.protect.suggestion"


@pytest.mark.parametrize("order", ["protect, suggest", "suggest, protect"])
def test_both_are_functions_in_a_fresh_program(order: str) -> None:
    code = f"from ayni.protect import {order}\nprint(callable(protect), callable(suggest))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"


def test_other_names_are_none_of_it() -> None:
    with pytest.raises(AttributeError):
        _ = importlib.import_module("ayni.protect").plans
