"""Compiled loops of the search. Imported lazily. Rows are bits as `ayni.protect.search.packing` writes them.

Hash tables are open addressing with linear probing over `slots`, whose length is a power of two and more than
the entries put in; a slot holds an entry's place + 1, 0 is free. The caller empties them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayni.compiled import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["agreement", "assign", "pair_up", "raise_box", "roll_up", "spread", "tally"]


@part
def _slot(  # noqa: PLR0917 - kernels take plain arguments
    words: NDArray[np.uint64],
    row: int,
    mask: NDArray[np.uint64],
    kept: NDArray[np.uint64],
    slots: NDArray[np.int32],
    shift: int,
) -> np.int64:
    """Return the slot of a row's masked words: the one that holds them, or the free one they belong into."""
    width = words.shape[1]
    mixed = np.uint64(0)
    for word in range(width):
        mixed = (mixed ^ (words[row, word] & mask[word])) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    slot = np.int64((mixed * np.uint64(0xD6E8FEB86659FD93)) >> np.uint64(shift))
    last = len(slots) - 1
    while slots[slot]:
        entry = slots[slot] - 1
        same = True
        for word in range(width):
            if kept[entry, word] != words[row, word] & mask[word]:
                same = False
                break
        if same:
            break
        slot = (slot + 1) & last
    return slot


@kernel("u8[,]", "i8[]", "i8", "u8[]", "u8[,]", "i8[]", "i4[]", "i8", results=1)
def roll_up(  # noqa: PLR0917 - kernels take plain arguments
    words: NDArray[np.uint64],
    rows: NDArray[np.int64],
    entries: int,
    mask: NDArray[np.uint64],
    kept: NDArray[np.uint64],
    counts: NDArray[np.int64],
    slots: NDArray[np.int32],
    shift: int,
) -> int:
    """Group the first `entries` by their masked words into `kept` and `counts`; return how many groups there are."""
    groups = 0
    width = words.shape[1]
    for row in range(entries):
        slot = _slot(words, row, mask, kept, slots, shift)
        if slots[slot]:
            counts[slots[slot] - 1] += rows[row]
        else:
            for word in range(width):
                kept[groups, word] = words[row, word] & mask[word]
            counts[groups] = rows[row]
            groups += 1
            slots[slot] = groups
    return groups


@kernel("u8[,]", "i8", "u8[]", "u8[,]", "i4[]", "i8", "i4[]", results=1)
def assign(  # noqa: PLR0917 - kernels take plain arguments
    words: NDArray[np.uint64],
    entries: int,
    mask: NDArray[np.uint64],
    kept: NDArray[np.uint64],
    slots: NDArray[np.int32],
    shift: int,
    places: NDArray[np.int32],
) -> int:
    """Write the class of each entry, numbered as they first come, into `places`; return how many classes."""
    groups = 0
    width = words.shape[1]
    for row in range(entries):
        slot = _slot(words, row, mask, kept, slots, shift)
        if not slots[slot]:
            for word in range(width):
                kept[groups, word] = words[row, word] & mask[word]
            groups += 1
            slots[slot] = groups
        places[row] = slots[slot] - 1
    return groups


@kernel("u8[,]", "i8[]", "i4[,]", "u8[]", "u8[,]", "i4[]", "i8", "u1[]", "i8[]", "i8[]", results=1)
def tally(  # noqa: PLR0917 - kernels take plain arguments
    words: NDArray[np.uint64],
    rows: NDArray[np.int64],
    codes: NDArray[np.int32],
    mask: NDArray[np.uint64],
    kept: NDArray[np.uint64],
    slots: NDArray[np.int32],
    shift: int,
    failing: NDArray[np.uint8],
    starts: NDArray[np.int64],
    held: NDArray[np.int64],
) -> int:
    """Count the values of all groups whose class is failing, by column; return their rows.

    `kept` and `slots` are the classes as `roll_up` left them. Column j's counts begin at `starts[j]` in `held`.
    """
    total = 0
    columns = codes.shape[1]
    for row in range(len(words)):
        slot = _slot(words, row, mask, kept, slots, shift)
        if failing[slots[slot] - 1]:
            total += rows[row]
            for column in range(columns):
                held[starts[column] + codes[row, column]] += rows[row]
    return total


