"""Transformations: what each step of a plan does to a block of rows."""

from ayni.protect.transform.contract import Applied, Context, Gathering, Transformation
from ayni.protect.transform.generalisation import Generalisation
from ayni.protect.transform.prepare import prepare

__all__ = ["Applied", "Context", "Gathering", "Generalisation", "Transformation", "prepare"]
