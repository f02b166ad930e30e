# ruff: noqa: E501 - a table reads better with one entry to a row
"""A labelled truth set for the detection of personal data: columns and free texts, half of them look-alikes.

    from bench.truth import columns, texts
    columns(seed=7, cells=60)   # every kind under a helpful, a neutral and a misleading header
    texts(seed=7, each=20)

Everything is drawn from one seed with the standard library's `random`; identifiers come from
`truth_identifiers`, whose check digits are computed forward. Names, streets and places were chosen by us
among common words of each language; no person's data are in here.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from typing import TYPE_CHECKING, NamedTuple

from bench.truth_identifiers import MAKERS, birth, digits, letters, luhn_digit, total

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CONTEXT_ONLY", "HELPFUL", "LOOK_ALIKES", "PERSONAL", "TruthColumn", "TruthText", "columns", "texts"]

if TYPE_CHECKING:
    Maker = Callable[[random.Random], str]


class TruthColumn(NamedTuple):
    """A column whose cells all hold `kind`, or nothing personal (None). `header`: helpful, neutral, misleading."""

    name: str
    header: str
    kind: str | None
    source: str
    cells: list[str]


class TruthText(NamedTuple):
    """A text and the personal data in it: kind, start, end; empty for a look-alike, made by `source`."""

    text: str
    spans: list[tuple[str, int, int]]
    source: str


_NAMES = {
    "latin": (
        "Amina Fatou Maria José Wanjiru Chinedu Sofia Mateus Putri Nguyen Elena Kwame Ana Pierre Lars Zanele".split(),
        "Diallo Okafor García Silva Hernández Mwangi Santoso Nkosi Dubois Müller Rossi Kowalski Quispe Banda".split(),
    ),
    "arabic": ("محمد أحمد فاطمة عائشة يوسف مريم خالد ليلى عمر زينب".split(), "الحسن المصري الخطيب حداد العلي منصور السيد إبراهيم".split()),
    "devanagari": ("राम सीता अमित प्रिया सुनील अनीता विजय कविता राहुल पूजा".split(), "शर्मा वर्मा सिंह कुमार गुप्ता यादव पटेल मिश्रा".split()),
    "ethiopic": ("አበበ ሰላም ተስፋዬ ሄለን ዳዊት ማርታ ብርሃኑ አልማዝ ዮሐንስ ሶፊያ".split(), "በቀለ ታደሰ ገብረ ወልደ ከበደ አየለ ተሰማ መኮንን".split()),
    "cyrillic": ("Иван Анна Сергей Ольга Дмитрий Мария Алексей Елена Николай Татьяна".split(), "Иванов Петров Смирнов Кузнецов Попов Волков Соколов Морозов".split()),
    "chinese": ("伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 艳 勇 杰 娟 涛 明 超".split(), "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙".split()),
}  # fmt: skip


def _name(script: str) -> Maker:
    first, last = _NAMES[script]

    def make(rng: random.Random) -> str:
        if script == "chinese":
            return rng.choice(last) + rng.choice(first)
        return f"{rng.choice(first)} {rng.choice(last)}"

    return make


def _phone(rng: random.Random) -> str:
    code, sizes, first = rng.choice(
        (("+254 7", (2, 3, 3), "0123"), ("+55 11 9", (4, 4), "5679"), ("+91 9", (4, 5), "12345"), ("+33 6", (2, 2, 2, 2), "1234"),
         ("+234 80", (3, 5), "36"), ("+62 812 ", (4, 4), "123"), ("+20 10", (4, 4), "0126"), ("+44 7", (3, 6), "4578"))
    )  # fmt: skip
    return code + " ".join(digits(rng, size, first if place == 0 else "0123456789") for place, size in enumerate(sizes))


def _email(rng: random.Random) -> str:
    first, last = rng.choice(_NAMES["latin"][0]), rng.choice(_NAMES["latin"][1])
    user = f"{first}.{last}".lower().translate(str.maketrans("éíáóü", "eiaou"))
    return f"{user}{rng.randrange(100)}@{rng.choice(('example.org', 'mail.example.com', 'correo.example.mx'))}"


def _card(rng: random.Random) -> str:
    body = rng.choice(("4539", "4716", "5425", "5156")) + digits(rng, 11)
    body += luhn_digit(body)
    return rng.choice((body, " ".join(body[at : at + 4] for at in range(0, 16, 4))))


def _iban(rng: random.Random) -> str:
    country, count = rng.choice((("DE", 18), ("FR", 23), ("AE", 19), ("TR", 22), ("ES", 20)))
    body = digits(rng, count)
    value = int(body + "".join(str(ord(char) - 55) for char in country) + "00")
    return f"{country}{98 - value % 97:02d}{body}"


def _imei(rng: random.Random) -> str:
    body = rng.choice(("35", "86", "01")) + digits(rng, 12)
    return body + luhn_digit(body)


def _mac(rng: random.Random) -> str:
    return ":".join(f"{rng.randrange(256):02x}" for _ in range(6))


def _ip(rng: random.Random) -> str:
    return ".".join(str(rng.randrange(1, 255)) for _ in range(4))


def _coordinates(rng: random.Random) -> str:
    return f"{rng.uniform(-35, 35):.5f}, {rng.uniform(-80, 110):.5f}"


def _address(rng: random.Random) -> str:
    number = rng.randrange(1, 240)
    return rng.choice(
        (f"{number} Station Road, Leeds", f"Rua das Flores, {number}, São Paulo", f"{number} rue de la République, Lyon",
         f"Jl. Merdeka No. {number}, Bandung", f"Calle Mayor {number}, 2º B, Madrid", f"Hauptstraße {number}, 10827 Berlin",
         f"P.O. Box {number}-00100, Nairobi", f"شارع التحرير {number}، القاهرة", f"ул. Ленина, д. {number}, Казань", f"北京市朝阳区建国路{number}号")
    )  # fmt: skip


def _born(rng: random.Random) -> str:
    return f"{birth(rng):%Y-%m-%d}"


PERSONAL: dict[str, Maker] = {
    **{kind: make for kind, make in MAKERS.items() if kind != "br.cnpj"},
    "phone": _phone, "email": _email, "payment-card": _card, "iban": _iban, "imei": _imei, "mac-address": _mac,
    "ip-address": _ip, "coordinates": _coordinates, "address": _address, "date-of-birth": _born,
    **{f"person-name/{script}": _name(script) for script in _NAMES},
}  # fmt: skip
"""A maker for each kind; what follows a slash is the script and no part of the kind."""

CONTEXT_ONLY = frozenset({
    "ng.nin", "ke.id", "bd.nid", "date-of-birth", "coordinates", "il.idnr", "us.ssn", "pk.cnic", "id.nik",
    "person-name/chinese",
})  # fmt: skip
"""Kinds that nothing but the column's name can tell: under another header nobody is to flag them."""

