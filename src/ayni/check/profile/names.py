"""What a column's name says about its values, in several languages.

Only hints that change how values are read or judged; what a column can do to a person's privacy is for
`ayni.check.roles`. A name is cut into words at punctuation, digits and camelCase, so that `villAGE` or
`percentage` never count as age. Scripts without such marks are searched for the word as it stands.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from ayni.check.patterns import lazy_pattern

__all__ = ["hints"]

_WORDS: dict[str, str] = {
    "age": "age ages edad edades idade idades alter eta umri miaka umur usia shekaru възраст возраст лет",
    "latitude": "lat latitude latitud latitudine breitengrad latitudo широта",
    "longitude": "lon lng long longitude longitud longitudine längengrad laengengrad longitudo долгота",
    "percent": "percent percentage pct pourcentage porcentaje porcentagem percentual prozent asilimia persen процент",
    "count": "count number num nb nombre numero número cantidad quantidade anzahl idadi jumlah количество число"
    " members persons people children births deaths cases rooms visits",
    "height": "height taille estatura talla altura größe urefu tinggi рост",
    "weight": "weight weightkg kg kgs poids peso gewicht bodyweight berat вес",
    "birth": "birth dob birthdate birthday naissance nacimiento nascimento geburt geburtsdatum kuzaliwa lahir рождения",
    "year": "year yr année annee año ano jahr mwaka tahun год",
    "date": "date day datetime timestamp fecha fechas data datum tarehe tanggal дата visit",
    "planned": "due next expiry expires expiration planned plan scheduled schedule appointment deadline end until"
    " valid target prochaine prochain échéance echeance rendez rdv próxima proxima vencimiento validade next followup"
    " forecast projected expected estimated edd",
    "change": "change difference diff delta growth balance net gain loss variation anomaly deviation zscore score z",
    "part": "month months mois mes meses monat days jours dias week weeks group grp category cat class band code range"
    " flag squared log std sd mean error se",
    "code": "id ids uid uuid guid code codes codigo código kode kod zip zipcode postcode postal plz cep postleitzahl"
    " phone telephone telefono teléfono telefone tel mobile simu msisdn account fips matricule cedula cédula cpf cnpj"
    " nid",
    "flag": "is has had flag yn bool boolean indicator dummy any ever",
}
_WHOLE: dict[str, tuple[str, ...]] = {
    "age": ("العمر", "عمر", "السن", "年龄", "年齡", "आयु", "उम्र", "እድሜ", "ዕድሜ"),
    "latitude": ("خط العرض", "纬度", "緯度", "अक्षांश"),
    "longitude": ("خط الطول", "经度", "經度", "देशांतर"),
    "percent": ("%", "نسبة مئوية", "百分比", "प्रतिशत"),
    "birth": ("الميلاد", "出生", "生日", "जन्म", "የትውልድ"),
    "date": ("تاريخ", "日期", "तारीख", "दिनांक", "ቀን"),
    "code": ("编号", "编码", "رمز", "رقم الهاتف", "电话"),
}
_TABLE = {word: hint for hint, words in _WORDS.items() for word in words.split()}
_PHRASES = lazy_pattern(
    r"year[ _]?of[ _]?birth|birth[ _]?year|^yob$|ann[ée]e[ _]de[ _]naissance|a[ñn]o[ _]de[ _]nacimiento|geburtsjahr"
    r"|ano[ _]de[ _]nascimento|mwaka[ _]wa[ _]kuzaliwa|год[ _]рождения",
    re.IGNORECASE,
)
_SPLIT = lazy_pattern(r"[^\W\d_]+")
_CAMEL = lazy_pattern(r"(?<=[a-z])(?=[A-Z])")


@functools.lru_cache(maxsize=4096)
def hints(name: str) -> frozenset[str]:
    """Return what the name hints at: age, latitude, percent, birth, birth-year, date, code, flag and others."""
    name = unicodedata.normalize("NFC", name)[:200]
    words = [word.lower() for word in _SPLIT.findall(_CAMEL.sub(" ", name))]
    found = {_TABLE[word] for word in words if word in _TABLE}
    found |= {hint for hint, signs in _WHOLE.items() if any(sign in name for sign in signs)}
    if _PHRASES.search(name) or {"birth", "year"} <= found:
        found = (found - {"birth", "date"}) | {"birth-year"}
    return frozenset(found)
