"""Files people bring: begun within bounds, written as they come, shown to their owner only, erased in time.

Each upload has a folder of its own, named by its id. In it: `data` and its suffix (what was brought), and what jobs
made of it (see `ayni.node.jobs`). What a person called their file is only ever shown.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import shutil
import time
import unicodedata
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.utils import timezone

from ayni.errors import ActError, InputError, LimitError
from ayni.limits import MIB
from ayni.node.links import sweep_links
from ayni.node.models import Upload
from ayni.node.people import may_have_files, may_review

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from ayni.node.models import Person

__all__ = [
    "COMPRESSIONS",
    "SUFFIXES",
    "Reception",
    "begin",
    "clean_name",
    "data_file",
    "erase",
    "folder_of",
    "own_upload",
    "result_file",
    "result_name",
    "reviewable_upload",
    "split_name",
    "sweep",
]

SUFFIXES = frozenset(
    "csv tsv tab txt psv parquet pq arrow arrows ipc feather json jsonl ndjson xlsx xlsm xls xlsb ods dta sav zsav por "
    "sas7bdat xpt gz zst zip".split()
)
"""What `ayni.check` reads (a test holds both lists together: the web process never loads the readers)."""
COMPRESSIONS = frozenset({"gz", "zst", "zstd", "gzip"})
_TELL_SECONDS = 2.0
_DISK_EVERY = 64 * MIB
_PRIVATE = 0o600
_LONGEST_SUFFIX = 20


def clean_name(raw: str) -> str:
    """Return what to call a file: no path, nothing invisible, nothing that turns the text around, of bounded length."""
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    # Cc, Cf (with U+202E, which shows "exe.csv" for "vsc.exe"), surrogates, private use, unassigned, line breaks.
    name = "".join(char if unicodedata.category(char)[0] not in "CZ" else " " for char in name)
    name = " ".join(name.split()).strip(". ")
    limit = settings.LIMITS.file_name_chars
    if len(name) > limit:
        stem, suffix = split_name(name)
        name = stem[: limit - len(suffix)].rstrip(". ") + suffix
    return name or "file"


def split_name(name: str) -> tuple[str, str]:
    """Return a cleaned name's stem and its known suffix with dots, such as `("survey", ".csv.gz")`; or an empty one."""
    stem, dot, last = name.rpartition(".")
    tail = ""
    if dot and last.lower() in COMPRESSIONS:
        tail, (inner, inner_dot, inner_last) = f".{last.lower()}", stem.rpartition(".")
        if inner_dot and inner and inner_last.lower() in SUFFIXES - COMPRESSIONS:
            return inner, f".{inner_last.lower()}{tail}"
        return stem, tail
    if dot and stem and last.lower() in SUFFIXES:
        return stem, f".{last.lower()}"
    return name, ""


def result_file(upload: Upload) -> Path | None:
    """Return where the safe file lies, if there is one."""
    return next(folder_of(upload).glob("result.*"), None)


def result_name(upload: Upload, result: Path) -> str:
    """Return what a safe file is called when it is taken away, such as `survey-safe.dta`."""
    return f"{split_name(upload.name)[0]}-safe{result.name.removeprefix('result')}"


def folder_of(upload: Upload) -> Path:
    """Return the upload's own folder."""
    return settings.FOLDER.uploads / str(upload.pk)


def data_file(upload: Upload) -> Path:
    """Return where the bytes that were brought lie."""
    return folder_of(upload) / f"data{upload.suffix}"


def own_upload(person: Person, pk: uuid.UUID) -> Upload:
    """Return a person's own upload. Raises `Http404` for another's as for one that never was."""
    found = Upload.objects.filter(pk=pk, owner=person).first() if may_have_files(person) else None
    if found is None:
        raise Http404
    return found


def reviewable_upload(person: Person, pk: uuid.UUID) -> Upload:
    """Return another person's upload whose owner asked for a review: reports, plan and record only, never its data."""
    found = Upload.objects.filter(pk=pk, review_asked=True, stage=Upload.Stage.DONE).exclude(owner=person).first()
    if found is None or not may_review(person):
        raise Http404
    return found


