"""A report that may be published: small counts hidden, and whatever would give them away.

Every count from 1 to t-1 becomes the text `<t`. That alone is not enough, because a report holds sums:

1. missing + not missing = rows, for each column;
2. missing + misfits + the bars of a histogram = rows;
3. missing + the frequent values + all other values = rows;
4. cells of personal data = share x cells that are not missing;
5. the rows by class size add up to all rows;
6. rows in classes below 2, 3, 5, 10 are running sums of 5, and the first is the sample uniques; complete
   SUDA finds the same rows again; the mean prosecutor risk is classes / rows;
7. combinations by size add up to all minimal sample uniques.

So neighbouring bars and class sizes are joined until each holds nobody or at least t; where a sum still
has one small unknown, a second, larger part is hidden as `≥t` (complementary suppression: Hundepool et
al., Statistical Disclosure Control, 2012, ch. 4), large enough that the small one may be anything from 1
to t-1. A count whose complement is small is told as a bound (`>995` of 1,000). Shares and risks are
rounded or left out (not a number, null in JSON). Smallest and largest values belong to single people and
are left out; the ends of histograms are open (infinite, null in JSON).

Different values and the smallest class are hidden below t like every count, but are not secret: a list
of the two values of a column shows that there are two. Tables with fewer than t rows are withheld whole.
`tests/check/render/test_public.py` states the sums again and attacks them.
"""

from __future__ import annotations

import math
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from ayni.check.render.public_disclosure import publish_disclosure
from ayni.check.render.suppression import Hider, cover, joined, nice_step
from ayni.check.report import Column, Dates, Finding, Numbers, Personal, Report, Severity, Table, UnreadInput
from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ayni.check.report import Bin, Count, Frequent, Quantile
    from ayni.errors import Fact

__all__ = ["PUBLIC_THRESHOLD", "below_shared_folder", "publish"]

PUBLIC_THRESHOLD = 5
"""Counts below this are hidden unless a thresholds file says otherwise."""

_SETTINGS = frozenset({"columns", "k", "left_out", "limit", "line", "max_size", "others", "size", "threshold"})
"""Facts that are numbers but count nobody."""


def publish(report: Report, threshold: int) -> Report:
    """Return the report as it may be published, with counts below `threshold` hidden.

    A published report is returned as it is. Raises `InputError("threshold-too-small")` below 2.
    """
    if threshold < 2:  # noqa: PLR2004  below 2 nothing is hidden
        raise InputError("threshold-too-small", threshold=threshold)
    if report.public:
        return report
    paths = below_shared_folder([table.source.path for table in report.tables])
    before = [table for table in report.tables if table.rows >= threshold]
    after = [_table(table, threshold, paths) for table in before]
    kept = {table.name: (table, told) for table, told in zip(before, after, strict=True)}
    withheld = [table.name for table in report.tables if table.rows < threshold]
    findings = [
        _finding(finding, kept.get(finding.table or ""), threshold)
        for finding in report.findings
        if finding.table not in withheld
    ]
    findings += [
        Finding(code="table-withheld", severity=Severity.NOTE, table=name, facts={"threshold": threshold})
        for name in withheld
    ]
    return msgspec.structs.replace(
        report,
        public=True,
        tables=tuple(after),
        findings=tuple(findings),
        unread=tuple(
            UnreadInput(path=_file(one.path), code=one.code, facts=_paths(one.facts)) for one in report.unread
        ),
        thresholds={**report.thresholds, "public": float(threshold)},
    )


def below_shared_folder(paths: Iterable[str]) -> dict[str, str]:
    """Name each file by its path below the folder all of them share; a single file by its own name."""
    parts = {path: PurePath(path.replace("\\", "/")).parts for path in paths}
    shared = 0
    while parts and all(len(one) > shared + 1 for one in parts.values()):
        if len({one[shared] for one in parts.values()}) > 1:
            break
        shared += 1
    return {path: "/".join(one[shared:]) for path, one in parts.items()}


def _file(path: str) -> str:
    """Return a path without the folders above it, which may name a person's account."""
    return PurePath(path.replace("\\", "/")).name


