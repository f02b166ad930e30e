# ruff: noqa: E501 - a table reads better with one entry to a row
"""What looks like personal data and is none, for `truth_blind`: Faker's and our own generators.

Each entry: source -> (locale, header as such a column has, maker). A maker takes a seeded Faker and the row.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from faker import Faker

    Maker = Callable[[Faker, int], str]
    _Entry = tuple[str, str, Maker]

__all__ = ["LOOK_ALIKES", "PROSE_LOCALES"]

PROSE_LOCALES = (
    "ar_AA", "az_AZ", "bn_BD", "cs_CZ", "da_DK", "de_DE", "el_GR", "en_US", "es_ES", "fa_IR", "fi_FI", "fr_FR", "he_IL",
    "hy_AM", "it_IT", "ja_JP", "ka_GE", "ko_KR", "la", "nl_NL", "pl_PL", "ru_RU", "sl_SI", "th_TH", "tl_PH", "uk_UA",
    "vi_VN", "zh_CN", "zh_TW",
)  # fmt: skip


def _call(method: str, **given: object) -> Maker:
    def make(fake: Faker, _: int) -> str:
        return " ".join(str(getattr(fake, method)(**given)).split())

    return make


def _shape(*shapes: str) -> Maker:
    """Return a maker of strings after a pattern: # a digit, % one from 1 to 9, ? a capital letter."""

    def make(fake: Faker, _: int) -> str:
        return str(fake.bothify(fake.random.choice(shapes), letters="ABCDEFGHJKLMNPRSTUVWXYZ"))

    return make


def _decimal(low: float, high: float, places: int) -> Maker:
    def make(fake: Faker, _: int) -> str:
        return f"{fake.random.uniform(low, high):.{places}f}"

    return make


def _count(start: int, step: int, layout: str = "{}") -> Maker:
    def make(fake: Faker, row: int) -> str:
        return layout.format(start + row * step + fake.random.randrange(step))

    return make


def _when(layout: str, seconds: int) -> Maker:
    begin = dt.datetime(2023, 2, 1, 6, tzinfo=dt.UTC)

    def make(fake: Faker, row: int) -> str:
        return (begin + dt.timedelta(seconds=row * seconds + fake.random.randrange(seconds))).strftime(layout)

    return make


def _epoch(scale: int) -> Maker:
    def make(fake: Faker, row: int) -> str:
        return str((1_700_000_000 + row * 311) * scale + fake.random.randrange(scale * 300))

    return make


def _cas(fake: Faker, _: int) -> str:
    """Return a CAS registry number with its check digit (digits weighted 1, 2, ... from the right, modulo 10)."""
    body = str(fake.random.randrange(1_000, 9_999_999))
    check = sum(place * int(digit) for place, digit in enumerate(reversed(body), 1)) % 10
    return f"{body[:-2]}-{body[-2:]}-{check}"


def _readings(fake: Faker, _: int) -> str:
    return " ".join(f"{fake.random.gauss(20, 4):.3f}" for _ in range(8))


def _integers(fake: Faker, _: int) -> str:
    return ", ".join(str(fake.random.randrange(1024)) for _ in range(6))


def _pages(fake: Faker, _: int) -> str:
    first = fake.random.randrange(1, 2000)
    return f"{first}-{first + fake.random.randrange(2, 60)}"


def _years(fake: Faker, _: int) -> str:
    first = fake.random.randrange(1950, 2015)
    return f"{first}-{first + fake.random.randrange(1, 10)}"


def _citation(fake: Faker, _: int) -> str:
    draw = fake.random.randrange
    return f"{draw(1, 600)} U.S. {draw(1, 999)}, {draw(1, 999)} ({draw(1900, 2020)})"


def _version(fake: Faker, _: int) -> str:
    draw = fake.random.randrange
    tail = str(fake.random.choice(("", f".{draw(3000)}", "-rc1", f"+build.{draw(900)}")))
    return f"{draw(12)}.{draw(20)}.{draw(40)}{tail}"


def _firmware(fake: Faker, _: int) -> str:
    return ".".join(str(fake.random.randrange(limit)) for limit in (5, 12, 30, 90))


def _score(fake: Faker, _: int) -> str:
    return (
        f"{fake.random.randrange(6)}-{fake.random.randrange(6)} ({fake.random.randrange(4)}-{fake.random.randrange(4)})"
    )


def _protein(fake: Faker, _: int) -> str:
    return "".join(fake.random.choices("ACDEFGHIKLMNPQRSTVWY", k=24))


