import pytest

from ayni.node.rates import PAGES, SIGN_IN_ACCOUNT, Buckets


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_burst_is_exact(clock):
    buckets = Buckets(3, 10, clock=clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 10]


def test_one_more_comes_with_time(clock):
    buckets = Buckets(2, 10, clock=clock)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 10]
    clock.now += 9.5
    assert buckets.take("a") == 1
    clock.now += 0.5
    assert [buckets.take("a") for _ in range(2)] == [0, 10]


def test_refused_takes_cost_nothing(clock):
    buckets = Buckets(1, 10, clock=clock)
    buckets.take("a")
    assert [buckets.take("a") for _ in range(50)] == [10] * 50
    clock.now += 10
    assert buckets.take("a") == 0


def test_keys_are_apart(clock):
    buckets = Buckets(1, 10, clock=clock)
    assert [buckets.take(key) for key in "aba"] == [0, 0, 10]


def test_number_of_buckets_is_bounded_and_the_oldest_goes(clock):
    buckets = Buckets(1, 10, clock=clock, most=2)
    assert [buckets.take(key) for key in "abc"] == [0, 0, 0]
    assert [buckets.take(key) for key in "cba"] == [10, 10, 0]


def test_fifty_pages_a_second_are_within_the_rate_and_guessing_is_not():
    assert (PAGES._seconds, SIGN_IN_ACCOUNT._burst, SIGN_IN_ACCOUNT._seconds) == (0.01, 10, 60)  # noqa: SLF001
