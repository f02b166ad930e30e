"""Coming in and going out: sign in by password or by a one-time link, sign out, set a password, choose a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ayni.errors import AyniError, InputError
from ayni.messages import LANGUAGES
from ayni.node.links import look_at_link, use_link
from ayni.node.models import Person
from ayni.node.pages.errors import error_page, error_words
from ayni.node.pages.notice import notify
from ayni.node.people import set_password
from ayni.node.rates import LINKS, SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS, address

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["account", "change_language", "come_in", "sign_in", "sign_out"]

_BY_LINK = "by-link"
_YEAR_SECONDS = 365 * 24 * 3600
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or let in who knows their password. Why it failed is not said, and takes as long either way."""
    if "HX-Request" in request.headers:  # a part of a page asked for itself after its session had ended
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = reverse("sign-in")
        return response
    target = _safe_target(request)
    if request.user.is_authenticated:
        return redirect(target)
    content = {"next": target, "errors": {}, "handle": ""}
    if request.method != "POST":
        return render(request, "ayni/sign-in.html", content)
    handle = request.POST.get("handle", "").strip()[:200]
    wait = SIGN_IN_ADDRESS.take(address(request)) or SIGN_IN_ACCOUNT.take(handle.casefold())
    if wait:
        return error_page(request, "too-many-sign-ins", status=429, wait=wait, seconds=wait)
    given = request.POST.get("password", "")[: settings.LIMITS.password_chars]
    person = authenticate(request, username=handle, password=given)
    if person is None:
        errors = {"handle": error_words(request, "sign-in-wrong", {})}
        content |= {"errors": errors, "handle": handle[: settings.LIMITS.handle_chars]}
        return render(request, "ayni/sign-in.html", content, status=403)
    login(request, person)
    return redirect(target)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button for a one-time link; pressing it signs in. Whoever was signed in before is signed out."""
    wait = LINKS.take(address(request))
    if wait:
        return error_page(request, "too-many-sign-ins", status=429, wait=wait, seconds=wait)
    if request.method != "POST":
        try:
            person = look_at_link(token)
        except AyniError:
            if request.user.is_authenticated:  # the browser opened it once more
                return redirect("home")
            raise
        return render(request, "ayni/link.html", {"comer": person})
    person = use_link(token)
    login(request, person, backend=_BACKEND)
    request.session[_BY_LINK] = True
    return redirect("home" if person.has_usable_password() or person.role == Person.Role.ADMINISTRATOR else "account")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show one's role and set or change one's own password; who came by a link need not know the one before."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - LoginRequiredMiddleware let nobody else through
    ask_current = person.has_usable_password() and not request.session.get(_BY_LINK, False)
    content = {
        "here": "account",
        "errors": {},
        "ask_current": ask_current,
    }
    if request.method != "POST":
        return render(request, "ayni/password.html", content)
    wait = SIGN_IN_ACCOUNT.take(person.handle.casefold())
    if wait:
        return error_page(request, "too-many-sign-ins", status=429, wait=wait, seconds=wait)
    try:
        _change_password(request, person, ask_current=ask_current)
    except InputError as error:
        field = _FIELDS.get(error.code, "password")
        errors = {field: error_words(request, error.code, error.facts)}
        return render(request, "ayni/password.html", content | {"errors": errors}, status=400)
    update_session_auth_hash(request, person)
    request.session.pop(_BY_LINK, None)
    notify(request, "page.password.kept")
    return redirect("home")


_FIELDS = {"password-current-wrong": "current", "password-not-again": "again"}


def _change_password(request: HttpRequest, person: Person, *, ask_current: bool) -> None:
    given = request.POST.get("current", "")[: settings.LIMITS.password_chars]
    if ask_current and not person.check_password(given):
        raise InputError("password-current-wrong")
    if request.POST.get("password", "") != request.POST.get("again", ""):
        raise InputError("password-not-again")
    set_password(person, request.POST.get("password", ""))


@login_not_required
@require_POST
def change_language(request: HttpRequest) -> HttpResponse:
    """Keep the language a person chose: with them when they are signed in, else in a cookie."""
    chosen = request.POST.get("language", "")
    response = redirect(_safe_target(request))
    if chosen in LANGUAGES:
        if isinstance(request.user, Person):
            Person.objects.filter(pk=request.user.pk).update(language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=_YEAR_SECONDS,
            secure=settings.FOLDER.settings.https,
            httponly=True,
            samesite="Lax",
        )
    return response


def _safe_target(request: HttpRequest) -> str:
    """Return the page to go to next; only one of this node's own."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return target if own and target.startswith("/") else "/"
