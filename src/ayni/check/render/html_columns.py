"""The page's table of columns and the details of each: what they hold, how their values are spread."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from ayni.check.render import svg
from ayni.check.render.markup import cell_row, data_table, escape, figure, name, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ayni.check.render.wording import Words
    from ayni.check.report import Bin, Column, Dates, Numbers, Personal, Table

__all__ = ["DETAILED", "column_details", "column_table"]

DETAILED = 200
"""Columns that get a chart and details of their own, in each table."""

_EPOCH = dt.date(1970, 1, 1).toordinal()


def column_table(table: Table, words: Words, number: int) -> str:
    """Return one row for each column of a table; `number` is the table's place in the report."""
    heads = [words(f"label.{head}") for head in ("column", "type", "missing", "distinct", "role", "personal")]
    rows = []
    for place, column in enumerate(table.columns):
        link = name(column.name)
        if place < DETAILED:
            link = f'<a href="#c{number}-{place}">{link}</a>'
        sure = words("label.confirmed" if column.role_confirmed else "label.suggested")
        personal = "<br>".join(_personal(found, words) for found in column.personal)
        rows.append(
            f'<tr><th scope="row">{link}</th><td>{escape(words(f"type.{column.type}"))}</td>'
            f'<td class="n">{_missing(column, table, words)}</td><td class="n">{_distinct(column, words)}</td>'
            f'<td>{escape(words(f"role.{column.role}"))}<br><span class="soft">{escape(sure)}</span></td>'
            f"<td>{personal}</td></tr>"
        )
    return data_table(f"{words('label.column')} · {words.apart(table.name)}", heads, rows, quiet=True)


def _missing(column: Column, table: Table, words: Words) -> str:
    told = figure(words.number(column.missing))
    if not isinstance(column.missing, int) or column.missing == 0 or not table.rows:
        return told
    share = column.missing / table.rows
    return f'{told}<br><span class="soft">{figure(words.share(share))}</span>{svg.bar(share)}'


def _distinct(column: Column, words: Words) -> str:
    told = words.number(column.distinct)
    if not column.distinct_error:
        return figure(told)
    error = f"±{words.share(column.distinct_error)}"
    return f'{said(words("label.approximate", value=told))}<br><span class="soft">{figure(error)}</span>'


def _personal(found: Personal, words: Words) -> str:
    parts = [figure(words.number(found.cells))]
    if found.share is not None:
        parts.append(figure(words.share(found.share)))
    parts.append(escape(words(f"confidence.{found.confidence}")))
    if found.in_text:
        parts.append(escape(words("label.in-text")))
    return f'{name(words.kind(found.kind))} <span class="soft">({words.series(parts)})</span>'


def column_details(table: Table, words: Words, number: int) -> str:
    """Return the details of the first columns, each folded away behind its name."""
    parts = [f"<h4>{escape(words('heading.columns'))}</h4>"]
    for place, column in enumerate(table.columns[:DETAILED]):
        parts.append(_details(column, words, f"c{number}-{place}"))
    if len(table.columns) > DETAILED:
        parts.append(f"<p>{said(words('chart.limit', shown=DETAILED, count=len(table.columns)))}</p>")
    return "".join(parts) if table.columns else ""


def _details(column: Column, words: Words, key: str) -> str:
    facts = _facts(column, words)
    chart = ""
    if column.numbers is not None and column.numbers.histogram:
        chart = _histogram(column.numbers.histogram, column, words, key, words.number)
    elif column.dates is not None and column.dates.histogram:
        chart = _histogram(column.dates.histogram, column, words, key, _day)
    frequent = ""
    if column.frequent:
        rows = [cell_row(name(one.value), [escape(words.number(one.count))], numeric=True) for one in column.frequent]
        frequent = data_table(
            f"{words('label.frequent')} · {words.apart(column.name)}",
            [words("label.value"), words("label.count")],
            rows,
            numeric_from=1,
        )
    listed = "".join(f"<dt>{escape(words(label))}</dt><dd>{value}</dd>" for label, value in facts)
    return (
        f'<details class="column" id="{key}"><summary>{name(column.name)}</summary>'
        f"<dl>{listed}</dl>{chart}{frequent}</details>"
    )


