"""The pages of the law in a real browser: without script, by axe, narrow, from right to left, on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.node.pages.conftest import SURVEY
from tests.node.pages.looking import faults
from tests.node.pages.running import CHROMIUM, Node, chromium, running_node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

WAIT = 60_000
ANSWERS = {
    "data.personal": "yes", "data.sensitive": "no", "data.state-interest": "none", "instruments": "own-contract",
    "safeguards.confirmed": "no", "transfer.necessity": "none", "consent": "none", "purpose": "service",
    "data.official-statistics": "no", "exporter.kind": "university", "recipient.kind": "university",
}  # fmt: skip
"""What leads from Kenya to a refusal that could be opened."""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with running_node(tmp_path_factory.mktemp("up") / "node") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def session(node: Node, browser: Browser) -> object:
    """Sign in once; return what a browser keeps of it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(node.link())
    page.get_by_role("button", name="Sign me in").click()
    page.wait_for_url(f"{node.address}/")
    state = context.storage_state()
    context.close()
    return state


def ask(page: Page, node: Node, from_place: str, to_place: str, about: str = "") -> None:
    """Begin a question on the day on which the laws were read."""
    page.goto(f"{node.address}/law{about}")
    page.get_by_label("From which country?").select_option(from_place)
    page.get_by_label("To which country?").select_option(to_place)
    page.get_by_label("On which day?").fill("2026-11-29")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url(re.compile("/law/[0-9a-f-]{36}"))


def answer_all(page: Page) -> int:
    """Answer what is asked, and leave for later what we have no answer to; return how many questions there were."""
    asked = 0
    while page.locator("form.box [name=answer]").count():
        asked += 1
        given = ANSWERS.get(page.locator("input[name=fact]").first.get_attribute("value") or "")
        if given is None:
            page.get_by_role("button", name="I do not know yet").click()
        else:
            page.locator(f'[name=answer][value="{given}"]').check()
            page.get_by_role("button", name="Next").click()
        assert asked < 40
    return asked


@pytest.fixture(scope="module")
def refused(node: Node, browser: Browser, session: object) -> str:
    """Ask without script from Kenya to South Africa; return the address of the answer."""
    context = browser.new_context(storage_state=session, java_script_enabled=False)  # type: ignore[arg-type]
    page, hosts = context.new_page(), set()
    page.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    ask(page, node, "KE", "ZA")
    asked = answer_all(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Draft transfer assessment"
    assert page.locator(".verdict").inner_text() == "The data may not go."
    assert 4 <= asked <= 14
    assert hosts == {node.address}
    address = page.url
    context.close()
    return address


def test_one_question_at_a_time_leads_to_what_would_open_a_way(browser: Browser, session: object, refused: str) -> None:
    context = browser.new_context(storage_state=session)  # type: ignore[arg-type]
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(refused)
    opened = page.locator("h2:has-text('What would open a way') + ul > li").all_inner_texts()
    assert "Confirm that the recipient protects the data as well as the law here asks." in " ".join(opened)
    page.get_by_role("button", name=re.compile("Has it been confirmed")).click()
    page.locator('[name=answer][value="yes"]').check()
    page.get_by_role("button", name="Next").click()
    answer_all(page)
    assert page.locator(".verdict").inner_text() == "The data may go once these conditions are met."
    kept = page.locator("#kept ~ ul > li").all_inner_texts()
    assert ["May go on conditions." in one for one in kept] == [True, False]
    page.get_by_role("button", name=re.compile("Has it been confirmed")).click()
    page.locator('[name=answer][value="no"]').check()
    page.get_by_role("button", name="Next").click()
    assert said == []
    context.close()


def places(node: Node, refused: str) -> list[str]:
    """Return every page about the law."""
    own = ["/law", "/law/rules", "/law/rules/ke", "/law/rules/eu", "/law/rules/eu/sources", "/law/rules/cl"]
    asks = ("data.kinds", "data.persons", "notice")
    return [*(f"{node.address}{path}" for path in own), refused, *(f"{refused}?ask={fact}" for fact in asks)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_is_too_wide_or_small(
    node: Node, browser: Browser, session: object, refused: str, language: str
) -> None:
    context = browser.new_context(storage_state=session, bypass_csp=True)  # type: ignore[arg-type]
    context.add_cookies([{"name": "ayni-language", "value": language, "url": node.address}])
    page = context.new_page()
    found = {place: faults(page, place) for place in places(node, refused)}
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    context.close()
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_errors_take_the_focus_and_lead_to_their_field(node: Node, browser: Browser, session: object) -> None:
    context = browser.new_context(storage_state=session, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    ask(page, node, "KE", "ZA")
    page.get_by_role("button", name="Next").click()
    page.locator("#errors:focus").wait_for()
    page.locator("#errors a").click()
    assert page.evaluate("document.activeElement.id") == "answer"
    context.close()


def test_the_answer_on_paper_has_reasons_and_a_place_to_sign_and_no_buttons(
    browser: Browser, session: object, refused: str
) -> None:
    context = browser.new_context(storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(refused)
    page.emulate_media(media="print")
    shown = page.locator("main").inner_text()
    for part in ("Draft transfer assessment", "What would open a way", "section 48(c)", "Your answers", "Signature"):
        assert part in shown
    for part in ("Erase this question", "Ask something else", "Answers that were given", "more rules were looked at"):
        assert part not in shown
    assert page.locator("button:visible, nav:visible, footer:visible").count() == 0
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    pages = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page[^s]", pages)) <= 4
    context.close()


def test_pages_weigh_little(node: Node, browser: Browser, session: object, refused: str) -> None:
    """Ten kilobytes on the wire each, gzip and head included, as the design promises of later pages."""
    context = browser.new_context(storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{node.address}/law")  # style sheet and scripts are kept from here on
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    weights: dict[str, float] = {}
    places_of: dict[str, str] = {}
    client.on("Network.responseReceived", lambda seen: places_of.update({seen["requestId"]: seen["response"]["url"]}))
    client.on(
        "Network.loadingFinished",
        lambda seen: weights.update({places_of.get(seen["requestId"], ""): seen["encodedDataLength"]}),
    )
    for place in (f"{node.address}/law", refused, f"{refused}?ask=consent", f"{node.address}/law/rules"):
        page.goto(place)
    page.wait_for_load_state("networkidle")
    context.close()
    assert {place: weight for place, weight in weights.items() if "/law" in place and weight > 10_240} == {}
    assert sum("/law" in place for place in weights) == 4


def test_from_the_report_to_a_question_that_knows_the_file(
    node: Node, browser: Browser, session: object, tmp_path: Path
) -> None:
    (tmp_path / "survey.csv").write_text(SURVEY)
    context = browser.new_context(storage_state=session, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{node.address}/")
    page.get_by_label("Choose a file").set_input_files(tmp_path / "survey.csv")
    page.get_by_role("button", name="Check this file").click()
    page.wait_for_url("**/report", timeout=WAIT)
    page.get_by_role("link", name="May I send this file?").click()
    about = "?" + page.url.split("?")[1]
    assert page.get_by_label("What would be sent").input_value() == "survey.csv"
    ask(page, node, "KE", "ZA", about)
    page.goto(f"{page.url}?ask=data.personal")
    assert page.locator('[name=answer][value="yes"]').is_checked()
    assert "found personal data in phone" in page.locator("#answer-hint").inner_text()
    context.close()
