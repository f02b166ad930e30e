"""Words of context: what stands before a number says what it is, where the number alone does not.

Stems, compared in lower case, in the languages whose column names Ayni knows. A stem of letters that
touch other words (Latin, Cyrillic, Arabic, Devanagari, Ethiopic) must begin a word; Chinese ones may
stand anywhere. The nearest word before the number decides between the readings.
"""

from __future__ import annotations

import re

from ayni.check.patterns import lazy_pattern

__all__ = [
    "CARD",
    "COORDINATES",
    "DEVICE",
    "INTERNET",
    "NOT_PHONE",
    "PHONE",
    "PHONE_AFTER",
    "is_near",
    "reads_as_phone",
]

_BEFORE = 40
"""Characters before a number that are looked at."""


def _stems(words: str, anywhere: str = "", whole: str = "") -> re.Pattern[str]:
    """Match words that begin so, `whole` words only as they are ("ring" but not "Ringgatan"), `anywhere` inside."""
    inner = "|".join([*map(re.escape, words.split()), *(rf"{re.escape(word)}(?![^\W\d_])" for word in whole.split())])
    loose = "".join(f"|{re.escape(word)}" for word in anywhere.split())
    return lazy_pattern(rf"(?<![^\W_])(?:{inner}){loose}", re.IGNORECASE)


PHONE = _stems(
    "tél telem cellul phone telephone fone telef teléf mobile móvil movil celular cellphone cel: fax contact "
    "whatsapp viber telegram sms message messages answer answering registered portable appel joindre "
    "llam contact ligar ligue simu namba wasiliana piga тел моб факс звон номер هاتف جوال موبايل تليفون رقم اتصل واتس "
    "فاكس फोन मोबाइल टेलीफोन दूरभाष ስልክ waya lambar telepon hp ponsel hubungi nomor",
    "电话 電話 手机 手機 传真 致电 联系",
    "tel tels telno cell call calls called calling dial dialled ring rings reach reached text texts texted desk",
)
PHONE_AFTER = lazy_pattern(r"^\W{0,3}(?:office|fax|mobile|cell|home|work|desk|tel)\b", re.IGNORECASE)
NOT_PHONE = _stems(
    "order invoice account acct acc card ref reference ticket case zip postcode postal isbn issn doi serial sku "
    "version patent amount total price cost usd eur kes iban swift id ssn social passport tracking parcel batch lot "
    "box commande facture compte carte colis montant prix pedido factura cuenta tarjeta guía monto precio fatura conta "
    "cartão agizo ankara akaunti kadi заказ счет счёт карт сумма طلب فاتورة حساب بطاقة مبلغ pesanan rekening",
    "订单 发票 账户 帐号 卡号 金额 身份证",
)
CARD = _stems(
    "card cards credit debit visa mastercard amex maestro cc carte carta cartao cartão tarjeta crédito karte "
    "kreditkarte kadi kartu карт بطاقة कार्ड ካርድ kati",
    "卡号 卡 信用卡",
)
DEVICE = _stems(
    "imei serial device handset appareil dispositivo aparelho simu kifaa устройств جهاز perangkat", "设备 序列号"
)
COORDINATES = _stems(
    "gps lat latitude latitud lon lng long longitude longitud coord geo location position ubicación localização mahali "
    "координат широт долгот إحداث موقع خط निर्देशांक koordinat lokasi point",
    "坐标 经度 纬度",
)
INTERNET = _stems(
    "ip ipv4 client host server address addr adresse dirección endereço anwani адрес عنوان alamat login ping", "地址"
)


def is_near(pattern: re.Pattern[str], text: str, start: int) -> bool:
    """Tell whether a word of `pattern` stands within the 40 characters before `start`."""
    return pattern.search(text, max(0, start - _BEFORE), start) is not None


def reads_as_phone(text: str, start: int, end: int) -> bool | None:
    """Tell what the words around a number say: a telephone (True), something else (False), nothing (None)."""
    if PHONE_AFTER.match(text[end : end + 12]):
        return True
    low = max(0, start - _BEFORE)
    said = _last(PHONE, text, low, start)
    other = _last(NOT_PHONE, text, low, start)
    if said == other:
        return None
    return said > other


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return where the last match in text[start:end] begins, -1 where there is none."""
    last = -1
    for match in pattern.finditer(text, start, end):
        last = match.start()
    return last
