"""Words for a suggested plan that was written to a file: where it is, and what to do with it."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "plan.written": Text("The plan was written to {path}. Read it, and change in it what you like."),
    "plan.private": Text(
        "Keep it as private as the data: it lists the values of {columns}, rare ones too.",
    ),
    "plan.next": Text("Then carry it out:"),
    "error.hierarchies-not-beside-plan": Text(
        "The hierarchies in {path} lie outside {folder}, where the plan would be written, and a plan names only files "
        "in its own folder or below. Write the plan beside them: with --out and a name such as {plan} in the folder "
        "of the hierarchies, or copy them into the plan's folder."
    ),
}
