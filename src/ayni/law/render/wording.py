"""Sentences about decisions that more than one rendering needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ayni.law.decision import Needed
    from ayni.law.rulebook import Cite
    from ayni.law.vocabulary import Fact
    from ayni.messages import Catalogue

__all__ = ["cite_words", "condition_words", "question_words", "rulebook_name", "split_changes"]


def condition_words(needed: Needed, words: Catalogue) -> str:
    """Return what has to be done; of several ways one is enough."""
    said = [words(f"law.condition.{code}") for code in needed.one_of]
    return said[0] if len(said) == 1 else words("law.one-of", ways=" / ".join(said))


def question_words(fact: Fact, language: str) -> str:
    """Return the fact's question, in English where the language has none yet."""
    return fact.question.get(language, fact.question["en"])


def cite_words(cite: Cite) -> str:
    """Return instrument and article as they are cited."""
    return f"{cite.instrument}, {cite.article}"


def rulebook_name(rulebook: str, language: str) -> str:
    """Return the country's name in a language (CLDR), or the rulebook's id in capitals."""
    from babel import Locale

    names: dict[str, str] = dict(Locale.parse(language).territories)
    return names.get(rulebook.upper(), rulebook.upper())


def split_changes(changes: Sequence[str], today: dt.date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the changes to come, those of today included, and those that are past. Each begins with its date."""
    day = today.isoformat()
    return (
        tuple(change for change in changes if change[: len(day)] >= day),
        tuple(change for change in changes if change[: len(day)] < day),
    )
