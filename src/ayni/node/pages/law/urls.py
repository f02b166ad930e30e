"""Where the pages about the law are."""

from __future__ import annotations

from django.urls import path

from ayni.node.pages.law import asking, rules, start

__all__ = ["urlpatterns"]

urlpatterns = [
    path("", start.start, name="law"),
    path("/rules", rules.rules, name="law-rules"),
    path("/rules/<slug:name>", rules.country, name="law-country"),
    path("/rules/<slug:name>/sources", rules.sources, name="law-sources"),
    path("/rules/<slug:name>/sign", rules.sign, name="law-sign"),
    path("/<uuid:pk>", asking.ask, name="law-question"),
    path("/<uuid:pk>/answer", asking.answer, name="law-reply"),
    path("/<uuid:pk>/forget", asking.forget, name="law-forget"),
    path("/<uuid:pk>/answers/<int:number>", asking.kept, name="law-kept"),
    path("/<uuid:pk>/erase", asking.erase, name="law-erase"),
]
