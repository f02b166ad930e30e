"""`ayni law`: country rules on data that leave, and decisions by them. It parses and prints."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ayni.errors import ActError, InputError
from ayni.messages import choose_language

if TYPE_CHECKING:
    from ayni.law.profile import Profile
    from ayni.law.review import Review
    from ayni.law.rulebook import Rulebook
    from ayni.law.vocabulary import Vocabulary
    from ayni.messages import Catalogue
    from ayni.node.folder import Folder

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


@click.group("law", short_help="Say whether data may go to another country, and what it would take.")
@click.pass_context
def law(ctx: click.Context) -> None:
    """Country rules as data: cited, dated, tested. Help for a lawyer, not a lawyer."""
    if ctx.default_map:  # `ayni --lang fr law list`: what was said of all commands holds for those in here
        ctx.default_map = {name: dict(ctx.default_map) for name in law.commands}


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


def _open(
    lang: str | None,
    overlays: tuple[Path, ...] = (),
    folder: Path | None = None,
    *,
    cases: bool = False,
    new: bool = False,
) -> _Room:
    """Read rules and words: the rules amended by those in the node's folder, if it has any, and then by `overlays`.

    A folder that was named has to be a node's, unless it may be `new`.
    """
    from ayni.law.load import load_rulebooks, load_vocabulary
    from ayni.node.folder import RULEBOOKS, default_folder, open_folder
    from ayni.words import catalogue

    if folder is not None and not new:
        open_folder(folder)
    for place in overlays:
        if place.is_dir() and not any((inner / "rulebook.toml").is_file() for inner in place.iterdir()):
            raise InputError("law-overlay-empty", path=str(place))
    vocabulary = load_vocabulary()
    own = (folder or default_folder()) / RULEBOOKS
    amended = (*((own,) if own.is_dir() else ()), *overlays)
    books = load_rulebooks(vocabulary, overlays=amended, cases=cases)
    return _Room(catalogue(choose_language(lang)), vocabulary, books)


def _node(folder: Path | None) -> Folder | None:
    """Return the folder of the node on this computer, None where there is none; one that was named has to be one."""
    from ayni.node.folder import default_folder, open_folder

    if folder is None and not (default_folder() / "secret").is_file():
        return None
    return open_folder(folder or default_folder())


def _profile(folder: Path | None) -> Profile:
    """Return what the institution said of itself; nothing without a node."""
    from ayni.law.profile import Profile

    node = _node(folder)
    return Profile() if node is None else node.settings.profile


def _load_reviews(folder: Path | None) -> dict[str, Review]:
    """Return the institution's sign-offs; without a node there are none."""
    from ayni.law.review_file import load_reviews

    node = _node(folder)
    return {} if node is None else load_reviews(node.reviews, node.secret())


@law.command("list")
@_JSON
@_OVERLAY
@_FOLDER
@_LANG
def list_books(*, as_json: bool, overlays: tuple[Path, ...], folder: Path | None, lang: str | None) -> int:
    """List the country rules there are, what they rest on, and what changes soon."""
    room = _open(lang, overlays, folder)
    reviews = _load_reviews(folder)
    rows = [_row(book, reviews.get(book.id)) for book in room.books]
    if as_json:
        _print_json({"rulebooks": rows})
        return 0
    from ayni.law.render.books import list_text

    click.echo(list_text(room.books, reviews, room.words, _today(), **_window()), nl=False)
    return 0


def _row(book: Rulebook, review: Review | None) -> dict[str, Any]:
    from ayni.law.rulebook import Evidence

    rests_on = book.rests_on
    return {
        "id": book.id,
        "title": book.title,
        "standing": book.standing.value,
        "rules": len(book.rules),
        "read": rests_on[Evidence.TEXT],
        "secondary": rests_on[Evidence.SECONDARY],
        "remembered": rests_on[Evidence.REMEMBERED],
        "status": "reviewed" if review is not None and review.hash == book.hash else "unreviewed",
        "known_until": book.known_until.isoformat(),
        "changes": list(book.changes),
        "hash": book.hash,
    }


def _window() -> dict[str, Any]:
    """Return how wide the terminal is and whether it shows colour."""
    screen = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if screen else 80
    return {"width": width, "color": screen and not os.environ.get("NO_COLOR")}


