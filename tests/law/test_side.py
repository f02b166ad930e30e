"""One law with what is kept of it: the same in several threads, and thrown away before it grows too large."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest
from tests.law.books import DAY, book, rule, vocabulary

from ayni.law import evaluate, side
from ayni.law.decision import Question
from ayni.law.evaluate import Law
from ayni.law.rulebook import Case, Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = tuple(range(10, 400, 10))


@pytest.fixture
def _restless() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def ladder() -> Law:
    """Return a law that tells many numbers of people apart, and forbids every second step."""
    steps = [
        Case(all=(Case(ge={"data.persons": low}), Case(lt={"data.persons": low + 10})))
        for low in LIMITS[::2]
    ]  # fmt: skip
    return Law(
        [book(*(rule(f"ke.{at}", Stage.PROHIBITION, step) for at, step in enumerate(steps)), closed=False)],
        vocabulary(),
    )


def outcome(law: Law, persons: int) -> Outcome:
    question = Question(
        from_place="KE", to_place="KE" if persons < 0 else "ZA", on=DAY, facts={"data.persons": persons}
    )
    return law.decide(question).outcome


@pytest.mark.usefixtures("_restless")
def test_several_threads_read_each_answer_as_what_it_is() -> None:
    wrong: list[int] = []

    def work(law: Law, start: threading.Barrier, turn: int) -> None:
        start.wait()
        for at in range(len(LIMITS)):
            low = LIMITS[(at * 7 + turn) % len(LIMITS)]
            banned = outcome(law, low + 5) is Outcome.REFUSED
            if banned is not (low in LIMITS[::2]):
                wrong.append(low)

    for _ in range(20):
        law, start = ladder(), threading.Barrier(4)
        threads = [threading.Thread(target=work, args=(law, start, turn)) for turn in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


@pytest.mark.parametrize(("room", "name"), [(side, "_KEPT"), (evaluate, "_KEPT"), (evaluate, "_PLACES")])
def test_what_is_kept_is_bounded_and_answers_stay_the_same(
    monkeypatch: pytest.MonkeyPatch, room: object, name: str
) -> None:
    law = ladder()
    before = [outcome(law, persons) for persons in range(400)]
    monkeypatch.setattr(room, name, 2)
    small = ladder()
    assert [outcome(small, persons) for persons in range(400)] == before
    assert [small.outcome(Question(from_place="KE", to_place="ZA", on=DAY, facts={"data.persons": one}))
            for one in range(400)] == before  # fmt: skip
    for to_place in ("ZA", "UG", "TD", "SO"):
        small.decide(Question(from_place="KE", to_place=to_place, on=DAY, facts={}))
    kept = small._kept  # noqa: SLF001
    assert len(kept.applying) <= max(2, evaluate._PLACES if name != "_PLACES" else 2)  # noqa: SLF001
