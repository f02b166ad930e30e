"""A decision for a terminal: what is told, in which order, in how many columns, in every language."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.law.books import DAY, book, rule, shipped, signed, vocabulary

from ayni.law.ahead import ahead
from ayni.law.decision import Question
from ayni.law.evaluate import Law
from ayni.law.openings import openings
from ayni.law.render.text import Answer, to_text
from ayni.law.render.wording import told_rules
from ayni.law.rulebook import Case, Condition, Rulebook, Stage
from ayni.messages import LANGUAGES
from ayni.terminal import cells_wide
from ayni.words import catalogue

PERSONAL, TOLD = Case(is_={"data.personal": True}), Case(is_={"notice": True})
LAW = book(
    rule("ke.scope", Stage.SCOPE, PERSONAL),
    rule("ke.ban", Stage.PROHIBITION, Case(is_={"data.important": True})),
    rule("ke.way", Stage.GATEWAY, TOLD, all_of=(Condition(code="record-basis", note="In the register."),)),
    rule("ke.duty", Stage.DUTY, Case(is_={"data.children": True}), all_of=(Condition(code="guardian-consent"),)),
)


def answer(law: Rulebook = LAW, *, to: str = "ZA", reviewed: bool = True, **facts: Any) -> Answer:
    """Decide a transfer from Kenya."""
    engine = Law([law], vocabulary(), signed(law) if reviewed else None)
    known = {key.replace("__", "."): value for key, value in facts.items()}
    question = Question(from_place="KE", to_place=to, on=DAY, facts=known)
    decision = engine.decide(question)
    return Answer(decision, openings(engine, question), ahead(engine, question, decision))


def shown(found: Answer, language: str = "en", **fields: Any) -> str:
    return to_text(found, vocabulary(), catalogue(language), **fields)


KNOWN: dict[str, Any] = {"data__personal": True, "data__important": False, "data__children": False}


def test_conditions_stand_with_their_note_and_their_article() -> None:
    text = shown(answer(**KNOWN, notice=True))
    assert text.startswith("The data may go once these conditions are met.\n\nWhat has to be done\n")
    assert "    In the register.\n" in text.replace("      ", "    ")
    assert "    § Kenya: An Act, 1\n" in text
    assert "  ✔ permits: An Act, 1\n" in text
    assert "forbids" not in text


def test_a_refusal_begins_with_what_would_open_it() -> None:
    text = shown(answer(**KNOWN, notice=False))
    first, opened, rest = text.split("\n\n", maxsplit=2)
    assert first == "The data may not go."
    assert opened.splitlines()[0] == "What would open a way: any one of these"
    assert "Tell the people who receives their data" in opened
    assert "→ Then the data may go on conditions." in opened
    assert "✖ permits: An Act, 1" in rest


def test_a_ban_that_is_true_is_told_and_no_way_beside_it() -> None:
    found = answer(data__personal=True, data__important=True, notice=True, data__children=False)
    text = shown(found)
    assert "✔ forbids: An Act, 1" in text
    assert "permits" not in text
    assert [one.rule for one in told_rules(found.decision.paths[0])] == ["ke.scope", "ke.ban"]


def test_questions_stand_with_who_can_answer_and_how_to_write_it() -> None:
    text = shown(answer(data__personal=True, data__important=False, data__children=False))
    assert "What would decide, the most decisive question first" in text
    assert "notice = true | false" in text
    assert "(you can answer)" in " ".join(text.split())
    assert "? permits: An Act, 1" in text


def test_facts_that_could_shorten_the_list_are_told_apart_from_those_that_decide() -> None:
    text = shown(answer(data__personal=True, data__important=False, notice=True))
    assert "Answers that could make this list shorter" in text
    assert "data.children = true | false" in text
    assert "What would decide" not in text


def test_what_stays_inside_and_what_asks_nothing_say_so() -> None:
    inside = shown(answer(to="KE", recipient__kind="university", **KNOWN))
    assert "Both ends lie where this law holds" in inside
    unsaid = shown(answer(to="KE", recipient__kind="international-organisation", notice=False, **KNOWN))
    assert "does not say whether that counts as abroad" in " ".join(unsaid.split())
    silent = book(rule("za.way", Stage.GATEWAY, TOLD), place="ZA")
    engine = Law([LAW, silent], vocabulary())
    question = Question(from_place="KE", to_place="ZA", on=DAY, facts={"data.personal": False})
    assert "These rules ask nothing of those who receive" in shown(Answer(engine.decide(question)))


def test_a_place_without_rules_and_rules_nobody_reviewed_are_named() -> None:
    text = " ".join(shown(answer(reviewed=False, **KNOWN, notice=True)).split())
    assert "There are no country rules for South Africa yet." in text
    assert "Kenya: nobody in your institution has reviewed these rules yet." in text
    reviewed = " ".join(shown(answer(**KNOWN, notice=True)).split())
    assert f"Kenya: these rules were signed off by Amina on {DAY}." in reviewed


def test_an_exception_is_told() -> None:
    law = book(
        rule("ke.ban", Stage.PROHIBITION, PERSONAL),
        rule("ke.but", Stage.EXEMPTION, TOLD, overrides=("ke.ban",)),
    )
    assert "forbids: An Act, 1 (an exception to it applies)" in shown(answer(law, data__personal=True, notice=True))


def test_old_rules_and_old_reviews_are_called_old() -> None:
    engine = Law([LAW], vocabulary(), signed(LAW))
    question = Question(from_place="KE", to_place="ZA", on=DAY + dt.timedelta(days=400), facts={"data.personal": False})
    text = " ".join(shown(Answer(engine.decide(question))).split())
    assert "That is more than a year ago: read them again." in text
    assert "these rules were last compared with the law more than a year before this day" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_window_in_any_language(language: str, width: int) -> None:
    engine = Law(list(shipped().values()), vocabulary())
    for pair, facts in (
        (("CL", "KE"), {}),
        (("GB", "KE"), {"data.personal": True}),
        (("CN", "US"), {"data.important": True}),
    ):
        question = Question(from_place=pair[0], to_place=pair[1], on=dt.date(2026, 11, 29), facts={**facts})
        decision = engine.decide(question)
        found = Answer(decision, openings(engine, question), ahead(engine, question, decision))
        text = shown(found, language, width=width)
        assert [line for line in text.splitlines() if cells_wide(line) > width] == []
        assert "\x1b[" not in text
        assert "\x1b[" in shown(found, language, width=width, color=True)


@pytest.mark.parametrize("width", [1, 39])
def test_a_tiny_window_gets_forty_columns(width: int) -> None:
    found = answer(**KNOWN, notice=True)
    assert shown(found, width=width) == shown(found, width=40)
