"""`ayni check` as a person or a script runs it: every option, every exit status, every form of report."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import pty
import re
import signal
import subprocess
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]
import polars as pl
import pyreadstat
import pytest
import zstandard
from tests.check.test_engine import survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs/reference/report.schema.json").read_text("utf-8"))
CALM = "station,rain_mm\nNorth,1.5\nSouth,2.5\nEast,3.5\n"
PEOPLE = "name,email,age\n" + "".join(f"Amina Otieno,amina{n}@example.org,{20 + n}\n" for n in range(30))


@pytest.fixture
def calm(tmp_path: Path) -> Path:
    """A table about nobody, with nothing to say of it but that."""
    path = tmp_path / "calm.csv"
    path.write_text(CALM)
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A table of names and e-mail addresses."""
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


# --- exit statuses


def test_check_exits_0_whatever_it_finds(ayni: Callable[..., Done], people: Path) -> None:
    done = ayni("check", people)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Do not share this yet: ")


@pytest.mark.parametrize(("severity", "of_calm", "of_people"), [("blocker", 0, 1), ("warning", 0, 1), ("note", 1, 1)])
def test_check_fail_on_exits_1_from_this_severity_on(
    ayni: Callable[..., Done], calm: Path, people: Path, *, severity: str, of_calm: int, of_people: int
) -> None:
    assert ayni("check", calm, "--fail-on", severity).status == of_calm
    done = ayni("check", people, "--fail-on", severity)
    assert (done.status, done.err) == (of_people, "")
    assert "Solve first" in done.out


def test_check_unread_input_exits_2_even_with_fail_on(ayni: Callable[..., Done], people: Path, tmp_path: Path) -> None:
    done = ayni("check", people, tmp_path / "gone.csv", "--fail-on", "blocker", "--json")
    assert done.status == 2
    assert [table["name"] for table in done.json["tables"]] == ["people"]
    (unread,) = done.json["unread"]
    assert (unread["code"], unread["path"]) == ("file-not-found", str(tmp_path / "gone.csv"))
    assert unread["message"].endswith("does not exist. Check the spelling and the folder.")


# --- JSON


