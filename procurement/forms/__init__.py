"""Floor 4: a step of the wizard as a form. `kinds` leads from kind of question to field, `typed` is what they hold."""

from .kinds import in_lines
from .steps import StepForm, candidate, is_folded
from .typed import from_brief, from_post, rearranged, short_name

__all__ = ["StepForm", "candidate", "from_brief", "from_post", "in_lines", "is_folded", "rearranged", "short_name"]