def _species(fake: Faker, _: int) -> str:
    genus = "Quercus Panthera Zea Oryza Apis Bufo Canis Felis Rosa Pinus Acacia Rana Hyla Anopheles Culex".split()
    kind = "robur leo mays sativa mellifera bufo lupus catus alba sylvestris senegal esculenta minuta gambiae pipiens".split()
    return f"{fake.random.choice(genus)} {fake.random.choice(kind)}"


_FAKERS: dict[str, _Entry] = {
    "isbn13": ("en_US", "isbn", _call("isbn13")),
    "isbn13 plain": ("en_US", "isbn", _call("isbn13", separator="")),
    "isbn10": ("en_US", "isbn", _call("isbn10")),
    "isbn10 plain": ("en_US", "isbn", _call("isbn10", separator="")),
    "ean13": ("en_US", "ean", _call("ean13")),
    "ean8": ("en_US", "barcode", _call("ean8")),
    "upc": ("en_US", "upc", _call("upc_a")),
    "uuid": ("en_US", "uuid", _call("uuid4")),
    "sha1": ("en_US", "commit", _call("sha1")),
    "sha256": ("en_US", "checksum", _call("sha256")),
    "md5": ("en_US", "md5", _call("md5")),
    "swift": ("en_US", "swift", _call("swift")),
    "plate US": ("en_US", "license_plate", _call("license_plate")),
    "plate GB": ("en_GB", "registration", _call("license_plate")),
    "plate DE": ("de_DE", "kennzeichen", _call("license_plate")),
    "plate FR": ("fr_FR", "immatriculation", _call("license_plate")),
    "plate PL": ("pl_PL", "rejestracja", _call("license_plate")),
    "vin": ("en_US", "vin", _call("vin")),
    "user agent": ("en_US", "user_agent", _call("user_agent")),
    "url": ("en_US", "url", _call("uri")),
    "domain": ("en_US", "domain", _call("domain_name")),
    "host": ("en_US", "hostname", _call("hostname")),
    "slug": ("en_US", "slug", _call("slug")),
    "file path": ("en_US", "path", _call("file_path")),
    "file name": ("en_US", "file", _call("file_name")),
    "mime": ("en_US", "mime_type", _call("mime_type")),
    "port": ("en_US", "port", _call("port_number")),
    "color": ("en_US", "color", _call("hex_color")),
    "color name": ("en_US", "colour", _call("color_name")),
    "time zone": ("en_US", "timezone", _call("timezone")),
    "iso time": ("en_US", "created_at", _call("iso8601", end_datetime=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))),
    "currency": ("en_US", "currency", _call("currency_name")),
    "price tag": ("en_US", "price", _call("pricetag")),
    "company US": ("en_US", "company", _call("company")),
    "company DE": ("de_DE", "Firma", _call("company")),
    "company FR": ("fr_FR", "entreprise", _call("company")),
    "company JA": ("ja_JP", "会社", _call("company")),
    "company ZH": ("zh_CN", "公司", _call("company")),
    "company RU": ("ru_RU", "компания", _call("company")),
    "city US": ("en_US", "city", _call("city")),
    "city FR": ("fr_FR", "ville", _call("city")),
    "city DE": ("de_DE", "Stadt", _call("city")),
    "city ES": ("es_ES", "ciudad", _call("city")),
    "city ZH": ("zh_CN", "城市", _call("city")),
    "city RU": ("ru_RU", "город", _call("city_name")),
    "state": ("en_US", "state", _call("state")),
    "country": ("en_US", "country", _call("country")),
    "country FR": ("fr_FR", "pays", _call("country")),
    "job US": ("en_US", "job", _call("job")),
    "job FR": ("fr_FR", "profession", _call("job")),
    "job RU": ("ru_RU", "профессия", _call("job")),
    "job ZH": ("zh_CN", "职业", _call("job")),
    "slogan": ("en_US", "slogan", _call("catch_phrase")),
    "business": ("en_US", "activity", _call("bs")),
    "postcode US": ("en_US", "zip", _call("postcode")),
    "postcode GB": ("en_GB", "postcode", _call("postcode")),
    "postcode BR": ("pt_BR", "cep", _call("postcode")),
    "month": ("en_US", "month", _call("month_name")),
}
_OWN: dict[str, _Entry] = {
    "part number": ("en_US", "part_no", _shape("###-####-##", "%##-%###-##")),
    "part number dotted": ("en_US", "part_no", _shape("%##.###.####")),
    "part number long": ("en_US", "part_no", _shape("%###-######-#")),
    "sku": ("en_US", "sku", _shape("???-#####-??", "??####-###")),
    "sku digits": ("en_US", "sku", _shape("%#######")),
    "serial": ("en_US", "serial", _shape("SN%#########", "S/N ########-?")),
    "order plain": ("en_US", "order_id", _count(4_500_100_000, 7)),
    "order dashed": ("en_US", "order_id", _shape("###-#######-#######")),
    "order prefix": ("en_US", "order", _shape("ORD-%######", "PO%#######")),
    "order random": ("en_US", "order_number", _shape("%#########")),
    "company number": ("pt_BR", "cnpj", _call("cnpj")),
    "invoice year": ("en_US", "invoice", _count(100, 1, "INV-2023-{:05d}")),
    "invoice slash": ("en_US", "facture", _shape("20%#/##/####")),
    "check number": ("en_US", "check_no", _count(1001, 3)),
    "tracking": ("en_US", "tracking", _shape("1Z####?#########", "94001##################"[:22])),
    "ticket": ("en_US", "ticket", _shape("INC#######", "CS-######")),
    "lot": ("en_US", "lot", _shape("L%####?##", "B#####/##")),
    "random 9": ("en_US", "reference", _shape("%########")),
    "random 10": ("en_US", "reference", _shape("%#########")),
    "random 11": ("en_US", "reference", _shape("%##########")),
    "random 12": ("en_US", "reference", _shape("%###########")),
    "random 13": ("en_US", "reference", _shape("%############")),
    "random 14": ("en_US", "reference", _shape("%#############")),
    "random 16": ("en_US", "transaction", _shape("%###############")),
    "random 18": ("en_US", "snowflake", _shape("%#################")),
    "account": ("en_US", "meter_no", _shape("%###-####-####")),
    "letters digits": ("en_US", "code", _shape("??######", "?#######?")),
    "price": ("en_US", "price", _decimal(0.5, 999, 2)),
    "price grouped": ("en_US", "amount", lambda fake, _: f"{fake.random.uniform(1e3, 9e6):,.2f}"),
    "price euro": ("de_DE", "betrag", lambda fake, _: f"{fake.random.uniform(1, 9e3):.2f} EUR".replace(".", ",")),
    "budget": ("en_US", "budget", lambda fake, _: str(fake.random.randrange(10**7, 10**10))),
    "population": ("en_US", "population", lambda fake, _: str(fake.random.randrange(10**4, 10**9))),
    "grouped blanks": ("fr_FR", "habitants", lambda fake, _: f"{fake.random.randrange(10**6, 10**10):,}".replace(",", " ")),
    "decimal 4": ("en_US", "concentration", _decimal(0, 2, 4)),
    "decimal 6": ("en_US", "absorbance", _decimal(-1, 1, 6)),
    "decimal 8": ("en_US", "mass", _decimal(0, 500, 8)),
    "decimal 10": ("en_US", "frequency", _decimal(0, 90, 10)),
    "scientific": ("en_US", "p_value", lambda fake, _: f"{10 ** fake.random.uniform(-30, -2):.6e}"),
    "percent": ("en_US", "share", lambda fake, _: f"{fake.random.uniform(0, 100):.1f}%"),
    "temperature": ("en_US", "temp_c", _decimal(-20, 45, 1)),
    "two decimals pair": ("en_US", "range", lambda fake, _: f"{fake.random.uniform(0, 9):.3f}, {fake.random.uniform(9, 99):.3f}"),
    "survey code": ("en_US", "hhid", _shape("##/##/###/##", "HH-###-##")),
    "census tract": ("en_US", "geoid", _shape("06%########", "36%########")),
    "tract code": ("en_US", "tract", _shape("%###.##")),
    "enumeration area": ("en_US", "ea_code", _shape("%##########")),
    "nace": ("en_US", "nace", _shape("##.##", "##.#")),
    "icd": ("en_US", "icd10", _shape("?##.#", "?##")),
    "hs code": ("en_US", "hs_code", _shape("%###.##.##.##", "%###.##")),
    "cas": ("en_US", "cas_number", _cas),
    "doi": ("en_US", "doi", lambda fake, _: f"10.{fake.random.randrange(1000, 9999)}/" + fake.bothify("?????.20##.######").lower()),
    "arxiv": ("en_US", "arxiv", _shape("2%0%.#####")),
    "issn": ("en_US", "issn", _shape("%###-####")),
    "pmid": ("en_US", "pmid", _shape("3#######")),
    "patent": ("en_US", "patent", _shape("US%####### B2", "EP%###### A1")),
    "citation": ("en_US", "citation", _citation),
    "pages": ("en_US", "pages", _pages),
    "years": ("en_US", "period", _years),
    "score": ("en_US", "result", _score),
    "set score": ("en_US", "sets", lambda fake, _: " ".join(f"6-{fake.random.randrange(5)}" for _ in range(3))),
    "race time": ("en_US", "finish", lambda fake, _: f"{fake.random.randrange(2, 5)}:{fake.random.randrange(60):02d}:{fake.random.randrange(60):02d}.{fake.random.randrange(100):02d}"),
    "readings": ("en_US", "trace", _readings),
    "vector": ("en_US", "histogram", _integers),
    "timestamp": ("en_US", "timestamp", _when("%Y-%m-%d %H:%M:%S", 600)),
    "timestamp compact": ("en_US", "timestamp", _when("%Y%m%d%H%M%S", 600)),
    "timestamp minutes": ("en_US", "time", _when("%Y%m%d%H%M", 600)),
    "timestamp dashes": ("en_US", "run", _when("%Y-%m-%d-%H-%M", 600)),
    "timestamp slash": ("en_US", "sampled", _when("%d/%m/%Y %H:%M", 600)),
    "date": ("en_US", "visit_date", _when("%Y-%m-%d", 80_000)),
    "date compact": ("en_US", "day", _when("%Y%m%d", 80_000)),
    "date dots": ("en_US", "datum", _when("%d.%m.%Y", 80_000)),
    "epoch": ("en_US", "epoch", _epoch(1)),
    "epoch ms": ("en_US", "ts", _epoch(1000)),
    "version": ("en_US", "version", _version),
    "firmware": ("en_US", "firmware", _firmware),
    "dotted section": ("en_US", "section", lambda fake, _: ".".join(str(fake.random.randrange(1, 15)) for _ in range(4))),
    "oid": ("en_US", "oid", lambda fake, _: "1.3.6.1.4.1." + ".".join(str(fake.random.randrange(1, 999)) for _ in range(3))),
    "protein": ("en_US", "sequence", _protein),
    "species": ("en_US", "species", _species),
    "dimension": ("en_US", "size", lambda fake, _: f"{fake.random.randrange(10, 400)}x{fake.random.randrange(10, 400)}x{fake.random.randrange(10, 90)}"),
    "binary": ("en_US", "flags", lambda fake, _: format(fake.random.getrandbits(16), "016b")),
    "hex 8": ("en_US", "crc", lambda fake, _: f"{fake.random.getrandbits(32):08x}"),
    "hex 12": ("en_US", "object_id", lambda fake, _: f"{fake.random.getrandbits(48):012x}"),
    "counter 7": ("en_US", "id", _count(1_000_000, 3)),
    "counter 8": ("en_US", "id", _count(20_230_000, 2)),
    "counter 9": ("en_US", "record", _count(400_000_000, 5)),
    "counter 11": ("en_US", "id", _count(31_000_000_000, 9)),
    "year": ("en_US", "year", lambda fake, _: str(fake.random.randrange(1900, 2024))),
    "fiscal": ("en_US", "fiscal_year", lambda fake, _: f"FY{fake.random.randrange(2000, 2024)}Q{fake.random.randrange(1, 5)}"),
    "likert": ("en_US", "answer", lambda fake, _: fake.random.choice(("strongly agree", "agree", "neither", "disagree"))),
    "flight": ("en_US", "flight", _shape("AF%###", "LH ###", "KQ%##")),
    "bible": ("en_US", "verse", lambda fake, _: f"{fake.random.randrange(1, 50)}:{fake.random.randrange(1, 40)}-{fake.random.randrange(41, 60)}"),
}  # fmt: skip


def _prose() -> dict[str, _Entry]:
    """Return sentences of three locales in a column, the rest is in `texts`."""
    return {
        f"sentence {locale}": (locale, "comment", _call("sentence", nb_words=10))
        for locale in ("en_US", "fr_FR", "ar_AA", "ru_RU", "zh_CN", "de_DE", "pl_PL", "el_GR", "fa_IR", "la")
    }


LOOK_ALIKES: dict[str, _Entry] = {**_FAKERS, **_OWN, **_prose()}
