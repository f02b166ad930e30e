from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.transform.tables import context

from ayni.check.batch import ColumnBatch
from ayni.check.personal.spans import find_spans
from ayni.protect.transform.worth import relaxed, worth_reading

_PARTS = st.sampled_from(
    "Amina|Hassan|Dr.|Mme|John|bin|de la|call|tel|phone|born on|né le|nació el|4/3/1985|4 March 1985|at|12|221B|Baker|"
    "Street|rue|Avenue|calle|P.O. Box 77|Nairobi|ID|PAN|ABCDE1234F|CF|السيد|أحمد|علي|شارع|श्री|राम|नाम|我叫|王小明|先生|"
    "አቶ|አበበ|ቀበሌ 12|7FG8VQ2G+4V|г.р.|родился|01.02.1980|0712 345 678|(021) 555 1234|१२३४५६७८९०|"
    "ул. Ленина 5|jalan Sudirman 3".split("|")
)


def _worth(text: str) -> bool:
    frame = pl.DataFrame({"note": [text]})
    plan = context(pl.DataFrame({"note": ["some words"]})).plans["note"]
    return bool(worth_reading(ColumnBatch(plan, frame["note"]))[0])


@settings(max_examples=200, deadline=None)
@given(st.lists(_PARTS, min_size=1, max_size=7), st.sampled_from([" ", ", ", "  ", "\n"]))
def test_no_text_is_passed_over_in_which_something_is_found(parts: list[str], joint: str) -> None:
    text = joint.join(parts)
    if find_spans(text, column="note"):
        assert _worth(text)


@pytest.mark.parametrize("text", ["no fever since monday", "2 children and 14 days", "Patient came. Went home.", ""])
def test_plain_texts_are_passed_over(text: str) -> None:
    assert not _worth(text)


@pytest.mark.parametrize(
    ("pattern", "lax"),
    [
        (r"(?<![\w@])a(?![\w\])]|(?:b|[)]))c", "ac"),
        (r"\(?=a[(?!]b", r"\(?=a[(?!]b"),
        (r"[^]a]x(?=y)[]z]", "[^]a]x[]z]"),
        (r"[\w'’.\-]{0,24}x{1,4}", r"[\w'’.\-]*x{1,4}"),
    ],
)
def test_relaxed_leaves_out_what_stands_around(pattern: str, lax: str) -> None:
    assert relaxed(pattern) == lax
    re.compile(lax)
