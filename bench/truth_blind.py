# ruff: noqa: E501 - a table reads better with one entry to a row
"""A second labelled truth set, made with Faker and written without sight of the detector's rules.

    from bench.truth_blind import columns, texts
    columns(seed=1, cells=300)  # every source under a helpful, a neutral and a misleading header
    texts(seed=1, each=10)

`bench/truth.py` was written by those who wrote the rules, so that its figures flatter. Here the
identifiers, telephone numbers, accounts, addresses and names are Faker's (MIT licence, all its locales
that have providers of their own); look-alikes are Faker's and ours. What neither can tell: how often such
columns are met in real files. Faker's telephone numbers follow the layouts of a country, not its numbering
plan: of some locales none could be dialled. Names were learned from lists that Faker took part of, so
that figures on names flatter here too.
"""

from __future__ import annotations

import functools
import random
import warnings
from typing import TYPE_CHECKING

from bench.truth import TruthColumn, TruthText
from bench.truth_blind_alike import LOOK_ALIKES, PROSE_LOCALES

if TYPE_CHECKING:
    from collections.abc import Callable

    from faker import Faker

    Maker = Callable[[Faker, int], str]

__all__ = ["ALLOWED", "NOT_VALID", "columns", "texts"]

_PHONES = {
    "am_ET": "ስልክ", "ar_AE": "رقم الهاتف", "ar_DZ": "numero_telephone", "ar_JO": "هاتف", "ar_PS": "رقم الجوال", "az_AZ": "telefon",
    "bg_BG": "телефон", "bn_BD": "phone", "bs_BA": "telefon", "cs_CZ": "telefon", "da_DK": "telefonnummer", "de_AT": "Telefonnummer",
    "de_CH": "Handy", "de_DE": "telefon", "de_LU": "Telefon", "el_GR": "telephone", "en_AU": "phone", "en_CA": "phone_no",
    "en_GB": "telephone", "en_IN": "mobile_no", "en_NZ": "mobile", "en_US": "phone_number", "es_AR": "telefono", "es_CL": "celular",
    "es_CO": "teléfono", "es_ES": "telefono_movil", "es_MX": "tel", "et_EE": "telefon", "fa_IR": "تلفن", "fi_FI": "puhelin",
    "fr_CH": "telephone", "fr_FR": "téléphone", "he_IL": "phone", "hi_IN": "फ़ोन", "hr_HR": "telefon", "hu_HU": "telefonszám",
    "hy_AM": "phone", "id_ID": "no_hp", "it_CH": "telefono", "it_IT": "cellulare", "ja_JP": "電話番号", "ka_GE": "phone",
    "ko_KR": "전화번호", "lt_LT": "telefonas", "lv_LV": "phone", "mk_MK": "telefon", "ne_NP": "contact_number", "nl_BE": "telefoon",
    "nl_NL": "telefoonnummer", "no_NO": "mobil", "pl_PL": "nr_telefonu", "pt_BR": "telefone", "pt_PT": "telemovel", "ro_RO": "telefon",
    "ru_RU": "телефон", "sk_SK": "telefon", "sl_SI": "telefon", "sv_SE": "telefonnummer", "th_TH": "phone", "tr_TR": "cep_telefonu",
    "tw_GH": "mobile_number", "uk_UA": "телефон", "uz_UZ": "telefon", "vi_VN": "so_dien_thoai", "zh_CN": "手机号", "zh_TW": "電話",
}  # fmt: skip
"""The locales with telephone numbers of their own, and a header as such a column is headed there."""

