"""What is known of a transfer, held to the vocabulary: known facts, answers of the right kind, no contradiction."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from ayni.errors import InputError
from ayni.law.compiled import single_test
from ayni.law.vocabulary import FactType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ayni.law.vocabulary import Fact, Implication, Vocabulary

__all__ = ["Given"]

_MOST = 1e15
_KEPT = 4096
_NOTHING = "none"
"""The answer "none of these" of a fact of several answers; it excludes the others."""


class _Implies(NamedTuple):
    """Where the first fact's answer `holds`, the second's must be one that `follows`; `told` is the only such one."""

    first: str
    holds: Callable[[Any], bool]
    second: str
    follows: Callable[[Any], bool]
    told: Any

    @classmethod
    def of(cls, one: Implication) -> _Implies:
        """Make it of the vocabulary's own."""
        first, holds = single_test(one.when)
        second, follows = single_test(one.then)
        return cls(first, holds, second, follows, None if one.then.is_ is None else one.then.is_[second])


class Given:
    """Checks facts against one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Keep the vocabulary and its table of contradictions as plain functions."""
        self._facts = vocabulary.facts
        self._plain = {key: _plain(fact) for key, fact in vocabulary.facts.items()}
        self._several = functools.lru_cache(maxsize=_KEPT)(self._answers_of)
        self._implications = [_Implies.of(one) for one in vocabulary.implications]

    def check(self, facts: Mapping[str, object]) -> dict[str, Any]:
        """Return the facts as the engine takes them; what is None is not known and left out.

        An answer that leaves only one answer to another fact gives that too, so that nobody is asked for it.
        Raises `InputError`: `law-fact-unknown`, `law-fact-answer`, `law-fact-yes-no`, `law-fact-number`,
        `law-fact-none`, `law-facts-contradict`.
        """
        checked = self.answers(facts)
        told = False
        for one in self._implications:
            if one.first in checked and one.holds(checked[one.first]):
                if one.second in checked:
                    if not one.follows(checked[one.second]):
                        raise InputError("law-facts-contradict", fact=one.first, other=one.second)
                elif one.told is not None:
                    checked[one.second], told = one.told, True
        return self.check(checked) if told else checked  # what was told may tell more

    def answers(self, facts: Mapping[str, object]) -> dict[str, Any]:
        """Return the same without looking for contradictions between facts."""
        checked: dict[str, Any] = {}
        plain = self._plain
        for key, value in facts.items():
            answers = plain.get(key)
            if answers is None:
                raise InputError("law-fact-unknown", fact=str(key)[:80])
            if value is True or value is False or value.__class__ is str:
                if value in answers:
                    checked[key] = value
                    continue
            elif value is None:
                continue
            elif value.__class__ is tuple:
                checked[key] = self._several(key, value)
                continue
            checked[key] = _answer(self._facts[key], value)
        return checked

    def _answers_of(self, key: str, value: tuple[object, ...]) -> Any:
        return _answer(self._facts[key], value)


def _plain(fact: Fact) -> frozenset[object]:
    """Return the answers that need no second look; every other one is looked at closely."""
    if fact.type is FactType.YES_NO:
        return frozenset({True, False})
    return frozenset(fact.answers if fact.type is FactType.CHOICE else ())


def _answer(fact: Fact, value: Any) -> Any:
    kind = fact.type
    if kind is FactType.YES_NO:
        fits = value is True or value is False
    elif kind is FactType.CHOICE:
        fits = isinstance(value, str) and value in fact.answers
    elif kind is FactType.NUMBER:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _MOST
    else:
        fits = isinstance(value, list | tuple) and bool(value) and all(one in fact.answers for one in value)
        value = tuple(sorted(set(value))) if fits else value
    if not fits:
        raise _unfit(fact)
    if kind is FactType.CHOICES and _NOTHING in value and len(value) > 1:
        raise InputError("law-fact-none", fact=fact.key)
    return value


def _unfit(fact: Fact) -> InputError:
    """Return the error that says what a fact's answer may be."""
    if fact.type is FactType.YES_NO:
        return InputError("law-fact-yes-no", fact=fact.key)
    if fact.type is FactType.NUMBER:
        return InputError("law-fact-number", fact=fact.key)
    return InputError("law-fact-answer", fact=fact.key, type=fact.type.value, answers=", ".join(fact.answers))
