"""The words of a file's way: progress, report, columns, fixes, result, record, and what can go wrong on it."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_WAY = {
    "page.way": Text("The way of this file"),
    "page.way.report": Text("Report"),
    "page.way.roles": Text("Columns"),
    "page.way.fixes": Text("Fixes"),
    "page.way.result": Text("Safe file"),
}

_PROGRESS = {
    "page.progress.title": Text("Working on {name}"),
    "page.progress.checking": Text("Ayni reads the file and looks for what could tell who people are."),
    "page.progress.suggesting": Text("Ayni works out fixes and measures what each of them does."),
    "page.progress.protecting": Text("Ayni makes the safe file and checks it again."),
    "page.progress.receiving": Text("The file is arriving."),
    "page.progress.share": Text("{step}: {percent}"),
    "page.progress.bar": Text("How far the work is"),
    "page.progress.queue": Text(
        "One file is worked on before yours.", "{count} files are worked on before yours.", "count"
    ),
    "page.progress.soon": Text("It is about to start."),
    "page.progress.leave": Text("You can close this page; the work goes on. Come back to it from “My files”."),
    "page.progress.refresh": Text("This page looks again every few seconds. You can also do it yourself:"),
    "page.progress.look": Text("Look again"),
    "page.progress.cancel": Text("Stop this work"),
    "page.progress.cancelling": Text("It is being stopped…"),
    "page.failed.title": Text("{name} could not be worked on"),
    "page.failed.safe": Text("Your file is as it was. You can try again, go back, or erase it."),
    "page.failed.again": Text("Try again"),
    "page.failed.erase": Text("Erase this file"),
}

_REPORT = {
    "page.report.title": Text("What is in {name}"),
    "page.report.problems": Text("Problems, the most serious first"),
    "page.report.no-problems": Text("The check found no problem."),
    "page.report.notes": Text("Good to know ({count})"),
    "page.report.people": Text("Who could be recognised"),
    "page.report.unread": Text("What could not be read"),
    "page.report.full": Text("Open the full report"),
    "page.report.full-after": Text("Open the full report of the safe file"),
    "page.report.take": Text("Download the report"),
    "page.report.next": Text("Go on: confirm the columns"),
    "page.report.which": Text("Which table do you want to make safe?"),
    "page.report.which-what": Text(
        "The safe file holds the table you choose and no other. For a further one, take that file away, come back here "
        "and choose again."
    ),
    "page.report.which-missing": Text("Choose one of the tables."),
    "page.table": Text("Only the table {name}. The other tables of the file stay out of the safe file."),
}

_ADVICE = {
    "page.advice.roles-to-confirm": Text("Confirm the columns on the next page."),
    "page.advice.direct-identifier-by-name": Text("On the next page, say whether it does name people."),
    "page.advice.not-about-people": Text("If its rows are people after all, say so of its columns on the next page."),
    "page.advice.no-key-columns": Text("If others could know one of its columns, say so on the next page."),
    "page.advice.no-weights": Text(
        "If this is a sample, name the column of weights on the next page: the estimate becomes fairer."
    ),
    "page.advice.weights-not-usable": Text("Correct the weights, or choose the right column on the next page."),
    "page.advice.weights-too-large": Text("Choose the right column of weights on the next page."),
    "page.advice.more-key-columns": Text(
        "Leave out what the receiver does not need, or choose the key variables on the next page."
    ),
}

_ROLES = {
    "page.roles.title": Text("What do the columns say about a person?"),
    "page.roles.lead": Text(
        "Ayni made a suggestion for each column. Only you know what others can find out: please look and correct it."
    ),
    "page.roles.meanings": Text("What the four answers mean"),
    "page.roles.caption": Text("Columns of {name}"),
    "page.roles.column": Text("Column"),
    "page.roles.answer": Text("Your answer"),
    "page.roles.reason": Text("Why"),
    "page.roles.what": Text("Type"),
    "page.roles.answer-for": Text("Your answer for {column}"),
    "page.roles.suggested": Text("{role} (suggested)"),
    "page.roles.direct-identifier": Text("Names a person"),
    "page.roles.quasi-identifier": Text("Key variable"),
    "page.roles.sensitive": Text("Sensitive"),
    "page.roles.other": Text("None of these"),
    "page.roles.filter": Text("Columns {first} to {last} of {count}"),
    "page.roles.surveys": Text("For surveys"),
    "page.roles.weights": Text("Column of sampling weights"),
    "page.roles.weights-hint": Text("How many people of the population a row stands for. It is never changed."),
    "page.roles.household": Text("Column that says who lives together"),
    "page.roles.household-hint": Text("Such as a household number: people of one household do not hide each other."),
    "page.roles.no-column": Text("There is none"),
    "page.roles.send": Text("These answers are right: work out fixes"),
    "page.roles.again": Text("Changing an answer later works out the fixes again."),
    "page.roles.same-column": Text("Weights and household cannot be the same column. Choose another for one of them."),
    "page.roles.no-keys": Text(
        "No column is marked as a key variable or as naming a person, so nothing can be worked out. "
        "Mark at least one, or share the file as it is."
    ),
    "page.roles.more": Text("Keep these answers and go on"),
    "page.roles.no-such-column": Text("There is no column {column}. Check how its name is written."),
    "page.roles.unknown": Text("The answer for column {column} is not one of the four. Choose it again."),
    "page.roles.confirmed": Text("You confirmed these answers."),
}

_FIXES = {
    "page.fixes.title": Text("Problems and fixes"),
    "page.fixes.lead": Text(
        "Nothing is changed yet. Each fix shows what it does to the risk and to what the file can still be used for."
    ),
    "page.fixes.none": Text("There is nothing to fix: the file reaches the goal as it is."),
    "page.fixes.goal": Text("How safe must it be?"),
    "page.fixes.goal.few": Text("Each person looks like at least {others} others"),
    "page.fixes.goal.3": Text("For people who promised to keep it safe"),
    "page.fixes.goal.5": Text("For most files: for colleagues elsewhere and for researchers"),
    "page.fixes.goal.10": Text("For everybody, on the internet"),
    "page.fixes.use": Text("Do this"),
    "page.fixes.use-what": Text("Do this: {fix}"),
    "page.fixes.off": Text("Left out by you. Its effect shows after you ask for it again."),
    "page.fixes.changed": Text("Show the effect of my choices"),
    "page.fixes.make": Text("Make the safe file"),
    "page.fixes.make-anyway": Text("Make the file all the same"),
    "page.fixes.stale": Text(
        "You changed your choices. Their effect is worked out first; look at it, then make the safe file."
    ),
    "page.fixes.chart": Text("Risk and usefulness, step by step"),
    "page.fixes.chart-text": Text(
        "People who can be told apart go from {risk_before} to {risk_after}; usefulness goes from {useful_before} to "
        "{useful_after}."
    ),
    "page.fixes.chart-numbers": Text("The numbers of this chart"),
    "page.fixes.step": Text("Step"),
    "page.fixes.start": Text("The file as it is"),
    "page.fixes.list": Text("Problem by problem"),
    "page.fixes.stand-out": Text("People who stand out"),
    "page.fixes.named": Text("{name}: {told}"),
    "page.fixes.other": Text("Another step on {columns}"),
    "page.fixes.risk": Text("People who can be told apart"),
    "page.fixes.risk-what": Text("While a column names people, that is everyone."),
    "page.fixes.useful": Text("Usefulness kept"),
    "page.fixes.direct": Text("Columns that name people"),
    "page.fixes.cells": Text("Cells with personal data"),
    "page.fixes.left-out": Text("Rows left out"),
    "page.fixes.change": Text("from {before} to {after}"),
    "page.fixes.same": Text("stays at {value}"),
    "page.fixes.end": Text("With all fixes that are on"),
    "page.fixes.open": Text(
        "One person would still stand out. Turn fixes on again; a lower goal may help too.",
        "{count} people would still stand out. Turn fixes on again; a lower goal may help too.",
        "count",
    ),
    "page.fixes.names-left": Text(
        "One column that names people would stay in the file. Turn its fix on again, or say under “Columns” that it "
        "names nobody.",
        "{count} columns that name people would stay in the file. Turn their fixes on again, or say under “Columns” "
        "that they name nobody.",
        "count",
    ),
    "page.fixes.best": Text("No other choice of steps keeps more of the file for this goal (proven)."),
    "page.fixes.bounded": Text("Good steps were found; it could not be proven that no better ones exist."),
    "page.fixes.experts": Text("For experts: the plan"),
    "page.fixes.experts-what": Text(
        "This plan is what “Make the safe file” does. You can download and run it elsewhere."
    ),
    "page.fixes.plan": Text("Download the plan"),
    "page.fixes.goal-unknown": Text("Choose one of the goals."),
    "page.fixes.problem": Text("Problem:"),
}

_RESULT = {
    "page.result.title": Text("The safe file is ready"),
    "page.result.title-open": Text("The file was made, but it is not safe yet"),
    "page.result.good": Text("Each person in it looks like at least {others} others, and nobody is named."),
    "page.result.no-people": Text("Nobody is named in it, and no personal data were recognised in its cells."),
    "page.result.short": Text(
        "Some people can still be told apart. Go back to the fixes, turn more of them on; a lower goal may help too."
    ),
    "page.result.names-left": Text(
        "One column still names people. Go back to the fixes and turn its fix on.",
        "{count} columns still name people. Go back to the fixes and turn their fixes on.",
        "count",
    ),
    "page.result.cells-left": Text(
        "One cell still looks like personal data. Open the full report of the safe file and look at it.",
        "{count} cells still look like personal data. Open the full report of the safe file and look at them.",
        "count",
    ),
    "page.result.help": Text(
        "This is help for a person who decides. Ayni cannot see what others already know, "
        "nor whether you may share the file under your law."
    ),
    "page.result.safe": Text("Download the safe file"),
    "page.result.safe-what": Text("{name}, {size}"),
    "page.result.change": Text("Before and after"),
    "page.result.numbers": Text("Before and after, in numbers"),
    "page.result.measure": Text("What"),
    "page.result.before": Text("Before"),
    "page.result.after": Text("After"),
    "page.result.smallest": Text("Smallest group of people who look alike"),
    "page.result.below": Text("People who stand out"),
    "page.result.expected": Text("People someone would recognise who looks for everybody"),
    "page.result.highest": Text("Largest chance that one person is recognised"),
    "page.result.direct": Text("Columns that name people"),
    "page.result.cells": Text("Cells with personal data"),
    "page.result.rows": Text("Rows"),
    "page.result.useful": Text("Usefulness kept"),
    "page.result.done": Text("What was done"),
    "page.result.rows-out": Text(
        "One row was left out, because its person would still have stood out.",
        "{count} rows were left out, because their people would still have stood out.",
        "count",
    ),
    "page.result.cells-out": Text("One cell was emptied.", "{count} cells were emptied.", "count"),
    "page.result.nothing-out": Text("No row was left out."),
    "page.result.step": Text("{columns} (one cell changed)", "{columns} ({count} cells changed)", "count"),
    "page.result.columns-changed": Text("Which columns changed"),
    "page.result.column": Text("Column"),
    "page.result.kept": Text("How much of its spread was kept"),
    "page.result.gone": Text("left out"),
    "page.result.sampled": Text("Measured on one row.", "Measured on {count} rows.", "count"),
    "page.result.predict": Text(
        "{column} could be predicted from the other columns with a score of {before} before and {after} after "
        "(guessing gives {chance}, perfect is {best})."
    ),
    "page.result.more": Text("Also to take away"),
    "page.result.plan": Text("The plan, to do the same again"),
    "page.result.report-before": Text("The report on your file"),
    "page.result.report-after": Text("The report on the safe file"),
    "page.result.record": Text("The record of what was done, to print"),
    "page.result.record-json": Text("The record as data (JSON)"),
    "page.result.private": Text(
        "The report on your file holds exact counts: keep it. What may leave is the safe file, its report "
        "and the record."
    ),
    "page.result.again": Text("Choose other fixes"),
    "page.result.review": Text("Have it looked at"),
    "page.result.review-what": Text(
        "A second person sees more. Reviewers read both reports, the plan and the record, never the data."
    ),
    "page.result.review-ask": Text("Ask for a review"),
    "page.result.review-asked": Text(
        "You asked for a review. Reviewers see it on their page; the answer will stand here."
    ),
    "page.step.drop": Text("Columns left out"),
    "page.step.mask": Text("Personal data blacked out"),
    "page.step.pseudonymise": Text("Replaced by secret codes"),
    "page.step.generalise": Text("Made coarser"),
    "page.step.top-code": Text("Largest numbers cut off"),
    "page.step.bottom-code": Text("Smallest numbers cut off"),
    "page.step.round": Text("Rounded"),
    "page.step.shift-dates": Text("Dates moved"),
    "page.step.move-places": Text("Places moved"),
    "page.step.microaggregate": Text("Averaged over similar people"),
    "page.step.suppress-cells": Text("Cells emptied"),
}

_ERASE = {
    "page.erase.when": Text("The file and all that was made from it are erased on {day}."),
    "page.erase.link": Text("Erase now"),
    "page.erase.title": Text("Erase {name}?"),
    "page.erase.what": Text(
        "The file, its reports, the plan, the record and the safe file are erased from the computer that "
        "runs Ayni. This cannot be undone. What you downloaded stays with you."
    ),
    "page.erase.send": Text("Erase everything"),
    "page.erase.keep": Text("Keep it"),
    "page.erase.done": Text("{name} was erased, with all that was made from it."),
}

_RECORD = {
    "page.record.title": Text("Record: how {name} was made safe"),
    "page.record.made": Text("Made"),
    "page.record.by": Text("Made by"),
    "page.record.program": Text("Program"),
    "page.record.source": Text("Fingerprint of the original (SHA-256)"),
    "page.record.result": Text("Fingerprint of the safe file (SHA-256)"),
    "page.record.plan": Text("Fingerprint of the plan (SHA-256)"),
    "page.record.reviews": Text("Reviews"),
    "page.record.no-review": Text("Nobody has reviewed it yet."),
    "page.record.print": Text("This page is made for printing: use your browser's print command."),
    "page.record.personal": Text("No personal value stands in this record."),
}

_HELP = {
    "page.help.title": Text("Words explained"),
    "page.help.lead": Text("What the words on these pages mean, and what Ayni can and cannot do."),
    "page.help.names": Text("Names a person"),
    "page.help.names-what": Text(
        "A column that alone says who somebody is: a name, a telephone number, an identity number. "
        "It has no place in a file that is shared."
    ),
    "page.help.key": Text("Key variable"),
    "page.help.key-what": Text(
        "Something others may know about a person: age, district, occupation. One alone says little, "
        "but a 34-year-old midwife in a small district may be the only one."
    ),
    "page.help.alike": Text("Each person looks like at least 4 others"),
    "page.help.alike-what": Text(
        "For every person in the file there are at least four others with the same key variables. "
        "Who knows these facts about someone finds five rows, and not the person."
    ),
    "page.help.stand-out": Text("People who stand out"),
    "page.help.stand-out-what": Text("People who look like fewer others than the goal asks for."),
    "page.help.sensitive": Text("Sensitive"),
    "page.help.sensitive-what": Text(
        "What could harm people if others learned it: health, income, beliefs, violence. It usually stays in the "
        "file, because it is what the file is for; so nobody may be recognised."
    ),
    "page.help.coarser": Text("Make coarser"),
    "page.help.coarser-what": Text("Say less exactly: an age group for an age, the region for the village."),
    "page.help.left-out": Text("Rows left out"),
    "page.help.left-out-what": Text(
        "A few people stand out so much that all others would have to become coarser because of them. "
        "Their rows are left out instead, at most as many as the plan allows."
    ),
    "page.help.useful": Text("Usefulness kept"),
    "page.help.useful-what": Text(
        "How much of what the file can tell is still in it. 100 % means that the numbers in every column are spread as "
        "before; it is an average, and one column can lose more than another."
    ),
    "page.help.weights": Text("Sampling weights"),
    "page.help.weights-what": Text("In a survey, how many people of the whole population a row stands for."),
    "page.help.household": Text("Household"),
    "page.help.household-what": Text("People who live together: when one is recognised, all of them are."),
    "page.help.plan": Text("Plan"),
    "page.help.plan-what": Text(
        "A small file that says every step. With it the next wave of a survey, or another office, does "
        "exactly the same."
    ),
    "page.help.fingerprint": Text("Fingerprint"),
    "page.help.fingerprint-what": Text(
        "A long number made from a file. If one letter of the file changes, the fingerprint is another."
    ),
    "page.help.rules": Text("Country rules"),
    "page.help.rules-what": Text(
        "What Ayni knows of a country's law on data that leave it, rule by rule, with the article and the day on which "
        "it was read. They are help for a lawyer."
    ),
    "page.help.ground": Text("A way that a law permits"),
    "page.help.ground-what": Text(
        "What a law accepts as a ground for sending data abroad, such as the people's consent, a contract or an "
        "approval."
    ),
    "page.help.sign-off": Text("Signing rules off"),
    "page.help.sign-off-what": Text(
        "A named person of your institution read these very rules and answers for them. Until then no answer is a "
        "plain yes."
    ),
    "page.help.cannot": Text("What Ayni cannot do"),
    "page.help.cannot-what": Text(
        "It cannot know what neighbours, other files or the internet tell about a person, it can overlook a name in a "
        "text, and it does not know whether you may share the file under your law. It helps you decide; you decide."
    ),
}

_ERRORS = {
    "page.wrong.404": Text("This page is not here"),
    "page.wrong.404-what": Text(
        "The address may be mistyped, or the file was erased, or it belongs to another person."
    ),
    "page.wrong.403": Text("This is not for your role"),
    "page.wrong.403-what": Text("Ask an administrator if you need it."),
    "page.wrong.400": Text("This could not be understood"),
    "page.wrong.400-what": Text("Go back, look at what you entered, and send it again."),
    "page.wrong.409": Text("This did not work"),
    "page.wrong.409-what": Text("Go back, load the page again, and look at how things stand now."),
    "page.wrong.413": Text("This is too large"),
    "page.wrong.413-what": Text("Send a smaller file, or use the ayni command."),
    "page.wrong.csrf": Text("The page was open too long"),
    "page.wrong.csrf-what": Text(
        "For your safety it was not accepted. Go back, load the page again, and send it again."
    ),
    "page.wrong.429": Text("Too many tries"),
    "page.wrong.429-what": Text("Wait a few minutes, then try again."),
    "page.wrong.500": Text("Something in Ayni went wrong"),
    "page.wrong.500-what": Text("Your files were not changed. Try again; if it stays so, tell your administrator."),
}

TEXTS: dict[str, Text] = (
    _WAY | _PROGRESS | _REPORT | _ADVICE | _ROLES | _FIXES | _RESULT | _ERASE | _RECORD | _HELP | _ERRORS
)
