"""Words for what is wrong with facts, rulebooks and sign-offs."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.law-place-unknown": Text(
        "{place} is not a country code. Use the two letters of ISO 3166-1, such as KE for Kenya."
    ),
    "error.law-rulebook-unknown": Text(
        "There are no country rules called {rulebook}. ayni law list shows those there are."
    ),
    "error.law-fact-unknown": Text(
        "The fact {fact} is not in the vocabulary. docs/reference/law-facts.md lists every fact and its answers."
    ),
    "error.law-fact-answer": Text(
        "The answer given for {fact} cannot be used: it takes a value of the kind {type}, one of: {answers}."
    ),
    "error.law-fact-yes-no": Text("The answer given for {fact} cannot be used: it takes true or false."),
    "error.law-fact-number": Text("The answer given for {fact} cannot be used: it takes a whole number from 0 on."),
    "error.law-fact-none": Text(
        "The answer none of {fact} stands alone. Take it away, or take the other answers of {fact} away."
    ),
    "error.law-overlay-empty": Text(
        "{path} holds no country rules. Name a folder that holds one folder for each country, such as ke."
    ),
    "error.law-facts-contradict": Text(
        "The answers for {fact} and {other} contradict each other. Correct one of them."
    ),
    "error.law-facts-unreadable": Text("The facts file {path} could not be read: {reason}. Correct it and run again."),
    "error.law-file-large": Text("The file {path} is larger than {limit} bytes, which no such file needs to be."),
    "error.law-folder-missing": Text("{path} is not there. Name a folder of country rules."),
    "error.law-rulebooks-many": Text("The folder holds more than {limit} sets of country rules. Remove some."),
    "error.law-rules-many": Text("The rules of {rulebook} are more than {limit}. Split them."),
    "error.law-rulebook-damaged": Text("The rules of {rulebook} could not be read: {reason}. Correct the file."),
    "error.law-vocabulary-damaged": Text("The fact vocabulary {path} could not be read: {reason}. Get Ayni again."),
    "error.law-rule-unknown": Text("The rules of {rulebook} name a rule {rule} that is not there. Correct the name."),
    "error.law-list-unknown": Text("The rule {rule} of {rulebook} names a list {list} that is not there."),
    "error.law-citation-unquoted": Text(
        "The rule {rule} of {rulebook} says it was read, but gives no quotation with its language, address and day. "
        "Add them, or mark the rule as remembered."
    ),
    "error.law-rules-circle": Text(
        "In the rules of {rulebook} these are exceptions to each other in a circle: {rules}. Take one exception away."
    ),
    "error.law-dates-reversed": Text("In the rules of {rulebook}, {rule} ends before it begins. Correct the dates."),
    "error.law-rules-gap": Text(
        "The rules of {rulebook} leave a gap: from {day} on no rule of the kind {stage} holds. Add one, or correct "
        "the dates."
    ),
    "error.law-day-before": Text(
        "The rules of {rulebook} begin on {first}; nothing can be said of {day}. Choose a later day."
    ),
    "error.law-day-beyond": Text(
        "The rules of {rulebook} were last compared with the law on {last}; {day} is too far beyond it. Choose an "
        "earlier day, or get newer rules."
    ),
    "error.law-day-unreadable": Text("{day} is no date. Write it as 2026-11-24."),
    "error.law-reviewer-empty": Text("A sign-off needs the name of the person who answers for it."),
    "error.law-review-not-written": Text("The sign-off could not be kept in {path}: {reason}."),
    "error.law-review-forged": Text(
        "The sign-off {path} was not made by this node, or was changed since. Nothing is decided until it is removed "
        "or made again with ayni law review."
    ),
    "error.law-tests-failed": Text(
        "{count} test of the country rules does not hold.",
        "{count} tests of the country rules do not hold.",
        count="count",
    ),
}
