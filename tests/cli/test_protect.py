"""`ayni protect`, as a person runs it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

ROOT = Path(__file__).resolve().parents[2]
SURVEY = ROOT / "examples" / "household-survey.csv"
ROLES = ROOT / "examples" / "roles.toml"
DATA = ROOT.parent / "shared" / "data" / "microdata"
ADULT_LEVELS = {
    "sex": 0, "age": 3, "race": 0, "marital-status": 1, "education": 1, "native-country": 1, "workclass": 1,
    "occupation": 2, "salary-class": 0,
}  # fmt: skip

TABLE = "name,age,sex\n" + "".join(f"Amina Otieno {n},{20 + n % 20},{'fm'[n % 2]}\n" for n in range(40))
PLAN = """version = 1
[goal]
keys = ["age", "sex"]
k = 5
suppression = 0
[[step]]
do = "drop"
columns = ["name"]
[[step]]
do = "generalise"
column = "age"
[step.hierarchy]
by = "interval"
widths = [10, 20]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table and a plan, and a home of its own."""
    (tmp_path / "people.csv").write_text(TABLE)
    (tmp_path / "plan.toml").write_text(PLAN)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_protect_carries_out_a_plan_and_says_what_was_done(ayni: Callable[..., Done], here: Path) -> None:
    done = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", "safe.csv")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "safe.csv was written: 40 of 40 rows were kept."
    assert lines[1] == "Each person now looks like at least 9 others."
    assert "  Others that each person looks like, at least          1      9" in lines
    assert "  Rows that stand out (fewer than 4 others alike)      40      0" in lines
    assert "  → Left out: name." in lines
    assert "  → Made age coarser: level 1 of its hierarchy." in lines
    assert pl.read_csv(here / "safe.csv").columns == ["age", "sex"]


def test_protect_prints_one_json_document(ayni: Callable[..., Done], here: Path) -> None:
    done = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", "safe.csv", "--json", "--report", "r.json")
    document: dict[str, Any] = done.json
    assert document["schema"] == "urn:ayni:protect:outcome:1"
    assert document["levels"] == {"age": 1}
    assert (document["optimal"], document["suppressed"], document["goal_met"]) == (True, 0, True)
    assert document["bound"] == document["loss"]
    assert (document["before"]["rows_below"], document["after"]["rows_below"]) == (40, 0)
    assert document["summary"][0] == "safe.csv was written: 40 of 40 rows were kept."
    assert document["report_after"]["schema"] == "urn:ayni:check:report:1"
    assert all(finding["message"] for finding in document["report_before"]["findings"])
    assert document["cost"]["marginals"][0] == {"column": "name", "distance": None}
    assert "Amina" not in done.out
    assert (here / "r.json").read_text() == done.out


def test_protect_speaks_the_asked_language_where_words_are_translated(ayni: Callable[..., Done], here: Path) -> None:
    done = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", "safe.csv", "--json", "--lang", "fr")
    assert done.json["language"] == "fr"
    assert (here / "safe.csv").exists()


def test_protect_lets_the_command_line_go_before_the_plan(ayni: Callable[..., Done], here: Path) -> None:
    done = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", "safe.csv", "--k", "15", "--json")
    assert done.json["remarks"] == [
        {
            "code": "goal-overridden",
            "message": "The command line goes before the plan for: --k.",
            "facts": {"names": ["--k"]},
        }
    ]
    assert done.json["levels"] == {"age": 2}
    assert done.json["after"]["smallest_class"] == 20
    assert (here / "safe.csv").exists()


def test_protect_says_of_a_second_wave_that_it_is_one(ayni: Callable[..., Done], here: Path) -> None:
    ayni("protect", "people.csv", "--suggest", "--out", "wave.toml")
    (here / "second.csv").write_text(TABLE + TABLE.split("\n", 1)[1])
    first = ayni("protect", "people.csv", "--plan", "wave.toml", "--out", "one.csv", "--json")
    second = ayni("protect", "second.csv", "--plan", "wave.toml", "--out", "two.csv", "--json")
    assert (first.status, second.status) == (0, 0)
    assert first.json["remarks"] == []
    assert [remark["code"] for remark in second.json["remarks"]] == ["second-wave"]
    assert first.json["levels"] == second.json["levels"]


def test_protect_makes_and_finds_its_key(ayni: Callable[..., Done], here: Path) -> None:
    (here / "plan.toml").write_text(PLAN.replace('do = "drop"', 'do = "pseudonymise"'))
    asked = ("protect", "people.csv", "--plan", "plan.toml", "--out")
    refused = ayni(*asked, "safe.csv")
    assert refused.status == 2
    assert "--make-key" in refused.err
    assert not (here / "safe.csv").exists()
    assert ayni(*asked, "one.csv", "--make-key").status == 0
    key = here / "settings" / "ayni" / "protect.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert ayni(*asked, "two.csv").status == 0
    assert (here / "one.csv").read_bytes() == (here / "two.csv").read_bytes()
    again = ayni(*asked, "three.csv", "--make-key")
    assert (again.status, "already" in again.err) == (2, True)
    key.chmod(0o644)
    assert ayni(*asked, "three.csv").status == 2
    lost = ayni(*asked, "three.csv", "--key", "lost.key")
    assert (lost.status, "lost.key" in lost.err) == (2, True)
    assert not (here / "three.csv").exists()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--suggest", "--plan", "plan.toml"), "--plan"),
        (("--suggest", "--make-key"), "--key"),
        (("--suggest", "--json"), "--json"),
        (("--plan", "plan.toml"), "--out"),
        (("--plan", "plan.toml", "--out", "safe.csv", "--report", "safe.csv"), "same file"),
        (("--plan", "plan.toml", "--out", "safe.csv", "--k", "0"), "--k"),
        (("--plan", "plan.toml", "--out", "safe.csv", "--suppression", "2"), "--suppression"),
        (("--plan", "plan.toml", "--out", "people.csv", "--overwrite"), "people.csv"),
        (("--plan", "plan.toml", "--out", "plan.toml", "--overwrite"), "plan.toml"),
        (("--plan", "plan.toml", "--out", "."), "folder"),
        (("--plan", "plan.toml", "--out", "safe"), ".csv"),
        (("--plan", "gone.toml", "--out", "safe.csv"), "gone.toml"),
        (("--plan", "plan.toml", "--out", "safe.csv", "--k", "41"), "41"),
        (("--plan", "plan.toml", "--out", "safe.csv", "--roles", "gone.toml"), "gone.toml"),
        (("--plan", "plan.toml", "--out", "safe.csv", "--table", "poeple"), "poeple"),
        (("--out", "safe.csv", "--hierarchies", "gone"), "gone"),
    ],
)
def test_protect_refuses_what_cannot_be_meant(
    ayni: Callable[..., Done], here: Path, options: tuple[str, ...], word: str
) -> None:
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    done = ayni("protect", "people.csv", *options)
    assert (done.status, done.out) == (2, "")
    assert word in done.err
    assert {path.name: path.read_bytes() for path in here.iterdir()} == before


def test_protect_says_an_error_as_json(ayni: Callable[..., Done], here: Path) -> None:
    (here / "safe.csv").write_text("mine")
    done = ayni("protect", "people.csv", "--plan", "plan.toml", "--out", "safe.csv", "--json")
    assert done.status == 2
    assert '"code": "output-exists"' in done.err
    assert (here / "safe.csv").read_text() == "mine"


def test_protect_suggests_a_plan_that_can_be_carried_out(ayni: Callable[..., Done], here: Path) -> None:
    shutil.copy(SURVEY, here / "survey.csv")
    suggested = ayni("protect", "survey.csv", "--suggest", "--roles", ROLES)
    written = ayni("protect", "survey.csv", "--suggest", "--roles", ROLES, "--out", "fix.toml")
    assert (suggested.status, written.status, written.out) == (0, 0, "")
    assert (here / "fix.toml").read_text() == suggested.out
    options = ("--roles", ROLES, "--json")
    by_plan = ayni("protect", "survey.csv", "--plan", "fix.toml", "--out", "a.csv", "--make-key", *options).json
    at_once = ayni("protect", "survey.csv", "--out", "b.csv", *options).json
    assert (here / "a.csv").read_bytes() == (here / "b.csv").read_bytes()
    assert by_plan["levels"] == at_once["levels"]
    assert (by_plan["searched"], at_once["searched"], at_once["optimal"]) == (False, True, True)
    assert by_plan["before"]["direct_identifiers"] == 4
    assert (by_plan["after"]["direct_identifiers"], by_plan["after"]["personal_cells"]) == (0, 0)
    assert by_plan["after"]["smallest_class"] >= 5
    original = pl.read_csv(SURVEY, infer_schema=False)
    said = (here / "a.csv").read_text()
    for column in ("respondent_name", "phone", "national_id"):
        values = original[column].drop_nulls()
        assert not [value for value in values if len(value) > 4 and value in said]


@pytest.mark.skipif(not (DATA / "adult.csv").exists(), reason="the adult data lie outside the repository")
@pytest.mark.parametrize(
    ("suppression", "loss", "suppressed"), [("0", 0.573151, 0), ("0.04", 0.266111, 1178), ("1", 0.220412, 2553)]
)
def test_protect_finds_the_optimum_of_adult(
    ayni: Callable[..., Done], here: Path, suppression: str, loss: float, suppressed: int
) -> None:
    roles = "[columns]\n" + "".join(f'"{column}" = "quasi-identifier"\n' for column in ADULT_LEVELS)
    (here / "roles.toml").write_text(roles)
    options = ("--roles", "roles.toml", "--hierarchies", DATA / "hierarchies", "--k", "5", "--suppression", suppression)
    found = ayni("protect", DATA / "adult.csv", "--out", "safe.csv", *options, "--json").json
    assert found["optimal"] is True
    assert found["loss"] == pytest.approx(loss, abs=5e-7)
    assert found["bound"] == found["loss"]
    assert found["suppressed"] == suppressed
    assert found["after"]["smallest_class"] >= 5
    if suppression == "0.04":
        assert found["levels"] == ADULT_LEVELS
    result = pl.read_csv(here / "safe.csv", separator=";", infer_schema=False)
    assert result.height == 30_162 - suppressed


def test_protect_keeps_what_a_stata_file_says_of_its_columns(ayni: Callable[..., Done], here: Path) -> None:
    import pyreadstat

    survey = pl.read_csv(SURVEY, infer_schema_length=None).drop("remarks")
    frame = survey.with_columns(sex=(pl.col("sex") == "female").cast(pl.Int64) + 1)
    labels = {"sex": "Sex of the member", "age": "Age in completed years"}
    pyreadstat.write_dta(
        frame,
        str(here / "survey.dta"),
        file_label="Household survey",
        column_labels=[labels.get(name, "") for name in frame.columns],
        variable_value_labels={"sex": {1: "male", 2: "female"}},
    )
    done = ayni("protect", "survey.dta", "--out", "safe.dta", "--roles", ROLES, "--make-key", "--json")
    assert (done.status, done.err) == (0, "")
    result, meta = pyreadstat.read_dta(str(here / "safe.dta"))
    assert meta.column_names_to_labels["sex"] == "Sex of the member"
    assert meta.column_names_to_labels["age"] == "Age in completed years"
    assert "phone" not in meta.column_names
    assert len(result) == done.json["after"]["rows"]
    level = done.json["levels"].get("sex", 0)
    assert meta.variable_value_labels.get("sex") == ({1: "male", 2: "female"} if level == 0 else None)
