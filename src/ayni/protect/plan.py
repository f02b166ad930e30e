"""A plan: every step that makes a table safe, as data that a person can read, edit and run again.

A plan is a TOML file (`ayni.protect.plan_file` reads and writes it). It names the goal to be reached over the
key variables, then the steps in the order in which they are done. A plan made by `--suggest` names every level
and limit it uses, so that a second wave of a survey, or another office, repeats it exactly; a step that leaves
`level` out has it searched. These structs hold no behaviour.

Terms follow ISO/IEC 20889:2018 (techniques) and the handbook of Hundepool et al., Statistical Disclosure
Control (2012).
"""

from __future__ import annotations

import enum

import msgspec

__all__ = [
    "AsGiven",
    "BottomCode",
    "ByCode",
    "ByDate",
    "ByInterval",
    "ByPlace",
    "Drop",
    "FromFile",
    "Generalise",
    "Goal",
    "HierarchySource",
    "Loss",
    "Mask",
    "Microaggregate",
    "MovePlaces",
    "Plan",
    "Pseudonymise",
    "Round",
    "ShiftDates",
    "Step",
    "SuppressCells",
    "TopCode",
]


class Loss(enum.StrEnum):
    """What a search minimises (the definitions are those of ARX 3.9, so that results can be compared)."""

    LOSS = "loss"
    """Geometric mean over the key variables of the share of its domain that a cell may stand for (Iyengar 2002)."""
    DISCERNIBILITY = "discernibility"
    """Sum over rows of the size of their class; a suppressed row costs the whole table (Bayardo, Agrawal 2005)."""
    ENTROPY = "non-uniform-entropy"
    """Bits lost by generalising, summed over cells (de Waal, Willenborg 1999; Gionis, Tassa 2009)."""


class Goal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must hold of the result. `None` sets no goal of that kind."""

    keys: tuple[str, ...] = ()
    """The key variables (quasi-identifiers) over which people are looked alike."""
    k: int | None = None
    """Each row looks like at least k - 1 others (Samarati, Sweeney 1998). With `household`, others of k - 1 other
    households: members of one household do not hide each other."""
    l: int | None = None  # noqa: E741 - the literature's name
    """Each class holds at least l different values of each sensitive column (distinct l-diversity)."""
    t: float | None = None
    """Each class's distribution of each sensitive column lies within this distance of the table's, 0 to 1
    (t-closeness, Li et al. 2007: equal distance for categories, ordered distance for numbers)."""
    sensitive: tuple[str, ...] = ()
    weights: str | None = None
    """Sampling weights: risk and usefulness are measured with them; they are never a key and never changed."""
    household: str | None = None
    suppression: float = 0.05
    """Largest share of rows that may be left out to reach the goal, 0 to 1."""
    loss: Loss = Loss.LOSS


class FromFile(msgspec.Struct, frozen=True, kw_only=True, tag="file", tag_field="by", forbid_unknown_fields=True):
    """A hierarchy file as ARX writes it; `sha256` holds it to that content.

    Its path begins in the plan's folder (or that of `--hierarchies`) and does not leave it.
    """

    path: str
    sha256: str | None = None


class AsGiven(msgspec.Struct, frozen=True, kw_only=True, tag="values", tag_field="by", forbid_unknown_fields=True):
    """A hierarchy written out in the plan: for each value its levels from level 1 on, all equally many."""

    values: dict[str, tuple[str, ...]]


class ByInterval(msgspec.Struct, frozen=True, kw_only=True, tag="interval", tag_field="by", forbid_unknown_fields=True):
    """Numbers in intervals: level i has intervals `widths[i - 1]` wide that start at `start`; then `*`.

    Each width is a multiple of the one before. Below `least` and from `most` on there is one open interval.
    """

    widths: tuple[float, ...]
    start: float = 0.0
    least: float | None = None
    most: float | None = None


class ByDate(msgspec.Struct, frozen=True, kw_only=True, tag="date", tag_field="by", forbid_unknown_fields=True):
    """Dates in calendar units, each containing the one before; then `*`.

    Units are `month`, `quarter`, `half-year`, `year`, `5-years`, `decade`.
    """

    units: tuple[str, ...] = ("month", "quarter", "year", "decade")


class ByPlace(msgspec.Struct, frozen=True, kw_only=True, tag="place", tag_field="by", forbid_unknown_fields=True):
    """Places: ISO 3166-2 subdivision, ISO 3166-1 country, UN M49 subregion and region; then `*`.

    `scheme` is `iso3166`; the level a value stands on is told from its form.
    """

    scheme: str = "iso3166"


class ByCode(msgspec.Struct, frozen=True, kw_only=True, tag="code", tag_field="by", forbid_unknown_fields=True):
    """Codes that nest by prefix (administrative codes, P-codes, postcodes, ICD, ISCO, ISIC).

    Level i keeps the first `keep[i - 1]` characters, falling; then `*`. With none to keep, a value stays or is `*`.
    """

    keep: tuple[int, ...]


HierarchySource = FromFile | AsGiven | ByInterval | ByDate | ByPlace | ByCode


class _Step(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", forbid_unknown_fields=True):
    problem: str | None = None
    """The code of the finding this step answers (`--suggest` writes it; it changes nothing)."""


class Drop(_Step, frozen=True, kw_only=True, tag="drop"):
    """Leave columns out."""

    columns: tuple[str, ...]


class Mask(_Step, frozen=True, kw_only=True, tag="mask"):
    """Replace personal data inside the cells by their kind, such as `[phone]`, and keep the rest of the text."""

    columns: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """Kinds of personal data to mask; empty: all that are recognised."""


class Pseudonymise(_Step, frozen=True, kw_only=True, tag="pseudonymise"):
    """Replace each value by a pseudonym made with the owner's key.

    Equal values of a domain get equal pseudonyms in every column, file and table; without the key nobody can make or
    undo them.
    """

    columns: tuple[str, ...]
    domain: str = "person"
    length: int = 16
    """Characters of a pseudonym, 5 bits each (base 32), 10 to 50."""


class Generalise(_Step, frozen=True, kw_only=True, tag="generalise"):
    """Replace values by coarser ones of a hierarchy. Level 0 keeps them; without `level` the goal's search decides."""

    column: str
    hierarchy: HierarchySource
    level: int | None = None


