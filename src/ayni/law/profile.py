"""What an institution is, as far as the law asks: facts that nobody has to be asked for again.

They answer for the sender where the data leave the institution's own country, and for the recipient where data
arrive there from elsewhere. What the institution did not say stays unknown.
"""

from __future__ import annotations

import enum

import msgspec

__all__ = ["Kind", "Profile"]


class Kind(enum.StrEnum):
    """What kind of institution it is; the answers of `exporter.kind` and `recipient.kind`."""

    PUBLIC_BODY = "public-body"
    COMPANY = "company"
    UNIVERSITY = "university"
    COMMUNITY = "community"
    NGO = "ngo"
    INTERNATIONAL_ORGANISATION = "international-organisation"


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One institution."""

    country: str = ""
    """ISO 3166-1 alpha-2; empty: not said, and then nothing is filled in."""
    kind: Kind | None = None

    def facts(self, from_place: str, to_place: str) -> dict[str, object]:
        """Return what the profile answers of a transfer between two places."""
        if self.kind is None or not self.country:
            return {}
        if from_place == self.country:
            return {"exporter.kind": self.kind.value}
        return {"recipient.kind": self.kind.value} if to_place == self.country else {}
