"""The compiled scanner: one pass over UTF-8 bytes that marks structured personal data.

Both ways of looking (`spans.find_spans` at one text, `measure.PersonalMeasure` at whole columns) run
this one function, so that they cannot disagree. What a mark means is in `kinds.Mark`. Layouts and
checksums follow: payment cards ISO/IEC 7812-1 (Luhn) with the issuers' published prefixes; IBAN ISO
13616-1 (ISO/IEC 7064 mod 97-10); IMEI 3GPP TS 23.003 (Luhn); IP RFC 791 and RFC 4291; MAC IEEE 802
(EUI-48); telephone numbers ITU-T E.164; e-mail RFC 5321 without quoted local parts, with letters
beyond ASCII (RFC 6531); coordinates ISO 6709 decimal degrees and degrees with minutes.

It does not look at what words mean, but for `imei` before a number and `version` before four numbers.
"""

from __future__ import annotations

import numpy as np
from numba import njit, types
from numba.extending import intrinsic

__all__ = ["count_sample", "scan"]

_OTHER, _DIGIT, _AT, _COLON, _DASH, _PLUS, _DEGREE, _NATIVE = 0, 1, 2, 3, 4, 5, 6, 7

_CLASS = np.zeros(256, dtype=np.uint8)
_CLASS[48:58] = _DIGIT
_CLASS[64] = _AT
_CLASS[58] = _COLON
_CLASS[45] = _DASH
_CLASS[46] = _DASH
_CLASS[43] = _PLUS
_CLASS[0xC2] = _DEGREE
for _lead in (0xD9, 0xDB, 0xE0, 0xEF):
    _CLASS[_lead] = _NATIVE

_HEX = np.full(256, -1, dtype=np.int64)
for _i in range(10):
    _HEX[48 + _i] = _i
for _i in range(6):
    _HEX[65 + _i] = _HEX[97 + _i] = 10 + _i

_WORD, _WIDE = 1, 2
_ALNUM = np.zeros(256, dtype=np.uint8)
_ALNUM[48:58] = _ALNUM[65:91] = _ALNUM[97:123] = _WORD
_ALNUM[95] = _WORD
_ALNUM[128:] = _WIDE

_LOCAL = np.zeros(256, dtype=np.uint8)  # bytes of an e-mail's local part
_LOCAL[48:58] = _LOCAL[65:91] = _LOCAL[97:123] = 1
for _i in b"._%+-'&":
    _LOCAL[_i] = 1

_FILE_ENDINGS = (
    0x706E67, 0x6A7067, 0x6A706567, 0x676966, 0x737667, 0x77656270, 0x626D70, 0x637373, 0x68746D6C, 0x6A736F6E,
    0x786D6C, 0x706466, 0x747874, 0x706870, 0x637376,
)  # png jpg jpeg gif svg webp bmp css html json xml pdf txt php csv  # fmt: skip


@intrinsic
def _address(_context, array):
    """Return the address of an array's first element.

    The functions below take bytes by address: passing arrays costs reference counts at every call, which
    made the scan four times slower.
    """

    def generate(context, builder, signature, args):
        return context.make_array(signature.args[0])(context, builder, args[0]).data

    return types.CPointer(array.dtype)(array), generate


@njit(nogil=True)
def _word(data, i, lo, hi):
    """Tell whether byte i is an ASCII letter, digit or underscore inside [lo, hi)."""
    return lo <= i < hi and _ALNUM[data[i]] == _WORD


@njit(nogil=True)
def _digit(data, i, hi):
    return i < hi and 48 <= data[i] <= 57


@njit(nogil=True)
def _digits_end(data, i, hi):
    while i < hi and 48 <= data[i] <= 57:
        i += 1
    return i


@njit(nogil=True)
def _free(data, start, end, lo, hi):
    """Tell whether a number stands by itself: no word, and no joined word, before or after it."""
    if start > lo:
        before = data[start - 1]
        if _ALNUM[before] == _WORD:
            return False
        if (before == 45 or before == 46 or before == 44 or before == 47) and _word(data, start - 2, lo, hi):
            return False
    if end < hi:
        after = data[end]
        if _ALNUM[after] == _WORD:
            return False
        if (after == 45 or after == 46 or after == 44 or after == 47) and _word(data, end + 1, lo, hi):
            return False
    return True


