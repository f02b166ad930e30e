"""Carrying out a plan, from file to file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import polars as pl
import pytest

from ayni.check import check
from ayni.check.report import Role
from ayni.check.roles import Roles
from ayni.errors import ActError, InputError
from ayni.protect import protect
from ayni.protect.plan import (
    AsGiven,
    ByInterval,
    Drop,
    FromFile,
    Generalise,
    Goal,
    Mask,
    Microaggregate,
    Plan,
    Pseudonymise,
    Round,
    SuppressCells,
    TopCode,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.protect.engine import Progress

KEY = bytes(range(32))
SEX = AsGiven(values={"f": ("*",), "m": ("*",)})
AGES = ByInterval(widths=(10.0, 20.0))
OTHER = Roles(columns={"age": Role.QUASI, "sex": Role.QUASI, "income": Role.SENSITIVE})


def people(folder: Path, rows: int = 40) -> Path:
    """Write a table in which everyone's age and sex are told apart by tens only."""
    frame = pl.DataFrame(
        {
            "name": [f"Amina Otieno {row:03}" for row in range(rows)],
            "age": [20 + row % 20 for row in range(rows)],
            "sex": ["f" if row % 2 else "m" for row in range(rows)],
            "income": [100 * (row % 7) + 100 for row in range(rows)],
        }
    )
    path = folder / "people.csv"
    frame.write_csv(path)
    return path


def safe_plan(**goal: object) -> Plan:
    return Plan(
        goal=msgspec.structs.replace(Goal(keys=("age", "sex"), k=5, suppression=0.0), **goal),
        steps=(
            Drop(columns=("name",)),
            Generalise(column="age", hierarchy=AGES),
            Generalise(column="sex", hierarchy=SEX),
        ),
    )


def whole(number: object) -> int:
    """Return a figure of Polars, which says of none what type it has."""
    assert isinstance(number, int)
    return number


