"""Sign-offs: a named reviewer of this institution read a rulebook and answers for that exact content."""

from __future__ import annotations

import datetime as dt

import msgspec

__all__ = ["Review"]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One sign-off. It holds for the rulebook of this hash and no other."""

    rulebook: str
    hash: str
    reviewer: str
    on: dt.date
    seal: str = ""
    """Keyed digest over the other fields, made with the node's own secret (`ayni.law.review_file`)."""
