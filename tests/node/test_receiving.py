import io
import threading

import pytest

from ayni.limits import NodeLimits
from ayni.node.receiving import StalledBodyError, TimedInput

LIMITS = NodeLimits(quiet_seconds=1, patience_seconds=100, least_rate=1000)


class Clock:
    def __init__(self, step=0.0):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


def test_whole_body_is_read():
    body = bytes(range(256)) * 1000
    assert TimedInput(io.BytesIO(body), longest=10, limits=LIMITS).read() == body


@pytest.mark.parametrize("size", [1, 7, 65_536, 65_537, 10_000_000])
def test_body_is_read_in_any_pieces(size):
    body = bytes(range(256)) * 600
    source = TimedInput(io.BytesIO(body[: 300 * size]), longest=10, limits=LIMITS)
    assert b"".join(iter(lambda: source.read(size), b"")) == body[: 300 * size]


def test_lines_are_read():
    source = TimedInput(io.BytesIO(b"a\nbc\nd"), longest=10, limits=LIMITS)
    assert [source.readline(), source.readline(2), source.readline(), source.readline(), source.readline()] == [
        b"a\n", b"bc", b"\n", b"d", b"",
    ]  # fmt: skip


def test_body_that_stops_coming_is_given_up():
    never = threading.Event()

    class Silent:
        def read(self, size):  # noqa: ARG002 - what a body has
            never.wait(30)
            return b""

    source = TimedInput(Silent(), longest=100, limits=LIMITS)
    with pytest.raises(StalledBodyError):
        source.read(10)
    never.set()


def test_body_that_trickles_is_given_up():
    class Trickle:
        def read(self, size):  # noqa: ARG002 - as above
            return b"x"

    # Each look at the clock is a second later: a byte a second, of which 100 seconds are let pass.
    source = TimedInput(Trickle(), longest=1000, limits=LIMITS, clock=Clock(step=1.0))
    with pytest.raises(StalledBodyError):
        source.read(1000)
    assert 90 < source._received < 110  # noqa: SLF001


def test_body_that_never_ends_is_given_up():
    class Endless:
        def read(self, size):
            return b"x" * size

    source = TimedInput(Endless(), longest=50, limits=LIMITS, clock=Clock(step=1.0))
    with pytest.raises(StalledBodyError):
        source.read()


def test_broken_connection_is_an_error_of_reading():
    class Broken:
        def read(self, size):  # noqa: ARG002 - as above
            raise RuntimeError("connection reset")

    with pytest.raises(OSError, match="connection reset"):
        TimedInput(Broken(), longest=10, limits=LIMITS).read(10)


def test_little_that_is_left_is_drained():
    body = io.BytesIO(b"x" * 1_000_000)
    source = TimedInput(body, longest=10, limits=LIMITS)
    source.read(10)
    source.drain(2_000_000, 10)
    assert body.read() == b""


def test_nothing_is_read_before_it_is_asked_for():
    body = io.BytesIO(b"x" * 100)
    TimedInput(body, longest=10, limits=LIMITS).close()
    assert body.tell() == 0
