"""What a column showed, gathered for a decision: exact counts, and a sample looked at slowly, once.

`look` runs the recognisers over the sampled distinct cells: the scanner once over all of them, national
telephone numbers, identifiers and names only where a cell can hold them. `Tally` counts, for one kind, the
cells of the sample that hold it and whether it fills them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ayni.check.personal.kinds import Mark
from ayni.check.personal.sample import SampledCell
from ayni.check.personal.spans import Span, ascii_digits, national_phones, resolve, scan_texts, structured
from ayni.check.report import Confidence, SemanticType

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Evidence", "Look", "Places", "Tally", "look"]

_FILLS = 0.8
"""Share of a cell's characters that a kind must take to fill it."""


class Places(NamedTuple):
    """Numbers that can be a latitude, can be a longitude, and have three decimals or more."""

    within_latitude: int
    within_longitude: int
    fine: int


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure knows of its column when it concludes."""

    name: str
    label: str | None
    type: SemanticType
    concepts: frozenset[str]
    cells: int
    """Cells that are not missing."""
    looked_at: int
    """Cells among them that may hold something; the sample stands for these."""
    counts: tuple[int, ...]
    """Cells by `Mark`, exact."""
    sample: tuple[SampledCell, ...]
    complete: bool
    """Every distinct cell is in the sample."""
    places: Places


class Tally:
    """One kind in the sample: distinct cells, their weight, how many it fills, is sure in, is no guess in."""

    __slots__ = ("distinct", "fills", "likely", "sure", "weight")

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.distinct = 0
        self.weight = 0
        self.fills = 0
        self.sure = 0
        self.likely = 0

    def add(self, cell: SampledCell, spans: Iterable[Span]) -> None:
        """Count one cell that holds the kind at `spans`."""
        self.distinct += 1
        self.weight += cell.times
        taken = sum(span.end - span.start for span in spans)
        self.fills += taken >= _FILLS * len(cell.text.strip())
        self.sure += any(span.confidence is Confidence.HIGH for span in spans)
        self.likely += any(span.confidence is not Confidence.LOW for span in spans)

    @property
    def in_text(self) -> bool:
        """Tell whether the kind mostly stands inside longer text."""
        return 2 * self.fills < self.distinct


class Look(NamedTuple):
    """What the recognisers saw in the sample."""

    tallies: dict[str, Tally]
    national: Tally
    """Telephone numbers in cells where the scanner marks none."""
    covered: list[bool]
    """For each cell of the sample: a structured kind fills it."""
    spans: list[list[Span]]
    """For each cell of the sample: structured kinds and national telephone numbers."""
    digits: list[bool]
    """For each cell of the sample: it has five digits or more."""


def look(evidence: Evidence) -> Look:
    """Look for structured kinds and national telephone numbers in the sampled cells."""
    texts = [ascii_digits(cell.text) for cell in evidence.sample]
    marks, masks = scan_texts(texts)
    result = Look({}, Tally(), [], [], [])
    for index, cell in enumerate(evidence.sample):
        text = texts[index]
        spans = structured(text, marks.get(index, []), evidence.concepts)
        international = any(span.kind == "phone" for span in spans)
        result.digits.append(bool(masks[index] >> Mark.DIGITS & 1))
        if result.digits[-1]:
            spans += national_phones(text, spans, evidence.concepts)
        _count(result, cell, resolve(spans) if len(spans) > 1 else spans, international=international)
    return result


def _count(result: Look, cell: SampledCell, spans: list[Span], *, international: bool) -> None:
    by_kind: dict[str, list[Span]] = {}
    for span in spans:
        by_kind.setdefault(span.kind, []).append(span)
    for kind, found in by_kind.items():
        result.tallies.setdefault(kind, Tally()).add(cell, found)
        if kind == "phone" and not international:
            result.national.add(cell, found)
    size = len(cell.text.strip())
    result.covered.append(any(sum(s.end - s.start for s in found) >= _FILLS * size for found in by_kind.values()))
    result.spans.append(spans)
