from __future__ import annotations

import base64
import hashlib

import numpy as np
import polars as pl
import pytest
from tests.protect.transform.tables import KEY, applied, cells, context

from ayni.errors import InputError
from ayni.protect.plan import Pseudonymise
from ayni.protect.transform import prepare
from ayni.protect.transform.keyed import derive_key
from ayni.protect.transform.pseudonyms import base32

IDS = pl.DataFrame({"id": ["A-1", " A-1 ", "B-2", "", None, "cafe\u0301", "caf\u00e9"]})


def test_pseudonyms_are_base_32_of_keyed_blake2b() -> None:
    made = cells(Pseudonymise(columns=("id",), length=16), IDS, "id")
    digest = hashlib.blake2b(b"A-1", key=derive_key(KEY, "pseudonymise", "person"), digest_size=32).digest()
    assert made[0] == base64.b32encode(digest).decode().lower()[:16]


def test_equal_values_get_equal_pseudonyms_whatever_the_blanks_and_the_unicode_form() -> None:
    made = cells(Pseudonymise(columns=("id",)), IDS, "id")
    assert made[0] == made[1] != made[2]
    assert made[5] == made[6]
    assert made[3:5] == ["", None]
    assert all(len(name) == 16 for name in made if name)


def test_no_pseudonym_shows_its_value() -> None:
    done = applied(Pseudonymise(columns=("id",)), IDS)
    assert done.changed == 5
    assert not {"A-1", " A-1 ", "B-2", "caf\u00e9"} & set(done.frame["id"].to_list())


@pytest.mark.parametrize(
    "stored",
    [
        pl.Series("id", [123], dtype=pl.Int16),
        pl.Series("id", [123], dtype=pl.UInt64),
        pl.Series("id", [123.0], dtype=pl.Float64),
        pl.Series("id", [123.0], dtype=pl.Float32),
        pl.Series("id", ["123"]),
        pl.Series("id", [" 123.0"]),
        pl.Series("id", ["١٢٣"]),
        pl.Series("id", ["123"]).cast(pl.Decimal(10, 2)),
    ],
)
def test_a_number_has_one_pseudonym_in_every_storage(stored: pl.Series) -> None:
    frame = stored.to_frame()
    assert cells(Pseudonymise(columns=("id",)), frame, "id") == ["en2maht3wh2huwnu"]


def test_domains_and_keys_have_nothing_in_common() -> None:
    names = {
        cells(Pseudonymise(columns=("id",), domain=domain), IDS, "id", context(IDS, key=key))[0]
        for domain in ("person", "household")
        for key in (KEY, bytes(32))
    }
    assert len(names) == 4


def test_a_longer_pseudonym_begins_with_the_shorter() -> None:
    short, long = (cells(Pseudonymise(columns=("id",), length=size), IDS, "id")[0] for size in (10, 50))
    assert len(long) == 50
    assert long.startswith(short)


def test_leading_zeros_and_case_are_kept_apart() -> None:
    frame = pl.DataFrame({"id": ["007", "7", "a7", "A7"]})
    assert len(set(cells(Pseudonymise(columns=("id",)), frame, "id"))) == 4


@pytest.mark.parametrize("length", [9, 51, 0])
def test_a_length_out_of_range_is_refused(length: int) -> None:
    with pytest.raises(InputError, match="pseudonym-length"):
        prepare(Pseudonymise(columns=("id",), length=length), context(IDS))


def test_without_a_key_nothing_is_done() -> None:
    with pytest.raises(InputError, match="key-needed"):
        prepare(Pseudonymise(columns=("id",)), context(IDS, key=None))
    with pytest.raises(ValueError, match="32 bytes"):
        prepare(Pseudonymise(columns=("id",)), context(IDS, key=b"short"))


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(InputError) as caught:
        prepare(Pseudonymise(columns=("ID",)), context(IDS))
    assert (caught.value.code, caught.value.facts["column"]) == ("step-unknown-column", "ID")


@pytest.mark.parametrize("length", [10, 16, 33, 50])
def test_base32_is_that_of_rfc_4648(length: int) -> None:
    digest = np.arange(64, dtype=np.uint8).reshape(2, 32) * 7
    wanted = [base64.b32encode(row.tobytes()).decode().lower()[:length] for row in digest]
    assert base32(digest, length) == wanted
