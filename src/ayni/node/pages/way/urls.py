"""Where the pages on the way of a file are."""

from __future__ import annotations

from django.urls import path

from ayni.node.pages.way.downloads import download, full_report, record
from ayni.node.pages.way.fixes import fixes
from ayni.node.pages.way.help import help_page
from ayni.node.pages.way.progress import again, cancel, erase, file, progress
from ayni.node.pages.way.report import report
from ayni.node.pages.way.result import ask_review, result
from ayni.node.pages.way.review import review, reviews
from ayni.node.pages.way.roles import roles
from ayni.node.pages.way.start import home

__all__ = ["urlpatterns"]

urlpatterns = [
    path("", home, name="home"),
    path("help", help_page, name="help"),
    path("files/<uuid:pk>", file, name="file"),
    path("files/<uuid:pk>/progress", progress, name="progress"),
    path("files/<uuid:pk>/cancel", cancel, name="cancel"),
    path("files/<uuid:pk>/again", again, name="again"),
    path("files/<uuid:pk>/erase", erase, name="erase"),
    path("files/<uuid:pk>/report", report, name="report"),
    path("files/<uuid:pk>/report/<str:which>", full_report, name="full-report"),
    path("files/<uuid:pk>/columns", roles, name="roles"),
    path("files/<uuid:pk>/fixes", fixes, name="fixes"),
    path("files/<uuid:pk>/result", result, name="result"),
    path("files/<uuid:pk>/record", record, name="record"),
    path("files/<uuid:pk>/download/<str:what>", download, name="download"),
    path("files/<uuid:pk>/review", ask_review, name="ask-review"),
    path("reviews", reviews, name="reviews"),
    path("reviews/<uuid:pk>", review, name="review"),
]
