"""Identifiers and people in a column: what fills its cells, and what stands inside its texts.

Whole cells are decided by how many of them fit a kind (`identifiers.column_kinds`); a first part of the
sample settles most columns, so that the rest is only looked at where a kind is likely. At most two kinds
of identifier are reported for a column, unless its name speaks of more: numbers of one layout pass the
checks of many countries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ayni.check.patterns import lazy_pattern
from ayni.check.personal.evidence import Tally
from ayni.check.personal.spans import LETTERED, Span
from ayni.check.report import Confidence, Personal, SemanticType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ayni.check.personal.evidence import Evidence, Look

__all__ = ["identifiers", "people"]

_FIRST_LOOK = 256
_CELL_CHARS = 40
"""A longer cell is a text, not an identifier."""
_WORTH = 0.15
"""Share of the first look that must fit a kind before the whole sample is looked at."""
_LIKELY_KINDS = 6
"""Kinds followed through the whole sample after the first look."""
_KINDS = 2
_NAMED_MOST = 3
"""A name that speaks of more kinds than this names none of them."""
_COVERED = 0.6
_TEXTS = 1_024
"""Cells of a larger, incomplete sample that the slowest recognisers look at; they lie in order of their hashes."""
_MOST_OF = 0.5
_SENTENCE_BLANKS = 4
_BARS = {
    ("person-name", True): (0.5, 0.3),
    ("person-name", False): (0.5, 0.5),
    ("address", True): (0.5, 0.3),
    ("address", False): (0.8, 0.6),
}
"""By kind, and whether the column is called so: the score from which a cell counts, the share that must."""
_FEWEST = 5
_FIRMS, _PHRASES, _STREETS = 0.1, 0.9, 0.3
_FIRM_CONCEPTS = frozenset({"organisation", "employer", "school"})
_FIRM = lazy_pattern(
    r"\b(?:ltd|limited|inc|corp|llc|plc|gmbh|kgaa|kg|ag|ohg|mbh|sarl|eurl|s\.?a\.?r\.?l|s\.?p\.?a|s\.?r\.?l|ltda|oy|ab|tbk|ооо|оао|зао"
    r"|пао)\.?$|(?:有限公司|株式会社|有限会社)",
    re.IGNORECASE,
)
"""The legal form at the end of a firm's name; where a tenth of the cells have one, the column holds firms."""
_PHRASE = lazy_pattern(r"[A-ZÀ-ÞА-Я][\w'’-]*(?: [\w'’-]+)* [a-zß-ÿа-я]+[.]?")
"""A capital at the beginning, none in the last word: a phrase or a species. Names have both, or none."""
_DATED = frozenset({SemanticType.DATE, SemanticType.DATETIME})
_PERSON_CONCEPTS = frozenset({"person-name", "given-name", "family-name"})
_NOT_PEOPLE = frozenset(
    {
        "organisation", "place", "product", "employer", "school", "occupation", "nationality", "language", "religion",
        "ethnicity", "education", "file-name", "code", "hash", "version", "username", "url",
    }
)  # fmt: skip
_TEXT_TYPES = frozenset({SemanticType.TEXT, SemanticType.CODE, SemanticType.CATEGORY, SemanticType.NESTED})


def identifiers(evidence: Evidence, seen: Look, found: Mapping[str, Personal]) -> Iterator[Personal]:
    """Yield the identifiers of persons in the column."""
    from ayni.check.personal.decide import estimated
    from ayni.check.personal.identifiers import column_kinds, header_kinds

    header = header_kinds(evidence.name, evidence.label)
    free = [index for index, covered in enumerate(seen.covered) if not covered]
    part = None if evidence.complete or len(evidence.sample) <= _TEXTS else evidence.sample[:_TEXTS]
    looked = free if part is None else [index for index in free if index < _TEXTS]
    whole = [index for index in looked if len(evidence.sample[index].text.strip()) <= _CELL_CHARS]
    named_otherwise = not header and bool(found) and len(free) < (1 - _COVERED) * len(seen.covered)
    kinds: tuple[str, ...] = ()
    if whole and not named_otherwise and len(whole) >= _WORTH * len(looked):
        tallies, speaking = _match(evidence, whole)
        passed = {kind: tally.distinct for kind, tally in tallies.items()}
        kinds = column_kinds(passed, len(whole), header, speaking=speaking)
        if len(header) > _NAMED_MOST and kinds and not any(tallies[kind].sure for kind in kinds):
            # "National number" and a layout that many countries share: whose it is cannot be told.
            yield estimated(evidence, "national-id", tallies[kinds[0]], Confidence.MEDIUM, part_of=part)
        else:
            for kind in kinds[:_KINDS]:
                sure = Confidence.HIGH if kind in header or tallies[kind].sure else Confidence.MEDIUM
                yield estimated(evidence, kind, tallies[kind], sure, part_of=part)
    if not kinds and evidence.type in _TEXT_TYPES:
        yield from _inside(evidence, seen, free)


