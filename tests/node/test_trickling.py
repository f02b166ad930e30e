"""Two hundred connections whose bodies never come, from one address: everybody else goes on."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.node.test_up import Running, wait_for

from ayni.node.folder import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ATTACKER, MANY = "127.0.0.2", 200
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\nCookie: ayni-csrf=x\r\n\r\nh"


class Trickle:
    """Many connections that send one byte of their body now and then, and never end it."""

    def __init__(self, port: int) -> None:
        self.ended = threading.Event()
        self.refused = 0
        self._open = []
        for _ in range(MANY):
            one = socket.create_connection(("127.0.0.1", port), source_address=(ATTACKER, 0), timeout=30)
            one.sendall(HEAD)
            one.setblocking(False)  # noqa: FBT003 - the library's signature
            self._open.append(one)
        self._thread = threading.Thread(target=self._go_on)
        self._thread.start()

    def _go_on(self) -> None:
        while not self.ended.wait(0.5):
            for one in list(self._open):
                try:
                    one.send(b"x")
                    if one.recv(12) == b"HTTP/1.1 429":
                        self.refused += 1
                    self._open.remove(one)
                    one.close()
                except BlockingIOError:
                    continue
                except OSError:
                    self._open.remove(one)

    @property
    def held(self) -> int:
        return len(self._open)

    def stop(self) -> None:
        self.ended.set()
        self._thread.join()
        for one in self._open:
            one.close()


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Running(make_folder(tmp_path / "node").path, port)
    yield running
    if running.process.poll() is None:
        running.kill()


def test_others_go_on_while_bodies_trickle(node: Running) -> None:
    web = node.child("granian")
    attack = Trickle(node.port)
    try:
        wait_for(lambda: attack.held + attack.refused <= MANY and attack.refused > MANY // 2)
        person = Browser(node.port)
        link = urlsplit(node.address).path
        assert [person.ask("GET", link), person.ask("POST", link)] == [200, 302]
        assert [person.ask("GET", page) for page in ("/", "/help", "/people", "/account") * 5] == [200] * 20
        assert [person.bring(number) for number in range(3)] == [302] * 3
        assert attack.held > 0
    finally:
        attack.stop()
    assert node.child("granian") == web
    assert node.stop()[1] == 0


class Browser:
    """One person's browser, as plain as it can be."""

    def __init__(self, port: int) -> None:
        import urllib.request
        from http.cookiejar import CookieJar

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: object) -> None:
                return None

        self._home, self._token = f"http://127.0.0.1:{port}", ""
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), Stay, urllib.request.ProxyHandler({})
        )

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> int:
        import re
        import urllib.error
        import urllib.request

        if method == "POST" and body is None:
            body, kind = f"csrfmiddlewaretoken={self._token}".encode(), "application/x-www-form-urlencoded"
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{self._home}{path}", body, {"Content-Type": kind} if kind else {}, method=method
        )
        try:
            with self._opener.open(request, timeout=20) as answer:
                status, page = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                status, page = error.code, error.read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        self._token = found[1] if found else self._token
        return status

    def bring(self, number: int) -> int:
        assert self.ask("GET", "/") == 200
        body = (
            f'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self._token}\r\n'
            f'--b\r\nContent-Disposition: form-data; name="file"; filename="{number}.csv"\r\n\r\n'
            "a,b\n1,2\n\r\n--b--\r\n"
        )
        return self.ask("POST", "/upload", body.encode(), "multipart/form-data; boundary=b")
