from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.read import open_dataset
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
# Polars writes texts inside nested values without escaping them, so these hold nothing that needs it.
NESTED_TEXT = TEXT.filter(lambda text: text.isprintable() and not set(text) & set('"\\'))
VALUE = TEXT | st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | NESTED_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ké", max_size=2), inner, max_size=3),
    max_leaves=5,
)


def cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def loaded(cells: list[tuple[str | None, ...]], objects: list[dict[str, object]]) -> list[tuple[object, ...]]:
    """Parse nested cells again: how JSON is spaced does not matter."""
    return [
        tuple(
            json.loads(found or "", strict=False) if isinstance(record.get(key), (dict, list)) else found
            for found, key in zip(row, "abc", strict=True)
        )
        for row, record in zip(cells, objects, strict=True)
    ]


@settings(deadline=None, max_examples=40)
@given(
    objects=st.lists(st.fixed_dictionaries({}, optional={"a": VALUE, "b": VALUE, "c": VALUE}), min_size=1, max_size=8),
    layout=st.sampled_from(["lines", "list", "pretty list", "pretty objects"]),
    ascii_only=st.booleans(),
    block_bytes=st.sampled_from([5, 64, 1 << 20]),
)
def test_objects_come_back_in_every_layout(
    tmp_path_factory: pytest.TempPathFactory, objects: Any, layout: str, ascii_only: Any, block_bytes: int
) -> None:
    objects = [{"a": "first", "b": 1, "c": None}, *objects]
    indent = 2 if "pretty" in layout else None
    if "list" in layout:
        text = json.dumps(objects, indent=indent, ensure_ascii=ascii_only)
    else:
        text = "\n".join(json.dumps(one, indent=indent, ensure_ascii=ascii_only) for one in objects)
    path = tmp_path_factory.mktemp("objects") / "t.json"
    path.write_text(text, encoding="utf-8")
    (table,) = open_dataset([path], ReadLimits(block_bytes=block_bytes)).tables
    rows = [row for block in table.blocks() for row in block.read(["a", "b", "c"]).rows()]
    expected = [
        tuple(value if isinstance(value := one.get(key), (dict, list)) else cell(value) for key in "abc")
        for one in objects
    ]
    assert loaded(rows, objects) == expected


def test_nested_values_stay_json_and_missing_keys_are_null(read: Callable[..., Any]) -> None:
    found = read(b'{"a":1,"b":{"x":[1]}}\n{"a":"2","c":null}\n', "t.jsonl").only
    assert found.names == ["a", "b", "c"]
    assert found.rows == [("1", '{"x": [1]}', None), ("2", None, None)]
    assert found.table.source.format == "jsonl"


def test_keys_that_come_later_are_remarked(read: Callable[..., Any]) -> None:
    data = b'{"a":1}\n' * 3000 + b'{"a":2,"b":3}\n'
    found = read(data, "t.jsonl").only
    assert found.names == ["a"]
    assert len(found.rows) == 3001
    assert found.remarks == {"json-keys-new": {"count": 1}}


def test_repeated_keys_nan_and_broken_lines_are_counted(read: Callable[..., Any]) -> None:
    found = read(b'{"a":1,"a":2}\n{"a":NaN}\n{"a":\n[1]\n\n{"a":5}\n', "t.jsonl").only
    assert found.rows == [("2",), (None,), ("5",)]
    assert found.remarks == {
        "json-keys-repeated": {"count": 1},
        "json-not-finite": {"count": 1},
        "json-lines-unread": {"count": 2},
    }


def test_escaped_keys_and_half_characters_are_understood(read: Callable[..., Any]) -> None:
    found = read(b'{"caf\\u00e9":"\\ud83d\\ude00","b":"\\ud800"}\n', "t.json").only
    assert found.names == ["café", "b"]
    assert found.rows == [("😀", "?")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[1,2]", "json-not-records"),
        (b'["a"]', "json-not-records"),
        (b"[[1],[2]]", "json-not-records"),
        (b"[]", "empty-file"),
        (b"{}", "json-not-records"),
        (b'[{"a":1},{"a":', "file-truncated"),
        (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "json-too-deep"),
        (b'[{"a":1},' + b'{"a":' * 100_000, "json-too-deep"),
        (b'{"a":1}\n' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"\n", "json-too-deep"),
    ],
)
def test_json_that_is_no_table_is_refused(read: Callable[..., Any], data: bytes, code: str) -> None:
    assert read(data, "t.json").errors == [code]


def test_an_endless_object_stops_at_the_limit(read: Callable[..., Any]) -> None:
    limits = ReadLimits(block_bytes=512, record_bytes=2048, sniff_bytes=256)
    assert read(b'[{"a":"' + b"x" * 9000 + b'"}]', "t.json", limits).errors == ["record-too-long"]


def test_utf_16_json_is_read(read: Callable[..., Any]) -> None:
    found = read('[{"a":"é"}]'.encode("utf-16"), "t.json").only
    assert found.rows == [("é",)]
    assert "text-recoded" in found.remarks


def test_too_many_keys_are_refused(read: Callable[..., Any]) -> None:
    data = json.dumps({f"k{i}": 1 for i in range(30)}).encode()
    assert read(data, "t.json", ReadLimits(columns=20)).errors == ["too-many-columns"]