_IDS: dict[str, tuple[str, str, str]] = {
    "ch.ssn": ("de_CH", "ssn", "AHV-Nummer"),
    "at.vnr": ("de_AT", "ssn", "Sozialversicherungsnummer"),
    "gr.amka": ("el_GR", "ssn", "amka"),
    "ca.sin": ("en_CA", "ssn", "sin"),
    "gb.nino": ("en_GB", "ssn", "national_insurance_number"),
    "in.aadhaar": ("en_IN", "aadhaar_id", "aadhaar"),
    "us.ssn": ("en_US", "ssn", "ssn"),
    "us.itin": ("en_US", "itin", "itin"),
    "es.nie": ("es_ES", "nie", "nie"),
    "es.dni": ("es_ES", "nif", "dni"),
    "cl.rut": ("es_CL", "person_rut", "rut"),
    "mx.curp": ("es_MX", "curp", "curp"),
    "mx.nss": ("es_MX", "ssn", "numero_seguro_social"),
    "mx.rfc": ("es_MX", "rfc", "rfc"),
    "ee.ik": ("et_EE", "ssn", "isikukood"),
    "fi.hetu": ("fi_FI", "ssn", "henkilotunnus"),
    "fr.nir": ("fr_FR", "ssn", "numero_securite_sociale"),
    "hr.oib": ("hr_HR", "ssn", "oib"),
    "it.cf": ("it_IT", "ssn", "codice_fiscale"),
    "kr.rrn": ("ko_KR", "ssn", "주민등록번호"),
    "lv.pk": ("lv_LV", "ssn", "personas_kods"),
    "mk.embg": ("mk_MK", "ssn", "embg"),
    "be.nn": ("nl_BE", "ssn", "rijksregisternummer"),
    "nl.bsn": ("nl_NL", "ssn", "bsn"),
    "no.fodselsnummer": ("no_NO", "ssn", "fødselsnummer"),
    "pl.pesel": ("pl_PL", "pesel", "pesel"),
    "br.cpf": ("pt_BR", "cpf", "cpf"),
    "ro.cnp": ("ro_RO", "ssn", "cnp"),
    "ba.jmbg": ("sr_BA", "ssn", "jmbg"),
    "ru.snils": ("ru_RU", "snils", "снилс"),
    "ru.inn": ("ru_RU", "individuals_inn", "инн"),
    "cz.rc": ("cs_CZ", "birth_number", "rodne_cislo"),
    "sk.rc": ("sk_SK", "birth_number", "rodné číslo"),
    "se.personnummer": ("sv_SE", "ssn", "personnummer"),
    "th.pin": ("th_TH", "ssn", "เลขประจำตัวประชาชน"),
    "tr.tckimlik": ("tr_TR", "ssn", "tc_kimlik_no"),
    "tw.id": ("zh_TW", "ssn", "身分證字號"),
    "cn.ric": ("zh_CN", "ssn", "身份证号"),
    "ua.rntrc": ("uk_UA", "ssn", "рнокпп"),
    "il.idnr": ("he_IL", "ssn", "teudat_zehut"),
    "de.kvnr": ("de_DE", "kvnr", "krankenversichertennummer"),
    "hu.taj": ("hu_HU", "ssn", "szemelyi_szam"),
    "ph.crn": ("en_PH", "umid", "umid"),
    "ph.sss": ("en_PH", "sss", "sss_number"),
}
"""Kind: the locale, the method of Faker and a header. Hungary's and Germany's (kvnr) are other numbers of
persons than the kind says or in another layout; `ALLOWED` says what is right for them."""

NOT_VALID = frozenset({"gb.nino", "in.aadhaar", "kr.rrn", "de.kvnr", "hu.taj"})
"""Kinds whose numbers Faker makes wrong: a prefix that is never issued, check digits that do not fit, another number
of the country. They are measured like the others and summed apart."""

_NAMES = {
    "latin": ("en_US", "fr_FR", "es_MX", "pt_BR", "pl_PL", "tr_TR", "vi_VN", "id_ID", "ha_NG", "yo_NG", "zu_ZA", "sw", "de_DE", "fi_FI"),
    "arabic": ("ar_AA", "ar_EG", "fa_IR"),
    "devanagari": ("hi_IN", "ne_NP"),
    "ethiopic": ("am_ET",),
    "cyrillic": ("ru_RU", "uk_UA", "bg_BG"),
    "chinese": ("zh_CN", "zh_TW"),
}  # fmt: skip
_NAME_HEADERS = {
    "latin": "full_name", "arabic": "الاسم", "devanagari": "नाम", "ethiopic": "ስም", "cyrillic": "фио", "chinese": "姓名",
}  # fmt: skip
_ADDRESSES = {
    "en_US": "address", "en_GB": "home_address", "fr_FR": "adresse", "de_DE": "Adresse", "es_ES": "direccion", "pt_BR": "endereco",
    "it_IT": "indirizzo", "pl_PL": "adres", "id_ID": "alamat", "ru_RU": "адрес", "nl_NL": "adres", "hi_IN": "पता", "zh_CN": "地址",
    "sv_SE": "adress", "tr_TR": "adres", "en_IN": "address",
}  # fmt: skip
_NEUTRAL = ("v7", "field_3", "q12", "column_5", "x", "data", "var_014", "entry")
_MISLEADING = ("order_no", "product", "amount", "status", "invoice", "batch", "model", "reading")
_PERSONAL_HEADERS = ("customer", "contact", "person", "patient_no", "user", "member_id", "client", "respondent")

