"""What all renderers say alike: a report's facts as sentences of one language.

`Words` joins a `Catalogue` with what the reports need: counts that may be hidden, names that cannot
disturb the text around them, findings grouped so that two hundred of one kind stay readable, and what a
disclosure risk means for people.
"""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ayni.check.report import Severity
from ayni.check.texts import kind_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ayni.check.report import Count, Disclosure, Finding, Report, Table
    from ayni.messages import Catalogue

__all__ = ["Group", "Words", "clean", "grouped", "verdict"]

_ORDER = (Severity.BLOCKER, Severity.WARNING, Severity.NOTE)
_ISOLATE, _POP, _MARK = "\u2068", "\u2069", "\u200f"
_TOLD = ("rule_code", "type_code", "value", "encoding", "format")
"""Facts that differ between the places of one finding, as they are said."""
_COUNTED = ("cells", "rows", "count", "people", "columns")
_COUNTLESS = frozenset({"direct-identifier-column"})
"""Findings whose sentence gives no count, though their facts have one."""
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


class _Ready(str):
    """A text that was cleaned and isolated already."""

    __slots__ = ()


class Group(NamedTuple):
    """Findings of one code and severity: told once, with the further places they are true of."""

    severity: Severity
    first: Finding
    more: tuple[Finding, ...]


def clean(name: str) -> str:
    """Return a name with everything replaced that could steer a terminal or turn the text around it."""
    if name.isascii() and name.isprintable():  # as most are
        return name
    return "".join(
        "\ufffd" if char in _DIRECTIONS or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char
        for char in name
    )


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Join findings of one code, the most severe first; within a severity in the order they were found."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    ordered = sorted(groups.items(), key=lambda item: _ORDER.index(item[0][0]))
    return [Group(severity, found[0], tuple(found[1:])) for (severity, _), found in ordered]


def verdict(report: Report, words: Words) -> str:
    """Return the one sentence that matters most: share it, look first, or not yet."""
    for severity, code in ((Severity.BLOCKER, "verdict.blocked"), (Severity.WARNING, "verdict.warned")):
        count = sum(finding.severity is severity for finding in report.findings)
        if count:
            return words(code, count=count)
    if report.unread:
        return words("verdict.unread", count=len(report.unread))
    return words("verdict.clear" if report.tables else "verdict.nothing")


