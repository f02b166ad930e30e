"""What a check establishes, as frozen values: the report and its parts.

These structs are the contract between the measures that fill them, the renderers that show them, and
the JSON that leaves (`ayni check --json` is `Report` encoded by msgspec, plus rendered words). They
hold no behaviour and no personal value. A `Count` is an exact whole number; only a published report
(`ayni.check.render.public`) replaces small ones by a text such as `<5`.
"""

from __future__ import annotations

import enum

import msgspec

from ayni.errors import Fact

__all__ = [
    "Bin",
    "Column",
    "Confidence",
    "Count",
    "Dates",
    "Disclosure",
    "Diversity",
    "Estimate",
    "Finding",
    "Frequent",
    "Household",
    "Numbers",
    "Personal",
    "Quantile",
    "Report",
    "Role",
    "SemanticType",
    "Severity",
    "Source",
    "Suda",
    "SudaColumn",
    "Table",
    "UnreadInput",
]

Count = int | str


class Severity(enum.StrEnum):
    """How much a finding matters before the data leave."""

    BLOCKER = "blocker"
    WARNING = "warning"
    NOTE = "note"


class Role(enum.StrEnum):
    """What a column can do to a person's privacy."""

    DIRECT = "direct-identifier"
    QUASI = "quasi-identifier"
    SENSITIVE = "sensitive"
    OTHER = "other"


class Confidence(enum.StrEnum):
    """How sure a detection is: by checksum or structure; by pattern and context; by likeness."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SemanticType(enum.StrEnum):
    """What a column's values mean, whatever they are stored as."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    CATEGORY = "category"
    CODE = "code"
    TEXT = "text"
    NESTED = "nested"
    EMPTY = "empty"


class Estimate(msgspec.Struct, frozen=True):
    """An estimate with its 95 % interval and the method (a stable word, e.g. `wilson`, `pitman`)."""

    value: float
    low: float
    high: float
    method: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a table came from. `sha256` and `bytes` are of the file as it lies on disk."""

    path: str
    sheet: str | None = None
    sha256: str = ""
    bytes: int = 0
    format: str
    """csv, tsv, parquet, arrow, jsonl, json, excel, stata, spss, sas."""
    compression: str | None = None
    """gzip, zstd, zip, or None."""
    encoding: str | None = None
    delimiter: str | None = None


class Quantile(msgspec.Struct, frozen=True):
    """The value below which the share `p` of the cells lies."""

    p: float
    value: float


class Bin(msgspec.Struct, frozen=True):
    """One bar of a histogram: `low` ≤ value < `high` (the last bar includes `high`)."""

    low: float
    high: float
    count: Count


class Frequent(msgspec.Struct, frozen=True):
    """A frequent value; only ever kept for columns that identify nobody."""

    value: str
    count: Count


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """A numeric column: its range, mean, quantiles (with their relative error, 0 when exact)."""

    minimum: float | None
    maximum: float | None
    mean: float
    quantiles: tuple[Quantile, ...]
    quantile_error: float
    histogram: tuple[Bin, ...]


class Dates(msgspec.Struct, frozen=True, kw_only=True):
    """A date column: first and last day (ISO 8601); bars in days since 1970-01-01."""

    earliest: str | None
    latest: str | None
    histogram: tuple[Bin, ...]


class Personal(msgspec.Struct, frozen=True, kw_only=True):
    """Personal data of one kind in one column.

    `cells` counts the cells that hold it, `share` is cells / cells that are not missing, and `interval`
    bounds the share when it was estimated from a sample of the cells (None: every cell was looked at).
    """

    kind: str
    cells: Count
    share: float | None
    confidence: Confidence
    in_text: bool = False
    """Found inside longer text rather than filling the cell."""
    interval: Estimate | None = None


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column's profile."""

    name: str
    label: str | None = None
    type: SemanticType
    storage: str
    missing: Count
    distinct: Count
    distinct_error: float = 0.0
    """Relative standard error of `distinct`; 0 when it is exact."""
    role: Role = Role.OTHER
    role_reason: str = "no-sign"
    """A stable word; `role.<reason>` are its words in the catalogue."""
    role_confirmed: bool = False
    personal: tuple[Personal, ...] = ()
    constant: bool = False
    mixed: Count = 0
    """Cells that do not fit the column's type."""
    damaged: Count = 0
    """Cells with signs of a broken encoding."""
    impossible: Count = 0
    """Cells with an impossible value (negative age, date in the future, latitude 200 …)."""
    numbers: Numbers | None = None
    dates: Dates | None = None
    frequent: tuple[Frequent, ...] = ()
    mean_length: float | None = None


