"""Replace personal data inside texts by their kind, such as `[phone]`, and keep the rest.

What is recognised is what a check recognises (`ayni.check.personal.spans.find_spans`); each text is looked at again
until nothing is found in what became of it. What fills a whole cell is replaced too: identifiers that the column's
name or the step's kinds name, names and addresses. In a column whose name says that it holds names of people, so is
every short cell, and so is every date in a column of dates of birth, every number in one of coordinates. What is
stored as a number or a date becomes missing where it is personal data (a telephone stored as a number), as no kind
can stand in its column; other dates are left alone.

Beyond what a check reports, single capitalised words that are likelier names than not are masked too
(`people.find_likely_names`), because here a missed name costs more than a word too many: some places and firms go
with them. It still misses names without capitals, names in scripts without capitals that no word announces, rare
names, nicknames, numbers that nothing tells from amounts, and what a person could guess from the story. Someone has
to read what is to be published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ayni.check.batch import ColumnBatch
from ayni.check.personal.identifiers import REGISTRY, header_kinds, match_cell
from ayni.check.personal.kinds import STRUCTURED
from ayni.check.personal.people import (
    ADDRESS_THRESHOLD,
    NAME_THRESHOLD,
    find_likely_names,
    score_address,
    score_name,
)
from ayni.check.personal.spans import column_concepts, find_spans
from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.protect.transform.columns import changed_cells, per_distinct, plans_of, put
from ayni.protect.transform.contract import Applied, Context
from ayni.protect.transform.worth import holding_names, worth_reading

if TYPE_CHECKING:
    from ayni.check.batch import ColumnPlan
    from ayni.protect.plan import Mask

__all__ = ["KINDS", "MaskedTexts", "Masker"]

KINDS = frozenset(
    [*STRUCTURED, "person-name", "address", "date-of-birth", "national-id"]
    + [identifier.kind for identifier in REGISTRY if identifier.about_people]
)
"""Kinds of personal data that can be masked."""

_NAME_CONCEPTS = frozenset({"person-name", "given-name", "family-name"})
_PLACE_CONCEPTS = frozenset({"coordinates", "latitude", "longitude"})
_DATED = frozenset({SemanticType.DATE, SemanticType.DATETIME})
_NUMBERS = frozenset({SemanticType.INTEGER, SemanticType.DECIMAL})
_PASSES = 6
_WINDOW, _OVERLAP = 4_000, 400
"""A longer text is looked at in parts of so many characters; the time for one grows faster than its length."""
_SHORT_WORDS, _SHORT_CHARS = 5, 60
_MAY_BE_FILLED = r"^\s*(?:\S+(?:\s+\S+){0,4}|[^\pL]*\pN.*)\s*$"
"""Up to five words can be a name, an identifier or an address; an address can be more, and holds a number."""
_NAMED_ADDRESS = 0.5
_SIX_DIGITS = 100_000


class MaskedTexts:
    """The personal data in the cells of some columns are replaced; types stay."""

    def __init__(self, step: Mask, context: Context) -> None:
        """Raises `InputError`: `step-unknown-column`, `mask-unknown-kind`."""
        for kind in step.kinds:
            if kind not in KINDS:
                raise InputError("mask-unknown-kind", kind=kind, known=sorted(KINDS))
        self._columns = tuple(Masker(plan, frozenset(step.kinds)) for plan in plans_of(context, step.columns, "mask"))

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns it looks into."""
        return tuple(masker.plan.name for masker in self._columns)

    def apply(self, frame: pl.DataFrame, first_row: int) -> Applied:  # noqa: ARG002 - every row is alike
        """Return the block with personal data replaced."""
        changed = 0
        for masker in self._columns:
            raw = frame[masker.plan.name]
            done = masker.column(raw)
            changed += changed_cells(raw, done)
            frame = put(frame, done)
        return Applied(frame, changed)