class Words:
    """The sentences of one language."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Speak with the words of `catalogue`."""
        self.catalogue = catalogue
        self.language = catalogue.language
        self.right_to_left = catalogue.right_to_left
        self.start = _MARK if self.right_to_left else ""
        """Stands before what holds isolated parts only, which have no direction of their own."""

    def __call__(self, code: str, /, **facts: object) -> str:
        """Return the words of `code`; texts among the facts are cleaned and kept apart."""
        return _Ready(self.catalogue(code, **{key: self._fact(key, value) for key, value in facts.items()}))

    def _fact(self, key: str, value: object) -> object:
        if isinstance(value, _Ready):
            return value
        if isinstance(value, str):
            return self.apart(self.kind(value) if key == "kind" else value)
        if isinstance(value, list | tuple):
            return [self._fact(key, item) for item in value]
        if isinstance(value, float) and not math.isfinite(value):
            return self.catalogue("label.unpublished")
        return value

    def apart(self, name: str) -> str:
        """Clean a name and, where it is written against the language's direction, isolate it.

        Right-to-left languages isolate every fact already (`Catalogue.fact`).
        """
        if isinstance(name, _Ready):
            return name
        name = clean(name)
        turned = not name.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in name)
        return _Ready(f"{_ISOLATE}{name}{_POP}" if turned and not self.right_to_left else name)

    def listed(self, names: Iterable[str]) -> str:
        """Join names as the language does, all of them."""
        from babel.lists import format_list

        shown = [f"{_ISOLATE}{clean(name)}{_POP}" if self.right_to_left else self.apart(name) for name in names]
        return _Ready(format_list(shown, locale=self.language)) if shown else ""

    def series(self, parts: Iterable[str]) -> str:
        """Put parts of a line one behind the other with the comma of the language's script."""
        return _Ready(("، " if self.right_to_left else ", ").join(parts))

    def cell(self, text: str) -> str:
        """Keep a name or number in a row of several apart, so that the letters in it do not order the row."""
        return f"{_ISOLATE}{text}{_POP}" if self.right_to_left and text else text

    def leading(self, name: str) -> str:
        """Return a name to begin a line with; it does not turn the line into its own direction."""
        return f"{self.start}{self.cell(self.apart(name))}"

    def kind(self, kind: str) -> str:
        """Return what a kind of personal data is called."""
        return _Ready(kind_name(clean(kind), self.catalogue))

    def number(self, value: Count | float | None) -> str:
        """Write a count or measurement; a hidden count stays as it is, nothing is said of what is not there."""
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return self.catalogue("label.unpublished")
        return clean(value) if isinstance(value, str) else self.catalogue.number(value)

    def share(self, share: float | None) -> str:
        """Write a share from 0 to 1 as a percentage; shares above nothing are never written as 0 %."""
        if share is None or not math.isfinite(share):
            return self.catalogue("label.unpublished")
        if 0 < share < 0.0005:  # noqa: PLR2004  the smallest share that one decimal shows
            return f"<{self.catalogue.percent(0.001)}"
        return self.catalogue.percent(share)

    def message(self, finding: Finding) -> str:
        """Return what a finding says."""
        return self._finding("finding", finding)

    def advice(self, finding: Finding) -> str:
        """Return the one next step of a finding."""
        return self._finding("advice", finding)

    def _finding(self, form: str, finding: Finding) -> str:
        code = f"{form}.{finding.code}"
        facts = {"table": finding.table, "column": finding.column, "code": finding.code, **self._said(finding.facts)}
        return self(code if code in self.catalogue else f"{form}.unworded", **facts)

    def _said(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Return the facts with their wordings beside them: `share_percent`, `type_code`, `rule_code`.

        A share reads better as a percentage; a code (the name of a type, a rule) has words of its own.
        """
        said: dict[str, object] = dict(facts)
        for name, value in facts.items():
            if isinstance(value, float):
                said[f"{name}_percent"] = self.share(value)
            elif isinstance(value, str):
                code = f"{name}.{value}"
                said[f"{name}_code"] = self(code) if code in self.catalogue else value
        return said

    def problem(self, code: str, facts: Mapping[str, object]) -> str:
        """Return the words of an input that could not be read."""
        known = f"error.{code}" in self.catalogue
        return self(f"error.{code}", **self._said(facts)) if known else self("finding.unworded", code=code)

    def place(self, finding: Finding, *, said: str | None) -> str:
        """Return where a finding is true; the table `said` already is not repeated."""
        if finding.column is None:
            return self.apart(finding.table or "")
        if finding.table is None or finding.table == said:
            return self.apart(finding.column)
        return self("place.table-column", table=finding.table, column=finding.column)

    def detail(self, finding: Finding) -> str:
        """Return what a finding says of its own place where others of its code say something else."""
        facts = self._said(finding.facts)
        told = [self.kind(str(facts["kind"]))] if "kind" in facts else []
        told += [self.apart(str(facts[name])) for name in _TOLD if facts.get(name)]
        count = next((facts[name] for name in _COUNTED if isinstance(facts.get(name), int | str)), None)
        if finding.code == "mostly-missing":
            told.append(self.cell(str(facts.get("share_percent", ""))))
        elif finding.code not in _COUNTLESS and isinstance(count, int | str):
            told.append(self.cell(self.number(count)))
        return self.series(filter(None, told))

    def place_with_detail(self, finding: Finding, *, said: str | None) -> str:
        """Return a further place of a group with its own kind, rule and count in brackets."""
        place, detail = self.place(finding, said=said), self.detail(finding)
        return _Ready(f"{self.leading(place)} ({detail})" if detail else place)

    def places(self, group: Group, *, most: int) -> str:
        """Join the further places of a group; past `most` only their number is said."""
        named = [self.place_with_detail(finding, said=group.first.table) for finding in group.more[:most]]
        if len(group.more) > most:
            named.append(self("label.more-names", count=len(group.more) - most))
        if self.right_to_left:
            return _Ready(self.start + self.series(f"{_ISOLATE}{name}{_POP}" for name in named))
        return self.series(named)

    def recognised(self, table: Table) -> list[str]:
        """Return who could be recognised in a table, in sentences for people."""
        if not table.about_people:
            return [self("risk.none-people")]
        if table.disclosure is None:
            return [self("risk.no-keys")]
        return [*self._alike(table.disclosure), *self._found(table.disclosure)]

    def _alike(self, risk: Disclosure) -> list[str]:
        said = [self("risk.columns", columns=self.listed(risk.quasi_identifiers))]
        if isinstance(risk.k_min, str):
            bound = risk.k_min.lstrip("<")
            said.append(self("risk.few", others=int(bound) - 1 if bound.isdecimal() else bound))
        elif risk.k_min > 1:
            said.append(self("risk.k", others=risk.k_min - 1))
        if risk.sample_uniques not in {0, "<1"} and isinstance(risk.sample_uniques, int):
            said.append(self("risk.alone", people=risk.sample_uniques))
        small = risk.below_k.get("5", 0)
        if small not in {0, risk.sample_uniques}:
            said.append(self("risk.small-groups", people=small, rows=risk.rows, others=4))
        return said

    def _found(self, risk: Disclosure) -> list[str]:
        said = []
        if math.isfinite(risk.expected_reidentified):
            expected = round(risk.expected_reidentified)
            code = "risk.expected" if expected else "risk.expected-none"
            said.append(self(code, expected=expected, rows=risk.rows))
        likely = risk.population_uniques_interval
        if risk.weights is None:
            said.append(self("risk.whole"))
        elif round(likely.high):
            value, low, high = (round(number) for number in (risk.population_uniques, likely.low, likely.high))
            said.append(self("risk.population", value=value, low=low, high=high))
        for hidden in risk.diversity:
            if hidden.rows_l1 == 0:
                said.append(self("risk.hidden-well", column=hidden.column, values=hidden.l_min))
            else:
                said.append(self("risk.hidden", column=hidden.column, people=hidden.rows_l1))
        if risk.household is not None:
            expected = round(risk.household.expected)
            said.append(self("risk.household", column=risk.household.column, expected=expected))
        return said
