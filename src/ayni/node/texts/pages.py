"""The words of the node's frame and of the pages that everyone meets: start, signing in, people, reviews, help.

Written for people who are not statisticians and have no training; short sentences, nothing that blames.
"""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

_FRAME = {
    "page.skip": Text("Skip to the content"),
    "page.home": Text("Ayni, start page"),
    "page.menu": Text("Main menu"),
    "page.menu.files": Text("My files"),
    "page.menu.reviews": Text("Reviews"),
    "page.menu.people": Text("People"),
    "page.menu.help": Text("Help"),
    "page.menu.languages": Text("Language"),
    "page.foot": Text(
        "Ayni {version}. Files stay on the computer that runs Ayni; no page asks another one for anything."
    ),
    "page.errors": Text("One thing is missing or wrong", "{count} things are missing or wrong", "count"),
    "page.error-title": Text("Error: {page}"),
    "page.back": Text("Back"),
    "page.back-to": Text("Back to {name}"),
    "page.size.bytes": Text("{count} byte", "{count} bytes", "count"),
    "page.size.kb": Text("{size} kB"),
    "page.size.mb": Text("{size} MB"),
    "page.size.gb": Text("{size} GB"),
    "page.hours": Text("one hour", "{count} hours", "count"),
    "page.days": Text("one day", "{count} days", "count"),
}

_START = {
    "page.start.title": Text("Make a file safe to share"),
    "page.start.what": Text(
        "Ayni shows who could be recognised in a file about people, and helps you make a copy that is safe to share."
    ),
    "page.start.choose": Text("Choose a file"),
    "page.start.formats": Text(
        "A table: CSV, Excel, Stata, SPSS, SAS, Parquet or JSON, also compressed; at most {size}."
    ),
    "page.start.send": Text("Check this file"),
    "page.start.promise": Text("What happens with your file"),
    "page.start.promise.stays": Text("It stays on the computer that runs Ayni and is sent to nobody."),
    "page.start.promise.yours": Text(
        "Only you can open it. Others read its reports only if you ask for a review. Your original is never changed."
    ),
    "page.start.promise.erased": Text(
        "It is erased after {time}, together with all that was made from it, or at once when you say so."
    ),
    "page.start.how": Text("How it goes"),
    "page.start.how.check": Text("Ayni checks the file: this takes seconds, or minutes for a very large one."),
    "page.start.how.roles": Text("You confirm what each column says about a person."),
    "page.start.how.fixes": Text("You choose the fixes, and see what each one does before it is done."),
    "page.start.how.result": Text("You take away a safe file in the same format, with a record of what was done."),
    "page.start.reviewer": Text(
        "You are a reviewer: you see the reports and plans that were sent to you, never the data."
    ),
    "page.start.mine": Text("My files"),
    "page.start.none": Text("No file yet. Choose one above."),
    "page.start.erased-when": Text("Erased on {day}"),
    "page.start.open": Text("Open"),
    "page.start.waiting": Text("One review waits for you.", "{count} reviews wait for you.", "count"),
    "page.stage.receiving": Text("Arriving"),
    "page.stage.checking": Text("Being checked"),
    "page.stage.roles": Text("Waiting for you: confirm the columns"),
    "page.stage.suggesting": Text("Fixes are being worked out"),
    "page.stage.fixes": Text("Waiting for you: choose the fixes"),
    "page.stage.protecting": Text("The safe file is being made"),
    "page.stage.done": Text("The safe file is ready"),
    "page.stage.failed": Text("Something went wrong"),
}

_SESSION = {
    "page.sign-in.title": Text("Sign in"),
    "page.sign-in.lead": Text("This Ayni belongs to your institution. Sign in with what its administrator gave you."),
    "page.sign-in.handle": Text("Your user name"),
    "page.sign-in.password": Text("Your password"),
    "page.sign-in.send": Text("Sign in"),
    "page.sign-in.lost": Text(
        "Forgotten? Ask an administrator for a new sign-in link. "
        "On the computer that runs Ayni, “ayni up --link” prints one for the administrator."
    ),
    "page.sign-out": Text("Sign out"),
    "page.link.title": Text("Welcome to Ayni"),
    "page.link.lead": Text("This link signs you in as {name}. It works once."),
    "page.link.send": Text("Sign me in"),
    "page.password.title": Text("Choose a password"),
    "page.password.lead": Text(
        "With a password you can come back when you like. Several words in a row are easy to keep and hard to guess."
    ),
    "page.password.new": Text("New password"),
    "page.password.hint": Text("At least {count} character.", "At least {count} characters.", "count"),
    "page.password.again": Text("The same again"),
    "page.password.send": Text("Keep this password"),
    "page.password.later": Text("Not now"),
    "page.password.kept": Text("Your password is kept."),
    "page.account.title": Text("My account"),
    "page.account.role": Text("Your role: {role}"),
}

