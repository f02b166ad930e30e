"""What a node costs: CPU of a page, many requests while files come in, and memory while a 5 GB file comes in.

    .venv/bin/python bench/node.py [--gigabytes 5] [--seconds 20] [--folder DIR]

Starts a node as `ayni up` does, in a new folder, and asks it over the loopback. CPU is that of the web server's
processes (utime and stime of /proc), memory is the sum over the whole process tree (PSS, which counts shared pages
once), sampled ten times a second. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path
from typing import Any

_HOST = "127.0.0.1"
_BOUNDARY = "ayni-bench-5c1e"
_PIECE = bytes(range(32, 96)) * 1024


class Browser:
    """One signed-in person over one connection."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self.port = port
        self.connection = http.client.HTTPConnection(_HOST, port, timeout=600)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def copy(self) -> Browser:
        """Return the same person over another connection."""
        other = Browser(self.port)
        other.cookies, other.token = dict(self.cookies), self.token
        return other

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Ask for a page, keep its cookies and its token."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **fields})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self._keep(answer)
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', content)
        self.token = found[1].decode() if found else self.token
        return answer.status, content

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.split(";")[0].partition("=")
                self.cookies[cookie] = content

    def upload(self, size: int, name: str, rate: float | None = None) -> tuple[int, str]:
        """Send a CSV of `size` bytes in a form; at most `rate` bytes a second. Returns status and where to go."""
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self.token}\r\n'
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        ).encode()
        tail = f"\r\n--{_BOUNDARY}--\r\n".encode()
        self.connection.close()  # the server may have closed a connection that was quiet for long
        self.connection.putrequest("POST", "/upload")
        self.connection.putheader("Cookie", "; ".join(f"{key}={value}" for key, value in self.cookies.items()))
        self.connection.putheader("Content-Type", f"multipart/form-data; boundary={_BOUNDARY}")
        self.connection.putheader("Content-Length", str(len(head) + size + len(tail)))
        self.connection.endheaders()
        self.connection.send(head)
        left, began = size, time.monotonic()
        while left:
            self.connection.send(_PIECE[:left])
            left -= min(left, len(_PIECE))
            if rate is not None:
                time.sleep(max(0.0, (size - left) / rate - (time.monotonic() - began)))
        self.connection.send(tail)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location") or ""


