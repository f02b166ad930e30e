"""Words of decisions."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "law.outcome.allowed": Text("The data may go."),
    "law.outcome.conditions": Text("The data may go once these conditions are met."),
    "law.outcome.ask": Text("It cannot be said yet: some answers are missing. Until they are given, the data stay."),
    "law.outcome.refused": Text("The data may not go."),
    "law.heading.asks": Text("What would decide, the most decisive question first:"),
    "law.heading.conditions": Text("What has to be done:"),
    "law.one-of": Text("One of these: {ways}"),
    "law.path": Text("{country} ({capacity}):"),
    "law.capacity.exporter": Text("the data leave from here"),
    "law.capacity.importer": Text("the data arrive here"),
    "law.capacity.subjects": Text("the people in the data live here"),
    "law.within": Text("Both ends lie where this law holds, so nothing crosses its border."),
    "law.asks-nothing": Text("These rules ask nothing of those who receive data from abroad."),
    "law.no-rulebook": Text(
        "There are no country rules for {country} yet. A lawyer who knows its law has to say whether the data may go."
    ),
    "law.reviewed": Text("The rules of {country} were signed off by {reviewer} on {day}."),
    "law.unreviewed": Text("The rules of {country} have not been reviewed by your institution."),
    "law.stale": Text("The rules of {country} were last compared with the law more than a year before this day."),
    "law.not-a-lawyer": Text("This is help for a lawyer, not a lawyer: it shows which articles to read first."),
    "law.who.steward": Text("you can answer"),
    "law.who.protection-officer": Text("ask your data-protection officer"),
    "law.who.recipient": Text("ask the recipient"),
    "law.who.authority": Text("ask the authority"),
    "law.who.counter": Text("your records of earlier transfers say"),
    "law.evidence.secondary": Text("read in a source about the law"),
    "law.evidence.remembered": Text("from memory, not read"),
    "law.stage.scope": Text("applies"),
    "law.stage.prohibition": Text("forbids"),
    "law.stage.exemption": Text("exempts"),
    "law.stage.gateway": Text("permits"),
    "law.stage.duty": Text("demands"),
    "law.status.reviewed": Text("reviewed"),
    "law.status.unreviewed": Text("not reviewed"),
}
