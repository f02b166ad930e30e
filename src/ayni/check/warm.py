"""Compile the kernels once: `python -m ayni.check.warm`.

The set-up runs it, so that a person's first check does not wait for the compiler. What is compiled is
kept beside the modules, or in the user's cache folder where those cannot be written.
"""

from __future__ import annotations

import importlib
import pkgutil

import ayni.check
from ayni.check.compiled import kernels

__all__ = ["main"]


def main() -> None:
    """Compile and keep every kernel that is not kept yet."""
    for found in pkgutil.walk_packages(ayni.check.__path__, "ayni.check."):
        if "kernel" in found.name.rsplit(".", maxsplit=1)[-1]:
            importlib.import_module(found.name)
    for kernel in kernels():
        kernel.prepare()


if __name__ == "__main__":
    main()
