"""Checks of identifiers that python-stdnum lacks. Each takes the compact text, whose layout has been seen.

The rows of `own.py` say where each rule was read, or that it is remembered.
"""

from __future__ import annotations

from ayni.check.personal.identifiers.digits import luhn, real_date, real_day_of_year, short_date, weighted

_LETTERS_23 = "ABCDEFGHJKLMNPQRSTUVWXY"
_ZW_LETTERS = "ZABCDEFGHJKLMNPQRSTVWXY"
_EG_GOVERNORATES = frozenset(
    "01 02 03 04 11 12 13 14 15 16 17 18 19 21 22 23 24 25 26 27 28 29 31 32 33 34 35 88".split()
)
_CN_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_WOMEN_500 = 500
_TEN = 10


def zw_id(number: str) -> bool:
    """Zimbabwe: the letter is the number before it, modulo 23."""
    return _ZW_LETTERS[int(number[:-3]) % 23] == number[-3]


def ni_cedula(number: str) -> bool:
    """Nicaragua: municipality, birth date DDMMYY, serial; the letter is the number modulo 23."""
    return short_date(number[5:7], number[3:5], number[7:9]) and _LETTERS_23[int(number[:13]) % 23] == number[13]


def tz_nida(number: str) -> bool:
    """Tanzania: the first eight digits are the birth date."""
    return real_date(number[:4], number[4:6], number[6:8])


def gm_nin(number: str) -> bool:
    """The Gambia: the first six digits are the birth date DDMMYY."""
    return short_date(number[2:4], number[:2], number[4:6])


def starts_ymd(number: str) -> bool:
    """The first six digits are a birth date YYMMDD."""
    return short_date(number[2:4], number[4:6], number[:2])


def starts_yyyymmdd(number: str) -> bool:
    """The first eight digits are a birth date YYYYMMDD."""
    return real_date(number[:4], number[4:6], number[6:8])


def rw_nid(number: str) -> bool:
    """Rwanda: digits 2 to 5 are the year of birth."""
    return real_date(number[1:5], "01", "01")


def eg_nid(number: str) -> bool:
    """Egypt: century, birth date YYMMDD, governorate. The rule of the last digit is not published."""
    century = {"2": "19", "3": "20"}[number[0]]
    return real_date(century + number[1:3], number[3:5], number[5:7]) and number[7:9] in _EG_GOVERNORATES