@kernel("u8[,]", "i8[]", "i8", "u8[]", "u8[,]", "i8[]", "i8[]", "i8[]", "i8[]")
def agreement(  # noqa: C901, PLR0917 - kernels take plain arguments
    words: NDArray[np.uint64],
    rows: NDArray[np.int64],
    witness: int,
    outside: NDArray[np.uint64],
    masks: NDArray[np.uint64],
    steps: NDArray[np.int64],
    heights: NDArray[np.int64],
    strides: NDArray[np.int64],
    alike: NDArray[np.int64],
) -> None:
    """Count, for every node of the lattice at once, the rows in the class of one group.

    Another group falls into the witness's class at exactly the nodes that lie on or above the least level of
    each column on which the two agree: the rows are counted there, then summed up over the lattice, column by
    column. That level is how many of a column's levels they differ on; each level but a column's last has its bits
    in `masks` and the column's stride in `steps`. Groups that differ in `outside`, the bits of all last levels,
    never agree. `alike` has one place for each node and starts empty.
    """
    columns = len(heights)
    width = words.shape[1]
    for row in range(len(words)):
        first = words[row, 0] ^ words[witness, 0]
        apart = first & outside[0]
        for word in range(1, width):
            apart |= (words[row, word] ^ words[witness, word]) & outside[word]
        if apart:
            continue
        node = 0
        if width == 1:
            for step in range(len(steps)):
                node += np.int64((first & masks[step, 0]) != 0) * steps[step]
        else:
            for step in range(len(steps)):
                differ = first & masks[step, 0]
                for word in range(1, width):
                    differ |= (words[row, word] ^ words[witness, word]) & masks[step, word]
                node += np.int64(differ != 0) * steps[step]
        alike[node] += rows[row]
    for column in range(columns):
        stride = strides[column]
        span = stride * heights[column]
        for start in range(0, len(alike), span):
            for node in range(start + stride, start + span):
                alike[node] += alike[node - stride]


@kernel("f8[]", "f8[,]", "i8[]", "i8[]", "i8[]", "i8[]")
def raise_box(  # noqa: PLR0917 - kernels take plain arguments
    bounds: NDArray[np.float64],
    terms: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    strides: NDArray[np.int64],
    place: NDArray[np.int64],
) -> None:
    """Raise the bounds of all nodes from `first` to `last`, level by level, to the sum of their terms.

    `terms[j, level]` is what column j adds on a level; `place` is room for one node.
    """
    columns = len(last)
    node = 0
    for column in range(columns):
        place[column] = first[column]
        node += first[column] * strides[column]
    running = True
    while running:
        bound = 0.0
        for column in range(columns):
            bound += terms[column, place[column]]
        bounds[node] = max(bound, bounds[node])
        column = columns - 1
        while column >= 0 and place[column] == last[column]:
            node -= (place[column] - first[column]) * strides[column]
            place[column] = first[column]
            column -= 1
        if column < 0:
            running = False
        else:
            place[column] += 1
            node += strides[column]


@kernel("i4[]", "i4[]", "i8[]", "i8", "i8", "i8[]", "i4[]", "i8", "i8[]", "i4[]", results=1)
def pair_up(  # noqa: PLR0917 - kernels take plain arguments
    classes: NDArray[np.int32],
    codes: NDArray[np.int32],
    rows: NDArray[np.int64],
    entries: int,
    values: int,
    pairs: NDArray[np.int64],
    slots: NDArray[np.int32],
    shift: int,
    counts: NDArray[np.int64],
    distinct: NDArray[np.int32],
) -> int:
    """Count the different codes of each class: pairs (class * values + code) with their rows, and codes by class.

    Returns how many pairs there are; `distinct` starts empty.
    """
    found = 0
    last = len(slots) - 1
    for entry in range(entries):
        pair = np.int64(classes[entry]) * values + codes[entry]
        slot = np.int64((np.uint64(pair) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(shift))
        while slots[slot] and pairs[slots[slot] - 1] != pair:
            slot = (slot + 1) & last
        if slots[slot]:
            counts[slots[slot] - 1] += rows[entry]
        else:
            pairs[found] = pair
            counts[found] = rows[entry]
            distinct[classes[entry]] += 1
            found += 1
            slots[slot] = found
    return found


@kernel("i8[]", "i8[]", "i8", "i8", "i8[]", "f8[]", "f8[]", "i8[]", "i8[]", "f8[]")
def spread(  # noqa: PLR0917 - kernels take plain arguments
    pairs: NDArray[np.int64],
    counts: NDArray[np.int64],
    found: int,
    values: int,
    size: NDArray[np.int64],
    share: NDArray[np.float64],
    area: NDArray[np.float64],
    reached: NDArray[np.int64],
    running: NDArray[np.int64],
    distance: NDArray[np.float64],
) -> None:
    """Sum |P(i) - Q(i)| over the ranks i for each class; `pairs` come by rising code.

    `share[i]` is the table's cumulative share Q up to rank i, `area[i]` the sum of Q before rank i. Between two
    of its values a class's P is constant while Q grows: below the rank where Q passes P the terms are P - Q,
    from it on Q - P. `reached` and `running` (rank and rows so far of each class) and `distance` start empty.
    """
    for step in range(found + len(size)):
        if step < found:
            group = pairs[step] // values
            until = pairs[step] % values
        else:
            group = step - found
            until = values
        start = reached[group]
        if size[group] and until > start:
            level = running[group] / size[group]
            low, high = start, until
            while low < high:
                middle = (low + high) // 2
                if share[middle] < level:
                    low = middle + 1
                else:
                    high = middle
            distance[group] += level * (low - start) - (area[low] - area[start])
            distance[group] += area[until] - area[low] - level * (until - low)
        reached[group] = until
        if step < found:
            running[group] += counts[step]
