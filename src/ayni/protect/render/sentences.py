"""What every rendering of an outcome says alike, as sentences of one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ayni.check.render.wording import Words
from ayni.errors import Fact
from ayni.protect.risk import ORDINARY_K

if TYPE_CHECKING:
    from ayni.messages import Catalogue
    from ayni.protect.outcome import Outcome, Risk, StepDone

__all__ = ["Remark", "cost_sentences", "done_sentences", "figures", "headline"]

_MOVED = 3
_MOVED_LEAST = 0.01


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person must know besides the outcome; `remark.<code>` are its words."""

    code: str
    facts: dict[str, Fact] = {}


def headline(outcome: Outcome, catalogue: Catalogue) -> list[str]:
    """Return what matters most."""
    words = Words(catalogue)
    said = [words("outcome.written", name=outcome.name, rows=outcome.after.rows, total=outcome.before.rows)]
    if outcome.disclosure_after is None:
        said.append(words("outcome.no-keys"))
    elif outcome.after.rows:
        said.append(words("outcome.alike", others=max(0, outcome.after.smallest_class - 1)))
    if outcome.searched and outcome.optimal:
        said.append(words("outcome.best"))
    elif outcome.searched and outcome.loss is not None and outcome.bound is not None:
        said.append(words("outcome.not-best", loss=outcome.loss, bound=outcome.bound))
    elif outcome.levels and not outcome.searched:
        said.append(words("outcome.named"))
    return said


def figures(outcome: Outcome, catalogue: Catalogue, k: int | None = None) -> list[tuple[str, str, str]]:
    """Return the figures that stand side by side: what they are, before, after."""
    words = Words(catalogue)

    def pair(code: str, before: str, after: str, **facts: Fact) -> tuple[str, str, str]:
        return words(f"figure.{code}", **facts), before, after

    def alike(risk: Risk) -> str:
        return words.number(max(0, risk.smallest_class - 1))

    one, two = outcome.before, outcome.after
    found = [pair("rows", words.number(one.rows), words.number(two.rows))]
    if outcome.disclosure_after is not None:
        others = (k or ORDINARY_K) - 1
        found += [
            pair("others", alike(one), alike(two)),
            pair("rows-below", words.number(one.rows_below), words.number(two.rows_below), others=others),
            pair("highest", words.share(one.highest), words.share(two.highest)),
            pair("expected", words.share(one.expected), words.share(two.expected)),
        ]
    found.append(pair("direct", words.number(one.direct_identifiers), words.number(two.direct_identifiers)))
    found.append(pair("cells", words.number(one.personal_cells), words.number(two.personal_cells)))
    return found


def done_sentences(outcome: Outcome, catalogue: Catalogue) -> list[str]:
    """Return one sentence for each step, and one for the rows that were left out."""
    words = Words(catalogue)
    said = [_done(step, words) for step in outcome.steps]
    if outcome.suppressed:
        said.append(words("done.left-out", rows=outcome.suppressed))
    if outcome.formulas_defused:
        said.append(words("done.formulas", cells=outcome.formulas_defused))
    if outcome.labels_left_out:
        said.append(words("done.labels", columns=words.listed(outcome.labels_left_out)))
    if outcome.renamed:
        columns, names = words.listed(outcome.renamed), words.listed(outcome.renamed.values())
        said.append(words("done.renamed", columns=columns, names=names))
    return said or [words("done.nothing")]


def _done(step: StepDone, words: Words) -> str:
    code = "generalise-kept" if step.do == "generalise" and not step.level else step.do
    facts: dict[str, Fact] = {"cells": step.cells_changed}
    if step.level:
        facts["level"] = step.level
    return words(f"done.{code}", columns=words.listed(step.columns), **facts)


def cost_sentences(outcome: Outcome, catalogue: Catalogue) -> list[str]:
    """Return what the protection cost in usefulness."""
    words = Words(catalogue)
    cost = outcome.cost
    said = [words("cost.usefulness", percent=words.share(cost.usefulness))]
    if cost.loss is not None:
        said.append(words("cost.loss", percent=words.share(cost.loss)))
    moved = sorted(
        (
            (one.distance.value, one.column)
            for one in cost.marginals
            if one.distance is not None and one.distance.value > _MOVED_LEAST
        ),
        reverse=True,
    )[:_MOVED]
    if moved:
        shown = [words("cost.moved", column=column, percent=words.share(distance)) for distance, column in moved]
        said.append(words("cost.changed-most", columns=words.series(shown)))
    told = cost.prediction
    if told is not None:
        before = words.share(told.before.value)
        if told.after is None:
            said.append(words("cost.prediction-gone", target=told.target, before=before))
        else:
            after, chance = words.share(told.after.value), words.share(told.baseline)
            said.append(words("cost.prediction", target=told.target, before=before, after=after, chance=chance))
    return said
