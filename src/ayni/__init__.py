"""Ayni: a self-hosted commons for AI capacity."""

__version__ = "0.1.0.dev0"
