"""Which kinds of personal data a column holds, decided from all that is known of it.

One cell can be an accident, a column cannot: a Luhn digit lets one order number in ten through, so a
kind that rests on check digits is reported where its share is beyond what chance gives (binomial tail,
bounded after Chernoff 1952) or where the column's name says so. Names that say otherwise (order number,
version, hash, ISBN …) silence what is doubtful. What the scanner counts is exact; what was seen in the
sample only is an estimate with a 95 % interval (Wilson 1927), its sample size corrected for cells that
occur more than once (Kish 1965).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ayni.check.personal import wholes
from ayni.check.personal.evidence import Evidence, Look, Tally, look
from ayni.check.personal.kinds import Mark
from ayni.check.report import Confidence, Estimate, Personal, SemanticType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ayni.check.personal.sample import SampledCell

__all__ = ["beyond_chance", "decide", "wilson"]

_Z = 1.959963984540054
_LUHN = 0.1
_CARD_CHANCE = 0.04
"""Share of random numbers of 13 to 19 digits with an issuer's prefix, its length and a right Luhn digit."""
_ZEROS_CHANCE = 0.03
"""Share of numbers in groups that begin like an international call (`00`, a calling code) by accident."""
_TAIL = 1e-6
_MOST_OF = 0.5
_NEARLY_ALL = 0.8
_RANGE_SHARE = 0.98
_NOT_PERSONAL = frozenset(
    {
        "order-number",
        "timestamp",
        "version",
        "hash",
        "isbn",
        "product",
        "amount",
        "quantity",
        "file-name",
        "record-number",
    }
)
_DATED = frozenset({SemanticType.DATE, SemanticType.DATETIME})
_CONFIDENCE_ORDER = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


def wilson(share: float, size: float) -> Estimate:
    """Return the 95 % Wilson score interval of a share seen in `size` independent cells."""
    if size <= 0:
        return Estimate(share, 0.0, 1.0, "wilson")
    spread = _Z * _Z / size
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / size + spread / (4 * size))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), "wilson")


def beyond_chance(hits: int, trials: int, chance: float) -> bool:
    """Tell whether `hits` of `trials` are more than chance gives: a binomial tail under one in a million."""
    if trials == 0 or hits <= chance * trials:
        return False
    share = hits / trials
    divergence = share * math.log(share / chance)
    if share < 1:
        divergence += (1 - share) * math.log((1 - share) / (1 - chance))
    return math.exp(-trials * divergence) <= _TAIL


def decide(evidence: Evidence) -> tuple[Personal, ...]:
    """Return the kinds of personal data the column holds, the surest and most frequent first."""
    if not evidence.cells:
        return ()
    seen = look(evidence)
    found = {personal.kind: personal for personal in _structured(evidence, seen)}
    for personal in wholes.identifiers(evidence, seen, found):
        found.setdefault(personal.kind, personal)
    for personal in wholes.people(evidence, seen, found):
        found.setdefault(personal.kind, personal)
    phone = found.get("phone")
    if phone and "address" in found and phone.confidence is not Confidence.HIGH and "phone" not in evidence.concepts:
        del found["phone"]  # a house number beside a postal code
    return tuple(sorted(found.values(), key=lambda one: (_CONFIDENCE_ORDER[one.confidence], -int(one.cells), one.kind)))


def _structured(evidence: Evidence, seen: Look) -> Iterator[Personal]:
    rules: tuple[tuple[str, Callable[[Evidence, Look], tuple[int, Confidence] | None]], ...] = (
        ("email", _always(Mark.EMAIL)),
        ("url-with-user", _always(Mark.URL_USER)),
        ("iban", _always(Mark.IBAN)),
        ("mac-address", _always(Mark.MAC)),
        ("ip-address", _internet),
        ("payment-card", _card),
        ("imei", _imei),
    )
    for kind, rule in rules:
        decided = rule(evidence, seen)
        if decided is not None and decided[0]:
            yield exact(evidence, seen, kind, *decided)
    place = _place(evidence, seen)
    if place is not None:
        yield place
    phone = _phone(evidence, seen)
    if phone is not None:
        yield phone


def exact(evidence: Evidence, seen: Look, kind: str, cells: int, confidence: Confidence) -> Personal:
    """Return a kind whose cells were all counted."""
    tally = seen.tallies.get(kind)
    in_text = tally.in_text if tally else cells < _MOST_OF * evidence.cells
    return Personal(
        kind=kind, cells=cells, share=cells / evidence.cells, confidence=confidence, in_text=in_text and cells > 0
    )


def estimated(
    evidence: Evidence,
    kind: str,
    tally: Tally,
    confidence: Confidence,
    *,
    more: int = 0,
    part_of: Sequence[SampledCell] | None = None,
) -> Personal:
    """Return a kind seen in the sample, or in `part_of` it; `more` cells hold it that were counted exactly.

    Exact when the sample holds every distinct cell; otherwise the sample's share, weighted by how often
    its cells occur, of the cells looked at.
    """
    sample = evidence.sample if part_of is None else part_of
    weight = sum(cell.times for cell in sample)
    if (evidence.complete and part_of is None) or not weight:
        cells = tally.weight + more
        return Personal(
            kind=kind, cells=cells, share=cells / evidence.cells, confidence=confidence, in_text=tally.in_text
        )
    size = weight**2 / sum(cell.times**2 for cell in sample)
    part = evidence.looked_at / evidence.cells
    interval = wilson(tally.weight / weight, size)
    cells = min(evidence.cells, max(round(interval.value * evidence.looked_at), tally.weight) + more)
    extra = more / evidence.cells
    share = cells / evidence.cells
    bounds = Estimate(share, min(share, interval.low * part + extra), min(1.0, interval.high * part + extra), "wilson")
    return Personal(kind=kind, cells=cells, share=share, confidence=confidence, in_text=tally.in_text, interval=bounds)


