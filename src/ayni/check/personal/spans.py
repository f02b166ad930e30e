"""Personal data in one text, exactly: what it is, where it begins and ends, how sure that is.

`find_spans` puts together the scanner's marks (`kernels`), national telephone numbers (`phones`),
identifiers of persons (`identifiers`), names, addresses and dates of birth (`people`), and lets the
surest, then the longest, win where they overlap. Columns are looked at by `measure`, which uses the same
scanner and this function on a sample of distinct cells.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from ayni.check.patterns import lazy_pattern
from ayni.check.personal import words
from ayni.check.personal.kinds import MARK_KINDS, WEAK_MARKS, Mark, calling_table, iban_table
from ayni.check.report import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CONTEXT",
    "LETTERED",
    "Span",
    "ascii_digits",
    "column_concepts",
    "find_spans",
    "national_phones",
    "resolve",
    "scan_texts",
    "structured",
]

_RANK = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}
CONTEXT = {
    "ip-address": words.INTERNET,
    "imei": words.DEVICE,
    "payment-card": words.CARD,
    "coordinates": words.COORDINATES,
}
"""Kinds whose weak marks need a word of context, and the words."""

_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10)
_DIGITS = {zero + value: 48 + value for zero in _ZEROS for value in range(10)}


LETTERED = lazy_pattern(r"[A-Za-z]\d{4}(?!\d)|(?<!\d)\d{4}[A-Za-z]")
"""Four digits joined to a letter: identifiers that hold fewer digits than the scanner reports (India's PAN)."""
_VERSION = lazy_pattern(r"\d\.[0-4]?\d\.[0-4]?\d\.\d{1,3}")
"""Four numbers, the first under 10, the next two under 50: one public address in 700, but most versions."""
_SHORTEST = 3
"""Bytes of the shortest mark."""


class Span(msgspec.Struct, frozen=True):
    """Personal data of one kind at `text[start:end]`."""

    kind: str
    start: int
    end: int
    confidence: Confidence


def ascii_digits(text: str) -> str:
    """Return `text` with Arabic, Persian, Devanagari, Bengali and full-width digits as ASCII; its length is kept."""
    return text if text.isascii() else text.translate(_DIGITS)


@functools.lru_cache(maxsize=4096)
def column_concepts(name: str | None, label: str | None = None) -> frozenset[str]:
    """Return the concepts that a column's name and label suggest."""
    if not name:
        return frozenset()
    from ayni.check.personal.people import lexicon

    return lexicon.concepts(name, label)


def scan_texts(texts: list[str]) -> tuple[dict[int, list[tuple[int, int, int]]], list[int]]:
    """Scan texts with ASCII digits; return by text its marks with character offsets, and every text's mask."""
    from ayni.check.personal.kernels import scan

    raw = [text.encode("utf-8", "replace") for text in texts]
    data = np.frombuffer(b"".join(raw) or b"\0", dtype=np.uint8)
    offsets = np.zeros(len(raw) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in raw], out=offsets[1:])
    masks = np.zeros(len(raw), dtype=np.int64)
    spans = np.zeros((len(data) // _SHORTEST + 1, 4), dtype=np.int64)
    counts = np.zeros(len(Mark), dtype=np.int64)
    found = scan(data, offsets, iban_table(), calling_table(), counts, masks, spans)
    marks: dict[int, list[tuple[int, int, int]]] = {}
    for cell, mark, first, last in spans[:found].tolist():
        part = raw[cell]
        start, end = first, last
        if len(part) != len(texts[cell]):
            start, end = (len(part[:at].decode("utf-8", "ignore")) for at in (first, last))
        marks.setdefault(cell, []).append((mark, start, end))
    return marks, masks.tolist()


def find_spans(text: str, *, column: str | None = None, label: str | None = None) -> list[Span]:
    """Return the personal data in `text`, in order, without overlaps.

    `column` and `label` are the name and label of the column the text is a cell of, where there is one:
    they settle what the text alone leaves open.
    """
    concepts = column_concepts(column, label)
    plain = ascii_digits(text)
    marks, masks = scan_texts([plain])
    spans = structured(plain, marks.get(0, []), concepts)
    if masks[0] >> Mark.DIGITS & 1:
        spans += national_phones(plain, spans, concepts)
    if masks[0] >> Mark.DIGITS & 1 or LETTERED.search(plain):
        spans += _identifiers(plain, column, label)
    spans += _people(text)
    return resolve(spans)


def resolve(spans: Iterable[Span]) -> list[Span]:
    """Return the spans without overlaps: the surest wins, then the longest, then the first."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (_RANK[one.confidence], one.start - one.end, one.start, one.kind)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda one: one.start)


def structured(text: str, marks: list[tuple[int, int, int]], concepts: frozenset[str]) -> list[Span]:
    """Return what the scanner marked in `text`; weak marks only with a word of context or a column's name."""
    spans: list[Span] = []
    for mark, start, end in marks:
        kind = MARK_KINDS[mark]
        sure = Confidence.HIGH
        context = CONTEXT.get(kind)
        if context is not None:
            said = kind in concepts or words.is_near(context, text, start)
            if not said and (mark in WEAK_MARKS or (mark == Mark.IP and _VERSION.fullmatch(text, start, end))):
                continue
            if not said and kind in {"payment-card", "coordinates"}:
                sure = Confidence.MEDIUM
        if kind == "coordinates" and spans and spans[-1].kind == kind and not text[spans[-1].end : start].strip(" ,;/"):
            spans[-1] = Span(kind, spans[-1].start, end, max(sure, spans[-1].confidence, key=_RANK.__getitem__))
        else:
            spans.append(Span(kind, start, end, sure))
    return spans


def national_phones(text: str, taken: list[Span], concepts: frozenset[str]) -> list[Span]:
    """Return national telephone numbers that do not touch what is taken; `concepts` are the column's."""
    from ayni.check.personal.phones import find_national

    named = "phone" in concepts
    stripped = text.strip()
    if stripped.isdigit() and not named:
        return []
    return [
        Span("phone", start, end, sure)
        for start, end, sure in find_national(text, named=named)
        if all(end <= span.start or span.end <= start for span in taken)
    ]


def _identifiers(text: str, column: str | None, label: str | None) -> list[Span]:
    """Return identifiers of persons; the whole cell counts where the column's name says which."""
    from ayni.check.personal import identifiers

    spans = [
        Span(found.kind, found.start, found.end, Confidence.HIGH if found.strength == "checksum" else Confidence.MEDIUM)
        for found in identifiers.find_in_text(text)
    ]
    if column:
        named = identifiers.header_kinds(column, label)
        stripped = text.strip()
        start = text.find(stripped)
        spans += [
            Span(match.kind, start, start + len(stripped), Confidence.HIGH)
            for match in identifiers.match_cell(stripped)
            if match.kind in named
        ]
    return spans


def _people(text: str) -> list[Span]:
    """Return person names, addresses and dates of birth."""
    from ayni.check.personal import people

    return [Span(kind, start, end, sure) for kind, start, end, sure in people.find_people(text)]