@njit(nogil=True)
def _luhn(data, start, end):
    """Luhn check over the digits of [start, end), other bytes skipped."""
    total = 0
    double = False
    for i in range(end - 1, start - 1, -1):
        value = np.int64(data[i]) - 48
        if value < 0 or value > 9:
            continue
        if double:
            value *= 2
            if value > 9:
                value -= 9
        total += value
        double = not double
    return total % 10 == 0


@njit(nogil=True)
def _prefix(data, start, end, count):
    """Return the first `count` digits of [start, end) as a number."""
    value = 0
    for i in range(start, end):
        if count == 0:
            break
        if 48 <= data[i] <= 57:
            value = value * 10 + np.int64(data[i]) - 48
            count -= 1
    return value


@njit(nogil=True)
def _issuer(six, length):
    """Return 2 for an issuer's prefix and length, 1 for one that article numbers share, 0 for none."""
    one, two, three, four = six // 100000, six // 10000, six // 1000, six // 100
    strong = False
    if length == 16:
        strong = (
            one == 4
            or 51 <= two <= 55
            or 2221 <= four <= 2720
            or 2200 <= four <= 2204
            or four == 9792
            or two == 60
            or two == 81
            or two == 82
            or three == 508
        )
    if 16 <= length <= 19:
        strong = strong or (
            four == 6011
            or 644 <= three <= 649
            or two == 65
            or two == 62
            or 3528 <= four <= 3589
            or two == 36
            or 506099 <= six <= 506198
        )
    if length == 15:
        strong = two == 34 or two == 37 or four == 1800 or four == 2131
    if length == 14:
        strong = 300 <= three <= 305 or three == 309 or two == 36 or two == 38 or two == 39
    if length == 19 and one == 4:
        strong = True
    if strong:
        return 2
    maestro = two == 50 or 56 <= two <= 58 or four == 6304 or four == 6759 or 676 == three or three == 639 or two == 67
    if (12 <= length <= 19 and maestro) or (length == 13 and one == 4):
        return 1
    return 0


@njit(nogil=True)
def _grouped_end(data, i, hi, sizes):
    """Return the end of digit groups of the given sizes joined by one blank or one hyphen, 0 where there are none."""
    separator = 0
    for k in range(len(sizes)):
        end = _digits_end(data, i, hi)
        if end - i != sizes[k]:
            return 0
        if k == len(sizes) - 1:
            return end
        if end + 1 >= hi or (data[end] != 32 and data[end] != 45):
            return 0
        if separator and data[end] != separator:
            return 0
        separator = data[end]
        i = end + 1
    return 0


@njit(nogil=True)
def _letters_before(data, i, lo):
    """Return (start, end) of the ASCII letters that end before byte i, blanks and `:=#.` between skipped."""
    while i > lo and (data[i - 1] == 32 or data[i - 1] == 58 or data[i - 1] == 61 or data[i - 1] == 35):
        i -= 1
    end = i
    while i > lo and (65 <= (data[i - 1] & 0xDF) <= 90):
        i -= 1
    return i, end


@njit(nogil=True)
def _starts(data, start, end, word):
    """Tell whether the letters of [start, end) begin with `word`, a tuple of lower-case letters."""
    if end - start < len(word):
        return False
    for k in range(len(word)):
        if (data[start + k] | 32) != word[k]:
            return False
    return True


@njit(nogil=True)
def _version_before(data, i, lo):
    start, end = _letters_before(data, i, lo)
    if end - start == 1 and (data[start] | 32) == 118:
        return True
    return (
        _starts(data, start, end, (118, 101, 114, 115))
        or (_starts(data, start, end, (118, 101, 114)) and end - start == 3)
        or _starts(data, start, end, (114, 101, 108, 101, 97, 115, 101))
        or _starts(data, start, end, (98, 117, 105, 108, 100))
        or _starts(data, start, end, (102, 105, 114, 109, 119, 97, 114, 101))
        or _starts(data, start, end, (115, 101, 99, 116, 105, 111, 110))
        or _starts(data, start, end, (99, 104, 97, 112, 116, 101, 114))
    )


