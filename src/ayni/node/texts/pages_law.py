"""Words of the pages about the law."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "page.menu.law": Text("May I send this?"),
    "page.law.title": Text("May I send this?"),
    "page.law.lead": Text(
        "Say where data would go. Ayni asks only what decides, and answers with the articles of the laws that apply."
    ),
    "page.law.name": Text("What would be sent"),
    "page.law.name-hint": Text("A name of your own, such as: household survey 2026. It may stay empty."),
    "page.law.from": Text("From which country?"),
    "page.law.to": Text("To which country?"),
    "page.law.about-file": Text("This is about {name} as you brought it; what its check found is filled in."),
    "page.law.about-safe": Text("This is about the safe copy of {name}; what its check found is filled in."),
    "page.law.subjects": Text("Are the people in the data from other countries than the sender? Choose them here."),
    "page.law.subjects-hint": Text("Their law may reach abroad with them. Leave it empty if they are not."),
    "page.law.day": Text("On which day?"),
    "page.law.go": Text("Ask"),
    "page.law.rules": Text("Country rules"),
    "page.law.mine": Text("What I asked before"),
    "page.law.none": Text("Nothing yet."),
    "page.law.between": Text("from {first} to {second}"),
    "page.law.people-from": Text("people from"),
    "page.law.next": Text("Next"),
    "page.law.later": Text("I do not know yet"),
    "page.law.left": Text("At most {count} question is left.", "At most {count} questions are left.", count="count"),
    "page.law.why": Text("Why this is asked"),
    "page.law.answers": Text("Your answers"),
    "page.law.skipped": Text("Still to be found out"),
    "page.law.change": Text("Change"),
    "page.law.change-this": Text("Change the answer to: {question}"),
    "page.law.answer-now": Text("Answer"),
    "page.law.answer-this": Text("Answer: {question}"),
    "page.law.answer-title": Text("The answer"),
    "page.law.draft": Text("Draft transfer assessment"),
    "page.law.other": Text("Ask something else"),
    "page.law.print": Text("You can print this page."),
    "page.law.reasons": Text("What each law says"),
    "page.law.others": Text("{count} more rule was looked at", "{count} more rules were looked at", count="count"),
    "page.law.known": Text("Is that right?"),
    "page.law.kept": Text("Answers that were given"),
    "page.law.kept-what": Text(
        "Each is kept as it was given, with the rules it rested on. Take one to keep it elsewhere."
    ),
    "page.law.rules-changed": Text("Other rules or other facts now"),
    "page.law.lists": Text("Lists"),
    "page.law.partial": Text("(in part: see the note)"),
    "page.law.rests-on": Text("What it rests on"),
    "page.law.counted": Text(
        "Rules: {read} read in the law, {secondary} in sources about it, {remembered} from memory."
    ),
    "page.law.with-rules": Text("Countries with rules here"),
    "page.law.without-rules": Text("Countries without rules here"),
    "page.law.may-send": Text("May I send this file?"),
    "page.law.may-send-safe": Text("May I send this safe file?"),
    "page.law.read-rules": Text("Read the rules of {country}"),
    "page.law.signature": Text("Data-protection officer"),
    "page.law.officer": Text("Name"),
    "page.law.date": Text("Date"),
    "page.law.signed": Text("Signature"),
    "page.law.erase": Text("Erase this question"),
    "page.law.outcome.allowed": Text("May go."),
    "page.law.outcome.conditions": Text("May go on conditions."),
    "page.law.outcome.ask": Text("Answers are missing."),
    "page.law.outcome.refused": Text("May not go."),
    "page.law.truth.yes": Text("Yes,"),
    "page.law.truth.no": Text("No,"),
    "page.law.truth.unknown": Text("Not known,"),
    "page.law.rules-lead": Text(
        "What Ayni knows of each country's law on data that leave it. Rules that were read in the text of the law "
        "weigh most; nothing that rests on memory allows anything."
    ),
    "page.law.country": Text("Country"),
    "page.law.status": Text("Status"),
    "page.law.looked-at": Text("Last compared with the law"),
    "page.law.soon": Text("Changes soon"),
    "page.law.stale": Text("Old"),
    "page.law.authority": Text("Authority"),
    "page.law.left-out": Text("Left out"),
    "page.law.mark": Text("Mark of this version"),
    "page.law.sources": Text("Where it was read"),
    "page.law.sign": Text("Sign off these rules"),
    "page.law.sign-words": Text(
        "I have read these rules, compared them with the law, and answer for them in this institution."
    ),
    "page.law.wrong.country": Text("Choose a country."),
    "page.law.wrong.subjects": Text("Choose at most {count} countries from the list."),
    "page.law.wrong.day": Text("Choose a day."),
    "page.law.wrong.many": Text("You have asked very often. Erase some of your earlier questions first."),
    "page.law.wrong.answer": Text("Choose an answer, or say that you do not know yet."),
}
