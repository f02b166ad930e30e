"""Columns that name people outright must be gone from a protected table, or be codes that only the owner can make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.check.report import Role
from ayni.check.roles import Roles
from ayni.errors import ActError, InputError
from ayni.protect.plan import Drop, Mask, Pseudonymise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ayni.check.report import Column, Report, Table
    from ayni.protect.plan import Plan

__all__ = ["refuse_identifiers_left", "refuse_identifiers_remaining", "roles_after"]

_IN_TEXT = frozenset({"text-holds-personal", "some-cells-personal"})
_SOME_CELLS = 0.05
"""Personal data in a smaller share of the cells can be masked; beyond it the column itself names people."""


def refuse_identifiers_left(plan: Plan, table: Table) -> None:
    """Raise `InputError("identifiers-left-in")` when the plan leaves in a column that names people.

    Such a column must be dropped or pseudonymised; masking is enough where personal data stand only here and there
    in its cells. A person who knows better says so in the roles, as any other role.
    """
    left = [column.name for column in table.columns if column.role is Role.DIRECT and not _answered(column, plan)]
    if left:
        raise InputError("identifiers-left-in", columns=left, count=len(left))


def _answered(column: Column, plan: Plan) -> bool:
    if column.name in plan.goal.keys and (plan.goal.k or 1) > 1:
        return True  # whatever it says, it says it of at least k rows
    for step in plan.steps:
        if isinstance(step, Drop | Pseudonymise) and column.name in step.columns:
            return True
        if isinstance(step, Mask) and column.name in step.columns and _maskable(column):
            return True
    return False


def _maskable(column: Column) -> bool:
    if column.role_reason in _IN_TEXT:
        return True
    return bool(column.personal) and all(
        found.in_text or (found.share or 0.0) < _SOME_CELLS for found in column.personal
    )


def roles_after(plan: Plan, before: Table, names: Mapping[str, str]) -> Roles:
    """Return the roles with which the result is checked: those of before, for the columns that are still there.

    `names` says what each of these is called now. Pseudonyms name nobody. A column that was masked is looked at as if
    for the first time.
    """
    coded = {name for step in plan.steps if isinstance(step, Pseudonymise) for name in step.columns}
    masked = {name for step in plan.steps if isinstance(step, Mask) for name in step.columns}
    roles: dict[str, Role] = {}
    for column in before.columns:
        if column.name not in names:
            continue
        now = names[column.name]
        if column.name in plan.goal.keys:
            roles[now] = Role.QUASI
        elif column.name in plan.goal.sensitive:
            roles[now] = Role.SENSITIVE
        elif column.name in coded:
            roles[now] = Role.OTHER
        elif column.name not in masked or column.role is not Role.DIRECT:
            roles[now] = column.role
    named = before.disclosure
    household = plan.goal.household or (named.household.column if named and named.household else None)
    weights = plan.goal.weights or (named.weights if named else None)
    return Roles(columns=roles, weights=names.get(weights or ""), household=names.get(household or ""))


def refuse_identifiers_remaining(report: Report) -> None:
    """Raise `ActError("identifiers-remain")` when the result still has a column that names people."""
    left = [column.name for table in report.tables for column in table.columns if column.role is Role.DIRECT]
    if left:
        raise ActError("identifiers-remain", columns=left, count=len(left))
