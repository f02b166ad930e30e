"""Hierarchies made for categories, and which key variables are given up when not all can be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from ayni.check.batch import ColumnPlan
from ayni.check.report import SemanticType
from ayni.errors import InputError
from ayni.limits import ProtectLimits
from ayni.protect.key_table import KeyTableGathering
from ayni.protect.plan import AsGiven, ByInterval, FromFile, Loss
from ayni.protect.search.problem import Criteria
from ayni.protect.suggesting.choice import Choice, choose_levels, offer_hierarchies

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.protect.plan import HierarchySource


def plan(name: str, kind: SemanticType = SemanticType.CATEGORY) -> ColumnPlan:
    return ColumnPlan(name=name, storage="text", type=kind)


def made(cells: list[str], kind: SemanticType = SemanticType.CATEGORY, concept: str = "x") -> HierarchySource:
    gathered = KeyTableGathering({"c": plan("c", kind)}, ["c"])
    gathered.observe(pl.DataFrame({"c": cells}))
    return offer_hierarchies(gathered, {"c": plan("c", kind)}, {"c": frozenset({concept})}, {}, None).sources["c"]


def chosen(frame: pl.DataFrame, k: int, *, suppression: float = 0.05, folder: Path | None = None) -> Choice:
    plans = {name: plan(name) for name in frame.columns}
    gathered = KeyTableGathering(plans, frame.columns)
    gathered.observe(frame)
    given = {} if folder is None else {name: FromFile(path=f"{name}.csv") for name in frame.columns}
    offer = offer_hierarchies(gathered, plans, {}, given, folder)
    criteria = Criteria(k=k, suppression=suppression, loss=Loss.LOSS)
    return choose_levels(gathered, offer, criteria, plans=plans, limits=ProtectLimits(), progress=lambda _: None)


def test_rare_values_are_joined_level_by_level() -> None:
    cells = ["a"] * 600 + ["b"] * 250 + ["c"] * 80 + ["d"] * 60 + ["e"] * 6 + ["f"] * 4
    assert made(cells) == AsGiven(
        values={
            "a": ("a", "a", "*"),
            "b": ("b", "b", "*"),
            "c": ("c", "other", "*"),
            "d": ("d", "other", "*"),
            "e": ("other", "other", "*"),
            "f": ("other", "other", "*"),
        }
    )


def test_group_of_rare_values_has_a_name_of_its_own() -> None:
    source = made(["a"] * 500 + ["other"] * 300 + ["b"] * 5 + ["c"] * 5)
    assert isinstance(source, AsGiven)
    assert source.values["b"][0] == "all other"


def test_one_rare_value_takes_another_with_it() -> None:
    source = made(["a"] * 500 + ["b"] * 300 + ["c"] * 200 + ["d"] * 3)
    assert isinstance(source, AsGiven)
    assert source.values["c"][0] == source.values["d"][0] == "other"


def test_widest_ages_are_twice_as_wide_while_two_fit() -> None:
    rng = np.random.default_rng(3)
    ages = [str(age) for age in rng.integers(0, 100, 5_000)]
    source = made(ages, SemanticType.INTEGER, "age")
    assert isinstance(source, ByInterval)
    assert source.widths == (5.0, 10.0, 20.0, 40.0)


def test_nothing_is_given_up_where_coarser_is_enough() -> None:
    rng = np.random.default_rng(9)
    frame = pl.DataFrame({name: rng.choice([*"aaaabbbbcde"], 800) for name in ("one", "two", "three")})
    choice = chosen(frame, 5)
    assert choice.hidden == ()
    assert choice.optimum.suppressed <= 40
    assert int(choice.kept.sizes.min()) >= 5


def test_least_known_is_given_up_first() -> None:
    rng = np.random.default_rng(9)
    frame = pl.DataFrame({name: rng.choice([*"ab"], 60) for name in ("first", "second", "third", "fourth", "fifth")})
    choice = chosen(frame, 5, suppression=0.0)
    assert "first" not in choice.hidden
    assert "fifth" in choice.hidden
    assert choice.optimum.suppressed == 0


def test_hierarchy_that_was_given_is_searched_whole(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text("a;ab;*\nb;ab;*\nc;cd;*\nd;cd;*\n")
    rng = np.random.default_rng(1)
    frame = pl.DataFrame({name: rng.choice([*"abcd"], 30) for name in ("one", "two")})
    choice = chosen(frame, 12, suppression=0.0, folder=tmp_path)
    assert [levels.height for levels in choice.table.levels] == [3, 3]
    assert choice.offer.given == {"one", "two"}
    assert choice.optimum.optimal


def test_goal_that_cannot_be_reached_is_said() -> None:
    with pytest.raises(InputError) as caught:
        chosen(pl.DataFrame({"one": ["a", "b", "c"]}), 5)
    assert caught.value.code == "goal-not-reachable"
