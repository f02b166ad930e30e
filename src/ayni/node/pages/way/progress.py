"""How far the work on a file is: it survives closing the browser, can be stopped, tried again, and erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.node.jobs import ask_to_stop, current_job, place_in_queue, start
from ayni.node.models import Job, Upload
from ayni.node.pages.errors import error_words, language_of
from ayni.node.pages.notice import notify
from ayni.node.pages.way.made import has_report, has_suggestion
from ayni.node.pages.way.steps import WORKING, for_owner, frame
from ayni.node.uploads import erase as erase_upload
from ayni.node.words import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ayni.check.render.wording import Words

__all__ = ["again", "cancel", "erase", "file", "progress", "progress_part"]

_NEXT = {Upload.Stage.ROLES: "report", Upload.Stage.FIXES: "fixes", Upload.Stage.DONE: "result"}
_HERE = {Upload.Stage.SUGGESTING: "fixes", Upload.Stage.PROTECTING: "result"}


@require_safe
@for_owner
def file(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show where a file stands: its progress, what went wrong, or the page that waits for its person."""
    stage = Upload.Stage(upload.stage)
    if stage is Upload.Stage.FAILED:
        return _failed(request, upload)
    if stage not in WORKING:
        # Who confirmed the columns and then stopped what followed comes back to the columns.
        stopped = stage is Upload.Stage.ROLES and upload.roles is not None
        return redirect("roles" if stopped else _NEXT[stage], upload.pk)
    content = frame(request, upload, _HERE.get(stage, "report"))
    content |= {"stage_what": f"page.progress.{stage}", **_standing(upload, words_of(language_of(request)))}
    return render(request, "ayni/progress.html", content)


@require_safe
@for_owner
def progress(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Return the part of a page that says how far the work is; where it ended, send the browser on."""
    if upload.stage in WORKING and "HX-Request" in request.headers:
        return progress_part(request, upload)
    return _go_on(request, reverse("file", args=[upload.pk]))


def progress_part(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Return the part alone, which asks for itself again every second."""
    content = {"file": upload, **_standing(upload, words_of(language_of(request)))}
    return render(request, "ayni/part/progress.html", content)


@require_POST
@for_owner
def cancel(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Ask the work to stop."""
    job = current_job(upload)
    if job is None:  # the file is still arriving: nothing of it is kept
        erase_upload(upload)
        notify(request, "page.erase.done", name=upload.name)
        return redirect("home")
    ask_to_stop(job)
    return redirect("file", upload.pk)


@require_POST
@for_owner
def again(request: HttpRequest, upload: Upload) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Try once more what failed."""
    job = current_job(upload)
    if upload.stage == Upload.Stage.FAILED:
        start(upload, job.kind if job is not None else Job.Kind.CHECK)
    return redirect("file", upload.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def erase(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Ask whether to erase, and erase."""
    if request.method != "POST":
        return render(request, "ayni/erase.html", {"file": upload, "here": "home"})
    name = upload.name
    erase_upload(upload)
    notify(request, "page.erase.done", name=name)
    return redirect("home")


def _go_on(request: HttpRequest, url: str) -> HttpResponse:
    if "HX-Request" not in request.headers:
        return redirect(url)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = url
    return response


def _standing(upload: Upload, words: Words) -> dict[str, object]:
    """Return the step in words, its percentage (None: not known), the place in the queue."""
    job = current_job(upload)
    if job is None:  # the file is still arriving
        share = upload.received / upload.bytes if upload.bytes else None
        return _said(words, "page.progress.receiving", share) | {"queue": 0, "cancelling": False}
    if job.state == Job.State.WAITING:
        queue = place_in_queue(job)
        return {"step": words("page.progress.soon"), "percent": None, "queue": queue, "cancelling": job.cancel}
    share = min(1.0, job.done / job.total) if job.total else None
    said = _said(words, f"progress.{job.step}", share, table=upload.name)
    return said | {"queue": 0, "cancelling": job.cancel}


def _said(words: Words, code: str, share: float | None, **facts: object) -> dict[str, object]:
    percent = words.share(share) if share is not None else "…"
    try:
        step = words(code, percent=percent, **facts)
    except KeyError:  # a step without words, or one that names a fact that a page does not have
        step = words("page.progress.soon") if share is None else percent
    return {"step": step, "percent": None if share is None else int(100 * share)}


def _failed(request: HttpRequest, upload: Upload) -> HttpResponse:
    here = "fixes" if has_suggestion(upload) else "roles" if has_report(upload) else "report"
    told = error_words(request, upload.error_code, upload.error_facts)
    back = {"url": reverse(here, args=[upload.pk]), "code": f"page.way.{here}"} if has_report(upload) else None
    return render(request, "ayni/failed.html", frame(request, upload, here) | {"told": told, "back": back})
