"""The page of people: a link is shown once, and what was typed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.node.pages.reading import text_of

from ayni.node.links import make_link, use_link
from ayni.node.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def test_invited_person_gets_a_link_that_is_shown_once(
    signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    administrator = signed_in(person("administrator"))
    page = administrator.post("/people/invite", {"name": "Juma", "handle": "juma", "role": "reviewer"})
    assert page.content.count(b"http://localhost/in/") == 1
    assert "Sign-in link for Juma" in text_of(page)
    assert "lasts 3 days" in text_of(page)
    assert b"/in/" not in administrator.get("/people").content
    assert Person.objects.get(handle="juma").role == "reviewer"


def test_wrong_user_name_is_tied_to_its_field_and_stays(
    signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    page = signed_in(person("administrator")).post(
        "/people/invite", {"name": "<b>Juma</b>", "handle": "ju ma", "role": "reviewer"}
    )
    assert page.status_code == 400
    assert b'value="ju ma"' in page.content
    assert b'value="&lt;b&gt;Juma&lt;/b&gt;"' in page.content
    assert b'<a href="#handle">' in page.content
    assert b'handle-wrong" aria-invalid="true"' in page.content


def test_names_of_people_cannot_write_markup(signed_in: Callable[..., Client], person: Callable[..., Person]) -> None:
    person("steward", name='<script>alert("x")</script>')
    page = signed_in(person("administrator")).get("/people")
    assert b"<script>alert" not in page.content
    assert '<script>alert("x")</script>' in text_of(page).replace("&quot;", '"')


def test_what_was_done_to_a_person_is_said(signed_in: Callable[..., Client], person: Callable[..., Person]) -> None:
    administrator, juma = signed_in(person("administrator")), person("steward", name="Juma")
    acts = (
        ({"do": "role", "role": "reviewer"}, "Juma is now reviewer."),
        ({"do": "deactivate"}, "Juma may not sign in any more."),
        ({"do": "reactivate"}, "Juma may sign in again."),
    )
    for sent, said in acts:
        assert said in text_of(administrator.post(f"/people/{juma.pk}", sent, follow=True))


def test_new_password_is_kept_and_said(signed_in: Callable[..., Client], person: Callable[..., Person]) -> None:
    someone = signed_in(person("steward"))
    sent = {"password": "kijiji chetu kizuri", "again": "kijiji chetu kizuri"}
    assert "Your password is kept." in text_of(someone.post("/account", sent, follow=True))
    page = someone.post("/account", sent | {"current": "wrong", "again": "other"})
    assert page.status_code == 400
    assert b'<a href="#current">' in page.content
    assert b'aria-describedby="current-wrong" aria-invalid="true"' in page.content


def test_link_that_was_used_says_so_under_a_fitting_title(browser: Client, person: Callable[..., Person]) -> None:
    token = make_link(person("steward"), seconds=60)
    use_link(token)
    page = browser.get(f"/in/{token}")
    assert page.status_code == 409
    assert "This did not work" in text_of(page)
    assert "This sign-in link was used already" in text_of(page)


def test_part_of_a_page_whose_session_ended_sends_the_browser_to_sign_in(browser: Client) -> None:
    answer = browser.get("/sign-in?next=/files", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in")
