"""What differs between the document as the draft has it and the Word file that came back, clause by clause."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from procurement.domain.releases import BREAK, Stretch, difference, is_changed
from procurement.domain.returned.reading import NOTE, Comment, Control, Line, Reading, Run, before, legible, now

Happened = Literal["same", "changed", "removed"]
# Lines this alike are one line that has been changed.
ALIKE = 0.6


@dataclass(frozen=True)
class Text:
    """A line outside the clauses that is new, or that is no longer there."""

    text: str
    is_new: bool


@dataclass(frozen=True)
class Returned:
    """A clause, and what happened to it. `words` is how it reads now, paragraph by paragraph.

    `stretches` is its text word by word, `beside` what was changed around it: title, motive, evidence, check.
    `tracked` are the changes that the program kept record of. `is_overtaken` says that the draft has changed since
    the file was made, so that what differs may be the draft's doing.
    """

    clause: str
    happened: Happened
    words: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    beside: tuple[Stretch, ...] = ()
    tracked: tuple[Run, ...] = ()
    comments: tuple[Comment, ...] = ()
    is_overtaken: bool = False


@dataclass(frozen=True)
class Comparison:
    """The clauses in the order of the document, and what stands outside them."""

    clauses: tuple[Returned, ...]
    outside: tuple[Text, ...]
    tracked: tuple[Run, ...]
    comments: tuple[Comment, ...]
    twice: tuple[str, ...]
    unknown: tuple[str, ...]


def compare(sent: Reading, came: Reading, bodies: Mapping[str, Sequence[str]], then: Sequence[str] = ()) -> Comparison:
    """`sent` is the document as the draft makes it today, read as a file; `bodies` are its clauses' own paragraphs.

    `then` is what stood outside the clauses in the draft when the file came. What differs only because the draft has
    changed since, as the table of penalties does when own words are taken in, is nobody's change in the file.

    What surrounds a clause's own text, its number, motive and evidence, belongs to the document and not to the clause.
    """
    known = {control.clause for control in sent.controls}
    back: dict[str, Control] = {}
    twice: list[str] = []
    strangers: list[Control] = []
    for control in came.controls:
        if control.clause not in known:
            strangers.append(control)
        elif control.clause in back:
            twice.append(control.clause)
            strangers.append(control)
        else:
            back[control.clause] = control
    clauses = [
        _returned(control, back.get(control.clause), [_flat(text) for text in bodies.get(control.clause, ())])
        for control in sent.controls
    ]
    outside = [*came.outside, *(line for control in strangers for line in control.lines)]
    comments = (*came.comments, *(one for control in strangers for one in control.comments))
    return Comparison(
        tuple(clauses), _outside(now(sent.outside), now(outside), then), _tracked(outside), comments,
        tuple(dict.fromkeys(twice)), tuple(dict.fromkeys(c.clause for c in strangers if c.clause not in known)),
    )  # fmt: skip


def digest(texts: Sequence[str]) -> str:
    """A short name of what a clause says, blind to spaces and to how it is parted in paragraphs."""
    return hashlib.sha256("".join(legible("".join(texts)).split()).encode()).hexdigest()[:12]


def _returned(sent: Control, came: Control | None, body: Sequence[str]) -> Returned:
    if came is None or not now(came.lines):
        gone = came or Control(sent.clause, ())
        return Returned(sent.clause, "removed", comments=gone.comments, tracked=_tracked(gone.lines))
    frame = _frame(sent, body)
    (said, stood), (says, stands) = _split(sent, frame), _split(came, frame)
    stretches = difference(BREAK.join(said), BREAK.join(says))
    beside = difference(BREAK.join(stood), BREAK.join(stands))
    return Returned(
        sent.clause,
        "changed" if is_changed(stretches) else "same",
        words=tuple(says),
        stretches=stretches if is_changed(stretches) else (),
        beside=beside if is_changed(beside) else (),
        tracked=_tracked(came.lines),
        comments=came.comments,
        is_overtaken=bool(came.digest) and came.digest != digest(before(sent.lines)),
    )


@dataclass(frozen=True)
class _Frame:
    """Where a clause's own paragraphs stand: in which cell, and from where to where among its paragraphs."""

    cell: int
    texts: tuple[str, ...]
    first: int
    last: int


def _frame(sent: Control, body: Sequence[str]) -> _Frame:
    """The first place where the body stands word for word; all of the first cell where it is not found."""
    cells = list(dict.fromkeys(line.cell for line in sent.lines if line.cell != NOTE))
    columns = {cell: tuple(now(line for line in sent.lines if line.cell == cell)) for cell in cells}
    for cell, texts in columns.items():
        for first in range(len(texts) - len(body) + 1):
            if body and texts[first : first + len(body)] == tuple(body):
                return _Frame(cell, texts, first, first + len(body))
    return _Frame(cells[0], columns[cells[0]], 0, len(columns[cells[0]]))


def _split(control: Control, frame: _Frame) -> tuple[list[str], list[str]]:
    """The clause's own paragraphs, and those around them."""
    texts = now(line for line in control.lines if line.cell == frame.cell)
    others = now(line for line in control.lines if line.cell not in (frame.cell, NOTE))
    notes = now(line for line in control.lines if line.cell == NOTE)
    first, last = frame.first, frame.last
    if tuple(texts) != frame.texts:
        first, last = _bounds(frame.texts, texts, first, last)
    return texts[first:last], [*others, *texts[:first], *texts[last:], *notes]


def _bounds(sent: Sequence[str], came: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Where the body begins and ends in what came: between what stood before it and what stood after."""
    start = 0
    for text in sent[:first]:
        if (found := _find(text, came, start)) is not None:
            start = found + 1
    end = len(came)
    for text in reversed(sent[last:]):
        if (found := _find(text, came, start, end)) is not None:
            end = found
    return start, end


def _find(text: str, among: Sequence[str], start: int, end: int | None = None) -> int | None:
    """The line that is most like the text, and like enough."""
    scored = [
        (SequenceMatcher(None, text, among[n], autojunk=False).ratio(), -n)
        for n in range(start, len(among) if end is None else end)
    ]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _outside(sent: list[str], came: list[str], then: Sequence[str]) -> tuple[Text, ...]:
    found: list[Text] = []
    stood = set(then or sent)
    for what, a, b, c, d in SequenceMatcher(None, sent, came, autojunk=False).get_opcodes():
        if what != "equal":
            found += [Text(text, is_new=False) for text in sent[a:b] if text in stood]
            found += [Text(text, is_new=True) for text in came[c:d] if not then or text not in stood]
    return tuple(found)


def _tracked(lines: Sequence[Line]) -> tuple[Run, ...]:
    """The tracked changes, those that follow each other by the same hand as one."""
    found: list[Run] = []
    for line in lines:
        for place, run in enumerate(line.runs):
            if not run.mark:
                continue
            last = found[-1] if found else None
            if last and (last.mark, last.by, last.at) == (run.mark, run.by, run.at):
                between = "" if place else " "
                found[-1] = Run(last.text + between + run.text, run.mark, run.by, run.at)
            elif run.text.strip():
                found.append(run)
    return tuple(found)


def _flat(text: str) -> str:
    return " ".join(legible(text).split())
