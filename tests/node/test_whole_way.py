"""The whole way of a real Stata survey in Chromium, as its steward goes it: from the sign-in link to the safe file."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import pyreadstat
import pytest
from tests.node.pages.running import CHROMIUM, ROOT, chromium, running_node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl
    from playwright.sync_api import Browser, BrowserContext, Page
    from tests.node.pages.running import Node

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

SURVEY = ROOT / "examples" / "household-survey.dta"
WAIT = 120_000
K = 5
GONE = ("respondent_name", "phone", "national_id", "birth_date", "latitude", "longitude", "village")
KEYS = ("age", "district", "ethnicity", "marital_status", "education", "occupation", "disability", "sex")
UNTOUCHED = ("sex", "religion", "hiv_test_result")
"""Columns with value labels that no fix touches."""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with running_node(tmp_path_factory.mktemp("up") / "node") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def administrator(node: Node, browser: Browser) -> object:
    """Sign in by the one-time link; return what a browser keeps of it."""
    return session_by(node.link(), browser)


def session_by(link: str, browser: Browser) -> object:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Sign me in").click()
    page.goto(urljoin(link, "/"))  # someone who was invited is first asked for a password of their own
    page.get_by_label("Choose a file").wait_for()
    state = context.storage_state()
    context.close()
    return state


def steward(node: Node, browser: Browser, administrator: object, handle: str) -> object:
    """Invite a steward as an administrator does, and let them come in by their link."""
    context = browser.new_context(storage_state=administrator)  # type: ignore[arg-type]  # as it came
    page = context.new_page()
    page.goto(f"{node.address}/people")
    page.get_by_label("Their name").fill(handle)
    page.get_by_label("Their user name").fill(handle)
    page.get_by_label("steward:").check()
    page.get_by_role("button", name="Make a sign-in link").click()
    link = page.get_by_label("The link").input_value()
    context.close()
    return session_by(link, browser)


class Taken(NamedTuple):
    """What a person took away."""

    address: str
    safe: Path
    plan: Path
    record: Path
    report_before: Path
    report_after: Path


def bring(page: Page, node: Node) -> None:
    page.goto(f"{node.address}/")
    page.get_by_label("Choose a file").set_input_files(SURVEY)
    page.get_by_role("button", name="Check this file").click()


def confirm(page: Page) -> None:
    page.wait_for_url("**/report", timeout=WAIT)
    page.get_by_role("link", name="Go on: confirm the columns").click()
    page.get_by_label("Your answer for religion").select_option("sensitive")
    page.get_by_role("button", name="These answers are right").click()


def show_effect(page: Page, *, off: int) -> None:
    """Ask for the effect of the choices, and wait for the page that shows that `off` fixes are turned off."""
    page.get_by_role("button", name="Show the effect of my choices").first.click()
    page.wait_for_function(
        "off => location.pathname.endsWith('/fixes') && document.querySelector('#list') !== null"
        " && document.querySelectorAll('input[name=on]:not([checked])').length === off",
        arg=off,
        timeout=WAIT,
    )


def choose(page: Page) -> None:
    """Turn the fix that drops the telephone numbers off and on again, looking at what that does."""
    page.wait_for_url("**/fixes", timeout=WAIT)
    phone, make = page.locator("input[value='drop:phone']"), page.get_by_role("button", name="Make the safe file")
    assert (make.count(), phone.is_checked()) == (2, True)
    phone.uncheck()
    show_effect(page, off=1)
    assert make.count() == 0
    sums = page.locator(".sums li", has_text="Columns that name people")
    assert sums.inner_text().split("\n")[-1] == "from 4 to 1"
    page.locator("input[value='drop:phone']").check()
    show_effect(page, off=0)
    assert sums.inner_text().split("\n")[-1] == "from 4 to 0"


def make(page: Page, folder: Path) -> Taken:
    """Make the safe file, and take away everything that the page offers."""
    page.get_by_role("button", name="Make the safe file").first.click()
    page.wait_for_url("**/result", timeout=WAIT)
    assert page.get_by_role("heading", level=1).inner_text() == "The safe file is ready"
    assert f"at least {K - 1} others" in page.locator(".verdict").inner_text()
    taken = {}
    for name, link in (
        ("safe", "Download the safe file"),
        ("plan", "The plan"),
        ("record", "The record as data"),
        ("report_before", "The report on your file"),
        ("report_after", "The report on the safe file"),
    ):
        with page.expect_download() as download:
            page.locator("a[download]", has_text=link).first.click()
        taken[name] = folder / download.value.suggested_filename
        download.value.save_as(taken[name])
    return Taken(page.url.removesuffix("/result"), **taken)


def look_at(taken: Taken) -> None:
    """Open what was taken away with other readers than those that wrote it, and count for ourselves."""
    before, labels_before = pyreadstat.read_dta(SURVEY, output_format="polars")
    safe, labels = pyreadstat.read_dta(taken.safe, output_format="polars")
    kept = [name for name in before.columns if name not in GONE]
    assert safe.columns == kept
    known = labels_before.column_names_to_labels
    assert labels.column_names_to_labels == {name: known[name] for name in kept}
    for name in UNTOUCHED:
        assert labels.variable_value_labels[name] == labels_before.variable_value_labels[name]
        assert set(safe[name].unique()) <= set(before[name].unique())
    named = {str(cell) for name in GONE[:3] for cell in before[name].drop_nulls().unique() if str(cell)}
    cells = {str(cell) for name in safe.columns for cell in safe[name].drop_nulls().unique()}
    assert (len(named) > 1000, named & cells) == (True, set())
    assert not set(before["household_id"].unique()) & set(safe["household_id"].unique())
    plan = tomllib.loads(taken.plan.read_text())
    assert set(plan["goal"]["keys"]) <= set(safe.columns) | set(GONE)
    assert (plan["goal"]["k"], set(KEYS) <= set(plan["goal"]["keys"])) == (K, True)
    classes = safe.group_by([name for name in plan["goal"]["keys"] if name in safe.columns]).len()["len"]
    assert (classes.min() >= K, classes.sum()) == (True, safe.height)
    look_at_record(taken, before, safe)


def look_at_record(taken: Taken, before: pl.DataFrame, safe: pl.DataFrame) -> None:
    record = json.loads(taken.record.read_bytes())
    assert (record["goal_met"], record["suppressed"]) == (True, before.height - safe.height)
    assert (taken.safe.name, record["name"]) == ("household-survey-safe.dta", "household-survey.dta")
    for path, rows, report in (
        (taken.report_before, before.height, record["report_before"]),
        (taken.report_after, safe.height, record["report_after"]),
    ):
        page = path.read_text()
        assert (page.startswith("<!doctype html>"), page.rstrip().endswith("</html>")) == (True, True)
        assert [table["rows"] for table in report["tables"]] == [rows]
        assert f"{rows:,}" in page


@pytest.fixture(scope="module")
def two(node: Node, browser: Browser, administrator: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Let two people go the whole way at the same time, one of them without script."""
    contexts: list[BrowserContext] = [
        browser.new_context(storage_state=steward(node, browser, administrator, handle), java_script_enabled=script)  # type: ignore[arg-type]
        for handle, script in (("amina", True), ("juan", False))
    ]
    pages = [context.new_page() for context in contexts]
    for act in (lambda page: bring(page, node), confirm, choose):
        for page in pages:  # a step of both is under way before either is waited for
            act(page)
    yield Two(node, pages, [make(page, tmp_path_factory.mktemp("taken")) for page in pages])
    for context in contexts:
        context.close()


class Two(NamedTuple):
    """Two people's browsers, and what each took away."""

    node: Node
    pages: list[Page]
    taken: list[Taken]


@pytest.mark.parametrize("which", [0, 1], ids=["with-script", "without-script"])
def test_survey_is_made_safe_with_its_labels(two: Two, which: int) -> None:
    look_at(two.taken[which])


def test_two_people_see_nothing_of_each_other(two: Two) -> None:
    for page, mine, other in zip(two.pages, two.taken, reversed(two.taken), strict=True):
        for place in PLACES:
            address = f"{other.address}{place}"
            assert (address, page.request.get(address).status) == (address, 404)
        home = page.goto(f"{two.node.address}/")
        assert home is not None
        assert [one.address.rpartition("/")[2] in home.text() for one in (mine, other)] == [True, False]
        assert page.request.get(f"{mine.address}/result").status == 200


PLACES = (
    "", "/progress", "/report", "/report/before", "/report/after", "/columns", "/fixes", "/result", "/record", "/erase",
    "/download/safe", "/download/plan", "/download/record", "/download/report-before", "/download/report-after",
)  # fmt: skip
"""Everything that is asked for by a file's id."""
