"""Reduced ordered decision diagrams over facts with finitely many answers.

A diagram is a function of facts, kept in the one smallest form that a fixed order of the facts allows (Bryant
1986, for facts with several answers: Kam et al. 1998). Two functions are equal exactly when they are the same
object, so a fact that stands in a diagram is a fact that can change the result, and one that does not stand in
it cannot: that is how the law engine knows what to ask. Nothing here knows of law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

__all__ = ["Diagram", "Leaf", "Split", "TooLargeError", "Workshop", "results", "support"]

LeafT = TypeVar("LeafT", bound="Hashable")


class TooLargeError(Exception):
    """A workshop made as many diagrams as it may."""


class Leaf(Generic[LeafT]):
    """A result that no fact changes any more."""

    __slots__ = ("value",)
    place = 1 << 60
    """Behind every fact."""

    def __init__(self, value: LeafT) -> None:
        """`value` is the result."""
        self.value = value


class Split(Generic[LeafT]):
    """A fact on which the result depends, with one diagram for each of its answers."""

    __slots__ = ("branches", "place")

    def __init__(self, place: int, branches: tuple[Diagram[LeafT], ...]) -> None:
        """`place` is the fact's place in the order."""
        self.place = place
        self.branches = branches


Diagram = Leaf[LeafT] | Split[LeafT]


class Workshop(Generic[LeafT]):
    """Makes diagrams over one order of facts and keeps each of them once."""

    def __init__(self, answers: Sequence[int], *, most: int | None = None) -> None:
        """`answers[i]` is how many answers the fact at place i has; `most`, how many diagrams it makes at most."""
        self.answers = tuple(answers)
        self._most = most
        self._leaves: dict[LeafT, Leaf[LeafT]] = {}
        self._splits: dict[tuple[int, ...], Split[LeafT]] = {}
        self._masks: dict[int, int] = {}

    def leaf(self, value: LeafT) -> Leaf[LeafT]:
        """Return the diagram that is always `value`."""
        return self._leaves.setdefault(value, Leaf(value))

    def split(self, place: int, branches: tuple[Diagram[LeafT], ...]) -> Diagram[LeafT]:
        """Return the diagram that goes by the fact at `place`; where all answers lead to the same it is left out.

        Raises `TooLargeError`.
        """
        first = branches[0]
        if all(branch is first for branch in branches):
            return first
        key = (place, *map(id, branches))
        if self._most is not None and len(self._splits) >= self._most:
            raise TooLargeError
        return self._splits.setdefault(key, Split(place, branches))

    def join(self, combine: Callable[..., LeafT], *parts: Diagram[Any], settled: LeafT | None = None) -> Diagram[LeafT]:
        """Return the diagram of `combine(*results)` over the results of `parts`, which may be of other kinds.

        Where one part has come to `settled`, so has the whole, whatever the others are: yes for "or".
        """
        done = None if settled is None else self.leaf(settled)
        memory: dict[tuple[int, ...], Diagram[LeafT]] = {}

        def build(nodes: tuple[Diagram[Any], ...]) -> Diagram[LeafT]:
            key = tuple(map(id, nodes))
            known = memory.get(key)
            if known is not None:
                return known
            if done is not None and any(isinstance(node, Leaf) and node.value == settled for node in nodes):
                return done
            place = min(node.place for node in nodes)
            if place == Leaf.place:
                made: Diagram[LeafT] = self.leaf(combine(*(node.value for node in nodes if isinstance(node, Leaf))))
            else:
                made = self.split(
                    place,
                    tuple(
                        build(
                            tuple(
                                node.branches[answer] if isinstance(node, Split) and node.place == place else node
                                for node in nodes
                            )
                        )
                        for answer in range(self.answers[place])
                    ),
                )
            memory[key] = made
            return made

        return build(parts)

    def support(self, node: Diagram[LeafT]) -> frozenset[int]:
        """Return the places of the facts on which a diagram of this workshop depends."""
        mask = self.mask(node)
        return frozenset(place for place in range(mask.bit_length()) if mask >> place & 1)

    def mask(self, node: Diagram[LeafT]) -> int:
        """Return the same as the bits of a number; kept."""
        if isinstance(node, Leaf):
            return 0
        found = self._masks.get(id(node))
        if found is None:
            found = 1 << node.place
            for branch in node.branches:
                found |= self.mask(branch)
            self._masks[id(node)] = found
        return found

    def settles(self, node: Diagram[LeafT], place: int, answer: int) -> bool:
        """Tell whether one answer leaves one result only."""
        reached: Diagram[LeafT] | None = None
        seen = {id(node)}
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if isinstance(here, Leaf):
                if reached is not None and here is not reached:
                    return False
                reached = here
                continue
            for branch in (here.branches[answer],) if here.place == place else here.branches:
                if id(branch) not in seen:
                    seen.add(id(branch))
                    waiting.append(branch)
        return True

    def facts_after(self, node: Diagram[LeafT], place: int, answer: int) -> int:
        """Return how many facts can still stand between an answer and the result, at most."""
        memory: dict[int, int] = {}

        def mask(here: Diagram[LeafT]) -> int:
            if isinstance(here, Leaf) or here.place > place:
                return self.mask(here)
            found = memory.get(id(here))
            if found is None:
                if here.place == place:
                    found = self.mask(here.branches[answer])
                else:
                    found = 1 << here.place
                    for branch in here.branches:
                        found |= mask(branch)
                memory[id(here)] = found
            return found

        return mask(node).bit_count()


def support(diagram: Diagram[LeafT]) -> frozenset[int]:
    """Return the places of the facts on which the result depends."""
    seen: set[int] = set()
    places: set[int] = set()
    waiting = [diagram]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Split) and id(node) not in seen:
            seen.add(id(node))
            places.add(node.place)
            waiting.extend(node.branches)
    return frozenset(places)


def results(diagram: Diagram[LeafT]) -> frozenset[LeafT]:
    """Return every result that is still possible."""
    seen: set[int] = set()
    values: set[LeafT] = set()
    waiting = [diagram]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Leaf):
            values.add(node.value)
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.extend(node.branches)
    return frozenset(values)
