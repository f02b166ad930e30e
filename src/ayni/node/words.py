"""The words of the node's pages: every room's texts that a page may show, in one offered language.

The command line gathers the words of the whole program by itself (`ayni.cli.words`), which stands above the node.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING

import ayni.check.texts
import ayni.node.texts
import ayni.protect.texts
from ayni import texts
from ayni.check.render.wording import Words
from ayni.messages import Catalogue, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

__all__ = ["catalogue", "words_of"]

_ROOMS = (ayni.check.texts, ayni.protect.texts, ayni.node.texts)


@functools.cache
def catalogue(language: str) -> Catalogue:
    """Return all words that pages may show, in one offered language."""
    return Catalogue(language, texts.TEXTS, *(_texts(room) for room in _ROOMS))


@functools.cache
def words_of(language: str) -> Words:
    """Return the sentences of one offered language, as reports and pages say them."""
    return Words(catalogue(language))


def _texts(room: ModuleType) -> Mapping[str, Text]:
    gathered: dict[str, Text] = {}
    for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        gathered.update(importlib.import_module(found.name).TEXTS)
    return gathered