class Masker:
    """Masks the cells of one column; the same text always becomes the same."""

    def __init__(self, plan: ColumnPlan, kinds: frozenset[str]) -> None:
        """`kinds` are those to mask; all where it is empty."""
        self.plan = plan
        self._kinds = kinds
        concepts = column_concepts(plan.name, plan.label)
        self._named = bool(concepts & _NAME_CONCEPTS)
        self._filled_by = self._kind_of_column(concepts)
        self._address_least = _NAMED_ADDRESS if "address" in concepts else ADDRESS_THRESHOLD
        self._header = header_kinds(plan.name, plan.label)

    def _kind_of_column(self, concepts: frozenset[str]) -> str | None:
        """Return the kind that every cell is by the column's name and type, None for none."""
        if "birth-date" in concepts and self.plan.type in _DATED and self._wants("date-of-birth"):
            return "date-of-birth"
        if concepts & _PLACE_CONCEPTS and self.plan.type in _NUMBERS and self._wants("coordinates"):
            return "coordinates"
        return None

    def column(self, raw: pl.Series) -> pl.Series:
        """Return a column's cells with personal data replaced; shape and type stay."""
        if self._filled_by is not None:
            present = ColumnBatch(self.plan, raw).values.is_not_null()
            kind = f"[{self._filled_by}]" if raw.dtype == pl.String else None
            return raw.zip_with(~present, pl.Series([kind], dtype=raw.dtype))
        if raw.dtype == pl.String:
            return self._texts(raw)
        if raw.dtype.is_numeric():
            return self._numbers(raw)
        return raw

    def _texts(self, raw: pl.Series) -> pl.Series:
        batch = ColumnBatch(self.plan, raw)
        reading = worth_reading(batch) & batch.present
        quick = raw.str.contains(_MAY_BE_FILLED).fill_null(value=False).to_numpy() & batch.present
        if self._wants("person-name"):
            quick |= holding_names(batch.strings) & batch.present
        quick &= ~reading
        whole = raw.filter(pl.Series(reading)).unique()
        part = raw.filter(pl.Series(quick)).unique()
        light = pl.Series(raw.name, [self._without_names(text) for text in part.to_list()], dtype=pl.String)
        # What stands beside a kind may read otherwise than beside what it replaced.
        again = pl.Series(worth_reading(ColumnBatch(self.plan, light)), dtype=pl.Boolean) & (light != part)
        if again.any():
            light = light.scatter(again.arg_true(), [self.mask(text) for text in light.filter(again).to_list()])
        made = pl.Series([self.mask(text) for text in whole.to_list()], dtype=pl.String)
        masked = per_distinct(raw, whole.append(part), made.append(light))
        return masked.zip_with(pl.Series(reading | quick), raw)

    def _without_names(self, text: str) -> str:
        """Return a text in which `find_spans` finds nothing, without likely names and what fills the whole cell."""
        filled = self._filled(text)
        if filled != text or not self._wants("person-name"):
            return filled
        return _replace(text, [(start, end, "person-name") for start, end in _likely(text)])

    def _filled(self, text: str) -> str:
        """Return the text, or its kind where one fills it."""
        whole = self._whole(text)
        return text if whole is None else f"[{whole}]"

    def _numbers(self, raw: pl.Series) -> pl.Series:
        """Make numbers missing that are personal data by themselves; only whole ones of six digits can be."""
        large = (raw.cast(pl.Float64, strict=False).abs() >= _SIX_DIGITS).fill_null(value=False)
        written = raw.filter(large)
        if written.dtype.is_float():
            written = written.filter(written.is_finite() & (written == written.floor()) & (written.abs() < 2.0**63))
        distinct = written.unique()
        plain = (distinct.cast(pl.Int64, strict=False) if distinct.dtype.is_float() else distinct).cast(pl.String)
        plain = plain.str.replace(r"\.0+$", "")
        personal = [self.mask(text) != text for text in plain.to_list()]
        hit = raw.is_in(distinct.filter(pl.Series(personal, dtype=pl.Boolean)).implode())
        return raw.zip_with(~hit.fill_null(value=False), pl.Series([None], dtype=raw.dtype))

    def mask(self, text: str) -> str:
        """Return a text with its personal data replaced by their kinds."""
        text = self._filled(text)
        for _ in range(_PASSES):
            found = self._find(text)
            if not found:
                return text
            text = _replace(text, found)
        # What is found over and over is not told apart from what stands around it.
        last = self._find(text)
        return f"[{last[0][2]}]" if last else text

    def _whole(self, text: str) -> str | None:
        """Return the kind that fills the whole cell, None for none."""
        cell = text.strip()
        short = len(cell) <= _SHORT_CHARS and len(cell.split()) <= _SHORT_WORDS
        named = self._named or (len(cell.split()) > 1 and score_name(cell) >= NAME_THRESHOLD)
        if self._wants("person-name") and short and named and any(map(str.isalpha, cell)) and cell[0] != "[":
            return "person-name"
        if self._wants("address") and score_address(cell) >= self._address_least:
            return "address"
        said = self._kinds | self._header
        for match in match_cell(cell):
            if match.about_people and self._wants(match.kind) and (match.kind in said or not match.needs_context):
                return match.kind
        return None

    def _wants(self, kind: str) -> bool:
        return not self._kinds or kind in self._kinds

    def _find(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and kind of what is to be replaced, in order, without overlaps."""
        found: list[tuple[int, int, str]] = []
        for start in range(0, max(1, len(text) - _OVERLAP), _WINDOW - _OVERLAP):
            part = text[start : start + _WINDOW]
            spans = find_spans(part, column=self.plan.name, label=self.plan.label)
            found += [(start + one.start, start + one.end, one.kind) for one in spans if self._wants(one.kind)]
        if self._wants("person-name"):
            found += [(first, last, "person-name") for first, last in _likely(text)]
        joined: list[tuple[int, int, str]] = []
        for first, last, kind in sorted(found):
            if joined and first < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]), joined[-1][2])
            elif last > first:
                joined.append((first, last, kind))
        return joined


def _likely(text: str) -> list[tuple[int, int]]:
    """Return where single likely names stand in a text of any length, in order, without overlaps."""
    if len(text) <= _WINDOW:
        return find_likely_names(text)
    found: set[tuple[int, int]] = set()
    for start in range(0, len(text) - _OVERLAP, _WINDOW - _OVERLAP):
        part = find_likely_names(text[start : start + _WINDOW])
        found.update((start + first, start + last) for first, last in part)
    ordered: list[tuple[int, int]] = []
    for first, last in sorted(found):  # a word that is cut in one part is whole in the next
        if ordered and first < ordered[-1][1]:
            ordered[-1] = (ordered[-1][0], max(last, ordered[-1][1]))
        else:
            ordered.append((first, last))
    return ordered


def _replace(text: str, found: list[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, kind in found:
        parts += [text[at:start], f"[{kind}]"]
        at = end
    return "".join([*parts, text[at:]])
