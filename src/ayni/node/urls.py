"""Where the node's pages are."""

from __future__ import annotations

from django.urls import include, path

from ayni.node.pages import people, sign, upload

__all__ = ["urlpatterns"]

urlpatterns = [
    path("sign-in", sign.sign_in, name="sign-in"),
    path("sign-out", sign.sign_out, name="sign-out"),
    path("in/<str:token>", sign.come_in, name="come-in"),
    path("account", sign.account, name="account"),
    path("language", sign.change_language, name="language"),
    path("upload", upload.upload, name="upload"),
    path("upload/<uuid:pk>", upload.piece, name="upload-piece"),
    path("people", people.people, name="people"),
    path("people/invite", people.invite_person, name="invite"),
    path("people/<int:pk>/link", people.new_link, name="new-link"),
    path("people/<int:pk>", people.change_person, name="change-person"),
    path("law", include("ayni.node.pages.law.urls")),
    path("", include("ayni.node.pages.way.urls")),
]

handler400 = "ayni.node.pages.errors.bad_request"
handler403 = "ayni.node.pages.errors.not_allowed"
handler404 = "ayni.node.pages.errors.not_found"
handler500 = "ayni.node.pages.errors.server_error"
