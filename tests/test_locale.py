"""Every language is complete, and every code that is raised has words."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import json
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ayni.messages import LANGUAGES, Text
from ayni.words import all_texts, catalogue

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
ERRORS = {"InputError", "LimitError", "ActError"}


def load_tool() -> ModuleType:
    """Load scripts/catalogue, which has no suffix, as a module."""
    loader = importlib.machinery.SourceFileLoader("catalogue_tool", str(ROOT / "scripts" / "catalogue"))
    spec = importlib.util.spec_from_loader("catalogue_tool", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


TOOL = load_tool()


def raised_codes() -> list[tuple[str, str]]:
    """List every error code written out in the source, with the file it stands in."""
    found = []
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.append((first.value, str(path.relative_to(ROOT))))
    return found


def test_catalogues_are_complete_and_up_to_date() -> None:
    assert TOOL.faults() == []


def test_every_raised_code_has_words() -> None:
    texts = all_texts()
    codes = raised_codes()
    assert ("language-not-offered", "src/ayni/messages.py") in codes
    assert [(code, path) for code, path in codes if f"error.{code}" not in texts] == []


def test_every_finding_has_its_advice() -> None:
    texts = all_texts()
    findings = {code.removeprefix("finding.") for code in texts if code.startswith("finding.")}
    advice = {code.removeprefix("advice.") for code in texts if code.startswith("advice.")}
    assert findings == advice


def test_counted_sentences_name_their_count_and_have_a_plural() -> None:
    wrong = []
    for code, text in all_texts().items():
        places = {name for _, name, _, _ in string.Formatter().parse(text.other) if name}
        if bool(text.other) != bool(text.count) or (text.count and text.count not in places):
            wrong.append(code)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_language_is_really_another_one(language: str) -> None:
    english, translated = catalogue("en"), catalogue(language)
    long = [code for code, text in all_texts().items() if len(text.one) > 40 and not text.count and "{" not in text.one]
    assert len(long) > 10
    assert [code for code in long if english(code) == translated(code)] == []


def test_arabic_is_written_from_right_to_left() -> None:
    assert catalogue("ar").right_to_left is True
    assert catalogue("fr").right_to_left is False


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (1, "صف واحد"),
        (2, "صفان"),
        (7, "\u20687\u2069 صفوف"),
        (11, "\u206811\u2069 صفاً"),
        (100, "\u2068100\u2069 صف"),
        ("<5", "\u2068<5\u2069 صفوف"),
        ("<2", "\u2068<2\u2069 صفوف"),
        ("≥20", "\u2068≥20\u2069 صفاً"),
    ],
)
def test_arabic_says_hidden_counts_as_bounds_and_never_as_one_or_two(rows: int | str, said: str) -> None:
    assert catalogue("ar")("summary.rows", count=rows) == said


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the tool work on two sentences and an empty folder."""
    texts = {
        "a.plain": Text("Look at {column}."),
        "a.counted": Text("{rows} row is empty.", "{rows} rows are empty.", count="rows"),
    }
    monkeypatch.setattr(TOOL, "LOCALE", tmp_path)
    monkeypatch.setattr(TOOL, "ROOT", tmp_path)
    monkeypatch.setattr(TOOL, "all_texts", lambda: texts)
    monkeypatch.setattr(TOOL, "gather_notes", lambda: {"Ask the ministry.": ["xx.1.note"]})
    return tmp_path


def worksheet(plain: str, *counted: str) -> str:
    return json.dumps({"Look at {column}.": [plain], "{rows} row is empty.": list(counted)})


def test_worksheet_comes_back_as_it_was_filled_in(elsewhere: Path) -> None:
    rows = json.loads(TOOL.export("sw", TOOL.WORDS))
    assert [row["english"] for row in rows] == [
        ["{rows} row is empty.", "{rows} rows are empty."],
        ["Look at {column}."],
    ]
    rows[0]["forms"] = ["Safu {rows} ni tupu.", "Safu {rows} ni tupu sana."]
    rows[1]["forms"] = ["Angalia {column}."]
    TOOL.take_in("sw", json.dumps(rows), TOOL.WORDS)
    assert json.loads(TOOL.export("sw", TOOL.WORDS)) == rows
    assert (elsewhere / "sw" / "LC_MESSAGES" / "ayni.mo").is_file()


