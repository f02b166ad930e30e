"""Compiled loops over the cells of a batch: missing words, damage, registers, numbers.

Each takes flat arrays and changes only the arrays it is told to fill. Weights say how often a cell
occurs, so that the same loops run over all cells of a batch or over its distinct values with counts.
"""

# ruff: noqa: C901, PLR2004, PLR0917 - bytes and bits are written as what they are; kernels are few and coarse
from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ayni.compiled import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["find_tokens", "scan_numbers", "scan_text", "update_registers"]


@part
def _is_token(
    data: NDArray[np.uint8], start: int, end: int, token_data: NDArray[np.uint8], token_offsets: NDArray[np.int64]
) -> bool:
    for t in range(len(token_offsets) - 1):
        first = token_offsets[t]
        if token_offsets[t + 1] - first != end - start:
            continue
        same = True
        for j in range(end - start):
            if data[start + j] != token_data[first + j]:
                same = False
                break
        if same:
            return True
    return False


@part
def _blank_at(data: NDArray[np.uint8], at: int, end: int) -> int:
    """Return how many bytes the ASCII blank or the no-break space at `at` takes, 0 where there is none."""
    if data[at] == 0x20 or 9 <= data[at] <= 13:
        return 1
    return 2 if data[at] == 0xC2 and at + 1 < end and data[at + 1] == 0xA0 else 0


def find_tokens(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    token_data: NDArray[np.uint8],
    token_offsets: NDArray[np.int64],
    found: NDArray[np.bool_],
) -> int:
    """Mark in `found`, shape (cells,), the cells that are one of the tokens once trimmed; return how many are.

    The first token is the empty one.
    """
    return _find_tokens(data, offsets, token_data, token_offsets, np.zeros(256, dtype=np.bool_), found)


@kernel("u1[]", "i8[]", "u1[]", "i8[]", "b1[]", "b1[]", results=1)
def _find_tokens(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    token_data: NDArray[np.uint8],
    token_offsets: NDArray[np.int64],
    leads: NDArray[np.bool_],
    found: NDArray[np.bool_],
) -> int:
    """Do what `find_tokens` says; `leads`, shape (256,), is room for the bytes that tokens begin with."""
    longest = 0
    for t in range(1, len(token_offsets) - 1):
        leads[token_data[token_offsets[t]]] = True
        longest = max(longest, token_offsets[t + 1] - token_offsets[t])
    hits = 0
    for i in range(len(offsets) - 1):
        start = offsets[i]
        end = offsets[i + 1]
        while start < end and _blank_at(data, start, end) > 0:
            start += _blank_at(data, start, end)
        if start < end:
            if not leads[data[start]]:
                continue
            while _blank_at(data, end - 1, end) > 0 or (end - start > 2 and _blank_at(data, end - 2, end) == 2):
                end -= 1 if _blank_at(data, end - 1, end) > 0 else 2
            if end - start > longest or not _is_token(data, start, end, token_data, token_offsets):
                continue
        found[i] = True
        hits += 1
    return hits


@part
def _code_point(data: NDArray[np.uint8], at: int, end: int) -> tuple[int, int]:
    """Return the code point that begins at `at` and its length in bytes; the bytes are valid UTF-8."""
    lead = int(data[at])
    if lead < 0x80:
        return lead, 1
    if lead < 0xE0 and at + 1 < end:
        return ((lead & 0x1F) << 6) | (int(data[at + 1]) & 0x3F), 2
    if lead < 0xF0 and at + 2 < end:
        return ((lead & 0x0F) << 12) | ((int(data[at + 1]) & 0x3F) << 6) | (int(data[at + 2]) & 0x3F), 3
    if at + 3 < end:
        high = ((lead & 0x07) << 18) | ((int(data[at + 1]) & 0x3F) << 12)
        return high | ((int(data[at + 2]) & 0x3F) << 6) | (int(data[at + 3]) & 0x3F), 4
    return 0xFFFD, end - at


