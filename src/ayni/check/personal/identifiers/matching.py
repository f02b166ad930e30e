"""Whole cells and tokens of free text against all identifiers.

A cell is compared by its mask, so most cells cost one translation and one look into a table. Numbers
that belong to no one (companies, books, products, times) are looked at only where a personal kind has
passed that needs no name beside it: they are *rivals*, returned beside it with `about_people=False`, so
that a column of book numbers is not taken for health numbers which happen to use the same check digit.

How a column is decided (`column_kinds`): a kind passes when far more of the cells fit than its `chance`
would have it. One check digit lets every tenth number through, so a share of a tenth says nothing and a
share of nine tenths says everything. Identifiers without check digits, and plain numbers in free text,
are reported only when the column's name or a word beside them says what they are.
"""

from __future__ import annotations

import functools
import math
import re
from typing import TYPE_CHECKING

from ayni.check.patterns import lazy_pattern
from ayni.check.personal.identifiers.chances import CHANCES
from ayni.check.personal.identifiers.headers import GENERIC, words_kinds
from ayni.check.personal.identifiers.identifier import (
    MAX_CHARS,
    Found,
    Match,
    Strength,
    compact_of,
    is_repeated,
    mask_of,
    plain_digits,
)
from ayni.check.personal.identifiers.registry import RULES, accepts, candidates, passes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ayni.check.personal.identifiers.identifier import Rule

__all__ = ["column_kinds", "find_in_text", "match_cell", "validate"]

MIN_CHARS = 6
_SURE_CHANCE = 0.01
_TELLING_CHANCE = 0.5
"""A rival that lets more than this through says nothing against a person's number."""
_BEFORE, _AFTER = 48, 24
_OVERLAP = 0.1
_UNNAMED = "national-id"
"""The kind of a number that is called an identity number and could be several countries'."""


def match_cell(text: str, header: frozenset[str] | None = None) -> list[Match]:
    """Return every identifier that the whole cell can be; `[]` for most cells. Never raises on text.

    With `header` (what `header_kinds` says of the column's name) the kinds that need a name and are not
    named are left out, which saves their checks.
    """
    text = text.strip()
    if not MIN_CHARS <= len(text) <= MAX_CHARS:
        return []
    text = plain_digits(text)
    entries = candidates(mask_of(text))
    if not entries:
        return []
    compact = compact_of(text)
    if is_repeated(compact):
        return []
    found: list[Match] = []
    telling = False
    for entry in entries:
        rule = entry.rule
        if not rule.about_people and not telling:
            break
        if header is not None and rule.needs_context and not entry.speaks and rule.kind not in header:
            continue
        if passes(rule, text, compact):
            telling = telling or entry.speaks or not rule.needs_context
            found.append(
                Match(
                    rule.kind,
                    rule.strength,
                    CHANCES[rule.kind],
                    rule.needs_context and not entry.speaks,
                    rule.about_people,
                )
            )
    return found


def validate(kind: str, text: str) -> bool:
    """Tell whether `text` is written as the identifier `kind` is and passes its check. KeyError: no such kind."""
    rule = RULES[kind]
    text = plain_digits(text.strip())
    if not text or len(text) > MAX_CHARS:
        return False
    return any(entry.rule is rule for entry in candidates(mask_of(text))) and accepts(rule, text)