@njit(nogil=True)
def _imei_before(data, i, lo):
    """Tell whether `imei` stands within the 24 bytes before byte i."""
    for k in range(max(lo, i - 24), i - 3):
        if (
            (data[k] | 32) == 105
            and (data[k + 1] | 32) == 109
            and (data[k + 2] | 32) == 101
            and (data[k + 3] | 32) == 105
        ):
            return True
    return False


@njit(nogil=True)
def _ipv4(data, start, lo, hi):
    """Return (mark, end): 2 IP, 3 weak (reads like a version), -1 none, for four octets from `start` on."""
    i = start
    largest = 0
    first = 0
    for k in range(4):
        end = _digits_end(data, i, hi)
        size = end - i
        if size < 1 or size > 3 or (size > 1 and data[i] == 48):
            return -1, start
        value = _prefix(data, i, end, 3)
        if value > 255:
            return -1, start
        largest = max(largest, value)
        if k == 0:
            first = value
        i = end
        if k < 3:
            if i >= hi or data[i] != 46:
                return -1, start
            i += 1
    if start > lo and (_ALNUM[data[start - 1]] == _WORD or data[start - 1] == 46):
        return -1, start
    if start - 1 > lo and data[start - 1] == 45 and _word(data, start - 2, lo, hi):
        return -1, start
    if i < hi and (_ALNUM[data[i]] == _WORD or ((data[i] == 46 or data[i] == 45) and _word(data, i + 1, lo, hi))):
        return -1, start
    if (first == 0 and largest > 0) or _version_before(data, start, lo):
        return -1, start
    return (2 if largest > 30 or largest == 0 else 3), i


@njit(nogil=True)
def _ipv6(data, colon, lo, hi):
    """Return (start, end) of the IPv6 address around its first colon, (0, 0) for none."""
    start = colon
    while start > lo and colon - start < 4 and _HEX[data[start - 1]] >= 0:
        start -= 1
    if start > lo and (_ALNUM[data[start - 1]] != 0 or data[start - 1] == 58 or data[start - 1] == 46):
        return 0, 0
    i = start
    groups = filled = two = 0
    double = False
    digits = False
    while i < hi and i - start < 40:
        size = 0
        while i < hi and size < 5 and _HEX[data[i]] >= 0:
            digits = digits or data[i] <= 57
            i += 1
            size += 1
        if size > 4:
            return 0, 0
        filled += size > 0
        two += size == 2
        groups += 1
        if i >= hi or data[i] != 58:
            break
        if i + 1 < hi and data[i + 1] == 58:
            if double:
                return 0, 0
            double = True
            i += 2
            if i >= hi or _HEX[data[i]] < 0:
                break
        elif i + 1 < hi and _HEX[data[i + 1]] >= 0:
            i += 1
        else:
            break
    if i < hi and (_ALNUM[data[i]] != 0 or (data[i] == 58 and _word(data, i + 1, lo, hi)) or data[i] == 46 and _digit(data, i + 1, hi)):
        return 0, 0
    if not digits or (double and filled > 7) or (not double and (filled != 8 or two == 8)):
        return 0, 0
    if double and filled < 3:
        lead = _HEX[data[start]] if _HEX[data[start]] >= 0 else 0
        if not (filled == 1 and start == colon and i - start == 3 and data[i - 1] == 49) and not (
            colon - start == 4 and (lead == 2 or lead == 3 or lead == 15)
        ):
            return 0, 0
    return start, i