def ir_code(number: str) -> bool:
    """Iran: weights 10 to 2, modulo 11."""
    rest = weighted(number, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return number[3:9] != "000000" and int(number[9]) == (rest if rest < 2 else 11 - rest)  # noqa: PLR2004


def ae_eid(number: str) -> bool:
    """United Arab Emirates: 784, year of birth, serial, Luhn."""
    return real_date(number[3:7], "01", "01") and luhn(number)


def kw_civil(number: str) -> bool:
    """Kuwait: century, birth date YYMMDD, serial, weights modulo 11."""
    century = {"2": "19", "3": "20"}[number[0]]
    check = 11 - weighted(number, (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11
    return check < _TEN and check == int(number[11]) and real_date(century + number[1:3], number[3:5], number[5:7])


def kz_iin(number: str) -> bool:
    """Kazakhstan: birth date YYMMDD, century and sex, serial; two rounds of weights modulo 11."""
    check = weighted(number, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)) % 11
    if check == _TEN:
        check = weighted(number, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return check == int(number[11]) and starts_ymd(number)


def lk_old(number: str) -> bool:
    """Sri Lanka to 2015: year, day of the year (women: plus 500), serial, letter."""
    return real_day_of_year("19" + number[:2], number[2:5], _WOMEN_500)


def lk_new(number: str) -> bool:
    """Sri Lanka since 2016: four-digit year, day of the year (women: plus 500), serial."""
    return real_day_of_year(number[:4], number[4:7], _WOMEN_500)


def mm_nrc(number: str) -> bool:
    """Myanmar: state 1 to 14."""
    return 1 <= int(number[: 2 if number[1].isdigit() else 1]) <= 14  # noqa: PLR2004


def kg_pin(number: str) -> bool:
    """Kyrgyzstan: sex, birth date DDMMYYYY, serial."""
    return real_date(number[5:9], number[3:5], number[1:3])


def uz_pinfl(number: str) -> bool:
    """Uzbekistan: century and sex, birth date DDMMYY, district, serial, weights 7, 3, 1 modulo 10."""
    check = weighted(number[:13], (7, 3, 1) * 5) % 10
    return check == int(number[13]) and short_date(number[3:5], number[1:3], number[5:7])


def hk_hkid(number: str) -> bool:
    """Hong Kong: letters count from 10, a missing first letter 36; weights 9 to 1, modulo 11."""
    values = [36] if len(number) == 8 else []  # noqa: PLR2004
    values += [int(char, 36) for char in number[:-1]]
    last = 10 if number[-1] == "A" else int(number[-1])
    return (sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) + last) % 11 == 0


def cn_ric(number: str) -> bool:
    """China: province, birth date YYYYMMDD, serial; ISO/IEC 7064 MOD 11-2."""
    rest = sum(int(char) * pow(2, 17 - place, 11) for place, char in enumerate(number[:17])) % 11
    return number[17] == "10X98765432"[rest] and number[:2] in _CN_PROVINCES and starts_yyyymmdd(number[6:])


def tw_id(number: str) -> bool:
    """Taiwan: the letter is a number from 10 to 35 in the order of the registers; weights modulo 10."""
    first = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0]) + 10
    total = first // 10 + first % 10 * 9 + weighted(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))
    return total % 10 == 0


def sg_nric(number: str) -> bool:
    """Singapore: weights modulo 11, an alphabet for each series."""
    total = weighted(number[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    if number[0] == "M":
        return "KLJNPQRTUWX"[10 - total % 11] == number[8]
    return ("JZIHGFEDCBA" if number[0] in "ST" else "XWUTRQPNMLK")[total % 11] == number[8]


def gb_chi(number: str) -> bool:
    """Scotland: birth date DDMMYY, serial, weights 10 to 2 modulo 11."""
    rest = -weighted(number, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return rest == int(number[9]) and short_date(number[2:4], number[:2], number[4:6])


def au_medicare(number: str) -> bool:
    """Australia: weights 1, 3, 7, 9 over eight digits, modulo 10."""
    return weighted(number, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])


def nz_nhi(number: str) -> bool:
    """New Zealand to 2026: letters without I and O count from 1; weights 7 to 2, modulo 11."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    values = [alphabet.find(char) + 1 if char.isalpha() else int(char) for char in number[:6]]
    if 0 in values[:3]:
        return False
    rest = sum(value * weight for value, weight in zip(values, (7, 6, 5, 4, 3, 2), strict=True)) % 11
    return rest != 0 and (11 - rest) % 10 == int(number[6])


def de_kvnr(number: str) -> bool:
    """Germany: the letter is two digits; weights 1, 2, digit sums, modulo 10."""
    digits = f"{ord(number[0]) - 64:02d}{number[1:9]}"
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return total % 10 == int(number[9])


def br_pis(number: str) -> bool:
    """Brazil: weights 3, 2, 9 to 2, modulo 11."""
    rest = -weighted(number, (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest == _TEN else rest) == int(number[10])


def br_cns(number: str) -> bool:
    """Brazil's health card: weights 15 to 1, modulo 11."""
    return weighted(number, tuple(range(15, 0, -1))) % 11 == 0


def br_titulo(number: str) -> bool:
    """Brazil's voter title: eight digits of serial, state 01 to 28, two check digits modulo 11."""
    first = weighted(number, (2, 3, 4, 5, 6, 7, 8, 9)) % 11 % 10
    second = (weighted(number[8:10], (7, 8)) + 9 * first) % 11 % 10
    return 1 <= int(number[8:10]) <= 28 and (first, second) == (int(number[10]), int(number[11]))  # noqa: PLR2004


def br_cnh(number: str) -> bool:
    """Brazil's driving licence: two check digits modulo 11; the second is lowered by 2 when the first was 10."""
    first = weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, 1)) % 11
    lower = 2 if first == _TEN else 0
    second = weighted(number, (1, 2, 3, 4, 5, 6, 7, 8, 9)) % 11
    second = 0 if second == _TEN else second - lower
    second = second + 11 if second < 0 else second
    return (first % 10 if first != _TEN else 0) == int(number[9]) and second == int(number[10])


