"""A Word file that has come back → what it says: clauses by their content controls, tracked changes, comments.

Our own files and those that Word or LibreOffice has saved anew. LibreOffice drops the tag of a control and keeps its
name, which begins with the clause's id for that reason; the digests stand among the file's own properties as well.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import cast

from procurement.domain.returned.reading import NOTE, Comment, Control, Line, Mark, Reading, Run

from .limits import DEFAULT, Limits, Unreadable
from .word import BROKEN, Reader, checked, parse

# How an id opens the tag or the name of a control: PC-CODE-01, EGEN-01.
IDENTITY = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ0-9]*(?:-[A-ZÅÄÖ0-9]+)+(?=\s|$)")
DIGEST = re.compile(r"[0-9a-f]{12}")
# Of the words that a comment is about, so many characters are kept.
ABOUT = 300
# Text that is put in or struck out, and text that has moved: it has gone from one place and come to another.
MARKS: dict[str, Mark] = {"ins": "new", "moveTo": "new", "del": "gone", "moveFrom": "gone"}

NOTE_PARTS = {"word/footnotes.xml", "word/endnotes.xml"}
# A note is called by its kind, footnote or endnote, and its number.
NoteKey = tuple[str, str]


def read(content: bytes, limits: Limits = DEFAULT) -> Reading:
    """What the file says. Raises Unreadable."""
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable("other_kind" if content.strip() else "empty")
    if len(content) > limits.size:
        raise Unreadable("too_large")
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            parts = checked(file, limits)
            if "word/document.xml" not in parts:
                raise Unreadable("other_kind")
            comments, properties = _Comments(limits), _Properties()
            if "word/comments.xml" in parts:
                parse(file, "word/comments.xml", comments, limits)
            if "docProps/custom.xml" in parts:
                parse(file, "docProps/custom.xml", properties, limits)
            notes = _Notes(comments.found, limits)
            for part in sorted(NOTE_PARTS & parts):
                parse(file, part, notes, limits)
            body = _Body(comments.found, limits, notes.notes)
            parse(file, "word/document.xml", body, limits)
            return body.reading(properties.found)
    except BROKEN as error:
        raise Unreadable("broken") from error


@dataclass
class _Place:
    """Where text stands: in a clause, in a row, outside both, or in a note. Comments are their numbers."""

    lines: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def take(self, other: _Place) -> None:
        self.lines += other.lines
        self.notes += other.notes
        self.comments += other.comments


@dataclass
class _Open(_Place):
    """A control that has begun and not ended. `clause` is "" for one that is no clause."""

    clause: str = ""
    digest: str = ""


@dataclass
class _Paragraph:
    runs: list[Run] = field(default_factory=list)
    end: Mark = ""


@dataclass
class _Row(_Place):
    """A row of a table that has begun. LibreOffice shrinks a control around a row to its first cell, so what stands
    in the other cells waits here for the row to end: with a clause in it, it is the clause's."""

    cell: int = -1
    mark: Mark = ""
    clause: str = ""


class _Text(Reader):
    """Counts what it takes, so that a file cannot make it take more than there is room for."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.characters, self.is_text = limits, 0, False

    def take(self, text: str) -> str:
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise Unreadable("too_long")
        return "".join(letter if letter.isprintable() else " " for letter in text)


class _Comments(_Text):
    """The comments of the file, by their number."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.found: dict[str, Comment] = {}
        self.number = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "comment":
            self.number = attributes.get("id", "")
            self.found[self.number] = Comment(
                "", self.take(attributes.get("author", "")), self.take(attributes.get("date", ""))
            )
        self.is_text = name == "t"
        if name in ("p", "br", "tab") and self.number:
            self.text(" ", always=True)

    def end(self, name: str) -> None:
        self.is_text = False
        if name == "comment":
            one = self.found[self.number]
            self.found[self.number] = replace(one, text=" ".join(one.text.split()))
            self.number = ""

    def text(self, text: str, *, always: bool = False) -> None:
        if self.number and (self.is_text or always):
            one = self.found[self.number]
            self.found[self.number] = replace(one, text=one.text + self.take(text))


class _Properties(Reader):
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


