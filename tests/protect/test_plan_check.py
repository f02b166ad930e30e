"""Contradictory plans are refused, each with its own code; sound ones pass."""

from __future__ import annotations

import json
import math
import string
from pathlib import Path
from typing import Any

import pytest

from ayni.errors import InputError
from ayni.messages import Catalogue
from ayni.protect.plan import (
    AsGiven,
    BottomCode,
    ByCode,
    ByDate,
    ByInterval,
    ByPlace,
    Drop,
    FromFile,
    Generalise,
    Goal,
    Mask,
    Microaggregate,
    MovePlaces,
    Plan,
    Pseudonymise,
    Round,
    ShiftDates,
    Step,
    SuppressCells,
    TopCode,
)
from ayni.protect.plan_check import check_plan
from ayni.protect.texts import hierarchy, plan

COLUMNS = ("name", "age", "sex", "income", "weight", "household", "born", "lat", "lon", "note")
GOAL = Goal(keys=("age", "sex"), k=5)
AGES = ByInterval(widths=(5.0, 10.0))
WORDS = Catalogue("en", plan.TEXTS, hierarchy.TEXTS)


def refused(wanted: Plan, rows: int | None = 100) -> InputError:
    with pytest.raises(InputError) as caught:
        check_plan(wanted, COLUMNS, rows=rows)
    error = caught.value
    said = WORDS(f"error.{error.code}", **error.facts)
    assert "{" not in said
    assert not {name for name in places(error.code) if name not in error.facts}
    json.dumps(error.facts, allow_nan=False)
    return error


def places(code: str) -> set[str]:
    texts = {**plan.TEXTS, **hierarchy.TEXTS}[f"error.{code}"]
    return {name for _, name, _, _ in string.Formatter().parse(texts.one + texts.other) if name}


def test_check_plan_passes_a_sound_plan() -> None:
    sound = Plan(
        goal=Goal(keys=("age", "sex"), k=5, l=2, t=0.3, sensitive=("income",), weights="weight", household="household"),
        steps=(
            Mask(columns=("note",), kinds=("phone",)),
            ShiftDates(columns=("born",), by="name"),
            Pseudonymise(columns=("household",)),
            Drop(columns=("name",)),
            BottomCode(column="age", limit=15),
            TopCode(column="age", limit=85),
            Round(column="income", base=10),
            Microaggregate(columns=("income",), k=5),
            MovePlaces(latitude="lat", longitude="lon", least=100, most=2000, by="household"),
            Generalise(column="age", hierarchy=AGES),
            Generalise(column="sex", hierarchy=ByCode(keep=()), level=1),
            SuppressCells(columns=("sex", "age")),
            Drop(columns=("household", "weight")),
        ),
    )
    check_plan(sound, COLUMNS, rows=100)
    check_plan(sound, COLUMNS)
    check_plan(Plan(), ())
    check_plan(Plan(goal=Goal(keys=("age",), k=100, suppression=1.0)), COLUMNS, rows=100)


@pytest.mark.parametrize(
    ("goal", "code", "facts"),
    [
        (
            Goal(keys=("agee",), k=5),
            "plan-column-missing",
            {"place": "[goal]", "column": "agee", "nearest": "age", "columns": list(COLUMNS)},
        ),
        (Goal(sensitive=("incom",)), "plan-column-missing", {"column": "incom", "nearest": "income"}),
        (Goal(weights="weights"), "plan-column-missing", {"column": "weights", "nearest": "weight"}),
        (Goal(household="hh"), "plan-column-missing", {"column": "hh"}),
        (Goal(keys=("age", "sex", "age")), "plan-column-repeated", {"column": "age", "place": "[goal]"}),
        (Goal(sensitive=("sex", "sex")), "plan-column-repeated", {"column": "sex"}),
        (Goal(keys=("age",), sensitive=("age",)), "plan-sensitive-is-key", {"column": "age"}),
        (Goal(keys=("weight",), weights="weight"), "plan-weights-is-key", {"column": "weight"}),
        (Goal(keys=("household",), household="household"), "plan-household-is-key", {"column": "household"}),
        (Goal(weights="weight", household="weight"), "plan-weights-is-household", {"column": "weight"}),
        (Goal(keys=("age",), k=0), "plan-k-too-small", {"k": 0}),
        (Goal(keys=("age",), sensitive=("income",), l=0), "plan-l-too-small", {"l": 0}),
        (Goal(keys=("age",), sensitive=("income",), t=1.5), "plan-t-out-of-range", {"t": 1.5}),
        (Goal(keys=("age",), sensitive=("income",), t=math.nan), "plan-t-out-of-range", {"t": "nan"}),
        (Goal(suppression=-0.1), "plan-suppression-out-of-range", {"suppression": -0.1}),
        (Goal(suppression=1.1), "plan-suppression-out-of-range", {"suppression": 1.1}),
        (Goal(k=5), "plan-goal-without-keys", {}),
        (Goal(keys=("age",), l=2), "plan-no-sensitive", {}),
        (Goal(keys=("age",), t=0.2), "plan-no-sensitive", {}),
        (Goal(keys=("age",), sensitive=("income",), k=3, l=4), "plan-l-above-k", {"l": 4, "k": 3}),
        (Goal(keys=("age",), k=101), "plan-k-above-rows", {"k": 101, "rows": 100}),
        (Goal(keys=("age",), sensitive=("income",), l=101), "plan-l-above-rows", {"l": 101, "rows": 100}),
    ],
)
def test_check_plan_goal_that_contradicts_itself(goal: Goal, code: str, facts: dict[str, Any]) -> None:
    error = refused(Plan(goal=goal))
    assert (error.code, {name: error.facts[name] for name in facts}) == (code, facts)


