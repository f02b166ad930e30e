"""What others ask to be looked at: reports, plan and record, never the data. An answer is bound to one exact file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ayni.node.models import Person, Review, Upload
from ayni.node.pages.errors import language_of
from ayni.node.pages.notice import notify
from ayni.node.pages.way.made import outcome_of, result_mark
from ayni.node.people import may_review
from ayni.node.uploads import reviewable_upload
from ayni.node.words import words_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ayni.check.render.wording import Words

__all__ = ["review", "reviews", "waiting_for"]

_WORDS = 4_000


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List what waits for a review, and what this person reviewed."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - LoginRequiredMiddleware let nobody else through
    waiting = waiting_for(person)
    asked = [upload for upload in _asked(person) if upload not in waiting]
    content = {"here": "reviews", "waiting": [_card(one) for one in waiting], "reviewed": [_card(one) for one in asked]}
    return render(request, "ayni/reviews.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what there is to judge; take the answer."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - LoginRequiredMiddleware let nobody else through
    upload = reviewable_upload(person, pk)
    outcome = outcome_of(upload)
    words = words_of(language_of(request))
    if request.method != "POST":
        return _show(request, upload, words)
    typed = {"approved": request.POST.get("approved", ""), "words": request.POST.get("words", "").strip()[:_WORDS]}
    errors: dict[str, str] = {}
    if typed["approved"] not in {"yes", "no"}:
        errors["approved"] = words("page.review.choose")
    elif typed["approved"] == "no" and not typed["words"]:
        errors["words"] = words("page.review.why")
    if request.POST.get("result") != outcome.result_sha256:
        errors["approved"] = words("page.review.changed")
    if errors:
        return _show(request, upload, words, typed=typed, errors=errors)
    Review.objects.create(
        upload=upload,
        reviewer=person,
        approved=typed["approved"] == "yes",
        words=typed["words"],
        result_sha256=outcome.result_sha256,
    )
    notify(request, "page.review.kept")
    return redirect("reviews")


def waiting_for(person: Person) -> list[Upload]:
    """Return what others asked to be reviewed and this person has not judged as it is now."""
    if not may_review(person):
        return []
    judged = {(one.upload_id, one.result_sha256) for one in Review.objects.filter(reviewer=person)}
    marks = [(upload, result_mark(upload)) for upload in _asked(person)]
    return [upload for upload, mark in marks if mark and (upload.pk, mark) not in judged]


def _asked(person: Person) -> list[Upload]:
    asked = Upload.objects.filter(review_asked=True, stage=Upload.Stage.DONE).exclude(owner=person)
    return list(asked.select_related("owner").order_by("created"))


def _card(upload: Upload) -> dict[str, object]:
    return {"id": upload.pk, "name": upload.name, "owner_called": upload.owner.name or upload.owner.handle}


def _show(
    request: HttpRequest,
    upload: Upload,
    words: Words,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    from ayni.node.pages.way.result import given_reviews, outcome_words

    outcome = outcome_of(upload)
    content = outcome_words(outcome, words) | {
        "here": "reviews",
        "file": upload,
        "owner_called": upload.owner.name or upload.owner.handle,
        "reviews": given_reviews(upload, outcome, words),
        "result_sha256": outcome.result_sha256,
        "typed": typed or {},
        "errors": errors or {},
    }
    return render(request, "ayni/review.html", content, status=400 if errors else 200)
