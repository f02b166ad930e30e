"""What could mislead is refused when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.law.books import shipped, vocabulary

from ayni.errors import AyniError, InputError
from ayni.law.facts_file import load_facts
from ayni.law.given import Given
from ayni.law.load import RULEBOOKS, load_rulebook, load_rulebooks, load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """id = "zz"
title = "Nowhere"
authority = "None"
languages = ["en"]
law_from = 2020-01-01
known_until = 2026-11-24
territories = ["ZZ"]
closed = true
extraterritorial = false
covers = "Nothing."
sources = []
"""
RULE = """[[rule]]
id = "zz.1"
stage = "gateway"
evidence = "text"
from = 2020-01-01
when = { is = { "data.personal" = true } }
[rule.cite]
instrument = "An Act"
article = "1"
url = "https://example.org/act"
quote = "It may go."
quote_lang = "en"
read = 2026-11-24
"""
OTHER = RULE.replace("zz.1", "zz.2")


def written(folder: Path, rules: str = RULE, head: str = HEAD, **files: str) -> Path:
    """Write a folder with one rulebook."""
    place = folder / "zz"
    place.mkdir(parents=True, exist_ok=True)
    (place / "rulebook.toml").write_text(head, encoding="utf-8")
    (place / "rules.toml").write_text(rules, encoding="utf-8")
    for name, text in files.items():
        (place / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    """Return the code with which the rulebook is refused."""
    with pytest.raises(AyniError) as refused:
        load_rulebook("zz", vocabulary(), folder=folder)
    return refused.value.code


def test_what_is_well_is_read(tmp_path: Path) -> None:
    law = load_rulebook("zz", vocabulary(), folder=written(tmp_path))
    assert (law.id, [one.id for one in law.rules], len(law.hash)) == ("zz", ["zz.1"], 64)


WRONG = {
    "law-rules-gap": RULE.replace("from = 2020-01-01", "from = 2021-01-01"),
    "law-citation-unquoted": RULE.replace('quote = "It may go."', 'quote = ""'),
    "law-dates-reversed": RULE.replace("from = 2020-01-01", "from = 2020-01-01\nuntil = 2019-12-31"),
    "law-fact-unknown": RULE.replace("data.personal", "data.nothing"),
    "law-fact-answer": RULE.replace('"data.personal" = true', '"consent" = "perhaps"'),
    "law-list-unknown": RULE.replace('is = { "data.personal" = true }', 'listed = { "recipient.place" = "none" }'),
    "law-rule-unknown": RULE.replace('stage = "gateway"', 'stage = "gateway"\noverrides = ["zz.9"]'),
    "law-rules-circle": RULE.replace('"gateway"', '"gateway"\noverrides = ["zz.2"]')
    + OTHER.replace('"gateway"', '"gateway"\noverrides = ["zz.1"]'),
    "law-file-large": RULE + "#" * (1 << 20),
}


@pytest.mark.parametrize("code", WRONG)
def test_rules_that_could_mislead_are_refused(tmp_path: Path, code: str) -> None:
    assert refusal(written(tmp_path, WRONG[code])) == code


DAMAGED = {
    "no TOML": "[[rule]\n",
    "no UTF-8": "\udcff",
    "twice": RULE + RULE,
    "an unknown key": RULE.replace('stage = "gateway"', 'stage = "gateway"\nprobably = true'),
    "an unknown stage": RULE.replace('"gateway"', '"perhaps"'),
    "two tests in one": RULE.replace("= true } }", '= true }, in = { "consent" = ["none"] } }'),
    "no test": RULE.replace('{ is = { "data.personal" = true } }', "{}"),
    "an empty any": RULE.replace('{ is = { "data.personal" = true } }', "{ any = [] }"),
    "two facts": RULE.replace('"data.personal" = true', '"data.personal" = true, "notice" = true'),
    "a ban with conditions": RULE.replace("[rule.cite]", '[[rule.all_of]]\ncode = "consent"\n[rule.cite]').replace(
        '"gateway"', '"prohibition"'
    ),
    "a duty without": RULE + OTHER.replace('"gateway"', '"duty"'),
    "a capacity": RULE.replace('stage = "gateway"', 'stage = "gateway"\ncapacities = ["bystander"]'),
    "nine deep": RULE.replace("{ is", "{ none = [" * 8 + "{ is").replace("true } }", "true } }" + "] }" * 8),
    "two hundred deep": RULE.replace("{ is", "{ none = [" * 200 + "{ is").replace("true } }", "true } }" + "] }" * 200),
    "bottomless": RULE.replace("true } }", "[" * 20_000),
    "no list of rules": "rule = 5",
    "a number of 5000 digits": RULE.replace("true } }", "9" * 5000 + " } }"),
    "the last day there is": RULE.replace("from = 2020-01-01", "from = 2020-01-01\nuntil = 9999-12-31"),
    "a condition without words": RULE.replace("[rule.cite]", '[[rule.all_of]]\ncode = "magic"\n[rule.cite]'),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damage_is_refused(tmp_path: Path, what: str) -> None:
    written(tmp_path)
    (tmp_path / "zz" / "rules.toml").write_bytes(DAMAGED[what].encode("utf-8", "surrogateescape"))
    assert refusal(tmp_path) == "law-rulebook-damaged"


HEADS = {
    "no places": HEAD.replace('["ZZ"]', "[]"),
    "a place in small letters": HEAD.replace('["ZZ"]', '["zz"]'),
    "the id of another": HEAD.replace('id = "zz"', 'id = "ke"'),
    "an id that is a path": HEAD.replace('id = "zz"', 'id = "../zz"'),
    "nothing that is dropped": "drop = 5\n" + HEAD,
}


@pytest.mark.parametrize("what", HEADS)
def test_a_damaged_head_is_refused(tmp_path: Path, what: str) -> None:
    assert refusal(written(tmp_path, head=HEADS[what])) == "law-rulebook-damaged"


@pytest.mark.parametrize("file", ["lists", "tests"])
def test_lists_and_tests_that_are_none_are_refused(tmp_path: Path, file: str) -> None:
    assert refusal(written(tmp_path, **{file: f"{file[:-1]} = 5"})) == "law-rulebook-damaged"
    (tmp_path / "zz" / f"{file}.toml").unlink()
    (tmp_path / "zz" / f"{file}.toml").mkdir()
    assert refusal(tmp_path) == "law-rulebook-damaged"


@pytest.mark.parametrize(
    "when",
    [
        'is = { "recipient.place" = "za" }', 'in = { "exporter.place" = ["ZA", "Kenya"] }', 'is = { capacity = "x" }',
        'is = { "recipient.place" = 5 }', 'ge = { "recipient.place" = 5 }', 'ge = { "data.persons" = nan }',
        'lt = { "data.persons" = inf }',
    ],
)  # fmt: skip
def test_what_could_never_be_met_is_refused(tmp_path: Path, when: str) -> None:
    """A ban on a place that is written otherwise than the question writes it would never hold."""
    assert refusal(written(tmp_path, RULE.replace('is = { "data.personal" = true }', when))) == "law-fact-answer"


def test_an_entry_that_is_no_place_is_refused(tmp_path: Path) -> None:
    lists = (
        '[[list]]\nid = "bad"\ntitle = ""\ncite = { instrument = "An Act", article = "1" }\n'
        'entries = [{ id = "za", from = 2020-01-01 }]\n'
    )
    rules = RULE.replace('is = { "data.personal" = true }', 'listed = { "recipient.place" = "bad" }')
    assert refusal(written(tmp_path, rules, lists=lists)) == "law-fact-answer"
    assert load_rulebook("zz", vocabulary(), folder=written(tmp_path, rules, lists=lists.replace('"za"', '"ZA"')))


def test_an_overlay_takes_no_other_rulebooks_place(tmp_path: Path) -> None:
    """Rules of one country under another's id would hide that one's, or its sign-off would seem to hold for both."""
    own = written(tmp_path, "", 'id = "ke"\n')
    (own / "zz").rename(own / "za")
    with pytest.raises(InputError) as refused:
        load_rulebooks(vocabulary(), overlays=[own])
    assert refused.value.code == "law-rulebook-damaged"


def test_rules_that_would_be_passed_over_in_silence_are_refused(tmp_path: Path) -> None:
    own = written(tmp_path)
    (own / "zz" / "rulebook.toml").unlink()
    with pytest.raises(InputError) as refused:
        load_rulebooks(vocabulary(), overlays=[own])
    assert refused.value.code == "law-rulebook-damaged"


def test_what_tests_name_must_be_there(tmp_path: Path) -> None:
    case = (
        '[[test]]\nname = "one"\non = 2026-01-01\n'
        'facts = { "data.personal" = true }\nexpect = { outcome = "allowed", true = ["zz.1"] }\n'
    )
    assert refusal(written(tmp_path, tests=case + case)) == "law-rulebook-damaged"
    assert refusal(written(tmp_path, tests=case.replace("zz.1", "zz.7"))) == "law-rule-unknown"
    assert refusal(written(tmp_path, tests=case.replace("data.personal", "data.nothing"))) == "law-fact-unknown"


@pytest.mark.parametrize("name", ["xx", "..", "zz/../zz", "ZZ\n", "ж", ""])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as refused:
        load_rulebook(name, vocabulary(), folder=written(tmp_path))
    assert refused.value.code == "law-rulebook-unknown"


def test_too_many_rules_are_refused(tmp_path: Path) -> None:
    assert (
        refusal(written(tmp_path, "".join(RULE.replace("zz.1", f"zz.{at}") for at in range(501)))) == "law-rules-many"
    )


def test_an_overlay_amends_and_has_a_hash_of_its_own(tmp_path: Path) -> None:
    own = written(tmp_path / "own", OTHER.replace("It may go.", "It may."), 'drop = ["zz.1"]\n')
    folder = written(tmp_path / "shipped", RULE + OTHER)
    before, after = (load_rulebook("zz", vocabulary(), folder=folder, overlays=one) for one in ([], [own]))
    assert [(one.id, one.cite.quote) for one in after.rules] == [("zz.2", "It may.")]
    assert before.hash != after.hash
    assert before.title == after.title == "Nowhere"
    written(tmp_path / "own", "", 'drop = ["zz.8"]\n')
    with pytest.raises(InputError) as refused:
        load_rulebooks(vocabulary(), folder=folder, overlays=[own])
    assert refused.value.code == "law-rule-unknown"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_rulebooks(vocabulary(), folder=tmp_path / "none")
    assert refused.value.code == "law-folder-missing"
    assert len(load_rulebooks(vocabulary(), folder=RULEBOOKS)) == len(shipped())


@pytest.mark.parametrize(
    "change", ['[[fact]]\nkey = "consent"', '[[implies]]\nwhen = { any = [] }\nthen = {}\nwhy = ""']
)
def test_a_damaged_vocabulary_is_refused(tmp_path: Path, change: str) -> None:
    (tmp_path / "facts.toml").write_text(change, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_vocabulary(tmp_path / "facts.toml")
    assert refused.value.code == "law-vocabulary-damaged"


# ---------------------------------------------------------------------- facts

ANSWERS: dict[str, dict[str, object]] = {
    "law-fact-unknown": {"data.colour": True},
    "law-fact-answer": {"consent": "maybe"},
    "law-fact-yes-no": {"data.personal": "yes"},
    "law-fact-number": {"data.persons": "many"},
    "law-fact-none": {"instruments": ["none", "treaty"]},
}
KINDS: list[dict[str, object]] = [
    {"data.personal": 1}, {"data.persons": True}, {"data.persons": -1}, {"data.persons": float("nan")},
    {"data.persons": 10**16}, {"consent": "maybe"}, {"consent": ["none"]}, {"instruments": "treaty"},
    {"instruments": []}, {"instruments": ["magic"]}, {"instruments": [["treaty"]]}, {"data.personal": {"deep": True}},
]  # fmt: skip


@pytest.mark.parametrize("code", ANSWERS)
def test_facts_the_vocabulary_does_not_know_are_refused(code: str) -> None:
    with pytest.raises(InputError) as refused:
        Given(vocabulary()).check(ANSWERS[code])
    assert refused.value.code == code


@pytest.mark.parametrize("facts", KINDS, ids=str)
def test_an_answer_of_the_wrong_kind_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(InputError) as refused:
        Given(vocabulary()).check(facts)
    wanted = {"data.personal": "law-fact-yes-no", "data.persons": "law-fact-number"}
    assert refused.value.code == wanted.get(next(iter(facts)), "law-fact-answer")


CONTRADICTIONS: list[dict[str, object]] = [
    {"data.altered": "anonymised", "data.personal": True},
    {"recipient.organisation": "united-nations", "recipient.kind": "company"},
    {"data.personal": True, "data.persons": 0},
]


@pytest.mark.parametrize("facts", CONTRADICTIONS, ids=str)
def test_answers_that_contradict_each_other_are_refused(facts: dict[str, object]) -> None:
    with pytest.raises(InputError) as refused:
        Given(vocabulary()).check(facts)
    assert refused.value.code == "law-facts-contradict"
    for key, value in facts.items() if len(facts) > 1 else ():  # one alone contradicts nothing
        assert Given(vocabulary()).check({key: value})[key] == value


def test_what_is_none_is_not_known_and_order_does_not_matter() -> None:
    assert Given(vocabulary()).check({"consent": None, "instruments": ["treaty", "cbpr", "treaty"]}) == {
        "instruments": ("cbpr", "treaty")
    }


@pytest.mark.parametrize("text", ["consent = ", "\udcff", "a = " + "[" * 20_000, "a = " + "9" * 5000])
def test_a_damaged_facts_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as refused:
        load_facts(path)
    assert refused.value.code == "law-facts-unreadable"


def test_a_facts_file_is_bounded_and_read_by_dotted_keys(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text('data.personal = true\n[recipient]\nkind = "company"\n', encoding="utf-8")
    assert load_facts(path) == {"data.personal": True, "recipient.kind": "company"}
    path.write_text("#" * (257 << 10), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_facts(path)
    assert refused.value.code == "law-file-large"
    with pytest.raises(InputError):
        load_facts(tmp_path / "none.toml")


def test_a_fact_that_stands_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    """TOML takes a dotted and a quoted key for two."""
    path = tmp_path / "facts.toml"
    path.write_text('data.personal = true\n"data.personal" = false\n', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_facts(path)
    assert refused.value.code == "law-facts-contradict"


def test_an_answer_that_leaves_one_other_gives_it() -> None:
    facts = {"recipient.organisation": "united-nations"}
    assert Given(vocabulary()).check(facts) == {**facts, "recipient.kind": "international-organisation"}
    assert Given(vocabulary()).check({"recipient.organisation": "other"}) == {"recipient.organisation": "other"}


def test_without_its_cases_a_rulebook_decides_the_same_and_has_the_same_hash() -> None:
    bare = {book.id: book for book in load_rulebooks(vocabulary(), cases=False)}
    assert {name: book.hash for name, book in bare.items()} == {name: book.hash for name, book in shipped().items()}
    assert [book.tests for book in bare.values() if book.tests] == []
    assert bare["ke"].rules == shipped()["ke"].rules
