"""What the worker made of an upload, read for pages: the report, the suggestion, the outcome.

Each is kept in memory while its file stays the same, so that a page costs no second reading.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeVar

import msgspec
from django.http import Http404

from ayni.check.report import Report
from ayni.node.models import Upload
from ayni.node.uploads import folder_of
from ayni.protect.outcome import Outcome, Suggestion

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "has_outcome",
    "has_report",
    "has_suggestion",
    "made_file",
    "outcome_of",
    "report_of",
    "result_mark",
    "suggestion_of",
]

_KEPT = 16
_Made = TypeVar("_Made", bound=msgspec.Struct)


def made_file(upload: Upload, name: str) -> Path:
    """Return where a file lies that the worker makes of an upload (`ayni.node.jobs` names them)."""
    return folder_of(upload) / name


def report_of(upload: Upload) -> Report:
    """Return the report on the file as it came. Raises `Http404` where there is none."""
    return _read(made_file(upload, "report-before.json"), Report)


def suggestion_of(upload: Upload) -> Suggestion:
    """Return the fixes that were suggested last. Raises `Http404` where there are none."""
    return _read(made_file(upload, "suggestion.json"), Suggestion)


def outcome_of(upload: Upload) -> Outcome:
    """Return what was done. Raises `Http404` where nothing was, or other choices were made since."""
    if upload.stage != Upload.Stage.DONE:
        raise Http404
    return _read(made_file(upload, "outcome.json"), Outcome)


def has_report(upload: Upload) -> bool:
    """Whether the file was checked."""
    return made_file(upload, "report-before.json").is_file()


def has_suggestion(upload: Upload) -> bool:
    """Whether fixes were suggested."""
    return made_file(upload, "suggestion.json").is_file()


def has_outcome(upload: Upload) -> bool:
    """Whether there is a safe file, made by the plan as it stands."""
    return upload.stage == Upload.Stage.DONE and made_file(upload, "outcome.json").is_file()


def result_mark(upload: Upload) -> str:
    """Return the SHA-256 of the safe file, without reading the rest of its outcome; empty where there is none."""
    if not has_outcome(upload):
        return ""
    return _read(made_file(upload, "outcome.json"), _Mark).result_sha256


class _Mark(msgspec.Struct):
    result_sha256: str


def _read(path: Path, kind: type[_Made]) -> _Made:
    try:
        stat = path.stat()
        found: _Made = _decoded(path, (stat.st_mtime_ns, stat.st_size, stat.st_ino), kind)
    except FileNotFoundError:
        raise Http404 from None
    return found


@functools.lru_cache(_KEPT)
def _decoded(path: Path, _version: tuple[int, int, int], kind: type[_Made]) -> _Made:
    return msgspec.json.decode(path.read_bytes(), type=kind)
