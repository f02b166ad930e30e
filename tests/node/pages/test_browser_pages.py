"""Every page in a real browser: the whole way with and without script, axe, keyboard, narrow, no other host."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.node.pages.conftest import SURVEY
from tests.node.pages.looking import AXE, TAGS, axe, faults
from tests.node.pages.running import CHROMIUM, Node, chromium, running_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

WAIT = 60_000


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with running_node(tmp_path_factory.mktemp("up") / "node") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "survey.csv"
    path.write_text(SURVEY)
    return path


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


@pytest.fixture(scope="module")
def done(node: Node, browser: Browser, session: object, survey: Path) -> str:
    """Go the whole way with script; return the address of the file, with all that was said on the console."""
    context = browser.new_context(storage_state=session)  # type: ignore[arg-type]  # as it came
    page, said, hosts = context.new_page(), [], set()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    address = go_the_way(page, node, survey)
    assert (said, hosts) == ([], {node.address})
    context.close()
    return address


def go_the_way(page: Page, node: Node, survey: Path) -> str:
    """Upload, confirm the columns, look at the fixes, make the safe file; return the file's address."""
    page.goto(f"{node.address}/")
    page.get_by_label("Choose a file").set_input_files(survey)
    page.get_by_role("button", name="Check this file").click()
    page.wait_for_url("**/report", timeout=WAIT)
    page.get_by_role("link", name="Go on: confirm the columns").click()
    page.get_by_label("Your answer for age").select_option("quasi-identifier")
    page.get_by_role("button", name="These answers are right").click()
    page.wait_for_url("**/fixes", timeout=WAIT)
    page.get_by_label("For everybody, on the internet").check()
    page.get_by_role("button", name="Show the effect of my choices").first.click()
    page.wait_for_selector("input[value='10'][checked]", timeout=WAIT)
    page.get_by_role("button", name="Make the safe file").first.click()
    page.wait_for_url("**/result", timeout=WAIT)
    assert page.get_by_role("heading", level=1).inner_text() == "The safe file is ready"
    assert "at least 9 others" in page.locator(".verdict").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the safe file").click()
    assert download.value.suggested_filename == "survey-safe.csv"
    assert "+25571200" not in Path(download.value.path()).read_text()
    return page.url.removesuffix("/result")


def places(node: Node, done: str) -> list[str]:
    """Return every page that shows something of its own."""
    own = [f"{done}/{name}" for name in ("report", "columns", "fixes", "result", "record", "erase", "report/after")]
    return [f"{node.address}{path}" for path in ("/", "/account", "/people", "/reviews", "/help", "/nowhere")] + own


def test_whole_way_without_script(node: Node, browser: Browser, session: object, survey: Path) -> None:
    context = browser.new_context(storage_state=session, java_script_enabled=False)  # type: ignore[arg-type]
    address = go_the_way(context.new_page(), node, survey)
    page = context.new_page()
    page.goto(f"{address}/erase")
    page.get_by_role("button", name="Erase everything").click()
    assert "survey.csv was erased" in page.get_by_role("status").inner_text()
    context.close()


