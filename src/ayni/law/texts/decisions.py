"""Words of decisions."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "law.outcome.allowed": Text("The data may go."),
    "law.outcome.conditions": Text("The data may go once these conditions are met."),
    "law.outcome.ask": Text("It cannot be said yet: some answers are missing. Until they are given, the data stay."),
    "law.outcome.refused": Text("The data may not go."),
    "law.heading.asks": Text("What would decide, the most decisive question first"),
    "law.heading.conditions": Text("What has to be done"),
    "law.heading.openings": Text("What would open a way: any one of these"),
    "law.heading.ahead": Text("What changes soon"),
    "law.heading.rests": Text("What this rests on"),
    "law.one-of": Text("One of these: {ways}"),
    "law.path": Text("{country} ({capacity})"),
    "law.yes": Text("Yes"),
    "law.no": Text("No"),
    "law.then.allowed": Text("Then the data may go."),
    "law.then.conditions": Text("Then the data may go on conditions."),
    "law.then.ask": Text("Then it is no longer refused, and some more has to be answered."),
    "law.change.data.personal": Text("Make the data safe first, so that nobody in them can be recognised."),
    "law.change.consent": Text("Get the people's agreement, at least so: {answers}"),
    "law.change.notice": Text("Tell the people who receives their data, in which country, and why."),
    "law.change.instruments": Text("Put one of these in place between sender and recipient: {answers}"),
    "law.change.approvals": Text("Get one of these from the competent authority: {answers}"),
    "law.change.assessments": Text("Make and keep one of these: {answers}"),
    "law.change.safeguards.confirmed": Text(
        "Confirm that the recipient protects the data as well as the law here asks."
    ),
    "law.change.storage.copy-kept": Text("Keep a copy of the data in the country."),
    "law.ahead": Text("From {day} on, as the rules of {countries} stand now: {answer}"),
    "law.turn.rule-begins": Text("From {day} on these hold: {names}"),
    "law.turn.rule-ends": Text("From {day} on these no longer hold: {names}"),
    "law.turn.entry-begins": Text("From {day} on these stand on a list: {names}"),
    "law.turn.entry-ends": Text("From {day} on these no longer stand on a list: {names}"),
    "law.heading.shortening": Text("Answers that could make this list shorter"),
    "law.unsaid": Text(
        "The recipient is an international organisation inside the country, and this law does not say whether that "
        "counts as abroad. Somebody who knows it has to look."
    ),
    "law.overridden": Text("(an exception to it applies)"),
    "law.review-old": Text("That is more than a year ago: read them again."),
    "law.capacity.exporter": Text("the data leave from here"),
    "law.capacity.importer": Text("the data arrive here"),
    "law.capacity.subjects": Text("the people in the data live here"),
    "law.within": Text("Both ends lie where this law holds, so nothing crosses its border."),
    "law.asks-nothing": Text("These rules ask nothing of those who receive data from abroad."),
    "law.no-rulebook": Text(
        "There are no country rules for {country} yet. A lawyer who knows its law has to say whether the data may go."
    ),
    "law.reviewed": Text("{country}: these rules were signed off by {reviewer} on {day}."),
    "law.unreviewed": Text("{country}: nobody in your institution has reviewed these rules yet."),
    "law.stale": Text("{country}: these rules were last compared with the law more than a year before this day."),
    "law.stale-today": Text("These rules were last compared with the law more than a year ago."),
    "law.not-a-lawyer": Text("This is help for a lawyer, not a lawyer: it shows which articles to read first."),
    "law.who.steward": Text("you can answer"),
    "law.who.protection-officer": Text("ask your data-protection officer"),
    "law.who.recipient": Text("ask the recipient"),
    "law.who.authority": Text("ask the authority"),
    "law.who.counter": Text("your records of earlier transfers say"),
    "law.heading.changed": Text("What changed before"),
    "law.heading.turning": Text("What is to change"),
    "law.standing.read": Text("Well founded: all that forbids or opens a way was read in the law itself."),
    "law.standing.partly": Text(
        "Partly founded: some of what forbids or opens a way was read only in sources about it."
    ),
    "law.standing.reported": Text("Reported only: the law itself could not be read; ask someone who has it."),
    "law.stage-title.scope": Text("When this law applies"),
    "law.stage-title.prohibition": Text("What it forbids"),
    "law.stage-title.exemption": Text("What it exempts"),
    "law.stage-title.gateway": Text("What it permits"),
    "law.stage-title.duty": Text("What it demands besides"),
    "law.evidence.text": Text("read in the law"),
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