def _paths(facts: dict[str, Fact]) -> dict[str, Fact]:
    return {key: _file(value) if key == "path" and isinstance(value, str) else value for key, value in facts.items()}


def _table(table: Table, threshold: int, paths: Mapping[str, str]) -> Table:
    hide = Hider(threshold, table.rows)
    return msgspec.structs.replace(
        table,
        source=msgspec.structs.replace(table.source, path=paths[table.source.path]),
        columns=tuple(_column(column, threshold, table.rows) for column in table.columns),
        duplicate_rows=hide.part(table.duplicate_rows),
        disclosure=None if table.disclosure is None else publish_disclosure(table.disclosure, threshold, table.rows),
    )


def _column(column: Column, threshold: int, rows: int) -> Column:
    missing = column.missing if isinstance(column.missing, int) else 0
    hide = Hider(threshold, rows, missing)
    if 0 < rows - missing < threshold:
        # Almost nobody has a value here: what is there would tell about them.
        return Column(
            name=column.name,
            label=column.label,
            type=column.type,
            storage=column.storage,
            missing=hide.missing,
            distinct=hide.few,
            role=column.role,
            role_reason=column.role_reason,
            role_confirmed=column.role_confirmed,
            personal=tuple(
                msgspec.structs.replace(one, cells=hide.few, share=None, interval=None) for one in column.personal
            ),
        )
    mixed = hide.part(column.mixed)
    return msgspec.structs.replace(
        column,
        missing=hide.missing,
        distinct=_distinct(column, hide),
        personal=tuple(_personal(one, hide) for one in column.personal),
        mixed=mixed,
        damaged=hide.part(column.damaged),
        impossible=hide.part(column.impossible),
        numbers=None if column.numbers is None else _numbers(column.numbers, hide, column.mixed, rows),
        dates=None if column.dates is None else _dates(column.dates, hide, column.mixed),
        frequent=_frequent(column.frequent, hide),
        mean_length=None if column.mean_length is None else round(column.mean_length, 1),
    )


def _distinct(column: Column, hide: Hider) -> Count:
    """Tell the number of different values unless it is so near the number of cells that it gives theirs away."""
    distinct = column.distinct
    if isinstance(distinct, str) or column.distinct_error:
        return distinct
    return hide.part(distinct) if distinct < hide.threshold else hide.near(distinct)


def _personal(found: Personal, hide: Hider) -> Personal:
    cells = hide.part(found.cells)
    exact = isinstance(cells, int) and isinstance(hide.missing, int) and hide.present > 0
    # Recomputed from what the report shows anyway, so it tells nothing more.
    share = round(cells / hide.present, 2) if exact and isinstance(cells, int) and found.interval is None else None
    return msgspec.structs.replace(found, cells=cells, share=share, interval=None)


def _numbers(numbers: Numbers, hide: Hider, mixed: Count, rows: int) -> Numbers:
    low, high = numbers.minimum, numbers.maximum
    spread = high - low if low is not None and high is not None else 0.0
    fine = max(0.01, 2 * hide.threshold / max(1, hide.present))
    step = nice_step(spread * fine)
    mean = numbers.mean if not step else round(numbers.mean / step) * step
    return Numbers(
        minimum=None,
        maximum=None,
        # A mean finer than its step would show how many hold a rare value.
        mean=mean if math.isfinite(numbers.mean) and step and abs(numbers.mean) >= step else math.nan,
        quantiles=tuple(_quantile(one, step) for one in numbers.quantiles if _inner(one.p, hide, rows)),
        quantile_error=numbers.quantile_error,
        histogram=_histogram(numbers.histogram, hide, mixed),
    )


def _inner(p: float, hide: Hider, rows: int) -> bool:
    """Tell whether at least t people lie on either side of a quantile."""
    cells = min(rows, hide.present)
    return min(p, 1 - p) * cells >= hide.threshold


def _quantile(one: Quantile, step: float) -> Quantile:
    return msgspec.structs.replace(one, value=round(one.value / step) * step if step else one.value)


