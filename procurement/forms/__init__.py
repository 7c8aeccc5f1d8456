"""Floor 4: a step of the wizard as a form. `kinds` is the table from kind of question to field."""

from .kinds import in_lines
from .steps import StepForm, candidate, from_brief, from_post, is_folded, rearranged, short_name

__all__ = ["StepForm", "candidate", "from_brief", "from_post", "in_lines", "is_folded", "rearranged", "short_name"]
