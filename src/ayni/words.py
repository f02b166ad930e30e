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
    for module in _text_modules():
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


def _text_modules() -> Iterator[str]:
    """Name the program's and every room's `texts` module, and what is in it where it is a package.

    A room's inner packages are not looked into: importing them would load what they work with.
    """
    yield "ayni.texts"
    for room in pkgutil.iter_modules(ayni.__path__, "ayni."):
        if not room.ispkg:
            continue
        folder = [f"{part}/{room.name.removeprefix('ayni.')}" for part in ayni.__path__]
        for found in pkgutil.iter_modules(folder, f"{room.name}."):
            if found.name != f"{room.name}.texts":
                continue
            yield found.name
            if found.ispkg:
                inner = pkgutil.iter_modules([f"{part}/texts" for part in folder], f"{found.name}.")
                yield from (module.name for module in inner)
