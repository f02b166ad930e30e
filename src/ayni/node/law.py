"""The law room as the node uses it: rulebooks and vocabulary read once, sign-offs as they lie in the node's folder.

Decides nothing itself. The rules are read again only in a new process; sign-offs whenever their folder changed.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.conf import settings

from ayni.law.evaluate import Law
from ayni.law.load import load_rulebooks, load_vocabulary
from ayni.law.review_file import load_reviews

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.law.decision import Decision, Question
    from ayni.law.review import Review
    from ayni.law.rulebook import Rulebook
    from ayni.law.vocabulary import Vocabulary

__all__ = ["decide", "engine", "reviews", "reviews_folder", "rulebook", "rulebooks", "vocabulary"]


@functools.cache
def vocabulary() -> Vocabulary:
    """Return the fact vocabulary."""
    return load_vocabulary()


@functools.cache
def rulebooks() -> tuple[Rulebook, ...]:
    """Return the country rules, amended by the institution's own where its folder has some."""
    own = settings.FOLDER.rulebooks
    return load_rulebooks(vocabulary(), overlays=(own,) if own.is_dir() else (), cases=False)


def rulebook(name: str) -> Rulebook | None:
    """Return one country's rules."""
    return next((book for book in rulebooks() if book.id == name), None)


def reviews_folder() -> Path:
    """Return where sign-offs are kept."""
    folder: Path = settings.FOLDER.reviews
    return folder


def reviews() -> dict[str, Review]:
    """Return this institution's sign-offs by rulebook. Raises `InputError("law-review-forged")`."""
    return _law()[1]


def engine() -> Law:
    """Return the rules and sign-offs of this node, ready to decide."""
    return _law()[0]


def decide(question: Question) -> Decision:
    """Decide one transfer by the rules and sign-offs of this node."""
    return engine().decide(question)


def _law() -> tuple[Law, dict[str, Review]]:
    folder = reviews_folder()
    found = sorted(folder.glob("*.json")) if folder.is_dir() else []
    stamp = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in found)
    return _ready(stamp)


@functools.lru_cache(maxsize=1)
def _ready(stamp: tuple[tuple[str, int, int], ...]) -> tuple[Law, dict[str, Review]]:
    signed = load_reviews(reviews_folder(), settings.FOLDER.secret()) if stamp else {}
    return Law(rulebooks(), vocabulary(), signed), signed