def begin(owner: Person, raw_name: str, size: int) -> Upload:
    """Make an upload of at most `size` bytes, and its folder.

    Raises `InputError("upload-format-unknown")`, `LimitError` (`upload-too-large`, `upload-quota-count`,
    `upload-quota-bytes`), `ActError("node-disk-full")`.
    """
    name = clean_name(raw_name)
    suffix = split_name(name)[1]
    if not suffix or len(suffix) > _LONGEST_SUFFIX:
        raise InputError("upload-format-unknown", name=name)
    own = settings.FOLDER.settings
    if size > own.largest_upload_bytes:
        raise LimitError("upload-too-large", limit=own.largest_upload_bytes // MIB)
    _check_disk(size)
    with transaction.atomic():
        mine = Upload.objects.filter(owner=owner)
        if mine.count() >= settings.LIMITS.uploads_a_person:
            raise LimitError("upload-quota-count", limit=settings.LIMITS.uploads_a_person)
        held = mine.aggregate(held=Sum("bytes"))["held"] or 0
        if held + size > own.quota_bytes:
            raise LimitError("upload-quota-bytes", limit=own.quota_bytes // MIB)
        upload = Upload.objects.create(
            owner=owner,
            name=name,
            suffix=suffix,
            bytes=size,
            expires=timezone.now() + dt.timedelta(hours=own.keep_hours),
        )
    try:
        folder_of(upload).mkdir(mode=0o700)
    except OSError as error:
        upload.delete()
        raise ActError("node-disk-full") from error
    return upload


class Reception:
    """Writes an upload's bytes as they come, from `offset` on; leaving the `with` block unfinished erases it.

    An upload in pieces (`keep`) stays for its next piece.
    """

    def __init__(self, upload: Upload, *, offset: int = 0, keep: bool = False) -> None:
        """Open the file. Raises `ActError("upload-piece-misplaced")` when `offset` is not where the file ends."""
        self.upload = upload
        self._keep, self._received, self._next_check = keep, offset, offset + _DISK_EVERY
        self._limit = upload.bytes if keep else settings.FOLDER.settings.largest_upload_bytes
        self._sum = hashlib.sha256() if offset == 0 else None
        self._told = time.monotonic()
        self._done = False
        path = data_file(upload)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            self._file = os.fdopen(os.open(path, flags, _PRIVATE), "ab", buffering=0)
        except FileNotFoundError as error:
            raise ActError("upload-cancelled") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = os.fstat(self._file.fileno()).st_size
        except OSError:  # another piece is being written
            held = -1
        if offset != held:
            self._file.close()
            raise ActError("upload-piece-misplaced", received=max(held, upload.received))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if not self._done and not self._keep:
            erase(self.upload)

    def write(self, piece: bytes) -> None:
        """Append. Raises `LimitError("upload-too-large")`, `ActError` (`node-disk-full`, `upload-cancelled`)."""
        self._received += len(piece)
        if self._received > self._limit:
            raise LimitError("upload-too-large", limit=self._limit // MIB)
        if self._received >= self._next_check:
            self._next_check = self._received + _DISK_EVERY
            _check_disk(0)
        try:
            view = memoryview(piece)
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            raise ActError("node-disk-full") from error
        if self._sum is not None:
            self._sum.update(piece)
        if time.monotonic() - self._told >= _TELL_SECONDS:
            self._told = time.monotonic()
            self._tell()

    def pause(self) -> Upload:
        """Keep what came, for the next piece."""
        self._flush()
        self._tell()
        return self.upload

    def finish(self) -> Upload:
        """Complete the upload: on disk, counted, and its SHA-256 where all of it came in one go.

        Raises `InputError("upload-empty")`.
        """
        if self._received == 0:
            raise InputError("upload-empty")
        self._flush()
        self._tell()
        self.upload.bytes = self._received
        self.upload.sha256 = self._sum.hexdigest() if self._sum is not None else ""
        Upload.objects.filter(pk=self.upload.pk).update(bytes=self.upload.bytes, sha256=self.upload.sha256)
        self._done = True
        return self.upload

    def _flush(self) -> None:
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ActError("node-disk-full") from error

    def _tell(self) -> None:
        if not Upload.objects.filter(pk=self.upload.pk).update(received=self._received):
            raise ActError("upload-cancelled")
        self.upload.received = self._received


def _check_disk(more: int) -> None:
    if shutil.disk_usage(settings.FOLDER.uploads).free < more + settings.LIMITS.spare_bytes:
        raise ActError("node-disk-full")


def erase(upload: Upload) -> None:
    """Erase an upload and all that was made from it, from state and disk; a running job notices and stops."""
    folder = folder_of(upload)
    Upload.objects.filter(pk=upload.pk).delete()
    # After the row: whatever a crash leaves of the folder belongs to nobody and is swept.
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Erase what is due: uploads past their time, those given up while they came, folders of no upload; count them."""
    now = timezone.now()
    oldest = now - dt.timedelta(seconds=settings.LIMITS.abandoned_seconds)
    due = list(Upload.objects.filter(expires__lte=now))
    coming = Upload.objects.filter(stage=Upload.Stage.RECEIVING, expires__gt=now)
    due += [upload for upload in coming if _touched(data_file(upload), upload.created) < oldest]
    for upload in due:
        erase(upload)
    known = {str(pk) for pk in Upload.objects.values_list("pk", flat=True)}
    orphans = 0
    for folder in settings.FOLDER.uploads.iterdir():
        # A folder is made after its row, so one without a row was left behind.
        if folder.name not in known and _is_id(folder.name) and not Upload.objects.filter(pk=folder.name).exists():
            shutil.rmtree(folder, ignore_errors=True)
            orphans += 1
    sweep_links()
    Session.objects.filter(expire_date__lt=now).delete()
    return len(due) + orphans


def _touched(path: Path, otherwise: dt.datetime) -> dt.datetime:
    with contextlib.suppress(OSError):
        return dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
    return otherwise


def _is_id(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False
