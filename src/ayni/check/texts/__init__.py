"""The English words of the check's codes, and the one catalogue that joins them."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from typing import TYPE_CHECKING

from ayni.messages import Catalogue, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MODULES", "catalogue", "kind_name"]

MODULES = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
"""The modules of this package, which all hold words."""

_COUNTRY = re.compile(r"([a-z]{2})\.(.+)")


@functools.cache
def catalogue(language: str) -> Catalogue:
    """Return the words of the whole check in one offered language."""
    return Catalogue(language, *(_texts(name) for name in MODULES))


def _texts(name: str) -> Mapping[str, Text]:
    texts: Mapping[str, Text] = importlib.import_module(f"{__name__}.{name}").TEXTS
    return texts


def kind_name(kind: str, words: Catalogue) -> str:
    """Return what a kind of personal data is called, e.g. `email` or `br.cpf`.

    An identifier without words of its own is named by its country (CLDR) and its own short name.
    """
    if f"kind.{kind}" in words:
        return words(f"kind.{kind}")
    found = _COUNTRY.fullmatch(kind)
    if found is None:
        return words("kind.unknown", kind=kind)
    name = found[2].replace("_", " ").replace(".", " ").upper()
    country = _country(found[1].upper(), words.language)
    if country is None:
        return words("kind.identifier-anywhere", name=name)
    return words("kind.identifier", country=country, name=name)


def _country(code: str, language: str) -> str | None:
    from babel import Locale

    territories: Mapping[str, str] = Locale.parse(language).territories
    return territories.get(code)
