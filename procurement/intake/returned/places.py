"""Where the text of a Word file that has come back stands, while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from procurement.domain.returned.reading import Line, Mark, Run

# A mark, and who made it and when.
Change = tuple[Mark, str, str]
UNCHANGED: Change = ("", "", "")


@dataclass(eq=False)
class Paragraph:
    """With the notes and the comments that have their marks in it, the comments by their numbers.

    `home` is the clause that it stands in, also where that ends within it.
    """

    runs: list[Run] = field(default_factory=list)
    cell: int = -1
    end: Mark = ""
    notes: list[Line] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    home: Home | None = None

    @property
    def line(self) -> Line:
        return Line(tuple(self.runs), self.cell, self.end)


@dataclass(eq=False)
class Place:
    """A clause, a row, a note, or what is outside them."""

    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, and after them those of the notes."""
        notes = (note for one in self.paragraphs for note in one.notes)
        return (*(one.line for one in self.paragraphs), *notes)

    @property
    def comments(self) -> list[str]:
        return [number for one in self.paragraphs for number in one.comments]


@dataclass(eq=False)
class Home(Place):
    """A clause, and what stands in it."""

    clause: str = ""
    digest: str = ""

    @property
    def stands(self) -> bool:
        return any(one.line.now for one in self.paragraphs)


@dataclass
class OpenControl:
    """A control that has begun and not ended, as it is called. `clause` is "" for one that is no clause.

    `is_empty` says that what stands in it is Word's own prompt to write something.
    """

    clause: str = ""
    digest: str = ""
    is_contents: bool = False
    is_empty: bool = False
    home: Home | None = None


@dataclass(eq=False)
class Row(Place):
    """A row of a table that has begun. LibreOffice shrinks a control around a row to its first cell, so what stands
    in the other cells waits here for the row to end: with a clause in it, it is the clause's."""

    cell: int = -1
    change: Change = UNCHANGED
    home: Home | None = None
