"""How often a random text of an identifier's layout passes its check: measured, seeded, repeatable.

Run as a module it prints `chances.py` anew:
`python -m ayni.check.personal.identifiers.chance > src/ayni/check/personal/identifiers/chances.py`.
"""

from __future__ import annotations

import random
import sys

from ayni.check.personal.identifiers.registry import RULES, accepts

__all__ = ["measure", "random_text"]

DRAWS = 50_000
HITS = 500
FEWEST = 3_000
NONE_SEEN = 3.0
"""Where no draw passes, the chance is at most this over the draws, with 95 % confidence (rule of three)."""

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def random_text(kind: str, rng: random.Random) -> str:
    """Return a random text of one of the layouts of `kind`."""
    layout = rng.choice(RULES[kind].layouts).lstrip("!")
    drawn = {"9": _DIGITS, "A": _LETTERS, "*": _DIGITS + _LETTERS}
    return "".join(rng.choice(drawn[char]) if char in drawn else char for char in layout)


def measure(kind: str, *, seed: int = 1, draws: int = DRAWS, hits: int = HITS) -> tuple[int, int]:
    """Return how many random texts passed and how many were drawn; drawing stops after `hits` passes."""
    rng = random.Random(f"{seed}:{kind}")  # noqa: S311 - a measurement, not a secret
    passed = drawn = 0
    rule = RULES[kind]
    while drawn < draws and (passed < hits or drawn < FEWEST):
        passed += accepts(rule, random_text(kind, rng))
        drawn += 1
    return passed, drawn


def _table() -> str:
    lines = [
        '"""The chance that a random text of its layout passes, for each identifier; made by `chance.py`, seed 1."""',
        "",
        "from __future__ import annotations",
        "",
        '__all__ = ["CHANCES"]',
        "",
        "CHANCES: dict[str, float] = {",
    ]
    for kind in sorted(RULES):
        passed, drawn = measure(kind)
        lines.append(f'    "{kind}": {(passed or NONE_SEEN) / drawn:.3g},')
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    sys.stdout.write(_table())