class Diversity(msgspec.Struct, frozen=True, kw_only=True):
    """How well one sensitive column is hidden inside the classes."""

    column: str
    l_min: int
    """Fewest distinct values in a class (distinct l-diversity, Machanavajjhala et al. 2007)."""
    entropy_l_min: float
    rows_l1: Count
    """Rows in classes where everyone has the same value."""
    t_max: float
    """Largest distance of a class's distribution from the whole table's (Li, Li, Venkatasubramanian 2007)."""


class SudaColumn(msgspec.Struct, frozen=True):
    """A key column's share in the minimal sample uniques, 0 to 1."""

    column: str
    contribution: float


class Suda(msgspec.Struct, frozen=True, kw_only=True):
    """Special unique detection (Elliot, Manning, Ford 2002; SUDA2, Manning, Haglin, Keane 2008)."""

    complete: bool
    max_size: int
    """Largest combination searched."""
    rows: Count
    """Rows with at least one minimal sample unique."""
    uniques: Count
    """Minimal sample uniques in all."""
    by_size: tuple[Count, ...]
    """Minimal sample uniques of 1, 2, 3 … columns."""
    columns: tuple[SudaColumn, ...]
    score_max: float
    dis_max: float
    """Largest DIS-SUDA score, at the DIS fraction of the thresholds."""


class Household(msgspec.Struct, frozen=True, kw_only=True):
    """Risk when one member recognised gives away the whole household."""

    column: str
    households: Count
    risk_mean: float
    risk_max: float
    expected: float
    """Expected number of people in re-identified households."""


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """Risk that someone in the table is recognised by its key columns."""

    quasi_identifiers: tuple[str, ...]
    rows: int
    classes: Count
    k_min: Count
    sample_uniques: Count
    below_k: dict[str, Count]
    """Rows in classes smaller than 2, 3, 5 and 10."""
    class_sizes: tuple[Bin, ...]
    """Rows by the size of their class: 1, 2, 3 to 4, 5 to 9, 10 to 19, 20 to 49, 50 to 99, 100 and more."""
    prosecutor_max: float
    prosecutor_mean: float
    journalist_max: float
    marketer: float
    individual_max: float
    rows_individual_above: Count
    """Rows whose individual risk is above the threshold."""
    global_risk: float
    """Expected share of re-identified rows."""
    expected_reidentified: float
    weights: str | None
    """The sampling-weight column used; None: the table is taken as the whole population."""
    population_uniques: float
    """Estimated number of the table's rows that are unique in the population too."""
    population_uniques_interval: Estimate
    diversity: tuple[Diversity, ...] = ()
    suda: Suda | None = None
    household: Household | None = None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table of a dataset."""

    name: str
    source: Source
    rows: int
    columns: tuple[Column, ...]
    duplicate_rows: Count = 0
    about_people: bool = True
    about_people_reason: str = ""
    disclosure: Disclosure | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the check established. `finding.<code>` and `advice.<code>` are its words."""

    code: str
    severity: Severity
    table: str | None = None
    column: str | None = None
    facts: dict[str, Fact] = {}


class UnreadInput(msgspec.Struct, frozen=True, kw_only=True):
    """An input, or a part of one, that could not be read: an `InputError` kept as a value."""

    path: str
    code: str
    facts: dict[str, Fact] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All of a check's findings and the tables they are about."""

    version: int = 1
    ayni: str
    created: str
    """UTC, RFC 3339."""
    name: str
    public: bool = False
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]
    unread: tuple[UnreadInput, ...] = ()
    thresholds: dict[str, float] = {}
