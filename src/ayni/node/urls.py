"""Where the node's pages are."""

from __future__ import annotations

from django.urls import include, path

from ayni.node.pages import people, sign

__all__ = ["urlpatterns"]

urlpatterns = [
    path("sign-in", sign.sign_in, name="sign-in"),
    path("sign-out", sign.sign_out, name="sign-out"),
    path("in/<str:token>", sign.come_in, name="come-in"),
    path("account", sign.account, name="account"),
    path("language", sign.change_language, name="language"),
    path("people", people.people, name="people"),
    path("people/<int:pk>/link", people.person_link, name="person-link"),
    path("people/<int:pk>/role", people.person_role, name="person-role"),
    path("people/<int:pk>/stop", people.person_stop, name="person-stop"),
    path("people/<int:pk>/start", people.person_start, name="person-start"),
    path("", include("ayni.node.pages.way.urls")),
]

handler400 = "ayni.node.pages.errors.bad_request"
handler403 = "ayni.node.pages.errors.not_allowed"
handler404 = "ayni.node.pages.errors.not_found"
handler500 = "ayni.node.pages.errors.server_error"