@part
def _byte_of(point: int) -> int:
    """Return the Windows-1252 byte of a code point (Latin-1 where that has none), -1 where it has none."""
    if point <= 0xFF:
        return point
    if point > 0x2122 or point < 0x152:
        return -1
    # The 27 signs that Windows-1252 puts on 0x80 to 0x9F (unicode.org/Public/MAPPINGS, CP1252.TXT).
    signs = (
        0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178,
    )  # fmt: skip
    for i in range(32):
        if signs[i] == point:
            return 0x80 + i
    return -1


@part
def _is_closing(byte: int) -> bool:
    """Tell whether a Windows-1252 byte is a sign that ordinary text puts right after a letter."""
    return byte in (0x85, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA0, 0xAB, 0xBB)


@part
def _is_damaged(data: NDArray[np.uint8], start: int, end: int) -> bool:  # noqa: PLR0911 - one per sign of damage
    """Look closely at one cell that is not plain ASCII.

    Damage is U+FFFD, a control character, the triple that U+FFFD becomes in GBK, or UTF-8 that was read
    as Windows-1252: Ã or Â with one byte of a sequence after it, the leads of Greek, Cyrillic and Arabic
    with the next pair after theirs, and the leads of three-byte sequences with both bytes.
    """
    at = start
    b0 = b1 = b2 = 0  # The three code points before this one, as Windows-1252 bytes.
    gbk = 0
    while at < end:
        point, size = _code_point(data, at, end)
        at += size
        if point in (0xFFFD, 0x7F) or (point < 0x20 and point not in (9, 10, 13)) or 0x80 <= point < 0xA0:
            return True
        if point == (0x951F, 0x65A4, 0x62F7)[gbk]:
            gbk += 1
            if gbk == 3:
                return True
        else:
            gbk = 0
        byte = _byte_of(point)
        if 0x80 <= byte < 0xC0:
            if b2 == 0xC3 and byte not in (0x85, 0x92, 0x94, 0x96, 0x97, 0xBB):
                return True
            if b2 == 0xC2 and byte >= 0xA0:
                return True
            if b0 in (0xCE, 0xCF, 0xD0, 0xD1, 0xD8, 0xD9) and 0x80 <= b1 < 0xC0 and 0xC2 <= b2 < 0xE0:
                return True
            if 0xE0 <= b1 < 0xF0 and 0x80 <= b2 < 0xC0 and not (_is_closing(b2) and _is_closing(byte)):
                return True
        b0, b1, b2 = b1, b2, byte
    return False


@kernel("u1[]", "i8[]", "i8[]", "i8[]")
def scan_text(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], weights: NDArray[np.int64], out: NDArray[np.int64]
) -> None:
    """Add the batch's damaged cells and characters to `out[0]` and `out[1]`, raise `out[2]` to its longest cell.

    Each cell is read once, and only those that are not plain ASCII are looked at closely.
    """
    for i in range(len(offsets) - 1):
        start = offsets[i]
        end = offsets[i + 1]
        unusual = 0
        chars = 0
        for j in range(start, end):
            byte = data[j]
            chars += (byte & 0xC0) != 0x80
            unusual |= (byte >= 0x7F) | (byte < 0x20)
        if unusual and _is_damaged(data, start, end):
            out[0] += weights[i]
        out[1] += chars * weights[i]
        out[2] = max(out[2], chars)


