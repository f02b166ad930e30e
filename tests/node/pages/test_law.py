"""The pages about the law: one question at a time, owner only, sign-offs by those who may."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from tests.node.pages.reading import status_of, text_of

from ayni.node import law
from ayni.node.models import LawAnswer, LawQuestion
from ayni.node.pages.law import asking
from ayni.node.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from ayni.node.models import Person, Upload

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


@pytest.fixture
def at(on_its_way: Callable[..., Upload], steward: Person) -> Callable[[str], Upload]:
    """Return a file of the steward's that waits at a stage."""
    return lambda stage: on_its_way(steward, stage)


@pytest.fixture
def asked_about(pages: Client) -> Callable[[str], LawQuestion]:
    """Begin a question about a file: `id/form`."""

    def begin(about: str) -> LawQuestion:
        file, form = about.split("/")
        more = {"title": pages.get(f"/law?file={file}&form={form}").context["typed"]["title"]}
        assert pages.post("/law", START | more | {"file": file, "form": form}).status_code == 302
        return LawQuestion.objects.get()

    return begin


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
    ("fact", "given"),
    [("data.personal", "perhaps"), ("data.persons", "-3"), ("data.persons", "9" * 5000), ("consent", "magic")],
    ids=lambda one: one[:20],
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


# ---------------------------------------------------------------------- what is known, kept and offered


def test_a_file_brings_what_its_check_found_to_be_confirmed(
    pages: Client, at: Callable[..., Upload], asked_about: Callable[[str], LawQuestion]
) -> None:
    upload = at("roles")
    page = pages.get(f"/law?file={upload.pk}&form=full")
    assert "what its check found is filled in" in text_of(page)
    asked = asked_about(f"{upload.pk}/full")
    assert (asked.title, {one["fact"]: one["value"] for one in asked.known}["data.altered"]) == (upload.name, "as-is")
    page = pages.get(f"/law/{asked.pk}?ask=data.personal")
    assert b'value="yes" checked' in page.content
    assert "found personal data in phone" in text_of(page)
    assert asked.facts == {}, "nothing is answered for a person"


def test_the_safe_file_is_judged_by_its_own_check(
    at: Callable[..., Upload], asked_about: Callable[[str], LawQuestion]
) -> None:
    known = {one["fact"]: one["value"] for one in asked_about(f"{at('done').pk}/protected").known}
    assert "data.kinds" not in known
    assert "data.altered" not in known
    assert known["data.persons"] > 0


