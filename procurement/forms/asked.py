"""A question as the page shows it: in sight, among the settings, or as a line to open."""

from dataclasses import dataclass, field

from django.forms import BoundField

from procurement.domain.brief import SKIPPED
from procurement.domain.questions import Question

# Few decide the lots by hand, and they have a page of their own for it.
FOLDED = {"lots"}

# Long fields that may be left empty are a line until somebody opens them, except those that shape the whole purchase
# and those that a court would ask about.
LONG = ("rows", "list", "long_text")
IN_SIGHT = {"open_datasets", "integrations", "modules", "partners", "secrecy_note", "similar_purchases"}


def is_folded(question: Question) -> bool:
    """Whether the question stands among the settings, which few need to open."""
    return question.detail or question.key in FOLDED


@dataclass
class Row:
    """One row of an answer: its cells, those that few need to see, and in a line what it says."""

    cells: list[BoundField]
    aside: list[BoundField]
    said: str = ""
    is_saved: bool = False

    @property
    def is_open(self) -> bool:
        """A row that is whole and saved is a line until it is to be changed."""
        return not self.is_saved or any(cell.errors for cell in (*self.cells, *self.aside))

    @property
    def is_aside_open(self) -> bool:
        """What somebody has filled in or must put right is not folded away; a short name is there anyway."""
        return any(cell.errors or (cell.value() and not cell.html_name.endswith("-key")) for cell in self.aside)


@dataclass(frozen=True)
class Sum:
    """What the numbers of an answer come to, in words, and whether that is wrong. No words before there is a number."""

    said: str = ""
    is_off: bool = False


@dataclass
class Asked:
    """A question as the page shows it."""

    question: Question
    applies: bool
    one: BoundField | None = None
    cells: list[BoundField] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    skipped: str = ""
    errors: list[str] = field(default_factory=list)
    is_empty: bool = False
    # None for an answer whose numbers are not added, or cannot be read.
    sum: Sum | None = None

    @property
    def is_put_away(self) -> bool:
        """Whether only the question is shown, since nothing is written and nothing has to be."""
        can_be = self.question.optional and self.question.kind in LONG and self.key not in IN_SIGHT
        return can_be and self.is_empty and not (self.folded or self.skipped or self.errors)

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why a question may go without an answer; none where a default answers it, or it may be left empty."""
        is_answered = self.question.default is not None or (self.question.optional and not self.skipped)
        return [] if is_answered else [("", "Vi svarar nu"), *SKIPPED.items()]

    @property
    def folded(self) -> bool:
        return is_folded(self.question)