def test_axe_finds_nothing_and_nothing_is_too_wide_or_small(
    node: Node, browser: Browser, session: object, done: str
) -> None:
    # The policy of the pages allows no script from a test; only these browsers leave it aside.
    context = browser.new_context(storage_state=session, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {place: faults(page, place) for place in places(node, done)}
    context.close()
    stranger = browser.new_context(bypass_csp=True)
    page = stranger.new_page()
    found |= {place: faults(page, place) for place in (f"{node.address}/sign-in", node.link())}
    stranger.close()
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_right_to_left_pages_fit_a_narrow_phone_and_axe_finds_nothing(
    node: Node, browser: Browser, session: object, done: str
) -> None:
    context = browser.new_context(storage_state=session, bypass_csp=True)  # type: ignore[arg-type]
    context.add_cookies([{"name": "ayni-language", "value": "ar", "url": node.address}])
    page = context.new_page()
    own = [f"{done}/{name}" for name in ("report", "columns", "fixes", "result")]
    found = {place: faults(page, place) for place in (f"{node.address}/", *own)}
    assert page.evaluate("document.documentElement.dir") == "rtl"
    context.close()
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_keyboard_alone_reaches_and_sees_everything(node: Node, browser: Browser, session: object) -> None:
    context = browser.new_context(storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{node.address}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    order = []
    for _ in range(3):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert order[:2] == ["file", "Check this file"]
    context.close()


def test_errors_take_the_focus(node: Node, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{node.address}/sign-in")
    page.get_by_label("Your user name").fill("nobody")
    page.get_by_label("Your password").fill("wrong")
    page.keyboard.press("Enter")
    page.locator("#errors:focus").wait_for()
    assert page.get_by_label("Your user name").input_value() == "nobody"
    page.locator("#errors a").click()
    assert page.evaluate("document.activeElement.id") == "handle"
    context.close()


def test_stopping_and_coming_back_later(node: Node, browser: Browser, session: object, survey: Path) -> None:
    context: BrowserContext = browser.new_context(storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{node.address}/")
    page.get_by_label("Choose a file").set_input_files(survey)
    page.get_by_role("button", name="Check this file").click()
    page.wait_for_url("**/files/**")
    page.close()  # the work goes on
    page = context.new_page()
    page.goto(f"{node.address}/")
    page.locator(".cards a").first.click()
    page.wait_for_url("**/report", timeout=WAIT)
    context.close()


def test_second_person_reviews_without_seeing_data(node: Node, browser: Browser, session: object, done: str) -> None:
    owner = browser.new_context(storage_state=session, bypass_csp=True)  # type: ignore[arg-type]
    page = owner.new_page()
    page.goto(f"{done}/result")
    page.get_by_role("button", name="Ask for a review").click()
    page.goto(f"{node.address}/people")
    page.get_by_label("Their name").fill("Rosa")
    page.get_by_label("Their user name").fill("rosa")
    page.get_by_label("reviewer:").check()
    page.get_by_role("button", name="Make a sign-in link").click()
    link = page.get_by_label("The link").input_value()
    shown_once = axe(page, {"type": "tag", "values": TAGS}) if page.add_script_tag(path=AXE) else []
    reviewer = browser.new_context(bypass_csp=True)
    page = reviewer.new_page()
    page.goto(link)
    page.get_by_role("button", name="Sign me in").click()
    page.goto(f"{node.address}/reviews")
    page.get_by_role("link", name="Look at it: survey.csv").click()
    assert page.get_by_role("link", name="Download the safe file").count() == 0
    place = page.url
    page.get_by_role("button", name="Give this answer").click()
    page.locator("#errors:focus").wait_for()
    page.add_script_tag(path=AXE)
    with_errors = axe(page, {"type": "tag", "values": TAGS})
    found = {one: faults(page, one) for one in (f"{node.address}/", f"{node.address}/reviews", place)}
    page.get_by_label("Yes, it may be shared").check()
    page.get_by_role("button", name="Give this answer").click()
    assert "Your answer is kept." in page.get_by_role("status").inner_text()
    reviewer.close()
    page = owner.new_page()
    page.goto(f"{done}/result")
    assert "Rosa said on" in page.locator("#review ~ .cards").inner_text()
    found[page.url] = faults(page, page.url)
    owner.close()
    assert (shown_once, with_errors, {one: wrong for one, wrong in found.items() if wrong}) == ([], [], {})


def test_file_that_is_no_table_is_refused_in_words(
    node: Node, browser: Browser, session: object, tmp_path: Path
) -> None:
    (tmp_path / "holiday.xlsx").write_bytes(b"PK\x03\x04 and no workbook at all")
    context = browser.new_context(storage_state=session, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{node.address}/")
    page.get_by_label("Choose a file").set_input_files(tmp_path / "holiday.xlsx")
    page.get_by_role("button", name="Check this file").click()
    page.get_by_role("heading", name="holiday.xlsx could not be worked on").wait_for(timeout=WAIT)
    assert faults(page, page.url) == []
    assert str(node.folder) not in page.content()
    page.get_by_role("link", name="Erase this file").click()
    page.get_by_role("button", name="Erase everything").click()
    assert "holiday.xlsx was erased" in page.get_by_role("status").inner_text()
    context.close()
