"""Work on uploads, done by the node's worker: begun, asked to stop, taken up again after a crash.

A job is a row of the private state and a task in django-tasks' database queue, written in one transaction. This
module is what pages use; it knows nothing of data. `ayni.node.work` does the work, in the worker's own process.

    check      report-before.json, report-before.html
    suggest    suggestion.json, plan.toml
    protect    result and its suffix, outcome.json, report-after.json, report-after.html
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django_tasks import task

from ayni.errors import ActError
from ayni.node.models import Job, Upload
from ayni.node.people import may_have_files

if TYPE_CHECKING:
    import uuid

    from ayni.node.models import Person

__all__ = [
    "ask_to_stop",
    "begin_work",
    "current_job",
    "end",
    "forget_tasks",
    "own_job",
    "place_in_queue",
    "run_job",
    "start",
    "take_up",
]

_OPEN = (Job.State.WAITING, Job.State.RUNNING)
STAGE_DURING = {
    Job.Kind.CHECK: Upload.Stage.CHECKING,
    Job.Kind.SUGGEST: Upload.Stage.SUGGESTING,
    Job.Kind.PROTECT: Upload.Stage.PROTECTING,
}
STAGE_AFTER = {
    Job.Kind.CHECK: Upload.Stage.ROLES,
    Job.Kind.SUGGEST: Upload.Stage.FIXES,
    Job.Kind.PROTECT: Upload.Stage.DONE,
}
STAGE_STOPPED = {
    Job.Kind.CHECK: Upload.Stage.FAILED,
    Job.Kind.SUGGEST: Upload.Stage.ROLES,
    Job.Kind.PROTECT: Upload.Stage.FIXES,
}


@task()
def run_job(pk: str) -> None:
    """Do a job; called by the worker."""
    from ayni.node.work import work

    work(pk)


def start(upload: Upload, kind: str) -> Job:
    """Queue a job for an upload and move its stage on. Raises `ActError("job-running")` while another is open."""
    kind = Job.Kind(kind)
    with transaction.atomic():
        if Job.objects.filter(upload=upload, state__in=_OPEN).exists():
            raise ActError("job-running")
        job = Job.objects.create(upload=upload, kind=kind)
        Upload.objects.filter(pk=upload.pk).update(stage=STAGE_DURING[kind], error_code="", error_facts={})
        run_job.enqueue(str(job.pk))
    upload.refresh_from_db()
    return job


def own_job(person: Person, pk: uuid.UUID) -> Job:
    """Return a job on a person's own upload. Raises `Http404` for another's as for one that never was."""
    found = Job.objects.select_related("upload").filter(pk=pk, upload__owner=person).first()
    if found is None or not may_have_files(person):
        raise Http404
    return found


def current_job(upload: Upload) -> Job | None:
    """Return the newest job of an upload."""
    return Job.objects.filter(upload=upload).order_by("-created").first()


def place_in_queue(job: Job) -> int:
    """Return how many jobs come before a waiting one, those at work included."""
    if job.state != Job.State.WAITING:
        return 0
    return Job.objects.filter(state__in=_OPEN, created__lt=job.created).count()


def ask_to_stop(job: Job) -> None:
    """Stop a job: at once while it waits, between two blocks while it runs."""
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, state__in=_OPEN).update(cancel=True)
        if Job.objects.filter(pk=job.pk, state=Job.State.WAITING).exists():
            end(job, Job.State.CANCELLED)


def end(job: Job, state: str, code: str = "", facts: dict[str, object] | None = None) -> None:
    """Write how a job ended and move its upload's stage."""
    kind = Job.Kind(job.kind)
    with transaction.atomic():
        if not Job.objects.filter(pk=job.pk, state__in=_OPEN).update(state=state, ended=timezone.now()):
            return
        stage = {Job.State.DONE: STAGE_AFTER[kind], Job.State.CANCELLED: STAGE_STOPPED[kind]}.get(
            Job.State(state), Upload.Stage.FAILED
        )
        if state == Job.State.CANCELLED and stage == Upload.Stage.FAILED:
            code = "job-stopped"
        Upload.objects.filter(pk=job.upload_id).update(stage=stage, error_code=code, error_facts=facts or {})


def take_up(*, at_once: bool = False, forgive: bool = False) -> int:
    """Queue jobs again whose worker went away; give up those begun too often. Returns how many were looked at.

    `at_once`: no worker can be at work now, so a beat that is young proves nothing. `forgive`: the node was stopped
    by a person, so the attempt that was broken off does not count.
    """
    late = timezone.now() - dt.timedelta(seconds=settings.LIMITS.beat_seconds)
    lost = Job.objects.filter(state=Job.State.RUNNING)
    if not at_once:
        lost = lost.filter(beat__lt=late)
    count = 0
    for job in lost:
        with transaction.atomic():
            # Only if its state is still what was read: two keepers may look at the same time.
            same = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, beat=job.beat)
            if forgive:
                same.update(attempts=F("attempts") - 1)
                job.attempts -= 1
            if job.cancel:
                end(job, Job.State.CANCELLED)
            elif job.attempts >= settings.LIMITS.attempts:
                end(job, Job.State.FAILED, "job-gave-up", {"attempts": job.attempts})
            elif same.update(state=Job.State.WAITING, beat=None):
                run_job.enqueue(str(job.pk))
        count += 1
    return count


def begin_work(pk: str) -> Job | None:
    """Take a waiting job for this worker; None when it was stopped, erased, or taken by another."""
    now = timezone.now()
    with transaction.atomic():
        taken = Job.objects.filter(pk=pk, state=Job.State.WAITING).update(
            state=Job.State.RUNNING, started=now, beat=now, attempts=F("attempts") + 1, step="", done=0, total=0
        )
        return Job.objects.select_related("upload").get(pk=pk) if taken else None


def forget_tasks() -> None:
    """Remove what the queue kept of tasks that ended, and of those whose worker was killed long ago."""
    from django_tasks_db.models import DBTaskResult

    old = timezone.now() - dt.timedelta(days=1)
    DBTaskResult.objects.filter(enqueued_at__lt=old).exclude(status="READY").delete()