@njit(nogil=True)
def _mac(data, mark, lo, hi):
    """Return (start, end) of the MAC address whose first separator is byte `mark`, (0, 0) for none."""
    separator = data[mark]
    size, groups = (4, 3) if separator == 46 else (2, 6)
    start = mark - size
    end = start + (size + 1) * groups - 1
    if start < lo or end > hi:
        return 0, 0
    letters = False
    for k in range(end - start):
        byte = data[start + k]
        if k % (size + 1) == size:
            if byte != separator:
                return 0, 0
        elif _HEX[byte] < 0:
            return 0, 0
        else:
            letters = letters or byte > 57
    if separator != 58 and not letters:
        return 0, 0
    if start > lo and (_ALNUM[data[start - 1]] == _WORD or data[start - 1] == separator):
        return 0, 0
    if end < hi and (_ALNUM[data[end]] == _WORD or (data[end] == separator and _word(data, end + 1, lo, hi))):
        return 0, 0
    return start, end


@njit(nogil=True)
def _domain_end(data, start, hi):
    """Return the end of the domain name from `start` on, 0 where there is none."""
    i = start
    best = 0
    dots = 0
    while i < hi and i - start < 253:
        label = i
        letters = 0
        while i < hi and (_ALNUM[data[i]] != 0 or data[i] == 45) and data[i] != 95:
            letters += not (48 <= data[i] <= 57 or data[i] == 45)
            i += 1
        size = i - label
        if size == 0 or size > 63 or data[label] == 45:
            break
        if dots and letters >= 2 and (letters == size or _starts(data, label, i, (120, 110))) and data[i - 1] != 45:
            best = i
        if i >= hi or data[i] != 46:
            break
        dots += 1
        i += 1
    return best


@njit(nogil=True)
def _file_ending(data, start, end):
    """Tell whether the last label of a domain is a file's ending (image@2x.png)."""
    code = 0
    for i in range(max(start, end - 5), end):
        code = 0 if data[i] == 46 else (code << 8) | (data[i] | 32)
    for ending in _FILE_ENDINGS:
        if code == ending:
            return True
    return False


@njit(nogil=True)
def _url_start(data, at, lo):
    """Return the start of `scheme://user` whose `@` is byte `at`, -1 for none."""
    i = at
    while i > lo and at - i < 256 and data[i - 1] > 32 and data[i - 1] != 47 and data[i - 1] != 64:
        i -= 1
    if i == at or i - 3 < lo or data[i - 1] != 47 or data[i - 2] != 47 or data[i - 3] != 58:
        return -1
    i -= 3
    end = i
    while i > lo and (_ALNUM[data[i - 1]] == _WORD or data[i - 1] == 43):
        i -= 1
    return i if end - i >= 2 else -1


@njit(nogil=True)
def _local_start(data, at, lo):
    """Return where the local part before byte `at` starts (`at` where there is none)."""
    i = at
    while i > lo and at - i < 64:
        byte = data[i - 1]
        if _LOCAL[byte]:
            i -= 1
        elif 0x80 <= byte < 0xC0 and i - 2 >= lo and 0xC3 <= data[i - 2] <= 0xDF:
            i -= 2
        else:
            break
    if i == at:
        while i > lo and at - i < 64 and data[i - 1] >= 0x80:
            i -= 1
        while i < at and 0x80 <= data[i] < 0xC0:
            i += 1
    while i < at and not (_ALNUM[data[i]] != 0):
        i += 1
    return i


@njit(nogil=True)
def _email(data, at, lo, hi):
    """Return (start, end) of the e-mail address around its `@`, (0, 0) for none."""
    start = _local_start(data, at, lo)
    if start == at or data[at - 1] == 46:
        return 0, 0
    for i in range(start, at - 1):
        if data[i] == 46 and data[i + 1] == 46:
            return 0, 0
    end = _domain_end(data, at + 1, hi)
    if end == 0 or (end < hi and data[end] == 64) or _file_ending(data, at + 1, end):
        return 0, 0
    if at - start == 3 and _starts(data, start, at, (103, 105, 116)):
        return 0, 0
    return start, end


