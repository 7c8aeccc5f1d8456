"""The body of a Word file that has come back: which text stands in which clause, and who has changed it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from functools import reduce

from procurement.domain.returned.anchors import IDENTITY, bookmarked
from procurement.domain.returned.reading import (
    DOCUMENT,
    PICTURE,
    SYMBOL,
    Comment,
    Control,
    Mark,
    Reading,
    Run,
    together,
)
from procurement.intake.limits import Limits

from .parts import DIGEST, Text
from .places import UNCHANGED, Change, Home, OpenControl, Paragraph, Place, Row

# Of the words that a comment is about, so many characters are kept.
ABOUT = 300
# Text that is put in or struck out, and text that has moved: it has gone from one place and come to another.
MARKS: dict[str, Mark] = {"ins": "new", "moveTo": "new", "del": "gone", "moveFrom": "gone"}
# How a property of Word's says no.
OFF = ("0", "false", "off")
# What Word calls the places that a contents leads to: the headings, which stand after it.
CONTENTS_LEAD_TO = "_Toc"
# A note is called by its kind, footnote or endnote, and its number.
NoteKey = tuple[str, str]


class Body(Text):
    """`tagged` are the clauses with a control that has its tag: of the others the bookmark counts as much."""

    def __init__(
        self, comments: dict[str, Comment], limits: Limits, notes: dict[NoteKey, Place], tagged: Set[str]
    ) -> None:
        super().__init__(limits)
        self.comments = comments
        self.notes = notes
        self.tagged = tagged
        self.found: list[Home] = []
        self.outside = Place()
        self.controls: list[OpenControl] = []
        # The clauses that are open here, by control or by bookmark, the last one innermost.
        self.open: list[Home] = []
        self.bookmarks: dict[str, Home] = {}
        # Clauses whose bookmark stands elsewhere than their control.
        self.elsewhere: set[str] = set()
        # What the fields that are open here compute, in Word's words.
        self.fields: list[str] = []
        self.is_instruction = False
        self.paragraphs: list[Paragraph] = []
        self.rows: list[Row] = []
        # Where the paragraph that was read last has gone.
        self.latest = self.outside
        # Marks within each other: Word puts what one has struck out within what another has put in.
        self.marks: list[Change] = []
        # The elements that are open here: what a mark is about is told by where it stands.
        self.path: list[str] = []
        # How many paragraphs there were before each picture that is open here.
        self.pictures: list[int] = []
        self.begun = 0
        self.about: dict[str, list[str]] = {}
        self.spoken: dict[str, list[str]] = {}

    def reading(self, digests: dict[str, str]) -> Reading:
        """What was found, when everything has been read."""
        return Reading(
            tuple(
                Control(
                    one.clause,
                    one.lines,
                    one.digest or digests.get(one.clause, ""),
                    tuple(self._remarks(one.comments)),
                )
                for one in self._homes()
            ),
            self.outside.lines,
            tuple(self._remarks(self.outside.comments)),
        )

    @property
    def left(self) -> set[str]:
        """Clauses that have left their control, struck out there, and taken their bookmark along. A comparison of two
        files says so of a clause that has moved: what has come is given no control."""
        standing = {home.clause for home in self.found if home.stands}
        return self.elsewhere - standing

    def _homes(self) -> list[Home]:
        """A control that was left behind, empty, is no clause: what is struck out in it has moved with the clause."""
        told = {home.clause: home for home in reversed(self.found) if home.stands}
        for home in self.found:
            if not home.stands and home.clause in told:
                told[home.clause].paragraphs += home.paragraphs
        return [home for home in self.found if home.stands or home.clause not in told]

    @property
    def _mark(self) -> Change:
        """What all marks around say together, and who made the innermost."""
        around = [change for change in (*(row.change for row in self.rows), *self.marks) if change[0]]
        if not around:
            return UNCHANGED
        _, by, at = around[-1]
        return reduce(together, (mark for mark, _, _ in around)), by, at

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        within = self.path[-2:]
        self.path.append(name)
        match name:
            case "sdt":
                self.controls.append(OpenControl())
            case "alias" | "tag" if self.controls:
                self._name(value, self.controls[-1])
            case "docPartGallery" if self.controls and "contents" in value.lower():
                self.controls[-1].is_contents = True
            case "showingPlcHdr" if self.controls:
                self.controls[-1].is_empty = value not in OFF
            case "sdtContent" if self.controls and self.controls[-1].clause:
                self.controls[-1].home = self._opened(self.controls[-1].clause, self.controls[-1].digest)
            case "bookmarkStart":
                self._bookmark(attributes.get("name", ""), attributes.get("id", ""))
            case "bookmarkEnd" if home := self.bookmarks.get(attributes.get("id", "")):
                self.bookmarks = {number: other for number, other in self.bookmarks.items() if other is not home}
                self._closed(home)
                # Word ends what is whole paragraphs at the beginning of the next, which is not of them.
                if self.paragraphs and not self.paragraphs[-1].runs:
                    self.paragraphs[-1].home = self.open[-1] if self.open else None
            case "p":
                self.begun += 1
                cell = self.rows[-1].cell if self.rows else -1
                self.paragraphs.append(Paragraph(cell=cell, home=self.open[-1] if self.open else None))
            case "tr":
                self.rows.append(Row())
            case "tc" if self.rows:
                self.rows[-1].cell += 1
            case "ins" | "del" | "moveTo" | "moveFrom":
                at, by = attributes.get("date", ""), attributes.get("author", "")
                self._marked((MARKS[name], self.take(by), self.take(at)), within)
            case "t" | "delText":
                self.is_text = True
            case "fldSimple":
                self.fields.append(attributes.get("instr", ""))
            case "fldChar" if attributes.get("fldCharType") == "begin":
                self.fields.append("")
            case "fldChar" if attributes.get("fldCharType") == "end" and self.fields:
                self.fields.pop()
            case "instrText":
                self.is_instruction = True
            # A tab stop among the properties of a paragraph is called a tab too.
            case "tab" | "ptab" | "br" | "cr" if within[-1:] == ["r"]:
                self.text(" ", always=True)
            case "noBreakHyphen":
                self.text("-", always=True)
            case "sym":
                self.text(_symbol(attributes.get("char", "")), always=True)
            case "drawing" | "pict" | "object":
                self.pictures.append(self.begun)
            case "altChunk":
                self._place().paragraphs.append(Paragraph([Run(DOCUMENT, *self._mark)]))
            case "commentRangeStart":
                self.about[attributes.get("id", "")] = []
            case "commentRangeEnd":
                self.spoken[attributes.get("id", "")] = self.about.pop(attributes.get("id", ""), [])
            case "commentReference" if self.paragraphs:
                self.paragraphs[-1].comments.append(attributes.get("id", ""))
            case "footnoteReference" | "endnoteReference" if self.paragraphs:
                self._note(self.notes.get((name.removesuffix("Reference"), attributes.get("id", "")), Place()))

    def _note(self, note: Place) -> None:
        """A note is where its mark is, and has come or gone with it."""
        mark, by, at = self._mark
        self.paragraphs[-1].notes += [
            replace(line, runs=tuple(
                replace(run, mark=together(mark, run.mark), by=run.by or by, at=run.at or at) for run in line.runs
            ))
            for line in note.lines
        ]  # fmt: skip
        self.paragraphs[-1].comments += note.comments

    def _name(self, value: str, control: OpenControl) -> None:
        """The clause's id opens both name and tag; the tag has the digest too."""
        if not control.clause and (match := IDENTITY.match(value)):
            control.clause = match[0]
        if control.clause and (match := DIGEST.search(value)):
            control.digest = match[0]

    def _bookmark(self, name: str, number: str) -> None:
        """LibreOffice may begin a bookmark twice, under two numbers, and end it once.

        In Word what is typed beside it may stretch it, into another clause too.
        """
        if name.startswith(CONTENTS_LEAD_TO):
            # A field that was never ended would take the whole document with it.
            self.fields = [field for field in self.fields if not _is_contents(field)]
        clause = bookmarked(name)
        if not clause or any(home.clause in self.tagged for home in self.open):
            return
        if clause in self.tagged:
            self.elsewhere.add(clause)
            return
        begun = next((home for home in self.bookmarks.values() if home.clause == clause), None)
        self.bookmarks[number] = home = begun or self._opened(clause)
        if not home.stands:
            self._take_head(home)

    def _take_head(self, home: Home) -> None:
        """Of a bookmark that is begun twice and ended once LibreOffice forgets the first beginning, when it saves what
        it has saved: the clause then begins below its head. That opens with the clause's id, and stands just before."""
        before = self.latest.paragraphs
        if before and before[-1].line.now.partition(" ")[0] == home.clause:
            home.paragraphs.append(before.pop())

    def _opened(self, clause: str, digest: str = "") -> Home:
        """The clause's home: what its control and its bookmark hold is one, what stands twice is not."""
        home = None if clause in self.tagged else next((one for one in self.found if one.clause == clause), None)
        if home is None or (home not in self.open and home.stands):
            home = Home(clause=clause, digest=digest)
            self.found.append(home)
        self.open.append(home)
        if self.paragraphs:
            self.paragraphs[-1].home = home
        if self.rows:
            self.rows[-1].home = home
        return home

    def _closed(self, home: Home) -> None:
        """The last time it was opened is over."""
        self.open.reverse()
        self.open.remove(home)
        self.open.reverse()

    def _marked(self, change: Change, within: list[str]) -> None:
        """Among properties a mark is about the end of the paragraph, about the whole row, or about no text at all:
        a number, or how something looked before."""
        match within:
            case ["pPr", "rPr"] if self.paragraphs:
                self.paragraphs[-1].end = together(self.paragraphs[-1].end, change[0])
            case ["tr", "trPr"] if self.rows:
                _, by, at = change
                self.rows[-1].change = (together(self.rows[-1].change[0], change[0]), by, at)
            case _ if not _is_property(within):
                self.marks.append(change)

    def end(self, name: str) -> None:
        self.path.pop()
        match name:
            case "t" | "delText":
                self.is_text = False
            case "instrText":
                self.is_instruction = False
            case "fldSimple" if self.fields:
                self.fields.pop()
            case "ins" | "del" | "moveTo" | "moveFrom" if not _is_property(self.path):
                self.marks.pop()
            case "drawing" | "pict" | "object":
                # A text box is read as its text.
                if self.pictures.pop() == self.begun and not self.pictures:
                    self.text(PICTURE, always=True)
            case "p" if self.paragraphs:
                self._close(self.paragraphs.pop())
            case "tr" if self.rows:
                self._close_row(self.rows.pop())
            case "sdt" if self.controls:
                if home := self.controls.pop().home:
                    self._closed(home)

    def text(self, text: str, *, always: bool = False) -> None:
        if self.is_instruction and self.fields:
            self.fields[-1] += self.take(text)
        if not self.paragraphs or not (self.is_text or always) or self._says_nothing:
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

    @property
    def _says_nothing(self) -> bool:
        """A contents has no words of its own; older formats than Word's keep its field and lose its control. And when
        all that a clause says is deleted, Word asks in its control for something to be written. An answer to fill in
        is a control of that kind too, but its prompt is part of what was sent."""
        prompts = any(one.is_contents or (one.is_empty and one.clause) for one in self.controls)
        return prompts or any(map(_is_contents, self.fields))

    def _close(self, paragraph: Paragraph) -> None:
        self.latest = paragraph.home or self._place()
        self.latest.paragraphs.append(paragraph)

    def _place(self) -> Place:
        """Where what is read goes: to the clause that is open, to the row, or outside."""
        if self.paragraphs and self.paragraphs[-1].home:
            return self.paragraphs[-1].home
        return self.open[-1] if self.open else self.rows[-1] if self.rows else self.outside

    def _close_row(self, row: Row) -> None:
        (row.home or self._place()).paragraphs += row.paragraphs

    def _remarks(self, numbers: list[str]) -> Iterator[Comment]:
        for number in dict.fromkeys(numbers):
            if one := self.comments.get(number):
                yield replace(one, about=" ".join("".join(self.spoken.get(number, [])).split())[:ABOUT].strip())


def _is_contents(field: str) -> bool:
    return field.split()[:1] == ["TOC"]


def _is_property(path: list[str]) -> bool:
    return bool(path) and path[-1].endswith("Pr")


def _symbol(number: str) -> str:
    """A character of a font of symbols: most stand where no other font has any."""
    try:
        found = chr(int(number, 16))
    except (ValueError, OverflowError):
        return SYMBOL
    return found if found.isprintable() else SYMBOL
