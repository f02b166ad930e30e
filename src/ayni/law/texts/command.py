"""Words of `ayni law`."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "law.list.line": Text("{id}  {country}: {rules} rules, {read} of them read in the text; {status}; looked at {day}"),
    "law.list.change": Text("changes soon: {change}"),
    "law.list.changed": Text("changed: {change}"),
    "law.show.covers": Text("Left out: {covers}"),
    "law.show.source": Text("Source: {title} ({day}), {url}"),
    "law.show.from": Text("from {day}"),
    "law.show.until": Text("until {day}"),
    "law.test.held": Text("{id}: {tests} tests hold; {rules} rules."),
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
