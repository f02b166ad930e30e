"""All identifiers, and the table that leads from how a text is built to the few that it can be."""

from __future__ import annotations

import functools
import importlib
import re
from typing import TYPE_CHECKING, NamedTuple

from ayni.check.patterns import lazy_pattern
from ayni.check.personal.identifiers import own, standard
from ayni.check.personal.identifiers.chances import CHANCES
from ayni.check.personal.identifiers.identifier import Identifier, Rule, compact_of, is_repeated
from ayni.check.personal.identifiers.quick import may_pass

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REGISTRY", "RULES", "Candidate", "accepts", "candidates", "passes"]

RULES: dict[str, Rule] = {
    rule.kind: rule for rule in (*standard.PERSONAL, *own.PERSONAL, *standard.RIVALS, *own.RIVALS)
}
"""Every rule by its kind, those about people first."""


class Candidate(NamedTuple):
    """A rule that a text can be by its mask. `speaks`: written so that it needs no help from a name."""

    rule: Rule
    speaks: bool


def _length(layout: str) -> int:
    return sum(char in "9A*" for char in layout)


def _identifier(rule: Rule) -> Identifier:
    country = rule.kind.split(".")[0].upper()
    plain = tuple(layout.lstrip("!") for layout in rule.layouts)
    return Identifier(
        kind=rule.kind,
        country=country,
        name=rule.name,
        category=rule.category,
        about_people=rule.about_people,
        strength=rule.strength,
        lengths=tuple(sorted({_length(layout) for layout in plain})),
        layouts=plain,
        chance=CHANCES.get(rule.kind, 1.0),
        needs_context=rule.needs_context,
        source=rule.source,
    )


REGISTRY: tuple[Identifier, ...] = tuple(_identifier(rule) for rule in RULES.values())
"""Every identifier known, those about people first. Country ZZ: no country's."""

_EXACT: dict[str, list[Candidate]] = {}
_LOOSE: dict[int, list[tuple[re.Pattern[str], Candidate]]] = {}


def _enter(rule: Rule, layout: str) -> None:
    entry = Candidate(rule, layout.startswith("!"))
    layout = layout.lstrip("!")
    if "*" not in layout:
        _EXACT.setdefault(layout, []).append(entry)
        return
    pattern = lazy_pattern(re.escape(layout).replace(r"\*", "[9A]").replace("*", "[9A]"))
    _LOOSE.setdefault(len(layout), []).append((pattern, entry))


for _each in RULES.values():
    for _layout in _each.layouts:
        _enter(_each, _layout)


@functools.lru_cache(maxsize=8192)
def candidates(mask: str) -> tuple[Candidate, ...]:
    """Return the rules that a text of this mask can be, each once, those about people first."""
    found: dict[str, Candidate] = {entry.rule.kind: entry for entry in _EXACT.get(mask, ())}
    for pattern, entry in _LOOSE.get(len(mask), ()):
        if pattern.fullmatch(mask):
            found.setdefault(entry.rule.kind, entry)
    return tuple(sorted(found.values(), key=lambda entry: not entry.rule.about_people))


@functools.cache
def _standard_check(module: str) -> Callable[[str], bool]:
    checker: Callable[[str], bool] = importlib.import_module(f"stdnum.{module}").is_valid
    return checker


def passes(rule: Rule, text: str, compact: str) -> bool:
    """Tell whether a text whose mask fits the rule passes it."""
    if rule.only is not None and not rule.only.match(compact):
        return False
    if rule.check is not None:
        return rule.check(compact)
    if rule.module:
        if not may_pass(rule.kind, compact):
            return False
        try:
            return bool(_standard_check(rule.module)(text if rule.raw else compact))
        except (ValueError, IndexError, KeyError):  # a module that trusts its layout further than it should
            return False
    return True


def accepts(rule: Rule, text: str) -> bool:
    """Tell whether a text, separators and all, passes the rule."""
    compact = compact_of(text)
    return not is_repeated(compact) and passes(rule, text, compact)
