"""Suggested plans: on the survey of the examples, on tables made to need one fix each, and when they are refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import polars as pl
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.check import check
from ayni.check.report import Role, Severity
from ayni.check.roles import Roles, load_roles
from ayni.check.thresholds import load_thresholds
from ayni.errors import InputError
from ayni.messages import Catalogue
from ayni.protect.engine import protect
from ayni.protect.plan import (
    ByInterval,
    Drop,
    FromFile,
    Generalise,
    Goal,
    Mask,
    Plan,
    Pseudonymise,
    ShiftDates,
    TopCode,
)
from ayni.protect.plan_check import check_plan
from ayni.protect.plan_file import parse_plan
from ayni.protect.suggestion import SuggestProgress, suggest
from ayni.protect.texts.fixes import TEXTS

if TYPE_CHECKING:
    from ayni.check.report import Report
    from ayni.protect.outcome import Suggestion

EXAMPLES = Path(__file__).parents[2] / "examples"
SURVEY = EXAMPLES / "household-survey.csv"
ADULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "microdata"


@pytest.fixture(scope="module")
def roles() -> Roles:
    return load_roles(EXAMPLES / "roles.toml")


@pytest.fixture(scope="module")
def report(roles: Roles) -> Report:
    return check(SURVEY, roles=roles)


@pytest.fixture(scope="module")
def survey(report: Report, roles: Roles) -> Suggestion:
    return suggest(SURVEY, report=report, roles=roles)


def plan_of(suggestion: Suggestion, columns: list[str] | None = None) -> Plan:
    """Read the plan as a file would be read, and hold it to what plans must be."""
    plan = parse_plan(suggestion.plan_toml, "plan.toml")
    if columns is not None:
        check_plan(plan, columns)
    return plan


def columns_of(path: Path) -> list[str]:
    return path.read_text().splitlines()[0].split(",")


def suggested(frame: pl.DataFrame, folder: Path, **more: Any) -> tuple[Suggestion, Plan]:
    path = folder / "table.csv"
    frame.write_csv(path)
    roles = more.get("roles")
    suggestion = suggest(path, report=check(path, roles=roles), **more)
    return suggestion, plan_of(suggestion, frame.columns)


def people(rows: int = 900, **more: object) -> pl.DataFrame:
    rng = np.random.default_rng(12)
    return pl.DataFrame(
        {
            "sex": rng.choice(["female", "male"], rows),
            "age": rng.integers(0, 90, rows),
            "district": rng.choice(["Mlimani", "Bondeni", "Pwani"], rows),
            **more,
        }
    )


def test_survey_gets_fixes_in_the_order_a_person_meets_them(survey: Suggestion) -> None:
    assert [fix.key for fix in survey.fixes] == [
        "drop:respondent_name", "drop:phone", "drop:national_id", "mask:remarks", "pseudonymise:household_id",
        "drop:coordinates", "drop:village", "drop:birth_date", "generalise", "top:monthly_income",
        "shift:interview_date",
    ]  # fmt: skip
    assert all(fix.on and fix.steps for fix in survey.fixes)


def test_survey_plan_holds_together(survey: Suggestion, report: Report) -> None:
    plan = plan_of(survey, columns_of(SURVEY))
    assert plan.made_from == report.tables[0].source.sha256
    assert plan.goal.keys == ("age", "sex", "district", "marital_status", "occupation", "education")
    assert (plan.goal.k, plan.goal.l, plan.goal.t) == (5, None, None)
    assert (plan.goal.weights, plan.goal.household) == ("sampling_weight", "household_id")
    assert [place for fix in survey.fixes for place in fix.steps] == list(range(len(plan.steps)))
    levels = {step.column: step.level for step in plan.steps if isinstance(step, Generalise)}
    assert None not in levels.values()
    ages = next(step for step in plan.steps if isinstance(step, Generalise) and step.column == "age")
    assert isinstance(ages.hierarchy, ByInterval)
    assert ages.level is not None
    assert ages.level <= len(ages.hierarchy.widths), "ages stay in bands"
    assert "sex" not in levels


def test_survey_starts_where_its_check_does(survey: Suggestion, report: Report) -> None:
    measured = report.tables[0].disclosure
    assert measured is not None
    assert survey.before.highest == measured.individual_max
    assert survey.before.rows_below == measured.below_k["5"]


def test_survey_risk_falls_and_usefulness_only_with_it(survey: Suggestion) -> None:
    effects = [survey.before, *(fix.effect for fix in survey.fixes)]
    assert (effects[0].direct_identifiers, effects[0].usefulness) == (4, 1.0)
    assert (effects[-1].direct_identifiers, effects[-1].personal_cells, effects[-1].rows_below) == (0, 0, 0)
    assert effects[-1].highest < 0.01 < effects[0].highest
    assert effects[-1].suppressed <= 0.05 * 1211
    assert effects[-1].usefulness > 0.6
    for name in ("rows_below", "highest", "direct_identifiers", "personal_cells", "usefulness"):
        values = [getattr(effect, name) for effect in effects]
        assert values == sorted(values, reverse=True), name


def test_survey_suggestion_is_the_same_each_time(survey: Suggestion, report: Report, roles: Roles) -> None:
    assert suggest(SURVEY, report=report, roles=roles) == survey


def test_survey_plan_carried_out_keeps_what_was_promised(
    survey: Suggestion, report: Report, roles: Roles, tmp_path: Path
) -> None:
    outcome = protect(
        SURVEY, tmp_path / "safe.csv", plan_of(survey), roles=roles, key=bytes(range(32)), report_before=report
    )
    last = survey.fixes[-1].effect
    assert [finding.code for finding in outcome.report_after.findings if finding.severity is Severity.BLOCKER] == []
    assert (outcome.suppressed, outcome.after.rows_below) == (last.suppressed, last.rows_below) == (30, 0)
    assert outcome.after.highest == last.highest
    assert (outcome.after.direct_identifiers, outcome.after.personal_cells) == (0, 0)
    # Dates are shifted with another key than the one tried, so they may differ a little.
    assert outcome.cost.usefulness == pytest.approx(last.usefulness, abs=0.005)
    assert outcome.goal_met
    assert not outcome.searched


def test_suggestion_quotes_nobody(survey: Suggestion) -> None:
    frame = pl.read_csv(SURVEY, infer_schema=False)
    written = msgspec.json.encode(survey).decode()
    for column in ("respondent_name", "phone", "national_id", "latitude", "longitude", "birth_date"):
        values = [value for value in frame[column].drop_nulls().unique() if len(value) > 5]
        assert [value for value in values if value in written] == [], column


def test_every_fix_has_words_for_its_facts(survey: Suggestion, report: Report, roles: Roles) -> None:
    words = Catalogue("en", TEXTS)
    off = frozenset(fix.key for fix in survey.fixes)
    for fix in (*survey.fixes, *suggest(SURVEY, report=report, roles=roles, off=off).fixes):
        for code in (f"fix.{fix.code}", f"fix.{fix.code}.why"):
            assert "{" not in words(code, **fix.facts)


def test_fix_turned_off_stays_in_its_place_without_steps(report: Report, roles: Roles, survey: Suggestion) -> None:
    without = suggest(SURVEY, report=report, roles=roles, off=frozenset({"drop:phone", "top:monthly_income"}))
    assert [fix.key for fix in without.fixes] == [fix.key for fix in survey.fixes]
    assert {fix.key: fix.steps for fix in without.fixes if not fix.on} == {"drop:phone": (), "top:monthly_income": ()}
    steps = plan_of(without, columns_of(SURVEY)).steps
    assert not any(isinstance(step, TopCode) or step == Drop(columns=("phone",)) for step in steps)
    assert without.fixes[-1].effect.direct_identifiers == 1
    assert without.fixes[-1].effect.personal_cells == 256


def test_coordinates_left_in_show_that_everyone_still_stands_out(report: Report, roles: Roles) -> None:
    without = suggest(SURVEY, report=report, roles=roles, off=frozenset({"drop:coordinates"}))
    last = without.fixes[-1].effect
    assert last.rows_below > 1_000
    assert last.highest == without.before.highest
    assert "latitude" not in plan_of(without, columns_of(SURVEY)).goal.keys


def test_key_variables_left_alone_set_no_goal(report: Report, roles: Roles) -> None:
    without = suggest(SURVEY, report=report, roles=roles, off=frozenset({"generalise"}))
    plan = plan_of(without, columns_of(SURVEY))
    assert plan.goal == Goal()
    assert without.fixes[-1].effect.rows_below > 1_000
    assert next(fix.code for fix in without.fixes if not fix.on) == "make-alike"


def test_finer_column_kept_is_made_coarser_instead(report: Report, roles: Roles) -> None:
    without = suggest(SURVEY, report=report, roles=roles, off=frozenset({"drop:birth_date"}))
    assert "birth_date" in plan_of(without, columns_of(SURVEY)).goal.keys
    assert without.fixes[-1].effect.rows_below == 0


def test_goal_of_a_person_is_kept(report: Report, roles: Roles) -> None:
    goal = Goal(keys=("age", "sex", "village"), k=3, suppression=0.0)
    found = suggest(SURVEY, report=report, roles=roles, goal=goal)
    plan = plan_of(found, columns_of(SURVEY))
    assert (plan.goal.keys, plan.goal.k, plan.goal.suppression) == (("age", "sex", "village"), 3, 0.0)
    assert not any(isinstance(step, Drop) and "village" in step.columns for step in plan.steps)
    assert next(fix for fix in found.fixes if fix.key == "generalise").effect.suppressed == 0


def test_threshold_that_a_person_set_is_asked_for(report: Report, roles: Roles, tmp_path: Path) -> None:
    own = tmp_path / "thresholds.toml"
    own.write_text("diversity = 2\nclass_size = 4\n")
    plan = plan_of(suggest(SURVEY, report=report, roles=roles, thresholds=load_thresholds(own)), columns_of(SURVEY))
    assert (plan.goal.k, plan.goal.l, plan.goal.t) == (4, 2, None)
    assert plan.goal.sensitive == ("ethnicity", "religion", "monthly_income", "disability", "hiv_test_result")


def test_closeness_is_reached_by_the_plan_as_it_is_carried_out(report: Report, roles: Roles, tmp_path: Path) -> None:
    goal = Goal(keys=("age", "sex", "district"), k=3, t=0.35, sensitive=("religion", "hiv_test_result"))
    found = suggest(SURVEY, report=report, roles=roles, goal=goal)
    outcome = protect(SURVEY, tmp_path / "o.csv", plan_of(found), roles=roles, key=bytes(32), report_before=report)
    assert outcome.goal_met
    assert outcome.suppressed == found.fixes[-1].effect.suppressed


def test_progress_is_told_and_may_cancel(report: Report, roles: Roles) -> None:
    steps: list[str] = []

    def cancel(how: SuggestProgress) -> None:
        steps.append(how.step)
        if how.step == "searching":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        suggest(SURVEY, report=report, roles=roles, progress=cancel)
    assert steps[0] == "reading"


def test_table_without_people_needs_nothing() -> None:
    rain = EXAMPLES / "rainfall.csv"
    found = suggest(rain, report=check(rain))
    assert found.fixes == ()
    assert plan_of(found).steps == ()
    assert found.plan_toml.startswith("# Nothing has to be done")
    assert found.before.usefulness == 1.0


def test_people_who_look_alike_already_need_nothing(tmp_path: Path) -> None:
    frame = pl.DataFrame({"sex": ["f", "m"] * 50, "age": [30, 40] * 50})
    found, plan = suggested(frame, tmp_path)
    assert (found.fixes, plan.steps) == ((), ())
    assert plan.goal.k == 5
    assert found.before.rows_below == 0


def test_few_rows_that_stand_out_are_left_out(tmp_path: Path) -> None:
    frame = pl.DataFrame({"sex": [*["f", "m"] * 200, "m"], "district": [*["A", "A"] * 200, "B"]})
    roles = Roles(columns={"sex": "quasi-identifier", "district": "quasi-identifier"})  # type: ignore[dict-item]
    roles = msgspec.convert(msgspec.to_builtins(roles), Roles)
    found, plan = suggested(frame, tmp_path, roles=roles)
    assert [(fix.code, fix.facts["rows"], fix.effect.suppressed) for fix in found.fixes] == [("leave-out-rows", 1, 1)]
    assert plan.steps == ()


def test_identifier_that_links_rows_becomes_a_code(tmp_path: Path) -> None:
    frame = people(national_id=[f"1990{number // 3:05d}" for number in range(900)])
    _, plan = suggested(frame, tmp_path)
    assert [step for step in plan.steps if isinstance(step, Pseudonymise)] == [
        Pseudonymise(columns=("national_id",), domain="person", problem="direct-identifier-column")
    ] or [step.columns for step in plan.steps if isinstance(step, Pseudonymise)] == [("national_id",)]
    assert not any(isinstance(step, Drop) for step in plan.steps)


def test_dates_are_shifted_by_person(tmp_path: Path) -> None:
    days = pl.date_range(pl.date(2023, 1, 1), pl.date(2025, 6, 18), "1d", eager=True)
    frame = people(national_id=[f"1990{number // 3:05d}" for number in range(900)], visit_date=days)
    _, plan = suggested(frame, tmp_path)
    assert [(step.columns, step.by, step.days) for step in plan.steps if isinstance(step, ShiftDates)] == [
        (("visit_date",), "national_id", 30)
    ]


def test_dates_that_a_person_confirmed_as_other_are_shifted_unless_they_turn_it_off(tmp_path: Path) -> None:
    days = pl.date_range(pl.date(2023, 1, 1), pl.date(2025, 6, 18), "1d", eager=True)
    frame = people(household_id=[f"H{number // 3:04d}" for number in range(900)], interview_date=days)
    told = {"sex": Role.QUASI, "age": Role.QUASI, "district": Role.QUASI}
    roles = Roles(columns={**told, "household_id": Role.OTHER, "interview_date": Role.OTHER}, household="household_id")
    found, plan = suggested(frame, tmp_path, roles=roles)
    assert [fix.on for fix in found.fixes if fix.key == "shift:interview_date"] == [True]
    assert [(step.columns, step.by) for step in plan.steps if isinstance(step, ShiftDates)] == [
        (("interview_date",), "household_id")
    ]
    found, plan = suggested(frame, tmp_path, roles=roles, off=frozenset({"shift:interview_date"}))
    assert [fix.on for fix in found.fixes if fix.key == "shift:interview_date"] == [False]
    assert not any(isinstance(step, ShiftDates) for step in plan.steps)


def lines_in_households(folder: Path, values: list[int]) -> Path:
    """Write a labelled survey whose column `member` is said to be about the household."""
    path = folder / "table.dta"
    frame = people(household_id=[f"H{number // 7:04d}" for number in range(900)], member=values)
    labels: dict[str, str | None] = {
        "household_id": "Household number",
        "member": "Number of the person in the household",
    }
    pyreadstat.write_dta(frame, str(path), column_labels=labels)
    return path


def replaced_by_codes(path: Path, roles: Roles | None) -> list[str]:
    found = suggest(path, report=check(path, roles=roles), roles=roles)
    return [fix.columns[0] for fix in found.fixes if fix.code == "pseudonymise-links"]


@pytest.mark.parametrize("roles", [None, Roles(household="household_id")])
def test_line_of_a_member_is_no_household_number(tmp_path: Path, roles: Roles | None) -> None:
    path = lines_in_households(tmp_path, [number % 7 + 1 for number in range(900)])
    columns = {column.name: column for column in check(path).tables[0].columns}
    assert columns["member"].role_reason == "household", "else this test tests nothing"
    assert replaced_by_codes(path, roles) == ["household_id"]


def test_only_the_household_that_a_person_named_is_one(tmp_path: Path) -> None:
    path = lines_in_households(tmp_path, [number // 3 for number in range(900)])
    assert replaced_by_codes(path, Roles(household="household_id")) == ["household_id"]
    assert replaced_by_codes(path, Roles(household="member")) == ["member"]
    assert replaced_by_codes(path, None) == ["household_id", "member"]


def test_coordinates_without_another_place_become_coarse_keys(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    frame = people(
        latitude=rng.uniform(-7, -5, 900).round(5), longitude=rng.uniform(38, 40, 900).round(5)
    ).drop("district")  # fmt: skip
    found, plan = suggested(frame, tmp_path)
    assert {"latitude", "longitude"} <= set(plan.goal.keys)
    assert found.fixes[-1].effect.rows_below == 0
    assert all(isinstance(step, Generalise) for step in plan.steps)


def test_personal_data_in_text_are_masked_and_the_column_stays(tmp_path: Path) -> None:
    notes = ["came on foot", "call +255 712 345 678", "all well", "asked for a@example.org"] * 225
    _, plan = suggested(people(notes=notes), tmp_path)
    assert [step.columns for step in plan.steps if isinstance(step, Mask)] == [("notes",)]


def test_given_hierarchy_is_used_and_named(tmp_path: Path) -> None:
    rows = "".join(f"{age};{age // 30 * 30}-{age // 30 * 30 + 29};*\n" for age in range(90))
    (tmp_path / "age.csv").write_text(rows)
    frame = people(300)
    path = tmp_path / "table.csv"
    frame.write_csv(path)
    found = suggest(path, report=check(path), hierarchies={"age": FromFile(path="age.csv")}, folder=tmp_path)
    ages = next(step for step in plan_of(found, frame.columns).steps if isinstance(step, Generalise))
    assert (ages.column, ages.hierarchy) == ("age", FromFile(path="age.csv"))


@pytest.mark.skipif(not ADULT.is_dir(), reason="../shared/data/microdata is not here")
def test_adult_with_its_own_hierarchies_gets_the_known_optimum() -> None:
    """The levels, loss and rows that ARX 3.9.2 finds at a suppression limit of 4 %."""
    path = ADULT / "adult.csv"
    report = check(path)
    keys = tuple(column.name for column in report.tables[0].columns)
    given = {key: FromFile(path=f"adult_hierarchy_{key}.csv") for key in keys}
    goal = Goal(keys=keys, k=5, suppression=0.04)
    found = suggest(path, report=report, goal=goal, hierarchies=given, folder=ADULT / "hierarchies")
    levels = {step.column: step.level for step in plan_of(found).steps if isinstance(step, Generalise)}
    assert [levels.get(key, 0) for key in keys] == [0, 3, 0, 1, 1, 1, 1, 2, 0]
    assert found.bound == pytest.approx(0.26611081921434926, abs=1e-9)
    assert found.optimal
    assert found.fixes[-1].effect.suppressed == 1178


def test_roles_decided_since_the_check_go_before_its_guesses(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    people(nickname=["x"] * 900).write_csv(path)
    said = msgspec.convert({"columns": {"nickname": "direct-identifier", "district": "other"}}, Roles)
    found = suggest(path, report=check(path), roles=said)
    assert found.fixes[0].key == "drop:nickname"
    assert found.fixes[0].problem == "confirmed-direct-identifier"
    assert "district" not in plan_of(found).goal.keys


def test_goal_beyond_the_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        suggested(people(40), tmp_path, goal=Goal(k=41))
    assert caught.value.code == "goal-not-reachable"


def test_file_that_changed_since_its_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    people().write_csv(path)
    report = check(path)
    people(899).write_csv(path)
    with pytest.raises(InputError) as caught:
        suggest(path, report=report)
    assert caught.value.code == "suggest-report-of-another-file"
    people().rename({"sex": "gender"}).write_csv(path)
    with pytest.raises(InputError) as caught:
        suggest(path, report=report)
    assert caught.value.code == "suggest-report-of-another-file"


def test_one_of_several_tables_must_be_named(tmp_path: Path) -> None:
    people().write_csv(tmp_path / "first.csv")
    people(600).write_csv(tmp_path / "second.csv")
    report = check(tmp_path)
    with pytest.raises(InputError) as caught:
        suggest(tmp_path, report=report)
    assert (caught.value.code, caught.value.facts) == ("suggest-which-table", {"known": ["first", "second"]})
    with pytest.raises(InputError) as caught:
        suggest(tmp_path, report=report, table="third")
    assert caught.value.code == "suggest-unknown-table"
    plan = plan_of(suggest(tmp_path, report=report, table="second"))
    assert plan.table == "second"


_CELLS = {
    "sex": st.sampled_from(["f", "m", ""]),
    "age": st.one_of(st.integers(0, 99).map(str), st.just("")),
    "district": st.sampled_from(["Mlimani", "Bondeni", "other", "*", "Pwani, south"]),
    "birth_date": st.dates().map(str),
    "person_name": st.sampled_from(["Amina Juma", "Peter Otieno", ""]),
    "monthly_income": st.one_of(st.integers(0, 10**7).map(str), st.just("none")),
    "case_id": st.integers(1, 5).map(str),
}


# The same tables each time: a rare table that a random run came upon is still to be looked into.
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_suggestion_holds_together_and_reaches_its_goal(tmp_path: Path, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(list(_CELLS)), min_size=2, unique=True))
    rows = data.draw(st.lists(st.tuples(*(_CELLS[name] for name in names)), min_size=12, max_size=40))
    frame = pl.DataFrame(rows, schema=names, orient="row")
    found, plan = suggested(frame, tmp_path)
    if plan.goal.keys:
        assert [fix.effect.rows_below for fix in found.fixes][-1:] in ([], [0])
        assert all(fix.effect.suppressed <= 0.05 * len(rows) for fix in found.fixes)
    assert all(0 <= fix.effect.usefulness <= 1 for fix in found.fixes)
    assert [fix.effect.direct_identifiers for fix in found.fixes][-1:] in ([], [0])


def test_plan_says_which_values_it_lists_to_whoever_passes_it_on(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    work = ["farmer"] * 60 + ["trader"] * 50 + ["teacher"] * 40 + ["bishop of Lamu", "weaver"]
    pl.DataFrame({"occupation": work, "sex": [*"fm"] * 76}).write_csv(path)
    wish = Goal(keys=("occupation", "sex"), k=5, suppression=0.0)
    written = suggest(path, report=check(path), goal=wish).plan_toml
    before, _, after = written.partition('column = "occupation"')
    said = TEXTS["fix.values-listed"].one.replace("{column}", "occupation")
    assert ("bishop of Lamu" in before, "bishop of Lamu" in after) == (False, True)
    assert said in " ".join(before.replace("#", " ").split())
