"""`ayni law`: country rules on data that leave, and decisions by them. It parses and prints."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ayni.errors import ActError, InputError
from ayni.messages import choose_language

if TYPE_CHECKING:
    from ayni.law.review import Review
    from ayni.law.rulebook import Rulebook
    from ayni.law.vocabulary import Vocabulary
    from ayni.messages import Catalogue

__all__ = ["law"]

_LANG = click.option("--lang", metavar="TAG", help="Language of the words: en, fr, sw or ar.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_OVERLAY = click.option(
    "--overlay",
    "overlays",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of the same form that amends the rules; may be given several times.",
)
_FOLDER = click.option(
    "--folder", metavar="DIR", type=click.Path(path_type=Path), help="The node's folder, which keeps the sign-offs."
)
_PLACE_LETTERS = 2


@click.group("law", short_help="Say whether data may go to another country, and what it would take.")
def law() -> None:
    """Country rules as data: cited, dated, tested. Help for a lawyer, not a lawyer."""


class _Room(NamedTuple):
    """What every command needs."""

    words: Catalogue
    vocabulary: Vocabulary
    books: tuple[Rulebook, ...]

    def book(self, name: str) -> Rulebook:
        """Return one rulebook. Raises `InputError("law-rulebook-unknown")`."""
        for book in self.books:
            if book.id == name.lower():
                return book
        raise InputError("law-rulebook-unknown", rulebook=name[:40])


def _open(lang: str | None, overlays: tuple[Path, ...] = ()) -> _Room:
    from ayni.law.load import load_rulebooks, load_vocabulary
    from ayni.words import catalogue

    vocabulary = load_vocabulary()
    return _Room(catalogue(choose_language(lang)), vocabulary, load_rulebooks(vocabulary, overlays=overlays))


def _reviews(folder: Path | None) -> tuple[Path, str | None]:
    """Return where sign-offs lie and the node's secret; without a node there are none."""
    from ayni.node.folder import default_folder, open_folder

    place = folder or default_folder()
    if folder is None and not (place / "secret").is_file():
        return place / "reviews", None
    return place / "reviews", open_folder(place).secret()


def _load_reviews(folder: Path | None) -> dict[str, Review]:
    from ayni.law.review_file import load_reviews

    place, secret = _reviews(folder)
    return {} if secret is None else load_reviews(place, secret)


@law.command("list")
@_JSON
@_OVERLAY
@_FOLDER
@_LANG
def list_books(*, as_json: bool, overlays: tuple[Path, ...], folder: Path | None, lang: str | None) -> int:
    """List the country rules there are, what they rest on, and what changes soon."""
    from ayni.law.render.wording import rulebook_name
    from ayni.law.rulebook import Evidence

    room = _open(lang, overlays)
    reviews = _load_reviews(folder)
    rows = []
    for book in room.books:
        review = reviews.get(book.id)
        reviewed = review is not None and review.hash == book.hash
        read = sum(rule.evidence is Evidence.TEXT for rule in book.rules)
        rows.append(
            {
                "id": book.id,
                "title": book.title,
                "rules": len(book.rules),
                "read": read,
                "secondary": sum(rule.evidence is Evidence.SECONDARY for rule in book.rules),
                "remembered": sum(rule.evidence is Evidence.REMEMBERED for rule in book.rules),
                "status": "reviewed" if reviewed else "unreviewed",
                "known_until": book.known_until.isoformat(),
                "changes": list(book.changes),
                "hash": book.hash,
            }
        )
        if not as_json:
            words = room.words
            status = words(f"law.status.{rows[-1]['status']}")
            click.echo(
                words(
                    "law.list.line",
                    id=book.id,
                    country=rulebook_name(book.id, words.language),
                    rules=len(book.rules),
                    read=read,
                    status=status,
                    day=book.known_until.isoformat(),
                )
            )
            for change in book.changes:
                click.echo("    " + words("law.list.change", change=change))
    if as_json:
        click.echo(json.dumps({"rulebooks": rows}, ensure_ascii=False, indent=2))
    return 0


@law.command("show")
@click.argument("country", metavar="CC")
@_JSON
@_OVERLAY
@_LANG
def show(*, country: str, as_json: bool, overlays: tuple[Path, ...], lang: str | None) -> int:
    """Show one country's rules with their articles, dates and quotations."""
    import msgspec

    from ayni.law.render.wording import cite_words

    room = _open(lang, overlays)
    book, words = room.book(country), room.words
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(book), ensure_ascii=False, indent=2))
        return 0
    click.echo(f"{book.title} ({book.id}) {book.hash[:12]}")
    click.echo(words("law.show.covers", covers=book.covers))
    for rule in sorted(book.rules, key=lambda one: (list(type(one.stage)).index(one.stage), one.id)):
        days = words("law.show.from", day=rule.from_.isoformat())
        if rule.until is not None:
            days += ", " + words("law.show.until", day=rule.until.isoformat())
        click.echo(f"\n{rule.id}  [{words(f'law.stage.{rule.stage.value}')}; {days}]")
        evidence = "" if rule.evidence.value == "text" else f" [{words(f'law.evidence.{rule.evidence.value}')}]"
        click.echo(f"  {cite_words(rule.cite)}{evidence}")
        if rule.cite.quote:
            click.echo(f"  \u201c{rule.cite.quote}\u201d  {rule.cite.url}")
        if rule.note:
            click.echo(f"  {rule.note}")
    for change in book.changes:
        click.echo("\n" + words("law.list.change", change=change))
    return 0