def only(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_protect_searches_levels_and_says_what_was_done(tmp_path: Path) -> None:
    path, out = people(tmp_path), tmp_path / "safe.csv"
    outcome = protect(path, out, safe_plan(), roles=OTHER)
    result = pl.read_csv(out)
    assert result.columns == ["age", "sex", "income"]
    # 40 rows, ages 20 to 39, sex goes with odd and even ages: tens leave 4 classes of 10.
    assert outcome.levels == {"age": 1, "sex": 0}
    assert result.group_by("age", "sex").len()["len"].to_list() == [10, 10, 10, 10]
    assert outcome.suppressed == 0
    assert outcome.optimal
    assert outcome.searched
    assert outcome.bound == outcome.loss
    assert (outcome.before.smallest_class, outcome.after.smallest_class) == (2, 10)
    assert (outcome.before.rows_below, outcome.after.rows_below) == (40, 0)
    assert (outcome.before.direct_identifiers, outcome.after.direct_identifiers) == (1, 0)
    assert outcome.result_sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert outcome.result_bytes == out.stat().st_size
    assert outcome.source_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [(step.do, step.level, step.cells_changed) for step in outcome.steps] == [
        ("drop", None, 40),
        ("generalise", 1, 40),
        ("generalise", 0, 0),
    ]
    assert outcome.report_after.tables[0].source.path == str(out)
    assert only(tmp_path) == ["people.csv", "safe.csv"]


def test_protect_takes_named_levels_and_leaves_out_who_stands_out(tmp_path: Path) -> None:
    path, out = people(tmp_path, rows=42), tmp_path / "safe.csv"
    lonely = pl.concat([pl.read_csv(path), pl.DataFrame({"name": ["X"], "age": [97], "sex": ["f"], "income": [5]})])
    lonely.write_csv(path)
    plan = safe_plan(suppression=0.05)
    named = Generalise(column="age", hierarchy=AGES, level=1)
    plan = msgspec.structs.replace(plan, steps=(plan.steps[0], named))
    outcome = protect(path, out, plan, roles=OTHER)
    assert outcome.suppressed == 1
    assert not outcome.searched
    assert not outcome.optimal
    assert outcome.bound is None
    assert pl.read_csv(out).height == 42
    assert "90-99" not in out.read_text()


def test_protect_says_how_many_rows_a_named_level_would_cost(tmp_path: Path) -> None:
    path, out = people(tmp_path), tmp_path / "safe.csv"
    plan = msgspec.structs.replace(safe_plan(), steps=(Drop(columns=("name",)),))
    with pytest.raises(InputError) as refused:
        protect(path, out, plan, roles=OTHER)
    assert refused.value.code == "goal-needs-more-left-out"
    assert refused.value.facts == {"rows": 40, "allowed": 0, "total": 40, "k": 5}
    assert only(tmp_path) == ["people.csv"]


def test_protect_refuses_k_larger_than_the_data(tmp_path: Path) -> None:
    path = people(tmp_path)
    with pytest.raises(InputError, match="plan-k-above-rows"):
        protect(path, tmp_path / "safe.csv", safe_plan(k=41), roles=OTHER)
    assert only(tmp_path) == ["people.csv"]


def test_protect_refuses_a_column_that_names_people(tmp_path: Path) -> None:
    path = people(tmp_path)
    plan = msgspec.structs.replace(safe_plan(), steps=safe_plan().steps[1:])
    with pytest.raises(InputError) as refused:
        protect(path, tmp_path / "safe.csv", plan)
    assert (refused.value.code, refused.value.facts["columns"]) == ("identifiers-left-in", ["name"])
    # Masking does not make a column of names safe.
    masked = msgspec.structs.replace(plan, steps=(Mask(columns=("name",)), *plan.steps))
    with pytest.raises(InputError, match="identifiers-left-in"):
        protect(path, tmp_path / "safe.csv", masked)
    # A person may know that it names nobody.
    known = msgspec.structs.replace(OTHER, columns={**OTHER.columns, "name": Role.OTHER})
    assert protect(path, tmp_path / "safe.csv", plan, roles=known).after.direct_identifiers == 0


def test_protect_keeps_codes_for_names_when_there_is_a_key(tmp_path: Path) -> None:
    path, out = people(tmp_path), tmp_path / "safe.csv"
    plan = msgspec.structs.replace(safe_plan(), steps=(Pseudonymise(columns=("name",)), *safe_plan().steps[1:]))
    outcome = protect(path, out, plan, roles=OTHER, key=KEY)
    assert outcome.after.direct_identifiers == 0
    assert "Amina" not in out.read_text()
    assert pl.read_csv(out)["name"].n_unique() == 40
    again = protect(path, tmp_path / "again.csv", plan, roles=OTHER, key=KEY)
    assert again.result_sha256 == outcome.result_sha256
    with pytest.raises(InputError, match="key-needed"):
        protect(path, tmp_path / "none.csv", plan, roles=OTHER)


def test_protect_does_other_steps_before_it_chooses_levels(tmp_path: Path) -> None:
    path, out = people(tmp_path), tmp_path / "safe.csv"
    plan = Plan(
        goal=Goal(keys=("age", "sex"), k=5, suppression=0.0),
        steps=(
            Generalise(column="sex", hierarchy=SEX),
            Round(column="age", base=20.0),
            Drop(columns=("name",)),
            TopCode(column="income", limit=500.0),
            Microaggregate(columns=("income",), k=4),
        ),
    )
    outcome = protect(path, out, plan, roles=OTHER)
    result = pl.read_csv(out)
    assert outcome.levels == {"sex": 0}
    assert sorted(result["age"].unique().to_list()) == [20, 40]
    assert whole(result["income"].value_counts()["count"].min()) >= 4
    assert whole(result["income"].max()) <= 500
    assert outcome.before.smallest_class == 2
    assert [step.do for step in outcome.steps] == ["generalise", "round", "drop", "top-code", "microaggregate"]


def test_protect_blanks_cells_before_it_leaves_rows_out(tmp_path: Path) -> None:
    path, out = people(tmp_path), tmp_path / "safe.csv"
    plan = Plan(
        goal=Goal(keys=("age", "sex"), k=5, suppression=0.0),
        steps=(
            Drop(columns=("name",)),
            Generalise(column="age", hierarchy=AGES, level=0),
            SuppressCells(columns=("sex", "age")),
        ),
    )
    outcome = protect(path, out, plan, roles=OTHER)
    result = pl.read_csv(out)
    assert result.height == 40
    assert whole(result.group_by("age", "sex").len()["len"].min()) >= 5
    assert outcome.cost.cells_suppressed > 0
    assert outcome.cost.loss is None
    assert outcome.after.smallest_class >= 5


def test_protect_holds_l_and_t_on_what_is_written(tmp_path: Path) -> None:
    path, out = people(tmp_path), tmp_path / "safe.csv"
    plan = safe_plan(l=3, t=0.2, sensitive=("income",))
    outcome = protect(path, out, plan, roles=OTHER)
    classes = pl.read_csv(out).group_by("age", "sex").agg(pl.col("income").n_unique())
    assert whole(classes["income"].min()) >= 3
    disclosure = outcome.disclosure_after
    assert disclosure is not None
    assert disclosure.diversity[0].t_max <= 0.2


def test_protect_counts_households_not_rows(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "household": [f"H{row // 4}" for row in range(40)],
            "region": ["north" if row < 4 else "south" for row in range(40)],
            "sex": ["f" if row % 2 else "m" for row in range(40)],
        }
    )
    path, out = tmp_path / "homes.csv", tmp_path / "safe.csv"
    frame.write_csv(path)
    goal = Goal(keys=("region",), k=2, household="household", suppression=0.1)
    roles = Roles(columns={"region": Role.QUASI, "household": Role.OTHER}, household="household")
    outcome = protect(path, out, Plan(goal=goal), roles=roles)
    # Four rows in the north look alike, but they are one household.
    assert outcome.suppressed == 4
    assert pl.read_csv(out)["region"].unique().to_list() == ["south"]