@law.command("show")
@click.argument("country", metavar="CC")
@_JSON
@_OVERLAY
@_FOLDER
@_LANG
def show(*, country: str, as_json: bool, overlays: tuple[Path, ...], folder: Path | None, lang: str | None) -> int:
    """Show one country's rules with their articles, dates and quotations."""
    room = _open(lang, overlays, folder, cases=True)
    book = room.book(country)
    if as_json:
        import msgspec

        _print_json(msgspec.to_builtins(book))
        return 0
    from ayni.law.render.books import book_text

    review = _load_reviews(folder).get(book.id)
    click.echo(book_text(book, review, room.words, _today(), **_window()), nl=False)
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
    from ayni.law.ahead import ahead
    from ayni.law.decision import Question
    from ayni.law.evaluate import Law
    from ayni.law.facts_file import load_facts
    from ayni.law.openings import openings
    from ayni.law.places import read_place
    from ayni.law.render.text import Answer, to_text

    room = _open(lang, overlays, folder)
    places = read_place(from_place), read_place(to_place)
    question = Question(
        from_place=places[0],
        to_place=places[1],
        subjects=tuple(dict.fromkeys(read_place(one) for several in subjects for one in several.split(","))),
        on=_day(day),
        facts={**_profile(folder).facts(*places), **load_facts(facts)},
    )
    engine = Law(room.books, room.vocabulary, _load_reviews(folder))
    decision = engine.decide(question)
    answer = Answer(decision, openings(engine, question), ahead(engine, question, decision))
    if as_json:
        from ayni.law.render.json import to_json

        click.echo(to_json(answer, room.vocabulary, room.words).decode(), nl=False)
        return 0
    click.echo(to_text(answer, room.vocabulary, room.words, **_window()), nl=False)
    return 0


@law.command("test")
@click.argument("country", metavar="[CC]", required=False)
@click.option("--changes", is_flag=True, help="Also change each rule a little and name the changes no test notices.")
@_OVERLAY
@_FOLDER
@_LANG
def test(
    *, country: str | None, changes: bool, overlays: tuple[Path, ...], folder: Path | None, lang: str | None
) -> int:
    """Hold country rules to their own tests; exit 1 when one does not hold."""
    from ayni.law.testing import decided_otherwise, run_tests, survivors, uncovered

    room = _open(lang, overlays, folder, cases=True)
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
        for one in decided_otherwise(book, room.vocabulary):
            click.echo(words("law.test.otherwise", id=book.id, test=one.test, part=one.part, expected=one.expected,
                             found=one.found))  # fmt: skip
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
    from ayni.law.load import check_rulebook, load_vocabulary, rulebook_of_folder
    from ayni.words import catalogue

    words, vocabulary = catalogue(choose_language(lang)), load_vocabulary()
    books = []
    for place in (old, new):
        if not (place / "rulebook.toml").is_file():
            raise InputError("law-folder-missing", path=str(place))
        books.append(rulebook_of_folder([place]))
        check_rulebook(books[-1], vocabulary)
    found = compare(books[0], books[1], vocabulary)
    if as_json:
        _print_json(msgspec.to_builtins(found))
        return 0
    for what in ("added", "removed", "changed"):
        for name in getattr(found, what):
            click.echo(words(f"law.diff.{what}", name=name))
    for one in found.decisions:
        before = ", ".join((one.before, *one.conditions_before))
        after = ", ".join((one.after, *one.conditions_after))
        click.echo(words("law.diff.decision", case=one.case, before=before, after=after))
    if not found.decisions:
        click.echo(words("law.diff.same", cases=found.cases))
    return 0


@law.command("review")
@click.argument("country", metavar="CC")
@click.option("--by", "person", metavar="PERSON", required=True, help="Who answers for these rules, by name.")
@_OVERLAY
@_FOLDER
@_LANG
def review(*, country: str, person: str, overlays: tuple[Path, ...], folder: Path | None, lang: str | None) -> int:
    """Record in the node's folder that PERSON read these exact rules and answers for them in your institution."""
    from ayni.law.places import place_name
    from ayni.law.review_file import sign_off
    from ayni.node.folder import default_folder, make_folder

    room = _open(lang, overlays, folder, new=True)
    book = room.book(country)
    node = make_folder(folder or default_folder())
    made = sign_off(book, person, _today(), folder=node.reviews, secret=node.secret())
    click.echo(
        room.words(
            "law.review.done",
            reviewer=made.reviewer,
            country=place_name(book.id, room.words.language),
            hash=book.hash[:12],
            day=made.on.isoformat(),
        )
    )
    return 0


def _print_json(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _day(text: str | None) -> dt.date:
    if text is None:
        return _today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError("law-day-unreadable", day=text[:40]) from error
