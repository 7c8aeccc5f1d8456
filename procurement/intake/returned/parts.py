"""The small parts of a Word file that has come back: comments, properties, and which clauses have kept their tags."""

from __future__ import annotations

import re
from dataclasses import replace

from procurement.domain.returned.anchors import IDENTITY
from procurement.domain.returned.reading import Comment, legible
from procurement.intake.limits import Limits, Unreadable
from procurement.intake.word import Reader

DIGEST = re.compile(r"[0-9a-f]{12}")
DAY = re.compile(r"\d{4}-\d\d-\d\dT")
# What a paragraph is called, in a namespace of its own.
PARAGRAPH = "http://schemas.microsoft.com/office/word/2010/wordml paraId"


class Text(Reader):
    """Counts what it takes, so that a file cannot make it take more than there is room for."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.characters, self.is_text = limits, 0, False

    def take(self, text: str) -> str:
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise Unreadable("too_long")
        return legible(text)


class Comments(Text):
    """The comments of the file, by their number; then which of them are settled, by the last paragraph of each."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.found: dict[str, Comment] = {}
        self.number = ""
        self.last = ""
        self.by_paragraph: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "commentEx":
            self._settle(attributes)
        if name == "p" and (paragraph := attributes.get(PARAGRAPH)):
            self.by_paragraph[paragraph] = self.number
        if name == "comment":
            self.number = attributes.get("id", "")
            self.found[self.number] = Comment(
                "", self.take(attributes.get("author", "")), self.take(attributes.get("date", ""))
            )
        self.is_text = name == "t"
        # LibreOffice parts the lines of a comment by no more than two texts in a row.
        if self.number and (name in ("p", "br", "tab") or name == self.last == "t"):
            self.text(" ", always=True)
        self.last = name

    def end(self, name: str) -> None:
        self.is_text = False
        if name == "comment":
            one = self.found[self.number]
            self.found[self.number] = replace(one, text=" ".join(one.text.split()))
            self.number = ""

    def _settle(self, attributes: dict[str, str]) -> None:
        """An answer is settled with what it answers."""
        one, answered = (self.by_paragraph.get(attributes.get(key, ""), "") for key in ("paraId", "paraIdParent"))
        is_done = attributes.get("done") in ("1", "true") or (answered and self.found[answered].is_resolved)
        if one and is_done:
            self.found[one] = replace(self.found[one], is_resolved=True)

    def text(self, text: str, *, always: bool = False) -> None:
        if self.number and (self.is_text or always):
            one = self.found[self.number]
            self.found[self.number] = replace(one, text=one.text + self.take(text))


class Properties(Reader):
    """The file's own properties: clause → digest."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "property":
            self.name = attributes.get("name", "")

    def text(self, text: str) -> None:
        if IDENTITY.fullmatch(self.name) and DIGEST.fullmatch(text.strip()):
            self.found[self.name] = text.strip()


class Made(Reader):
    """The day that the file was made; "" where it does not say one."""

    def __init__(self) -> None:
        self.day = ""
        self.is_here = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_here = name == "created"

    def end(self, name: str) -> None:
        self.is_here = False

    def text(self, text: str) -> None:
        if self.is_here and DAY.match(text):
            self.day = text[:10]


class Tags(Reader):
    """The clauses with a control that has kept the tag it was sent with."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tag" and (match := IDENTITY.match(attributes.get("val", ""))):
            self.found.add(match[0])
