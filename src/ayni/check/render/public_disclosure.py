"""The disclosure risk as it may be published (sums 5 to 7 of `ayni.check.render.public`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from ayni.check.render.suppression import Hider, joined
from ayni.check.report import Estimate

if TYPE_CHECKING:
    from ayni.check.report import Bin, Count, Disclosure, Diversity, Household, Suda

__all__ = ["publish_disclosure"]


def publish_disclosure(risk: Disclosure, threshold: int, rows: int) -> Disclosure | None:
    """Return the risk with small counts hidden; None where it rests on too few rows, or leaves too few out."""
    if risk.rows < threshold or 0 < rows - risk.rows < threshold:
        return None
    sizes = joined(risk.class_sizes, threshold, leading=True)
    tell = _Teller(risk, sizes, threshold)
    return msgspec.structs.replace(
        risk,
        classes=tell.rough(risk.classes),
        k_min=tell.hide.few if tell.near_alone else risk.k_min,
        sample_uniques=tell.running(risk.sample_uniques),
        below_k={size: tell.running(count) for size, count in risk.below_k.items()},
        class_sizes=tuple(sizes),
        prosecutor_max=tell.extreme(risk.prosecutor_max),
        prosecutor_mean=tell.share(risk.prosecutor_mean),
        journalist_max=tell.extreme(risk.journalist_max),
        marketer=tell.share(risk.marketer),
        individual_max=tell.extreme(risk.individual_max),
        rows_individual_above=tell.running(risk.rows_individual_above),
        global_risk=tell.share(risk.global_risk),
        expected_reidentified=tell.people(risk.expected_reidentified),
        population_uniques=tell.people(risk.population_uniques),
        population_uniques_interval=_estimate(risk.population_uniques_interval, tell),
        diversity=tuple(_diversity(one, tell) for one in risk.diversity),
        suda=None if risk.suda is None else _suda(risk.suda, tell),
        household=None if risk.household is None else _household(risk.household, tell),
    )


class _Teller:
    """Tells the counts of one disclosure without telling a small one."""

    def __init__(self, risk: Disclosure, sizes: list[Bin], threshold: int) -> None:
        self.threshold = threshold
        self.rows = risk.rows
        self.hide = Hider(threshold, risk.rows)
        self.near_alone = not isinstance(risk.k_min, int) or risk.k_min < threshold
        self._points = [0]
        for one in sizes:
            self._points.append(self._points[-1] + (one.count if isinstance(one.count, int) else 0))

    def running(self, count: Count) -> Count:
        """Tell a running sum over class sizes unless it stands within t of one the report shows.

        Nobody at all is told only when nobody is near alone: otherwise 0 here and `<t` there would show
        how small the smallest group is.
        """
        if isinstance(count, str):
            return count
        if count == 0:
            return self.hide.few if self.near_alone else 0
        if count < self.threshold:
            return self.hide.few
        away = min(abs(count - point) for point in self._points)
        return count if away == 0 or away >= self.threshold else f"≥{self.threshold}"

    def rough(self, count: Count) -> Count:
        """Tell a number of groups by its first digit: exactly, it would show how many are alone."""
        if isinstance(count, str) or count == 0:
            return count
        if count < self.threshold:
            return self.hide.few
        first = count // 10 ** (len(str(count)) - 1) * 10 ** (len(str(count)) - 1)
        return f"≥{max(first, self.threshold)}"

    def share(self, value: float) -> float:
        """Round a share up so that it stands for 2t people or more."""
        if not math.isfinite(value):
            return math.nan
        step = max(0.01, 2 * self.threshold / self.rows)
        return min(1.0, round(math.ceil(value / step - 1e-9) * step, 6))

    def people(self, value: float) -> float:
        """Round an expected number of people up to whole t."""
        if not math.isfinite(value):
            return math.nan
        return float(math.ceil(value / self.threshold - 1e-9) * self.threshold)

    def extreme(self, value: float) -> float:
        """Leave out the largest risk where it is that of a small group."""
        return math.nan if self.near_alone else self.share(value)


def _estimate(one: Estimate, tell: _Teller) -> Estimate:
    step = tell.threshold
    low = float(math.floor(one.low / step) * step) if math.isfinite(one.low) else math.nan
    return Estimate(tell.people(one.value), low, tell.people(one.high), one.method)


def _diversity(one: Diversity, tell: _Teller) -> Diversity:
    return msgspec.structs.replace(
        one,
        entropy_l_min=math.nan if tell.near_alone else round(one.entropy_l_min, 1),
        rows_l1=tell.hide.part(one.rows_l1) if one.rows_l1 == 0 else tell.running(one.rows_l1),
        t_max=math.nan if tell.near_alone else round(one.t_max, 1),
    )


def _suda(suda: Suda, tell: _Teller) -> Suda:
    small = any(isinstance(count, int) and 0 < count < tell.threshold for count in suda.by_size)
    uniques = suda.uniques
    if isinstance(uniques, int) and uniques:
        few = uniques < tell.threshold
        uniques = tell.hide.few if few else f"≥{tell.threshold}" if small else uniques
    few_rows = isinstance(suda.rows, int) and suda.rows < tell.threshold
    return msgspec.structs.replace(
        suda,
        rows=tell.running(suda.rows),
        uniques=uniques,
        by_size=tuple(
            tell.hide.few if isinstance(count, int) and 0 < count < tell.threshold else count for count in suda.by_size
        ),
        columns=tuple(
            msgspec.structs.replace(one, contribution=math.nan if few_rows else round(one.contribution, 1))
            for one in suda.columns
        ),
        score_max=math.nan,
        dis_max=math.nan,
    )


def _household(household: Household, tell: _Teller) -> Household:
    return msgspec.structs.replace(
        household,
        households=tell.rough(household.households),
        risk_mean=tell.share(household.risk_mean),
        risk_max=tell.extreme(household.risk_max),
        expected=tell.people(household.expected),
    )
