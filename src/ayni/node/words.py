"""The sentences of one language as pages and reports say them: names among the facts cleaned and kept apart."""

from __future__ import annotations

import functools

from ayni.check.render.wording import Words
from ayni.words import catalogue

__all__ = ["words_of"]


@functools.cache
def words_of(language: str) -> Words:
    """Return the sentences of one offered language."""
    return Words(catalogue(language))
