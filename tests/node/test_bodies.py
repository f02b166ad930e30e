"""Bodies at the same time, by address and all together."""

from ayni.node.bodies import Bodies


def test_one_address_takes_two_thirds_and_others_the_rest():
    bodies = Bodies(threads=16)
    assert (bodies.most, bodies.most_of_one) == (12, 8)
    assert [bodies.enter("a") for _ in range(10)] == [True] * 8 + [False] * 2
    assert [bodies.enter("b") for _ in range(6)] == [True] * 4 + [False] * 2
    bodies.leave("a")
    assert [bodies.enter("c"), bodies.enter("c")] == [True, False]


def test_address_that_holds_many_given_up_bodies_gets_no_more_until_it_lets_go():
    bodies = Bodies(threads=16)
    ends = [bodies.reading("a") for _ in range(24)]
    assert [bodies.enter("a"), bodies.enter("b")] == [False, True]
    ends[0]()
    assert bodies.enter("a") is True


def test_nothing_is_kept_of_who_left():
    bodies = Bodies(threads=4)
    for number in range(1000):
        assert bodies.enter(f"{number}") is True
        ended = bodies.reading(f"{number}")
        assert bodies.enter("another") is False
        bodies.leave(f"{number}")
        ended()
    assert len(bodies) == 0
