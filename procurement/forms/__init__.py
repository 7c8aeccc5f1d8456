"""Floor 4: a step of the wizard as a form. `kinds` leads from kind of question to field, `typed` is what they hold."""

from .asked import Asked, is_folded
from .kinds import in_lines
from .steps import OF_HUNDRED, StepForm, candidate
from .typed import from_brief, from_post, rearranged, short_name

__all__ = [
    "OF_HUNDRED",
    "Asked",
    "StepForm",
    "candidate",
    "from_brief",
    "from_post",
    "in_lines",
    "is_folded",
    "rearranged",
    "short_name",
]
