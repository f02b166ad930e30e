"""How numbers, dates, times and yes/no answers are written as text.

Each function looks at a sample and says which way of writing at least 95 % of its cells follow, or that
none does. Nothing is converted here: a `ColumnPlan` carries the decision to every batch.
"""

from __future__ import annotations

import enum
import re

import msgspec
import polars as pl

from ayni.check.profile.sample import Sampled

__all__ = ["BOOLEAN_WORDS", "FITS", "TIME", "DateStyle", "NumberStyle", "boolean_words", "date_style", "number_style"]

FITS = 0.95
"""A way of reading is taken when this share of the cells that are not missing follows it."""

TIME = r"^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?$"
INTEGER = r"^[+-]?\d+$"
LEADING_ZERO = r"^[+-]?0\d"

_PAIRS = (
    "true false", "t f", "yes no", "y n", "oui non", "vrai faux", "o n", "sí no", "si no", "s n", "verdadero falso",
    "sim não", "sim nao", "verdadeiro falso", "ja nein", "wahr falsch", "j n", "ndiyo hapana", "ndio hapana",
    "kweli uongo", "да нет", "истина ложь", "نعم لا", "صحيح خطأ", "是 否", "有 无", "हाँ नहीं", "हां नहीं", "ya tidak",
    "benar salah", "አዎ አይ", "አዎ አይደለም", "eh a'a", "i a'a", "ee a'a",
)  # fmt: skip
BOOLEAN_WORDS: tuple[tuple[str, str], ...] = tuple((pair.split()[0], pair.split()[1]) for pair in _PAIRS)
"""Pairs of words for yes and no, lower case."""


_ANSWERS = [*dict.fromkeys(word for pair in BOOLEAN_WORDS for word in pair)]


def boolean_words(sample: Sampled) -> bool:
    """Tell whether the cells are a pair's two words, or one of a pair that is longer than a letter."""
    folded = sample.values.str.to_lowercase()
    if sample.share_of(folded.is_in(_ANSWERS)) < FITS:
        return False
    for yes, no in BOOLEAN_WORDS:
        fits = folded.is_in([yes, no])
        if sample.share_of(fits) >= FITS:
            both = folded.is_in([yes]).any() and folded.is_in([no]).any()
            return bool(both) or (len(yes) > 1 and len(no) > 1)
    return False


class NumberStyle(msgspec.Struct, frozen=True):
    """How the numbers of a column are written."""

    whole: bool
    """No cell has a fraction or an exponent."""
    decimal_comma: bool = False
    grouping: str = ""
    sure: bool = True
    """The sample leaves no other way to read it."""


_POINT = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
_COMMA = r"^[+-]?\d*(,\d+)?([eE][+-]?\d{1,3})?$"


def _grouped(sign: str, point: str) -> str:
    return rf"^[+-]?(\d{{1,3}}({sign}\d{{3}})+|\d+)({point}\d+)?$"


def number_style(sample: Sampled, *, prefer_comma: bool = False) -> NumberStyle | None:  # noqa: PLR0911 - one per way
    """Say how the numbers are written, or None when they are not numbers.

    `1,234` alone may be one thousand or one and a bit: `prefer_comma` (another column of the table has
    decimal commas for certain) decides, and without it a comma before exactly three digits groups.
    """
    if sample.share(r"^[+-]?[\d.,]") < FITS:
        return None
    point, comma = sample.share(_POINT), sample.share(_COMMA)
    group_comma = sample.share(_grouped(",", r"\."))
    group_point = sample.share(_grouped(r"\.", ","))
    if point >= FITS and point >= comma and not (prefer_comma and group_point >= point and sample.share(r"\.") > 0):
        return NumberStyle(sample.share(INTEGER) >= point, sure=group_point < point)
    if max(comma, group_comma, group_point) >= FITS:
        other = max(comma, group_point)
        only_groups = group_comma > other if prefer_comma else group_comma >= other
        if only_groups and sample.share(r"^[+-]?0,") == 0:
            return NumberStyle(sample.share(r"\.") == 0, grouping=",", sure=comma < group_comma)
        if comma >= group_point:
            return NumberStyle(whole=False, decimal_comma=True)
        return NumberStyle(sample.share(",") == 0, decimal_comma=True, grouping=".", sure=sample.share(",") > 0)
    for sign in (" ", "\u00a0", "\u202f", "'", "’"):
        for mark, decimal_comma in ((",", True), (".", False)):
            if sample.share(_grouped(sign, re.escape(mark))) >= FITS:
                whole = sample.share(re.escape(mark)) == 0
                return NumberStyle(whole, decimal_comma=decimal_comma and not whole, grouping=sign)
    return None


class DateStyle(msgspec.Struct, frozen=True):
    """How the dates of a column are written."""

    format: str
    has_time: bool
    month_first: bool | None = None
    """Whether 3/4 is 4 March; None where the way of writing leaves no doubt."""
    sure: bool = True


_MONTHS = 12
_MOST = 0.5


class _Order(enum.Enum):
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    UNKNOWN = "unknown"


