"""What is in a dataset, who could be recognised from it, and what to do first.

    from ayni.check import check
    report = check("survey.csv")

The same as `ayni check`; see `ayni.check.report` for what comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ayni.check.engine import check

__all__ = ["check"]


def __getattr__(name: str) -> object:
    """Load the engine, and with it Polars, when it is first asked for."""
    if name == "check":
        from ayni.check.engine import check

        return check
    raise AttributeError(name)
