"""Values that cannot be, judged by what the column's name says it holds.

A false alarm costs trust, so a rule holds only where the name names the thing alone: a column with a word
for a change, a group or a unit of time beside it (`age_months`, `weight_change`, `age_group`) has none.

| rule | a name that says | impossible |
| --- | --- | --- |
| `age-range` | age (*) | below 0 or above 130 |
| `latitude-range` | latitude (*) | beyond ±90 |
| `longitude-range` | longitude (*) | beyond ±180 |
| `percent-range` | percent (*) | below 0 or above 100 |
| `negative-count` | a number of things or people | below 0 |
| `negative-measure` | a height or a body weight | below 0 |
| `birth-year-range` | a year of birth | before 1850 or after this year |
| `serial-date` | a date, in a column of whole numbers | 20,000 to 60,000: a day as spreadsheets count them |
| `future-date` | a birth, or any date whose name does not look forward (*) | after tomorrow |
| `before-1850` | a birth or a date | before 1 January 1850 |

(*) Where more cells than a share break the rule, the column means something else and has none: 5 % for ages
(of concrete, in days) and percentages (of growth), half for coordinates (in metres), 20 % for future dates.

Codes for "missing" such as -99 are counted as such and not here. "Tomorrow" leaves room for time zones.
"""

from __future__ import annotations

import datetime as dt
import math

import msgspec

from ayni.check.profile.names import hints
from ayni.check.report import SemanticType

__all__ = ["DateRule", "NumberRule", "date_rule", "number_rule"]

_OLDEST = dt.date(1850, 1, 1)


class NumberRule(msgspec.Struct, frozen=True):
    """Numbers below `low` or above `high` are impossible, or, where `inside`, those between them."""

    code: str
    low: float = -math.inf
    high: float = math.inf
    inside: bool = False
    most: float = 1.0
    """The rule is dropped when a larger share of the cells breaks it: the column means something else."""


class DateRule(msgspec.Struct, frozen=True):
    """Days before `earliest` or after `latest` are impossible."""

    earliest: dt.date
    latest: dt.date


def number_rule(name: str, kind: SemanticType, today: dt.date) -> NumberRule | None:
    """Return the rule for a numeric column of that name, if there is one."""
    said = hints(name)
    if "birth-year" in said:
        return NumberRule("birth-year-range", _OLDEST.year, today.year)
    if said & {"change", "part"}:
        return None
    rules = {
        "age": NumberRule("age-range", 0, 130, most=0.05),
        "latitude": NumberRule("latitude-range", -90, 90, most=0.5),
        "longitude": NumberRule("longitude-range", -180, 180, most=0.5),
        "percent": NumberRule("percent-range", 0, 100, most=0.05),
        "height": NumberRule("negative-measure", low=0),
        "weight": NumberRule("negative-measure", low=0),
        "count": NumberRule("negative-count", low=0),
    }
    for hint, rule in rules.items():
        if hint in said:
            return rule
    if said & {"date", "birth"} and kind is SemanticType.INTEGER and "year" not in said and "code" not in said:
        return NumberRule("serial-date", 20_000, 60_000, inside=True)
    return None


def date_rule(name: str, today: dt.date) -> DateRule:
    """Return the range of possible days for a date column of that name."""
    said = hints(name)
    tomorrow = today + dt.timedelta(days=1)
    if "birth" in said:
        return DateRule(_OLDEST, tomorrow)
    if "planned" in said:
        return DateRule(_OLDEST if "date" in said else dt.date.min, dt.date.max)
    return DateRule(_OLDEST if "date" in said else dt.date.min, tomorrow)
