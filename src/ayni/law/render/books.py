"""Country rules for a terminal: all of them in a list, and one of them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.law.ahead import turnings
from ayni.law.places import place_name
from ayni.law.render.wording import cite_words, split_changes, turning_words
from ayni.law.rulebook import Evidence, Stage, Standing
from ayni.terminal import Page, cells_wide, pad

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from ayni.law.review import Review
    from ayni.law.rulebook import Rule, Rulebook
    from ayni.messages import Catalogue

__all__ = ["book_text", "list_text"]

_NARROWEST = 40


def list_text(
    books: Sequence[Rulebook],
    reviews: Mapping[str, Review],
    words: Catalogue,
    today: dt.date,
    *,
    width: int = 80,
    color: bool = False,
) -> str:
    """Return the rulebooks by how well founded they are, each with what changes soon."""
    page = Page(max(width, _NARROWEST), color=color, right_to_left=words.right_to_left)
    page.paragraph(page.paint(words("law.list.lead"), "1"))
    for standing in Standing:
        here = [book for book in books if book.standing is standing]
        if not here:
            continue
        page.heading(words(f"law.standing.{standing.value}"))
        names = {book.id: place_name(book.id, words.language) for book in here}
        widest = max(map(cells_wide, names.values()))
        for book in sorted(here, key=lambda one: names[one.id].casefold()):
            review = reviews.get(book.id)
            reviewed = review is not None and review.hash == book.hash
            counted = words(
                "law.list.line",
                read=book.rests_on[Evidence.TEXT],
                rules=len(book.rules),
                status=words("law.status.reviewed" if reviewed else "law.status.unreviewed"),
                day=book.known_until.isoformat(),
            )
            page.item(pad(book.id, 3), f"{pad(names[book.id], widest)}  {counted}")
            for change in split_changes(book.changes, today).soon:
                page.item("!", words("law.list.change", change=words.sentence(change)), indent=6)
    return page.text()


def book_text(
    book: Rulebook, review: Review | None, words: Catalogue, today: dt.date, *, width: int = 80, color: bool = False
) -> str:
    """Return one country's rules with articles, dates, quotations, sources and what changes."""
    page = Page(max(width, _NARROWEST), color=color, right_to_left=words.right_to_left)
    page.paragraph(page.paint(f"{place_name(book.id, words.language)} ({book.id})", "1"))
    country = place_name(book.id, words.language)
    if review is not None and review.hash == book.hash:
        page.item("✔", words("law.reviewed", country=country, reviewer=review.reviewer, day=review.on.isoformat()))
    else:
        page.item("!", words("law.unreviewed", country=country))
    page.item("·", words(f"law.standing.{book.standing.value}"))
    page.item("·", words("law.show.looked", day=book.known_until.isoformat()))
    page.item("·", words("law.show.covers", covers=words.sentence(book.covers)))
    _changes(page, book, words, today)
    for stage in Stage:
        rules = sorted((rule for rule in book.rules if rule.stage is stage), key=lambda rule: rule.id)
        if rules:
            page.heading(words(f"law.stage-title.{stage.value}"))
        for rule in rules:
            _rule(page, rule, words)
    page.heading(words("law.show.sources"))
    for source in book.sources:
        page.item("·", words("law.show.source", title=source.title, day=source.read.isoformat(), url=source.url))
    page.item("·", words("law.show.mark", hash=book.hash))
    return page.text()


def _changes(page: Page, book: Rulebook, words: Catalogue, today: dt.date) -> None:
    changes = split_changes(book.changes, today)
    turning = [*turning_words(turnings(book, today), words)]
    if changes.soon or changes.later or turning:
        page.heading(words("law.heading.turning"))
    for change in (*changes.soon, *changes.later):
        page.item("!", words.sentence(change))
    for one in turning:
        page.item("!", one)
    if changes.past:
        page.heading(words("law.heading.changed"))
    for change in changes.past:
        page.item("·", words.sentence(change))


def _rule(page: Page, rule: Rule, words: Catalogue) -> None:
    days = words("law.show.from", day=rule.from_.isoformat())
    if rule.until is not None:
        days += ", " + words("law.show.until", day=rule.until.isoformat())
    evidence = words(f"law.evidence.{rule.evidence.value}")
    page.item("§", f"{cite_words(rule.cite)} [{evidence}; {days}] {rule.id}")
    if rule.cite.quote:
        page.item(" ", f"\u201c{rule.cite.quote}\u201d", indent=4)
    if rule.note:
        page.item(page.arrow, words.sentence(rule.note), indent=4)
    for condition in (*rule.all_of, *rule.one_of):
        page.item("-", words(f"law.condition.{condition.code}"), indent=4)
        if condition.note:
            page.item(" ", words.sentence(condition.note), indent=6)