@pytest.mark.parametrize("wrong", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_file_that_is_not_there_is_not_asked_about(pages: Client, wrong: str) -> None:
    assert status_of(pages, f"/law?file={wrong}&form=full") == 404


def test_another_persons_file_is_not_there(
    at: Callable[..., Upload], signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    upload = at("roles")
    stranger = signed_in(person("steward"))
    assert status_of(stranger, f"/law?file={upload.pk}&form=full") == 404
    assert stranger.post("/law", START | {"file": str(upload.pk), "form": "full"}).status_code == 404
    assert not LawQuestion.objects.exists()


def test_an_answer_is_kept_as_it_was_given_and_can_be_taken_away(pages: Client, asked: LawQuestion) -> None:
    for fact, given in (("data.personal", "yes"), ("data.state-interest", "elections"), ("storage.copy-kept", "no")):
        answer(pages, asked, fact, given)
    pages.get(f"/law/{asked.pk}")
    pages.get(f"/law/{asked.pk}")
    first = asked.answers.get()
    pages.post(f"/law/{asked.pk}/forget", {"fact": "storage.copy-kept"})
    answer(pages, asked, "storage.copy-kept", "yes")
    answer(pages, asked, "transfer.necessity", "public-interest")
    assert asked.answers.get() == first, "a question that is open is no answer"
    sent = pages.get(f"/law/{asked.pk}/answers/{first.pk}")
    document = sent.json()
    assert (document["schema"], document["decision"]["outcome"]) == ("urn:ayni:law:answer:1", "refused")
    said = json.dumps(document["decision"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(said.encode()).hexdigest() == document["sha256"] == first.mark
    assert "attachment" in sent["Content-Disposition"]


def test_an_answer_by_other_rules_is_kept_beside_and_marked(pages: Client, asked: LawQuestion) -> None:
    for fact, given in (("data.personal", "yes"), ("data.state-interest", "elections"), ("storage.copy-kept", "no")):
        answer(pages, asked, fact, given)
    pages.get(f"/law/{asked.pk}")
    kept = asked.answers.get()
    kept.decision["rulebooks"][0]["hash"] = "another"
    LawAnswer.objects.filter(pk=kept.pk).update(decision=kept.decision, mark="another")
    told = text_of(pages.get(f"/law/{asked.pk}"))
    assert asked.answers.count() == 2
    assert told.count("Other rules or other facts now") == 1


def test_kept_answers_of_another_person_are_not_there(
    pages: Client, asked: LawQuestion, signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    for fact, given in (("data.personal", "yes"), ("data.state-interest", "elections"), ("storage.copy-kept", "no")):
        answer(pages, asked, fact, given)
    pages.get(f"/law/{asked.pk}")
    kept = asked.answers.get()
    assert status_of(signed_in(person("administrator")), f"/law/{asked.pk}/answers/{kept.pk}") == 404
    assert status_of(pages, f"/law/{asked.pk}/answers/{kept.pk + 1}") == 404


def test_a_refusal_says_what_would_open_a_way(pages: Client, asked: LawQuestion) -> None:
    for fact, given in (("data.personal", "yes"), ("data.state-interest", "elections"), ("storage.copy-kept", "no")):
        answer(pages, asked, fact, given)
    told = text_of(pages.get(f"/law/{asked.pk}"))
    assert "What would open a way: any one of these" in told
    assert "Keep a copy of the data in the country." in told


def test_what_could_shorten_the_list_is_offered_and_asked(pages: Client) -> None:
    pages.post("/law", START | {"from": "CL", "to": "ZA", "day": "2026-11-29"})
    asked = LawQuestion.objects.get()
    answer(pages, asked, "data.official-statistics", "no")
    page = pages.get(f"/law/{asked.pk}")
    told = text_of(page)
    assert "Answers that could make this list shorter" in told
    assert f"/law/{asked.pk}?ask=data.personal" in page.content.decode()
    assert "From 2026-12-01 on" in told
    question = pages.get(f"/law/{asked.pk}?ask=data.personal")
    assert b'value="data.personal"' in question.content
    assert answer(pages, asked, "data.personal", "no").status_code == 302
    assert "Record on what ground" not in text_of(pages.get(f"/law/{asked.pk}"))


def test_countries_of_the_people_are_ticked(pages: Client) -> None:
    pages.post("/law", START | {"subjects": ["UG", "RW"]})
    asked = LawQuestion.objects.get()
    assert asked.subjects == ["UG", "RW"]
    assert "people from Uganda, Rwanda" in text_of(pages.get(f"/law/{asked.pk}"))


def test_rules_stand_by_how_well_founded_they_are(pages: Client) -> None:
    told = text_of(pages.get("/law/rules"))
    assert told.index("Well founded:") < told.index("Rwanda") < told.index("Partly founded:") < told.index("Kenya")


def test_a_country_shows_its_lists_its_conditions_and_the_days_on_which_it_turns(pages: Client) -> None:
    assert '"/law/rules/eu/sources"' in pages.get("/law/rules/eu").content.decode()
    europe = text_of(pages.get("/law/rules/eu/sources"))
    assert "New Zealand" in europe
    assert "(in part: see the note)" in europe
    chile = text_of(pages.get("/law/rules/cl"))
    assert "2026-12-01" in chile
    assert status_of(pages, "/law/rules/xx/sources") == 404


def test_what_a_country_s_rules_draw_on_is_one_page(pages: Client) -> None:
    book = law.rulebook("ke")
    assert book is not None
    told = text_of(pages.get("/law/rules/ke/sources"))
    assert all(source.title in told and source.url in told for source in book.sources)
    assert all(f"{rule.cite.article} {rule.id}" in told for rule in book.rules)


@pytest.mark.parametrize("language", ["en", "fr", "sw", "ar"])
def test_every_country_weighs_little_in_every_language(pages: Client, language: str) -> None:
    """Ten kilobytes on the wire, of which 128 bytes are for what the server adds to the head.

    China's rules, with 35 quotations in Chinese, are half a kilobyte over in French and Arabic; they may not grow.
    """
    pages.cookies["ayni-language"] = language
    weights = {}
    for book in law.rulebooks():
        for place in (f"/law/rules/{book.id}", f"/law/rules/{book.id}/sources"):
            page = pages.get(place, headers={"accept-encoding": "gzip"})
            weights[place] = len(page.serialize_headers()) + len(page.content) + 128
    assert {place: weight for place, weight in weights.items() if weight > (10_800 if "cn" in place else 10_240)} == {}


def test_notes_are_in_the_language_of_the_page_or_marked_as_english(pages: Client) -> None:
    pages.cookies["ayni-language"] = "sw"
    page = pages.get("/law/rules/ke").content.decode()
    note = law.rulebook("ke").rules[0].note
    words = words_of("sw").catalogue
    assert words.has_sentence(note)
    assert words.sentence(note) in page
    own = "Written by nobody for nobody."
    assert words.sentence(own) == own


def test_an_answer_that_no_question_has_any_more_is_not_known(pages: Client, asked: LawQuestion) -> None:
    """A newer Ayni may have other questions: what was answered to one that is gone must not close the page."""
    kept = {"data.gone": True, "consent": "magic", "instruments": ["magic"], "data.personal": True}
    LawQuestion.objects.filter(pk=asked.pk).update(facts=kept)
    assert status_of(pages, f"/law/{asked.pk}") == 200
    assert answer(pages, asked, "data.state-interest", "elections").status_code == 302


def test_the_newest_answers_are_kept(pages: Client, asked: LawQuestion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_KEPT_ANSWERS", 2)
    for fact, given in (("data.personal", "yes"), ("data.state-interest", "elections"), ("storage.copy-kept", "no")):
        answer(pages, asked, fact, given)
    marks = []
    for purpose in ("research", "trade", "care"):
        answer(pages, asked, "purpose", purpose)
        pages.get(f"/law/{asked.pk}")
        marks.append(asked.answers.order_by("-pk").values_list("mark", flat=True)[0])
    assert len(set(marks)) == 3
    assert list(asked.answers.order_by("pk").values_list("mark", flat=True)) == marks[1:]
