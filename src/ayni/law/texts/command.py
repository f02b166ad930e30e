"""Words of `ayni law`."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "law.list.lead": Text("Country rules on data that leave, by how well founded they are"),
    "law.list.line": Text("{read} of {rules} rules read; {status}; as of {day}"),
    "law.list.change": Text("changes soon: {change}"),
    "law.show.covers": Text("What it covers and what is left out: {covers}"),
    "law.show.looked": Text("Last compared with the law on {day}."),
    "law.show.sources": Text("Where it was read"),
    "law.show.source": Text("{title} ({day}), {url}"),
    "law.show.mark": Text("Mark of this version: {hash}"),
    "law.show.from": Text("from {day}"),
    "law.show.until": Text("until {day}"),
    "law.test.held": Text("{id}: {tests} tests hold; {rules} rules."),
    "law.test.otherwise": Text(
        "{id}, {test}: {part} was {expected} and is {found}, by the rules that amend the shipped ones."
    ),
    "law.test.failed": Text("{id}, {test}: {part} should be {expected} and is {found}."),
    "law.test.uncovered": Text("{id}: no test expects {rule} to be {truths}."),
    "law.test.survivor": Text("{id}: no test notices this change: {change}."),
    "law.diff.added": Text("added: {name}"),
    "law.diff.removed": Text("removed: {name}"),
    "law.diff.changed": Text("changed: {name}"),
    "law.diff.decision": Text("{case}: was {before}, is {after}"),
    "law.diff.same": Text("All {cases} cases are decided as before."),
    "law.review.done": Text("{reviewer} signed off the rules of {country} ({hash}) on {day}."),
}