@law.command("decide")
@click.option("--from", "from_place", metavar="CC", required=True, help="The country the data leave (ISO 3166-1).")
@click.option("--to", "to_place", metavar="CC", required=True, help="The country of the recipient.")
@click.option("--subjects", metavar="CC", multiple=True, help="A country whose people the data are about.")
@click.option("--on", "day", metavar="DATE", help="The day decided for (default: today).")
@click.option("--facts", metavar="FILE", required=True, type=click.Path(path_type=Path), help="What is known (TOML).")
@_JSON
@_OVERLAY
@_FOLDER
@_LANG
def decide(
    *,
    from_place: str,
    to_place: str,
    subjects: tuple[str, ...],
    day: str | None,
    facts: Path,
    as_json: bool,
    overlays: tuple[Path, ...],
    folder: Path | None,
    lang: str | None,
) -> int:
    """Decide whether data may go: the strictest law that applies, every condition, and what is still to be asked."""
    from ayni.law.decision import Question
    from ayni.law.evaluate import Law
    from ayni.law.facts_file import load_facts

    room = _open(lang, overlays)
    question = Question(
        from_place=_place(from_place),
        to_place=_place(to_place),
        subjects=tuple(dict.fromkeys(_place(one) for several in subjects for one in several.split(","))),
        on=_day(day),
        facts=load_facts(facts),
    )
    decision = Law(room.books, room.vocabulary, _load_reviews(folder)).decide(question)
    if as_json:
        from ayni.law.render.json import to_json

        click.echo(to_json(decision, room.vocabulary, room.words).decode(), nl=False)
        return 0
    from ayni.law.render.text import to_text

    click.echo(to_text(decision, room.vocabulary, room.words), nl=False)
    return 0


@law.command("test")
@click.argument("country", metavar="[CC]", required=False)
@click.option("--changes", is_flag=True, help="Also change each rule a little and name the changes no test notices.")
@_OVERLAY
@_LANG
def test(*, country: str | None, changes: bool, overlays: tuple[Path, ...], lang: str | None) -> int:
    """Hold country rules to their own tests; exit 1 when one does not hold."""
    from ayni.law.testing import run_tests, survivors, uncovered

    room = _open(lang, overlays)
    words, failed = room.words, 0
    for book in room.books if country is None else (room.book(country),):
        lines = [
            words("law.test.failed", id=book.id, test=one.test, part=one.part, expected=one.expected, found=one.found)
            for one in run_tests(book, room.vocabulary)
        ]
        lines += [
            words("law.test.uncovered", id=book.id, rule=rule, truths=list(truths))
            for rule, truths in uncovered(book, room.vocabulary).items()
        ]
        if changes:
            lines += [words("law.test.survivor", id=book.id, change=one) for one in survivors(book, room.vocabulary)]
        for line in lines:
            click.echo(line)
        if not lines:
            click.echo(words("law.test.held", id=book.id, tests=len(book.tests), rules=len(book.rules)))
        failed += len(lines)
    if failed:
        raise ActError("law-tests-failed", count=failed)
    return 0


@law.command("diff")
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@_JSON
@_LANG
def diff(*, old: Path, new: Path, as_json: bool, lang: str | None) -> int:
    """Say what changed between two folders of one country's rules, and which cases they decide differently."""
    import msgspec

    from ayni.law.difference import compare
    from ayni.law.load import check_rulebook, rulebook_of_folder

    room = _open(lang)
    books = []
    for place in (old, new):
        if not (place / "rulebook.toml").is_file():
            raise InputError("law-folder-missing", path=str(place))
        books.append(rulebook_of_folder([place]))
        check_rulebook(books[-1], room.vocabulary)
    found = compare(books[0], books[1], room.vocabulary)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=2))
        return 0
    for what in ("added", "removed", "changed"):
        for name in getattr(found, what):
            click.echo(room.words(f"law.diff.{what}", name=name))
    for one in found.decisions:
        before = ", ".join((one.before, *one.conditions_before))
        after = ", ".join((one.after, *one.conditions_after))
        click.echo(room.words("law.diff.decision", case=one.case, before=before, after=after))
    if not found.decisions:
        click.echo(room.words("law.diff.same", cases=found.cases))
    return 0


@law.command("review")
@click.argument("country", metavar="CC")
@click.option("--by", "person", metavar="PERSON", required=True, help="Who answers for these rules, by name.")
@_OVERLAY
@_FOLDER
@_LANG
def review(*, country: str, person: str, overlays: tuple[Path, ...], folder: Path | None, lang: str | None) -> int:
    """Record in the node's folder that PERSON read these exact rules and answers for them in your institution."""
    from ayni.law.render.wording import rulebook_name
    from ayni.law.review_file import sign_off
    from ayni.node.folder import default_folder, make_folder

    room = _open(lang, overlays)
    book = room.book(country)
    place = folder or default_folder()
    opened = make_folder(place)
    made = sign_off(book, person, dt.datetime.now(dt.UTC).date(), folder=place / "reviews", secret=opened.secret())
    click.echo(
        room.words(
            "law.review.done",
            reviewer=made.reviewer,
            country=rulebook_name(book.id, room.words.language),
            hash=book.hash[:12],
            day=made.on.isoformat(),
        )
    )
    return 0


def _place(text: str) -> str:
    from babel import Locale

    place = text.strip().upper()
    known = Locale.parse("en").territories
    if len(place) != _PLACE_LETTERS or not place.isalpha() or place not in known or place in {"EU", "UN", "EZ", "ZZ"}:
        raise InputError("law-place-unknown", place=text[:20])
    return place


def _day(text: str | None) -> dt.date:
    if text is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError("law-day-unreadable", day=text[:40]) from error
