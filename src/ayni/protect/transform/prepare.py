"""From a step of a plan to what does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.protect.plan import (
    BottomCode,
    Drop,
    Generalise,
    Mask,
    Microaggregate,
    MovePlaces,
    Pseudonymise,
    Round,
    ShiftDates,
    Step,
    SuppressCells,
    TopCode,
)

if TYPE_CHECKING:
    from ayni.protect.transform.contract import Context, Gathering, Transformation

__all__ = ["prepare"]


def prepare(step: Step, context: Context) -> Transformation | Gathering:  # noqa: PLR0911 - one for each step
    """Return what does the step. Raises `InputError` when it cannot be done with these columns or without a key.

    `Generalise` is not among them: its levels are decided for all columns together, see `Generalisation`.
    """
    match step:
        case Drop():
            from ayni.protect.transform.dropping import Dropping

            return Dropping(step, context)
        case Mask():
            from ayni.protect.transform.masking import MaskedTexts

            return MaskedTexts(step, context)
        case Pseudonymise():
            from ayni.protect.transform.pseudonyms import Pseudonyms

            return Pseudonyms(step, context)
        case TopCode() | BottomCode() | Round():
            from ayni.protect.transform.numbers import ChangedNumbers

            return ChangedNumbers(step, context)
        case ShiftDates():
            from ayni.protect.transform.dates import ShiftedDates

            return ShiftedDates(step, context)
        case MovePlaces():
            from ayni.protect.transform.places import MovedPlaces

            return MovedPlaces(step, context)
        case Microaggregate():
            from ayni.protect.transform.microaggregation import GatheredNumbers

            return GatheredNumbers(step, context)
        case SuppressCells():
            from ayni.protect.transform.suppression import GatheredKeys

            return GatheredKeys(step, context)
        case Generalise():
            raise TypeError("generalise is prepared from levels")
