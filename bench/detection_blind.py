"""Measure the detection of personal data on the truth set made with Faker (`truth_blind`): per kind, with intervals.

    python bench/detection_blind.py [--seed 1] [--cells 300] [--texts 5] [--errors] [--json FILE]

Columns are asked header by header: helpful (the word for it in a language of that country), neutral (`v7`)
and misleading (`order_no` over a telephone number, `customer` over an order number). Right, missed and false are
counted as in `detection.py`; in addition a kind in `ALLOWED` is as right as the label, and a name counts
apart from the sum, because names were learned from lists that Faker draws on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.detection import Score, interval, reported, total
from bench.truth_blind import ALLOWED, NOT_VALID, columns, texts

from ayni.check.personal import find_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.truth import TruthColumn, TruthText

__all__ = ["Tally", "score_columns", "score_texts"]

_HEADERS = ("helpful", "neutral", "misleading")


class Tally:
    """Counts of right, missed and false reports for each kind, and what went wrong."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self.right, self.missed, self.false = Counter[str](), Counter[str](), Counter[str]()
        self.clean = self.flagged = 0
        self.errors: list[str] = []

    def scores(self) -> dict[str, Score]:
        """Return the score of each kind."""
        kinds = sorted(self.right | self.missed | self.false)
        return {kind: Score(self.right[kind], self.missed[kind], self.false[kind]) for kind in kinds}

    def count(self, wanted: set[str], found: set[str], note: str) -> None:
        """Count one column; a wrong answer is kept with its note."""
        self.right.update(wanted & found)
        self.missed.update(wanted - found)
        self.false.update(found - wanted)
        if not wanted:
            self.clean += 1
            self.flagged += bool(found)
        if wanted != found:
            self.errors.append(f"{note}: {sorted(found)}")


def _settle(found: str, kind: str | None) -> str:
    """Return the label where the answer is the same number under another name, or leaves the country open."""
    if kind is None or "." not in kind:
        return found
    return kind if found in ALLOWED.get(kind, set()) or found == "national-id" else found


def score_columns(made: Iterable[TruthColumn]) -> dict[str, Tally]:
    """Return the tally over the columns of each sort of header."""
    tallies = {header: Tally() for header in _HEADERS}
    for column in made:
        found = {_settle(kind, column.kind) for kind in reported(column)}
        note = f"{column.source}, {column.header}, {column.name!r}, {column.cells[:2]}"
        tallies[column.header].count({column.kind} if column.kind else set(), found, note)
    return tallies


def score_texts(made: Iterable[TruthText]) -> dict[str, Tally]:
    """Return the tally over texts: with the word for what stands there, bare, and without personal data."""
    tallies = {"with its word": Tally(), "bare": Tally(), "look-alikes": Tally()}
    for one in made:
        wanted = set(one.spans)
        places = {(start, end): kind for kind, start, end in wanted}
        found = {(_settle(s.kind, places.get((s.start, s.end))), s.start, s.end) for s in find_spans(one.text)}
        tally = tallies[one.source.rsplit(", ", 1)[1] if wanted else "look-alikes"]
        tally.right.update(kind for kind, *_ in found & wanted)
        tally.missed.update(kind for kind, *_ in wanted - found)
        tally.false.update(kind for kind, *_ in found - wanted)
        if not wanted:
            tally.clean += 1
            tally.flagged += bool(found)
        if wanted != found:
            tally.errors.append(
                f"{one.source}, {one.text!r}: {sorted(found - wanted)}, missed {sorted(wanted - found)}"
            )
    return tallies


def _print(title: str, tally: Tally) -> None:
    scores = tally.scores()
    known = {kind: score for kind, score in scores.items() if kind != "person-name"}
    people = {kind: score for kind, score in known.items() if "." in kind}
    valid = {kind: score for kind, score in people.items() if kind not in NOT_VALID}
    print(f"\n{title}\n{'kind':<22} {'recall':<32} precision")
    for kind, score in {
        **scores,
        "identifiers": total(people),
        "made right": total(valid),
        "all but names": total(known),
    }.items():
        there, given = score.right + score.missed, score.right + score.false
        print(f"{kind:<22} {interval(score.right, there):<32} {interval(score.right, given)}")
    if tally.clean:
        print(f"without personal data, flagged: {interval(tally.flagged, tally.clean)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cells", type=int, default=300)
    parser.add_argument("--texts", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    given = parser.parse_args()
    made, notes = columns(given.seed, given.cells), texts(given.seed, given.texts)
    tallies = {f"columns, header {name}": tally for name, tally in score_columns(made).items()}
    tallies |= {f"texts, {name}": tally for name, tally in score_texts(notes).items()}
    clean = sum(column.kind is None for column in made)
    print(f"seed {given.seed}: {len(made)} columns of {given.cells} cells ({clean} look-alikes), {len(notes)} texts")
    for title, tally in tallies.items():
        _print(title, tally)
        if given.errors:
            print("\n" + "\n".join(tally.errors))
    if given.json:
        scores = {title: {kind: s._asdict() for kind, s in tally.scores().items()} for title, tally in tallies.items()}
        given.json.write_text(json.dumps(scores))


if __name__ == "__main__":
    main()
