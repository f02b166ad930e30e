"""Plans as files: what is written is read again, and every slip of the hand is named."""

from __future__ import annotations

import contextlib
import typing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.errors import InputError, LimitError
from ayni.protect.plan import (
    AsGiven,
    ByCode,
    ByInterval,
    Drop,
    Generalise,
    Goal,
    HierarchySource,
    Loss,
    Mask,
    MovePlaces,
    Plan,
    Step,
)
from ayni.protect.plan_file import PLAN_BYTES, PLAN_STEPS, dump_plan, load_plan, parse_plan

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = """\
# A plan of Ayni: what makes a table safe, step by step, in this order.

version = 1
made_from = "9f86"

[goal]
keys = ["age", "sex"]
k = 5
suppression = 0.05
loss = "loss"

# Names people outright.
# Nobody needs it.
[[step]]
do = "drop"
columns = ["name"]
problem = "direct-identifier-column"

[[step]]
do = "generalise"
column = "age"
level = 1
[step.hierarchy]
by = "interval"
widths = [5, 0.25]
start = 0
most = 80

[[step]]
do = "generalise"
column = "sex"
[step.hierarchy]
by = "values"
[step.hierarchy.values]
"M\\u202e\\"\\n" = ["any", "*"]
"é" = ["any", "*"]
"""
PLAN = Plan(
    made_from="9f86",
    goal=Goal(keys=("age", "sex"), k=5),
    steps=(
        Drop(columns=("name",), problem="direct-identifier-column"),
        Generalise(column="age", hierarchy=ByInterval(widths=(5.0, 0.25), most=80.0), level=1),
        Generalise(column="sex", hierarchy=AsGiven(values={'M\u202e"\n': ("any", "*"), "é": ("any", "*")})),
    ),
)


def test_dump_plan_as_a_person_reads_it() -> None:
    assert dump_plan(PLAN, {0: "Names people outright.\nNobody needs it."}) == WRITTEN


def test_parse_plan_reads_what_a_person_wrote() -> None:
    assert parse_plan(WRITTEN, "plan.toml") == PLAN
    short = '[[step]]\ndo = "generalise"\ncolumn = "zip"\nhierarchy = { by = "code", keep = [3, 1] }\n'
    assert parse_plan(short, "") == Plan(steps=(Generalise(column="zip", hierarchy=ByCode(keep=(3, 1))),))
    assert parse_plan("\ufeffversion = 1", "") == Plan()
    assert parse_plan("", "") == Plan()


def test_dump_plan_comment_cannot_become_an_entry() -> None:
    text = dump_plan(Plan(steps=(Mask(columns=("a",)),)), {0: "x\r[[step]]\x00\u2028do = 1\x85y = 2"})
    assert parse_plan(text, "") == Plan(steps=(Mask(columns=("a",)),))


def test_dump_plan_writes_defaults_so_that_they_stay() -> None:
    text = dump_plan(Plan(goal=Goal(loss=Loss.ENTROPY), steps=(Mask(columns=("a",)),)))
    assert 'loss = "non-uniform-entropy"\n' in text
    assert "suppression = 0.05\n" in text


def test_load_plan_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(dump_plan(PLAN), encoding="utf-8")
    assert load_plan(path) == PLAN


def test_load_plan_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_plan(tmp_path / "plan.toml")
    assert caught.value.code == "plan-unreadable"
    assert caught.value.facts["path"] == str(tmp_path / "plan.toml")


def test_load_plan_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"#" * (PLAN_BYTES + 1))
    for text in (None, "#" * (PLAN_BYTES + 1)):
        with pytest.raises(LimitError) as caught:
            _ = load_plan(path) if text is None else parse_plan(text, str(path))
        assert caught.value.code == "plan-too-large"
        assert caught.value.facts == {
            "path": str(path), "reason": f"> {PLAN_BYTES} bytes", "bytes": PLAN_BYTES + 1, "limit": PLAN_BYTES,
        }  # fmt: skip


def test_parse_plan_with_too_many_steps() -> None:
    with pytest.raises(LimitError) as caught:
        parse_plan("step = [" + "{}," * (PLAN_STEPS + 1) + "]", "p")
    assert caught.value.code == "plan-too-many-steps"
    assert caught.value.facts == {"path": "p", "steps": PLAN_STEPS + 1, "limit": PLAN_STEPS}