def _match(evidence: Evidence, whole: list[int]) -> tuple[dict[str, Tally], frozenset[str]]:
    """Count the kinds that whole cells fit; the second value are kinds that fit without needing context.

    After the first look only the kinds that fitted a good part of it are looked for.
    """
    from ayni.check.personal.identifiers import match_cell, validate

    tallies: dict[str, Tally] = {}
    speaking: set[str] = set()
    sure: dict[str, Confidence] = {}
    for index in whole[:_FIRST_LOOK]:
        cell = evidence.sample[index]
        for match in match_cell(cell.text):
            sure[match.kind] = Confidence.HIGH if match.strength == "checksum" else Confidence.MEDIUM
            tallies.setdefault(match.kind, Tally()).add(cell, [Span(match.kind, 0, len(cell.text), sure[match.kind])])
            if not match.needs_context:
                speaking.add(match.kind)
    if len(whole) <= _FIRST_LOOK:
        return tallies, frozenset(speaking)
    fitting = [kind for kind, tally in tallies.items() if tally.distinct >= _WORTH * _FIRST_LOOK]
    fitting.sort(key=lambda kind: (sure[kind] is not Confidence.HIGH, -tallies[kind].distinct, kind))
    likely = {kind: tallies[kind] for kind in fitting[:_LIKELY_KINDS]}
    for index in whole[_FIRST_LOOK:]:
        cell = evidence.sample[index]
        for kind, tally in likely.items():
            if validate(kind, cell.text):
                tally.add(cell, [Span(kind, 0, len(cell.text), sure[kind])])
    return likely, frozenset(speaking)


def _inside(evidence: Evidence, seen: Look, free: list[int]) -> Iterator[Personal]:
    """Yield identifiers inside longer texts."""
    from ayni.check.personal.decide import estimated
    from ayni.check.personal.identifiers import find_in_text

    tallies: dict[str, Tally] = {}
    for index in free:
        cell = evidence.sample[index]
        if " " not in cell.text.strip() or not (seen.digits[index] or LETTERED.search(cell.text)):
            continue
        by_kind: dict[str, list[Span]] = {}
        for hit in find_in_text(cell.text):
            if any(hit.start < span.end and span.start < hit.end for span in seen.spans[index]):
                continue
            sure = Confidence.HIGH if hit.strength == "checksum" else Confidence.MEDIUM
            by_kind.setdefault(hit.kind, []).append(Span(hit.kind, hit.start, hit.end, sure))
        for kind, spans in by_kind.items():
            tallies.setdefault(kind, Tally()).add(cell, spans)
    for kind, tally in tallies.items():
        confidence = Confidence.HIGH if tally.sure else Confidence.MEDIUM
        yield estimated(evidence, kind, tally, confidence)


def people(evidence: Evidence, seen: Look, found: Mapping[str, Personal]) -> Iterator[Personal]:
    """Yield person names, addresses and dates of birth in the column."""
    if "birth-date" in evidence.concepts and evidence.type in _DATED:
        yield Personal(kind="date-of-birth", cells=evidence.cells, share=1.0, confidence=Confidence.HIGH)
        return
    if evidence.type not in _TEXT_TYPES or (len(found) and sum(seen.covered) >= _COVERED * len(seen.covered)):
        return
    free = [index for index, covered in enumerate(seen.covered) if not covered]
    long = [index for index in free if evidence.sample[index].text.count(" ") >= _SENTENCE_BLANKS]
    filled = set()
    if len(long) <= _MOST_OF * len(free) or evidence.concepts & _PERSON_CONCEPTS or "address" in evidence.concepts:
        for personal in _whole_people(evidence, free):
            filled.add(personal.kind)
            yield personal
    if not filled:
        yield from _people_inside(evidence, seen, long)