def _facts(column: Column, words: Words) -> list[tuple[str, str]]:
    facts = [("label.role", escape(words(f"role.{column.role}")) + _why(column, words))]
    if column.label:
        facts.append(("label.meaning", name(column.label)))
    facts += [("label.personal", _sampled(found, words)) for found in column.personal]
    if column.constant:
        facts.append(("label.constant", "✓"))
    for label, count in (("mixed", column.mixed), ("damaged", column.damaged), ("impossible", column.impossible)):
        if count != 0:
            facts.append((f"label.{label}", figure(words.number(count))))
    if column.mean_length is not None:
        facts.append(("label.length", figure(words.number(column.mean_length))))
    if column.numbers is not None:
        facts += _range(column.numbers, words)
    if column.dates is not None:
        facts += _days(column.dates)
    return facts


def _why(column: Column, words: Words) -> str:
    reason = f"role-reason.{column.role_reason}"
    return f' <span class="soft">({said(words(reason))})</span>' if reason in words.catalogue else ""


def _sampled(found: Personal, words: Words) -> str:
    told = _personal(found, words)
    if found.interval is None:
        return told
    low, high = words.share(found.interval.low), words.share(found.interval.high)
    return f"{told} {figure(f'{low} – {high}')}"


def _range(numbers: Numbers, words: Words) -> list[tuple[str, str]]:
    median = next((one.value for one in numbers.quantiles if one.p == 0.5), None)  # noqa: PLR2004  the median
    told = (("minimum", numbers.minimum), ("median", median), ("mean", numbers.mean), ("maximum", numbers.maximum))
    return [
        (f"label.{label}", figure(words.number(value)))
        for label, value in told
        if value is not None and math.isfinite(value)
    ]


def _days(dates: Dates) -> list[tuple[str, str]]:
    told = (("earliest", dates.earliest), ("latest", dates.latest))
    return [(f"label.{label}", figure(day)) for label, day in told if day is not None]


def _day(value: float) -> str:
    """Return an edge in days since 1970 as an ISO date; beyond the calendar, as a number of days."""
    ordinal = _EPOCH + math.floor(value)
    if 1 <= ordinal <= dt.date.max.toordinal():
        return dt.date.fromordinal(ordinal).isoformat()
    return str(math.floor(value))


def _histogram(bins: Sequence[Bin], column: Column, words: Words, key: str, edge: Callable[[float], str]) -> str:
    """Draw the bars, say them in a sentence, and keep their numbers in a table."""

    def told(value: float) -> str:
        return edge(value) if math.isfinite(value) else "…"

    low, high = told(bins[0].low), told(bins[-1].high)
    known = [one for one in bins if isinstance(one.count, int)]
    peak = max(known, key=lambda one: one.count if isinstance(one.count, int) else 0) if known else bins[0]
    closed = math.isfinite(bins[0].low) and math.isfinite(bins[-1].high)
    facts: dict[str, object] = {"count": len(bins), "most": peak.count}
    if closed:
        facts |= {"low": low, "high": high, "peak_low": told(peak.low), "peak_high": told(peak.high)}
    chart = svg.histogram(
        [one.count for one in bins],
        key=key,
        title=_plain(words("chart.histogram", column=column.name)),
        description=_plain(words("chart.histogram-text" if closed else "chart.histogram-open", **facts)),
    )
    rows = []
    for one in bins:
        numbers = [escape(told(one.high)), escape(words.number(one.count))]
        rows.append(cell_row(figure(told(one.low)), numbers, numeric=True))
    heads = [words("label.from"), words("label.to"), words("label.count")]
    table = data_table(words("chart.histogram", column=column.name), heads, rows, numeric_from=1, quiet=True)
    return (
        f'{chart}<div class="ends" aria-hidden="true"><span>{escape(low)}</span><span>{escape(high)}</span></div>'
        f"<details><summary>{escape(words('label.chart-numbers'))}</summary>{table}</details>"
    )


def _plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")
