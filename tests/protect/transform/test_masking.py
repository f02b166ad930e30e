from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.transform.tables import applied, cells, context

from ayni.check.personal.spans import find_spans
from ayni.check.read.table import ColumnHead
from ayni.errors import InputError
from ayni.protect.plan import Mask
from ayni.protect.transform import prepare

STEP = Mask(columns=("note",))


def _mask(*notes: str | None, name: str = "note", kinds: tuple[str, ...] = ()) -> list[str | None]:
    frame = pl.DataFrame({name: list(notes)}, schema={name: pl.String})
    return cells(Mask(columns=(name,), kinds=kinds), frame, name)


def test_personal_data_in_a_note_become_their_kind_and_the_rest_stays() -> None:
    assert _mask(
        "Met Amina Hassan, call +254 712 345 678 at night", "write to a.b@example.org please", "no fever", None, ""
    ) == ["Met [person-name], call [phone] at night", "write to [email] please", "no fever", None, ""]


def test_digits_of_other_scripts_hide_nothing() -> None:
    assert _mask("اتصل phone ٠٧١٢٣٤٥٦٧٨") == ["اتصل phone [phone]"]
    assert _mask("tel +٢٥٤ ٧١٢ ٣٤٥ ٦٧٨") == ["tel [phone]"]


def test_a_name_after_a_title_is_masked() -> None:
    assert _mask("seen by Dr. Wanjiru today") == ["seen by Dr. [person-name] today"]
    assert _mask("my name is Fatuma and I live here") == ["my name is [person-name] and I live here"]


def test_a_single_first_name_is_masked_where_it_is_likelier_a_name_than_not() -> None:
    assert _mask("Amina came again with Fatuma's child") == ["[person-name] came again with [person-name] child"]
    assert _mask("Patient visited again", "HIV test done", "She was seen") == [
        "Patient visited again", "HIV test done", "She was seen",
    ]  # fmt: skip
    assert _mask("Amina came again", kinds=("email",)) == ["Amina came again"]


def test_a_date_of_birth_and_an_address_are_masked() -> None:
    assert _mask("she was born on 4 March 1985 in town") == ["she was born on [date-of-birth] in town"]
    assert "Kenyatta" not in str(_mask("lives at 12 Kenyatta Avenue, Nakuru since May"))


def test_only_the_kinds_asked_for_are_masked() -> None:
    note = "Amina Hassan, a.b@example.org"
    assert _mask(note, kinds=("email",)) == ["Amina Hassan, [email]"]


def test_a_cell_in_a_column_of_names_is_masked_whatever_it_is() -> None:
    assert _mask("Xqzt", "amina", " Amina  Hassan ", "", "12", name="full_name") == [
        "[person-name]", "[person-name]", "[person-name]", "", "12",
    ]  # fmt: skip


def test_an_identifier_with_blanks_around_it_is_masked() -> None:
    assert _mask(" 529.982.247-25 ", "ok then") == ["[br.cpf]", "ok then"]
    assert _mask(" 52998224725 ", name="cpf") == ["[br.cpf]"]
    assert _mask("52998224725", kinds=("br.cpf",)) == ["[br.cpf]"]


def test_a_telephone_stored_as_a_number_becomes_missing() -> None:
    frame = pl.DataFrame({"phone": [254712345678.0, 12.0, None], "n": [254712345678, 5, None]})
    done = applied(Mask(columns=("phone", "n")), frame)
    assert done.frame["phone"].to_list() == [None, 12.0, None]
    assert done.frame["phone"].dtype == pl.Float64
    assert done.changed == 1


def test_a_column_of_birth_dates_or_coordinates_keeps_none() -> None:
    frame = pl.DataFrame(
        {
            "birth_date": [dt.date(1985, 3, 4), None],
            "date_of_birth": ["04/03/1985", ""],
            "latitude": [1.28333, None],
            "visit_date": [dt.date(2020, 3, 4)] * 2,
        }
    )
    done = applied(Mask(columns=tuple(frame.columns)), frame)
    assert done.frame.rows() == [
        (None, "[date-of-birth]", None, dt.date(2020, 3, 4)),
        (None, "", None, dt.date(2020, 3, 4)),
    ]
    assert done.changed == 3


def test_a_label_says_what_a_name_does_not() -> None:
    frame = pl.DataFrame({"q12": ["254712345678", "fine"]})
    known = context(frame, q12=ColumnHead(name="q12", label="Mobile phone number"))
    assert cells(Mask(columns=("q12",)), frame, "q12", known) == ["[phone]", "fine"]


def test_nothing_is_found_at_the_end_of_a_long_text() -> None:
    text = "word " * 9_000 + "Met Amina Hassan, call +254 712 345 678. " + "word " * 2_000
    (masked,) = _mask(text)
    assert masked == text.replace("Amina Hassan", "[person-name]").replace("+254 712 345 678", "[phone]")


def test_a_long_text_keeps_no_single_name() -> None:
    for before in (100, 3_590, 3_597, 3_600, 3_996, 7_196):
        (masked,) = _mask("x" * (before - 5) + " and Amina came " + "y" * 4_000)
        assert masked is not None
        assert "and [person-name] came" in masked


def test_what_lies_across_two_parts_of_a_long_text_is_found() -> None:
    for before in (3_590, 3_595, 3_598, 3_990, 3_996):
        (masked,) = _mask("x" * (before - 1) + " +254 712 345 678 " + "y" * 4_000)
        assert masked is not None
        assert "[phone]" in masked
        assert "712" not in masked


_WORDS = st.sampled_from(
    "Amina Hassan Dr. John +254712345678 0712 345 678 call phone born on 4/3/1985 at 12 Kenyatta Avenue "
    "a@b.org 4111111111111111 card ٠٧١٢ and , . [phone] P.O. Box 77 Nairobi ID 529.982.247-25 IBAN "
    "DE89370400440532013000 1.2833, 36.8172 né le السيد أحمد 10.11.12.13".split()
)


@settings(max_examples=120, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=14))
def test_nothing_is_found_in_what_was_masked(parts: list[str]) -> None:
    (masked,) = _mask(" ".join(parts))
    assert masked is not None
    assert find_spans(masked, column="note") == []


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match="mask-unknown-kind"):
        prepare(Mask(columns=("note",), kinds=("telephone",)), context(pl.DataFrame({"note": ["x"]})))