def test_protect_refuses_a_file_that_changed_since_its_report(tmp_path: Path) -> None:
    path = people(tmp_path)
    report = check(path, roles=OTHER)
    outcome = protect(path, tmp_path / "safe.csv", safe_plan(), roles=OTHER, report_before=report)
    assert outcome.report_before is report
    path.write_text(path.read_text().replace(",20,", ",21,"))
    with pytest.raises(InputError, match="file-changed-since-report"):
        protect(path, tmp_path / "other.csv", safe_plan(), roles=OTHER, report_before=report)
    assert only(tmp_path) == ["people.csv", "safe.csv"]


def test_protect_refuses_a_column_that_vanished(tmp_path: Path) -> None:
    path = people(tmp_path)
    plan = safe_plan(sensitive=("wage",))
    with pytest.raises(InputError) as refused:
        protect(path, tmp_path / "safe.csv", plan)
    assert (refused.value.code, refused.value.facts["column"]) == ("plan-column-missing", "wage")


def test_protect_refuses_a_second_wave_with_values_the_hierarchy_misses(tmp_path: Path) -> None:
    path = people(tmp_path)
    (tmp_path / "sex.csv").write_text("f;*\n")
    plan = safe_plan()
    plan = msgspec.structs.replace(
        plan, steps=(*plan.steps[:2], Generalise(column="sex", hierarchy=FromFile(path="sex.csv")))
    )
    with pytest.raises(InputError) as refused:
        protect(path, tmp_path / "safe.csv", plan, roles=OTHER, folder=tmp_path)
    assert (refused.value.code, refused.value.facts["column"]) == ("hierarchy-misses-values", "sex")
    assert only(tmp_path) == ["people.csv", "sex.csv"]


@pytest.mark.parametrize("step", ["checking", "gathering", "searching", "writing", "checking-result"])
def test_protect_can_be_cancelled_in_every_step(tmp_path: Path, step: str) -> None:
    class EnoughError(Exception):
        pass

    def tell(progress: Progress) -> None:
        assert progress.table == "people"
        if progress.step == step:
            raise EnoughError

    path = people(tmp_path, rows=40_000 if step == "checking" else 40)
    if step == "checking":  # a file of one block is checked at once
        text = path.read_text()
        header, rest = text.split("\n", 1)
        path.write_text(header + "\n" + rest * 20)
    with pytest.raises(EnoughError):
        protect(path, tmp_path / "safe.csv", safe_plan(), roles=OTHER, progress=tell)
    assert only(tmp_path) == ["people.csv"]