HELPFUL = {
    "br.cpf": "CPF", "cl.rut": "rut", "ar.cuil": "CUIL", "mx.curp": "curp", "do.cedula": "cedula", "ec.ci": "cédula de identidad",
    "cn.ric": "身份证号", "in.aadhaar": "aadhaar_no", "in.pan": "PAN number", "za.idnr": "SA ID", "tr.tckimlik": "tc_kimlik_no",
    "pl.pesel": "PESEL", "fr.nir": "numéro de sécurité sociale", "es.dni": "dni", "de.idnr": "Steuer-ID", "it.cf": "codice_fiscale",
    "gb.nhs": "NHS Number", "gb.nino": "NINO", "us.ssn": "SSN", "ca.sin": "sin", "us.mbi": "mbi", "hr.oib": "OIB", "nl.bsn": "bsn",
    "be.nn": "rijksregisternummer", "fi.hetu": "hetu", "ro.cnp": "CNP", "bg.egn": "ЕГН", "kr.rrn": "주민등록번호",
    "th.pin": "เลขประจำตัวประชาชน", "il.idnr": "מספר זהות", "ir.code": "کد ملی", "sa.nid": "رقم الهوية", "ae.eid": "emirates_id",
    "kw.civil": "civil_id", "eg.nid": "الرقم القومي", "kz.iin": "ИИН", "zw.id": "national_id", "ni.cedula": "cedula",
    "hk.hkid": "HKID", "tw.id": "身分證", "sg.nric": "nric", "ru.snils": "СНИЛС", "ru.inn": "инн", "id.nik": "NIK", "lk.nic": "NIC",
    "rw.nid": "indangamuntu", "tz.nida": "namba_ya_nida", "mm.nrc": "NRC", "gh.card": "ghana_card", "ng.nin": "nin", "ug.nin": "NIN",
    "zm.nrc": "nrc_no", "ao.bi": "bilhete_de_identidade", "ke.id": "national_id", "bd.nid": "NID", "pk.cnic": "cnic",
    "phone": "telefono", "email": "e-mail", "payment-card": "card_number", "iban": "iban", "imei": "imei", "mac-address": "mac",
    "ip-address": "ip_address", "coordinates": "gps", "address": "adresse", "date-of-birth": "date_of_birth",
    "person-name/latin": "full_name", "person-name/arabic": "الاسم", "person-name/devanagari": "नाम", "person-name/ethiopic": "ስም",
    "person-name/cyrillic": "ФИО", "person-name/chinese": "姓名",
}  # fmt: skip
"""A header that says what a column holds."""


def _isbn10(rng: random.Random) -> str:
    body = digits(rng, 9, "01279")
    rest = -total(body, tuple(range(10, 1, -1))) % 11
    return body + ("X" if rest == 10 else str(rest))


def _ean(rng: random.Random, prefix: str = "") -> str:
    body = prefix + digits(rng, 12 - len(prefix), "123456789")
    return body + str(-total(body, (1, 3) * 6) % 10)


def _hex(count: int) -> Maker:
    return lambda rng: f"{rng.getrandbits(count * 4):0{count}x}"


def _day(layout: str) -> Maker:
    return lambda rng: (
        dt.datetime(2019, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=rng.randrange(3_000_000))
    ).strftime(layout)


def _pick(words: str) -> Maker:
    return lambda rng: f"{rng.choice(words.split('|'))}"


def _random_digits(count: int) -> Maker:
    return lambda rng: digits(rng, count, "123456789")


LOOK_ALIKES: dict[str, Maker] = {
    **{f"random {count} digits": _random_digits(count) for count in (8, 9, 10, 11, 12, 13, 14, 16)},
    "unix time": lambda rng: str(1_500_000_000 + rng.randrange(250_000_000)),
    "unix time in milliseconds": lambda rng: str(1_500_000_000_000 + rng.randrange(250_000_000_000)),
    "timestamp in digits": _day("%Y%m%d%H%M%S"), "day in digits": _day("%Y%m%d"), "date of a visit": _day("%d/%m/%Y"),
    "date and time": _day("%Y-%m-%d %H:%M"), "version": lambda rng: f"{rng.randrange(9)}.{rng.randrange(40)}.{rng.randrange(99)}",
    "build": lambda rng: f"10.0.{rng.randrange(10_000, 23_000)}.{rng.randrange(1, 4_000)}", "md5": _hex(32), "sha256": _hex(64),
    "short commit": _hex(10), "uuid": lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
    "isbn-10": _isbn10, "isbn-13": lambda rng: _ean(rng, "978"), "ean-13": _ean, "company number": MAKERS["br.cnpj"],
    "tracking number": lambda rng: f"{letters(rng, 2)}{digits(rng, 9)}{letters(rng, 2)}", "parcel": lambda rng: "1Z" + _hex(16)(rng).upper(),
    "amount": lambda rng: f"{rng.uniform(1, 90_000):.2f}", "amount with separators": lambda rng: f"{rng.uniform(1_000, 900_000):,.2f}",
    "whole amount with points": lambda rng: f"{rng.randrange(1_000_000, 90_000_000):,}".replace(",", "."),
    "icd-10": lambda rng: f"{letters(rng, 1, 'ABCDEFGHIJKLMNQRSTZ')}{digits(rng, 2)}.{rng.randrange(10)}",
    "invoice": lambda rng: f"INV-{rng.choice((2022, 2023, 2024))}-{rng.randrange(100_000):06d}",
    "order": lambda rng: f"ORD{rng.randrange(10**8):09d}", "sku": lambda rng: f"{letters(rng, 3)}-{digits(rng, 4)}-{letters(rng, 2)}",
    "clock": _day("%H:%M:%S"), "percent": lambda rng: f"{rng.uniform(0, 100):.1f}%", "year": lambda rng: str(rng.randrange(1990, 2025)),
    "case number": lambda rng: f"{rng.randrange(1, 9999)}/{rng.randrange(2010, 2025)}", "blood pressure": lambda rng: f"{rng.randrange(90, 180)}/{rng.randrange(50, 110)}",
    "lab result": lambda rng: f"{rng.uniform(0.1, 20):.3f}", "seat": lambda rng: f"{rng.randrange(1, 60)}{rng.choice('ABCDEF')}",
    "score range": lambda rng: f"{rng.randrange(10, 50)}-{rng.randrange(50, 99)}", "hex colour": lambda rng: "#" + _hex(6)(rng),
    "place name": _pick("Nairobi|São Paulo|Kisumu|Cochabamba|Dhaka North|Port-au-Prince|Addis Ababa|Kano|Cebu City|Lusaka|Hyderabad|Recife"),
    "company name": _pick("Acme Trading Ltd|Banco del Sur S.A.|Tata Steel|Lagos Cement Plc|Müller Maschinenbau GmbH|Société Générale des Eaux|PT Maju Jaya|Horizon Foods Inc"),
    "product name": _pick("Basmati rice 5 kg|Blue plastic bucket|Paracetamol 500 mg|Solar lamp S20|Maize flour|Cotton sheet 180x200|Drip kit 1/4 acre"),
    "answer": _pick("strongly agree|agree|neither|disagree|strongly disagree|no answer"), "crop": _pick("maize|cassava|sorghum|millet|teff|rice|beans|coffee"),
    "job": _pick("nurse|teacher|farmer|driver|tailor|mason|shopkeeper|midwife"), "district code": lambda rng: f"D{rng.randrange(1, 60):02d}-{rng.randrange(1, 20):02d}",
    "url": lambda rng: f"https://example.org/item/{rng.randrange(10**9)}", "file": lambda rng: f"scan_{rng.randrange(10**6):06d}.pdf",
    "sensor": lambda rng: f"{rng.gauss(20, 4):.6f}", "phone-like part": lambda rng: f"PN {digits(rng, 3)}-{digits(rng, 4)}-{digits(rng, 2)}",
}  # fmt: skip
"""What is often taken for personal data and is none."""

_NEUTRAL = ("col7", "field_12", "V3", "x1", "value")
_MISLEADING = ("ref", "order_no", "code", "reference")
_LOOK_ALIKE_HEADERS = ("ref", "number", "col3", "code", "serial", "value")


def _sequential(start: int, width: int) -> Maker:
    state = {"next": start}

    def make(rng: random.Random) -> str:
        state["next"] += rng.choice((1, 1, 1, 2, 5))
        return f"{state['next']:0{width}d}"

    return make


def columns(seed: int, cells: int = 60) -> list[TruthColumn]:
    """Return labelled columns: every kind under three headers, and as many look-alikes."""
    made: list[TruthColumn] = []
    for kind, make in PERSONAL.items():
        rng = random.Random(f"{seed}:{kind}")
        plain = kind.split("/")[0]
        for header, names in (("helpful", (HELPFUL[kind],)), ("neutral", _NEUTRAL), ("misleading", _MISLEADING)):
            if header != "helpful" and kind in CONTEXT_ONLY:
                continue
            made.append(TruthColumn(rng.choice(names), header, plain, kind, [make(rng) for _ in range(cells)]))
    wanted, sources = len(made), list(LOOK_ALIKES)
    for number in range(wanted):
        rng = random.Random(f"{seed}:look-alike:{number}")
        if number % (len(sources) + 2) >= len(sources):
            width = rng.choice((7, 8, 9, 10, 11, 12))
            source, make = (
                f"sequential {width} digits",
                _sequential(rng.randrange(10 ** (width - 1), 10**width // 2), width),
            )
        else:
            source = sources[number % (len(sources) + 2)]
            make = LOOK_ALIKES[source]
        made.append(
            TruthColumn(rng.choice(_LOOK_ALIKE_HEADERS), "look-alike", None, source, [make(rng) for _ in range(cells)])
        )
    return made


_AROUND = (
    "The record shows {context} {value} and was closed.", "Please note {context} {value}.", "{context}: {value}; the visit took 20 minutes.",
    "Sent by the office on Monday, {context} {value}, with two annexes.",
)  # fmt: skip
_LOOK_ALIKE_AROUND = (
    "Order {value} was delivered on Monday.", "Build {value} failed twice.", "See reference {value} in the annex.", "The total came to {value} in the end.",
    "Invoice no. {value} is overdue.", "Lot {value} passed the test.", "The value {value} was read from the meter.",
)  # fmt: skip


def texts(seed: int, each: int = 10) -> list[TruthText]:
    """Return `each` texts for every kind of identifier and contact, and as many with look-alikes."""
    made: list[TruthText] = []
    for kind, make in PERSONAL.items():
        if "/" in kind or kind in {"address", "date-of-birth", "coordinates"}:
            continue
        rng = random.Random(f"{seed}:text:{kind}")
        for _ in range(each):
            around, value, context = rng.choice(_AROUND), make(rng), HELPFUL[kind].replace("_", " ")
            text = around.format(context=context, value=value)
            start = text.index(value, around.index("{context}") + len(context))
            made.append(TruthText(text, [(kind, start, start + len(value))], kind))
    wanted, sources = len(made), list(LOOK_ALIKES)
    for number in range(wanted):
        rng = random.Random(f"{seed}:text:look-alike:{number}")
        source = sources[number % len(sources)]
        value = LOOK_ALIKES[source](rng)
        made.append(TruthText(rng.choice(_LOOK_ALIKE_AROUND).format(value=value), [], source))
    return made
