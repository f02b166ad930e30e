"""Time decisions: many transfers over several pairs of countries, cold and warm, in one run.

    python bench/law.py [--decisions 20000] [--seed 1]

Every transfer gets a pair of countries that has a rulebook on both sides and random answers to the facts that these
rulebooks look at (nine of ten are known, the others are missing): a whole decision with its trace each time.

- *first*: a new process' first decision for each pair, which makes the rules ready for it and for the day;
- *outcomes*: no two transfers have the same answers, nothing was decided before, the rules are ready; the outcome alone
  (`Law.outcome`), as when a catalogue is looked through;
- *distinct*: the same for whole decisions with conditions, questions and the trace of every rule;
- *again*: the same decisions once more, as when many transfers are alike.

Beside them stands a limit measured in the same run: reading the same facts from a TOML file in memory, which every
transfer asked about on the command line has to pay before anything is decided. Printed: how many a second of CPU of one
thread, the ratio to the goal and to that limit, and what came out. Nothing is extrapolated.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import time
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any

from ayni.errors import InputError
from ayni.law.compiled import compile_rulebook
from ayni.law.decision import Question
from ayni.law.evaluate import Law
from ayni.law.given import Given
from ayni.law.load import load_rulebooks, load_vocabulary
from ayni.law.vocabulary import FactType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ayni.law.rulebook import Rulebook
    from ayni.law.vocabulary import Fact, Vocabulary

PAIRS = (
    ("KE", "ZA"), ("KE", "DE"), ("UG", "KE"), ("RW", "FR"), ("NG", "GB"), ("GH", "NG"), ("FR", "SN"), ("GB", "KE"),
    ("ZA", "US"), ("MA", "FR"),
)  # fmt: skip
DAY = dt.date(2026, 11, 24)
GOAL = 50_000
_KNOWN = 0.9
_MANY = (0, 1, 500, 1_000, 9_999, 10_000, 100_000, 999_999, 1_000_000, 5_000_000)


def answer_of(fact: Fact, chance: random.Random) -> object:
    """Return a random answer of the right kind."""
    if fact.type is FactType.YES_NO:
        return chance.random() < 0.5
    if fact.type is FactType.NUMBER:
        return chance.choice(_MANY)
    if fact.type is FactType.CHOICE:
        return chance.choice(fact.answers)
    several = [one for one in fact.answers if one != "none" and chance.random() < 0.2]
    return tuple(several) or fact.answers[-1:]


def looked_at(books: Sequence[Rulebook], vocabulary: Vocabulary, pair: tuple[str, str]) -> list[Fact]:
    """Return the facts that the rules of the sender's country and of the recipient's look at."""
    places = dict(zip(("exporter", "importer"), pair, strict=True))
    keys: set[str] = set()
    for book in books:
        for capacity, place in places.items():
            if place in book.territories:
                given = {"capacity": capacity, "exporter.place": pair[0], "recipient.place": pair[1]}
                keys.update(one.fact for one in compile_rulebook(book, vocabulary, DAY, given).variables)
    return [fact for key, fact in vocabulary.facts.items() if key in keys]


def transfers(
    books: Sequence[Rulebook], vocabulary: Vocabulary, pairs: Sequence[tuple[str, str]], count: int, seed: int
) -> list[Question]:
    """Return that many distinct transfers whose answers do not contradict each other."""
    matter = {pair: looked_at(books, vocabulary, pair) for pair in pairs}
    chance, given = random.Random(seed), Given(vocabulary)
    found: list[Question] = []
    seen = set()
    while len(found) < count:
        pair = pairs[len(found) % len(pairs)]
        facts: dict[str, Any] = {fact.key: answer_of(fact, chance) for fact in matter[pair] if chance.random() < _KNOWN}
        if (written := repr((pair, facts))) in seen:
            continue
        try:
            given.check(facts)
        except InputError:
            continue
        seen.add(written)
        found.append(Question(from_place=pair[0], to_place=pair[1], on=DAY, facts=facts))
    return found


def written(question: Question) -> str:
    """Return a transfer's facts as a file holds them."""
    return "".join(
        f"{key} = {json.dumps(list(value) if isinstance(value, tuple) else value)}\n"
        for key, value in question.facts.items()
    )


def timed(decide: Callable[[Any], Any], questions: Iterable[Any]) -> tuple[float, list[Any]]:
    """Return the seconds of CPU that deciding took, and what was decided."""
    start = time.process_time()
    decided = [decide(question) for question in questions]
    return time.process_time() - start, decided


def main() -> int:
    """Run, print, and exit 1 where whole decisions of distinct transfers miss the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decisions", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()

    vocabulary = load_vocabulary()
    start = time.perf_counter()
    books = load_rulebooks(vocabulary)
    loaded = time.perf_counter() - start
    places = {place for book in books for place in book.territories}
    pairs = [pair for pair in PAIRS if set(pair) <= places]
    questions = transfers(books, vocabulary, pairs, asked.decisions + len(pairs), asked.seed)
    first, rest = questions[: len(pairs)], questions[len(pairs) :]

    laws = {name: Law(books, vocabulary) for name in ("outcomes", "decisions")}
    print(f"{len(books)} rulebooks, {sum(len(book.rules) for book in books)} rules read in {loaded:.2f} s")
    print(f"{len(pairs)} pairs of countries, {len(rest)} distinct transfers, {_KNOWN:.0%} of the facts known, 1 thread")
    seconds, _ = timed(laws["decisions"].decide, first)
    print(f"first     {1000 * seconds / len(first):10.1f} ms for each pair")
    timed(laws["outcomes"].outcome, first)
    files = [written(question) for question in rest]
    seconds, _ = timed(tomllib.loads, files)
    reading = len(files) / seconds
    print(f"reading   {reading:10,.0f} a second of CPU: the limit, the facts of each transfer read from TOML")
    rates = {}
    for name, decide in (
        ("outcomes", laws["outcomes"].outcome),
        ("distinct", laws["decisions"].decide),
        ("again", laws["decisions"].decide),
    ):
        seconds, decided = timed(decide, rest)
        rates[name] = len(rest) / seconds
        ratios = f"{rates[name] / GOAL:.2f} of the goal, {rates[name] / reading:.1f} x reading"
        print(f"{name:9} {rates[name]:10,.0f} a second of CPU: {ratios}")
    print("outcomes ", dict(Counter(one.outcome.value for one in decided)))
    return int(rates["distinct"] < GOAL)


if __name__ == "__main__":
    sys.exit(main())