class _Body(_Text):
    def __init__(self, comments: dict[str, Comment], limits: Limits, notes: dict[NoteKey, _Place]) -> None:
        super().__init__(limits)
        self.comments = comments
        self.notes = notes
        self.found: list[_Open] = []
        self.outside = _Place()
        self.open: list[_Open] = []
        self.contents: list[bool] = []
        self.paragraphs: list[_Paragraph] = []
        self.rows: list[_Row] = []
        # Marks within each other: the innermost holds, and who made it.
        self.marks: list[tuple[Mark, str, str]] = []
        self.properties = 0
        self.about: dict[str, list[str]] = {}
        self.spoken: dict[str, list[str]] = {}

    def reading(self, digests: dict[str, str]) -> Reading:
        """What was found, when everything has been read."""
        return Reading(
            tuple(
                Control(
                    one.clause,
                    (*one.lines, *one.notes),
                    one.digest or digests.get(one.clause, ""),
                    tuple(self._remarks(one.comments)),
                )
                for one in self.found
            ),
            (*self.outside.lines, *self.outside.notes),
            tuple(self._remarks(self.outside.comments)),
        )

    @property
    def clause(self) -> _Open | None:
        """The innermost clause that is open."""
        return next((one for one in reversed(self.open) if one.clause), None)

    @property
    def _mark(self) -> tuple[Mark, str, str]:
        """What holds here: the innermost mark, or that of the row."""
        whole = next((row.mark for row in self.rows if row.mark), "")
        return self.marks[-1] if self.marks else (cast(Mark, whole), "", "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        match name:
            case "sdt":
                self.open.append(_Open())
                self.contents.append(False)
            case "alias" | "tag" if self.open and not self.open[-1].clause:
                self._name(value)
            case "tag" if self.open:
                self._digest(value)
            case "docPartGallery" if self.contents and "contents" in value.lower():
                self.contents[-1] = True
            case "p":
                self.paragraphs.append(_Paragraph())
            case "tr":
                self.rows.append(_Row())
            case "tc" if self.rows:
                self.rows[-1].cell += 1
            case "rPr" | "trPr" | "pPr":
                self.properties += 1
            case "ins" | "del" | "moveTo" | "moveFrom" if self.properties:
                self._mark_whole(MARKS[name])
            case "ins" | "del" | "moveTo" | "moveFrom":
                at, by = attributes.get("date", ""), attributes.get("author", "")
                self.marks.append((MARKS[name], self.take(by), self.take(at)))
            case "t" | "delText":
                self.is_text = True
            case "tab" | "br" | "cr":
                self.text(" ", always=True)
            case "noBreakHyphen":
                self.text("-", always=True)
            case "commentRangeStart":
                self.about[attributes.get("id", "")] = []
            case "commentRangeEnd":
                self.spoken[attributes.get("id", "")] = self.about.pop(attributes.get("id", ""), [])
            case "commentReference":
                self._place().comments.append(attributes.get("id", ""))
            case "footnoteReference" | "endnoteReference":
                self._note(self.notes.get((name.removesuffix("Reference"), attributes.get("id", "")), _Place()))

    def _note(self, note: _Place) -> None:
        """A note is where its mark is, and has come or gone with it."""
        mark, by, at = self._mark
        lines = [
            replace(line, runs=tuple(run if run.mark else replace(run, mark=mark, by=by, at=at) for run in line.runs))
            for line in note.lines
        ]
        self._place().take(_Place(notes=lines, comments=note.comments))

    def _name(self, value: str) -> None:
        if match := IDENTITY.match(value):
            self.open[-1].clause = match[0]
            self._digest(value)

    def _digest(self, value: str) -> None:
        if match := DIGEST.search(value):
            self.open[-1].digest = match[0]

    def _mark_whole(self, mark: Mark) -> None:
        """A mark among properties is about the end of the paragraph, or about the whole row."""
        if self.paragraphs:
            self.paragraphs[-1].end = mark
        elif self.rows:
            self.rows[-1].mark = mark

    def end(self, name: str) -> None:
        match name:
            case "t" | "delText":
                self.is_text = False
            case "rPr" | "trPr" | "pPr":
                self.properties -= 1
            case "ins" | "del" | "moveTo" | "moveFrom" if not self.properties and self.marks:
                self.marks.pop()
            case "p" if self.paragraphs:
                self._close(self.paragraphs.pop())
            case "tr" if self.rows:
                self._close_row(self.rows.pop())
            case "sdt" if self.open:
                self.contents.pop()
                one = self.open.pop()
                if one.clause:
                    self.found.append(one)
                    if self.rows:
                        self.rows[-1].clause = one.clause

    def text(self, text: str, *, always: bool = False) -> None:
        if not self.paragraphs or not (self.is_text or always):
            return
        taken = self.take(text)
        mark, by, at = self._mark
        runs = self.paragraphs[-1].runs
        # A program may part a run anywhere: what has the same mark is one.
        if runs and (runs[-1].mark, runs[-1].by, runs[-1].at) == (mark, by, at):
            runs[-1] = replace(runs[-1], text=runs[-1].text + taken)
        else:
            runs.append(Run(taken, mark, by, at))
        for words in self.about.values():
            words.append(taken)

    def _close(self, paragraph: _Paragraph) -> None:
        if any(self.contents):
            return
        line = Line(tuple(paragraph.runs), self.rows[-1].cell if self.rows else -1, paragraph.end)
        self._place().lines.append(line)

    def _place(self) -> _Place:
        """Where what is read goes: to the clause that is open, to the row, or outside."""
        return self.clause or (self.rows[-1] if self.rows else self.outside)

    def _close_row(self, row: _Row) -> None:
        home = next((one for one in reversed(self.found) if row.clause and one.clause == row.clause), None)
        (home or self._place()).take(row)

    def _remarks(self, numbers: list[str]) -> Iterator[Comment]:
        for number in dict.fromkeys(numbers):
            if one := self.comments.get(number):
                yield replace(one, about=" ".join("".join(self.spoken.get(number, [])).split())[:ABOUT].strip())


class _Notes(_Body):
    """Footnotes and endnotes: each is read as a body of its own."""

    def __init__(self, comments: dict[str, Comment], limits: Limits) -> None:
        super().__init__(comments, limits, {})
        self.key: NoteKey = ("", "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("footnote", "endnote"):
            self.key, self.outside = (name, attributes.get("id", "")), _Place()
        super().start(name, attributes)

    def end(self, name: str) -> None:
        super().end(name)
        if name in ("footnote", "endnote"):
            lines = [replace(line, cell=NOTE) for line in self.outside.lines]
            self.notes[self.key] = replace(self.outside, lines=lines)
