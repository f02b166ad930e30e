"""What a check cannot know about a dataset and a person writes down: `about.toml`.

```toml
name = "household-survey-2024"
title = "Household survey 2024"
description = "One row for each person in 240 households."
license = "CC-BY-4.0"
url = "https://example.org/household-survey-2024"
creator = { name = "National Statistics Office", url = "https://example.org" }
date_published = 2024-09-01
```
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import msgspec

from ayni.check.report import Finding, Severity
from ayni.check.settings import SettingsErrors, nearest, read_settings
from ayni.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ABOUT_BYTES", "About", "Agent", "about_findings", "load_about"]

ABOUT_BYTES = 1 << 18
"""An about file is refused beyond this size."""
_ERRORS = SettingsErrors("about-not-read", "about-too-large", "about-not-toml")
_LIKENESS = 0.6
"""A key less like any known one than this was not misspelt; it is something else."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_REQUIRED = ("name", "description", "url", "creator", "date_published")


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A person or an organisation."""

    name: str
    url: str = ""
    email: str = ""
    person: bool = False
    """A single person rather than an organisation."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a dataset from outside its files; empty is unknown."""

    name: str = ""
    title: str = ""
    description: str = ""
    license: tuple[str, ...] = ()
    """SPDX identifiers, addresses or plain words."""
    url: str = ""
    creator: tuple[Agent, ...] = ()
    publisher: tuple[Agent, ...] = ()
    date_published: str = ""
    """ISO 8601 date."""
    version: str = ""
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """BCP-47 tags of the data's languages."""
    citation: str = ""


def load_about(path: Path) -> About:
    """Read an about file.

    Raises `InputError` for what cannot be read or is not known (`about-not-read`, `about-not-toml`,
    `about-unknown-key`, `about-misspelt-key`, `about-not-text`, `about-not-texts`, `about-not-date`,
    `about-not-agent`) and `LimitError` beyond `ABOUT_BYTES`.
    """
    given = read_settings(path, ABOUT_BYTES, _ERRORS)
    _known_keys(given, About.__struct_fields__, str(path), "")
    return About(**{key: _value(key, value, str(path)) for key, value in given.items()})


def _known_keys(given: dict[str, Any], known: tuple[str, ...], path: str, within: str) -> None:
    for key in given:
        if key in known:
            continue
        meant = nearest(key.lower().replace("-", "_"), known, _LIKENESS)
        shown = f"{within}{key}"[:100]
        if meant is not None:
            raise InputError("about-misspelt-key", path=path, key=shown, meant=f"{within}{meant}")
        raise InputError("about-unknown-key", path=path, key=shown, known=list(known))


def _value(key: str, value: Any, path: str) -> Any:
    """Return one value as `About` holds it."""
    if key in {"creator", "publisher"}:
        return tuple(_agent(key, one, path) for one in (value if isinstance(value, list) else [value]))
    if key in {"license", "keywords", "languages"}:
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) and one.strip() for one in listed):
            raise InputError("about-not-texts", path=path, key=key)
        return tuple(one.strip() for one in listed)
    if key == "date_published":
        if isinstance(value, dt.date):
            return value.isoformat()[:10]
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise InputError("about-not-date", path=path, key=key)
        return value
    if key == "version" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise InputError("about-not-text", path=path, key=key)
    return value.strip()


def _agent(key: str, value: Any, path: str) -> Agent:
    if isinstance(value, str) and value.strip():
        return Agent(name=value.strip())
    if not isinstance(value, dict):
        raise InputError("about-not-agent", path=path, key=key)
    _known_keys(value, Agent.__struct_fields__, path, f"{key}.")
    texts = all(isinstance(value.get(part, ""), str) for part in ("name", "url", "email"))
    if not texts or not isinstance(value.get("person", False), bool) or not value.get("name", "").strip():
        raise InputError("about-not-agent", path=path, key=key)
    return Agent(**value)


def about_findings(about: About) -> tuple[Finding, ...]:
    """Return what a catalogue entry still lacks: Croissant 1.1 asks for all of it."""
    found = []
    if not about.license:
        found.append(Finding(code="about-licence-missing", severity=Severity.WARNING))
    missing = [key for key in _REQUIRED if not getattr(about, key)]
    if missing:
        found.append(Finding(code="about-incomplete", severity=Severity.NOTE, facts={"missing": missing}))
    return tuple(found)
