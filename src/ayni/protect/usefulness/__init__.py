"""What protection cost in usefulness: distributions, associations and a prediction, before and after."""

from ayni.protect.usefulness.measure import SAMPLE_ROWS, CostMeasure

__all__ = ["SAMPLE_ROWS", "CostMeasure"]