def test_protect_reads_in_blocks_as_in_one(tmp_path: Path) -> None:
    from ayni.limits import ReadLimits

    path = people(tmp_path, rows=3_000)
    plan = msgspec.structs.replace(safe_plan(), steps=(*safe_plan().steps, Microaggregate(columns=("income",), k=5)))
    whole = protect(path, tmp_path / "one.csv", plan, roles=OTHER)
    blocks = protect(
        path, tmp_path / "many.csv", plan, roles=OTHER, read_limits=ReadLimits(block_bytes=4_096), workers=3
    )
    assert blocks.result_sha256 == whole.result_sha256
    assert blocks.cost == whole.cost


def test_protect_defuses_formulas(tmp_path: Path) -> None:
    path = people(tmp_path)
    text = path.read_text().replace("Amina Otieno 003", "=HYPERLINK(1)")
    path.write_text(text)
    known = msgspec.structs.replace(OTHER, columns={**OTHER.columns, "name": Role.OTHER})
    plan = msgspec.structs.replace(safe_plan(), steps=safe_plan().steps[1:])
    outcome = protect(path, tmp_path / "safe.csv", plan, roles=known)
    assert outcome.formulas_defused == 1
    assert "'=HYPERLINK(1)" in (tmp_path / "safe.csv").read_text()


def test_protect_replaces_a_file_only_when_told(tmp_path: Path) -> None:
    path, out = people(tmp_path), tmp_path / "safe.csv"
    out.write_text("mine")
    with pytest.raises(InputError, match="output-exists"):
        protect(path, out, safe_plan(), roles=OTHER)
    assert out.read_text() == "mine"
    protect(path, out, safe_plan(), roles=OTHER, replace=True)
    assert pl.read_csv(out).height == 40


def test_protect_never_writes_over_its_input(tmp_path: Path) -> None:
    path = people(tmp_path)
    (tmp_path / "link.csv").symlink_to(path)
    before = path.read_bytes()
    for out in (path, tmp_path / "link.csv"):
        with pytest.raises(InputError, match="output-is-input"):
            protect(path, out, safe_plan(), roles=OTHER, replace=True)
    with pytest.raises(InputError, match="output-is-folder"):
        protect(path, tmp_path, safe_plan(), roles=OTHER)
    with pytest.raises(InputError, match="output-folder-missing"):
        protect(path, tmp_path / "none" / "safe.csv", safe_plan(), roles=OTHER)
    with pytest.raises(InputError, match="format-not-written"):
        protect(path, tmp_path / "safe.exe", safe_plan(), roles=OTHER)
    assert path.read_bytes() == before


def test_protect_asks_which_table_of_several(tmp_path: Path) -> None:
    people(tmp_path)
    (tmp_path / "in").mkdir()
    for name in ("one", "two"):
        (tmp_path / "in" / f"{name}.csv").write_text((tmp_path / "people.csv").read_text())
    plan = safe_plan()
    with pytest.raises(InputError) as refused:
        protect(tmp_path / "in", tmp_path / "safe.csv", plan)
    assert (refused.value.code, refused.value.facts["tables"]) == ("protect-which-table", ["one", "two"])
    with pytest.raises(InputError, match="protect-unknown-table"):
        protect(tmp_path / "in", tmp_path / "safe.csv", msgspec.structs.replace(plan, table="tow"))
    outcome = protect(tmp_path / "in", tmp_path / "safe.csv", msgspec.structs.replace(plan, table="two"), roles=OTHER)
    assert outcome.after.rows == 40


def test_protect_leaves_nothing_when_the_folder_takes_nothing(tmp_path: Path) -> None:
    path = people(tmp_path)
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / f".ayni-{hashlib.sha256(b'safe.csv').hexdigest()[:16]}.making").write_text("not ours")
    with pytest.raises(ActError, match="output-making-taken"):
        protect(path, closed / "safe.csv", safe_plan(), roles=OTHER)
    assert not (closed / "safe.csv").exists()