def _dates(dates: Dates, hide: Hider, mixed: Count) -> Dates:
    return Dates(earliest=None, latest=None, histogram=_histogram(dates.histogram, hide, mixed))


def _histogram(bins: tuple[Bin, ...], hide: Hider, mixed: Count) -> tuple[Bin, ...]:
    """Join small bars, open the ends, and hide one more bar where sum 2 has a small unknown."""
    merged = joined(bins, hide.threshold)
    if len(merged) < 2:  # noqa: PLR2004  one bar only says how many cells there are
        return ()
    counts = [one.count for one in merged]
    shown = sum(count for count in counts if isinstance(count, int))
    unknown = hide.unknown(shown, mixed if isinstance(mixed, int) else 0)
    if unknown is not None:
        covered = cover(counts, unknown, smalls=2, threshold=hide.threshold)
        if covered is None:
            return ()
        counts = covered
    merged = [msgspec.structs.replace(one, count=count) for one, count in zip(merged, counts, strict=True)]
    merged[0] = msgspec.structs.replace(merged[0], low=-math.inf)
    merged[-1] = msgspec.structs.replace(merged[-1], high=math.inf)
    return tuple(merged)


def _frequent(frequent: tuple[Frequent, ...], hide: Hider) -> tuple[Frequent, ...]:
    """Keep values of at least t cells; drop the least frequent until sum 3 gives no small count away."""
    kept = sorted(
        (one for one in frequent if isinstance(one.count, int) and one.count >= hide.threshold),
        key=lambda one: -one.count if isinstance(one.count, int) else 0,
    )
    complete = len(kept) == len(frequent)
    while kept:
        shown = sum(one.count for one in kept if isinstance(one.count, int))
        if hide.rest_is_safe(shown, hid_values=not complete):
            break
        kept.pop()
        complete = False
    return tuple(kept)


def _finding(finding: Finding, tables: tuple[Table, Table] | None, threshold: int) -> Finding:
    """Hide in a finding's facts what its table (before and after) hides, and small counts anyway."""
    rows = tables[0].rows if tables is not None else 0
    hidden = {} if tables is None else _hidden(*tables, finding.column)
    facts = {key: _fact(key, value, hidden, rows, threshold) for key, value in _paths(finding.facts).items()}
    return msgspec.structs.replace(finding, facts=facts)


def _hidden(before: Table, after: Table, column: str | None) -> dict[int, str]:
    """Return the counts that a table and one of its columns no longer tell, with what they tell instead."""
    pairs: list[tuple[object, object]] = [(before.duplicate_rows, after.duplicate_rows)]
    for old, new in zip(before.columns, after.columns, strict=True):
        if old.name == column:
            fields = ("missing", "distinct", "mixed", "damaged", "impossible")
            pairs += [(getattr(old, field), getattr(new, field)) for field in fields]
            pairs += [(one.cells, other.cells) for one, other in zip(old.personal, new.personal, strict=True)]
    if before.disclosure is not None and after.disclosure is not None:
        was, told = before.disclosure, after.disclosure
        counts = ("classes", "k_min", "sample_uniques", "rows_individual_above")
        pairs += [(getattr(was, field), getattr(told, field)) for field in counts]
        pairs += [(count, told.below_k[size]) for size, count in was.below_k.items()]
        pairs += [(one.rows_l1, other.rows_l1) for one, other in zip(was.diversity, told.diversity, strict=True)]
        if was.suda is not None and told.suda is not None:
            pairs += [(was.suda.rows, told.suda.rows), (was.suda.uniques, told.suda.uniques)]
    return {old: new for old, new in pairs if isinstance(old, int) and isinstance(new, str)}


def _fact(key: str, value: Fact, hidden: dict[int, str], rows: int, threshold: int) -> Fact:
    if key in _SETTINGS:
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return hidden.get(value) or Hider(threshold, max(rows, value)).part(value)
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    step = nice_step(max(0.01, 2 * threshold / max(1, rows))) if 0 <= value <= 1 else nice_step(abs(value) * 0.1)
    return round(round(value / step) * step, 6) if step else value
