from __future__ import annotations

import copy
import re

import pytest

from ayni.check.patterns import lazy_pattern


def test_lazy_pattern_answers_as_a_compiled_one() -> None:
    lazy, plain = lazy_pattern("(B)c", re.IGNORECASE), re.compile("(B)c", re.IGNORECASE)
    for _ in range(2):
        assert lazy.sub("x", "abcd") == plain.sub("x", "abcd") == "axd"
        assert lazy.findall("bC bc") == ["b", "b"]
        assert (lazy.pattern, lazy.flags, lazy.groups) == (plain.pattern, plain.flags, plain.groups)


def test_lazy_pattern_tells_a_mistake_at_the_first_use() -> None:
    lazy = lazy_pattern("(")
    with pytest.raises(re.error):
        lazy.search("")
    with pytest.raises(AttributeError):
        lazy_pattern("a").searching  # type: ignore[attr-defined]  # noqa: B018


def test_lazy_pattern_can_be_copied() -> None:
    assert copy.copy(lazy_pattern("a")).search("cab") is not None