def _whole_people(evidence: Evidence, free: list[int]) -> Iterator[Personal]:
    """Yield names and addresses that fill cells."""
    from ayni.check.personal.decide import estimated
    from ayni.check.personal.people import score_address, score_name

    for kind, concepts, score in (
        ("person-name", _PERSON_CONCEPTS, score_name),
        ("address", frozenset({"address", "street"}), score_address),
    ):
        named = bool(evidence.concepts & concepts)
        if not named and (evidence.concepts & _NOT_PEOPLE or not _looks_like(kind, evidence, free)):
            continue
        from_score, share = _BARS[kind, named]
        tally = Tally()
        for position, index in enumerate(free):
            if position == _FIRST_LOOK and tally.distinct < _WORTH * _FIRST_LOOK:
                break
            cell = evidence.sample[index]
            if score(cell.text) >= from_score:
                tally.add(cell, [Span(kind, 0, len(cell.text), Confidence.MEDIUM)])
        enough = tally.distinct >= share * len(free)
        if tally.distinct and enough and (named or tally.distinct >= _FEWEST):
            yield estimated(evidence, kind, tally, Confidence.HIGH if named else Confidence.MEDIUM)
            return


def _looks_like(kind: str, evidence: Evidence, free: list[int]) -> bool:
    """Tell whether the column as a whole can be of the kind, though its name does not say so.

    Single cells say little about names (places and firms are called after people); their mean says much.
    """
    from ayni.check.personal.people import COLUMN_THRESHOLD, score_column

    if kind != "person-name":
        return True
    texts = [evidence.sample[index].text.strip() for index in free[:_FIRST_LOOK]]
    wordy = [text for text in texts if " " in text]
    phrases = sum(_PHRASE.fullmatch(text) is not None for text in wordy)
    if _are_firms(evidence, free) or (phrases >= _FEWEST and phrases >= _PHRASES * len(wordy)):
        return False
    return score_column(texts) >= COLUMN_THRESHOLD


def _are_firms(evidence: Evidence, cells: list[int]) -> bool:
    """Tell whether the cells are names of firms: a tenth of them end with a legal form."""
    firms = sum(_FIRM.search(evidence.sample[index].text.strip()) is not None for index in cells[:_FIRST_LOOK])
    return firms >= max(2, _FIRMS * min(len(cells), _FIRST_LOOK))


def _people_inside(evidence: Evidence, seen: Look, long: list[int]) -> Iterator[Personal]:
    """Yield people inside longer texts."""
    from ayni.check.personal.decide import estimated
    from ayni.check.personal.people import find_people

    tallies: dict[str, Tally] = {}
    part = None if evidence.complete or len(evidence.sample) <= _TEXTS else evidence.sample[:_TEXTS]
    for index in long:
        if part is not None and index >= _TEXTS:
            break
        cell = evidence.sample[index]
        by_kind: dict[str, list[Span]] = {}
        for kind, start, end, sure in find_people(cell.text):
            if not any(start < span.end and span.start < end for span in seen.spans[index]):
                by_kind.setdefault(kind, []).append(Span(kind, start, end, Confidence(sure)))
        for kind, spans in by_kind.items():
            tallies.setdefault(kind, Tally()).add(cell, spans)
    streets = tallies["address"].distinct if "address" in tallies else 0
    if streets and ("address" in evidence.concepts or streets >= _STREETS * len(long)):
        tallies.pop("person-name", None)  # streets and towns are called after people, and so are firms
    if evidence.concepts & _FIRM_CONCEPTS or _are_firms(evidence, long):
        tallies.pop("person-name", None)
    for kind, tally in tallies.items():
        sure = Confidence.MEDIUM if 2 * tally.sure >= tally.distinct else Confidence.LOW
        yield estimated(evidence, kind, tally, sure, part_of=part)
