"""One page that explains the words of all the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["EXPLAINED", "help_page"]

EXPLAINED = (
    "names", "key", "alike", "stand-out", "sensitive", "coarser", "left-out", "useful", "weights", "household", "plan",
    "fingerprint", "rules", "ground", "sign-off", "cannot",
)  # fmt: skip
"""The words, in the order in which a person meets them."""


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain the words."""
    return render(request, "ayni/help.html", {"here": "help", "explained": EXPLAINED})
