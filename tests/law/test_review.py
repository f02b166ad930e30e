"""A sign-off counts for one node, one rulebook and one content; a forged one stops everything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.law.books import DAY, book

from ayni.errors import ActError, InputError
from ayni.law.review_file import load_reviews, sign_off

if TYPE_CHECKING:
    from pathlib import Path

OURS = "ours"
LAW = book(place="KE", hash="abc")


def forged(folder: Path, secret: str = OURS) -> str:
    """Return the code with which the sign-offs are refused."""
    with pytest.raises(InputError) as refused:
        load_reviews(folder, secret)
    return refused.value.code


def test_a_sign_off_is_kept_and_read(tmp_path: Path) -> None:
    made = sign_off(LAW, "  Amina   Kiprop ", DAY, folder=tmp_path / "reviews", secret=OURS)
    assert load_reviews(tmp_path / "reviews", OURS) == {"ke": made}
    assert (made.reviewer, made.hash, made.on) == ("Amina Kiprop", "abc", DAY)
    assert load_reviews(tmp_path / "none", OURS) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [("hash", "other"), ("reviewer", "Someone Else"), ("on", "2026-11-23"), ("seal", "00"), ("rulebook", "za")],
)
def test_a_changed_sign_off_is_forged(tmp_path: Path, field: str, value: str) -> None:
    sign_off(LAW, "Amina", DAY, folder=tmp_path, secret=OURS)
    path = tmp_path / "ke.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {field: value}), encoding="utf-8")
    assert forged(tmp_path) == "law-review-forged"


def test_a_sign_off_of_another_node_or_rulebook_is_forged(tmp_path: Path) -> None:
    sign_off(LAW, "Amina", DAY, folder=tmp_path, secret=OURS * 2)
    assert forged(tmp_path) == "law-review-forged"
    sign_off(LAW, "Amina", DAY, folder=tmp_path, secret=OURS)
    (tmp_path / "ke.json").rename(tmp_path / "za.json")
    assert forged(tmp_path) == "law-review-forged"


@pytest.mark.parametrize("data", [b"", b"{", b"null", b'{"rulebook":"ke"}', b" " * 5000, b"\xff"])
def test_what_is_no_sign_off_is_forged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "ke.json").write_bytes(data)
    assert forged(tmp_path) == "law-review-forged"


def test_a_sign_off_that_cannot_be_read_is_forged(tmp_path: Path) -> None:
    (tmp_path / "ke.json").mkdir()
    assert forged(tmp_path) == "law-review-forged"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00b"])
def test_a_reviewer_needs_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as refused:
        sign_off(LAW, name, DAY, folder=tmp_path, secret=OURS)
    assert refused.value.code == "law-reviewer-empty"


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "reviews").write_text("a file", encoding="utf-8")
    with pytest.raises(ActError) as failed:
        sign_off(LAW, "Amina", DAY, folder=tmp_path / "reviews", secret=OURS)
    assert failed.value.code == "law-review-not-written"
    (tmp_path / "other" / "ke.json" / "full").mkdir(parents=True)
    with pytest.raises(ActError):
        sign_off(LAW, "Amina", DAY, folder=tmp_path / "other", secret=OURS)
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["ke.json"], "nothing half-written is left"
