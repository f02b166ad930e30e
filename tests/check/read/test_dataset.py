from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ayni.check.read import open_dataset
from ayni.check.read.kinds import Kind, detect_kind, split_suffix
from ayni.check.texts.reading import TEXTS
from ayni.errors import InputError
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = ReadLimits()


def test_a_folder_is_a_dataset_of_its_tables(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("b.csv", "a.csv", "inner/a.csv", ".hidden.csv", "~$lock.xlsx", "readme.md", "broken.parquet"):
        (tmp_path / name).write_bytes(b"x,y\n1,2\n" if name.endswith("csv") else b"PAR1" * 9)
    dataset = open_dataset([tmp_path], LIMITS)
    assert dataset.name == tmp_path.name
    assert [table.name for table in dataset.tables] == ["a", "b", "a (2)"]
    assert [(Path(unread.path).name, unread.code) for unread in dataset.unread] == [
        ("broken.parquet", "file-truncated")
    ]


def test_several_paths_are_one_dataset(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"x,y\n1,2\n")
    dataset = open_dataset([tmp_path / "people.csv", tmp_path / "none.csv"], LIMITS)
    assert dataset.name == "people"
    assert [table.name for table in dataset.tables] == ["people"]
    assert [unread.code for unread in dataset.unread] == ["file-not-found"]


def test_no_path_at_all_is_an_error() -> None:
    with pytest.raises(InputError, match="no-input"):
        open_dataset([], LIMITS)


def test_a_folder_without_tables_is_unread(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("nothing here")
    assert [unread.code for unread in open_dataset([tmp_path], LIMITS).unread] == ["folder-without-tables"]


def test_folders_are_walked_no_further_than_the_limits(tmp_path: Path) -> None:
    for index in range(5):
        (tmp_path / f"{index}.csv").write_bytes(b"x,y\n1,2\n")
    assert [unread.code for unread in open_dataset([tmp_path], ReadLimits(files=4)).unread] == ["too-many-files"]
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "c.csv").write_bytes(b"x,y\n1,2\n")
    assert len(open_dataset([tmp_path], ReadLimits(folder_depth=2)).tables) == 5
    assert len(open_dataset([tmp_path], ReadLimits(folder_depth=3)).tables) == 6


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"x,y\n1,2\n")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(open_dataset([tmp_path], LIMITS).tables) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \n\n", "empty-file"),
        (b"%PDF-1.7\n1 0 obj", "not-a-table"),
        (b"<!DOCTYPE html><html></html>", "not-a-table"),
        (bytes(range(256)) * 20, "not-a-table"),
        (b"SQLite format 3\0" + b"\0" * 100, "not-a-table"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(read: Callable[..., Any], data: bytes, code: str) -> None:
    assert read(data).errors == [code]


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        (b'{"a":1}', "csv", Kind.JSON),
        (b"[1],2\n", "csv", Kind.DELIMITED),
        (b"[1,2]", "json", Kind.JSON),
        (b"{x},y\n", "txt", Kind.DELIMITED),
        (b"\xef\xbb\xbf[{", "", Kind.JSON),
        (b"PAR1", "csv", Kind.PARQUET),
        (b"a,b", "parquet", Kind.DELIMITED),
    ],
)
def test_bytes_decide_what_a_file_is(head: bytes, suffix: str, kind: Kind) -> None:
    assert detect_kind(head, suffix) is kind


def test_a_misleading_suffix_is_remarked(read: Callable[..., Any]) -> None:
    found = read(b"a,b\n1,2\n", "t.parquet").only
    assert found.rows == [("1", "2")]
    assert found.remarks == {"suffix-misleading": {"suffix": "parquet", "format": "csv"}}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.csv.gz", ("a", "csv")),
        ("a.b.CSV", ("a.b", "csv")),
        ("a", ("a", "")),
        (".csv", (".csv", "")),
        ("a.zst", ("a", "")),
    ],
)
def test_suffixes_are_split_off(name: str, expected: Any) -> None:
    assert split_suffix(name) == expected


def test_every_code_has_words_and_every_finding_advice() -> None:
    source = Path(__file__).parents[3] / "src" / "ayni" / "check" / "read"
    text = "".join(path.read_text() for path in source.glob("*.py"))
    for key in TEXTS:
        kind, code = key.split(".")
        assert code in text or code.replace("-", "_") in text, key
        if kind == "finding":
            assert f"advice.{code}" in TEXTS
    import re

    for code in re.findall(r'(?:InputError|LimitError)\(\s*"([a-z0-9-]+)"', text):
        assert f"error.{code}" in TEXTS, code
    for code in re.findall(r'Remark\(code="([a-z0-9-]+)"', text):
        assert f"finding.{code}" in TEXTS, code
    for code in re.findall(
        r"\b([a-z]+(?:_[a-z]+)+)=(?:int|nuls|short|long|blank|odd|damaged|text\.|cutter|repeated|unknown|unread|not_finite)",
        text,
    ):
        assert f"finding.{code.replace('_', '-')}" in TEXTS, code
