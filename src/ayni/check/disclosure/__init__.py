"""How likely someone is to be recognised by the key columns of a table."""

from ayni.check.disclosure.measure import DisclosureMeasure

__all__ = ["DisclosureMeasure"]