@pytest.mark.usefixtures("elsewhere")
def test_missing_translations_and_wrong_places_are_faults() -> None:
    TOOL.write()
    assert "fr: a.plain: not translated" in TOOL.faults()
    TOOL.take_in("fr", worksheet("Voyez {colonne}.", "{rows} ligne est vide.", "Des lignes sont vides."), TOOL.WORDS)
    assert [fault for fault in TOOL.faults() if fault.startswith("fr")] == [
        "fr: a.counted: missing places ['rows'] in 'Des lignes sont vides.'",
        "fr: a.plain: unknown places ['colonne'] in 'Voyez {colonne}.'",
    ]
    TOOL.take_in("fr", worksheet("Voyez {column.", "{rows} ligne est vide.", "{rows} lignes sont vides."), TOOL.WORDS)
    assert len([fault for fault in TOOL.faults() if fault.startswith("fr: a.plain")]) == 1


@pytest.mark.usefixtures("elsewhere")
def test_arabic_forms_for_none_one_and_two_may_say_the_number_in_words() -> None:
    TOOL.take_in(
        "ar", worksheet("انظر {column}.", "لا صف", "صف", "صفان", "{rows} صفوف", "{rows} صف", "{rows} صفا"), TOOL.WORDS
    )
    assert [fault for fault in TOOL.faults() if fault.startswith("ar:")] == []
    TOOL.take_in(
        "ar", worksheet("انظر {column}.", "لا صف", "صف", "صفان", "صفوف", "{rows} صف", "{rows} صفا"), TOOL.WORDS
    )
    assert [fault for fault in TOOL.faults() if fault.startswith("ar:")] == [
        "ar: a.counted: missing places ['rows'] in 'صفوف'"
    ]


def test_changed_sentence_drops_its_translation(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    TOOL.take_in("sw", worksheet("Angalia {column}.", "Safu {rows}.", "Safu {rows}."), TOOL.WORDS)
    monkeypatch.setattr(TOOL, "all_texts", lambda: {"a.plain": Text("Look hard at {column}.")})
    TOOL.write()
    written = (elsewhere / "sw" / "LC_MESSAGES" / "ayni.po").read_text(encoding="utf-8")
    assert "Angalia" not in written
    assert "sw: a.plain: not translated" in TOOL.faults()


def test_one_singular_with_two_plurals_is_a_fault() -> None:
    same = {"a": Text("One.", "{n} dogs.", count="n"), "b": Text("One.", "{n} cats.", count="n")}
    assert list(TOOL.collisions(TOOL.gather(same))) == [
        "a, b: one singular with different plurals; word it differently: 'One.'"
    ]


@pytest.mark.usefixtures("elsewhere")
def test_notes_of_country_rules_may_be_missing_and_are_kept_apart() -> None:
    TOOL.write()
    TOOL.take_in(
        "fr", worksheet("Regardez {column}.", "{rows} ligne est vide.", "{rows} lignes sont vides."), TOOL.WORDS
    )
    assert [fault for fault in TOOL.faults() if fault.startswith("fr:")] == []
    assert TOOL.untranslated("fr") == (1, 1)
    TOOL.take_in("fr", json.dumps({"Ask the ministry.": ["Demandez au ministère."]}), TOOL.NOTES)
    assert TOOL.untranslated("fr") == (0, 1)
    assert json.loads(TOOL.export("fr", TOOL.NOTES))[0]["forms"] == ["Demandez au ministère."]


def test_a_note_that_nobody_translated_is_said_in_english() -> None:
    own = "A sentence that an institution wrote into its own rules."
    assert (catalogue("sw").sentence(own), catalogue("sw").has_sentence(own)) == (own, False)
    assert (catalogue("en").sentence(own), catalogue("en").has_sentence(own)) == (own, True)
    assert (catalogue("sw").sentence(""), catalogue("sw").has_sentence("")) == ("", True)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_shipped_notes_are_translated(language: str) -> None:
    assert TOOL.untranslated(language)[0] == 0
