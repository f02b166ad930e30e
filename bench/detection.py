"""Measure the detection of personal data on the labelled truth set: precision and recall for each kind.

    python bench/detection.py [--seed 7] [--cells 60] [--texts 20] [--json FILE]

Columns go through `PersonalMeasure` as `ayni check` would use it (cells as text, the type
inferred), texts through `find_spans`. A column is right when the kind it holds is reported; what
else is reported in it, and anything reported in a look-alike, counts against that kind's precision. A span
is right when kind and both ends agree. `national-id` (an identity number of a country that nothing tells)
is right where a person's identifier stands. Intervals are Wilson's at 95 %. The truth set was made by us: it
says how the rules do on numbers and names like those, not how often they meet them in the wild.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.truth import TruthColumn, TruthText, columns, texts

from ayni.check.batch import ColumnBatch, ColumnPlan
from ayni.check.personal import PersonalMeasure, find_spans
from ayni.check.profile.infer import plan_columns
from ayni.check.read.table import ColumnHead
from ayni.limits import CheckLimits

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Score", "interval", "reported", "score_columns", "score_texts", "total", "wilson"]

_Z = 1.959963984540054


class Score(NamedTuple):
    """Right, missed and false reports of one kind."""

    right: int
    missed: int
    false: int

    @property
    def recall(self) -> float:
        """Right out of what is there; nan where nothing is."""
        return self.right / (self.right + self.missed) if self.right + self.missed else math.nan

    @property
    def precision(self) -> float:
        """Right out of what was reported; nan where nothing was."""
        return self.right / (self.right + self.false) if self.right + self.false else math.nan


def wilson(hits: int, size: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of hits / size; (0, 1) for an empty sample."""
    if not size:
        return 0.0, 1.0
    share = hits / size
    middle = (share + _Z * _Z / (2 * size)) / (1 + _Z * _Z / size)
    half = _Z / (1 + _Z * _Z / size) * math.sqrt(share * (1 - share) / size + _Z * _Z / (4 * size * size))
    return max(0.0, middle - half), min(1.0, middle + half)


def _plan(column: TruthColumn) -> ColumnPlan:
    sample = pl.DataFrame({column.name: pl.Series(column.cells, dtype=pl.String)})
    return plan_columns([ColumnHead(name=column.name)], sample)[0]


def reported(column: TruthColumn) -> set[str]:
    """Return the kinds that are reported in a column."""
    plan = _plan(column)
    measure = PersonalMeasure(plan, CheckLimits())
    measure.observe(ColumnBatch(plan, pl.Series(column.name, column.cells, dtype=pl.String)))
    return {personal.kind for personal in measure.conclude()}


def _settle(found: str, kind: str | None) -> str:
    """Return the true kind for the answer that leaves the country open, any other answer as it is."""
    return kind if found == "national-id" and kind is not None and "." in kind else found


def _scores(right: Counter[str], missed: Counter[str], false: Counter[str]) -> dict[str, Score]:
    kinds = sorted(right | missed | false)
    return {kind: Score(right[kind], missed[kind], false[kind]) for kind in kinds}


def score_columns(made: Iterable[TruthColumn], errors: list[str] | None = None) -> dict[str, Score]:
    """Return the score of each kind over columns; what went wrong is added to `errors`."""
    right, missed, false = Counter[str](), Counter[str](), Counter[str]()
    for column in made:
        found = {_settle(kind, column.kind) for kind in reported(column)}
        if column.kind is not None:
            (right if column.kind in found else missed)[column.kind] += 1
        for kind in found - {column.kind}:
            false[kind] += 1
        if errors is not None and found != ({column.kind} - {None}):
            errors.append(f"column {column.name!r} ({column.header}, {column.source}): {sorted(found)}")
    return _scores(right, missed, false)


def score_texts(made: Iterable[TruthText], errors: list[str] | None = None) -> dict[str, Score]:
    """Return the score of each kind over texts; what went wrong is added to `errors`."""
    right, missed, false = Counter[str](), Counter[str](), Counter[str]()
    for one in made:
        wanted = set(one.spans)
        places = {(start, end): kind for kind, start, end in wanted}
        spans = find_spans(one.text)
        found = {(_settle(s.kind, places.get((s.start, s.end))), s.start, s.end) for s in spans}
        right.update(kind for kind, *_ in found & wanted)
        missed.update(kind for kind, *_ in wanted - found)
        false.update(kind for kind, *_ in found - wanted)
        if errors is not None and found != wanted:
            errors.append(f"text ({one.source}) {one.text!r}: {sorted(found)}")
    return _scores(right, missed, false)


def total(scores: dict[str, Score]) -> Score:
    """Return the score over all kinds."""
    return Score(*(sum(score[part] for score in scores.values()) for part in range(3)))


def interval(hits: int, size: int) -> str:
    """Return hits / size with its 95 % interval, as printed."""
    low, high = wilson(hits, size)
    return f"{hits / size:6.3f} [{low:.3f}, {high:.3f}] n={size}" if size else "     –"


def _print(title: str, scores: dict[str, Score]) -> None:
    print(f"\n{title}\n{'kind':<22} {'recall':<32} precision")
    for kind, score in {**scores, "all": total(scores)}.items():
        there, given = score.right + score.missed, score.right + score.false
        print(f"{kind:<22} {interval(score.right, there):<32} {interval(score.right, given)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cells", type=int, default=60)
    parser.add_argument("--texts", type=int, default=20)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    given = parser.parse_args()
    errors: list[str] = []
    made, notes = columns(given.seed, given.cells), texts(given.seed, given.texts)
    by_column, by_text = score_columns(made, errors), score_texts(notes, errors)
    empty = [column for column in made if column.kind is None]
    flagged = sum(bool(reported(column)) for column in empty)
    print(
        f"seed {given.seed}: {len(made)} columns of {given.cells} cells ({len(empty)} look-alikes), {len(notes)} texts"
    )
    _print("columns", by_column)
    _print("texts", by_text)
    print(f"\nlook-alike columns flagged: {interval(flagged, len(empty))}")
    if given.errors:
        print("\n" + "\n".join(errors))
    if given.json:
        scores = {"columns": by_column, "texts": by_text}
        given.json.write_text(
            json.dumps({name: {k: s._asdict() for k, s in part.items()} for name, part in scores.items()})
        )


if __name__ == "__main__":
    main()
