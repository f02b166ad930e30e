"""What the worker does for each kind of job, and how it says how far it is. Only the worker's process imports this.

A job runs in the main thread and tells its progress between blocks, at most twice a second; there it also learns that
a person asked for it to stop, or erased the file. A second thread says that the worker is alive, and ends the whole
process when a stop was asked for and nothing came of it (the supervisor starts another). What a job makes is
written beside its place and moved there whole.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings
from django.db import connection
from django.utils import timezone

from ayni.errors import AyniError, InputError
from ayni.messages import LANGUAGES
from ayni.node.jobs import begin_work, end
from ayni.node.models import Job, Upload
from ayni.node.uploads import data_file, folder_of, result_name
from ayni.words import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ayni.check.report import Report
    from ayni.check.roles import Roles

__all__ = ["work"]

_LOG = logging.getLogger("ayni.node.work")
_TELL_SECONDS = 0.5
_BEAT_SECONDS = 5.0
_GRACE_SECONDS = 15.0
_STUCK = 75
"""Exit status of a worker whose job did not stop when asked to (EX_TEMPFAIL of sysexits.h)."""


class _StoppedError(Exception):
    """A person asked for the job to stop, or erased its file."""


def work(pk: str) -> None:
    """Do the job, unless it was stopped or taken meanwhile; whatever goes wrong is written on its upload."""
    job = begin_work(pk)
    if job is None:
        return
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(job, ended), name="ayni-beat", daemon=True)
    beat.start()
    try:
        _WORK[Job.Kind(job.kind)](job.upload, _Teller(job))
    except _StoppedError:
        end(job, Job.State.CANCELLED)
    except AyniError as error:
        end(job, Job.State.FAILED, error.code, _public(error, job.upload))
    except MemoryError:
        end(job, Job.State.FAILED, "memory-exhausted")
    except OSError as error:
        if not folder_of(job.upload).is_dir():
            end(job, Job.State.CANCELLED)
        else:
            _LOG.error("%s: %s", job.kind, type(error).__name__)
            end(job, Job.State.FAILED, "node-disk-full" if error.errno in _FULL else "job-broke")
    except Exception as error:  # noqa: BLE001 - the worker lives on; the words say what to do
        _LOG.error("%s: %s at %s", job.kind, type(error).__name__, _where(error))
        end(job, Job.State.FAILED, "job-broke")
    else:
        end(job, Job.State.DONE)
    finally:
        ended.set()
        beat.join()


def _public(error: AyniError, upload: Upload) -> dict[str, object]:
    """Return an error's facts without where the node keeps the file."""
    folder = str(folder_of(upload))
    return {
        name: upload.name if isinstance(value, str) and folder in value else value
        for name, value in error.facts.items()
    }


_FULL = frozenset({28, 122})
"""ENOSPC, EDQUOT."""


def _where(error: BaseException) -> str:
    """Name the last lines that were run; never the message, which may quote a cell."""
    import traceback

    return " < ".join(
        f"{frame.filename}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:])
    )


class _Teller:
    """Writes progress, at most twice a second, and raises when the job is to stop."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._next = 0.0
        self._step = ""

    def __call__(self, progress: Any) -> None:
        """Tell a room's progress: any struct with `step`, `done` and `total`."""
        now = time.monotonic()
        if now < self._next and progress.step == self._step:
            return
        self._next, self._step = now + _TELL_SECONDS, progress.step
        found = Job.objects.filter(pk=self._job.pk, state=Job.State.RUNNING, cancel=False)
        if not found.update(step=progress.step, done=progress.done, total=progress.total, beat=timezone.now()):
            raise _StoppedError


def _beat(job: Job, ended: threading.Event) -> None:
    stop_since: float | None = None
    try:
        while not ended.wait(_BEAT_SECONDS):
            Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(beat=timezone.now())
            if Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, cancel=False).exists():
                continue
            stop_since = stop_since or time.monotonic()
            if time.monotonic() - stop_since > _GRACE_SECONDS and not ended.is_set():
                end(job, Job.State.CANCELLED)
                os._exit(_STUCK)
    finally:
        connection.close()


def _check(upload: Upload, tell: _Teller) -> None:
    """Read the file, say what is in it, and who could be recognised."""
    from ayni.check import check

    if not upload.sha256:
        Upload.objects.filter(pk=upload.pk).update(sha256=_sha256(data_file(upload), tell))
    report = check(data_file(upload), name=upload.name, roles=_roles(upload), workers=1, progress=tell)
    report = _named(report, upload)
    if not report.tables:
        raise InputError(report.unread[0].code, **{"path": upload.name, **report.unread[0].facts})
    _write_report(upload, report, "before")


