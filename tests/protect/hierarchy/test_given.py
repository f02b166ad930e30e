"""Written hierarchies, in files and in plans: read, refused where they are wrong, matched with a column."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.errors import InputError, LimitError
from ayni.protect.hierarchy import HierarchyLimits, build_levels, hierarchies_in, read_hierarchy_file
from ayni.protect.plan import AsGiven, FromFile

if TYPE_CHECKING:
    from ayni.protect.levels import Levels

ADULT = Path(__file__).resolve().parents[4] / "shared" / "data" / "microdata"
needs_adult = pytest.mark.skipif(not ADULT.is_dir(), reason="../shared/data/microdata is not here")
SECRET = "Wanjiru"  # noqa: S105 - a name
"""A value that no error may quote."""


def column(kind: SemanticType = SemanticType.CATEGORY, storage: str = "text", **labels: str) -> ColumnPlan:
    codes = {code.removeprefix("_"): label for code, label in labels.items()}
    return ColumnPlan(name="c", storage=storage, type=kind, value_labels=codes)


def texts(values: list[str | None]) -> pl.Series:
    return pl.Series(values, dtype=pl.String)


def written(levels: Levels) -> list[list[str | None]]:
    """What each value reads on each level."""
    return [[levels.labels[level][code] for code in levels.codes[level]] for level in range(levels.height)]


def stands_for(levels: Levels, level: int) -> dict[str | None, int]:
    return dict(zip(levels.labels[level], levels.leaves[level].tolist(), strict=True))


def refused(source: AsGiven | FromFile, values: list[str | None], folder: Path | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        build_levels(source, column(), texts(values), folder=folder)
    assert SECRET not in str(caught.value)
    return caught.value


# The nine hierarchies of the Adult data, as ARX ships them.


@needs_adult
@pytest.mark.parametrize(
    ("name", "domain", "groups", "leaves"),
    [
        ("sex", 2, [2, 1], {"*": 2}),
        ("age", 100, [72, 15, 8, 5, 1], {"15-19": 5, "85-89": 5}),
        ("race", 5, [5, 1], {"*": 5}),
        ("marital-status", 7, [7, 2, 1], {"spouse present": 2, "spouse not present": 5}),
        ("education", 16, [16, 5, 3, 1], {"High School": 6, "Undergraduate": 2}),
        ("native-country", 41, [41, 5, 1], {"Africa": 1, "North America": 12}),
        ("workclass", 8, [7, 3, 1], {"Non-Government": 3, "Government": 3, "Unemployed": 2}),
        ("occupation", 14, [14, 3, 1], {"Technical": 4, "Nontechnical": 3, "Other": 7}),
        ("salary-class", 2, [2, 1], {"*": 2}),
    ],
)
def test_adult_hierarchies_have_arx_levels_and_domains(
    name: str, domain: int, groups: list[int], leaves: dict[str, int]
) -> None:
    table = pl.read_csv(ADULT / "adult.csv", separator=";", infer_schema=False)
    sources = hierarchies_in(ADULT / "hierarchies", table.columns)
    assert sorted(sources) == sorted(table.columns)
    values = table[name].unique(maintain_order=True)
    levels = build_levels(sources[name], column(), values, folder=ADULT / "hierarchies")
    assert (levels.height, levels.domain, [len(labels) for labels in levels.labels]) == (len(groups), domain, groups)
    assert {label: stands_for(levels, 1)[label] for label in leaves} == leaves
    assert levels.labels[0] == tuple(values)
    assert stands_for(levels, levels.height - 1) == {"*": domain}
    given = read_hierarchy_file(ADULT / "hierarchies" / sources[name].path).as_given()
    assert written(build_levels(given, column(), values)) == written(levels)


@needs_adult
def test_adult_ages_on_every_level() -> None:
    source = FromFile(path="adult_hierarchy_age.csv")
    levels = build_levels(source, column(SemanticType.INTEGER), texts(["39", "17"]), folder=ADULT / "hierarchies")
    assert written(levels) == [["39", "17"], ["35-39", "15-19"], ["30-39", "10-19"], ["20-39", "0-19"], ["*", "*"]]
    assert [leaves.tolist() for leaves in levels.leaves] == [[1, 1], [5, 5], [10, 10], [20, 20], [100]]


@needs_adult
@pytest.mark.parametrize(
    ("node", "suppressed", "loss"),
    [
        ((0, 4, 1, 1, 3, 2, 2, 1, 0), 0, 0.573151),
        ((0, 3, 0, 1, 1, 1, 1, 2, 0), 1178, 0.266111),
        ((0, 3, 0, 0, 2, 1, 1, 1, 0), 2553, 0.220412),
    ],
)
def test_adult_loss_of_arx_optima_from_our_leaves(node: tuple[int, ...], suppressed: int, loss: float) -> None:
    """The three optima of ARX 3.9.2 at k = 5 (suppression limits 0 %, 4 %, 100 %), whose Loss rests on leaves."""
    table = pl.read_csv(ADULT / "adult.csv", separator=";", infer_schema=False)
    folder = ADULT / "hierarchies"
    sources = hierarchies_in(folder, table.columns)
    cells, shares, domains = {}, {}, {}
    for name, level in zip(table.columns, node, strict=True):
        values = table[name].unique(maintain_order=True)
        levels = build_levels(sources[name], column(), values, folder=folder)
        places = table[name].cast(pl.Enum(values)).to_physical().to_numpy()
        cells[name] = levels.codes[level][places]
        shares[name] = levels.leaves[level][cells[name]] / levels.domain
        domains[name] = levels.domain
    hidden = (pl.DataFrame(cells).select(pl.len().over(table.columns)).to_series() < 5).to_numpy()
    product = 1.0
    for name, domain in domains.items():
        share = float(np.where(hidden, 1.0, shares[name]).mean())
        product *= (share - 1 / domain) / (1 - 1 / domain) + 1
    assert int(hidden.sum()) == suppressed
    assert product ** (1 / 9) - 1 == pytest.approx(loss, abs=5e-7)


# Files.


def test_read_hierarchy_file_quoted_with_mark_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_bytes('\ufeff"a;b";x;*\r\n\r\n"say ""c""";x;*\r\nd;y;*'.encode())
    table = read_hierarchy_file(path)
    assert table.frame.rows() == [("a;b", "x", "*"), ('say "c"', "x", "*"), ("d", "y", "*")]
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert table.as_given() == AsGiven(values={"a;b": ("x", "*"), 'say "c"': ("x", "*"), "d": ("y", "*")})


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_read_hierarchy_file_separators(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "h.csv"
    path.write_text(f"a{separator}*\nb{separator}*\n")
    assert read_hierarchy_file(path).frame.rows() == [("a", "*"), ("b", "*")]


def test_read_hierarchy_file_joins_rows_that_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("a;x;*\nb;x;*\na;x;*\n")
    levels = build_levels(FromFile(path="h.csv"), column(), texts(["a"]), folder=tmp_path)
    assert (levels.domain, stands_for(levels, 1)) == (2, {"x": 2})


@pytest.mark.parametrize(
    ("data", "code", "facts"),
    [
        (b"", "hierarchy-file-empty", {}),
        (b"\n\n", "hierarchy-file-empty", {}),
        (b"a\nb\n", "hierarchy-file-without-levels", {}),
        (b"a;x;*\nWanjiru;*\n", "hierarchy-file-ragged", {"row": 2, "cells": 2, "expected": 3}),
        (b"a;*\nWanjiru;x;*\n", "hierarchy-file-ragged", {"row": 2, "cells": 3, "expected": 2}),
        (b"a;*\n\xe9;*\n", "hierarchy-not-utf8", {}),
        (b"\xff\xfea\x00;\x00", "hierarchy-not-utf8", {}),
        (b'a;*\n"Wanjiru;*\n', "hierarchy-file-damaged", {}),
        (b'a;*\n"b"c;*\n', "hierarchy-file-damaged", {}),
        (b"a;*\n" + b"W" * 200_000 + b";*\n", "hierarchy-file-damaged", {}),
        (b";".join([b"a"] * 65), "hierarchy-file-too-many-levels", {"levels": 65, "limit": 64}),
    ],
)
def test_read_hierarchy_file_that_is_wrong(tmp_path: Path, data: bytes, code: str, facts: dict[str, int]) -> None:
    path = tmp_path / "h.csv"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_hierarchy_file(path)
    assert (caught.value.code, caught.value.facts) == (code, {"path": str(path), **facts})


def test_read_hierarchy_file_beyond_its_limits(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("a;*\nb;*\nc;*\n")
    assert read_hierarchy_file(path, HierarchyLimits(file_bytes=12, values=3, levels=2)).frame.height == 3
    for limits, code in (
        (HierarchyLimits(file_bytes=11), "hierarchy-file-too-large"),
        (HierarchyLimits(values=2), "hierarchy-file-too-many-values"),
        (HierarchyLimits(levels=1), "hierarchy-file-too-many-levels"),
    ):
        with pytest.raises(LimitError) as caught:
            read_hierarchy_file(path, limits)
        assert caught.value.code == code


def test_build_levels_file_that_is_not_the_one_of_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("a;*\n")
    digest = hashlib.sha256(b"a;*\n").hexdigest()
    source = FromFile(path="h.csv", sha256=digest.upper())
    assert written(build_levels(source, column(), texts(["a"]), folder=tmp_path)) == [["a"], ["*"]]
    path.write_text("a;x\n")
    error = refused(source, ["a"], tmp_path)
    assert (error.code, error.facts) == ("hierarchy-file-changed", {"path": str(path), "column": "c"})


def test_build_levels_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name, code in (
        ("pipe.csv", "hierarchy-file-unreadable"),
        ("h.csv", "hierarchy-file-missing"),
        ("folder.csv", "hierarchy-file-unreadable"),
        ("a\0b", "hierarchy-file-unreadable"),
    ):
        assert refused(FromFile(path=name), ["a"], tmp_path).code == code


def test_build_levels_reads_no_file_without_a_folder(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("a;*\n")
    assert refused(FromFile(path="h.csv"), ["a"]).code == "hierarchy-files-not-here"


@pytest.mark.parametrize("way", ["{folder}/h.csv", "../h.csv", "below/../../h.csv", "../../x"])
def test_build_levels_reads_no_file_outside_the_folder(tmp_path: Path, way: str) -> None:
    (tmp_path / "h.csv").write_text("a;*\n")
    (tmp_path / "own" / "below").mkdir(parents=True)
    path = way.format(folder=tmp_path)
    error = refused(FromFile(path=path), ["a"], tmp_path / "own")
    assert (error.code, error.facts) == ("hierarchy-file-outside", {"column": "c", "path": path})


def test_build_levels_reads_a_file_in_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "h.csv").write_text("a;*\n")
    levels = build_levels(FromFile(path="below/h.csv"), column(), texts(["a"]), folder=tmp_path)
    assert written(levels) == [["a"], ["*"]]


def test_hierarchies_in_a_folder(tmp_path: Path) -> None:
    for name in ("age.csv", "x_hierarchy_sex.csv", "x_hierarchy_job_hierarchy_class.csv", "notes.csv", "sex.txt"):
        (tmp_path / name).write_text(f"{name};*\n")
    found = hierarchies_in(tmp_path, ("age", "sex", "class", "job_hierarchy_class"))
    assert {name: source.path for name, source in found.items()} == {
        "age": "age.csv", "sex": "x_hierarchy_sex.csv", "job_hierarchy_class": "x_hierarchy_job_hierarchy_class.csv",
    }  # fmt: skip
    assert found["age"].sha256 == hashlib.sha256(b"age.csv;*\n").hexdigest()


def test_hierarchies_in_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        hierarchies_in(tmp_path / "absent", ("age",))
    assert caught.value.code == "hierarchies-folder-missing"
    (tmp_path / "ages.csv").write_text("1;*\n")
    with pytest.raises(InputError) as caught:
        hierarchies_in(tmp_path, ("age",))
    assert (caught.value.code, caught.value.facts["columns"]) == ("hierarchies-none-match", ["age"])
    for name in ("age.csv", "x_hierarchy_age.csv"):
        (tmp_path / name).write_text("1;*\n")
    with pytest.raises(InputError) as caught:
        hierarchies_in(tmp_path, ("age",))
    assert caught.value.code == "hierarchy-two-files"
    assert caught.value.facts == {"column": "age", "first": "age.csv", "second": "x_hierarchy_age.csv"}


# What a hierarchy says.


def test_build_levels_hierarchy_that_misses_values() -> None:
    error = refused(AsGiven(values={"a": ("*",), "b": ("*",)}), ["a", SECRET, None, "C", "b"])
    assert (error.code, error.facts) == ("hierarchy-misses-values", {"column": "c", "values": 2, "known": 2})


@pytest.mark.parametrize(
    "values",
    [
        {"a": ("b", "*"), "b": ("a", "*")},
        {"a": (SECRET, "a", "*")},
        {"a": ("b", "b", "*"), "b": (SECRET, SECRET, "*"), SECRET: ("a", "a", "*")},
        {"a": ("b", "c", "b"), "z": ("y", "y", "y")},
    ],
)
def test_build_levels_hierarchy_with_a_cycle(values: dict[str, tuple[str, ...]]) -> None:
    error = refused(AsGiven(values=values), ["a"])
    assert (error.code, error.facts) == ("hierarchy-cycle", {"column": "c"})


def test_build_levels_long_chain_without_a_cycle() -> None:
    values: dict[str, tuple[str, ...]] = {f"{number:04d}": (f"{number + 1:04d}", "*") for number in range(3000)}
    assert build_levels(AsGiven(values=values), column(), texts(["0001"])).domain == 3000
    values["3000"] = ("0000", "*")
    assert refused(AsGiven(values=values), ["0001"]).code == "hierarchy-cycle"


def test_build_levels_group_may_keep_its_name_upwards() -> None:
    values: dict[str, tuple[str, ...]] = {"a": ("a", "a", "*"), "b": ("a", "a", "*"), "c": ("c", "*", "*")}
    levels = build_levels(AsGiven(values=values), column(), texts(["a", "b", "c"]))
    assert written(levels)[1:] == [["a", "a", "c"], ["a", "a", "*"], ["*", "*", "*"]]


def test_build_levels_hierarchy_that_splits_again() -> None:
    values: dict[str, tuple[str, ...]] = {
        "a": ("x", "p", "*"),
        SECRET: ("x", "q", "*"),
        "c": ("y", "q", "*"),
        "d": ("z", "q", "*"),
    }
    error = refused(AsGiven(values=values), ["a"])
    assert (error.code, error.facts) == ("hierarchy-splits", {"column": "c", "level": 1, "next": 2, "groups": 1})


def test_build_levels_value_twice_with_different_levels(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("Wanjiru;x;*\nWanjiru;y;*\n")
    error = refused(FromFile(path="h.csv"), ["a"], tmp_path)
    assert (error.code, error.facts) == ("hierarchy-value-twice", {"column": "c", "values": 1})


def test_build_levels_column_with_too_many_values() -> None:
    with pytest.raises(LimitError) as caught:
        build_levels(AsGiven(values={"a": ("*",)}), column(), texts(["a", SECRET]), limits=HierarchyLimits(values=1))
    assert caught.value.code == "hierarchy-too-many-values"
    assert caught.value.facts == {"column": "c", "values": 2, "limit": 1}


# How values are found, and what becomes of missing ones.


def test_build_levels_missing_cells_stay_missing_below_the_root() -> None:
    levels = build_levels(AsGiven(values={"a": ("x", "*"), "b": ("x", "*")}), column(), texts([None, "a"]))
    assert written(levels) == [[None, "a"], [None, "x"], ["*", "*"]]
    assert (levels.domain, stands_for(levels, 1), stands_for(levels, 2)) == (3, {"x": 2, None: 1}, {"*": 3})


def test_build_levels_missing_cells_stay_missing_where_there_is_no_root() -> None:
    levels = build_levels(AsGiven(values={"a": ("x",), "b": ("y",)}), column(), texts(["b", None]))
    assert written(levels) == [["b", None], ["y", None]]


def test_build_levels_hierarchy_that_counts_missing_cells_itself() -> None:
    levels = build_levels(AsGiven(values={"a": ("*",), "": ("*",)}), column(), texts(["a", None]))
    assert (levels.domain, written(levels)) == (2, [["a", None], ["*", "*"]])


def test_build_levels_finds_coded_values_by_code_or_by_meaning() -> None:
    plan = column(storage="float64", _1="Male", _2="Female")
    by_label = build_levels(AsGiven(values={"Female": ("any",), "Male": ("any",)}), plan, texts(["1.0", "2"]))
    by_code = build_levels(AsGiven(values={"1": ("any",), "2": ("any",)}), plan, texts(["1.0", "2"]))
    assert written(by_label) == written(by_code) == [["1.0", "2"], ["any", "any"]]


def test_build_levels_finds_numbers_written_otherwise() -> None:
    plan = ColumnPlan(name="c", storage="text", type=SemanticType.DECIMAL, decimal_comma=True, grouping=".")
    levels = build_levels(AsGiven(values={"1000,5": ("much",), "2": ("few",)}), plan, texts(["1.000,50", " 2 ", "2,0"]))
    assert written(levels) == [["1.000,50", " 2 ", "2,0"], ["much", "few", "few"]]


def test_build_levels_takes_no_text_for_a_number() -> None:
    assert refused(AsGiven(values={"1": ("*",)}), ["01"]).code == "hierarchy-misses-values"
