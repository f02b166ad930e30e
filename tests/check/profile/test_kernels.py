import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.batch import ColumnBatch, ColumnPlan
from ayni.check.profile.kernels import scan_text
from ayni.check.report import SemanticType

PLAN = ColumnPlan(name="x", storage="text", type=SemanticType.TEXT, missing_tokens=("", "NA", "n/a", "…"))


def scan(cells: list[str]) -> list[int]:
    text = ColumnBatch(PLAN, pl.Series(cells, dtype=pl.String)).text
    out = np.zeros(3, dtype=np.int64)
    scan_text(text.data, text.offsets, np.ones(len(cells), dtype=np.int64), out)
    return [int(n) for n in out]


@pytest.mark.parametrize(
    "cell",
    [
        "caf\ufffd",
        "cafÃ©",
        "MuÃ±oz",
        "cittÃ\u00a0",
        "itâ€™s",
        "â€œquotedâ€\u009d",
        "ï»¿name",
        "20Â°C",
        "ÐŸÑ€Ð¸Ð²ÐµÑ‚",
        "Ù…Ø±Ø­Ø¨Ø§",
        "ä½\u00a0å¥½",
        "à¤¨à¤®à¤¸",
        "áŠ áˆ›áˆ­áŠ›",
        "Ã‰cole",
        "锟斤拷",
        "a\x00b",
        "a\x1fb",
        "a\x7fb",
        "a\u0085b",
    ],
)
def test_scan_text_finds_damage(cell: str) -> None:
    assert scan(["sound", cell, "Zoë"])[0] == 1


@pytest.mark.parametrize(
    "cell",
    [
        "plain",
        "a\tb\r\nc",
        "café",
        "CAFÉ",
        "São Tomé, SÃO PAULO",
        "AÇÃO",
        "« L’été »",
        "« l\u2019été\u00a0»",
        "SANTÉ\u00a0»",
        "MANHÃ”",
        "naïve – “quoted” … €5",
        "Привет, мир",
        "مرحبا بالعالم",
        "नमस्ते",
        "አማርኛ",
        "你好",
        "Ελληνικά",
        "Đặng Văn Á",
        "Þórður Ærø Øst",
        "🙂",
        "20 °C, 5 m²",
        "Ñandú",
        "ŒUVRE",
        "",
    ],
)
def test_scan_text_leaves_sound_text_alone(cell: str) -> None:
    assert scan([cell])[0] == 0


@settings(deadline=None)
@given(text=st.text(alphabet=st.characters(min_codepoint=0xA0, max_codepoint=0x7FF, categories=["L"]), min_size=4))
def test_scan_text_finds_most_text_that_was_read_as_latin_1(text: str) -> None:
    letters = "".join(c for c in text if 0xA0 <= ord(c) <= 0xFF or 0x400 <= ord(c) <= 0x45F or 0x620 <= ord(c) <= 0x64A)
    if len(letters) >= 2:
        assert scan([letters.encode().decode("latin-1")])[0] == 1


@settings(deadline=None)
@given(cells=st.lists(st.text(max_size=12), max_size=30))
def test_scan_text_counts_characters(cells: list[str]) -> None:
    kept = [cell for cell in cells if cell.strip() not in PLAN.missing_tokens]
    found = scan(kept)
    assert found[1:] == [sum(map(len, kept)), max(map(len, kept), default=0)]


@settings(deadline=None)
@given(
    cells=st.lists(
        st.none()
        | st.sampled_from(
            ["NA", " NA", "n/a\t", "…", "…x", "N", "NAN", "", "  ", "\n", "na", "\u00a0", "\u00a0NA \u00a0", "…\u00a0"]
        )
        | st.text(max_size=4)
    )
)
def test_values_are_missing_exactly_where_a_trimmed_cell_is_a_token(cells: list[str | None]) -> None:
    values = ColumnBatch(PLAN, pl.Series("x", cells, dtype=pl.String)).values.to_list()
    blank = " \t\n\r\v\f\u00a0"
    assert values == [None if c is None or c.strip(blank) in PLAN.missing_tokens else c for c in cells]


@settings(deadline=None)
@given(cells=st.lists(st.none() | st.text(max_size=6)), first=st.integers(0, 5))
def test_text_holds_each_cell_between_its_offsets(cells: list[str | None], first: int) -> None:
    batch = ColumnBatch(PLAN, pl.Series("x", cells, dtype=pl.String)[first:])
    text, values = batch.text, batch.values.to_list()
    found = [bytes(text.data[a:b]).decode() for a, b in zip(text.offsets[:-1], text.offsets[1:], strict=True)]
    assert found == [value or "" for value in values]
