"""Valid identifiers made forward: the body is drawn, the check characters are computed and appended.

Nothing here uses a validator of Ayni or of python-stdnum, so that a mistake in either shows. Each maker
takes a `random.Random` and returns a number as people write it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

__all__ = ["MAKERS", "luhn_digit", "verhoeff_digit"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"


def digits(rng: random.Random, count: int, first: str = "0123456789") -> str:
    """Return random digits, the first of them out of `first`."""
    return rng.choice(first) + "".join(rng.choice("0123456789") for _ in range(count - 1))


def letters(rng: random.Random, count: int, alphabet: str = LETTERS) -> str:
    """Return random letters."""
    return "".join(rng.choice(alphabet) for _ in range(count))


def birth(rng: random.Random) -> dt.date:
    """Return a day between 1940 and 2009."""
    return dt.date(1940, 1, 1) + dt.timedelta(days=rng.randrange(25_000))


def total(body: str, weights: tuple[int, ...]) -> int:
    """Return the weighted sum of the digits."""
    return sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))


def luhn_digit(body: str) -> str:
    """Return the Luhn check digit of `body` (every second digit from the right doubled)."""
    doubled = 0
    for place, char in enumerate(body[::-1]):
        value = int(char) * (2 if place % 2 == 0 else 1)
        doubled += value // 10 + value % 10
    return str((10 - doubled % 10) % 10)


def _dihedral(left: int, right: int) -> int:
    """Multiply in the dihedral group D5, from its definition instead of a table."""
    turn, flip = left % 5, left // 5
    other_turn, other_flip = right % 5, right // 5
    turn = (turn - other_turn) % 5 if flip else (turn + other_turn) % 5
    return turn + 5 * ((flip + other_flip) % 2)


def verhoeff_digit(body: str) -> str:
    """Return the Verhoeff check digit of `body`, by the group and the permutation (1 5 8 9 4 2 7 0)(3 6)."""
    step = {0: 1, 1: 5, 5: 8, 8: 9, 9: 4, 4: 2, 2: 7, 7: 0, 3: 6, 6: 3}
    state = 0
    for place, char in enumerate(body[::-1], start=1):
        value = int(char)
        for _ in range(place % 8):
            value = step[value]
        state = _dihedral(state, value)
    return next(str(digit) for digit in range(10) if _dihedral(digit, state) == 0 or _dihedral(state, digit) == 0)


def mod_11_10(body: str) -> str:
    """Return the ISO/IEC 7064 MOD 11,10 check digit."""
    check = 10
    for char in body:
        check = ((check + int(char)) % 10 or 10) * 2 % 11
    return str((11 - check) % 10)


def _again(make: Callable[[], str | None]) -> str:
    """Draw until the check character exists (modulo 11 leaves some bodies without one)."""
    while True:
        made = make()
        if made is not None:
            return made


def _cpf(rng: random.Random) -> str:
    body = digits(rng, 9)
    for _ in range(2):
        rest = total(body, tuple(range(len(body) + 1, 1, -1))) * 10 % 11
        body += str(rest % 10)
    return rng.choice((body, f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}"))


def _cnpj(rng: random.Random) -> str:
    body = digits(rng, 8) + "0001"
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)):
        rest = 11 - total(body, weights) % 11
        body += str(0 if rest > 9 else rest)
    return f"{body[:2]}.{body[2:5]}.{body[5:8]}/{body[8:12]}-{body[12:]}"


def _rut(rng: random.Random) -> str:
    body = str(rng.randrange(5_000_000, 25_000_000))
    rest = 11 - sum(int(char) * (2 + place % 6) for place, char in enumerate(body[::-1])) % 11
    check = {10: "K", 11: "0"}.get(rest, str(rest))
    return rng.choice((f"{int(body):,}".replace(",", ".") + f"-{check}", f"{body}-{check}"))


def _cuil(rng: random.Random) -> str:
    def make() -> str | None:
        body = rng.choice(("20", "27", "23")) + digits(rng, 8, "1234")
        rest = (11 - total(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11
        return None if rest == 10 else f"{body[:2]}-{body[2:]}-{rest}"

    return _again(make)


def _curp(rng: random.Random) -> str:
    born = birth(rng)
    states = "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS".split()
    body = letters(rng, 1, _CONSONANTS) + rng.choice("AEIOU") + letters(rng, 2, _CONSONANTS) + f"{born:%y%m%d}"
    body += rng.choice("HM") + rng.choice(states) + letters(rng, 3, _CONSONANTS) + ("0" if born.year < 2000 else "A")
    alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    rest = sum(alphabet.index(char) * (18 - place) for place, char in enumerate(body)) % 10
    return body + str((10 - rest) % 10)


def _cedula_do(rng: random.Random) -> str:
    body = "001" + digits(rng, 7)
    body += luhn_digit(body)
    return rng.choice((body, f"{body[:3]}-{body[3:10]}-{body[10]}"))


def _ci_ec(rng: random.Random) -> str:
    body = f"{rng.randrange(1, 25):02d}" + digits(rng, 7, "012345")
    return body + luhn_digit(body)


def _cn(rng: random.Random) -> str:
    body = rng.choice(("110101", "310104", "440305", "510104", "330106")) + f"{birth(rng):%Y%m%d}" + digits(rng, 3)
    rest = sum(int(char) * pow(2, 17 - place, 11) for place, char in enumerate(body)) % 11
    return body + "10X98765432"[rest]


def _aadhaar(rng: random.Random) -> str:
    body = digits(rng, 11, "23456789")
    body += verhoeff_digit(body)
    return rng.choice((body, f"{body[:4]} {body[4:8]} {body[8:]}"))


def _pan(rng: random.Random) -> str:
    return letters(rng, 3) + "P" + letters(rng, 1) + f"{rng.randrange(1, 10_000):04d}" + letters(rng, 1)


def _za(rng: random.Random) -> str:
    body = f"{birth(rng):%y%m%d}" + digits(rng, 4) + rng.choice("01") + "8"
    return body + luhn_digit(body)


def _tr(rng: random.Random) -> str:
    body = digits(rng, 9, "123456789")
    odd, even = (sum(int(char) for char in body[start::2]) for start in (0, 1))
    tenth = (odd * 7 - even) % 10
    return body + str(tenth) + str((odd + even + tenth) % 10)


def _pl(rng: random.Random) -> str:
    born = birth(rng)
    month = born.month + (20 if born.year >= 2000 else 0)
    body = f"{born:%y}{month:02d}{born:%d}" + digits(rng, 4)
    return body + str(-total(body, (1, 3, 7, 9) * 2 + (1, 3)) % 10)


def _fr(rng: random.Random) -> str:
    born = birth(rng)
    body = rng.choice("12") + f"{born:%y%m}" + f"{rng.randrange(1, 96):02d}" + f"{rng.randrange(1, 500):03d}"
    body = body.replace("20", "21", 1) if body[5:7] == "20" else body
    body += f"{rng.randrange(1, 1000):03d}"
    return body + f"{97 - int(body) % 97:02d}"


def _es(rng: random.Random) -> str:
    number = rng.randrange(1_000_000, 99_999_999)
    return f"{number:08d}" + "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]


def _de(rng: random.Random) -> str:
    def make() -> str | None:
        pool = rng.sample("0123456789", 9)
        body = [*pool, pool[0]]
        rng.shuffle(body)
        text = "".join(body)
        doubled = any(text[place] == text[place + 1] == text[(place + 2) % 10] for place in range(8))
        return None if text[0] == "0" or doubled else text + mod_11_10(text)

    return _again(make)


def _it(rng: random.Random) -> str:
    born = birth(rng)
    day = born.day + rng.choice((0, 40))
    body = letters(rng, 6, _CONSONANTS) + f"{born:%y}" + "ABCDEHLMPRST"[born.month - 1] + f"{day:02d}"
    body += rng.choice(("H501", "F205", "L219", "F839"))
    odd = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True))
    odd |= dict(
        zip(
            LETTERS,
            (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
            strict=True,
        )
    )
    sum_ = sum(odd[c] if i % 2 == 0 else (int(c) if c.isdigit() else LETTERS.index(c)) for i, c in enumerate(body))
    return body + LETTERS[sum_ % 26]


def _nhs(rng: random.Random) -> str:
    def make() -> str | None:
        body = digits(rng, 9, "467")
        rest = 11 - total(body, tuple(range(10, 1, -1))) % 11
        return None if rest == 10 else f"{body[:3]} {body[3:6]} {body[6:]}{rest % 11}"

    return _again(make)


def _nino(rng: random.Random) -> str:
    return rng.choice(("AB", "CE", "JG", "SR", "PX")) + digits(rng, 6) + rng.choice("ABCD")


def _ssn(rng: random.Random) -> str:
    return f"{rng.randrange(1, 666):03d}-{rng.randrange(1, 100):02d}-{rng.randrange(1, 10_000):04d}"


def _sin(rng: random.Random) -> str:
    body = digits(rng, 8, "1234567")
    body += luhn_digit(body)
    return f"{body[:3]} {body[3:6]} {body[6:]}"


def _mbi(rng: random.Random) -> str:
    letter = "ACDEFGHJKMNPQRTUVWXY"
    either = letter + "0123456789"
    plan = (
        "123456789",
        letter,
        either,
        "0123456789",
        letter,
        either,
        "0123456789",
        letter,
        letter,
        "0123456789",
        "0123456789",
    )
    return "".join(rng.choice(part) for part in plan)


def _hr(rng: random.Random) -> str:
    body = digits(rng, 10)
    return body + mod_11_10(body)


def _bsn(rng: random.Random) -> str:
    def make() -> str | None:
        body = digits(rng, 8, "123456789")
        rest = total(body, tuple(range(9, 1, -1))) % 11
        return None if rest == 10 else body + str(rest)

    return _again(make)


def _be(rng: random.Random) -> str:
    born = birth(rng)
    body = f"{born:%y%m%d}{rng.randrange(1, 998):03d}"
    base = int(("2" if born.year >= 2000 else "") + body)
    return body + f"{97 - base % 97:02d}"


def _fi(rng: random.Random) -> str:
    born = birth(rng)
    serial = f"{rng.randrange(2, 900):03d}"
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{born:%d%m%y}{serial}") % 31]
    return f"{born:%d%m%y}{'A' if born.year >= 2000 else '-'}{serial}{check}"


def _ro(rng: random.Random) -> str:
    born = birth(rng)
    body = rng.choice("12" if born.year < 2000 else "56") + f"{born:%y%m%d}" + f"{rng.randrange(1, 41):02d}"
    body += f"{rng.randrange(1, 1000):03d}"
    rest = total(body, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return body + ("1" if rest == 10 else str(rest))


def _bg(rng: random.Random) -> str:
    born = birth(rng)
    body = f"{born:%y}{born.month + (40 if born.year >= 2000 else 0):02d}{born:%d}" + digits(rng, 3)
    return body + str(total(body, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10)


def _kr(rng: random.Random) -> str:
    born = birth(rng)
    body = (
        f"{born:%y%m%d}"
        + rng.choice("12" if born.year < 2000 else "34")
        + f"{rng.randrange(0, 97):02d}"
        + digits(rng, 3)
    )
    rest = (11 - total(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    return f"{body[:6]}-{body[6:]}{rest}"


def _th(rng: random.Random) -> str:
    body = digits(rng, 12, "12345678")
    return body + str((11 - total(body, tuple(range(13, 1, -1))) % 11) % 10)


def _il(rng: random.Random) -> str:
    body = digits(rng, 8, "0234")
    return body + luhn_digit(body)


def _ir(rng: random.Random) -> str:
    body = digits(rng, 9, "012345")
    rest = total(body, tuple(range(10, 1, -1))) % 11
    return body + str(rest if rest < 2 else 11 - rest)


def _sa(rng: random.Random) -> str:
    body = digits(rng, 9, "12")
    return body + luhn_digit(body)


def _ae(rng: random.Random) -> str:
    body = f"784{birth(rng):%Y}" + digits(rng, 7)
    return f"{body[:3]}-{body[3:7]}-{body[7:]}-{luhn_digit(body)}"


def _kw(rng: random.Random) -> str:
    def make() -> str | None:
        born = birth(rng)
        body = ("2" if born.year < 2000 else "3") + f"{born:%y%m%d}" + digits(rng, 4)
        rest = 11 - total(body, (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11
        return None if rest > 9 else body + str(rest)

    return _again(make)


def _eg(rng: random.Random) -> str:
    born = birth(rng)
    return f"{2 if born.year < 2000 else 3}{born:%y%m%d}{rng.choice(('01', '02', '12', '21', '88'))}" + digits(rng, 5)


def _kz(rng: random.Random) -> str:
    def make() -> str | None:
        born = birth(rng)
        body = f"{born:%y%m%d}" + rng.choice("34" if born.year < 2000 else "56") + digits(rng, 4)
        rest = total(body, tuple(range(1, 12))) % 11
        if rest == 10:
            rest = total(body, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
        return None if rest == 10 else body + str(rest)

    return _again(make)


def _zw(rng: random.Random) -> str:
    office, serial = rng.choice(("08", "29", "50", "63")), digits(rng, 7, "12")
    letter = "ZABCDEFGHJKLMNPQRSTVWXY"[int(office + serial) % 23]
    return f"{office}-{serial}{letter}{rng.choice(('07', '24', '50', '70'))}"


def _ni(rng: random.Random) -> str:
    body = rng.choice(("001", "281", "401", "561")) + f"{birth(rng):%d%m%y}" + digits(rng, 4, "0")
    return f"{body[:3]}-{body[3:9]}-{body[9:]}{'ABCDEFGHJKLMNPQRSTUVWXY'[int(body) % 23]}"


def _hk(rng: random.Random) -> str:
    letter, body = rng.choice("ACDEGKPRVYZ"), digits(rng, 6)
    sum_ = 36 * 9 + (ord(letter) - 55) * 8 + total(body, (7, 6, 5, 4, 3, 2))
    rest = (11 - sum_ % 11) % 11
    return f"{letter}{body}({'A' if rest == 10 else rest})"


def _tw(rng: random.Random) -> str:
    letter, body = rng.choice("ABDEFH"), rng.choice("12") + digits(rng, 7)
    number = {"A": 10, "B": 11, "D": 13, "E": 14, "F": 15, "H": 17}[letter]
    sum_ = number // 10 + number % 10 * 9 + total(body, (8, 7, 6, 5, 4, 3, 2, 1))
    return letter + body + str(-sum_ % 10)


def _sg(rng: random.Random) -> str:
    body = digits(rng, 7, "0189")
    return "S" + body + "JZIHGFEDCBA"[total(body, (2, 7, 6, 5, 4, 3, 2)) % 11]


def _snils(rng: random.Random) -> str:
    body = digits(rng, 9, "123456789")
    rest = total(body, tuple(range(9, 0, -1))) % 101 % 100
    return f"{body[:3]}-{body[3:6]}-{body[6:]} {rest:02d}"


def _inn(rng: random.Random) -> str:
    body = digits(rng, 10, "123456789")
    body += str(total(body, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10)
    return body + str(total(body, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10)


def _nik(rng: random.Random) -> str:
    born = birth(rng)
    day = born.day + rng.choice((0, 40))
    return rng.choice(("317107", "327306", "357801")) + f"{day:02d}{born:%m%y}" + f"{rng.randrange(1, 9999):04d}"


def _lk(rng: random.Random) -> str:
    born = birth(rng)
    return f"{born:%y}{born.timetuple().tm_yday + rng.choice((0, 500)):03d}" + digits(rng, 4) + rng.choice("VX")


def _rw(rng: random.Random) -> str:
    return "1" + f"{birth(rng):%Y}" + rng.choice("78") + f"{rng.randrange(1, 99_999):07d}" + "0" + digits(rng, 2)


def _tz(rng: random.Random) -> str:
    return f"{birth(rng):%Y%m%d}-{digits(rng, 5)}-{digits(rng, 5)}-{digits(rng, 2)}"


def _mm(rng: random.Random) -> str:
    town = rng.choice(("OUKAMA", "MAYAKA", "PAPANA", "LAMANA"))
    return f"{rng.randrange(1, 15)}/{town}(N){digits(rng, 6)}"


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "br.cpf": _cpf, "cl.rut": _rut, "ar.cuil": _cuil, "mx.curp": _curp, "do.cedula": _cedula_do, "ec.ci": _ci_ec,
    "cn.ric": _cn, "in.aadhaar": _aadhaar, "in.pan": _pan, "za.idnr": _za, "tr.tckimlik": _tr, "pl.pesel": _pl,
    "fr.nir": _fr, "es.dni": _es, "de.idnr": _de, "it.cf": _it, "gb.nhs": _nhs, "gb.nino": _nino, "us.ssn": _ssn,
    "ca.sin": _sin, "us.mbi": _mbi, "hr.oib": _hr, "nl.bsn": _bsn, "be.nn": _be, "fi.hetu": _fi, "ro.cnp": _ro,
    "bg.egn": _bg, "kr.rrn": _kr, "th.pin": _th, "il.idnr": _il, "ir.code": _ir, "sa.nid": _sa, "ae.eid": _ae,
    "kw.civil": _kw, "eg.nid": _eg, "kz.iin": _kz, "zw.id": _zw, "ni.cedula": _ni, "hk.hkid": _hk, "tw.id": _tw,
    "sg.nric": _sg, "ru.snils": _snils, "ru.inn": _inn, "id.nik": _nik, "lk.nic": _lk, "rw.nid": _rw, "tz.nida": _tz,
    "mm.nrc": _mm, "br.cnpj": _cnpj,
    "gh.card": lambda rng: f"GHA-{digits(rng, 9, '7')}-{digits(rng, 1)}",
    "ng.nin": lambda rng: digits(rng, 11, "123456789"),
    "ug.nin": lambda rng: f"C{rng.choice('MF')}{birth(rng):%y}{digits(rng, 6)}{letters(rng, 4)}",
    "zm.nrc": lambda rng: f"{digits(rng, 6)}/{rng.randrange(10, 80)}/{rng.choice('123')}",
    "ao.bi": lambda rng: f"{digits(rng, 9, '0')}{rng.choice(('LA', 'BA', 'HA'))}{digits(rng, 3, '0')}",
    "ke.id": lambda rng: digits(rng, 8, "123"),
    "bd.nid": lambda rng: digits(rng, 10, "123456789"),
    "pk.cnic": lambda rng: f"{digits(rng, 5, '12345')}-{digits(rng, 7)}-{digits(rng, 1, '123456789')}",
}  # fmt: skip
"""A maker for each kind; `br.cnpj` numbers companies."""