ALLOWED: dict[str, set[str]] = {
    "hu.taj": {"national-id"},
    "de.kvnr": {"national-id"},
    "es.nie": {"es.nif", "es.dni"},
    "es.dni": {"es.nif"},
    "mk.embg": {"ba.jmbg", "rs.jmbg", "me.jmbg"},
    "ba.jmbg": {"mk.embg", "rs.jmbg", "me.jmbg"},
    "cz.rc": {"sk.rc"},
    "sk.rc": {"cz.rc"},
    "be.nn": {"be.ssn", "be.bis"},
    "us.itin": {"us.tin"},
    "us.ssn": {"us.tin"},
    "ph.crn": {"national-id"},
}
"""Kinds that are as right as the label: the same number under another of its names."""


@functools.cache
def _faker(locale: str) -> Faker:
    from faker import Faker as Made

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Made(locale)


def _call(method: str) -> Maker:
    def make(fake: Faker, _: int) -> str:
        return " ".join(str(getattr(fake, method)()).split())

    return make


def _born(layout: str) -> Maker:
    def make(fake: Faker, _: int) -> str:
        import datetime as dt

        return fake.date_between(dt.date(1935, 1, 1), dt.date(2022, 12, 31)).strftime(layout)

    return make


def _sources() -> dict[str, tuple[str, str, str, Maker]]:
    """Return source: kind, locale, helpful header, maker."""
    made: dict[str, tuple[str, str, str, Maker]] = {}
    for kind, (locale, method, header) in _IDS.items():
        made[kind] = (kind, locale, header, _call(method))
    for locale, header in _PHONES.items():
        made[f"phone {locale}"] = ("phone", locale, header, _call("phone_number"))
    for script, locales in _NAMES.items():
        for locale in locales:
            made[f"name {script} {locale}"] = ("person-name", locale, _NAME_HEADERS[script], _call("name"))
    for locale, header in _ADDRESSES.items():
        made[f"address {locale}"] = ("address", locale, header, _call("address"))
    return made | _contacts()


def _contacts() -> dict[str, tuple[str, str, str, Maker]]:
    """Return the sources that have one shape everywhere."""
    made: dict[str, tuple[str, str, str, Maker]] = {}
    for locale in ("en_US", "fr_FR", "ja_JP", "pt_BR", "ru_RU"):
        made[f"email {locale}"] = ("email", locale, "e-mail", _call("email"))
    made["email free"] = ("email", "en_US", "mail", _call("free_email"))
    made["email company"] = ("email", "de_DE", "contact", _call("company_email"))
    for locale in ("de_DE", "fr_FR", "it_IT", "es_ES", "nl_NL", "pl_PL", "tr_TR", "en_GB", "fi_FI", "pt_PT"):
        made[f"iban {locale}"] = ("iban", locale, "IBAN", _call("iban"))
    for network in ("visa16", "mastercard", "amex", "discover", "jcb16", "diners"):
        made[f"card {network}"] = ("payment-card", "en_US", "card_number", _card(network))
    for method in ("ipv4_public", "ipv4_private", "ipv4", "ipv6"):
        made[method] = ("ip-address", "en_US", "client_ip", _call(method))
    made["mac"] = ("mac-address", "en_US", "mac_address", _call("mac_address"))
    for layout, header in (
        ("%Y-%m-%d", "date_of_birth"),
        ("%d/%m/%Y", "date de naissance"),
        ("%d.%m.%Y", "geburtsdatum"),
    ):
        made[f"born {layout}"] = ("date-of-birth", "en_US", header, _born(layout))
    return made


