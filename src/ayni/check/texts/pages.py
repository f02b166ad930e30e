"""The words of the reports: headings, labels, names of severities, roles and types, and what each risk means.

Written for people who are not statisticians. `role.<role>` names a role; `role.<reason>`, the words for
why a role was suggested, stand in `ayni.check.texts.findings`.
"""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_NAMES: dict[str, Text] = {
    "severity.blocker": Text("Solve first"),
    "severity.warning": Text("Look at"),
    "severity.note": Text("Good to know"),
    "role.direct-identifier": Text("names a person"),
    "role.quasi-identifier": Text("key variable"),
    "role.sensitive": Text("sensitive"),
    "role.other": Text("other"),
    "role.meaning.direct-identifier": Text("The column alone says who a person is."),
    "role.meaning.quasi-identifier": Text(
        "A key variable: others may know it about a person, and together with other key variables it can point to them."
    ),
    "role.meaning.sensitive": Text("It would hurt a person if others learned it."),
    "role.meaning.other": Text("The column says little about who a person is."),
    "type.integer": Text("whole number"),
    "type.decimal": Text("decimal"),
    "type.boolean": Text("yes or no"),
    "type.date": Text("date"),
    "type.datetime": Text("date and time"),
    "type.time": Text("time of day"),
    "type.category": Text("category"),
    "type.code": Text("code"),
    "type.text": Text("text"),
    "type.nested": Text("nested"),
    "type.empty": Text("empty"),
    "confidence.high": Text("sure"),
    "confidence.medium": Text("likely"),
    "confidence.low": Text("possible"),
    "kind.unknown": Text("personal data ({kind})"),
    "kind.identifier": Text("identity number, {country} ({name})"),
    "kind.identifier-anywhere": Text("identity number ({name})"),
}

_VERDICTS: dict[str, Text] = {
    "verdict.blocked": Text(
        "Do not share this yet: one thing must be solved first.",
        "Do not share this yet: {count} things must be solved first.",
        "count",
    ),
    "verdict.warned": Text(
        "Nothing blocks sharing, but one thing should be looked at first.",
        "Nothing blocks sharing, but {count} things should be looked at first.",
        "count",
    ),
    "verdict.clear": Text("The check found nothing that stands in the way of sharing."),
    "verdict.unread": Text(
        "One input could not be read, so this report is not complete.",
        "{count} inputs could not be read, so this report is not complete.",
        "count",
    ),
    "verdict.nothing": Text("No table was read, so nothing can be said."),
    "verdict.help": Text(
        "The check is help for a person who decides. It cannot see what others already know, "
        "nor whether you may share under your law."
    ),
    "summary.tables": Text("one table", "{count} tables", "count"),
    "summary.rows": Text("one row", "{count} rows", "count"),
    "summary.columns": Text("one column", "{count} columns", "count"),
}

_HEADINGS: dict[str, Text] = {
    "heading.report": Text("What is in {name}"),
    "heading.first": Text("What to do first"),
    "heading.recognised": Text("Who could be recognised"),
    "heading.contents": Text("What is in it"),
    "heading.read": Text("How it was read"),
    "heading.method": Text("How to read these numbers"),
    "heading.columns": Text("Columns in detail"),
    "heading.experts": Text("For experts"),
    "heading.alike": Text("How many people look alike"),
    "heading.contribution": Text("Which columns single people out"),
    "heading.household": Text("Households"),
    "heading.unread": Text("What could not be read"),
    "heading.next": Text("Where to go next"),
    "heading.steps": Text("Contents of this report"),
}