@kernel("u8[]", "b1[]", "u1[]")
def update_registers(hashes: NDArray[np.uint64], valid: NDArray[np.bool_], registers: NDArray[np.uint8]) -> None:
    """Raise HyperLogLog `registers`, a power of two of them, by the hashes of the cells that are valid."""
    bits = 0
    while (1 << bits) < len(registers):
        bits += 1
    for i in range(len(hashes)):
        if not valid[i]:
            continue
        # The finaliser of splitmix64 (Steele, Lea, Flood 2014) spreads what the first hash left close together.
        h = hashes[i] + np.uint64(0x9E3779B97F4A7C15)
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        h ^= h >> np.uint64(31)
        index = h >> np.uint64(64 - bits)
        rest = (h << np.uint64(bits)) | (np.uint64(1) << np.uint64(bits - 1))
        rank = 1
        while rest >> np.uint64(63) == 0:
            rest <<= np.uint64(1)
            rank += 1
        registers[index] = max(registers[index], rank)


@part
def _carry(total: NDArray[np.int64]) -> None:
    """Bring all digits but the highest of an exact sum back to 0 … 2**32 - 1."""
    for i in range(len(total) - 1):
        total[i + 1] += total[i] >> 32
        total[i] &= 0xFFFFFFFF


@part
def _add_exactly(total: NDArray[np.int64], bits: int, weight: int) -> None:
    """Add a double, given by its bits, `weight` times to a sum of 32-bit digits (Neal 2015, small accumulator)."""
    exponent = (bits >> 52) & 0x7FF
    mantissa = bits & 0xFFFFFFFFFFFFF
    if exponent:
        mantissa |= 1 << 52
        exponent -= 1
    at = exponent >> 5
    shift = exponent & 31
    low = ((mantissa & 0xFFFFFFFF) << shift) & 0xFFFFFFFF
    middle = (mantissa >> (32 - shift)) & 0xFFFFFFFF
    high = mantissa >> (64 - shift) if shift else 0
    sign = -1 if bits < 0 else 1
    while weight > 0:
        times = min(weight, 1 << 29)
        total[at] += sign * low * times
        total[at + 1] += sign * middle * times
        total[at + 2] += sign * high * times
        weight -= times
        if times > 1:
            _carry(total)


@kernel("f8[]", "i8[]", "f8[]", "f8[]", "f8", "i8[]", "i8[]", "f8[]", "i4[]")
def scan_numbers(
    numbers: NDArray[np.float64],
    weights: NDArray[np.int64],
    bounds: NDArray[np.float64],
    codes: NDArray[np.float64],
    gamma_log: float,
    total: NDArray[np.int64],
    counts: NDArray[np.int64],
    extremes: NDArray[np.float64],
    buckets: NDArray[np.int32],
) -> None:
    """Take in numbers; those that are not finite are passed over.

    `bounds` is (lowest, highest) plausible value; `total` an exact sum; `counts` is (finite, fractions,
    below, above, then one for each of `codes`); `extremes` is (minimum, maximum, and the same without
    the codes); `buckets`, shape (cells,), is filled with each number's place on the sketch's line.
    """
    raw = numbers.view(np.int64)
    for i in range(len(numbers)):
        x = numbers[i]
        if not math.isfinite(x):
            continue
        w = weights[i]
        counts[0] += w
        # Every double of this size is whole, and Numba's floor is a number of 64 bits, which larger ones overflow.
        whole = abs(x) >= 4503599627370496.0 or x == math.floor(x)
        if not whole:
            counts[1] += w
        if x < bounds[0]:
            counts[2] += w
        elif x > bounds[1]:
            counts[3] += w
        extremes[0] = min(extremes[0], x)
        extremes[1] = max(extremes[1], x)
        code = False
        if whole and (x < 0 or x > 87):
            for j in range(len(codes)):
                if codes[j] == x:
                    counts[4 + j] += w
                    code = True
                    break
        if not code:
            extremes[2] = min(extremes[2], x)
            extremes[3] = max(extremes[3], x)
        _add_exactly(total, raw[i], w)
        size = abs(x)
        if size < 1e-12:
            buckets[i] = 0
        else:
            bucket = int(math.ceil(math.log(min(size, 1e18)) / gamma_log)) + 2771  # noqa: RUF046 - Numba's is a float
            buckets[i] = bucket if x > 0 else -bucket
    _carry(total)
