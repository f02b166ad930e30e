"""What is measured while a table is read: a measure of measures for each pass.

The first pass profiles every column and looks for personal data. The disclosure risk needs the columns'
roles, which are known only after it. They can nearly always be told from the names and the first rows,
so the first pass measures the risk for guessed roles along the way; only where the guess was wrong is
the file read a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.check.batch import ColumnBatch
from ayni.check.disclosure import DisclosureMeasure
from ayni.check.personal import PersonalMeasure
from ayni.check.profile import ColumnProfile, DuplicateRows
from ayni.check.roles import MOST_SENSITIVE
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from ayni.check.batch import ColumnPlan
    from ayni.check.roles import TableRoles
    from ayni.limits import CheckLimits

__all__ = ["FirstPass", "RiskPass", "RiskQuestion"]


class RiskQuestion:
    """Which columns the disclosure risk is measured over, and in what part each plays."""

    def __init__(self, roles: TableRoles) -> None:
        """Take the columns from `roles`."""
        self.keys = roles.keys
        self.sensitive = roles.sensitive[:MOST_SENSITIVE]
        self.weights = roles.weights
        self.household = roles.household
        structural = (name for name in (roles.weights, roles.household) if name is not None)
        self.columns = tuple(dict.fromkeys([*self.keys, *self.sensitive, *structural]))

    def __eq__(self, other: object) -> bool:
        """Tell whether two questions have the same answer."""
        return isinstance(other, RiskQuestion) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it is compared, never kept in a set

    def cells(self, batch: ColumnBatch) -> pl.Series:
        """Return a column's cells as the measure takes them.

        The numbers of a sensitive column count as the same when they agree in size and first digit:
        among thousands of different incomes everyone's is their own, so comparing them exactly would
        call every group diverse, while what a group gives away is about how much its people earn.
        """
        name = batch.plan.name
        numbers = batch.numbers if name in self.sensitive or name == self.weights else None
        if numbers is None:
            return batch.values.rename(name)
        return (numbers if name == self.weights else numbers.round_sig_figs(1)).rename(name)


class RiskPass:
    """The disclosure measure, fed with the columns it asks for."""

    def __init__(self, question: RiskQuestion, plans: Sequence[ColumnPlan], limits: CheckLimits) -> None:
        """`plans` are those of all the table's columns."""
        self.question = question
        self._plans = {plan.name: plan for plan in plans}
        self.measure = DisclosureMeasure(
            question.keys, question.sensitive, question.weights, question.household, limits=limits
        )

    def observe(self, frame: pl.DataFrame) -> None:
        """Take in rows of the question's columns."""
        cells = {
            name: self.question.cells(ColumnBatch(self._plans[name], frame[name])) for name in self.question.columns
        }
        self.observe_cells(cells)

    def observe_cells(self, cells: Mapping[str, pl.Series]) -> None:
        """Take in rows whose cells were already prepared by the question."""
        import polars as pl

        self.measure.observe(pl.DataFrame([cells[name] for name in self.question.columns]))

    def settle(self) -> None:
        """Do in this thread what a merge would have to do in the caller's."""
        self.measure.settle()

    def merge(self, other: RiskPass) -> None:
        """Take in what `other` observed."""
        self.measure.merge(other.measure)


class FirstPass:
    """Everything measured in the first pass."""

    def __init__(self, plans: Sequence[ColumnPlan], limits: CheckLimits, guess: RiskQuestion | None = None) -> None:
        """With a `guess`, measure the disclosure risk for it as well."""
        self.rows = 0
        self._plans = plans
        self.profiles = [ColumnProfile(plan, limits) for plan in plans]
        self.personal = [PersonalMeasure(plan, limits) for plan in plans]
        self.duplicates = DuplicateRows(limits)
        self.risk = None if guess is None else RiskPass(guess, plans, limits)

    def observe(self, frame: pl.DataFrame) -> None:
        """Take in rows."""
        self.rows += frame.height
        self.duplicates.observe(frame)
        wanted = () if self.risk is None else self.risk.question.columns
        cells: dict[str, pl.Series] = {}
        for index, plan in enumerate(self._plans):
            # One column at a time, so that its bytes and hashes are freed before the next one's are made.
            batch = ColumnBatch(plan, frame.to_series(index))
            self.profiles[index].observe(batch)
            self.personal[index].observe(batch)
            if self.risk is not None and plan.name in wanted:
                cells[plan.name] = self.risk.question.cells(batch)
        if self.risk is not None:
            try:
                self.risk.observe_cells(cells)
            except InputError:  # weights that are none: the second pass says so
                self.drop_risk()

    def settle(self) -> None:
        """Do in this thread what a merge would have to do in the caller's."""
        for found in self.personal:
            found.settle()
        if self.risk is not None:
            self.risk.settle()

    def merge(self, other: FirstPass) -> None:
        """Take in what `other` observed."""
        self.rows += other.rows
        self.duplicates.merge(other.duplicates)
        for mine, theirs in zip(self.profiles, other.profiles, strict=True):
            mine.merge(theirs)
        for found, more in zip(self.personal, other.personal, strict=True):
            found.merge(more)
        if self.risk is not None and other.risk is not None:
            self.risk.merge(other.risk)
        else:
            self.drop_risk()
            other.drop_risk()

    def drop_risk(self) -> None:
        """Forget the risk measured for a guess that cannot be right."""
        if self.risk is not None:
            self.risk.measure.close()
            self.risk = None

    def close(self) -> None:
        """Remove what lies on disk."""
        self.duplicates.close()
        self.drop_risk()
