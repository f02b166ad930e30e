"""Words of `ayni protect`."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.key-needed-here": Text(
        "A step of this plan needs the secret key of your institution, and there is none at {path}. If there is one, "
        "name it with --key FILE. If there never was one, run again with --make-key, and keep a copy of the key in a "
        "safe place, apart from the data."
    ),
}