def test_protect_judges_columns_by_the_names_that_the_format_gave_them(tmp_path: Path) -> None:
    path = people(tmp_path)
    path.write_text(path.read_text().replace("name,age,sex,income", "name,age-now,sex of person,income"))
    roles = Roles(columns={"age-now": Role.QUASI, "sex of person": Role.QUASI, "income": Role.SENSITIVE})
    plan = Plan(
        goal=Goal(keys=("age-now", "sex of person"), k=5, l=2, sensitive=("income",), suppression=0.0),
        steps=(Drop(columns=("name",)), Generalise(column="age-now", hierarchy=AGES)),
    )
    outcome = protect(path, tmp_path / "safe.dta", plan, roles=roles)
    assert outcome.renamed == {"age-now": "age_now", "sex of person": "sex_of_person"}
    assert outcome.levels == {"age-now": 1}
    assert outcome.after.smallest_class == 10
    assert {column.name: column.role for column in outcome.report_after.tables[0].columns} == {
        "age_now": Role.QUASI,
        "sex_of_person": Role.QUASI,
        "income": Role.SENSITIVE,
    }


def test_protect_lets_a_column_that_names_people_stay_as_a_key_variable_only_with_a_k(tmp_path: Path) -> None:
    path = people(tmp_path)
    direct = Roles(columns={"age": Role.DIRECT, "sex": Role.QUASI, "name": Role.OTHER})
    kept = Plan(goal=Goal(keys=("age", "sex")), steps=())
    with pytest.raises(InputError, match="identifiers-left-in"):
        protect(path, tmp_path / "safe.csv", kept, roles=direct)
    plan = msgspec.structs.replace(safe_plan(), steps=safe_plan().steps[1:])
    assert protect(path, tmp_path / "safe.csv", plan, roles=direct).after.direct_identifiers == 0


def test_protect_takes_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("name,age\n")
    outcome = protect(path, tmp_path / "safe.csv", Plan(steps=(Drop(columns=("name",)),)))
    assert (outcome.after.rows, (tmp_path / "safe.csv").read_text().strip()) == (0, "age")


def test_protect_keeps_the_goal_when_levels_are_named_for_some_keys_only(tmp_path: Path) -> None:
    path = people(tmp_path)
    plan = safe_plan()
    named = Generalise(column="age", hierarchy=AGES, level=2)
    outcome = protect(
        path, tmp_path / "safe.csv", msgspec.structs.replace(plan, steps=(*plan.steps[:1], named, plan.steps[2])),
        roles=OTHER,
    )  # fmt: skip
    assert outcome.levels == {"age": 2, "sex": 0}
    assert outcome.searched
    assert outcome.optimal
    assert outcome.bound == outcome.loss
    too_high = Generalise(column="age", hierarchy=FromFile(path="age.csv"), level=7)
    (tmp_path / "age.csv").write_text("".join(f"{age};*\n" for age in range(20, 40)))
    with pytest.raises(InputError) as refused:
        protect(
            path, tmp_path / "other.csv", msgspec.structs.replace(plan, steps=(*plan.steps[:1], too_high)),
            roles=OTHER, folder=tmp_path,
        )  # fmt: skip
    assert refused.value.code == "plan-level-too-high"
    assert (refused.value.facts["level"], refused.value.facts["highest"]) == (7, 1)


def test_protect_counts_missing_keys_as_one_value_however_they_are_written(tmp_path: Path) -> None:
    path, out = tmp_path / "people.csv", tmp_path / "safe.csv"
    ages = [*(str(20 + row % 20) for row in range(40)), "NA", "-", "", "NA", "-"]
    path.write_text("age,wage\n" + "".join(f"{age},{row % 9 * 137}\n" for row, age in enumerate(ages)))
    plan = Plan(
        goal=Goal(keys=("age",), k=5, l=2, t=0.9, sensitive=("wage",), suppression=0.0),
        steps=(Generalise(column="age", hierarchy=AGES),),
    )
    outcome = protect(path, out, plan, roles=Roles(columns={"age": Role.QUASI, "wage": Role.SENSITIVE}))
    result = pl.read_csv(out, infer_schema=False)
    assert outcome.after.smallest_class == 5
    assert sorted(result.group_by("age").len().rows(), key=str) == [("20-29", 20), ("30-39", 20), (None, 5)]


