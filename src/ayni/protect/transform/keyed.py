"""Secret numbers made from values with the owner's key: keyed BLAKE2b (RFC 7693).

Every kind of step, and every domain of pseudonyms, has a key of its own, derived from the owner's. So what one step
shows says nothing of another, and the same value has unrelated pseudonyms in two domains.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from ayni.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["KEY_BYTES", "derive_key", "digests", "words"]

KEY_BYTES = 32
"""Bytes of the owner's key, of derived keys and of digests."""


def derive_key(key: bytes | None, step: str, *about: str) -> bytes:
    """Return the key for one kind of step and what it is used for, 32 bytes.

    Raises `InputError("key-needed")` when there is no key, ValueError when it has another length.
    """
    if key is None:
        raise InputError("key-needed", do=step)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    state = hashlib.blake2b(key=key, digest_size=KEY_BYTES, person=f"ayni {step}".encode()[:16])
    for part in about:
        written = part.encode()
        state.update(len(written).to_bytes(8, "little") + written)
    return state.digest()


def digests(messages: Iterable[bytes], key: bytes) -> NDArray[np.uint8]:
    """Return the keyed digest of each message, uint8 of shape (messages, 32)."""
    start = hashlib.blake2b(key=key, digest_size=KEY_BYTES)
    made = []
    for message in messages:
        state = start.copy()
        state.update(message)
        made.append(state.digest())
    return np.frombuffer(b"".join(made), dtype=np.uint8).reshape(-1, KEY_BYTES)


def words(messages: Iterable[bytes], key: bytes) -> NDArray[np.uint64]:
    """Return four secret numbers of 64 bits for each message, uint64 of shape (messages, 4)."""
    return digests(messages, key).copy().view("<u8")
