"""Postal addresses, as whole cells and inside texts, in the orders in which languages write them.

An address needs a number: a house, a plot, a post box, a kebele, or an open location code. `Main Street` alone, a
town or a region alone are places and score low. The words are our own selection; the forms follow the Universal
Postal Union's description of addressing (S42) in its parts: thoroughfare, premises, delivery point, postcode, town.
Codes such as `7FG8VQ2G+4V` follow the Open Location Code specification (its alphabet has no vowels).
"""

from __future__ import annotations

import functools
import re

from ayni.check.patterns import lazy_pattern

__all__ = ["ADDRESS_THRESHOLD", "address_starts", "find_addresses", "score_address"]

ADDRESS_THRESHOLD = 0.8
"""A cell that scores at least this much counts as an address."""

_MAX_CHARS = 250
_STREET_ONLY = 0.3
_STREET_AND_NUMBER = 0.7
_SURE = 0.9
_POSTCODE = 0.55

_NUMBER = r"(?:\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?)"
_NO = r"(?:[Nn][o°º]\.?|[Nn]úmero|[Nn]uméro|[Nn]um\.?|[Nn]ámba|[Nn]amba|[Nn]omor|№|#|д\.?|дом|رقم|نمرة|नं\.?|ቁጥር)"
_WORD = r"[^\W\d_][\w'’.\-]{0,24}"
_UPPER = r"(?-i:[A-ZÀ-ÖØ-ÞА-ЯЁ])[\w'’.\-]{0,24}"
_STREET_AFTER = (
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|crescent|cres|close|highway|hwy|"
    r"parkway|pkwy|terrace|circle|cir|way|alley|square|sq|trail|trl|loop|cres)"
)
_STREET_BEFORE = (
    r"(?:calle|cl\.|avenida|av\.?|avda\.?|carrera|cra\.?|jirón|jr\.|pasaje|rue|avenue|boulevard|bd\.?|chemin|allée|"
    r"impasse|route|quai|rua|travessa|alameda|praça|estrada|rodovia|jalan|jl\.?|jln\.?|gang|gg\.?|mtaa wa|mtaa|"
    r"barabara ya|barabara|via|viale|piazza|titin|titi|layin|đường|phố|улица|ул\.|проспект|пр-т|просп\.|пр\.|шоссе|"
    r"переулок|пер\.|бульвар|набережная|вулиця|вул\.|көшесі)"
)
_GLUED = r"(?:straße|strasse|str\.|gasse|allee|weg|platz|straat|laan|katu|gatan|gate|vägen|veien|vej|gade|utca)"
_UNIT = (
    r"(?:(?:apt|apartment|suite|ste|unit|flat|floor|room|building|bldg|block|plot|house|piso|dpto|bloque|bâtiment|bât|"
    r"appt|кв|корп|rt|rw|blok)\b\.?|#)"
)
_BOX = (
    r"(?<!\w)(?:p\.?[ ]?o\.?[ ]?box|s\.[ ]?l\.[ ]?p\.?|slp|casilla(?:[ ]postal)?|caixa[ ]postal|sanduku[ ]la[ ]posta|"
    r"apartado(?:[ ](?:postal|aéreo))?|boîte[ ]postale|postfach|а/я|kotak[ ]pos|akwatin[ ]gidan[ ]waya)[ ]*"
    rf"(?:{_NO}[ ]*)?\d{{1,6}}(?!\w)(?:[ ]*[,\-–][ ]*{_UPPER}){{0,2}}"
)
_OLC = r"(?<![\w+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![\w+])"
_HAN = "[\u3400-\u9fff]"
_CHINESE = (
    rf"{_HAN}{{1,18}}(?:路|街|大道|巷|弄|胡同|里|道){_HAN}{{0,4}}\d{{1,5}}(?:号|號|弄)"
    rf"(?:{_HAN}{{0,6}}\d{{1,5}}(?:室|单元|楼|栋|幢|層|层|樓|号)){{0,3}}"
)

# What may follow a street and its number: flat, town, region, postcode. Every part is bounded.
_TAIL = (
    rf"(?:,?\s+{_UNIT}\s*(?:no\.?\s*)?[\w\-]{{1,8}}){{0,2}}"
    rf"(?:\s*[,\n]\s*(?:{_UPPER}(?:[ ]{_UPPER}){{0,3}}|"
    rf"[A-Z]{{0,2}}[ ]?\d{{4,6}}(?:-\d{{4}})?(?:[ ]{_UPPER}){{0,3}})){{0,4}}"
    r"(?:,?[ ]+(?-i:[A-Z]{2})?[ ]?\d{4,6}(?:-\d{3,4})?)?"
)