def test_protect_counts_households_even_when_their_number_is_left_out(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "household": [f"H{row // 4}" for row in range(40)],
            "region": ["north" if row < 4 else "south" for row in range(40)],
        }
    )
    path = tmp_path / "homes.csv"
    frame.write_csv(path)
    goal = Goal(keys=("region",), k=2, household="household", suppression=0.1)
    roles = Roles(columns={"region": Role.QUASI}, household="household")
    plan = Plan(goal=goal, steps=(Drop(columns=("household",)),))
    outcome = protect(path, tmp_path / "safe.csv", plan, roles=roles)
    assert outcome.suppressed == 4
    assert pl.read_csv(tmp_path / "safe.csv").columns == ["region"]


def test_protect_refuses_a_result_in_which_personal_data_were_left(tmp_path: Path) -> None:
    path = people(tmp_path)
    lines = path.read_text().splitlines()
    notes = [f"{line},came on foot; write to amina.{row}@example.org" for row, line in enumerate(lines[1:])]
    path.write_text("\n".join([f"{lines[0]},note", *notes]) + "\n")
    plan = safe_plan()
    some = msgspec.structs.replace(plan, steps=(*plan.steps, Mask(columns=("note",), kinds=("phone",))))
    with pytest.raises(ActError) as refused:
        protect(path, tmp_path / "safe.csv", some, roles=OTHER)
    assert (refused.value.code, refused.value.facts["columns"]) == ("identifiers-remain", ["note"])
    assert only(tmp_path) == ["people.csv"]
    every = msgspec.structs.replace(plan, steps=(*plan.steps, Mask(columns=("note",))))
    outcome = protect(path, tmp_path / "safe.csv", every, roles=OTHER)
    assert outcome.after.personal_cells == 0
    assert outcome.steps[-1].cells_changed == 40
    assert "@" not in (tmp_path / "safe.csv").read_text()


def test_protect_makes_columns_coarser_that_are_no_key_variables(tmp_path: Path) -> None:
    path = people(tmp_path)
    coarse = Generalise(column="income", hierarchy=ByInterval(widths=(500.0,)), level=1)
    plan = Plan(steps=(coarse, Microaggregate(columns=("age",), k=5), Drop(columns=("name",))))
    outcome = protect(path, tmp_path / "safe.csv", plan, roles=OTHER)
    assert set(pl.read_csv(tmp_path / "safe.csv")["income"]) == {"0-499", "500-999"}
    assert outcome.levels == {"income": 1}
    assert outcome.disclosure_after is not None
    assert outcome.loss is None
    assert not outcome.searched


def test_protect_refuses_what_cannot_be_read_and_reports_of_other_tables(tmp_path: Path) -> None:
    path = people(tmp_path)
    with pytest.raises(InputError, match="file-not-found"):
        protect(tmp_path / "gone.csv", tmp_path / "safe.csv", safe_plan())
    report = check(path, roles=OTHER)
    (tmp_path / "other.csv").write_text(path.read_text())
    with pytest.raises(InputError, match="report-other-table"):
        protect(tmp_path / "other.csv", tmp_path / "safe.csv", safe_plan(), report_before=report)
    assert only(tmp_path) == ["other.csv", "people.csv"]


def test_protect_says_when_only_leaving_out_everybody_would_do(tmp_path: Path) -> None:
    path = people(tmp_path)
    plan = msgspec.structs.replace(safe_plan(suppression=1.0), steps=(Drop(columns=("name",)),))
    with pytest.raises(InputError) as refused:
        protect(path, tmp_path / "safe.csv", plan, roles=OTHER)
    assert (refused.value.code, refused.value.facts) == ("goal-leaves-nothing", {"total": 40, "k": 5})
