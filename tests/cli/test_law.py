"""`ayni law`: every command, and input that cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ayni.law.load import RULEBOOKS

ROOT = Path(__file__).resolve().parents[2]

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.toml"
    path.write_text('data.personal = true\ndata.state-interest = ["elections"]\nstorage.copy-kept = false\n')
    return path


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AYNI_FOLDER", str(tmp_path / "node"))


def test_list_says_what_the_rules_rest_on(ayni: Callable[..., Done]) -> None:
    told = ayni("law", "list")
    assert told.status == 0
    assert "  ke  Kenya " in told.out
    assert "Partly founded: some of what forbids or opens a way was read only in sources" in told.out
    assert "not reviewed" in told.out
    rows = ayni("law", "list", "--json").json["rulebooks"]
    kenya = next(row for row in rows if row["id"] == "ke")
    assert kenya["status"] == "unreviewed"
    assert kenya["rules"] == kenya["read"] + kenya["secondary"] + kenya["remembered"]
    assert kenya["standing"] == "partly"
    assert "! changes soon: 2027-01-16" in told.out


def test_the_language_of_all_commands_holds_here_too(ayni: Callable[..., Done]) -> None:
    assert ayni("--lang", "fr", "law", "list").out == ayni("law", "list", "--lang", "fr").out
    assert ayni("--lang", "fr", "law", "list", "--lang", "en").out == ayni("law", "list").out


@pytest.mark.parametrize("command", [("list",), ("show", "ke", "--json"), ("test", "ma")])
def test_a_folder_that_is_no_nodes_is_said(ayni: Callable[..., Done], tmp_path: Path, command: tuple[str, ...]) -> None:
    told = ayni("law", *command, "--folder", tmp_path / "nowhere")
    assert (told.status, told.out) == (2, "")
    assert "There is no node in" in told.err


def test_show_gives_articles_and_quotations(ayni: Callable[..., Done]) -> None:
    told = ayni("law", "show", "KE")
    assert told.status == 0
    assert "regulation 26(1) and (2)" in told.out
    assert ayni("law", "show", "ke", "--json").json["id"] == "ke"


def test_decide_answers_with_everything_it_rests_on(ayni: Callable[..., Done], facts: Path) -> None:
    told = ayni("law", "decide", "--from", "ke", "--to", "ZA", "--on", "2026-11-24", "--facts", facts, "--json")
    assert told.status == 0
    answer = told.json
    assert answer["outcome"] == "refused"
    assert (answer["conditions"], answer["asks"]) == ([], [])
    banned = next(one for one in answer["trace"] if one["rule"] == "ke.r26.copy")
    assert (banned["truth"], banned["cite"]["article"]) == ("yes", "regulation 26(1) and (2)")
    assert {one["id"]: one["status"] for one in answer["rulebooks"]} == {"ke": "unreviewed", "za": "unreviewed"}
    assert all(len(one["hash"]) == 64 for one in answer["rulebooks"])


def test_decide_asks_in_words(ayni: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "none.toml").write_text("")
    told = ayni("law", "decide", "--from", "GB", "--to", "KE", "--subjects", "RW,UG", "--facts", tmp_path / "none.toml",
                "--on", "2026-11-24")  # fmt: skip
    assert told.status == 0
    assert "What would decide, the most decisive question first\n" in told.out
    answer = ayni("law", "decide", "--from", "GB", "--to", "KE", "--facts", tmp_path / "none.toml", "--json",
                  "--on", "2026-11-24").json  # fmt: skip
    assert answer["outcome"] == "ask"
    assert {"fact", "who", "rules", "settles", "question", "answers", "type"} == answer["asks"][0].keys()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"--from": "XX"}, "XX is not a country code"),
        ({"--to": "Kenya"}, "Kenya is not a country code"),
        ({"--subjects": "EU"}, "EU is not a country code"),
        ({"--on": "tomorrow"}, "tomorrow"),
        ({"--on": "1999-01-01"}, "1999-01-01"),
        ({"--on": "2099-01-01"}, "2099-01-01"),
        ({"--facts": "missing.toml"}, "missing.toml could not be read"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    ayni: Callable[..., Done], facts: Path, changed: dict[str, str], said: str
) -> None:
    options = {"--from": "KE", "--to": "ZA", "--facts": str(facts), "--on": "2026-11-24"} | changed
    told = ayni("law", "decide", *(word for pair in options.items() for word in pair))
    assert (told.status, told.out) == (2, "")
    assert said in told.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("data.colour = 1", "data.colour is not in the vocabulary"),
        ('data.personal = "yes"', "data.personal cannot be used: it takes true or false"),
        ("data.personal = true\ndata.persons = 0", "contradict each other"),
        ('data.altered = "anonymised"\ndata.personal = true', "contradict each other"),
        ("data.persons = -3", "takes a whole number from 0 on"),
        ("data.persons = true", "takes a whole number from 0 on"),
        ('data.kinds = ["none", "health"]', "none of data.kinds stands alone"),
        ('consent = "magic"', "one of: none, general, explicit"),
        ("data.personal = ", "could not be read"),
    ],
)
def test_facts_that_cannot_be_used_are_refused(ayni: Callable[..., Done], facts: Path, text: str, said: str) -> None:
    facts.write_text(text)
    told = ayni("law", "decide", "--from", "KE", "--to", "ZA", "--facts", facts)
    assert (told.status, told.out) == (2, "")
    assert said in told.err


def test_test_holds_and_fails(ayni: Callable[..., Done], tmp_path: Path) -> None:
    assert "tests hold" in ayni("law", "test", "ma", "--changes").out
    own = tmp_path / "own" / "ma"
    own.mkdir(parents=True)
    (own / "rulebook.toml").write_text("closed = false\n")
    (own / "tests.toml").write_text(
        '[[test]]\nname = "open"\non = 2026-11-24\nfacts = { "data.personal" = true }\n'
        'expect = { outcome = "refused" }\n'
    )
    told = ayni("law", "test", "ma", "--overlay", tmp_path / "own")
    assert told.status == 1
    assert "ma, open: outcome should be refused and is " in told.out
    assert "by the rules that amend the shipped ones" in " ".join(told.out.split())
    assert ayni("law", "test", "xx").status == 2


def test_diff_names_rules_and_cases(ayni: Callable[..., Done], tmp_path: Path) -> None:
    new = tmp_path / "ma"
    shutil.copytree(RULEBOOKS / "ma", new)
    assert "decided as before" in ayni("law", "diff", RULEBOOKS / "ma", new).out
    text = (new / "rulebook.toml").read_text(encoding="utf-8")
    (new / "rulebook.toml").write_text(text.replace("closed = true", "closed = false"), encoding="utf-8")
    assert ayni("law", "diff", RULEBOOKS / "ma", new, "--json").json["decisions"]
    assert ayni("law", "diff", RULEBOOKS / "ma", tmp_path / "none").status == 2


def test_a_review_counts_in_its_folder_and_a_forged_one_stops_everything(
    ayni: Callable[..., Done], tmp_path: Path, facts: Path
) -> None:
    folder = tmp_path / "office"
    told = ayni("law", "review", "ke", "--by", "Amina Kiprop", "--folder", folder)
    assert told.status == 0
    assert "Amina Kiprop signed off the rules of Kenya" in told.out
    ask = ("law", "decide", "--from", "KE", "--to", "ZA", "--on", "2026-11-24", "--facts", facts, "--folder", folder)
    books = ayni(*ask, "--json").json["rulebooks"]
    assert {one["id"]: one["reviewer"] for one in books} == {"ke": "Amina Kiprop", "za": None}
    path = folder / "reviews" / "ke.json"
    path.write_text(path.read_text().replace("Amina", "Baraka"))
    forged = ayni(*ask)
    assert (forged.status, forged.out) == (2, "")
    assert ayni("law", "review", "xx", "--by", "Amina", "--folder", folder).status == 2
    assert ayni("law", "review", "ke", "--by", " ", "--folder", folder).status == 2


def test_an_overlay_that_holds_nothing_is_refused(ayni: Callable[..., Done], tmp_path: Path, facts: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = ayni("law", "decide", "--from", "KE", "--to", "ZA", "--facts", facts, "--overlay", tmp_path / "empty")
    assert (told.status, told.out) == (2, "")
    assert "empty holds no country rules" in told.err


def test_rules_in_the_nodes_folder_amend_every_command(ayni: Callable[..., Done], tmp_path: Path, facts: Path) -> None:
    folder = tmp_path / "office"
    assert ayni("law", "review", "ke", "--by", "Amina Kiprop", "--folder", folder).status == 0
    ask = ("law", "decide", "--from", "KE", "--to", "ZA", "--on", "2026-11-29", "--facts", facts, "--json")
    before = {one["id"]: one for one in ayni(*ask, "--folder", folder).json["rulebooks"]}
    shutil.copytree(ROOT / "examples" / "law" / "overlay", folder / "rulebooks")
    after = {one["id"]: one for one in ayni(*ask, "--folder", folder).json["rulebooks"]}
    assert before["ke"]["status"] == "reviewed"
    assert (after["ke"]["status"], after["za"]) == ("unreviewed", before["za"])
    assert "ke.own.copy" in ayni("law", "show", "ke", "--folder", folder).out


def test_what_the_institution_is_need_not_be_said_again(
    ayni: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "node"
    monkeypatch.setenv("AYNI_FOLDER", str(folder))
    assert ayni("law", "review", "ke", "--by", "Amina Kiprop").status == 0
    (folder / "ayni.toml").write_text('country = "KE"\nkind = "public-body"\n')
    (tmp_path / "some.toml").write_text("data.personal = true\n")
    ask = ("law", "decide", "--from", "KE", "--to", "ZA", "--on", "2026-11-29", "--json", "--facts")
    assert ayni(*ask, tmp_path / "some.toml").json["question"]["facts"]["exporter.kind"] == "public-body"
    (tmp_path / "own.toml").write_text('exporter.kind = "ngo"\n')
    assert ayni(*ask, tmp_path / "own.toml").json["question"]["facts"]["exporter.kind"] == "ngo"