_SPANS = [
    lazy_pattern(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w){_NUMBER},?[ ]+(?:{_UPPER}[ ]+){{1,4}}{_STREET_AFTER}\b\.?(?!\w){_TAIL}",
        rf"(?<![\w.]){_NUMBER}(?:[ ](?:bis|ter))?,?[ ]+{_STREET_BEFORE}[ ]+(?:{_WORD}[ ]+){{0,4}}{_UPPER}{_TAIL}",
        rf"(?<!\w){_STREET_BEFORE}(?:(?<!\w)|(?!\w))[ ]*(?:{_WORD}[ ,]+){{1,5}}?{_NO}?[ ]*{_NUMBER}(?![\w/:%]){_TAIL}",
        rf"(?<!\w){_STREET_BEFORE}[ ]+\d{{1,3}}[A-Z]?[ ]*(?:#|{_NO})[ ]*\d{{1,4}}(?:[ ]?-[ ]?\d{{1,4}})?{_TAIL}",
        rf"(?<!\w)(?:{_NUMBER}[ ])?{_UPPER}{_GLUED}[ ]+{_NUMBER}(?!\w){_TAIL}",
        _BOX,
        rf"(?<!\w)b\.?p\.?[ ]*\d{{2,5}}[ ,\-–]+(?!\d){_UPPER}",
        r"(?:ص\.?[ ]?ب\.?|صندوق[ ](?:ال)?بريد)[ ]*:?[ ]*\d{2,6}",
        r"(?:شارع|حي|طريق|زنقة|نهج)[ ]+(?:[\u0620-\u06d3]{2,20}[ ،,]+){1,4}(?:(?:رقم|عمارة|منزل|بناية)[ ]*)?\d{1,5}",
        r"\d{1,5}[ ،,]+(?:شارع|زنقة|نهج|طريق)[ ]+[\u0620-\u06d3]{2,20}(?:[ ][\u0620-\u06d3]{2,20}){0,3}",
        r"(?:मकान|प्लॉट|फ्लैट|घर)[ ]*(?:नंबर|नं\.?|संख्या|क्रमांक)[ ]*\d{1,5}(?:[ ,]+[\u0900-\u0963]{2,20}){0,6}",
        r"\d{1,5}[ ,/]+(?:[\u0900-\u0963]{2,20}[ ,]+){1,4}(?:मार्ग|गली|नगर|रोड|सड़क|कॉलोनी|मोहल्ला|पथ|चौक)",
        _CHINESE,
        r"(?:ቀበሌ|ወረዳ)[ ]*\d{1,3}(?:[ ,፣]+(?:የቤት[ ]ቁጥር|ቤት[ ]ቁ\.?|ቀበሌ|ወረዳ)[ ]*\d{1,5}){0,2}",
        r"(?:ፖ\.?[ ]?ሣ\.?[ ]?ቁ\.?|የፖስታ[ ]ሳጥን[ ]ቁጥር|የቤት[ ]ቁጥር)[ ]*\d{1,6}",
        r"(?<!\w)(?:kebele|woreda|qebele)[ ]*\d{1,3}(?:[ ,]+(?:house[ ]no\.?|kebele|h\.?no\.?)[ ]*\d{1,5}){0,2}",
        _OLC.replace("(?<!", "(?-i:(?<!").replace("(?![\\w+])", "(?![\\w+]))"),
    )
]
_STREET_WORD = lazy_pattern(
    rf"(?<!\w)(?:{_STREET_AFTER}|{_STREET_BEFORE})(?!\w)|\w{{3,20}}{_GLUED}(?!\w)|"
    r"شارع|مكتب بريد|मार्ग|गली|सड़क|रोड|[路街巷]|ጎዳና|መንገድ|kebele|woreda|ቀበሌ|ወረዳ|estate|plot",
    re.IGNORECASE,
)
_TOWN_CODE = lazy_pattern(
    r"(?:^|[,\n]\s*)(?:\d{4,6}(?:-\d{3,4})?[ ]+[^\W\d_]{3,}|[^\W\d_]{3,}(?:[ ][^\W\d_]{2,}){0,2},?[ ]+"
    r"(?:[A-Z]{2}[ ]+)?\d{4,6}(?:-\d{3,4})?)(?=$|[,\n])",
)
_QUANTITY = lazy_pattern(r"\d+\s*(?:km|kg|cm|mm|m|g|l|ml|%|usd|eur|kes)\b", re.IGNORECASE)


@functools.lru_cache(maxsize=1 << 14)
def score_address(cell: str) -> float:
    """Return from 0 to 1 how much a whole cell looks like an address; without any number at most 0.3."""
    text = cell.strip()
    if not 2 < len(text) <= _MAX_CHARS or "@" in text or "://" in text:  # noqa: PLR2004
        return 0.0
    street = _STREET_WORD.search(text) is not None
    if not any(char.isdigit() for char in text):
        return _STREET_ONLY if street and "." not in text[-1:] else 0.0
    covered = sum(end - start for start, end in find_addresses(text))
    if covered:
        # An address inside a longer text is that text's, not the whole cell's.
        return _SURE if covered >= 0.5 * len(text) else _STREET_AND_NUMBER - 0.3
    if _QUANTITY.search(text):
        return 0.0
    if street and len(text.split()) > 1:
        return _STREET_AND_NUMBER
    return _POSTCODE if "," in text and _TOWN_CODE.search(text) else 0.0


def address_starts() -> tuple[re.Pattern[str], ...]:
    """Return patterns of how every address that `find_addresses` finds begins, what may follow it left out."""
    return tuple(lazy_pattern(pattern.pattern.replace(_TAIL, ""), re.IGNORECASE) for pattern in _SPANS)


def find_addresses(text: str) -> list[tuple[int, int]]:
    """Return where addresses stand in `text`, in order and without overlaps."""
    if not any(char.isdigit() for char in text):
        return [(m.start(), m.end()) for m in _SPANS[-1].finditer(text)] if "+" in text else []
    found = sorted(match.span() for pattern in _SPANS for match in pattern.finditer(text))
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept
