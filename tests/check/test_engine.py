"""A whole check: two passes, roles, disclosure risk and findings, over files and frames."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import polars as pl
import pytest

from ayni.check import check
from ayni.check.report import Report, Role, Severity
from ayni.check.roles import Roles
from ayni.errors import InputError
from ayni.limits import ReadLimits

ADULT = Path(__file__).parents[2] / "../shared/data/microdata/adult.csv"
NAMES = ["Amina Otieno", "John Mwangi", "Fatuma Hassan", "Grace Wanjiru", "Peter Kamau", "Mary Achieng"]


def survey(rows: int = 400, seed: int = 7) -> pl.DataFrame:
    """Return a small survey of people, with everything that must not leave it."""
    pick = random.Random(seed)
    return pl.DataFrame(
        {
            "respondent_name": [f"{pick.choice(NAMES)} {n}"[:-2].strip() for n in range(100, 100 + rows)],
            "email": [f"canary{n}@example.org" for n in range(rows)],
            "sex": [pick.choice("FM") for _ in range(rows)],
            "age": [pick.randrange(18, 70) for _ in range(rows)],
            "village": [pick.choice(["Kibera", "Karen", "Embu"]) for _ in range(rows)],
            "hiv_status": [pick.choice(["negative", "negative", "positive"]) for _ in range(rows)],
            "remarks": ["call canary9@example.org" if n == 5 else "nothing to add here" for n in range(rows)],
        }
    )


def without_time(report: Report) -> Report:
    return msgspec.structs.replace(report, created="", tables=tuple(
        msgspec.structs.replace(table, source=msgspec.structs.replace(table.source, path="")) for table in report.tables
    ))  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "survey.csv"
    survey().write_csv(place)
    return place


def test_check_survey_finds_who_and_what(path: Path) -> None:
    (table,) = check(path).tables
    roles = {column.name: column.role for column in table.columns}
    assert table.rows == 400
    assert roles == {
        "respondent_name": Role.DIRECT,
        "email": Role.DIRECT,
        "sex": Role.QUASI,
        "age": Role.QUASI,
        "village": Role.QUASI,
        "hiv_status": Role.SENSITIVE,
        "remarks": Role.DIRECT,
    }
    emails = {(found.kind, found.cells) for column in table.columns for found in column.personal}
    assert {("email", 400), ("email", 1)} <= emails


def test_check_survey_disclosure_equals_independent_count(path: Path) -> None:
    (table,) = check(path).tables
    sizes = survey().group_by("sex", "age", "village").len()["len"]
    risk = table.disclosure
    assert risk is not None
    assert sorted(risk.quasi_identifiers) == ["age", "sex", "village"]
    assert risk.k_min == sizes.min()
    assert risk.sample_uniques == (sizes == 1).sum()
    assert risk.below_k == {str(k): int(sizes.filter(sizes < k).sum()) for k in (2, 3, 5, 10)}
    assert risk.global_risk == pytest.approx(len(sizes) / 400)


def test_check_report_holds_no_personal_value(path: Path) -> None:
    said = msgspec.json.encode(check(path)).decode()
    for value in ("canary", "example.org", "Amina", "Wanjiru"):
        assert value not in said


def test_check_is_the_same_however_it_is_cut(path: Path) -> None:
    whole = without_time(check(path, workers=1))
    for workers, block_bytes in ((1, 4_096), (3, 4_096), (2, 9_000)):
        limits = ReadLimits(block_bytes=block_bytes)
        assert without_time(check(path, workers=workers, read_limits=limits)) == whole


def test_check_frame_agrees_with_its_file(path: Path) -> None:
    (of_file,), (of_frame,) = check(path).tables, check(survey(), name="survey").tables
    assert of_frame.name == "survey"
    for one, other in zip(of_file.columns, of_frame.columns, strict=True):
        assert (one.name, one.role, one.missing, one.distinct) == (
            other.name,
            other.role,
            other.missing,
            other.distinct,
        )
        assert [(found.kind, found.cells) for found in one.personal] == [
            (found.kind, found.cells) for found in other.personal
        ]
    assert of_file.disclosure == of_frame.disclosure


def test_check_folder_lists_what_it_could_not_read(path: Path) -> None:
    (path.parent / "broken.parquet").write_bytes(b"PAR1 no parquet PAR1")
    report = check(path.parent)
    assert [table.name for table in report.tables] == ["survey"]
    assert [Path(unread.path).name for unread in report.unread] == ["broken.parquet"]


def test_check_blockers_come_first(path: Path) -> None:
    severities = [finding.severity for finding in check(path).findings]
    assert severities == sorted(severities, key=[Severity.BLOCKER, Severity.WARNING, Severity.NOTE].index)
    assert severities[0] is Severity.BLOCKER


def test_check_refuses_roles_for_columns_that_are_not_there(path: Path) -> None:
    for roles in (
        Roles(columns={"vilage": Role.QUASI}),
        Roles(weights="weight"),
        Roles(tables={"survey": {"agee": Role.OTHER}}),
    ):
        with pytest.raises(InputError) as caught:
            check(path, roles=roles)
        assert caught.value.code == "roles-unknown-column"
    with pytest.raises(InputError) as caught:
        check(path, roles=Roles(tables={"surveys": {"age": Role.OTHER}}))
    assert caught.value.code == "roles-unknown-table"


def test_check_confirmed_roles_are_marked_and_no_longer_asked_for(path: Path) -> None:
    said = dict.fromkeys(survey().columns, Role.OTHER) | {"sex": Role.QUASI}
    report = check(path, roles=Roles(columns=said))
    assert report.tables[0].disclosure is not None
    assert report.tables[0].disclosure.quasi_identifiers == ("sex",)
    assert all(column.role_confirmed for column in report.tables[0].columns)
    assert "roles-to-confirm" not in {finding.code for finding in report.findings}


def test_check_empty_table(tmp_path: Path) -> None:
    place = tmp_path / "empty.csv"
    place.write_text("name,age\n")
    (table,) = check(place).tables
    assert (table.rows, [column.name for column in table.columns], table.disclosure) == (0, ["name", "age"], None)


def test_check_progress_can_cancel(path: Path) -> None:
    def cancel(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(path, progress=cancel, read_limits=ReadLimits(block_bytes=4_096))


@pytest.mark.skipif(not ADULT.exists(), reason="the real data beside the repository are absent")
def test_check_adult_equals_independent_count() -> None:
    frame = pl.read_csv(ADULT, separator=";")
    keys = [name for name in frame.columns if name != "salary-class"]
    roles = Roles(columns=dict.fromkeys(keys, Role.QUASI) | {"salary-class": Role.SENSITIVE})
    (table,) = check(ADULT, roles=roles).tables
    sizes = frame.group_by(keys).len()["len"]
    risk = table.disclosure
    assert risk is not None
    assert set(risk.quasi_identifiers) == set(keys)
    assert (table.rows, risk.sample_uniques, risk.k_min) == (30_162, (sizes == 1).sum(), 1)
    assert risk.suda is not None
    assert risk.suda.rows == risk.sample_uniques


@pytest.mark.skipif(not ADULT.exists(), reason="the real data beside the repository are absent")
def test_check_adult_suggests_the_usual_roles() -> None:
    (table,) = check(ADULT).tables
    roles = {column.name: column.role for column in table.columns}
    usual = {"sex", "age", "race", "marital-status", "education", "native-country", "occupation"}
    assert {name for name in usual if roles[name] is Role.QUASI} == usual
    assert roles["salary-class"] is Role.SENSITIVE
