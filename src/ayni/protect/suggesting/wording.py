"""A fix in words, for the comments of a plan file. Plans are written in English, as their keys are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.messages import Catalogue
from ayni.protect.texts.fixes import TEXTS

if TYPE_CHECKING:
    from ayni.protect.outcome import SuggestedFix

__all__ = ["comment", "nothing_to_do"]


def comment(fix: SuggestedFix) -> str:
    """Return what a fix does and why."""
    words = Catalogue("en", TEXTS)
    return f"{words(f'fix.{fix.code}', **fix.facts)}\n{words(f'fix.{fix.code}.why', **fix.facts)}"


def nothing_to_do() -> str:
    """Return what an empty plan says."""
    return Catalogue("en", TEXTS)("fix.none")