class TopCode(_Step, frozen=True, kw_only=True, tag="top-code"):
    """Replace numbers above `limit` by the limit."""

    column: str
    limit: float


class BottomCode(_Step, frozen=True, kw_only=True, tag="bottom-code"):
    """Replace numbers below `limit` by the limit."""

    column: str
    limit: float


class Round(_Step, frozen=True, kw_only=True, tag="round"):
    """Round numbers to the nearest multiple of `base`."""

    column: str
    base: float


class ShiftDates(_Step, frozen=True, kw_only=True, tag="shift-dates"):
    """Move all dates of one person by the same secret number of days, so that intervals stay as they were."""

    columns: tuple[str, ...]
    by: str
    """The column that tells persons (or households) apart; it may be dropped by a later step."""
    days: int = 182
    """Largest shift either way; never 0."""
    whole_weeks: bool = False
    """Shift by whole weeks, so that the day of the week stays too."""


class MovePlaces(_Step, frozen=True, kw_only=True, tag="move-places"):
    """Move each point in a random direction by a distance between two bounds (donut masking, Hampton et al. 2010)."""

    latitude: str
    longitude: str
    least: float
    """Metres."""
    most: float
    """Metres."""
    by: str | None = None
    """Rows that agree here move together; without it, rows at the same point do."""


class Microaggregate(_Step, frozen=True, kw_only=True, tag="microaggregate"):
    """Replace numbers by the mean of groups of at least `k` similar rows (MDAV, Domingo-Ferrer, Torra 2005)."""

    columns: tuple[str, ...]
    k: int = 5


class SuppressCells(_Step, frozen=True, kw_only=True, tag="suppress-cells"):
    """Blank cells of these key variables, least important first, where that is enough to reach the goal's k.

    So fewer rows must be left out (local suppression).
    """

    columns: tuple[str, ...]
    """Most important to keep first."""


Step = (
    Drop
    | Mask
    | Pseudonymise
    | Generalise
    | TopCode
    | BottomCode
    | Round
    | ShiftDates
    | MovePlaces
    | Microaggregate
    | SuppressCells
)


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is done to one table."""

    version: int = 1
    table: str | None = None
    """The table of a dataset with several (a sheet, a member); None: the only one."""
    made_from: str | None = None
    """sha256 of the file the plan was suggested for; another file is a second wave, and is said to be."""
    goal: Goal = Goal()
    steps: tuple[Step, ...] = ()