def test_check_json_has_what_the_issue_names(ayni: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    survey().write_csv(path)
    done = ayni("check", path, "--json")
    jsonschema.Draft202012Validator(SCHEMA).validate(done.json)
    (table,) = done.json["tables"]
    assert {"path", "sheet", "sha256", "bytes", "format", "encoding"} <= table["source"].keys()
    assert table["source"]["bytes"] == path.stat().st_size
    assert table["rows"] == 400
    for column in table["columns"]:
        assert {"name", "type", "missing", "distinct", "role", "personal"} <= column.keys()
    email = next(column for column in table["columns"] if column["name"] == "email")
    (found,) = email["personal"]
    assert {"kind", "cells", "share", "confidence"} <= found.keys()
    assert (found["kind"], found["cells"], found["share"], found["confidence"]) == ("email", 400, 1.0, "high")
    risk = table["disclosure"]
    assert {"quasi_identifiers", "k_min", "sample_uniques", "global_risk", "population_uniques"} <= risk.keys()
    assert list(risk["below_k"]) == ["2", "3", "5", "10"]
    for finding in done.json["findings"]:
        assert {"code", "severity", "table", "column", "message", "advice", "facts"} <= finding.keys()


@pytest.mark.parametrize("options", [(), ("--public",), ("--lang", "ar"), ("--public", "--lang", "fr")])
def test_check_json_follows_the_published_schema(
    ayni: Callable[..., Done], tmp_path: Path, options: tuple[str, ...]
) -> None:
    survey(60).write_csv(tmp_path / "survey.csv")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no parquet PAR1")
    done = ayni("check", tmp_path, "--json", *options)
    assert done.status == 2
    jsonschema.Draft202012Validator(SCHEMA).validate(done.json)


def test_check_json_of_bad_settings_is_one_object_on_stderr(ayni: Callable[..., Done], calm: Path) -> None:
    done = ayni("check", calm, "--json", "--roles", calm.parent / "gone.toml")
    assert (done.status, done.out) == (2, "")
    assert json.loads(done.err)["code"] == "roles-unreadable"


# --- settings


@pytest.mark.parametrize(
    ("option", "text", "code"),
    [
        ("--roles", '[columns]\nstation = "quasi"\n', "roles-unknown-role"),
        ("--roles", '[columns]\nstaton = "other"\n', "roles-unknown-column"),
        ("--roles", '[tables.clam.columns]\nstation = "other"\n', "roles-unknown-table"),
        ("--roles", 'weight = "rain_mm"\n', "roles-unknown-key"),
        ("--roles", "columns = [\n", "roles-unreadable"),
        ("--thresholds", "clas_size = 3\n", "thresholds-unknown"),
        ("--thresholds", "class_size = -3\n", "thresholds-out-of-range"),
        ("--thresholds", 'class_size = "many"\n', "thresholds-"),
        ("--thresholds", "closeness = nan\n", "thresholds-out-of-range"),
        ("--thresholds", "[[[\n", "thresholds-not-toml"),
        ("--about", 'licence = "CC-BY-4.0"\n', "about-misspelt-key"),
        ("--about", "title = 3\n", "about-"),
        ("--about", "\x00\n", "about-not-toml"),
    ],
)
def test_check_unusable_settings_exit_2(
    ayni: Callable[..., Done], calm: Path, option: str, text: str, code: str
) -> None:
    settings = calm.parent / "settings.toml"
    settings.write_text(text)
    more = ("--croissant", calm.parent / "croissant.json") if option == "--about" else ()
    done = ayni("check", calm, option, settings, *more)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("ayni: ")
    assert len(done.err.splitlines()) == 1
    problem = json.loads(ayni("check", calm, option, settings, *more, "--json").err)
    assert problem["code"].startswith(code)
    assert f"ayni: {problem['message']}\n" == done.err
    assert not (calm.parent / "croissant.json").exists()


@pytest.mark.parametrize("option", ["--roles", "--thresholds", "--about"])
def test_check_settings_that_are_not_there_exit_2(ayni: Callable[..., Done], calm: Path, option: str) -> None:
    for given in (calm.parent / "gone.toml", calm.parent):
        done = ayni("check", calm, option, given, "--croissant", calm.parent / "out.json")
        assert (done.status, done.out) == (2, "")
        assert str(given) in done.err


def test_check_threshold_nothing_can_be_published_under_is_refused_first(ayni: Callable[..., Done], calm: Path) -> None:
    settings = calm.parent / "settings.toml"
    settings.write_text("public_threshold = 1\n")
    for options in (("--public",), ("--croissant", calm.parent / "out.json")):
        done = ayni("check", calm.parent / "gone.csv", "--thresholds", settings, *options)
        assert (done.status, done.out) == (2, "")
        assert "hidden" in done.err
    assert ayni("check", calm, "--thresholds", settings).status == 0


def test_check_roles_a_person_confirmed_are_said_to_be(ayni: Callable[..., Done], people: Path) -> None:
    roles = people.parent / "roles.toml"
    roles.write_text('[columns]\nage = "quasi-identifier"\nname = "direct-identifier"\nemail = "direct-identifier"\n')
    columns = ayni("check", people, "--roles", roles, "--json").json["tables"][0]["columns"]
    assert [column["role_confirmed"] for column in columns] == [True, True, True]


def test_check_thresholds_decide_what_is_too_small(ayni: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    pl.DataFrame({"sex": ["F", "M"] * 8, "age": [20, 30] * 8, "village": ["Embu"] * 8 + ["Karen"] * 8}).write_csv(path)
    (tmp_path / "roles.toml").write_text('[columns]\nsex = "quasi-identifier"\nvillage = "quasi-identifier"\n')
    for size, expected in ((4, False), (5, True)):
        (tmp_path / "own.toml").write_text(f"class_size = {size}\nclass_size_blocker = 2\n")
        done = ayni("check", path, "--roles", tmp_path / "roles.toml", "--thresholds", tmp_path / "own.toml", "--json")
        assert done.json["tables"][0]["disclosure"]["k_min"] == 4
        assert ("groups-too-small" in {finding["code"] for finding in done.json["findings"]}) is expected


# --- outputs


def test_check_writes_page_and_croissant(ayni: Callable[..., Done], people: Path) -> None:
    html, croissant = people.parent / "report.html", people.parent / "croissant.json"
    about = people.parent / "about.toml"
    about.write_text('title = "People"\nlicense = "CC-BY-4.0"\n')
    done = ayni("check", people, "--html", html, "--croissant", croissant, "--about", about)
    assert (done.status, done.err) == (0, "")
    assert html.read_text("utf-8").startswith('<!doctype html>\n<html lang="en"')
    described = json.loads(croissant.read_text("utf-8"))
    assert described["dct:conformsTo" if "dct:conformsTo" in described else "conformsTo"]
    assert "No licence is stated" not in done.out
    assert sorted(path.name for path in people.parent.iterdir()) == [
        "about.toml",
        "croissant.json",
        "people.csv",
        "report.html",
    ]


@pytest.mark.parametrize("option", ["--html", "--croissant"])
def test_check_refuses_to_write_over_what_it_reads(ayni: Callable[..., Done], calm: Path, option: str) -> None:
    link = calm.parent / "link.csv"
    link.symlink_to(calm)
    hard = calm.parent / "hard.csv"
    hard.hardlink_to(calm)
    roles = calm.parent / "roles.toml"
    roles.write_text('[columns]\nstation = "other"\n')
    for output in (calm, link, hard, roles, calm.parent / "x" / ".." / "calm.csv"):
        done = ayni("check", calm, "--roles", roles, option, output)
        assert (done.status, done.out) == (2, "")
        assert "name another file" in done.err or "no folder" in done.err
    assert ayni("check", calm.parent, option, calm.parent / "new.csv").status == 2
    assert not (calm.parent / "new.csv").exists()
    assert calm.read_text() == CALM
    assert roles.read_text() == '[columns]\nstation = "other"\n'


@pytest.mark.parametrize("output", ["missing/report", ".", "looped", "x" * 300])
def test_check_output_that_cannot_be_is_refused_before_reading(
    ayni: Callable[..., Done], calm: Path, output: str
) -> None:
    (calm.parent / "looped").symlink_to("looped")
    for option in ("--html", "--croissant"):
        done = ayni("check", calm.parent / "gone.csv", option, calm.parent / output)
        if output == "x" * 300:  # only trying tells
            assert (done.status, "could not be" in done.err) == (1, True)
        else:
            assert (done.status, done.out) == (2, "")
            assert f"Invalid value for {option}" in done.err.replace("'", "")


def test_check_options_that_do_not_go_together_are_refused(ayni: Callable[..., Done], calm: Path) -> None:
    both = calm.parent / "report"
    done = ayni("check", calm, "--html", both, "--croissant", both)
    assert (done.status, done.out, both.exists()) == (2, "", False)
    assert "Two reports cannot go to the same file" in done.err
    (calm.parent / "about.toml").write_text('title = "Rain"\n')
    done = ayni("check", calm, "--about", calm.parent / "about.toml")
    assert (done.status, done.out) == (2, "")
    assert "--croissant" in done.err


def test_check_needs_a_path_and_known_words(ayni: Callable[..., Done], calm: Path) -> None:
    for arguments in ((), (calm, "--fail-on", "worst"), (calm, "--lang", "tlh"), (calm, "--nonsense")):
        done = ayni("check", *arguments)
        assert (done.status, done.out) == (2, "")
        assert done.err


def test_check_report_survives_a_page_that_cannot_be_written(ayni: Callable[..., Done], calm: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = ayni("check", calm, "--html", "/dev/full", "--json")
    assert done.status == 1
    assert done.json["tables"][0]["rows"] == 3
    assert json.loads(done.err)["code"] == "report-not-written"


# --- formats and several tables


def test_check_reads_every_format_alike(ayni: Callable[..., Done], tmp_path: Path) -> None:
    frame = survey(40)
    frame.write_csv(tmp_path / "a.csv")
    frame.write_csv(tmp_path / "b.tsv", separator="\t")
    frame.write_parquet(tmp_path / "c.parquet")
    frame.write_ipc(tmp_path / "d.arrow")
    frame.write_ndjson(tmp_path / "e.jsonl")
    raw = (tmp_path / "a.csv").read_bytes()
    (tmp_path / "f.csv.gz").write_bytes(gzip.compress(raw))
    (tmp_path / "g.csv.zst").write_bytes(zstandard.compress(raw))
    with zipfile.ZipFile(tmp_path / "h.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/h.csv", raw)
    done = ayni("check", tmp_path, "--json")
    assert done.status == 0
    tables = done.json["tables"]
    assert [table["name"] for table in tables] == list("abcdefgh")
    roles = [{column["name"]: column["role"] for column in table["columns"]} for table in tables]
    assert all(one == roles[0] for one in roles)
    assert len({json.dumps(table["disclosure"], sort_keys=True) for table in tables}) == 1


def test_check_reads_statistical_files_with_their_labels(ayni: Callable[..., Done], tmp_path: Path) -> None:
    frame = pl.DataFrame({"sex": [1.0, 2.0] * 20, "age": [float(20 + n) for n in range(40)]})
    labels: dict[str, dict[int | float, str]] = {"sex": {1: "female", 2: "male"}}
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), variable_value_labels=labels)
    pyreadstat.write_dta(frame, str(tmp_path / "b.dta"), variable_value_labels=labels)
    pyreadstat.write_xport(frame, str(tmp_path / "c.xpt"))
    done = ayni("check", tmp_path, "--json")
    assert done.status == 0
    assert [table["source"]["format"] for table in done.json["tables"]] == ["spss", "stata", "sas"]
    assert [table["rows"] for table in done.json["tables"]] == [40, 40, 40]
    for table in done.json["tables"]:
        sex = next(column for column in table["columns"] if column["name"] == "sex")
        assert (sex["distinct"], sex["missing"]) == (2, 0)


def test_check_reads_every_sheet_of_a_workbook(ayni: Callable[..., Done], tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for name in ("rain", "wind"):
        sheet = book.create_sheet(name)
        sheet.append(["station", name])
        for number in range(5):
            sheet.append([f"S{number}", number + 0.5])
    del book["Sheet"]
    book.save(tmp_path / "book.xlsx")
    done = ayni("check", tmp_path / "book.xlsx", "--json")
    assert done.status == 0
    assert [(table["source"]["sheet"], table["rows"]) for table in done.json["tables"]] == [("rain", 5), ("wind", 5)]


def test_check_several_paths_are_one_dataset(ayni: Callable[..., Done], calm: Path, people: Path) -> None:
    done = ayni("check", calm, people)
    assert done.status == 0
    assert "\ncalm (3 rows, 2 columns)\n" in done.out
    assert "\npeople (30 rows, 3 columns)\n" in done.out
    assert "  ✖ people: Column email holds e-mail address" in done.out or "people: Column name holds" in done.out


# --- languages and terminals


def test_check_speaks_the_asked_language(ayni: Callable[..., Done], people: Path) -> None:
    html = people.parent / "report.html"
    done = ayni("check", people, "--lang", "ar", "--html", html)
    assert done.status == 0
    assert '<html lang="ar" dir="rtl">' in html.read_text("utf-8")
    said = ayni("check", people, "--lang", "ar", "--json").json
    assert said["language"] == "ar"
    assert "\u2068email\u2069" in " ".join(finding["message"] for finding in said["findings"])
    assert said["findings"][0]["code"] == "direct-identifier-column"


def test_check_writes_no_colour_into_a_pipe(ayni: Callable[..., Done], people: Path) -> None:
    assert "\x1b" not in ayni("check", people).out


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("", True), ("1", False)])
def test_check_colours_a_terminal_unless_asked_not_to(
    command: list[str], outside: dict[str, str], people: Path, *, no_color: str | None, coloured: bool
) -> None:
    ours, theirs = pty.openpty()
    env = outside if no_color is None else {**outside, "NO_COLOR": no_color}
    running = subprocess.Popen([*command, people], stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 4096):
            said += piece
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    assert running.wait(timeout=60) == 0
    assert (b"\x1b[1;31m" in said) is coloured
    assert b"Do not share this yet" in said