class Node:
    """A node started as a person starts it."""

    def __init__(self, folder: Path, port: int) -> None:
        """Start it and wait for its link."""
        self.port = port
        command = [sys.executable, "-m", "ayni", "up", "--folder", str(folder), "--port", str(port), "--no-open"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None  # noqa: S101 - it is a pipe
        self.link = next(line.strip() for line in self.process.stdout if "/in/" in line)

    def sign_in(self) -> Browser:
        """Use the link."""
        browser = Browser(self.port)
        path = urllib.parse.urlsplit(self.link).path
        browser.ask("GET", path)
        browser.ask("POST", path, {})
        browser.ask("GET", "/")
        return browser

    def stop(self) -> float:
        """Stop it and return the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began

    def tree(self) -> list[int]:
        """Return the process and all below it."""
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except OSError:
                    continue
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def web_seconds(self) -> float:
        """Return the CPU seconds of the web server's processes so far."""
        ticks = 0
        for pid in self.tree():
            try:
                if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    ticks += int(fields[11]) + int(fields[12])
            except OSError:
                continue
        return ticks / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> dict[str, float]:
        """Return the memory of the whole tree and of the web server's processes."""
        total = web = 0.0
        for pid in self.tree():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                is_web = b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                continue
            size = int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024  # type: ignore[index]
            total += size
            web += size if is_web else 0.0
        return {"tree": total, "web": web}


class Watch(threading.Thread):
    """Keeps the largest memory seen."""

    def __init__(self, node: Node) -> None:
        """Watch from `start` on."""
        super().__init__(daemon=True)
        self.node, self.ended, self.most = node, threading.Event(), {"tree": 0.0, "web": 0.0}

    def run(self) -> None:
        """Sample."""
        while not self.ended.wait(0.1):
            for name, size in self.node.megabytes().items():
                self.most[name] = max(self.most[name], size)


def page_cost(node: Node, browser: Browser, path: str, count: int = 300) -> dict[str, Any]:
    """Return the CPU of one page in ms, and its size."""
    for _ in range(20):
        browser.ask("GET", path)
    before = node.web_seconds()
    size = 0
    for _ in range(count):
        status, content = browser.ask("GET", path)
        assert status == 200, status  # noqa: S101 - a wrong page is no measurement
        size = len(content)
        time.sleep(0.01)  # below the rate an address may have
    return {"path": path, "cpu_ms": 1000 * (node.web_seconds() - before) / count, "bytes": size, "requests": count}


class Tally:
    """What the threads of one run saw."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.ended = threading.Event()
        self.uploads: list[int] = []
        self.errors: list[str] = []
        self.waits: list[float] = []

    def bring(self, browser: Browser, number: int) -> None:
        """Bring one file after another at 2 MB a second, and erase each."""
        while not self.ended.is_set():
            mine = browser.copy()
            try:
                status, place = mine.upload(8_000_000, f"survey-{number}.csv", rate=2_000_000)
                self.uploads.append(status)
                if place.startswith("/files/"):
                    mine.ask("GET", "/")
                    mine.ask("POST", f"{place}/erase", {})
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(type(error).__name__)

    def ask(self, browser: Browser, number: int, seconds: float) -> None:
        """Ask ten pages a second; five of these threads ask fifty."""
        mine = browser.copy()
        begun = time.monotonic()
        for turn in range(int(seconds * 10)):
            time.sleep(max(0.0, begun + turn / 10 + number / 50 - time.monotonic()))
            at = time.monotonic()
            try:
                status, _ = mine.ask("GET", "/")
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(type(error).__name__)
                mine = browser.copy()
                continue
            self.waits.append(time.monotonic() - at)
            if status != 200:
                self.errors.append(str(status))


def sustained(browser: Browser, seconds: float) -> dict[str, Any]:
    """Ask 50 pages a second while four files come in; count errors."""
    tally = Tally()
    bringers = [threading.Thread(target=tally.bring, args=(browser, number)) for number in range(4)]
    askers = [threading.Thread(target=tally.ask, args=(browser, number, seconds)) for number in range(5)]
    began = time.monotonic()
    for thread in bringers + askers:
        thread.start()
    for thread in askers:
        thread.join()
    spent = time.monotonic() - began
    tally.ended.set()
    for thread in bringers:
        thread.join()
    waits = sorted(tally.waits)
    return {
        "requests": len(waits),
        "a_second": len(waits) / spent,
        "errors": tally.errors,
        "uploads": {str(status): tally.uploads.count(status) for status in sorted(set(tally.uploads))},
        "median_ms": 1000 * waits[len(waits) // 2],
        "p99_ms": 1000 * waits[int(len(waits) * 0.99)],
    }


def large_upload(node: Node, browser: Browser, gigabytes: float) -> dict[str, Any]:
    """Bring one large file; say what memory the node took meanwhile."""
    watch = Watch(node)
    before = node.megabytes()
    watch.start()
    cpu, began = node.web_seconds(), time.monotonic()
    status, place = browser.upload(int(gigabytes * 1e9), "large.csv")
    spent = time.monotonic() - began
    watch.ended.set()
    watch.join()
    cpu = node.web_seconds() - cpu
    browser.ask("GET", "/")
    browser.ask("POST", f"{place}/erase", {})
    return {
        "gigabytes": gigabytes,
        "status": status,
        "seconds": spent,
        "web_cpu_seconds": cpu,
        "before_mb": before,
        "most_mb": watch.most,
    }


def main() -> None:
    """Measure all three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--port", type=int, default=8739)
    parser.add_argument("--folder", type=Path, default=None)
    given = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="ayni-bench-", dir=given.folder))
    node = Node(place / "node", given.port)
    try:
        browser = node.sign_in()
        found = {
            "idle_mb": node.megabytes(),
            "pages": [page_cost(node, browser, path) for path in ("/", "/help", "/account")],
            "sustained": sustained(browser, given.seconds),
            "large_upload": large_upload(node, browser, given.gigabytes) if given.gigabytes else None,
        }
    finally:
        stopped = node.stop()
        shutil.rmtree(place, ignore_errors=True)
    print(json.dumps({**found, "stop_seconds": stopped}, indent=2))


if __name__ == "__main__":
    main()
