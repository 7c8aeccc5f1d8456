"""A Word file that has come back: what it says now, held against what it said when it left."""

from procurement.domain.returned.comparing import Comparison, Returned, Text, compare, digest
from procurement.domain.returned.reading import NOTE, Comment, Control, Line, Reading, Run, from_plain, plain

__all__ = [
    "NOTE", "Comment", "Comparison", "Control", "Line", "Reading", "Returned", "Run", "Text",
    "compare", "digest", "from_plain", "plain",
]  # fmt: skip
