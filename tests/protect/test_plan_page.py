"""docs/reference/plan.md names every step, hierarchy and field of a plan, and each of its examples is a plan."""

from __future__ import annotations

import re
import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ayni.protect.plan import Generalise, Goal, HierarchySource, Loss, Plan, Step
from ayni.protect.plan_check import check_plan
from ayni.protect.plan_file import dump_plan, parse_plan

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "plan.md").read_text(encoding="utf-8")
SECTIONS = {part.split("\n", 1)[0].strip("# `"): part for part in re.split(r"^(?=##+ )", PAGE, flags=re.MULTILINE)}
EXAMPLE = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)
STEPS: tuple[Any, ...] = typing.get_args(Step)
SOURCES: tuple[Any, ...] = typing.get_args(HierarchySource)


def tag(kind: Any) -> str:
    return str(kind.__struct_config__.tag)


def defaults(section: str) -> dict[str, str]:
    return {key: default.strip() for key, _, default in ROW.findall(SECTIONS[section])}


@pytest.mark.parametrize("kind", [*STEPS, *SOURCES, Goal, Plan], ids=lambda kind: kind.__name__)
def test_every_field_is_on_the_page_and_no_other(kind: Any) -> None:
    section = {Goal: "The goal", Plan: "The whole plan"}.get(kind) or tag(kind)
    fields = ["step" if name == "steps" else name for name in kind.__struct_fields__]
    assert sorted(defaults(section)) == sorted(fields)


@pytest.mark.parametrize("kind", [*STEPS, *SOURCES, Goal], ids=lambda kind: kind.__name__)
def test_defaults_are_those_of_the_page(kind: Any) -> None:
    shown = defaults("The goal" if kind is Goal else tag(kind))
    for field in msgspec.structs.fields(kind):
        assert (shown[field.name] == "needed") == field.required
        if isinstance(field.default, bool | int | float | str):
            written = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
            assert shown[field.name].strip('`"') in {written, f"{field.default:g}" if written[0].isdigit() else written}


@pytest.mark.parametrize("kind", STEPS, ids=tag)
def test_example_of_each_step_is_that_step(kind: Any) -> None:
    (example,) = EXAMPLE.findall(SECTIONS[tag(kind)])
    (step,) = parse_plan(example, "page").steps
    assert type(step) is kind


@pytest.mark.parametrize("kind", SOURCES, ids=tag)
def test_example_of_each_hierarchy_is_that_hierarchy(kind: Any) -> None:
    (example,) = EXAMPLE.findall(SECTIONS[tag(kind)])
    (step,) = parse_plan('[[step]]\ndo = "generalise"\ncolumn = "a"\nlevel = 1\n' + example, "page").steps
    assert isinstance(step, Generalise)
    assert type(step.hierarchy) is kind


def test_every_loss_is_named() -> None:
    assert [loss.value for loss in Loss if f"`{loss.value}`" not in SECTIONS["The goal"]] == []


def test_whole_examples_are_plans_that_fit_a_table() -> None:
    columns = ["name", "phone", "age", "sex", "district", "hiv_test_result", "sampling_weight", "household_id"]
    for section in ("The plan", "The whole plan", "The goal"):
        (example,) = EXAMPLE.findall(SECTIONS[section])
        plan = parse_plan(example, "page")
        check_plan(plan, columns, rows=1_000)
        assert parse_plan(dump_plan(plan), "page") == plan
