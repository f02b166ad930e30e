"""Personal data in columns and inside free text.

`PersonalMeasure` says what a column holds, `find_spans` where it stands in one text.
"""

from ayni.check.personal.measure import PersonalMeasure
from ayni.check.personal.spans import Span, find_spans

__all__ = ["PersonalMeasure", "Span", "find_spans"]