def test_check_says_what_it_can_where_the_terminal_lacks_letters(
    command: list[str], outside: dict[str, str], people: Path
) -> None:
    done = subprocess.run(
        [*command, people], env={**outside, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Do not share this yet" in done.stdout
    assert done.stdout.isascii()


def test_check_closed_pipe_is_quiet(command: list[str], outside: dict[str, str], people: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*command, people], stdout=writer, stderr=subprocess.PIPE, env=outside, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_check_output_closed_by_the_caller_is_no_fault(
    command: list[str], outside: dict[str, str], people: Path
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" >&-', "sh", *command, people], env=outside, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_check_full_disk_behind_the_output_exits_1(command: list[str], outside: dict[str, str], people: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*command, people], stdout=full, stderr=subprocess.PIPE, env=outside, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"no space left" in done.stderr


def test_check_interrupted_exits_130_and_leaves_nothing(
    command: list[str], outside: dict[str, str], tmp_path: Path
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    out.mkdir()
    row = "Amina Otieno,amina@example.org,33,some words that take a while to look at\n"
    (data / "long.csv").write_text("name,email,age,text\n" + row * 3_000_000)
    running = subprocess.Popen(
        [*command, data, "--html", out / "report.html"],
        env={**outside, "TMPDIR": str(out)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while running.poll() is None and not _is_reading(running.pid, data / "long.csv"):
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    said, complaint = running.communicate(timeout=60)
    assert (running.returncode, said, complaint) == (130, b"", b"")
    assert list(out.iterdir()) == []


def _is_reading(process: int, path: Path) -> bool:
    """Tell whether a process is past the first blocks of a file."""
    for handle in Path(f"/proc/{process}/fd").iterdir():
        with contextlib.suppress(OSError):
            if handle.readlink() == path.resolve():
                told = Path(f"/proc/{process}/fdinfo/{handle.name}").read_text()
                return int(told.split("pos:")[1].split()[0]) > 20_000_000
    return False


# --- nothing personal in any report


CANARIES = {
    "name": "Zebedayo Kanarimwangi",
    "mail": "kanari.siri@example.org",
    "phone": "+254 722 481 937",
    "text": "Siku moja Kanarijina alisema yote",
    "card": "4539 1488 0343 6467",
    "born": "1961-03-17",
}


def _with_canaries() -> pl.DataFrame:
    rows = 120
    names = [f"{CANARIES['name']}{chr(97 + n % 26)}" for n in range(rows)]
    return pl.DataFrame(
        {
            "full_name": names,
            "email": [CANARIES["mail"] if n % 2 else f"kanari{n}@example.org" for n in range(rows)],
            "phone": [CANARIES["phone"] if n % 3 else "+254 733 111 222" for n in range(rows)],
            "birth_date": [CANARIES["born"] if n % 5 else f"19{70 + n % 20}-03-17" for n in range(rows)],
            "sex": ["female" if n % 2 else "male" for n in range(rows)],
            "village": ["Embu" if n % 3 else "Kibera" for n in range(rows)],
            "remarks": [
                f"{CANARIES['text']} {CANARIES['mail']}" if n % 7 else f"card {CANARIES['card']}" for n in range(rows)
            ],
            "code": [CANARIES["mail"] if n == 5 else f"A{n % 4}" for n in range(rows)],
        }
    )


def _all_reports(ayni: Callable[..., Done], path: Path) -> dict[str, str]:
    html, croissant = path.parent / "report.html", path.parent / "croissant.out"
    said: dict[str, str] = {}
    for form, options in {
        "text": (),
        "json": ("--json",),
        "public": ("--public",),
        "public json": ("--public", "--json"),
        "arabic": ("--lang", "ar"),
    }.items():
        said[form] = ayni("check", path, *options, "--html", html, "--croissant", croissant).out
        said[f"{form} page"] = html.read_text("utf-8")
        said[f"{form} croissant"] = croissant.read_text("utf-8")
    return said


def test_check_no_report_quotes_a_person(ayni: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    _with_canaries().write_csv(path)
    for form, text in _all_reports(ayni, path).items():
        plain = re.sub(r"[\s\u2066-\u2069]|<wbr>|</?bdi>", "", text).casefold()
        for canary in (*CANARIES.values(), "kanari", "zebedayo", "722481937", "0343"):
            assert canary.replace(" ", "").casefold() not in plain, (form, canary)


def test_check_public_report_hides_small_counts_and_folders(ayni: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "secret-folder" / "survey.csv"
    path.parent.mkdir()
    _with_canaries().write_csv(path)
    said: Any = ayni("check", path, "--public", "--json").json
    assert said["public"] is True
    assert "secret-folder" not in json.dumps(said)
    code = next(column for column in said["tables"][0]["columns"] if column["name"] == "code")
    assert [found["cells"] for found in code["personal"]] == ["<5"]
