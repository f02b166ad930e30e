from __future__ import annotations

import ipaddress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban, luhn

from ayni.check.personal.kernels import count_sample, scan
from ayni.check.personal.kinds import Mark, calling_table, iban_table
from ayni.check.personal.spans import scan_texts


def marks(text: str) -> set[int]:
    return {mark for mark, _, _ in scan_texts([text])[0].get(0, [])}


@settings(deadline=None)
@given(st.from_regex(r"4[0-9]{15}", fullmatch=True))
def test_scan_marks_cards_as_the_luhn_check_says(number: str) -> None:
    assert (Mark.CARD in marks(number)) is luhn.is_valid(number)


@settings(deadline=None)
@given(st.integers(0, 10**18 - 1), st.integers(2, 98), st.sampled_from(["", " ", "-"]))
def test_scan_marks_ibans_as_the_check_digits_say(account: int, check: int, separator: str) -> None:
    number = f"DE{check:02d}{account:018d}"
    written = separator.join(number[at : at + 4] for at in range(0, len(number), 4))
    assert (Mark.IBAN in marks(written)) is iban.is_valid(number, check_country=False)


@settings(deadline=None)
@given(st.lists(st.integers(0, 300), min_size=4, max_size=4))
def test_scan_marks_octets_as_ipaddress_reads_them(octets: list[int]) -> None:
    text = ".".join(map(str, octets))
    try:
        ipaddress.IPv4Address(text)
        valid = octets[0] > 0 or not any(octets)
    except ValueError:
        valid = False
    assert bool({Mark.IP, Mark.IP_WEAK} & marks(text)) is valid


@settings(deadline=None)
@given(st.ip_addresses(v=6))
def test_scan_marks_written_out_ipv6_addresses(address: ipaddress.IPv6Address) -> None:
    text = address.exploded
    assert (Mark.IP in marks(text)) is any(digit in "0123456789" for digit in text)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.binary(max_size=40), max_size=20))
def test_scan_bears_arbitrary_bytes_and_counts_what_its_masks_say(cells: list[bytes]) -> None:
    data = np.frombuffer(b"".join(cells) or b"\0", dtype=np.uint8)
    offsets = np.cumsum([0, *map(len, cells)]).astype(np.int64)
    counts = np.zeros(len(Mark), dtype=np.int64)
    masks = np.zeros(len(cells), dtype=np.int64)
    spans = np.zeros((100, 4), dtype=np.int64)
    found = scan(data, offsets, iban_table(), calling_table(), counts, masks, spans)
    assert counts.tolist() == [sum(mask >> bit & 1 for mask in masks.tolist()) for bit in range(len(Mark))]
    assert all(0 <= start < end <= len(cells[cell]) for cell, _, start, end in spans[:found].tolist())


def test_count_sample_stops_where_the_table_is_full_and_goes_on() -> None:
    hashes = np.array([1, 2, 2, 3, 9, 4, 5], dtype=np.uint64)
    valid = np.array([True, True, True, True, True, True, False])
    keys, counts, firsts = np.zeros(4, np.uint64), np.zeros(4, np.int64), np.full(4, -1, np.int64)
    none = np.zeros(0, dtype=np.int64)
    state = count_sample(hashes, valid, none, np.uint64(8), 0, keys, counts, firsts, 0)
    assert state == (5, 3)
    assert {int(key): int(count) for key, count in zip(keys, counts, strict=True) if count} == {1: 1, 2: 2, 3: 1}
    keys, counts, firsts = np.zeros(8, np.uint64), np.zeros(8, np.int64), np.full(8, -1, np.int64)
    assert count_sample(hashes, valid, none, np.uint64(8), 0, keys, counts, firsts, 0) == (7, 4)


@pytest.mark.parametrize("table", [iban_table(), calling_table()])
def test_tables_hold_no_negative_length(table: np.ndarray) -> None:
    assert table.min() == 0
    assert table.max() > 0