_PEOPLE = {
    "page.role.administrator": Text("administrator"),
    "page.role.steward": Text("steward"),
    "page.role.reviewer": Text("reviewer"),
    "page.role.administrator.may": Text("looks after people and settings, and has files of their own"),
    "page.role.steward.may": Text("brings files, makes them safe"),
    "page.role.reviewer.may": Text("reads reports, plans and records that are sent for review, never data"),
    "page.people.title": Text("People"),
    "page.people.lead": Text("Who may use this Ayni. Nobody sees another person's files, administrators neither."),
    "page.people.name": Text("Name"),
    "page.people.role": Text("Role"),
    "page.people.state": Text("State"),
    "page.people.acts": Text("What you can do"),
    "page.people.active": Text("may sign in"),
    "page.people.inactive": Text("may not sign in"),
    "page.people.you": Text("you"),
    "page.people.change": Text("Change role"),
    "page.people.role-of": Text("Role of {name}"),
    "page.people.new-link": Text("New sign-in link"),
    "page.people.stop": Text("Stop access"),
    "page.people.start": Text("Give access again"),
    "page.people.for": Text("{act}: {name}"),
    "page.people.invite": Text("Invite a person"),
    "page.people.invite.name": Text("Their name"),
    "page.people.invite.name-hint": Text("As colleagues know them; nothing else is kept about them."),
    "page.people.invite.handle": Text("Their user name"),
    "page.people.invite.handle-hint": Text("Letters, digits, dots and hyphens, for example amina.k"),
    "page.people.invite.send": Text("Make a sign-in link"),
    "page.people.link.title": Text("Sign-in link for {name}"),
    "page.people.link.what": Text(
        "Give this link to {name} in person or by a safe way. It is shown only now, works once, and lasts one day.",
        "Give this link to {name} in person or by a safe way. It is shown only now, works once, and lasts "
        "{count} days.",
        "count",
    ),
    "page.people.link.label": Text("The link"),
    "page.people.changed": Text("{name} is now {role}."),
    "page.people.stopped": Text("{name} may not sign in any more."),
    "page.people.started": Text("{name} may sign in again."),
}

_REVIEWS = {
    "page.reviews.title": Text("Reviews"),
    "page.reviews.lead": Text(
        "Before a safe file leaves, a second person looks at what was done. "
        "You see both reports, the plan and the record, never the data."
    ),
    "page.reviews.waiting": Text("Waiting for a review"),
    "page.reviews.none": Text("Nothing waits for a review."),
    "page.reviews.done": Text("Reviewed"),
    "page.reviews.by": Text("From {name}"),
    "page.reviews.open": Text("Look at it"),
    "page.review.title": Text("Review of {name}"),
    "page.review.read": Text("What you can read"),
    "page.review.question": Text("May this file be shared?"),
    "page.review.yes": Text("Yes, it may be shared"),
    "page.review.no": Text("No, not yet"),
    "page.review.words": Text("In your words"),
    "page.review.words-hint": Text("What you looked at, and what must change if you said no. The owner reads it."),
    "page.review.send": Text("Give this answer"),
    "page.review.bound": Text(
        "Your answer is bound to this exact file by its fingerprint; another result needs another review."
    ),
    "page.review.choose": Text("Say yes or no."),
    "page.review.changed": Text("The owner made another safe file meanwhile. Look at the new one, then answer."),
    "page.review.why": Text("Say in a few words what must change."),
    "page.review.kept": Text("Your answer is kept. Thank you."),
    "page.review.approved": Text("{name} said on {day}: it may be shared."),
    "page.review.refused": Text("{name} said on {day}: not yet."),
    "page.review.old": Text("This was about an earlier result."),
}

TEXTS: dict[str, Text] = _FRAME | _START | _SESSION | _PEOPLE | _REVIEWS
