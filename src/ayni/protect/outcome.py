"""What protecting a table did and what it cost, as frozen values: the record that is kept and printed.

`ayni protect --json` prints `Outcome` encoded by msgspec, with rendered words; the node keeps it beside the
safe file. No personal value stands in it.
"""

from __future__ import annotations

import msgspec

from ayni.check.report import Disclosure, Estimate, Report
from ayni.errors import Fact

__all__ = [
    "Association",
    "Cost",
    "Effect",
    "Marginal",
    "Outcome",
    "Prediction",
    "Risk",
    "StepDone",
    "SuggestedFix",
    "Suggestion",
]


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """Who could be recognised: the figures before and after stand side by side."""

    rows: int
    smallest_class: int
    """Each row looks like at least this many, itself included (0: no rows)."""
    rows_below: int
    """Rows in classes smaller than the goal's k (5 where there is none)."""
    highest: float
    """The largest chance that one row is recognised, 0 to 1."""
    expected: float
    """Share of rows an attacker who looks for everyone would recognise, 0 to 1."""
    direct_identifiers: int
    """Columns that name people outright."""
    personal_cells: int
    """Cells in which personal data were recognised."""


class Marginal(msgspec.Struct, frozen=True, kw_only=True):
    """How far one column's distribution moved: total variation distance, 0 (the same) to 1; None: column dropped."""

    column: str
    distance: Estimate | None


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """How strongly two columns go together before and after (bias-corrected Cramér's V, 0 to 1)."""

    first: str
    second: str
    before: Estimate
    after: Estimate | None


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """How well one column is predicted from the others, learnt before and after, both tested on original rows."""

    target: str
    measure: str
    """`balanced-accuracy`; 1 / classes is chance."""
    baseline: float
    before: Estimate
    after: Estimate | None


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What the protection cost in usefulness."""

    loss: float | None
    """Loss of the key variables, 0 to 1 (`ayni.protect.plan.Loss.LOSS`); suppressed rows cost 1."""
    discernibility: float | None
    entropy: float | None
    """Non-uniform entropy in bits."""
    rows_suppressed: int
    cells_suppressed: int
    rows_sampled: int
    """Rows the marginals, associations and prediction were measured on."""
    marginals: tuple[Marginal, ...] = ()
    associations: tuple[Association, ...] = ()
    prediction: Prediction | None = None
    usefulness: float
    """One figure for charts, 0 to 1: the mean over all original columns of 1 - marginal distance (0 for a dropped
    column that identifies nobody, and for one that reads the same in every row; columns that are direct identifiers
    do not count), times the share of rows kept."""


class StepDone(msgspec.Struct, frozen=True, kw_only=True):
    """One step and how many cells it changed."""

    do: str
    columns: tuple[str, ...]
    level: int | None = None
    cells_changed: int = 0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """All that was done to one table."""

    version: int = 1
    ayni: str
    created: str
    """UTC, RFC 3339."""
    name: str
    source_sha256: str
    result_sha256: str
    result_bytes: int
    plan_sha256: str
    levels: dict[str, int]
    """Column to level, for every generalised key variable."""
    loss_name: str
    loss: float | None
    suppressed: int
    """Rows left out."""
    optimal: bool
    """The levels are proven best for the loss and the suppression limit; see `bound`."""
    bound: float | None
    """No choice of levels has a smaller loss than this."""
    searched: bool
    """Whether levels were searched; False when the plan named them all."""
    steps: tuple[StepDone, ...]
    before: Risk
    after: Risk
    cost: Cost
    report_before: Report
    report_after: Report
    goal_met: bool
    formulas_defused: int = 0
    """Text cells that a spreadsheet would have run as formulas, written with an apostrophe before them."""
    renamed: dict[str, str] = {}
    """Columns whose names the format does not take, and the names they got."""
    labels_left_out: tuple[str, ...] = ()
    """Columns some of whose labels named people or held other personal data, and were left out."""
    disclosure_after: Disclosure | None = None


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """Risk and usefulness once a fix, and all those before it, are applied."""

    rows_below: int
    share_below: float
    """Share of all rows that look like fewer than k rows."""
    highest: float
    """As `Risk.highest`, over the key variables that a check of the data would take after the fix."""
    direct_identifiers: int
    personal_cells: int
    suppressed: int
    usefulness: float
    """0 to 1, as `Cost.usefulness`, measured on the same sample."""


class SuggestedFix(msgspec.Struct, frozen=True, kw_only=True):
    """One problem with the steps that solve it. `fix.<code>` are its words in the catalogue, `facts` their facts."""

    key: str
    """Stable within a suggestion, such as `drop:phone`; forms and plans refer to it."""
    code: str
    """What kind of fix: `drop-identifiers`, `mask-text`, `pseudonymise-links`, `drop-places`, `drop-finer`,
    `generalise-keys`, `generalise-and-hide-keys`, `hide-keys`, `leave-out-rows`, `top-code`, `shift-dates`;
    `make-alike` stands for those about key variables while they are turned off."""
    problem: str
    """Code of the finding it answers; empty where the check has none for it."""
    columns: tuple[str, ...]
    facts: dict[str, Fact] = {}
    steps: tuple[int, ...]
    """Places of its steps in the plan; none when it is turned off."""
    on: bool = True
    """False when the person turned it off: it stays in its place, so that it can be turned on again."""
    effect: Effect


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A plan in the making: fixes in the order a person meets them, with the effect of each."""

    before: Effect
    fixes: tuple[SuggestedFix, ...]
    plan_toml: str
    optimal: bool
    bound: float | None