def _always(mark: Mark) -> Callable[[Evidence, Look], tuple[int, Confidence] | None]:
    def rule(evidence: Evidence, _seen: Look) -> tuple[int, Confidence] | None:
        return evidence.counts[mark], Confidence.HIGH

    return rule


def _internet(evidence: Evidence, seen: Look) -> tuple[int, Confidence] | None:
    """IP addresses; those that read like versions only count where the name or the company they keep says so."""
    strong, weak = evidence.counts[Mark.IP], evidence.counts[Mark.IP_WEAK]
    if "ip-address" in evidence.concepts:
        return strong + weak, Confidence.HIGH
    tally = seen.tallies.get("ip-address")
    weight = sum(cell.times for cell in evidence.sample) or 1
    read = tally.weight / weight if tally else 0.0
    if "version" in evidence.concepts or strong < weak or 2 * read < strong / (evidence.looked_at or 1):
        return (tally.weight, Confidence.MEDIUM) if tally and tally.in_text and evidence.complete else None
    return (strong + weak if strong > 4 * weak else strong), Confidence.HIGH


def _card(evidence: Evidence, seen: Look) -> tuple[int, Confidence] | None:  # noqa: PLR0911 one answer a line
    """Payment cards: beyond chance, or with a word of context, or named."""
    strong, weak = evidence.counts[Mark.CARD], evidence.counts[Mark.CARD_WEAK]
    trials = max(evidence.counts[Mark.CARD_TRIAL], strong)
    if "payment-card" in evidence.concepts:
        return strong + weak, Confidence.HIGH
    tally = seen.tallies.get("payment-card")
    sure = bool(tally and 2 * tally.sure >= tally.distinct)
    if not strong:
        certain = sure and tally is not None and evidence.complete
        return (tally.weight, Confidence.MEDIUM) if certain and tally else None
    silent = bool(evidence.concepts & _NOT_PERSONAL)
    if strong >= _MOST_OF * trials and (sure or beyond_chance(strong, trials, _CARD_CHANCE)):
        return strong, Confidence.HIGH
    if silent:
        return None
    if sure:
        return strong, Confidence.HIGH
    if strong >= _MOST_OF * trials:
        return strong, Confidence.MEDIUM
    return (strong, Confidence.LOW) if beyond_chance(strong, trials, _LUHN) else None


def _imei(evidence: Evidence, seen: Look) -> tuple[int, Confidence] | None:
    """IMEI: the word beside it, the column's name, or a column in which nearly every number passes."""
    strong, weak = evidence.counts[Mark.IMEI], evidence.counts[Mark.IMEI_WEAK]
    trials = evidence.counts[Mark.IMEI_TRIAL]
    if "imei" in evidence.concepts:
        return strong + weak, Confidence.HIGH
    if strong + weak >= _NEARLY_ALL * trials and beyond_chance(strong + weak, trials, _LUHN):
        return strong + weak, Confidence.MEDIUM
    tally = seen.tallies.get("imei")
    if not strong and tally and evidence.complete:
        return tally.weight, Confidence.MEDIUM
    return strong, Confidence.HIGH


def _place(evidence: Evidence, seen: Look) -> Personal | None:
    """Coordinates: a column named so whose numbers are in range and fine, or pairs inside a cell."""
    named = evidence.concepts & {"latitude", "longitude", "coordinates"}
    places = evidence.places
    if named and places.fine:
        fitting = places.within_latitude if named == {"latitude"} else places.within_longitude
        if fitting >= _RANGE_SHARE * evidence.cells and places.fine >= _MOST_OF * fitting:
            return Personal(
                kind="coordinates", cells=fitting, share=fitting / evidence.cells, confidence=Confidence.HIGH
            )
    strong, weak = evidence.counts[Mark.COORDINATES], evidence.counts[Mark.COORDINATES_WEAK]
    tally = seen.tallies.get("coordinates")
    if named:
        return exact(evidence, seen, "coordinates", strong + weak, Confidence.HIGH) if strong + weak else None
    if strong and not evidence.concepts & _NOT_PERSONAL:
        sure = bool(tally and 2 * tally.sure >= tally.distinct)
        return exact(evidence, seen, "coordinates", strong, Confidence.HIGH if sure else Confidence.MEDIUM)
    return estimated(evidence, "coordinates", tally, Confidence.MEDIUM) if tally and tally.sure else None


def _phone(evidence: Evidence, seen: Look) -> Personal | None:
    """Telephones: international ones are counted; national ones need the name, their layout or a word beside them."""
    counted, national = evidence.counts[Mark.PHONE], seen.national
    named = "phone" in evidence.concepts
    if not named and evidence.concepts & _NOT_PERSONAL and not national.in_text:
        national = Tally()
    distinct = len(evidence.sample) or 1
    few = national.distinct < _MOST_OF * distinct
    if not named and few and not national.in_text and not beyond_chance(national.sure, distinct, _ZEROS_CHANCE):
        national = Tally()
    if not named and few and national.in_text and not national.likely:
        national = Tally()
    if not national.distinct:
        return exact(evidence, seen, "phone", counted, Confidence.HIGH) if counted else None
    most = counted or named or 2 * national.sure >= national.distinct
    return estimated(evidence, "phone", national, Confidence.HIGH if most else Confidence.MEDIUM, more=counted)
