"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.node.pages.reading import text_of
from tests.node.people import make_upload, token_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ayni.node.models import Person


def test_first_page_says_what_this_is_and_takes_a_file(pages: Client) -> None:
    page = pages.get("/")
    said = text_of(page)
    assert page.status_code == 200
    assert "Ayni shows who could be recognised in a file about people" in said
    assert "at most 8.6 GB" in said
    assert "It is erased after 3 days" in said
    assert "No file yet." in said
    assert page.content.count(b'type="file"') == 1


def test_own_files_are_listed_with_what_waits_and_others_are_not(pages: Client, steward: Person, other: Person) -> None:
    make_upload(steward, name="mine.csv", stage="fixes")
    make_upload(other, name="secret-of-other.csv")
    said = text_of(pages.get("/"))
    assert "mine.csv Waiting for you: choose the fixes" in said
    assert "secret-of-other" not in said


def test_administrator_does_not_see_files_of_others(
    signed_in: Callable[..., Client], person: Callable[..., Person], steward: Person
) -> None:
    upload = make_upload(steward, name="secret-of-steward.csv", stage="roles")
    administrator = signed_in(person("administrator"))
    assert "secret-of-steward" not in text_of(administrator.get("/"))
    assert administrator.get(f"/files/{upload.pk}").status_code == 404


def test_reviewer_is_offered_no_upload(signed_in: Callable[..., Client], person: Callable[..., Person]) -> None:
    page = signed_in(person("reviewer")).get("/")
    assert b'type="file"' not in page.content
    assert "You are a reviewer" in text_of(page)


def test_name_of_a_file_cannot_write_markup(pages: Client, steward: Person) -> None:
    make_upload(steward, name="<img src=x onerror=alert(1)>.csv")
    page = pages.get("/")
    assert b"<img" not in page.content
    assert "<img src=x onerror=alert(1)>.csv" in text_of(page)


def test_stranger_is_sent_to_sign_in(browser: Client) -> None:
    answer = browser.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=/")


def test_language_is_chosen_on_every_page_and_kept(pages: Client) -> None:
    answer = pages.post("/language", {"language": "ar", "next": "/help"})
    assert (answer.status_code, answer["Location"]) == (302, "/help")
    page = pages.get("/")
    assert b'<html lang="ar" dir="rtl">' in page.content


def test_form_without_token_is_refused(browser: Client, steward: Person) -> None:
    browser.force_login(steward)
    assert token_of(browser.get("/")) != ""
    assert browser.post("/language", {"language": "fr"}).status_code == 403
