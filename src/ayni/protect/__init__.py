"""Make a table safe to share, at the least loss, and say what it cost.

    from ayni.protect import protect, suggest

The same as `ayni protect`; see `ayni.protect.outcome` for what comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ayni.protect.engine import protect
    from ayni.protect.suggest import suggest

__all__ = ["protect", "suggest"]


def __getattr__(name: str) -> object:
    """Load what is asked for, and with it Polars, when it is first asked for."""
    if name == "protect":
        from ayni.protect.engine import protect

        return protect
    if name == "suggest":
        from ayni.protect.suggest import suggest

        return suggest
    raise AttributeError(name)
