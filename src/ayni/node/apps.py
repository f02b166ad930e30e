"""The node as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["NodeConfig"]


class NodeConfig(AppConfig):
    """Names the app whose private state stands in `ayni.node.models`."""

    name = "ayni.node"
    label = "node"
