"""The words of the whole program, gathered from every room.

A room keeps its words in modules named `texts` or in a package of that name; this walks the package for
them, so that a new room's words are found by being there. It translates nothing itself.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from types import MappingProxyType
from typing import TYPE_CHECKING

import ayni
from ayni.messages import Catalogue, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["all_texts", "catalogue"]


@functools.cache
def all_texts() -> Mapping[str, Text]:
    """Return every code of the program with its English text. Raises ValueError when a code stands twice."""
    gathered: dict[str, Text] = {}
    for module in _text_modules(ayni.__path__, "ayni."):
        for code, text in getattr(importlib.import_module(module), "TEXTS", {}).items():
            if code in gathered:
                message = f"{code} stands twice, the second time in {module}"
                raise ValueError(message)
            gathered[code] = text
    return MappingProxyType(gathered)


@functools.cache
def catalogue(language: str) -> Catalogue:
    """Return all words in one offered language; gathered once a process."""
    return Catalogue(language, all_texts())


def _text_modules(path: Iterator[str] | list[str], prefix: str) -> Iterator[str]:
    """Name the `texts` modules below a package; other packages are looked into without importing them."""
    for found in pkgutil.iter_modules(path, prefix):
        is_texts = "texts" in found.name.split(".")
        if is_texts:
            yield found.name
        if found.ispkg:
            folder = found.name.rsplit(".", maxsplit=1)[-1]
            yield from _text_modules([f"{part}/{folder}" for part in path], f"{found.name}.")