_LABELS: dict[str, Text] = {
    "label.skip": Text("Skip to the report"),
    "label.next": Text("Next step:"),
    "label.table": Text("Table"),
    "label.column": Text("Column"),
    "label.type": Text("Type"),
    "label.missing": Text("Missing"),
    "label.distinct": Text("Different values"),
    "label.distinct-short": Text("Different"),
    "label.role": Text("Role"),
    "label.personal": Text("Personal data"),
    "label.share": Text("Share"),
    "label.in-text": Text("inside longer text"),
    "label.confirmed": Text("confirmed by a person"),
    "label.suggested": Text("suggested"),
    "label.more-names": Text("and {count} more"),
    "label.also": Text("The same in: {names}"),
    "label.every": Text("Show all {count} further places"),
    "label.group": Text("Alike in all key variables"),
    "label.people": Text("People"),
    "label.one-person": Text("nobody else"),
    "label.range": Text("{low} to {high} people"),
    "label.exactly": Text("{low} people"),
    "label.at-least": Text("{low} people and more"),
    "label.contribution": Text("Contribution"),
    "label.bar": Text("Bar"),
    "label.from": Text("From"),
    "label.to": Text("Below"),
    "label.count": Text("Count"),
    "label.value": Text("Value"),
    "label.meaning": Text("Meaning"),
    "label.frequent": Text("Frequent values"),
    "label.minimum": Text("Smallest"),
    "label.maximum": Text("Largest"),
    "label.mean": Text("Mean"),
    "label.median": Text("Middle value"),
    "label.earliest": Text("First day"),
    "label.latest": Text("Last day"),
    "label.mixed": Text("Cells of another type"),
    "label.damaged": Text("Damaged characters"),
    "label.impossible": Text("Impossible values"),
    "label.length": Text("Mean length in characters"),
    "label.constant": Text("Always the same value"),
    "label.measure": Text("Measure"),
    "label.file": Text("File"),
    "label.sheet": Text("Sheet"),
    "label.format": Text("Format"),
    "label.compression": Text("Compression"),
    "label.encoding": Text("Characters"),
    "label.delimiter": Text("Separator"),
    "label.bytes": Text("Size in bytes"),
    "label.sha256": Text("Fingerprint (SHA-256)"),
    "label.rows": Text("Rows"),
    "label.duplicates": Text("Rows that repeat another row: {rows}"),
    "label.made": Text("Made on {day} by Ayni {version}"),
    "label.public": Text("Public report: small counts are hidden"),
    "label.private": Text("Private report: exact counts, for the people who look after the data"),
    "label.threshold": Text("Threshold"),
    "label.unpublished": Text("not published"),
    "label.none": Text("none"),
    "label.chart-numbers": Text("The numbers of this chart"),
    "label.approximate": Text("about {value}"),
}

_CHARTS: dict[str, Text] = {
    "chart.histogram": Text("How the values of {column} are spread"),
    "chart.histogram-text": Text(
        "One bar with {most} values.",
        "{count} bars from {low} to {high}. The highest, from {peak_low} to {peak_high}, has {most} values.",
        "count",
    ),
    "chart.histogram-open": Text(
        "One bar, open at both ends, with {most} values.",
        "{count} bars; the first and the last are open. The highest has {most} values.",
        "count",
    ),
    "chart.strip": Text("People by how many others look like them"),
    "chart.strip-text": Text("The table below gives the numbers of this chart."),
    "chart.limit": Text(
        "Details are shown for the first {shown} columns of {count}; the table above and the JSON report have them all."
    ),
}

_RISK: dict[str, Text] = {
    "risk.columns": Text("What others may know about a person here: {columns}."),
    "risk.k": Text(
        "Each person looks like at least one other in these columns.",
        "Each person looks like at least {others} others in these columns.",
        "others",
    ),
    "risk.alone": Text(
        "One person is like nobody else in this table. Whoever knows these facts about them finds their row.",
        "{people} people are like nobody else in this table. "
        "Whoever knows these facts about one of them finds their row.",
        "people",
    ),
    "risk.few": Text("Some people look like fewer than {others} others in these columns."),
    "risk.small-groups": Text(
        "One person looks like fewer than {others} others.",
        "{people} people of {rows} look like fewer than {others} others.",
        "people",
    ),
    "risk.expected": Text(
        "If someone knew these facts about everybody, they would find about one of {rows} people.",
        "If someone knew these facts about everybody, they would find about {expected} of {rows} people.",
        "expected",
    ),
    "risk.expected-none": Text(
        "If someone knew these facts about everybody, they would expect to find fewer than one of {rows} people."
    ),
    "risk.population": Text(
        "About {value} of these people are probably like nobody else in the whole population either "
        "(likely between {low} and {high})."
    ),
    "risk.whole": Text(
        "No column of sampling weights was named, so the table is taken as the whole population. "
        "If it is a sample, the true risk is lower."
    ),
    "risk.hidden": Text(
        "{column}: in some groups everybody has the same value, so being in the group tells it ({people} people)."
    ),
    "risk.hidden-well": Text("{column}: every group of people who look alike has at least {values} different values."),
    "risk.household": Text(
        "People of one household stand together (column {column}). When one is recognised, all are: "
        "about {expected} people are expected to be found this way."
    ),
    "risk.none-people": Text("This table does not seem to be about people, so nobody is looked for in it."),
    "risk.no-keys": Text("No key variables were found, so the risk that somebody is recognised was not worked out."),
    "risk.contribution": Text(
        "How often each column is needed to single somebody out. Several are often needed together, so the shares "
        "add up to more than all. Making the first one coarser helps most."
    ),
    "risk.suda-partial": Text("Combinations of up to {size} columns were searched."),
    "risk.suda-complete": Text("All combinations of columns were searched."),
}