STEP, HIERARCHY = "[[step]] 1", "[step.hierarchy] 1"
GENERALISE = '[[step]]\ndo = "generalise"\ncolumn = "a"\nhierarchy = '


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("version = 2", "plan-unknown-version", {"version": "2", "known": 1}),
        ("version = true", "plan-unknown-version", {"version": "True", "known": 1}),
        ("goals = 1", "plan-unknown-entry", {"key": "goals", "nearest": "goal"}),
        ("table = 1", "plan-name-not-text", {"key": "table"}),
        ("made_from = []", "plan-name-not-text", {"key": "made_from"}),
        ("goal = 5", "plan-not-table", {"place": "[goal]"}),
        ("step = 5", "plan-not-table", {"place": "[[step]]"}),
        ("step = [5]", "plan-not-table", {"place": STEP}),
        ('[goal]\nkey = ["a"]', "plan-unknown-key", {"place": "[goal]", "key": "key", "nearest": "keys"}),
        ('[goal]\nk = "5"', "plan-not-whole", {"place": "[goal]", "key": "k"}),
        ("[goal]\nk = 5.5", "plan-not-whole", {"place": "[goal]", "key": "k"}),
        ("[goal]\nk = true", "plan-not-whole", {"place": "[goal]", "key": "k"}),
        ("[goal]\nt = nan", "plan-not-number", {"place": "[goal]", "key": "t"}),
        ("[goal]\nt = inf", "plan-not-number", {"place": "[goal]", "key": "t"}),
        ("[goal]\nweights = 3", "plan-not-text", {"place": "[goal]", "key": "weights"}),
        ('[goal]\nkeys = "age"', "plan-not-texts", {"place": "[goal]", "key": "keys"}),
        ('[goal]\nloss = "los"', "plan-unknown-loss", {"name": "los", "nearest": "loss"}),
        ("[goal]\nloss = 1", "plan-unknown-loss", {"name": ""}),
        ('[[step]]\ncolumns = ["a"]', "plan-key-missing", {"place": STEP, "key": "do"}),
        ('[[step]]\ndo = "drop"', "plan-key-missing", {"place": STEP, "key": "columns"}),
        ("[[step]]\ndo = 1", "plan-not-text", {"place": STEP, "key": "do"}),
        ('[[step]]\ndo = "dorp"', "plan-unknown-step", {"place": STEP, "name": "dorp", "nearest": "drop"}),
        ('[[step]]\ndo = "drop"\ncolumn = "a"', "plan-unknown-key", {"place": STEP, "nearest": "columns"}),
        (
            '[[step]]\ndo = "shift-dates"\ncolumns = ["a"]\nby = "b"\nwhole_weeks = 1',
            "plan-not-yes-or-no",
            {"place": STEP, "key": "whole_weeks"},
        ),
        ('[[step]]\ndo = "round"\ncolumn = "a"\nbase = 1' + "0" * 400, "plan-not-number", {"key": "base"}),
        (GENERALISE + '"x"', "plan-not-table", {"place": HIERARCHY}),
        (GENERALISE + "{}", "plan-key-missing", {"place": HIERARCHY, "key": "by"}),
        (GENERALISE + '{by = "intervals"}', "plan-unknown-hierarchy", {"place": HIERARCHY, "nearest": "interval"}),
        (GENERALISE + '{by = "code", keep = ["1"]}', "plan-not-numbers", {"place": HIERARCHY, "key": "keep"}),
        (GENERALISE + '{by = "values", values = {a = 1}}', "plan-not-levels", {"place": HIERARCHY, "key": "values"}),
        ("a = ", "plan-not-toml", {}),
        ("a = " + "[" * 9_000, "plan-not-toml", {}),
    ],
)
def test_parse_plan_names_what_is_wrong(text: str, code: str, facts: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        parse_plan(text, "p.toml")
    assert caught.value.code == code
    wanted = {"path": "p.toml", **facts}
    assert {name: caught.value.facts[name] for name in wanted} == wanted


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def structs(kind: Any) -> st.SearchStrategy[Any]:
    """Any struct of a plan, every field of it drawn."""
    fields = {
        name: field_values(hint)
        for name, hint in typing.get_type_hints(kind).items()
        if not name.startswith("_") and name in kind.__struct_fields__
    }
    return st.builds(kind, **fields)


def field_values(hint: Any) -> st.SearchStrategy[Any]:
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXTS,
        int: st.integers(-(2**63), 2**63 - 1),
        float: FLOATS,
        bool: st.booleans(),
        Loss: st.sampled_from(Loss),
        tuple[str, ...]: st.lists(TEXTS, max_size=3).map(tuple),
        tuple[float, ...]: st.lists(FLOATS, max_size=3).map(tuple),
        tuple[int, ...]: st.lists(st.integers(0, 9), max_size=3).map(tuple),
        dict[str, tuple[str, ...]]: st.dictionaries(TEXTS, st.lists(TEXTS, max_size=2).map(tuple), max_size=3),
    }
    if hint in plain:
        return plain[hint]
    parts = typing.get_args(hint)
    if type(None) in parts:
        return st.none() | field_values(parts[0])
    assert hint == HierarchySource
    return st.one_of([structs(kind) for kind in parts])


PLANS = st.builds(
    Plan,
    table=st.none() | TEXTS,
    made_from=st.none() | TEXTS,
    goal=structs(Goal),
    steps=st.lists(st.one_of([structs(kind) for kind in typing.get_args(Step)]), max_size=4).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(PLANS, TEXTS)
def test_every_plan_is_read_as_it_was_written(plan: Plan, comment: str) -> None:
    assert parse_plan(dump_plan(plan, dict.fromkeys(range(4), comment)), "") == plan


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["", "[goal]\n", "[[step]]\n", GENERALISE]))
def test_any_text_is_a_plan_or_refused(text: str, before: str) -> None:
    plan = None
    with contextlib.suppress(InputError):
        plan = parse_plan(before + text, "p")
    assert plan is None or parse_plan(dump_plan(plan), "p") == plan


def test_dump_plan_keeps_places_exact() -> None:
    plan = Plan(steps=(MovePlaces(latitude="y", longitude="x", least=0.1, most=1e22),))
    assert "least = 0.1\nmost = 1e+22\n" in dump_plan(plan)
    assert parse_plan(dump_plan(plan), "") == plan
