"""Many laws together: where their joint diagram would grow too large, what is certain is still certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from tests.law.books import DAY, ORDER, PARTIAL, rulebooks, shipped, signed, vocabulary
from tests.law.test_needs import laws

from ayni.law import joining
from ayni.law.decision import Question
from ayni.law.evaluate import Law
from ayni.law.rulebook import Outcome

if TYPE_CHECKING:
    import pytest

    from ayni.law.rulebook import Rulebook


@given(laws("KE"), laws("UG"), rulebooks("ZA"), PARTIAL)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_law_alone_never_says_less_than_all_together(
    monkeypatch: pytest.MonkeyPatch, first: Rulebook, second: Rulebook, third: Rulebook, facts: dict[str, Any]
) -> None:
    books = [first, second, third]
    question = Question(from_place="KE", to_place="ZA", subjects=("UG",), on=DAY, facts=facts)
    exact = Law(books, vocabulary(), signed(*books)).decide(question)
    with monkeypatch.context() as patched:
        patched.setattr(joining, "_MOST_DIAGRAMS", 0)
        law = Law(books, vocabulary(), signed(*books))
        found = law.decide(question)
        assert law.outcome(question) is found.outcome
    if found.outcome is Outcome.ASK:
        assert {one.fact for one in exact.asks} <= {one.fact for one in found.asks}
        assert exact.outcome is not Outcome.ALLOWED or ORDER.index(found.outcome) > ORDER.index(exact.outcome)
    else:
        assert (found.outcome, found.conditions) == (exact.outcome, exact.conditions)


def test_people_of_many_countries_are_asked_about_in_time() -> None:
    """Exactly joined, these laws took minutes and gigabytes."""
    law = Law(list(shipped().values()), vocabulary())
    subjects = ("TH", "ID", "GH", "RW", "GB", "NG", "EG", "RU", "DE", "VN", "JP", "KE")
    found = law.decide(Question(from_place="CN", to_place="US", subjects=subjects, on=DAY, facts={}))
    assert found.outcome is Outcome.ASK
    assert {one.fact for one in found.asks} <= {one.fact for path in found.paths for one in path.asks}
