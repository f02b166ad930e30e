"""The script that sends a file in pieces, in Chromium against a running node."""

import os
import shutil
import signal
import socket

import pytest
from tests.node.test_up import Running, ask, wait_for

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")


@pytest.fixture
def node(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Running(tmp_path / "node", port)
    yield running
    if running.process.poll() is None:
        running.kill()


@pytest.fixture
def page(node):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.set_default_timeout(60_000)
        opened.goto(node.address)
        opened.click("main button")
        opened.wait_for_selector("#upload")
        yield opened
        browser.close()


def slow_down(page, bytes_a_second):
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    limits = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    session.send("Network.emulateNetworkConditions", limits)


@pytest.fixture
def survey(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_bytes(b"age,sex\n" + b"31,f\n52,m\n" * 300_000)
    return path


def test_file_sent_in_pieces_goes_on_when_the_server_was_killed(node, page, survey):
    slow_down(page, 1_500_000)
    page.set_input_files("#file", survey)
    page.click("#upload button")
    wait_for(lambda: 500_000 < sum(row[0] for row in ask(node.folder, "SELECT received FROM node_upload")) < 3_000_000)
    os.kill(node.child("granian"), signal.SIGKILL)
    page.wait_for_url("**/files/**")
    assert ask(node.folder, "SELECT name, bytes, received FROM node_upload") == [("survey.csv", 3_000_008, 3_000_008)]
    (folder,) = (node.folder / "uploads").iterdir()
    assert (folder / "data.csv").read_bytes() == survey.read_bytes()


def test_sending_can_be_stopped_and_leaves_nothing(node, page, survey):
    slow_down(page, 300_000)
    page.set_input_files("#file", survey)
    page.click("#upload button")
    page.wait_for_selector(".sending progress")
    wait_for(lambda: ask(node.folder, "SELECT count(*) FROM node_upload") == [(1,)])
    page.click(".sending button")
    wait_for(lambda: ask(node.folder, "SELECT count(*) FROM node_upload") == [(0,)])
    wait_for(lambda: list((node.folder / "uploads").iterdir()) == [])


def test_refusal_is_said_in_words(page, tmp_path):
    (tmp_path / "page.exe").write_bytes(b"MZ")
    page.set_input_files("#file", tmp_path / "page.exe")
    page.click("#upload button")
    assert "of no kind that Ayni reads" in page.inner_text("#upload-wrong")
    assert page.is_enabled("#upload button")
