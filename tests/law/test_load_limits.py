"""What is too large, reversed or contradicts the form is refused when it is read; nothing is half read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.law.books import vocabulary
from tests.law.test_load import HEAD, RULE, refusal, written

from ayni.errors import AyniError, InputError, LimitError
from ayni.law import load
from ayni.law.load import load_rulebooks, load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = """[[list]]
id = "adequate"
title = "Adequate countries"
[list.cite]
instrument = "An Act"
article = "2"
[[list.entries]]
id = "ZA"
from = 2026-01-02
until = 2026-01-01
evidence = "text"
"""
WHEN = '{ is = { "data.personal" = true } }'
FACT = """[[fact]]
key = "a"
type = "yes-no"
who = "steward"
source = "human"
question.en = "A?"
"""


@pytest.mark.parametrize("name", ["rulebook", "rules", "lists", "tests"])
def test_a_file_over_the_limit_is_not_parsed(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path)
    (folder / "zz" / f"{name}.toml").write_bytes(b"#" * (load._MOST_BYTES + 1))  # noqa: SLF001 - the limit itself
    assert refusal(folder) == "law-file-large"


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path)
    rules = RULE.encode()
    (folder / "zz" / "rules.toml").write_bytes(rules + b"#" * (load._MOST_BYTES - len(rules)))  # noqa: SLF001
    assert [law.id for law in load_rulebooks(vocabulary(), folder=folder)] == ["zz"]


def test_too_many_rulebooks_or_rules_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path)
    monkeypatch.setattr(load, "_MOST_RULES", 0)
    assert refusal(folder) == "law-rules-many"
    monkeypatch.setattr(load, "_MOST_BOOKS", 0)
    with pytest.raises(LimitError) as refused:
        load_rulebooks(vocabulary(), folder=folder)
    assert refused.value.code == "law-rulebooks-many"


@pytest.mark.parametrize(
    ("head", "rules", "more", "code"),
    [
        (HEAD.replace("2026-11-24", "2019-12-31"), RULE, {}, "law-dates-reversed"),
        (HEAD, RULE, {"lists": ENTRY}, "law-dates-reversed"),
        (HEAD, RULE.replace("gateway", "duty") + "all_of = []\n", {}, "law-rulebook-damaged"),
        (HEAD, RULE.replace('stage = "gateway"', 'stage = "scope"'), {}, "law-rules-gap"),
        (HEAD, RULE.replace(WHEN, '{ ge = { "exporter.place" = "KE" } }'), {}, "law-rulebook-damaged"),
        (HEAD, RULE.replace(WHEN, '{ has = { "capacity" = ["exporter"] } }'), {}, "law-fact-answer"),
        (HEAD + "drop = 3\n", RULE, {}, "law-rulebook-damaged"),
        (HEAD, RULE, {"tests": "test = 3\n"}, "law-rulebook-damaged"),
        (HEAD + "surprise = 1\n", RULE, {}, "law-rulebook-damaged"),
        (HEAD, "rule = 3\n", {}, "law-rulebook-damaged"),
        (HEAD, "[[rule]]\nstage = 'scope'\n", {}, "law-rulebook-damaged"),
        (HEAD, RULE, {"lists": "list = [3]\n"}, "law-rulebook-damaged"),
    ],
    ids=str,
)  # fmt: skip
def test_what_contradicts_itself_or_the_form_is_refused(
    tmp_path: Path, head: str, rules: str, more: dict[str, str], code: str
) -> None:
    assert refusal(written(tmp_path, rules, head, **more)) == code


def test_an_overlay_with_rubbish_is_refused(tmp_path: Path) -> None:
    folder, own = written(tmp_path / "shipped"), tmp_path / "own" / "zz"
    own.mkdir(parents=True)
    (own / "rulebook.toml").write_text("drop = ['zz.2']\n")
    with pytest.raises(AyniError) as refused:
        load_rulebooks(vocabulary(), folder=folder, overlays=[tmp_path / "own"])
    assert refused.value.code == "law-rule-unknown"
    (own / "rulebook.toml").write_text("")
    (own / "lists.toml").write_text(ENTRY.split("[[list.entries]]", maxsplit=1)[0] + "[[list.entries]]\nid = 3\n")
    with pytest.raises(AyniError) as refused:
        load_rulebooks(vocabulary(), folder=folder, overlays=[tmp_path / "own"])
    assert refused.value.code == "law-rulebook-damaged"


@pytest.mark.parametrize(
    "text",
    [
        FACT + FACT,
        FACT.replace('"a"', '"capacity"'),
        FACT.replace('"yes-no"', '"choice"'),
        FACT + 'can_change = ["perhaps"]\n',
        FACT.replace('who = "steward"\n', ""),
        FACT + "[[implies]]\nwhen = 3\n",
        FACT + "implies = 3\n",
    ],
)
def test_a_damaged_vocabulary_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "facts.toml").write_text(text)
    with pytest.raises(AyniError) as refused:
        load_vocabulary(tmp_path / "facts.toml")
    assert refused.value.code == "law-vocabulary-damaged"


def test_a_vocabulary_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_vocabulary(tmp_path / "none.toml")
    assert refused.value.code == "law-folder-missing"