def _suggest(upload: Upload, tell: _Teller) -> None:
    """Check again with the confirmed roles, so that figures and findings follow them, and suggest a plan."""
    from ayni.check import check
    from ayni.protect.plan import Goal
    from ayni.protect.suggest import suggest

    roles = _roles(upload)
    report = check(data_file(upload), name=upload.name, roles=roles, workers=1, progress=tell)
    _write_report(upload, _named(report, upload), "before")
    choices = upload.choices or {}
    suggestion = suggest(
        data_file(upload),
        report=report,
        roles=roles,
        goal=Goal(k=int(choices.get("k", _K))),
        off=frozenset(choices.get("off", ())),
        progress=tell,
    )
    _write(folder_of(upload) / "suggestion.json", msgspec.json.encode(suggestion))
    _write(folder_of(upload) / "plan.toml", suggestion.plan_toml.encode())


_K = 5


def _roles(upload: Upload) -> Roles | None:
    from ayni.check.roles import Roles

    return None if upload.roles is None else msgspec.convert(upload.roles, Roles)


def _named(report: Report, upload: Upload, *, name: str = "") -> Report:
    """Call the file in a report what its owner calls it, not where the node keeps it."""
    name = name or upload.name
    tables = tuple(
        msgspec.structs.replace(table, source=msgspec.structs.replace(table.source, path=name))
        for table in report.tables
    )
    unread = tuple(msgspec.structs.replace(part, path=name) for part in report.unread)
    return msgspec.structs.replace(report, name=name, tables=tables, unread=unread)


def _write_report(upload: Upload, report: Report, when: str) -> None:
    from ayni.check.render.html import to_html

    language = upload.owner.language if upload.owner.language in LANGUAGES else "en"
    folder = folder_of(upload)
    _write(folder / f"report-{when}.json", msgspec.json.encode(report))
    _write(folder / f"report-{when}.html", to_html(report, catalogue(language)).encode())


class _Hashing(msgspec.Struct):
    done: int
    total: int
    step: str = "reading"


def _sha256(path: Path, tell: Callable[[Any], None]) -> str:
    import hashlib

    summed, done, total = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            summed.update(piece)
            done += len(piece)
            tell(_Hashing(done, total))
    return summed.hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _protect(upload: Upload, tell: _Teller) -> None:
    """Carry out the plan and keep the safe file, what was done, and the report on the safe file."""
    from ayni.check.report import Report
    from ayni.protect.engine import protect
    from ayni.protect.plan_file import load_plan

    folder = folder_of(upload)
    plan = load_plan(folder / "plan.toml")
    report = msgspec.json.decode((folder / "report-before.json").read_bytes(), type=Report)
    target = _target(upload)
    for old in folder.glob("result.*"):
        if old != target:
            old.unlink()
    outcome = protect(
        data_file(upload),
        target,
        plan,
        roles=_roles(upload),
        key=_owners_key(),
        folder=folder,
        report_before=report,
        replace=True,
        workers=1,
        progress=tell,
    )
    after = _named(outcome.report_after, upload, name=result_name(upload, target))
    outcome = msgspec.structs.replace(
        outcome, name=upload.name, report_before=_named(outcome.report_before, upload), report_after=after
    )
    _write_report(upload, after, "after")
    _write(folder / "outcome.json", msgspec.json.encode(outcome))


def _target(upload: Upload) -> Path:
    """Return where the safe file goes: in the format it came in, or the one that is written instead of it."""
    from ayni.protect.write import format_for

    same = folder_of(upload) / f"result{upload.suffix}"
    try:
        format_for(same, None)
    except InputError as error:
        if error.code != "format-not-written":
            raise
        return folder_of(upload) / f"result{error.facts['instead']}"
    return same


def _owners_key() -> bytes:
    """Return the owner's key for pseudonyms and shifts, made when it is first needed."""
    from ayni.protect.key_file import load_key, make_key

    path = settings.FOLDER.pseudonym_key
    try:
        return load_key(path)
    except InputError as error:
        if error.code != "key-lost" or Upload.objects.filter(stage=Upload.Stage.DONE).exists():
            raise  # pseudonyms of a new key would quietly not fit those already given out
    with contextlib.suppress(InputError):  # the other worker was quicker
        return make_key(path)
    return load_key(path)


_WORK: dict[Job.Kind, Callable[[Upload, _Teller], None]] = {
    Job.Kind.CHECK: _check,
    Job.Kind.SUGGEST: _suggest,
    Job.Kind.PROTECT: _protect,
}