@pytest.mark.parametrize(
    ("step", "code", "facts"),
    [
        (Drop(columns=()), "plan-no-columns", {}),
        (Drop(columns=("note", "note")), "plan-column-repeated", {"place": "[[step]] 1", "column": "note"}),
        (Mask(columns=("nots",)), "plan-column-missing", {"place": "[[step]] 1", "column": "nots", "nearest": "note"}),
        (ShiftDates(columns=("born",), by="id"), "plan-column-missing", {"column": "id"}),
        (MovePlaces(latitude="lat", longitude="lat", least=1, most=2), "plan-column-repeated", {"column": "lat"}),
        (Drop(columns=("age",)), "plan-key-dropped", {"column": "age"}),
        (Pseudonymise(columns=("sex",)), "plan-key-pseudonymised", {"column": "sex"}),
        (SuppressCells(columns=("income",)), "plan-suppress-no-key", {"column": "income"}),
        (Generalise(column="income", hierarchy=AGES), "plan-level-not-decided", {"column": "income"}),
        (Generalise(column="age", hierarchy=AGES, level=-1), "plan-level-negative", {"column": "age", "level": -1}),
        (Generalise(column="age", hierarchy=AGES, level=4), "plan-level-too-high", {"level": 4, "highest": 3}),
        (TopCode(column="income", limit=math.inf), "plan-limit-not-finite", {"column": "income"}),
        (BottomCode(column="income", limit=math.nan), "plan-limit-not-finite", {"column": "income"}),
        (Round(column="income", base=0), "plan-base-not-positive", {"column": "income"}),
        (Round(column="income", base=math.nan), "plan-base-not-positive", {"column": "income"}),
        (Pseudonymise(columns=("name",), length=9), "plan-pseudonym-length", {"length": 9, "least": 10, "most": 50}),
        (Pseudonymise(columns=("name",), domain=" "), "plan-pseudonym-without-domain", {}),
        (ShiftDates(columns=("born",), by="born"), "plan-shift-by-itself", {"column": "born"}),
        (ShiftDates(columns=("born",), by="name", days=0), "plan-days-too-few", {"days": 0, "least": 1}),
        (
            ShiftDates(columns=("born",), by="name", days=6, whole_weeks=True),
            "plan-days-too-few",
            {"days": 6, "least": 7},
        ),
        (MovePlaces(latitude="lat", longitude="lon", least=9, most=3), "plan-distances-crossed", {"least": 9}),
        (MovePlaces(latitude="lat", longitude="lon", least=0, most=0), "plan-distances-crossed", {"most": 0}),
        (MovePlaces(latitude="lat", longitude="lon", least=-1, most=1), "plan-distances-crossed", {"least": -1}),
        (
            MovePlaces(latitude="lat", longitude="lon", least=1, most=2, by="lon"),
            "plan-move-by-itself",
            {"column": "lon"},
        ),
        (Microaggregate(columns=("income",), k=1), "plan-groups-too-small", {"k": 1, "least": 2}),
        (Microaggregate(columns=("income",), k=101), "plan-groups-above-rows", {"k": 101, "rows": 100}),
        (Mask(columns=("note",), kinds=("",)), "plan-mask-without-kind", {}),
    ],
)
def test_check_plan_step_that_makes_no_sense(step: Step, code: str, facts: dict[str, Any]) -> None:
    error = refused(Plan(goal=GOAL, steps=(step,)))
    assert (error.code, {name: error.facts[name] for name in facts}) == (code, facts)
    assert error.facts.get("step", 1) == 1


LEVEL_1 = Generalise(column="income", hierarchy=AGES, level=1)