def column_kinds(
    passed: Mapping[str, int],
    cells: int,
    header: frozenset[str] = frozenset(),
    *,
    speaking: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Return the kinds a column holds, the likeliest first; empty when chance explains what passed.

    `passed` counts the distinct cells that match each kind (rivals too), of `cells` distinct cells looked
    at; `header` is what `header_kinds` says of the column's name; `speaking` are kinds that matched without
    needing context. A kind the header names must fill a fifth of the cells; any other six tenths. Either
    must be beyond chance: a binomial tail under 1e-6 with at least one tenth as the rate, which is what one
    check digit lets through whatever the rest of the layout demands.
    """
    rivals = [kind for kind in passed if not RULES[kind].about_people and CHANCES[kind] < _TELLING_CHANCE]
    rival = max((passed[kind] for kind in rivals), default=0)
    kept: list[tuple[bool, bool, int, float, str]] = []
    for kind, count in passed.items():
        rule = RULES[kind]
        if not rule.about_people:
            continue
        named = kind in header
        if count < cells * (0.2 if named else 0.6) or (not named and count <= rival):
            continue
        layout_only = rule.strength is Strength.LAYOUT and rule.needs_context and kind not in speaking
        if layout_only and not named:
            continue
        if not named and _tail(count, cells, max(CHANCES[kind], 0.1) if rule.needs_context else 0.1) > 1e-6:  # noqa: PLR2004
            continue
        kept.append((not named, rule.strength is Strength.LAYOUT, -count, CHANCES[kind], kind))
    room, kinds = cells * (1 + _OVERLAP), []
    for _, _, count, _, kind in sorted(kept):
        if -count <= room:  # the same cells are not counted for a second kind that they happen to fit as well
            room += count
            kinds.append(kind)
    return tuple(kinds)


def _tail(count: int, cells: int, rate: float) -> float:
    """Return an upper bound of P(X ≥ count), X binomial (Chernoff, 1952)."""
    share = count / cells
    if rate >= 1 or share <= rate:
        return 1.0
    divergence = share * math.log(share / rate)
    if share < 1:
        divergence += (1 - share) * math.log((1 - share) / (1 - rate))
    return math.exp(-cells * divergence)


_HAS_DIGIT = lazy_pattern(r"\d")
_TOKEN = lazy_pattern(
    r"(?<![\w@#$€£¥+./=&-])[A-Za-z0-9]+(?:[-./+\u2010-\u2013][A-Za-z0-9]+|\([A-Za-z0-9]+\)[A-Za-z0-9]*)*(?![\w@%°]|[-/][\w])"
)
_SPACED = lazy_pattern(
    r"(?<![\w@#$€£¥+./=&-])(?:[A-Z]{1,4}[ \u00a0])?\d[\dA-Z/.-]{0,14}"
    r"(?:[ \u00a0][\dA-Z(][\dA-Z/.()-]{0,9}){1,6}(?![\w@%])"
)
_PART = lazy_pattern(r"\S*[\dA-Z)]")
_NOT_ONE = lazy_pattern(
    r"\b(?:orders?|invoices?|inv|tracking|isbn|ean|upc|sku|ref|reference|batch|lot|serial|version|build|ticket|case"
    r"|facture|commande|factura|pedido|bestellung|rechnung|numéro de commande|hash|commit|part|model|item|doi)\b"
    r"[\s.:#№°noNO-]{0,8}$",
    re.IGNORECASE,
)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield places that can hold an identifier, longer ones first where they overlap."""
    for run in _SPACED.finditer(text):
        parts = [(part.start() + run.start(), part.end() + run.start()) for part in _PART.finditer(run.group())]
        for size in range(len(parts), 1, -1):
            for first in range(len(parts) - size + 1):
                yield parts[first][0], parts[first + size - 1][1]
    for token in _TOKEN.finditer(text):
        yield token.span()


def find_in_text(text: str) -> list[Found]:
    """Return the identifiers inside a text, in order, without overlaps.

    A number without separators needs a word beside it that names it, unless its layout is passed by
    fewer than one random text in a hundred over all kinds together. What is only called an identity
    number and could be that of several countries is found as `national-id`.
    """
    if not _HAS_DIGIT.search(text):
        return []
    plain = plain_digits(text)
    taken: list[Found] = []
    for start, end in _spans(plain):
        if not MIN_CHARS <= end - start <= MAX_CHARS or any(start < f.end and f.start < end for f in taken):
            continue
        mask = mask_of(plain[start:end])
        if candidates(mask):
            best = _best(plain, start, end, mask)
            if best is not None:
                taken.append(Found(best[0], start, end, best[1]))
    return sorted(taken, key=lambda found: found.start)


@functools.lru_cache(maxsize=8192)
def _unnamed(mask: str) -> tuple[Rule, ...]:
    """Return the rules that a text of this mask can show by itself, without a word beside it."""
    people = [entry for entry in candidates(mask) if entry.rule.about_people]
    speaking = tuple(entry.rule for entry in people if entry.speaks and CHANCES[entry.rule.kind] < _TELLING_CHANCE)
    sure = tuple(entry.rule for entry in people if not entry.rule.needs_context)
    return speaking or (sure if sum(CHANCES[rule.kind] for rule in sure) <= _SURE_CHANCE else ())


def _best(text: str, start: int, end: int, mask: str) -> tuple[str, Strength] | None:
    """Return the likeliest of the kinds that fit at this place of the text, or None where nothing says so."""
    token = text[start:end]
    compact = compact_of(token)
    if is_repeated(compact):
        return None
    named, generic, near = words_kinds(text[max(0, start - _BEFORE) : start], text[end : end + _AFTER])
    rules = [entry.rule for entry in candidates(mask) if entry.rule.about_people]
    unnamed = () if _NOT_ONE.search(text[max(0, start - _AFTER) : start]) else _unnamed(mask)
    fits = [rule for rule in sorted(rules, key=_order) if rule.kind in named and passes(rule, token, compact)]
    if fits:
        several = fits[0].strength is Strength.LAYOUT and len({rule.kind[:2] for rule in fits}) > 1
        return (_UNNAMED if several else fits[0].kind), fits[0].strength
    for rule in sorted(unnamed, key=_order):
        if passes(rule, token, compact):
            return rule.kind, rule.strength
    if not generic:
        return None
    general = (rule for rule in sorted(rules, key=_order) if rule.category in GENERIC)
    return _of_a_country([rule for rule in general if passes(rule, token, compact)], near)


def _of_a_country(fits: list[Rule], near: str) -> tuple[str, Strength] | None:
    """Return the one of the kinds that an identity number of no named country is, as far as it can be told."""
    home = [rule for rule in fits if rule.kind[:2] in near]
    if home and home[0].strength is Strength.CHECKSUM:
        return home[0].kind, home[0].strength
    if len(fits) == 1 or (fits and CHANCES[fits[0].kind] <= _SURE_CHANCE):
        return fits[0].kind, fits[0].strength
    return (_UNNAMED, Strength.LAYOUT) if fits else None


def _order(rule: Rule) -> tuple[bool, float, str]:
    return (rule.strength is Strength.LAYOUT, CHANCES[rule.kind], rule.kind)
