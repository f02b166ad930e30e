"""Names that a statistics program takes: bounded, of its letters, not among its own words, and unique."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SAS", "SPSS", "SPSS_PORTABLE", "STATA", "NameRule", "usable_names"]


class NameRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a program asks of the name of a variable."""

    chars: int
    bytes: int
    other: str
    """Patterns of characters that are replaced by `_`."""
    first: str
    """Pattern of the characters a name may begin with."""
    words: frozenset[str] = frozenset()
    """Words the program keeps for itself, in lower case."""
    cases_differ: bool = False
    """Whether `Age` and `age` are two names."""
    lead: str = "v"
    """What is put before a name that begins wrongly."""


_STATA_WORDS = frozenset(
    "_all _b _coef _cons _n _pi _pred _rc _skip byte double float if in int long str strl using with alias".split()
    + [f"str{length}" for length in range(1, 2046)]
)
_SPSS_WORDS = frozenset("all and by eq ge gt le lt ne not or to with".split())
STATA = NameRule(chars=32, bytes=128, other=r"\W", first=r"[^\W\d]", words=_STATA_WORDS, cases_differ=True)
SPSS = NameRule(chars=64, bytes=64, other=r"[^\w.@#$]|\.$", first=r"[^\W\d_]|@", words=_SPSS_WORDS)
SPSS_PORTABLE = NameRule(chars=8, bytes=8, other=r"[^A-Za-z0-9_.@#$]|\.$", first=r"[A-Za-z]", words=_SPSS_WORDS)
SAS = NameRule(chars=32, bytes=32, other=r"[^A-Za-z0-9_]", first=r"[A-Za-z_]")


def usable_names(names: Sequence[str], rule: NameRule) -> list[str]:
    """Return a usable name for each of `names`, in order; names that are usable already stay as they are."""
    shaped = [_shaped(name, rule) for name in names]
    kept = {_key(one, rule) for name, one in zip(names, shaped, strict=True) if name == one}
    taken: set[str] = set()
    made = []
    for name, wanted in zip(names, shaped, strict=True):
        free, number = wanted, 1
        while _key(free, rule) in taken or (free != name and _key(free, rule) in kept):
            number += 1
            free = _cut(wanted, rule, f"_{number}")
        taken.add(_key(free, rule))
        made.append(free)
    return made


def _key(name: str, rule: NameRule) -> str:
    return name if rule.cases_differ else name.casefold()


def _shaped(name: str, rule: NameRule) -> str:
    shaped = re.sub(rule.other, "_", name)
    if not re.match(rule.first, shaped):
        shaped = rule.lead + shaped
    if shaped.lower() in rule.words:
        shaped += "_"
    cut = _cut(shaped, rule, "")
    return _cut(re.sub(rule.other, "_", cut), rule, "")  # a cut may end in a character that must not be last


def _cut(name: str, rule: NameRule, ending: str) -> str:
    room = rule.bytes - len(ending)
    return name[: rule.chars - len(ending)].encode()[:room].decode("utf-8", "ignore") + ending