@pytest.mark.parametrize(
    ("steps", "code", "facts"),
    [
        ((Drop(columns=("note",)), Mask(columns=("note",))), "plan-column-dropped", {"column": "note", "earlier": 1}),
        ((Drop(columns=("name",)), Drop(columns=("name",))), "plan-column-dropped", {"column": "name", "earlier": 1}),
        (
            (Drop(columns=("name",)), ShiftDates(columns=("born",), by="name")),
            "plan-column-dropped",
            {"column": "name", "earlier": 1},
        ),
        ((LEVEL_1, LEVEL_1), "plan-generalised-twice", {"column": "income", "earlier": 1}),
        ((LEVEL_1, TopCode(column="income", limit=9)), "plan-step-too-late", {"column": "income", "earlier": 1}),
        ((Pseudonymise(columns=("income",)), LEVEL_1), "plan-step-too-late", {"column": "income", "earlier": 1}),
        (
            (BottomCode(column="income", limit=9), TopCode(column="income", limit=8)),
            "plan-limits-crossed",
            {"column": "income", "top": 8, "bottom": 9},
        ),
        (
            (Drop(columns=("weight",)), Generalise(column="age", hierarchy=AGES)),
            "plan-weights-dropped",
            {"step": 1, "column": "weight", "later": 2},
        ),
        (
            (Drop(columns=("household",)), SuppressCells(columns=("age",))),
            "plan-household-dropped",
            {"step": 1, "column": "household", "later": 2},
        ),
        ((Round(column="weight", base=1),), "plan-weights-changed", {"step": 1, "column": "weight"}),
        ((Mask(columns=("household",)),), "plan-household-changed", {"step": 1, "column": "household"}),
        ((Drop(columns=("income",)),), "plan-sensitive-dropped", {"step": 1, "column": "income"}),
    ],
)
def test_check_plan_steps_that_contradict_each_other(steps: tuple[Step, ...], code: str, facts: dict[str, Any]) -> None:
    goal = Goal(keys=("age",), k=5, l=2, sensitive=("income",), weights="weight", household="household")
    error = refused(Plan(goal=goal, steps=steps))
    assert (error.code, {name: error.facts[name] for name in facts}) == (code, facts)
    assert error.facts["step"] == facts.get("step", 2)


def test_check_plan_suppression_of_cells_without_k() -> None:
    goal = Goal(keys=("age",), l=2, sensitive=("income",))
    assert refused(Plan(goal=goal, steps=(SuppressCells(columns=("age",)),))).code == "plan-suppress-without-k"


def test_check_plan_that_leaves_nothing() -> None:
    assert refused(Plan(steps=(Drop(columns=COLUMNS),))).code == "plan-nothing-left"


def test_check_plan_of_another_version() -> None:
    assert refused(Plan(version=2)).code == "plan-unknown-version"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (ByInterval(widths=()), "hierarchy-no-widths"),
        (ByInterval(widths=(0.0,)), "hierarchy-width-not-positive"),
        (ByInterval(widths=(math.nan,)), "hierarchy-width-not-positive"),
        (ByInterval(widths=(5.0,), start=math.inf), "hierarchy-width-not-positive"),
        (ByInterval(widths=(1e-300,)), "hierarchy-width-not-positive"),
        (ByInterval(widths=(5.0, 12.0)), "hierarchy-widths-do-not-nest"),
        (ByInterval(widths=(10.0, 5.0)), "hierarchy-widths-do-not-nest"),
        (ByInterval(widths=(5.0, 5.0)), "hierarchy-widths-do-not-nest"),
        (ByInterval(widths=(5.0,), least=9, most=9), "hierarchy-ends-crossed"),
        (ByDate(units=()), "hierarchy-no-units"),
        (ByDate(units=("months",)), "hierarchy-unknown-unit"),
        (ByDate(units=("year", "month")), "hierarchy-units-out-of-order"),
        (ByDate(units=("year", "year")), "hierarchy-units-out-of-order"),
        (ByPlace(scheme="m49"), "hierarchy-unknown-scheme"),
        (ByCode(keep=(2, 2)), "hierarchy-keep-not-falling"),
        (ByCode(keep=(1, 0)), "hierarchy-keep-not-falling"),
        (ByCode(keep=tuple(range(99, 0, -1))), "hierarchy-too-many-levels"),
        (FromFile(path="../../x"), "hierarchy-file-outside"),
        (FromFile(path="/x"), "hierarchy-file-outside"),
        (AsGiven(values={}), "hierarchy-empty"),
        (AsGiven(values={"a": ()}), "hierarchy-empty"),
        (AsGiven(values={"a": ("*",), "b": ("x", "*")}), "hierarchy-ragged"),
        (AsGiven(values={"a": ("b", "*"), "b": ("a", "*")}), "hierarchy-cycle"),
        (AsGiven(values={"a": ("x", "y"), "b": ("x", "z")}), "hierarchy-splits"),
    ],
)
def test_check_plan_hierarchy_that_contradicts_itself(source: Any, code: str) -> None:
    error = refused(Plan(goal=GOAL, steps=(Generalise(column="age", hierarchy=source),)))
    assert (error.code, error.facts["column"]) == (code, "age")


def test_check_plan_leaves_a_file_to_be_read_later() -> None:
    check_plan(Plan(steps=(Generalise(column="age", hierarchy=FromFile(path="x.csv"), level=9),)), COLUMNS)


def test_check_plan_decimal_widths_nest_as_they_are_written() -> None:
    check_plan(Plan(steps=(Generalise(column="age", hierarchy=ByInterval(widths=(0.1, 0.3)), level=1),)), COLUMNS)


def test_every_code_has_words_and_every_word_its_code() -> None:
    room = Path(__file__).parents[2] / "src" / "ayni" / "protect"
    rooms = [*(room / "hierarchy").glob("*.py"), *room.glob("plan_*.py")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in rooms)
    unused = [code for code in (*plan.TEXTS, *hierarchy.TEXTS) if f'"{code.removeprefix("error.")}"' not in source]
    assert unused == []