_EXPERTS: dict[str, Text] = {
    "expert.k": Text("k-anonymity: size of the smallest class"),
    "expert.classes": Text("Equivalence classes"),
    "expert.uniques": Text("Sample uniques"),
    "expert.below": Text("Rows in classes smaller than {size}"),
    "expert.prosecutor-max": Text("Prosecutor risk, largest"),
    "expert.prosecutor-mean": Text("Prosecutor risk, mean"),
    "expert.journalist-max": Text("Journalist risk, largest"),
    "expert.marketer": Text("Marketer risk"),
    "expert.individual-max": Text("Individual risk, largest"),
    "expert.individual-above": Text("Rows with individual risk above the threshold"),
    "expert.global": Text("Global risk"),
    "expert.expected": Text("Expected re-identifications"),
    "expert.weights": Text("Sampling weights"),
    "expert.population": Text("Estimated population uniques ({method}, 95 % interval)"),
    "expert.l": Text("{column}: distinct l-diversity"),
    "expert.entropy": Text("{column}: entropy l-diversity"),
    "expert.l1": Text("{column}: rows in classes with one value"),
    "expert.t": Text("{column}: t-closeness, largest distance"),
    "expert.suda-rows": Text("SUDA: rows with a minimal sample unique"),
    "expert.suda-uniques": Text("SUDA: minimal sample uniques"),
    "expert.suda-size": Text("SUDA: minimal sample uniques of {size} columns"),
    "expert.suda-score": Text("SUDA: largest score"),
    "expert.suda-dis": Text("DIS-SUDA: largest score"),
    "expert.household-count": Text("Households"),
    "expert.household-mean": Text("Household risk, mean"),
    "expert.household-max": Text("Household risk, largest"),
    "expert.interval": Text("{value} ({low} to {high})"),
}

_METHOD: dict[str, Text] = {
    "method.alike": Text(
        "People are alike when all key variables have the same values. The fewer people are alike, the easier one of "
        "them is recognised by somebody who knows those facts from elsewhere."
    ),
    "method.roles": Text(
        "Roles are suggestions from names and values. Only a person knows what others can find out: "
        "check them, correct them in a roles file, and run the check again."
    ),
    "method.personal": Text(
        "Personal data are found by layout, check digits and likeness. What is marked “possible” may be a false alarm, "
        "and free text may hold more than was found."
    ),
    "method.sample": Text(
        "Where a share is given with a range, it was estimated from a sample of the cells; "
        "the true share lies in the range 95 times of 100."
    ),
    "method.distinct": Text(
        "“About” before a number of different values means that it was estimated; the error is stated beside it."
    ),
    "method.public": Text(
        "Counts from 1 to {most} are hidden, and others with them where they would give the hidden ones away. "
        "“≥” and “>” give a bound instead of the number."
    ),
    "method.thresholds": Text("Thresholds used in this check"),
    "method.limits": Text(
        "The check looks at the table alone. Other published data, photographs, or what neighbours know can still "
        "point to a person."
    ),
}

_MORE: dict[str, Text] = {
    "place.table-column": Text("{table}, column {column}"),
    "finding.unworded": Text("The check noticed: {code}."),
    "advice.unworded": Text("Ask whoever looks after the data what this means here."),
    "finding.about-licence-missing": Text("No licence is stated, so nobody can know what they may do with the data."),
    "advice.about-licence-missing": Text('Write the licence into the about file, for example license = "CC-BY-4.0".'),
    "finding.about-incomplete": Text("The description for catalogues lacks: {missing}."),
    "advice.about-incomplete": Text("Add these lines to the about file."),
    "finding.table-withheld": Text("The table has fewer than {threshold} rows, so nothing about it is published."),
    "advice.table-withheld": Text("Publish only a description of this table, or join it with other rows first."),
    "next.html": Text("For charts and every column, write a page: ayni check PATH --html report.html"),
    "next.roles": Text("To correct a role, write it into a file: ayni check PATH --roles roles.toml"),
    "next.public": Text("Before you pass this report on, hide small counts: ayni check PATH --public"),
}

TEXTS: dict[str, Text] = {
    **_NAMES,
    **_VERDICTS,
    **_HEADINGS,
    **_LABELS,
    **_CHARTS,
    **_RISK,
    **_EXPERTS,
    **_METHOD,
    **_MORE,
}