@njit(nogil=True)
def _iban(data, start, hi, lengths):
    """Return the end of the IBAN whose country letters are at `start`, 0 for none."""
    first, second = np.int64(data[start] & 0xDF) - 65, np.int64(data[start + 1] & 0xDF) - 65
    if first < 0 or first > 25 or second < 0 or second > 25:
        return 0
    length = lengths[first * 26 + second]
    if length == 0:
        return 0
    seen = 0
    rest = 0
    head = 0
    i = start
    while i < hi and seen < length:
        byte = data[i]
        if 48 <= byte <= 57:
            value = np.int64(byte) - 48
        elif 65 <= (byte & 0xDF) <= 90:
            value = np.int64(byte & 0xDF) - 55
        elif (byte == 32 or byte == 45) and seen >= 4 and _ALNUM[data[i - 1]] == _WORD:
            i += 1
            continue
        else:
            return 0
        if seen == 2 or seen == 3:
            if value > 9:
                return 0
        if seen < 4:
            head = head * (100 if value > 9 else 10) + value
        else:
            rest = (rest * (100 if value > 9 else 10) + value) % 97
        seen += 1
        i += 1
    if seen < length or (i < hi and _ALNUM[data[i]] == _WORD):
        return 0
    return i if (rest * 1000000 + head) % 97 == 1 else 0


@njit(nogil=True)
def _decimal(data, i, hi):
    """Return (whole part times 10, rounded down; decimals; end) of a decimal from `i` on; decimals 0 for none."""
    end = _digits_end(data, i, hi)
    if end == i or end - i > 3 or end >= hi or data[end] != 46:
        return 0, 0, i
    stop = _digits_end(data, end + 1, hi)
    tenth = np.int64(data[end + 1]) - 48 if stop > end + 1 else 0
    return _prefix(data, i, end, 3) * 10 + tenth, stop - end - 1, stop


@njit(nogil=True)
def _sign_start(data, i, lo):
    """Return the start of a number whose digits start at i: its sign, where it has one, belongs to it."""
    if i > lo and (data[i - 1] == 45 or data[i - 1] == 43):
        return i - 1
    if i - 2 > lo and data[i - 3] == 0xE2 and data[i - 2] == 0x88 and data[i - 1] == 0x92:
        return i - 3
    return i


@njit(nogil=True)
def _coordinates(data, first, lo, hi):
    """Return (mark, start, end): 10 coordinates, 11 weak, -1 none, for a pair of decimals from digit `first` on."""
    start = _sign_start(data, first, lo)
    if start > lo and (_ALNUM[data[start - 1]] == _WORD or data[start - 1] == 46 or data[start - 1] == 44):
        return -1, start, start
    if start > lo + 1 and data[start - 1] == 32 and (_digit(data, start - 2, hi) or data[start - 2] == 44):
        return -1, start, start
    one, decimals, i = _decimal(data, first, hi)
    if decimals < 3:
        return -1, start, start
    gap = i
    while i < hi and i - gap < 3 and (data[i] == 32 or data[i] == 44 or data[i] == 59 or data[i] == 47):
        i += 1
    if i == gap or i >= hi:
        return -1, start, start
    if i + 2 < hi and data[i] == 0xE2 and data[i + 1] == 0x88 and data[i + 2] == 0x92:
        i += 3
    elif data[i] == 45 or data[i] == 43:
        i += 1
    two, more, end = _decimal(data, i, hi)
    if more < 3 or one > 1800 or two > 1800 or (one > 900 and two > 900) or (one < 10 and two < 10):
        return -1, start, start
    if end < hi and (_ALNUM[data[end]] == _WORD or data[end] == 37 or (data[end] == 46 and _digit(data, end + 1, hi))):
        return -1, start, start
    i = end
    while i < hi and i - end < 3 and (data[i] == 32 or data[i] == 44 or data[i] == 59 or data[i] == 45):
        i += 1
    third, extra, i = _decimal(data, i, hi)
    if extra >= 3:
        return -1, start, start
    return (10 if decimals >= 4 and more >= 4 else 11), start, end