def uy_ci(number: str) -> bool:
    """Uruguay: weights 2, 9, 8, 7, 6, 3, 4, modulo 10."""
    number = number.zfill(8)
    return -weighted(number, (2, 9, 8, 7, 6, 3, 4)) % 10 == int(number[7])


def gt_cui(number: str) -> bool:
    """Guatemala: weights 2 to 9 modulo 11 over eight digits, then department 01 to 22 and municipality."""
    check = weighted(number, (2, 3, 4, 5, 6, 7, 8, 9)) % 11
    return check == int(number[8]) and 1 <= int(number[9:11]) <= 22 and number[11:] != "00"  # noqa: PLR2004


def sv_dui(number: str) -> bool:
    """El Salvador: weights 9 to 2, modulo 10."""
    return -weighted(number, (9, 8, 7, 6, 5, 4, 3, 2)) % 10 == int(number[8])


def ru_snils(number: str) -> bool:
    """Russia: weights 9 to 1, modulo 101."""
    return weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, 1)) % 101 % 100 == int(number[9:])


def by_pin(number: str) -> bool:
    """Belarus: sex and century, birth date DDMMYY, region, serial; weights 7, 3, 1 modulo 10."""
    total = sum(int(char, 36) * (7, 3, 1)[place % 3] for place, char in enumerate(number[:13]))
    return total % 10 == int(number[13]) and short_date(number[3:5], number[1:3], number[5:7])


def ca_ramq(number: str) -> bool:
    """Quebec: four letters, birth date YYMMDD (women: month plus 50), two digits."""
    month = int(number[6:8]) % 50
    return short_date(f"{month:02d}", number[8:10], number[4:6])


def in_abha(number: str) -> bool:
    """India's health account: starts with 91 or any non-zero digit; no published check rule is used."""
    return number[0] != "0"


def hu_taj(number: str) -> bool:
    """Hungary's social security number: weights 3 and 7 in turn, modulo 10."""
    return weighted(number, (3, 7, 3, 7, 3, 7, 3, 7)) % 10 == int(number[8])


def cv_nic(number: str) -> bool:
    """Cabo Verde: birth date YYYYMMDD, sex, serial."""
    return real_date(number[:4], number[4:6], number[6:8])


def vn_cccd(number: str) -> bool:
    """Viet Nam: province 001 to 096, century and sex 0 to 3, two digits of the year of birth."""
    return 1 <= int(number[:3]) <= 96 and number[3] in "0123"  # noqa: PLR2004


def hn_dni(number: str) -> bool:
    """Honduras: department 01 to 18, municipality, year of registration."""
    return real_date(number[4:8], "01", "01")


def timestamp(number: str) -> bool:
    """YYYYMMDDhhmmss with or without a fraction."""
    return real_date(number[:4], number[4:6], number[6:8]) and number[8:10] < "24" and max(number[10], number[12]) < "6"


def unix_time(number: str) -> bool:
    """Seconds (10 digits) or milliseconds (13) since 1970, from 2001 to 2036."""
    return "1000000000" <= number[:10] < "2100000000"


def day(number: str) -> bool:
    """YYYYMMDD or DDMMYYYY."""
    return real_date(number[:4], number[4:6], number[6:]) or real_date(number[4:], number[2:4], number[:2])
