"""Compile the kernels once: `python -m ayni.check.warm` checks a small table of every kind of column.

The set-up runs it, so that a person's first check does not wait for the compiler. What is compiled is
kept beside the modules, or in the user's cache folder where those cannot be written.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

__all__ = ["main"]

_ROW = (
    "{0},Example Person {0},person{0}@example.org,192.0.2.{1},{2},{3}.5,20{4:02d}-01-02,some words and a number {0}\n"
)


def main() -> None:
    """Check a table that reaches every kernel."""
    from ayni.check import check

    with tempfile.TemporaryDirectory(prefix="ayni-warm-") as folder:
        path = Path(folder) / "warm.csv"
        rows = "".join(_ROW.format(n, n % 250, n % 70, n * 7 % 1000, n % 25) for n in range(6_000))
        path.write_text("id,name,email,ip,age,income,birth_date,remarks\n" + rows + 'x,"a ""b"", c",é\ufffd,,,,,\n')
        check(path)


if __name__ == "__main__":
    main()
