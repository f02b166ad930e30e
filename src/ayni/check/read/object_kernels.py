"""Compiled loops over the bytes of JSON: find the records, and check each record's keys and depth."""

# A compiled loop is one function and compares byte by byte.
# ruff: noqa: C901, PLR0912, PLR0915, PLR1714, SIM109
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DAMAGED", "KEY_SEED", "put_on_lines", "scan_objects"]

_LF, _CR, _QUOTE, _BACKSLASH, _COMMA, _SPACE, _TAB = 10, 13, 34, 92, 44, 32, 9
_SMALL_U, _SMALL_D, _LARGE_D = 117, 100, 68
_OPEN, _CLOSE, _OPEN_LIST, _CLOSE_LIST = 123, 125, 91, 93

DAMAGED = 4
"""Where `put_on_lines` counts what cannot stand between records."""
KEY_SEED = 0xCBF29CE484222325
_KEY_PRIME = 0x100000001B3


@kernel("u1[]", "i8[]", results=1)
def put_on_lines(data: NDArray[np.uint8], state: NDArray[np.int64]) -> int:
    """Rewrite a piece of JSON in place so that each record stands on a line of its own.

    `state` (int64, shape (5,)) carries over from piece to piece: depth, inside a string, after a
    backslash, whether the records are items of one list, and things that cannot stand between records.
    Returns the end of the last whole line of the piece.
    """
    depth, inside, escaped, base = state[0], state[1], state[2], state[3]
    end = 0
    for i in range(data.size):
        byte = data[i]
        if inside:
            if escaped:
                escaped = 0
            elif byte == _BACKSLASH:
                escaped = 1
            elif byte == _QUOTE:
                inside = 0
            elif byte == _LF:
                data[i] = _SPACE
            continue
        if byte == _QUOTE:
            inside = 1
            if depth <= base:
                state[DAMAGED] += 1
        elif byte == _OPEN or byte == _OPEN_LIST:
            if depth == 0 and base == 1 and byte == _OPEN_LIST:
                data[i] = _SPACE
            elif depth <= base and (byte == _OPEN_LIST or depth < base):
                state[DAMAGED] += 1
            depth += 1
        elif byte == _CLOSE or byte == _CLOSE_LIST:
            depth -= 1
            if depth < base:
                data[i] = _LF
                end = i + 1
                if depth < 0 or base == 0:
                    state[DAMAGED] += 1
                    depth = 0
        elif byte == _LF or byte == _CR or byte == _SPACE or byte == _TAB:
            if depth > base:
                data[i] = _SPACE
            else:
                data[i] = _LF
                end = i + 1
        elif byte == _COMMA and depth == base and base == 1:
            data[i] = _LF
            end = i + 1
        elif depth <= base:
            state[DAMAGED] += 1
    state[0], state[1], state[2] = depth, inside, escaped
    return end


def scan_objects(
    data: NDArray[np.uint8], hashes: NDArray[np.uint64], slots: NDArray[np.int64], seen: NDArray[np.int64]
) -> NDArray[np.int64]:
    r"""Check lines of JSON objects.

    `hashes` and `slots` are an open-addressed table (a power of two long, slot -1 is free) from a key's
    FNV-1a hash to its column; `seen` (int64, shape (columns,)) must hold -1. Returns int64 of shape (5,):
    lines with content, the greatest depth, unknown keys, repeated keys, and 1 where a `\u` escape names
    half of a character.
    """
    out = np.zeros(5, dtype=np.int64)
    _scan_objects(data, hashes, slots, seen, out)
    return out


@kernel("u1[]", "u8[]", "i8[]", "i8[]", "i8[]")
def _scan_objects(
    data: NDArray[np.uint8],
    hashes: NDArray[np.uint64],
    slots: NDArray[np.int64],
    seen: NDArray[np.int64],
    out: NDArray[np.int64],
) -> None:
    """Do what `scan_objects` says, into `out`."""
    mask = np.uint64(hashes.size - 1)
    depth = 0
    inside = False
    wants_key = False
    in_key = False
    content = False
    key = np.uint64(KEY_SEED)
    i = 0
    while i < data.size:
        byte = data[i]
        if byte == _LF:
            out[0] += content
            depth = 0
            inside = in_key = wants_key = content = False
        elif inside:
            if byte == _BACKSLASH:
                if (
                    i + 2 < data.size
                    and data[i + 1] == _SMALL_U
                    and (data[i + 2] == _SMALL_D or data[i + 2] == _LARGE_D)
                ):
                    out[4] = 1
                if in_key:
                    key = (key ^ np.uint64(byte)) * np.uint64(_KEY_PRIME)
                i += 1
                byte = data[i] if i < data.size else byte
                if byte == _LF:
                    continue
                if in_key:
                    key = (key ^ np.uint64(byte)) * np.uint64(_KEY_PRIME)
            elif byte == _QUOTE:
                inside = False
                if in_key:
                    in_key = False
                    at = key & mask
                    while slots[at] >= 0 and hashes[at] != key:
                        at = (at + np.uint64(1)) & mask
                    if slots[at] < 0:
                        out[2] += 1
                    elif seen[slots[at]] == out[0]:
                        out[3] += 1
                    else:
                        seen[slots[at]] = out[0]
            elif in_key:
                key = (key ^ np.uint64(byte)) * np.uint64(_KEY_PRIME)
        elif byte == _QUOTE:
            inside = True
            content = True
            if wants_key:
                in_key = True
                wants_key = False
                key = np.uint64(KEY_SEED)
        elif byte == _OPEN or byte == _OPEN_LIST:
            content = True
            depth += 1
            wants_key = depth == 1 and byte == _OPEN
            out[1] = max(out[1], depth)
        elif byte == _CLOSE or byte == _CLOSE_LIST:
            depth -= 1
            wants_key = False
        elif byte == _COMMA:
            wants_key = depth == 1
        elif byte != _SPACE and byte != _CR and byte != _TAB:
            content = True
        i += 1
    out[0] += content
