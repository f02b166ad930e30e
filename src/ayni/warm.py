"""Compile the kernels once: `python -m ayni.warm`.

The set-up runs it, so that a person's first check does not wait for the compiler. What is compiled is
kept beside the modules, or in the user's cache folder where those cannot be written.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from ayni.compiled import kernels

__all__ = ["main"]


def main() -> None:
    """Compile and keep every kernel that is not kept yet."""
    package = Path(__file__).parent
    for path in sorted(package.glob("*/**/*kernel*.py")):
        importlib.import_module(".".join(("ayni", *path.relative_to(package).with_suffix("").parts)))
    for kernel in kernels():
        kernel.prepare()


if __name__ == "__main__":
    main()
