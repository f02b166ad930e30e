"""Keep this institution's sign-offs in the node's folder, sealed with the node's own secret.

One small JSON file a rulebook (`reviews/ke.json`). Its seal is BLAKE2b (RFC 7693) keyed from the node's secret over
every other field, so a file that was written or changed by anyone without that secret is found out and refused: a
forged sign-off never counts. It proves nothing to others; signing for others comes with exchange.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ayni.errors import ActError, InputError
from ayni.law.review import Review

if TYPE_CHECKING:
    import datetime as dt

    from ayni.law.rulebook import Rulebook

__all__ = ["load_reviews", "sign_off"]

_MOST_BYTES = 4096
_MOST_FILES = 1000
_NAME_CHARS = 120
_PERSON = b"ayni-law-review"


def sign_off(book: Rulebook, reviewer: str, day: dt.date, *, folder: Path, secret: str) -> Review:
    """Record that `reviewer` answers for this exact rulebook from `day` on; an earlier sign-off is replaced.

    Raises `InputError("law-reviewer-empty")` and `ActError("law-review-not-written")`.
    """
    name = " ".join(reviewer.split())
    if not name or len(name) > _NAME_CHARS or not name.isprintable():
        raise InputError("law-reviewer-empty")
    review = Review(rulebook=book.id, hash=book.hash, reviewer=name, on=day)
    review = msgspec.structs.replace(review, seal=_seal(review, secret))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f".{book.id}.", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(review)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(folder / f"{book.id}.json")
        finally:
            Path(part).unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ActError("law-review-not-written", path=str(folder), reason=reason) from error
    return review


def load_reviews(folder: Path, secret: str) -> dict[str, Review]:
    """Return the sign-offs by rulebook.

    Raises `InputError("law-review-forged")` for a file that this node did not seal, that was changed, or that cannot
    be read: nothing is decided until a person has looked at it.
    """
    reviews: dict[str, Review] = {}
    if not folder.is_dir():
        return reviews
    for path in sorted(folder.glob("*.json"))[:_MOST_FILES]:
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
            review = msgspec.json.decode(data, type=Review) if len(data) <= _MOST_BYTES else None
        except (OSError, msgspec.DecodeError):
            review = None
        if (
            review is None
            or review.rulebook != path.stem
            or not hmac.compare_digest(review.seal.encode(), _seal(review, secret).encode())
        ):
            raise InputError("law-review-forged", path=str(path))
        reviews[review.rulebook] = review
    return reviews


def _seal(review: Review, secret: str) -> str:
    key = hashlib.blake2b(secret.encode(), digest_size=32, person=_PERSON).digest()
    said = msgspec.json.encode([review.rulebook, review.hash, review.reviewer, review.on.isoformat()])
    return hashlib.blake2b(said, digest_size=32, key=key, person=_PERSON).hexdigest()
