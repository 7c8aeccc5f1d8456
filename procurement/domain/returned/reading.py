"""What a Word file says: the lines of each clause, the lines outside them, who changed what, and comments."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast
from unicodedata import category

# What has been put in or struck out while changes were tracked; "" is text that just stands there. What one has put in
# and another struck out again is "passing": it did not stand there before and does not now.
Mark = Literal["", "new", "gone", "passing"]
GONE: tuple[Mark, ...] = ("gone", "passing")
COME: tuple[Mark, ...] = ("new", "passing")


def together(outer: Mark, inner: Mark) -> Mark:
    """What holds where one mark stands within another."""
    return "passing" if outer and inner and outer != inner else outer or inner


# What cannot be read as text is said to be there, so that it is seen to have come or gone. It cannot be taken in.
PICTURE, SYMBOL, DOCUMENT = UNREAD = ("[bild]", "[tecken]", "[infogat dokument]")

# The `cell` of what stands in a footnote or an endnote: last among the lines of the clause that it is a note to.
NOTE = -2


@dataclass(frozen=True)
class Run:
    """Characters with one mark. `by` and `at` say who made it and when, as the program that wrote the file does."""

    text: str
    mark: Mark = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph. `cell` is its place in a row of a table, from 0, -1 outside tables, or NOTE.

    `end` marks the paragraph's end itself: "new" where one paragraph was parted, "gone" where two were joined.
    """

    runs: tuple[Run, ...]
    cell: int = -1
    end: Mark = ""

    @property
    def now(self) -> str:
        """The text with every tracked change taken."""
        return _spaced(run.text for run in self.runs if run.mark not in GONE)


@dataclass(frozen=True)
class Comment:
    """What somebody has remarked, and the words it is about. `is_resolved` says that somebody has ticked it off."""

    text: str
    by: str = ""
    at: str = ""
    about: str = ""
    is_resolved: bool = False


@dataclass(frozen=True)
class Control:
    """A clause in the file. `digest` is that of its text when the file was made, "" where the file has lost it."""

    clause: str
    lines: tuple[Line, ...]
    digest: str = ""
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A whole file: its clauses in order, and what stands outside them.

    `made_on` is the day that it carries since it was made, as "2026-11-23"; "" where it has lost it.
    """

    controls: tuple[Control, ...]
    outside: tuple[Line, ...]
    comments: tuple[Comment, ...] = ()
    made_on: str = ""


def now(lines: Iterable[Line]) -> list[str]:
    """The paragraphs with every tracked change taken; empty ones are left out."""
    return _paragraphs(lines, GONE)


def before(lines: Iterable[Line]) -> list[str]:
    """The paragraphs with every tracked change undone; empty ones are left out."""
    return _paragraphs(lines, COME)


def _paragraphs(lines: Iterable[Line], without: tuple[Mark, ...]) -> list[str]:
    found: list[str] = []
    goes_on: int | None = None
    for line in lines:
        text = "".join(run.text for run in line.runs if run.mark not in without)
        if goes_on == line.cell:
            found[-1] += text
        else:
            found.append(text)
        goes_on = line.cell if line.end in without else None
    return [text for one in found if (text := _spaced([one]))]


def _spaced(texts: Iterable[str]) -> str:
    """One space of one kind between words. A hard space is a space to a reader, and programs exchange them."""
    return " ".join("".join(texts).split())


def legible(text: str) -> str:
    """What can be seen of the text. A soft hyphen, say, is within a word; a hard space is between two."""
    return "".join(letter if letter.isprintable() else "" if category(letter) == "Cf" else " " for letter in text)


def taken(text: str) -> str:
    """What can be taken in of the text: words alone."""
    for mark in UNREAD:
        text = text.replace(mark, "")
    return _spaced([text])


def plain(reading: Reading) -> dict[str, object]:
    """The reading as JSON values."""
    return cast("dict[str, object]", dataclasses.asdict(reading))


def from_plain(value: dict[str, object]) -> Reading:
    """The reading that `plain` was made from."""
    controls = cast("list[dict[str, object]]", value["controls"])
    return Reading(
        tuple(
            Control(str(one["clause"]), _lines(one["lines"]), str(one["digest"]), _comments(one["comments"]))
            for one in controls
        ),
        _lines(value["outside"]),
        _comments(value["comments"]),
        # Files that were read before the day was kept have none.
        str(value.get("made_on", "")),
    )


def _lines(values: object) -> tuple[Line, ...]:
    return tuple(
        Line(tuple(Run(**run) for run in cast("list[dict[str, str]]", line["runs"])),  # type: ignore[arg-type]
             cast(int, line["cell"]), cast(Mark, line["end"]))
        for line in cast("list[dict[str, object]]", values)
    )  # fmt: skip


def _comments(values: object) -> tuple[Comment, ...]:
    return tuple(Comment(**one) for one in cast("list[dict[str, str]]", values))  # type: ignore[arg-type]