_TIME_PART = r"[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?([AaPp][Mm]))?(Z|[+-]\d{2}:?\d{2})?$"
_NAMED = (
    (r"^\d{1,2}-[A-Za-z]{3,9}-\d{4}$", "%d-%B-%Y"),
    (r"^\d{1,2}-[A-Za-z]{3,9}-\d{2}$", "%d-%B-%y"),
    (r"^\d{1,2} [A-Za-z]{3,9} \d{4}$", "%d %B %Y"),
    (r"^\d{1,2}/[A-Za-z]{3,9}/\d{4}$", "%d/%B/%Y"),
    (r"^\d{1,2}[A-Za-z]{3}\d{4}$", "%d%B%Y"),
    (r"^[A-Za-z]{3,9} \d{1,2}, \d{4}$", "%B %d, %Y"),
    (r"^[12]\d{3}-[A-Za-z]{3,9}-\d{1,2}$", "%Y-%B-%d"),
)
_YEAR_FIRST = tuple((rf"^[12]\d{{3}}{re.escape(s)}\d{{1,2}}{re.escape(s)}\d{{1,2}}$", f"%Y{s}%m{s}%d") for s in "-/.")
_BEGINS = r"^(\d{1,4}[-/. ]?[A-Za-z]|\d{1,4}[-/. ]\d{1,2}[-/. ]|[12]\d{7}|[A-Za-z]{3,9} \d)"
"""How every way of writing below begins: one look spares columns of numbers all the others."""
_COMPACT = (r"^(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$", "%Y%m%d")
_COMPACT_FITS = 0.99  # Of random eight-digit numbers one in 90 looks like a date.


def date_style(sample: Sampled, *, prefer_month_first: bool = False) -> DateStyle | None:
    """Say how the dates are written, or None when they are not dates.

    Of two leading numbers the one that goes beyond 12 is the day; where neither does,
    `prefer_month_first` (another column of the table is so for certain) decides, else the day comes first.
    """
    if sample.share(_BEGINS) < FITS:
        return None
    timed = sample.values.str.contains(_TIME_PART)
    has_time = sample.share_of(timed) >= FITS
    days = Sampled(sample.values.str.replace(_TIME_PART, ""), sample.weights)
    style = _day_style(days, prefer_month_first=prefer_month_first)
    if style is None:
        return None
    if has_time:
        style = msgspec.structs.replace(style, format=style.format + _time_format(sample), has_time=True)
    return style if _parses(sample, style) else None


def _day_style(days: Sampled, *, prefer_month_first: bool) -> DateStyle | None:
    for pattern, written in (*_YEAR_FIRST, *_NAMED):
        if days.share(pattern) >= FITS:
            return DateStyle(written, has_time=False)
    if days.share(_COMPACT[0]) >= _COMPACT_FITS:
        return DateStyle(_COMPACT[1], has_time=False)
    for sign in "/-. ":
        for year, mark in ((r"\d{4}", "%Y"), (r"\d{2}", "%y")):
            mask = rf"^(\d{{1,2}}){re.escape(sign)}(\d{{1,2}}){re.escape(sign)}{year}$"
            if days.share(mask) < FITS:
                continue
            order = _order(days.matching(mask), mask)
            known = order is not _Order.UNKNOWN
            month_first = order is _Order.MONTH_FIRST if known else prefer_month_first
            first, second = ("%m", "%d") if month_first else ("%d", "%m")
            return DateStyle(f"{first}{sign}{second}{sign}{mark}", has_time=False, month_first=month_first, sure=known)
    return None


def _order(days: Sampled, mask: str) -> _Order:
    first = days.share_of(days.values.str.extract(mask, 1).cast(pl.Int32) > _MONTHS)
    second = days.share_of(days.values.str.extract(mask, 2).cast(pl.Int32) > _MONTHS)
    if first == second:
        return _Order.UNKNOWN
    return _Order.DAY_FIRST if first > second else _Order.MONTH_FIRST


def _time_format(sample: Sampled) -> str:
    joint = "T" if sample.share(r"\dT\d") > _MOST else " "
    half_days = sample.share(r" ?[AaPp][Mm](Z|[+-]\d{2}:?\d{2})?$") > _MOST
    clock = ("%I" if half_days else "%H") + ":%M" + (":%S%.f" if sample.share(r":\d{2}:\d{2}") > _MOST else "")
    if half_days:
        clock += " %p" if sample.share(r" [AaPp][Mm]") > _MOST else "%p"
    if sample.share("Z$") > _MOST:
        return f"{joint}{clock}Z"
    return f"{joint}{clock}%#z" if sample.share(r":\d{2}(\.\d+)?[+-]\d{2}:?\d{2}$") > _MOST else joint + clock


def _parses(sample: Sampled, style: DateStyle) -> bool:
    text = sample.values.str
    parsed: pl.Series = (
        text.to_datetime(style.format, strict=False) if style.has_time else text.to_date(style.format, strict=False)
    )
    return sample.share_of(parsed.is_not_null()) >= FITS
