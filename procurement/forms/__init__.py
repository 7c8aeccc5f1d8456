"""Floor 4: a step of the wizard as a form. `kinds` leads from kind of question to field, `typed` is what they hold."""

from .asked import is_folded
from .kinds import in_lines
from .steps import StepForm, candidate
from .typed import from_brief, from_post, rearranged, short_name

__all__ = ["StepForm", "candidate", "from_brief", "from_post", "in_lines", "is_folded", "rearranged", "short_name"]
