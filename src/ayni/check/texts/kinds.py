"""What the structured and general kinds of personal data are called, as they stand inside a sentence."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "kind.email": Text("e-mail address"),
    "kind.phone": Text("telephone number"),
    "kind.ip-address": Text("internet address (IP)"),
    "kind.mac-address": Text("device address (MAC)"),
    "kind.imei": Text("mobile device number (IMEI)"),
    "kind.payment-card": Text("payment card number"),
    "kind.iban": Text("bank account number (IBAN)"),
    "kind.coordinates": Text("geographic coordinates"),
    "kind.url-with-user": Text("web address with a user name or password"),
    "kind.national-id": Text("national identity number"),
    "kind.person-name": Text("person's name"),
    "kind.address": Text("postal address"),
    "kind.date-of-birth": Text("date of birth"),
}