def _card(network: str) -> Maker:
    def make(fake: Faker, _: int) -> str:
        return str(fake.credit_card_number(card_type=network))

    return make


def columns(
    seed: int, cells: int = 300, headers: tuple[str, ...] = ("helpful", "neutral", "misleading")
) -> list[TruthColumn]:
    """Return labelled columns, every source under three headers; a date of birth only under the helpful one."""
    made: list[TruthColumn] = []
    for source, (kind, locale, helpful, make) in _sources().items():
        for header, names in (("helpful", (helpful,)), ("neutral", _NEUTRAL), ("misleading", _MISLEADING)):
            if header in headers and (header == "helpful" or kind != "date-of-birth"):
                made.append(_column(f"{seed}:{source}:{header}", locale, names, cells, kind=kind, make=make))
    for source, (locale, helpful, alike) in LOOK_ALIKES.items():
        for header, names in (("helpful", (helpful,)), ("neutral", _NEUTRAL), ("misleading", _PERSONAL_HEADERS)):
            if header in headers:
                made.append(_column(f"{seed}:{source}:{header}", locale, names, cells, kind=None, make=alike))
    return made


def _column(key: str, locale: str, names: tuple[str, ...], cells: int, *, kind: str | None, make: Maker) -> TruthColumn:
    """Return the column of `key` (seed:source:header)."""
    fake = _seeded(locale, key)
    source, header = key.split(":", 1)[1].rsplit(":", 1)
    name = random.Random(key).choice(names)
    return TruthColumn(name, header, kind, source, [make(fake, row) for row in range(cells)])


def _seeded(locale: str, key: str) -> Faker:
    """Return the locale's Faker, seeded; a few of its providers draw from the module `random` instead."""
    fake = _faker(locale)
    fake.seed_instance(key)
    random.seed(key)
    return fake


_AROUND = (
    "My {context} is {value}, please update the file.",
    "Patient seen on Tuesday ({context}: {value}), no fever.",
    "{context} {value}",
    "Le dossier indique {context} : {value}.",
    "Según el registro, {context}: {value} y nada más.",
)
_BARE = (
    "She left {value} with the nurse.",
    "You may reach the family under {value} after six.",
    "{value} was written on the back of the form",
    "Il a donné {value} à l'accueil.",
)
_ALIKE_AROUND = (
    "The box was marked {value} and sent on.",
    "See {value} for details.",
    "We read {value} on the second visit.",
    "Le formulaire porte la mention {value}.",
    "{value}",
)
_IN_TEXT = ("email", "phone", "iban", "payment-card", "ip-address", "mac-address")


def texts(seed: int, each: int = 5) -> list[TruthText]:
    """Return texts around identifiers and contacts, with the word for it and without, look-alikes, and prose."""
    made: list[TruthText] = []
    for source, (kind, locale, helpful, make) in _sources().items():
        if kind not in _IN_TEXT and "." not in kind:
            continue
        fake = _seeded(locale, f"{seed}:text:{source}")
        for patterns, how in ((_AROUND, "with its word"), (_BARE, "bare")):
            for row in range(each):
                value = make(fake, row)
                around = fake.random.choice(patterns).replace("{context}", helpful.replace("_", " "))
                start = around.index("{value}")
                span = (kind, start, start + len(value))
                made.append(TruthText(around.replace("{value}", value), [span], f"{source}, {how}"))
    for source, (locale, _, alike) in LOOK_ALIKES.items():
        fake = _seeded(locale, f"{seed}:text:{source}")
        for row in range(2 * each):
            around = fake.random.choice(_ALIKE_AROUND)
            made.append(TruthText(around.replace("{value}", alike(fake, row)), [], source))
    for locale in PROSE_LOCALES:
        fake = _seeded(locale, f"{seed}:text:{locale}")
        made.extend(TruthText(fake.text(400), [], f"prose {locale}") for _ in range(2 * each))
    return made
