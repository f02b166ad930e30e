"""The page that takes a file: from a form without script, or in pieces with it, so that a bad link can go on.

In a form the token against forged requests (CSRF) stands before the file, so it is known when the file begins; this
view is exempt from the middleware, which would read the whole body first, and asks the middleware's own check then.

In pieces: `POST` with fields `name` and `size` begins (JSON: `piece`, `received`); `PUT` to `piece` with
`Upload-Offset` appends; `GET` says how much came; the last piece answers with `next`, the page to go to.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ayni.errors import AyniError, InputError, LimitError
from ayni.limits import MIB
from ayni.node.jobs import start
from ayni.node.models import Job, Person, Upload
from ayni.node.pages.errors import csrf_failure, error_page, error_words, status_of
from ayni.node.pages.way.start import start_page
from ayni.node.people import for_stewards
from ayni.node.rates import UPLOADS
from ayni.node.receiving import FileReceiver
from ayni.node.uploads import Reception, begin, data_file, own_upload

if TYPE_CHECKING:
    import uuid

__all__ = ["piece", "upload"]

_FORM_BYTES = 64 * 1024
"""What a form holds besides its file."""
_COMING = threading.BoundedSemaphore(max(1, settings.FOLDER.settings.threads - 6))
"""Some threads are kept for pages, however many uploads come."""


@csrf_exempt
@require_POST
@for_stewards
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file from a form, start its check, and go to its page."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - `for_stewards` let nobody else through
    refused = _refuse(request, person)
    if refused is not None:
        return refused
    try:
        if request.content_type != "multipart/form-data":
            return _begin_pieces(request, person)
        if not _COMING.acquire(blocking=False):
            raise LimitError("uploads-busy")
        try:
            return _receive(request, person)
        finally:
            _COMING.release()
    except AyniError as error:
        if _asks_as_script(request):
            return _problem(request, error)
        return start_page(request, told=error_words(request, error.code, error.facts), status=status_of(error))


def _refuse(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Refuse what can be refused before any of the body is read."""
    token = request.headers.get("X-CSRFToken", "")
    in_pieces = request.content_type != "multipart/form-data"
    if not _is_from_here(request) or ((token or in_pieces) and not _is_ours(request, token)):
        return csrf_failure(request)
    wait = UPLOADS.take(str(person.pk))
    if wait:
        return error_page(request, "too-many-uploads", status=429, wait=wait, seconds=wait)
    return None


def _asks_as_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _receive(request: HttpRequest, person: Person) -> HttpResponse:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > settings.FOLDER.settings.largest_upload_bytes + _FORM_BYTES:
        raise LimitError("upload-too-large", limit=settings.FOLDER.settings.largest_upload_bytes // MIB)
    is_ours = bool(request.headers.get("X-CSRFToken"))  # looked at before the body

    def allowed() -> bool:
        nonlocal is_ours
        # The fields that came so far; Django keeps them nowhere else while it parses.
        fields = parser._post  # type: ignore[attr-defined]  # noqa: SLF001
        is_ours = is_ours or _is_ours(request, fields.get("csrfmiddlewaretoken", ""))
        return is_ours

    receiver = FileReceiver(person, length, allowed)
    body = _Counted(request)
    try:
        parser = MultiPartParser(request.META, cast("Any", body), [receiver], request.encoding or "utf-8")
        parser.parse()
        if not allowed():
            return csrf_failure(request)
        # A form that broke off looks to the parser like one that ended; the count tells.
        made = receiver.finish(whole=body.count == length)
    except UnreadablePostError as error:
        raise LimitError("upload-stalled") from error
    except (MultiPartParserError, SuspiciousOperation):
        return error_page(request, "page-bad-form", status=400)
    finally:
        receiver.drop()
    if made is None:
        raise InputError("upload-no-file")
    start(made, Job.Kind.CHECK)
    target = reverse("file", args=[made.pk])
    return JsonResponse({"next": target}) if _asks_as_script(request) else redirect(target)


class _Counted:
    """A request's body that counts what was read of it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request, self.count = request, 0

    def read(self, size: int) -> bytes:
        piece = self._request.read(size)
        self.count += len(piece)
        return piece


def _begin_pieces(request: HttpRequest, person: Person) -> HttpResponse:
    """Make an upload that comes in pieces; the answer says where to."""
    size = request.POST.get("size", "")
    if not (size.isascii() and size.isdecimal()) or int(size) == 0:
        raise InputError("upload-empty")
    return _progress(begin(person, request.POST.get("name", ""), int(size)), status=201)


@csrf_exempt
@require_http_methods(["GET", "PUT"])
@for_stewards
def piece(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Append a piece of an upload at `Upload-Offset`; or say how much came."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - `for_stewards` let nobody else through
    made = own_upload(person, pk)
    if request.method == "GET":
        return _progress(made)
    if not _is_from_here(request) or not _is_ours(request, request.headers.get("X-CSRFToken", "")):
        return csrf_failure(request)
    try:
        return _append(request, made)
    except UnreadablePostError:
        return _problem(request, LimitError("upload-stalled"))
    except AyniError as error:
        return _problem(request, error)


def _append(request: HttpRequest, made: Upload) -> HttpResponse:
    length, offset = request.META.get("CONTENT_LENGTH") or "", request.headers.get("Upload-Offset", "")
    numbers = length.isascii() and length.isdecimal() and offset.isascii() and offset.isdecimal()
    if not numbers or made.stage != Upload.Stage.RECEIVING:
        raise InputError("upload-piece-misplaced", received=made.received)
    if int(length) > settings.LIMITS.piece_bytes:
        raise LimitError("upload-piece-too-large", limit=settings.LIMITS.piece_bytes // MIB)
    with Reception(made, offset=int(offset), keep=True) as reception:
        while part := request.read(_READ):
            reception.write(part)
        if made.bytes != data_file(made).stat().st_size:
            return _progress(reception.pause())
        reception.finish()
    start(made, Job.Kind.CHECK)
    return JsonResponse({"next": reverse("file", args=[made.pk])})


_READ = 256 * 1024


def _progress(made: Upload, *, status: int = 200) -> JsonResponse:
    path = data_file(made)
    content = {
        "piece": reverse("upload-piece", args=[made.pk]),
        "received": path.stat().st_size if path.exists() else 0,
        "bytes": made.bytes,
        "most": settings.LIMITS.piece_bytes,
        "erase": reverse("erase", args=[made.pk]),
    }
    return JsonResponse(content, status=status)


def _problem(request: HttpRequest, error: AyniError) -> JsonResponse:
    """Answer a script as RFC 9457 has it, with the same words as a page."""
    content = {"title": error_words(request, error.code, error.facts), "code": error.code, **error.facts}
    return JsonResponse(content, status=status_of(error), content_type="application/problem+json")


def _is_ours(request: HttpRequest, token: str) -> bool:
    """Ask Django's own check whether `token` belongs to this browser, without reading the body."""
    probe = HttpRequest()
    probe.method = "POST"
    probe.COOKIES = request.COOKIES
    # What Django's test client sets where a test is not about forged requests.
    probe._dont_enforce_csrf_checks = getattr(request, "_dont_enforce_csrf_checks", False)  # type: ignore[attr-defined]  # noqa: SLF001
    probe.META = {**request.META, "HTTP_X_CSRFTOKEN": token}
    check = CsrfViewMiddleware(lambda _: HttpResponse())
    check.process_request(probe)
    return check.process_view(probe, upload.__wrapped__, (), {}) is None  # type: ignore[attr-defined]


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says the form comes from one of our pages; old browsers say nothing."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
