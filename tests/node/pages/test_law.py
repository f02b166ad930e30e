"""The pages about the law: one question at a time, owner only, sign-offs by those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.node.pages.reading import status_of, text_of

from ayni.node import law
from ayni.node.models import LawQuestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from ayni.node.models import Person

START = {"title": "Survey", "from": "KE", "to": "ZA", "day": "2026-11-24"}


@pytest.fixture
def asked(pages: Client) -> LawQuestion:
    """A question that was begun."""
    assert pages.post("/law", START).status_code == 302
    return LawQuestion.objects.get()


@pytest.fixture
def _reviews() -> Iterator[None]:
    yield
    for path in law.reviews_folder().glob("*.json") if law.reviews_folder().is_dir() else ():
        path.unlink()


def answer(client: Client, asked: LawQuestion, fact: str, given: object, **more: str):
    return client.post(f"/law/{asked.pk}/answer", {"fact": fact, "answer": given, **more})


def test_one_question_stands_on_the_page_and_its_answer_leads_on(pages: Client, asked: LawQuestion) -> None:
    page = pages.get(f"/law/{asked.pk}")
    assert page.content.count(b'name="fact"') == 1
    assert b"<script" not in page.content.split(b"<main", 1)[1]
    for fact, given in (("data.personal", "yes"), ("data.state-interest", "elections"), ("storage.copy-kept", "no")):
        assert answer(pages, asked, fact, given).status_code == 302
    told = text_of(pages.get(f"/law/{asked.pk}"))
    assert "The data may not go." in told
    assert "regulation 26(1) and (2)" in told
    assert "This is help for a lawyer, not a lawyer" in told
    asked.refresh_from_db()
    kept = asked.answers.get()
    assert (asked.outcome, kept.outcome, kept.decision["rulebooks"][0]["id"]) == ("refused", "refused", "ke")


def test_a_question_is_left_for_later_and_an_answer_taken_back(pages: Client, asked: LawQuestion) -> None:
    answer(pages, asked, "data.personal", "", skip="1")
    asked.refresh_from_db()
    assert asked.skipped == ["data.personal"]
    answer(pages, asked, "data.personal", "yes")
    asked.refresh_from_db()
    assert (asked.skipped, asked.facts) == ([], {"data.personal": True})
    pages.post(f"/law/{asked.pk}/forget", {"fact": "data.personal"})
    asked.refresh_from_db()
    assert asked.facts == {}


@pytest.mark.parametrize(
    ("fact", "given"), [("data.personal", "perhaps"), ("data.persons", "-3"), ("consent", "magic")]
)
def test_an_answer_that_does_not_fit_changes_nothing(pages: Client, asked: LawQuestion, fact: str, given: str) -> None:
    assert answer(pages, asked, fact, given).status_code == 422
    asked.refresh_from_db()
    assert asked.facts == {}


def test_a_contradiction_is_said_and_the_first_answer_kept(pages: Client, asked: LawQuestion) -> None:
    answer(pages, asked, "data.personal", "yes")
    page = answer(pages, asked, "data.persons", "0")
    assert page.status_code == 422
    assert "contradict each other" in text_of(page)
    asked.refresh_from_db()
    assert asked.facts == {"data.personal": True}


@pytest.mark.parametrize(
    "wrong", [{"from": "XX"}, {"to": ""}, {"subjects": "Kenya"}, {"day": "soon"}, {"day": "1990-01-01"}]
)
def test_what_cannot_be_asked_is_said_beside_its_field(pages: Client, wrong: dict[str, str]) -> None:
    assert pages.post("/law", START | wrong).status_code == 422
    assert not LawQuestion.objects.exists()


@pytest.mark.parametrize("role", ["steward", "reviewer", "administrator"])
def test_a_question_of_another_person_is_not_there(
    asked: LawQuestion, signed_in: Callable[..., Client], person: Callable[..., Person], role: str
) -> None:
    stranger = signed_in(person(role))
    assert status_of(stranger, f"/law/{asked.pk}") == 404
    acts = [stranger.post(f"/law/{asked.pk}/{act}").status_code for act in ("answer", "forget", "erase")]
    assert acts == [404, 404, 404]
    assert LawQuestion.objects.filter(pk=asked.pk).exists()


def test_its_owner_erases_it(pages: Client, asked: LawQuestion) -> None:
    pages.post(f"/law/{asked.pk}/erase")
    assert not LawQuestion.objects.exists()


def test_rules_are_read_with_their_quotations(pages: Client) -> None:
    assert "Kenya" in text_of(pages.get("/law/rules"))
    told = text_of(pages.get("/law/rules/ke"))
    assert "store at least one serving copy" in told
    assert "nobody in your institution has reviewed these rules yet" in told
    assert status_of(pages, "/law/rules/xx") == 404


@pytest.mark.usefixtures("_reviews")
def test_only_reviewers_and_administrators_sign_off_these_exact_rules(
    pages: Client, signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    book = law.rulebook("ke")
    assert book is not None
    sent = {"hash": book.hash, "read": "yes"}
    assert pages.post("/law/rules/ke/sign", sent).status_code == 403
    reviewer = signed_in(person("reviewer", name="Amina"))
    for lacking in ({"hash": "other"}, {"read": ""}):
        reviewer.post("/law/rules/ke/sign", sent | lacking)
        assert law.reviews() == {}
    reviewer.post("/law/rules/ke/sign", sent)
    assert law.reviews()["ke"].reviewer == "Amina"
    assert "signed off by Amina" in text_of(pages.get("/law/rules/ke"))


@pytest.mark.usefixtures("_reviews")
def test_a_forged_sign_off_stops_the_page_with_words(
    pages: Client, asked: LawQuestion, signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    book = law.rulebook("ke")
    signed_in(person("reviewer", name="Amina")).post("/law/rules/ke/sign", {"hash": book.hash, "read": "yes"})
    path = law.reviews_folder() / "ke.json"
    path.write_text(path.read_text().replace("Amina", "Someone"))
    page = pages.get(f"/law/{asked.pk}")
    assert page.status_code >= 400
    assert "ke.json" in text_of(page)
    assert "The data may" not in text_of(page)
