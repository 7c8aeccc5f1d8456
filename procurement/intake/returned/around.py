"""What stands around the body of a Word file that has come back: notes, headers and footers."""

from __future__ import annotations

from collections.abc import Iterable

from procurement.domain.returned.reading import NOTE, Comment
from procurement.intake.limits import Limits

from .body import Body, NoteKey
from .places import OpenControl, Paragraph, Place


class Around(Body):
    """Where no clause stands, whatever a control or a bookmark there is called."""

    def __init__(self, comments: dict[str, Comment], limits: Limits) -> None:
        super().__init__(comments, limits, {}, frozenset())

    def _name(self, value: str, control: OpenControl) -> None:
        pass

    def _bookmark(self, name: str, number: str) -> None:
        pass


class Notes(Around):
    """Footnotes and endnotes: each is read as a body of its own."""

    def __init__(self, comments: dict[str, Comment], limits: Limits) -> None:
        super().__init__(comments, limits)
        self.key: NoteKey = ("", "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("footnote", "endnote"):
            self.key, self.outside = (name, attributes.get("id", "")), Place()
        super().start(name, attributes)

    def end(self, name: str) -> None:
        super().end(name)
        if name in ("footnote", "endnote"):
            for paragraph in self.outside.paragraphs:
                paragraph.cell = NOTE
            self.notes[self.key] = self.outside


class Margins(Around):
    """What stands in headers and footers, each line once: programs write them anew for other pages.

    Fields count pages and days, and say something else each time.
    """

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("hdr", "ftr"):
            self.fields.clear()
        super().start(name, attributes)

    def text(self, text: str, *, always: bool = False) -> None:
        if not self.fields:
            super().text(text, always=always)

    def each_once(self) -> Iterable[Paragraph]:
        return {one.line.now: one for one in self.outside.paragraphs}.values()
