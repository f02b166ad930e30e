"""What each column can do to a person's privacy: suggested from evidence, decided by a person.

The evidence is what the cells hold (`personal`), what the column is called (concepts of its name and
label) and how its values are spread (`ColumnSummary`). The program suggests and gives its reason; a
`roles.toml` overrides, and what it says is marked as confirmed. Whether an outsider could know a column
is a judgement no statistic makes, so nothing here is more than a suggestion (facts: ARX distinction and
separation, SUDA contributions and name lists all fail at it alone).

Roles follow ISO/IEC 20889:2018, 3 (direct identifier, quasi-identifier); sensitive columns are the
special categories of GDPR art. 9(1) and what people would be harmed by (income, debt, violence).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ayni.check.profile.summary import ColumnSummary
from ayni.check.report import Confidence, Personal, Role, SemanticType
from ayni.check.settings import SettingsErrors, nearest, read_settings
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["ColumnEvidence", "RoleGuess", "Roles", "TableRoles", "decide_roles", "load_roles"]

ROLES_BYTES = 1 << 20
"""A roles file is refused beyond this size."""
_ERRORS = SettingsErrors("roles-unreadable", "roles-unreadable", "roles-unreadable")

_DIRECT_CONCEPTS = frozenset(
    {
        "person-name", "given-name", "family-name", "email", "phone", "address", "street", "identifier", "username",
        "ip-address", "mac-address", "imei", "payment-card", "bank-account", "vehicle-plate", "photo",
    },
)  # fmt: skip
_KEY_CONCEPTS = (
    "birth-date", "age", "birth-year", "sex", "postcode", "place", "ethnicity", "race", "nationality", "language",
    "marital-status", "education", "occupation", "employer", "school", "household-size", "children", "disability",
    "migration",
)  # fmt: skip
"""Key concepts, the ones an outsider most often knows first."""
_SENSITIVE_CONCEPTS = frozenset(
    {
        "health", "income", "political", "sexual-life", "criminal", "biometric", "genetic", "union-membership",
        "violence", "debt", "refugee-status", "religion",
    },
)  # fmt: skip
_PERSON_CONCEPTS = frozenset(_KEY_CONCEPTS) - {"place", "postcode", "language", "employer", "school"} | {
    "religion", "household-id",
}  # fmt: skip
"""Concepts that only a table about people has; two of them make one (a lone `age` may be concrete's)."""
MOST_SENSITIVE = 5
"""Sensitive columns whose spread inside the classes is measured; the rest are only named."""
_COORDINATE_CONCEPTS = frozenset({"coordinates", "latitude", "longitude"})
_WHOLE_CELL_SHARE = 0.05
"""From this share of filled cells on, a kind makes the whole column a direct identifier."""
_MIN_PERSON_CONCEPTS = 2


class ColumnEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of a column when its role is decided."""

    name: str
    concepts: frozenset[str]
    summary: ColumnSummary
    personal: tuple[Personal, ...]


class RoleGuess(msgspec.Struct, frozen=True):
    """A column's role, why (`role-reason.<reason>` are its words), and whether a person said so."""

    role: Role
    reason: str
    confirmed: bool = False


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided: roles by column name, for all tables or for one; structural columns."""

    columns: dict[str, Role] = {}
    tables: dict[str, dict[str, Role]] = {}
    weights: str | None = None
    household: str | None = None


class TableRoles(msgspec.Struct, frozen=True, kw_only=True):
    """The decided roles of one table."""

    guesses: tuple[RoleGuess, ...]
    about_people: bool
    about_people_reason: str
    """`confirmed`, `identifiers`, `person-columns` or `no-sign`."""
    keys: tuple[str, ...]
    """Quasi-identifiers for the disclosure risk, best known first, at most as many as the limits allow."""
    keys_left_out: tuple[str, ...]
    sensitive: tuple[str, ...]
    weights: str | None
    household: str | None


def load_roles(path: Path) -> Roles:
    """Read `roles.toml`.

    Raises `InputError` (`roles-unreadable`, `roles-unknown-role`, `roles-unknown-key`) and says where.
    """
    document = read_settings(path, ROLES_BYTES, _ERRORS)
    known = ("columns", "tables", "weights", "household")
    for key in document:
        if key not in known:
            raise InputError("roles-unknown-key", path=str(path), key=key, nearest=nearest(key, known))
    tables = {
        table: _column_roles(path, _section(path, content, "columns", table))
        for table, content in _table(path, document.get("tables", {}), "tables").items()
    }
    return Roles(
        columns=_column_roles(path, document.get("columns", {})),
        tables=tables,
        weights=_name(path, document, "weights"),
        household=_name(path, document, "household"),
    )


def _table(path: Path, value: object, key: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise InputError("roles-unreadable", path=str(path), reason=f"[{key}]")
    return value


def _section(path: Path, value: object, key: str, table: str) -> object:
    content = _table(path, value, f"tables.{table}")
    for name in content:
        if name != key:
            raise InputError("roles-unknown-key", path=str(path), key=name, nearest=key)
    return content.get(key, {})


def _name(path: Path, document: Mapping[str, object], key: str) -> str | None:
    value = document.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError("roles-unreadable", path=str(path), reason=key)
    return value


def _column_roles(path: Path, value: object) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for column, word in _table(path, value, "columns").items():
        try:
            roles[column] = Role(str(word))
        except ValueError as error:
            raise InputError(
                "roles-unknown-role",
                path=str(path),
                column=column,
                role=str(word)[:80],
                known=[role.value for role in Role],
            ) from error
    return roles


def decide_roles(
    table: str, columns: Sequence[ColumnEvidence], rows: int, decided: Roles | None, most_keys: int
) -> TableRoles:
    """Suggest a role for every column of `table`, put what a person `decided` above it, choose the keys.

    Raises `InputError("roles-unknown-column")` when a person named a structural column the table lacks.
    """
    said = {} if decided is None else {**decided.columns, **decided.tables.get(table, {})}
    guesses = [
        RoleGuess(said[column.name], "confirmed", confirmed=True) if column.name in said else _suggest(column, rows)
        for column in columns
    ]
    about, reason = _about_people(columns, guesses)
    if not about:
        guesses = [guess if guess.confirmed else _without_people(guess) for guess in guesses]
    keys = sorted(
        (index for index, guess in enumerate(guesses) if guess.role is Role.QUASI),
        key=lambda index: (not guesses[index].confirmed, _rank(columns[index].concepts), index),
    )
    names = [columns[index].name for index in keys]
    return TableRoles(
        guesses=tuple(guesses),
        about_people=about,
        about_people_reason=reason,
        keys=tuple(names[:most_keys]),
        keys_left_out=tuple(names[most_keys:]),
        sensitive=tuple(
            column.name for column, guess in zip(columns, guesses, strict=True) if guess.role is Role.SENSITIVE
        ),
        weights=_structural(columns, decided.weights if decided else None, "weight"),
        household=_structural(columns, decided.household if decided else None, "household-id"),
    )


def _rank(concepts: frozenset[str]) -> int:
    return min((_KEY_CONCEPTS.index(concept) for concept in concepts if concept in _KEY_CONCEPTS), default=99)


def _structural(columns: Sequence[ColumnEvidence], named: str | None, concept: str) -> str | None:
    """Return the column a person named; else the only one whose name says so."""
    if named is not None and any(column.name == named for column in columns):
        return named
    # A column called just `weight` may hold kilograms; only a person can say.
    found = [
        column
        for column in columns
        if concept in column.concepts and "body-weight" not in column.concepts and _can_be(column.summary, concept)
    ]
    return found[0].name if len(found) == 1 else None


def _can_be(summary: ColumnSummary, concept: str) -> bool:
    if concept != "weight":
        return summary.cells > 0 and summary.distinct < summary.cells
    numbers = summary.numbers
    return (
        numbers is not None
        and summary.missing == 0
        and summary.mixed == 0
        and numbers.minimum is not None
        and numbers.minimum > 0
    )


def _suggest(column: ColumnEvidence, rows: int) -> RoleGuess:
    """Suggest one column's role: what the cells hold first, then what the column is called."""
    if column.summary.cells == 0:
        return RoleGuess(Role.OTHER, "empty")
    return _from_personal(column) or _from_name(column, rows)


def _from_name(column: ColumnEvidence, rows: int) -> RoleGuess:
    """Return the first role whose name fits and whose values can be it."""
    concepts, summary = column.concepts, column.summary
    signs = (
        ("birth-date" in concepts, Role.QUASI, "name-says-key"),
        ("weight" in concepts and "body-weight" not in concepts and _can_be(summary, "weight"), Role.OTHER, "weights"),
        ("household-id" in concepts, Role.OTHER, "household"),
        (bool(concepts & _SENSITIVE_CONCEPTS), Role.SENSITIVE, "name-says-sensitive"),
        (bool(concepts & _DIRECT_CONCEPTS) and _fits_direct(column, rows), Role.DIRECT, "name-says-direct"),
        (not concepts.isdisjoint(_KEY_CONCEPTS) and _fits_key(column), Role.QUASI, "name-says-key"),
        (bool(concepts & _COORDINATE_CONCEPTS) and summary.numbers is not None, Role.QUASI, "place"),
        ("record-number" in concepts, Role.OTHER, "record-number"),
    )
    return next((RoleGuess(role, reason) for fits, role, reason in signs if fits), RoleGuess(Role.OTHER, "no-sign"))


def _from_personal(column: ColumnEvidence) -> RoleGuess | None:
    """Return the role that the detected personal data give, if any."""
    direct = [found for found in column.personal if found.kind not in {"date-of-birth", "coordinates"}]
    for found in direct:
        if found.in_text and found.confidence is Confidence.LOW:
            continue  # a likeness inside a text is worth a look, not a role
        if found.in_text:
            return RoleGuess(Role.DIRECT, "text-holds-personal")
        if (found.share or 0) >= _WHOLE_CELL_SHARE and found.confidence is not Confidence.LOW:
            return RoleGuess(Role.DIRECT, "holds-personal")
    kinds = {found.kind for found in column.personal}
    if "coordinates" in kinds:
        return RoleGuess(Role.QUASI, "place")
    if "date-of-birth" in kinds:
        return RoleGuess(Role.QUASI, "birth-date")
    if direct:
        # A few cells only, or nothing surer than likeness: the name decides whether that is the column's meaning.
        sure = column.concepts & _DIRECT_CONCEPTS or any(found.confidence is Confidence.HIGH for found in direct)
        return RoleGuess(Role.DIRECT, "some-cells-personal") if sure else None
    return None


def _fits_direct(column: ColumnEvidence, rows: int) -> bool:
    """Tell whether the spread allows a direct identifier: few repeats, no measurement, no yes/no answer."""
    summary = column.summary
    if summary.type in {SemanticType.BOOLEAN, SemanticType.DECIMAL, SemanticType.DATE, SemanticType.DATETIME}:
        return False
    # A questionnaire asks `phone: yes/no`; an identifier tells most rows apart.
    return summary.distinct > max(5, min(50, rows // 20)) or summary.distinct == summary.cells


def _fits_key(column: ColumnEvidence) -> bool:
    """Tell whether a column called like a key variable can be one: it varies and is no long text."""
    return not column.summary.constant and column.summary.type is not SemanticType.NESTED


def _about_people(columns: Sequence[ColumnEvidence], guesses: Sequence[RoleGuess]) -> tuple[bool, str]:
    if any(guess.confirmed and guess.role is not Role.OTHER for guess in guesses):
        return True, "confirmed"
    person_like = {
        column.name
        for column, guess in zip(columns, guesses, strict=True)
        if guess.role is Role.DIRECT and guess.reason in {"holds-personal", "text-holds-personal"}
    }
    if person_like:
        return True, "identifiers"
    concepts: set[str] = set()
    for column, guess in zip(columns, guesses, strict=True):
        if guess.role is not Role.OTHER or "household-id" in column.concepts:
            concepts |= column.concepts & _PERSON_CONCEPTS
    named = any(guess.role is Role.DIRECT for guess in guesses)
    if len(concepts) >= _MIN_PERSON_CONCEPTS or (concepts and named):
        return True, "person-columns"
    return False, "no-sign"


def _without_people(guess: RoleGuess) -> RoleGuess:
    """In a table that is not about people nothing is a key to a person."""
    return guess if guess.role is Role.OTHER else RoleGuess(Role.OTHER, "not-about-people")
