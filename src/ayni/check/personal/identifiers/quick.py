"""Sums that a number of digits must satisfy before python-stdnum is asked.

stdnum normalises and raises; that costs 10 µs for each of the two dozen numbers that ten digits can be. A
weighted sum costs one. `may_pass` is a necessary condition only: it never decides for a number, and a test
holds that nothing stdnum accepts is turned away. The weights are those in stdnum's modules.
"""

from __future__ import annotations

from operator import mul

from ayni.check.personal.identifiers.digits import luhn, verhoeff

__all__ = ["LUHN", "MOD_11_10", "SUMS", "VERHOEFF", "may_pass"]

SUMS: dict[str, tuple[tuple[int, ...], int, frozenset[int]]] = {
    "au.tfn": ((1, 4, 3, 7, 5, 8, 6, 9, 10), 11, frozenset({0})),
    "bg.pnf": ((21, 19, 17, 13, 11, 9, 7, 3, 1, -1), 10, frozenset({0})),
    "br.cpf": ((10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), 11, frozenset({0, 1})),
    "co.nit": ((41, 37, 29, 23, 19, 17, 13, 7, 3, 1), 11, frozenset({0, 2})),
    "gb.nhs": ((10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 11, frozenset({0})),
    "gr.vat": ((256, 128, 64, 32, 16, 8, 4, 2, -1), 11, frozenset({0, 10})),
    "jp.mynumber": ((6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), 11, frozenset({0, 1})),
    "nl.bsn": ((9, 8, 7, 6, 5, 4, 3, 2, -1), 11, frozenset({0})),
    "pl.nip": ((6, 5, 7, 2, 3, 4, 5, 6, 7, -1), 11, frozenset({0})),
    "pt.nif": ((9, 8, 7, 6, 5, 4, 3, 2, 1), 11, frozenset({0, 1})),
    "ru.inn": ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8, -1, 0), 11, frozenset({0, 10})),
    "tr.tckimlik": ((7, -1, 7, -1, 7, -1, 7, -1, 7, -1, 0), 10, frozenset({0})),
    "vn.mst": ((31, 29, 23, 19, 17, 13, 7, 5, 3, 1), 11, frozenset({10})),
}
"""Weights of all digits, modulus, and the remainders that can pass."""

LUHN = frozenset({"at.tin", "ca.sin", "gn.nifp", "il.idnr", "za.idnr", "za.tin"})
VERHOEFF = frozenset({"in.aadhaar", "in.vid"})
MOD_11_10 = frozenset({"de.idnr", "hr.oib"})


def _mod_11_10(digits: str) -> bool:
    check = 5
    for char in digits:
        check = ((check or 10) * 2 % 11 + int(char)) % 10
    return check == 1


def may_pass(kind: str, compact: str) -> bool:
    """Tell whether a compact text can pass the checks of `kind`; True where no sum is known."""
    sums = SUMS.get(kind)
    if sums is not None:
        weights, modulus, remainders = sums
        if len(weights) != len(compact):
            return True
        return sum(map(mul, weights, map(int, compact))) % modulus in remainders
    if kind in LUHN:
        return luhn(compact)
    if kind in VERHOEFF:
        return verhoeff(compact)
    return kind not in MOD_11_10 or _mod_11_10(compact)
