"""The structured kinds of personal data, and the lists their layouts are checked against.

A structured kind is told by layout and checksum alone, in every language. Identifiers of persons
(`<country>.<name>`) are in `identifiers`, names, addresses and dates of birth in `people`.

`Mark` is what the compiled scanner says of a piece of text: a kind, strong or weak. A strong mark is
personal data wherever it stands; a weak one has a likely innocent reading (a version for an IP
address, an article number for a payment card), so that it needs a word of context, a column name or a
whole column that agrees.
"""

from __future__ import annotations

import enum
import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "CALLING_CODES",
    "IBAN_LENGTHS",
    "MARK_KINDS",
    "STRUCTURED",
    "WEAK_MARKS",
    "Mark",
    "calling_table",
    "iban_table",
]

STRUCTURED = (
    "email",
    "phone",
    "ip-address",
    "mac-address",
    "imei",
    "payment-card",
    "iban",
    "coordinates",
    "url-with-user",
)
"""Ids of the structured kinds."""


class Mark(enum.IntEnum):
    """What the scanner tells of a piece of text; the value is its bit in a cell's mask."""

    EMAIL = 0
    URL_USER = 1
    IP = 2
    IP_WEAK = 3
    MAC = 4
    IMEI = 5
    IMEI_WEAK = 6
    CARD = 7
    CARD_WEAK = 8
    IBAN = 9
    COORDINATES = 10
    COORDINATES_WEAK = 11
    PHONE = 12
    CARD_TRIAL = 13
    """A number as long as a payment card (13 to 19 digits), whether or not it passes."""
    IMEI_TRIAL = 14
    """A number of 15 digits, whether or not it passes."""
    DIGITS = 15
    """The cell holds at least five digits."""
    NATIVE_DIGITS = 16
    """The cell holds decimal digits of another script (Arabic, Persian, Devanagari, Bengali, full width)."""


MARK_KINDS: dict[int, str] = {
    Mark.EMAIL: "email",
    Mark.URL_USER: "url-with-user",
    Mark.IP: "ip-address",
    Mark.IP_WEAK: "ip-address",
    Mark.MAC: "mac-address",
    Mark.IMEI: "imei",
    Mark.IMEI_WEAK: "imei",
    Mark.CARD: "payment-card",
    Mark.CARD_WEAK: "payment-card",
    Mark.IBAN: "iban",
    Mark.COORDINATES: "coordinates",
    Mark.COORDINATES_WEAK: "coordinates",
    Mark.PHONE: "phone",
}
"""The kind a mark stands for; trials and digit marks stand for none."""

WEAK_MARKS = frozenset({Mark.IP_WEAK, Mark.IMEI_WEAK, Mark.CARD_WEAK, Mark.COORDINATES_WEAK})

IBAN_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 "
    "YE30"
)
"""Length of an IBAN by country. Source: SWIFT IBAN Registry, release 101."""

CALLING_CODES = (
    "1:10-10 7:10-10 20:8-10 27:9-9 30:10-10 31:9-9 32:8-9 33:9-9 34:9-9 36:8-9 39:6-11 40:9-9 41:9-9 43:6-13 "
    "44:9-10 45:8-8 46:7-10 47:8-8 48:9-9 49:6-13 51:8-9 52:10-10 53:6-8 54:10-11 55:10-11 56:9-9 57:8-10 58:10-10 "
    "60:8-10 61:9-9 62:7-13 63:8-10 64:8-10 65:8-8 66:8-9 81:9-10 82:8-11 84:9-10 86:9-11 90:10-10 91:10-10 92:9-10 "
    "93:9-9 94:9-9 95:7-10 98:10-10 211:9-9 212:9-9 213:8-9 216:8-8 218:9-9 220:7-7 221:9-9 222:8-8 223:8-8 224:8-9 "
    "225:10-10 226:8-8 227:8-8 228:8-8 229:8-10 230:7-8 231:7-9 232:8-8 233:9-9 234:8-10 235:8-8 236:8-8 237:9-9 "
    "238:7-7 239:7-7 240:9-9 241:7-8 242:9-9 243:9-9 244:9-9 245:7-9 246:7-7 247:5-6 248:7-7 249:9-9 250:9-9 "
    "251:9-9 252:7-9 253:8-8 254:9-9 255:9-9 256:9-9 257:8-8 258:8-9 260:9-9 261:9-9 262:9-9 263:8-9 264:8-9 "
    "265:7-9 266:8-8 267:7-8 268:8-8 269:7-7 290:5-5 291:7-7 297:7-7 298:6-6 299:6-6 350:8-8 351:9-9 352:6-11 "
    "353:7-10 354:7-7 355:8-9 356:8-8 357:8-8 358:6-12 359:7-9 370:8-8 371:8-8 372:7-8 373:8-8 374:8-8 375:9-9 "
    "376:6-9 377:8-9 378:8-10 380:9-9 381:8-10 382:8-9 383:8-9 385:8-9 386:8-8 387:8-9 389:8-8 420:9-9 421:9-9 "
    "423:7-9 500:5-5 501:7-7 502:8-8 503:8-8 504:8-8 505:8-8 506:8-8 507:7-8 508:6-9 509:8-8 590:9-9 591:8-8 "
    "592:7-7 593:8-9 594:9-9 595:8-9 596:9-9 597:6-7 598:8-8 599:7-8 670:7-8 672:6-6 673:7-7 674:7-7 675:7-8 "
    "676:5-7 677:5-7 678:5-7 679:7-7 680:7-7 681:6-6 682:5-5 683:7-7 685:5-7 686:5-8 687:6-6 688:5-7 689:6-8 "
    "690:5-7 691:7-7 692:7-7 800:8-8 808:8-8 850:8-10 852:8-8 853:8-8 855:8-9 856:8-10 870:9-9 878:12-12 880:8-10 "
    "881:9-9 882:7-12 883:8-12 886:8-9 888:11-11 960:7-7 961:7-8 962:8-9 963:8-9 964:8-10 965:8-8 966:9-9 967:7-9 "
    "968:8-8 970:8-9 971:8-9 972:8-9 973:8-8 974:8-8 975:8-8 976:8-8 977:8-10 979:9-9 992:9-9 993:8-8 994:9-9 "
    "995:9-9 996:9-9 998:9-9"
)
"""Calling code: fewest and most digits of the national number of a subscriber.

Source: ITU-T E.164 assigned country codes; lengths of the national numbering plans notified to the ITU."""


@functools.cache
def iban_table() -> NDArray[np.int64]:
    """Return IBAN lengths, shape (676,): first letter * 26 + second letter; 0 where no country has one."""
    table = np.zeros(676, dtype=np.int64)
    for entry in IBAN_LENGTHS.split():
        table[(ord(entry[0]) - 65) * 26 + ord(entry[1]) - 65] = int(entry[2:])
    return table


@functools.cache
def calling_table() -> NDArray[np.int64]:
    """Return national number lengths by calling code, shape (1000, 2): fewest, most; 0, 0 where unassigned."""
    table = np.zeros((1000, 2), dtype=np.int64)
    for entry in CALLING_CODES.split():
        code, lengths = entry.split(":")
        table[int(code)] = [int(part) for part in lengths.split("-")]
    return table