@njit(nogil=True)
def _minutes(data, degree, lo, hi):
    """Return the end of degrees and minutes with a hemisphere whose degree sign (C2 B0) is at `degree`, 0 for none."""
    i = degree + 2
    while i < hi and data[i] == 32:
        i += 1
    end = _digits_end(data, i, hi)
    if degree == lo or not _digit(data, degree - 1, hi) or end == i or end - i > 2:
        return 0
    for k in range(end, min(hi, end + 24)):
        letter = data[k]
        if letter == 78 or letter == 83 or letter == 69 or letter == 87 or letter == 79:
            return k + 1
        if not (
            48 <= letter <= 57 or letter == 32 or letter == 46 or letter == 44 or letter == 39 or letter == 34
            or letter >= 0x80
        ):
            return 0
    return 0


@njit(nogil=True)
def _phone(data, plus, lo, hi, calling):
    """Return the end of the international number whose `+` is byte `plus`, 0 for none."""
    if plus > lo and (_ALNUM[data[plus - 1]] == _WORD or data[plus - 1] == 43 or data[plus - 1] == 45):
        return 0
    i = plus + 1
    while i < hi and i - plus < 3 and (data[i] == 40 or data[i] == 32):
        i += 1
    digits = 0
    end = 0
    code = 0
    trunk = 0
    separators = 0
    while i < hi and digits <= 16:
        byte = data[i]
        if 48 <= byte <= 57:
            if byte == 48 and i > 0 and data[i - 1] == 40 and i + 1 < hi and data[i + 1] == 41 and digits <= 3:
                trunk = 1
            else:
                digits += 1
                if digits <= 3:
                    code = code * 10 + np.int64(byte) - 48
            end = i + 1
            separators = 0
        elif byte == 32 or byte == 45 or byte == 46 or byte == 40 or byte == 41 or byte == 47:
            separators += 1
            if separators > 2:
                break
        elif byte == 0xC2 and i + 1 < hi and data[i + 1] == 0xA0:
            separators += 1
            i += 1
        else:
            break
        i += 1
    if digits < 7 or digits > 15 or (end < hi and _ALNUM[data[end]] == _WORD and (data[end] | 32) != 120):
        return 0
    for size in range(1, 4):
        prefix = code // 100 if size == 1 else (code // 10 if size == 2 else code)
        least, most = calling[2 * prefix], calling[2 * prefix + 1]
        national = digits - size
        if most and (size == 1) == (prefix < 10) and (size == 2) == (10 <= prefix < 100):
            return end if least <= national <= most + 1 - trunk else 0
    return 0


@njit(nogil=True)
def _native_digit(data, i, hi):
    """Return how many bytes the digit of another script at byte i takes, 0 for none."""
    byte = data[i]
    if i + 1 < hi and ((byte == 0xD9 and 0xA0 <= data[i + 1] <= 0xA9) or (byte == 0xDB and 0xB0 <= data[i + 1] <= 0xB9)):
        return 2
    if i + 2 < hi and byte == 0xE0 and (data[i + 1] == 0xA5 or data[i + 1] == 0xA7) and 0xA6 <= data[i + 2] <= 0xAF:
        return 3
    if i + 2 < hi and byte == 0xEF and data[i + 1] == 0xBC and 0x90 <= data[i + 2] <= 0x99:
        return 3
    return 0


@njit(nogil=True)
def _card_or_imei(data, i, end, lo, hi):
    """Return (mark, start, end, trials) for a run of 12 to 19 digits, mark -1 for neither."""
    size = end - i
    if not _free(data, i, end, lo, hi):
        return -1, i, 0
    trials = ((1 << 13) if size >= 13 else 0) | ((1 << 14) if size == 15 else 0)
    if not _luhn(data, i, end):
        return -1, i, trials
    six = _prefix(data, i, end, 6)
    issuer = _issuer(six, size)
    if issuer == 2:
        return 7, end, trials
    if size == 15:
        body = six // 10000
        if body == 35 or body == 86 or body == 1 or body == 99 or body == 98 or body == 91 or 44 <= body <= 54:
            return (5 if _imei_before(data, i, lo) else 6), end, trials
    if issuer == 1:
        return 8, end, trials
    return -1, i, trials


@njit(nogil=True)
def _grouped(data, i, size, lo, hi):
    """Return (mark, end, trials) for a card or IMEI written in groups, mark -1 for neither."""
    end = 0
    if size == 4:
        end = _grouped_end(data, i, hi, (4, 4, 4, 4, 3))
        if end == 0:
            end = _grouped_end(data, i, hi, (4, 4, 4, 4))
        if end == 0:
            end = _grouped_end(data, i, hi, (4, 6, 5))
        if end == 0:
            end = _grouped_end(data, i, hi, (4, 6, 4))
        if end and _free(data, i, end, lo, hi):
            trials = 1 << 13
            count = 0
            for k in range(i, end):
                count += 48 <= data[k] <= 57
            if _luhn(data, i, end) and _issuer(_prefix(data, i, end, 6), count) > 0:
                return 7, end, trials
            return -1, i, trials
    if size == 2:
        end = _grouped_end(data, i, hi, (2, 6, 6, 1))
        if end and _free(data, i, end, lo, hi):
            return (5 if _luhn(data, i, end) else -1), end, 1 << 14
    return -1, i, 0


@njit(nogil=True)
def _number(data, i, end, lo, hi, lengths):
    """Return (mark, start, end, trials) for what starts with the digit run [i, end); mark -1 for nothing."""
    if i - 2 >= lo and end - i >= 2 and 65 <= (data[i - 1] & 0xDF) <= 90 and not _word(data, i - 3, lo, hi):
        stop = _iban(data, i - 2, hi, lengths)
        if stop:
            return 9, i - 2, stop, 0
    size = end - i
    before = _ALNUM[data[i - 1]] if i > lo else 0
    if before == _WORD:
        return -1, i, i, 0
    if size <= 3 and end + 4 < hi and data[end] == 46:
        mark, stop = _ipv4(data, i, lo, hi)
        if mark >= 0:
            return mark, i, stop, 0
        mark, start, stop = _coordinates(data, i, lo, hi)
        if mark >= 0:
            return mark, start, stop, 0
    if 12 <= size <= 19:
        mark, stop, trials = _card_or_imei(data, i, end, lo, hi)
        return mark, i, stop, trials
    if (size == 4 or size == 2) and end + 12 < hi and (data[end] == 32 or data[end] == 45):
        mark, stop, trials = _grouped(data, i, size, lo, hi)
        return mark, i, stop, trials
    return -1, i, i, 0


@njit(nogil=True)
def _at(data, i, lo, hi):
    """Return (mark, start, end) for the `@` at byte i, mark -1 for nothing."""
    start = _url_start(data, i, lo)
    if start >= 0 and _word(data, i + 1, lo, hi):
        end = i + 1
        while end < hi and (_ALNUM[data[end]] != 0 or data[end] == 46 or data[end] == 45):
            end += 1
        return 1, start, end
    start, end = _email(data, i, lo, hi)
    return (0 if end else -1), start, end


@njit(nogil=True)
def _colon_or_dash(data, i, lo, hi):
    """Return (mark, start, end) for the `:`, `-` or `.` at byte i, mark -1 for nothing."""
    byte = data[i]
    step = 5 if byte == 46 else 3
    if i > lo and i + step < hi and data[i + step] == byte and _HEX[data[i - 1]] >= 0:
        start, end = _mac(data, i, lo, hi)
        if end:
            return 4, start, end
    if byte == 58 and i + 1 < hi and (_HEX[data[i + 1]] >= 0 or data[i + 1] == 58):
        start, end = _ipv6(data, i, lo, hi)
        if end:
            return 2, start, end
    return -1, i, i


@njit(nogil=True)
def _scan_cell(data, start_at, lo, hi, cell, iban, calling, spans, room, found):
    """Return (mask of marks, number of spans so far) of the cell [lo, hi)."""
    mask = 0
    digits = 0
    native = 0
    i = start_at
    while i < hi:
        kind = _CLASS[data[i]]
        if kind == _OTHER:
            i += 1
            continue
        mark, start, end = -1, i, i
        if kind == _DIGIT:
            stop = _digits_end(data, i, hi)
            mark, start, end, trials = _number(data, i, stop, lo, hi, iban)
            mask |= trials
            digits += stop - i
            if mark < 0:
                i = stop
                continue
        elif kind == _AT:
            mark, start, end = _at(data, i, lo, hi)
        elif kind == _COLON or kind == _DASH:
            mark, start, end = _colon_or_dash(data, i, lo, hi)
        elif kind == _PLUS:
            stop = _phone(data, i, lo, hi, calling)
            if stop:
                mark, start, end = 12, i, stop
        elif kind == _DEGREE:
            if i + 1 < hi and data[i + 1] == 0xB0:
                stop = _minutes(data, i, lo, hi)
                if stop:
                    mark, end = 10, stop
                    while start > lo and _digit(data, start - 1, hi):
                        start -= 1
        else:
            size = _native_digit(data, i, hi)
            native += size > 0
            i += max(size, 1)
            continue
        if mark < 0:
            i += 1
            continue
        mask |= 1 << mark
        digits += end - start
        if found < room:
            spans[4 * found] = cell
            spans[4 * found + 1] = mark
            spans[4 * found + 2] = start - lo
            spans[4 * found + 3] = end - lo
            found += 1
        i = max(end, i + 1)
    if digits >= 5:
        mask |= 1 << 15
    if native:
        mask |= 1 << 16
    for strong, weak in ((2, 3), (5, 6), (7, 8), (10, 11)):
        if mask >> strong & 1:
            mask &= ~(1 << weak)  # a cell that holds a kind for sure is not counted as a doubtful one too
    return mask, found


@njit(cache=True, nogil=True)
def scan(data, offsets, iban, calling, counts, masks, spans):
    """Mark structured personal data in the cells of a column; return the number of spans written.

    `data` uint8 (bytes,) and `offsets` int64 (cells + 1,) are a `TextBuffer`; `iban` and `calling` are
    the tables of `kinds`. `counts` int64 (17,) grows by the cells that hold each `Mark`; `masks` int64
    (cells,) or (0,) receives each cell's marks as bits; `spans` int64 (n, 4) receives up to n rows of
    cell, mark, first byte and byte after the last within the cell.
    """
    found = 0
    text, ibans, codes, out = _address(data), _address(iban), _address(calling), _address(spans)
    for cell in range(len(offsets) - 1):
        lo, hi = offsets[cell], offsets[cell + 1]
        i = lo
        while i < hi and _CLASS[text[i]] == _OTHER:
            i += 1
        if i == hi or hi - lo < 5:
            continue
        mask, found = _scan_cell(text, i, lo, hi, cell, ibans, codes, out, len(spans), found)
        if len(masks):
            masks[cell] = mask
        bit = 0
        while mask:
            counts[bit] += mask & 1
            mask >>= 1
            bit += 1
    return found


@njit(cache=True, nogil=True)
def count_sample(hashes, valid, weights, limit, first, keys, counts, firsts, used):
    """Count the cells whose hash is at most `limit` in an open-addressing table; return (next cell, fill).

    `hashes` uint64 and `valid` bool, shape (cells,), are looked at from cell `first` on; `weights` int64,
    shape (cells,) or (0,), says how much each cell counts, one where it is empty; `keys` uint64,
    `counts` int64 (0: free place) and `firsts` int64 (set to the cell that brings a new key), shape
    (places,), a power of two; `used` places are taken. It stops where the table would become more than
    three quarters full; the caller then makes room and goes on from the cell returned.
    """
    places = np.uint64(len(keys) - 1)
    most = len(keys) * 3 // 4
    for cell in range(first, len(hashes)):
        value = hashes[cell]
        if value > limit or not valid[cell]:
            continue
        place = np.int64(value & places)
        while counts[place] and keys[place] != value:
            place = (place + 1) & np.int64(places)
        if counts[place] == 0:
            if used >= most:
                return cell, used
            keys[place] = value
            firsts[place] = cell
            used += 1
        counts[place] += weights[cell] if len(weights) else 1
    return len(hashes), used
