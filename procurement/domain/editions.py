"""Editions: documents that have been issued, and how one set of them differs from the one before."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from procurement.domain import swedish
from procurement.domain.answers import in_words
from procurement.domain.brief import Brief, schema_of
from procurement.domain.document import (
    Block,
    Clause,
    Document,
    Figure,
    Heading,
    Items,
    Paragraph,
    Row,
    Table,
    Text,
)
from procurement.domain.library import Library
from procurement.domain.questions import Question, Value
from procurement.domain.releases import BREAK, Stretch, difference, is_changed, written

Happened = Literal["new", "gone", "changed"]

# The chapter that says what is new: it is not itself a part of what is compared.
CHAPTER = "andringar"
COVER = "Försättsbladet"
# What the team notes for itself and is never printed.
NOT_SAID = ("format", "notes", "skipped")
# Instead of a space that holds an amount or a section of law together while words are compared.
GLUE = "\ue000"
# The number that a clause has got stands beside it, and is no part of what it says.
NUMBER = re.compile(r"\d+(\.\d+)*")


@dataclass(frozen=True)
class Earlier:
    """The edition before."""

    number: int
    on: date
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Piece:
    """A clause of a document, or the other text under one of its headings.

    `number` is where it stands. `clause` is the clause's id, "" for other text.
    """

    clause: str
    title: str
    number: str
    text: str


@dataclass(frozen=True)
class Change:
    """A piece that is not as it was, word by word. `number` is where it stands, or stood."""

    happened: Happened
    clause: str
    title: str
    number: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class DocumentChange:
    """A document with what differs in it: nothing, where it says the same. A new or gone one is not compared."""

    key: str
    label: str
    title: str
    internal: bool
    happened: Happened | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class AnswerChange:
    """An answer that differs, word by word."""

    key: str
    label: str
    stretches: tuple[Stretch, ...]


def compare(old: Sequence[Document], new: Sequence[Document]) -> tuple[DocumentChange, ...]:
    """Every document of both sets in the order of the later one, those that are gone last."""
    before = {document.key: document for document in old}
    found = [_compared(before.get(document.key), document) for document in new]
    still = {document.key for document in new}
    return (*found, *(_of(document, "gone") for document in old if document.key not in still))


def answers(old: Brief, new: Brief, library: Library) -> tuple[AnswerChange, ...]:
    """The answers that differ, in the order they are asked. `library` is the later one's."""
    schema = schema_of(library)
    keys = [key for key in dict.fromkeys([*library.questions, *schema, *old, *new]) if key not in NOT_SAID]
    found = []
    for key in keys:
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        question = schema.get(key)
        stretches = _difference(in_full(question, before), in_full(question, after))
        if is_changed(stretches):
            found.append(AnswerChange(key, question.label if question else key, stretches))
    return tuple(found)


def issued(documents: Sequence[Document], number: int, earlier: Earlier | None = None) -> tuple[Document, ...]:
    """The documents as an edition: its number on and in the name of each, and first what is new since the earlier."""
    marked = tuple(
        dataclasses.replace(document, edition=number, file_name=f"{document.file_name}-utgava-{number}")
        for document in documents
    )
    if earlier is None:
        return marked
    changes = compare(earlier.documents, documents)
    gone = [change for change in changes if change.happened == "gone"]
    noted = []
    for n, (document, change) in enumerate(zip(marked, changes, strict=False)):
        # Said once, in the first; and what only the buyer has had is no business of anyone else's.
        lost = [other for other in gone if document.internal or not other.internal] if n == 0 else []
        noted.append(dataclasses.replace(document, blocks=(*_note(change, lost, earlier), *document.blocks)))
    return tuple(noted)


def _note(change: DocumentChange, lost: Sequence[DocumentChange], earlier: Earlier) -> Iterator[Block]:
    """What is new in one document, in short."""
    yield Heading(1, "", f"Ändringar sedan utgåva {earlier.number}", CHAPTER)
    when = f"utgåva {earlier.number}, som fastställdes {swedish.long_date(earlier.on)}"
    if change.happened == "new":
        yield _said(f"Dokumentet fanns inte i {when}.")
    elif not change.changes:
        yield _said(f"Inget har ändrats i det här dokumentet sedan {when}.")
    else:
        yield _said(f"Här står vad som skiljer i det här dokumentet från {when}. Nummer på krav kan ha flyttats.")
        for happened, clauses, name in (
            ("new", True, "Nya krav och villkor"),
            ("gone", True, "Krav och villkor som har utgått"),
            ("changed", True, "Ändrade krav och villkor"),
            ("new", False, "Nya avsnitt"),
            ("gone", False, "Avsnitt som har utgått"),
            ("changed", False, "Ändrad text i övrigt"),
        ):
            chosen = [one for one in change.changes if one.happened == happened and bool(one.clause) == clauses]
            if chosen:
                yield Paragraph((Text(name),), "label")
                yield Items(tuple((Text(_place(one)),) for one in chosen))
    if lost:
        yield Paragraph((Text("Dokument som har utgått"),), "label")
        yield Items(tuple((Text(f"{one.label} {one.title}".strip()),) for one in lost))


def _said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _place(change: Change) -> str:
    """4.2 Öppna data (PC-API-01). What is gone has no number any more."""
    number = change.number if change.happened != "gone" else ""
    name = f"{number} {change.title}".strip()
    return f"{name} ({change.clause})" if change.clause else name


def _of(document: Document, happened: Happened | None, changes: tuple[Change, ...] = ()) -> DocumentChange:
    return DocumentChange(document.key, document.label, document.title, document.internal, happened, changes)


def _compared(old: Document | None, new: Document) -> DocumentChange:
    if old is None:
        return _of(new, "new")
    before, after = _pieces(old), _pieces(new)
    # What is gone keeps its place: it comes after what it stood after.
    order = list(after)
    previous = -1
    for key in before:
        if key in after:
            previous = order.index(key)
        else:
            previous += 1
            order.insert(previous, key)
    changes = tuple(change for key in order if (change := _change(before.get(key), after.get(key))))
    return _of(new, "changed" if changes else None, changes)


def _change(was: Piece | None, now: Piece | None) -> Change | None:
    piece = now or was
    assert piece is not None
    stretches = _difference(was.text if was else "", now.text if now else "")
    if was and now and not is_changed(stretches):
        return None
    happened: Happened = "new" if was is None else "gone" if now is None else "changed"
    return Change(happened, piece.clause, piece.title, piece.number, stretches)


def _difference(old: str, new: str) -> tuple[Stretch, ...]:
    """The two texts as one, word by word: "6 500 000 kr" is one word, and is not changed in its middle."""
    found = difference(old.replace(swedish.NBSP, GLUE), new.replace(swedish.NBSP, GLUE))
    return tuple(dataclasses.replace(one, text=one.text.replace(GLUE, swedish.NBSP)) for one in found)


def _pieces(document: Document) -> dict[str, Piece]:
    """The document cut up, each piece by a name that stays when numbers move."""
    found: dict[str, Piece] = {}

    def add(key: str, clause: str, title: str, number: str, text: str) -> None:
        earlier = found.get(key)
        text = BREAK.join(part for part in (earlier.text if earlier else "", text) if part)
        if text:
            found[key] = Piece(clause, title, earlier.number if earlier else number, text)

    facts = [f"{name}: {written((Paragraph(value),))}" for name, value in document.facts]
    names = [document.label, document.title, document.subject, document.authority, document.reference]
    add(COVER, "", COVER, "", BREAK.join([*names, *facts]))
    path: dict[int, Heading] = {}
    in_note = False
    for block in document.blocks:
        if isinstance(block, Heading):
            in_note = block.anchor == CHAPTER
            path = {level: heading for level, heading in path.items() if level < block.level} | {block.level: block}
        if in_note:
            continue
        under = path[max(path)] if path else Heading(1, "", document.title, "")
        section = " / ".join(heading.text for heading in path.values())
        match block:
            case Heading():
                pass
            case Clause():
                number = under.number if not block.titled else ""
                add(block.id, block.id, block.title, number, _text(block.blocks))
            case Table():
                for row in block.rows:
                    if row.clause:
                        add(row.clause, row.clause, row.clause_title, _number(row), _cells(row))
                others = [_cells(row) for row in block.rows if not row.clause]
                if others:
                    heads = " · ".join(column.head for column in block.columns)
                    add(section, "", under.text, under.number, BREAK.join([block.caption, heads, *others]))
            case _:
                add(section, "", under.text, under.number, _text((block,)))
    return found


def _text(blocks: Iterable[Paragraph | Items | Table | Figure]) -> str:
    return BREAK.join(filter(None, map(_written, blocks)))


def _written(block: Paragraph | Items | Table | Figure) -> str:
    match block:
        case Table():
            return BREAK.join([block.caption, *(_cells(row) for row in block.rows)])
        case Figure():
            # What it shows stands in a table beside it.
            return f"{block.caption}{BREAK}{block.alternative}"
    return written((block,))


def _cells(row: Row) -> str:
    """What a row says, without the number and the id that a clause carries beside its words."""
    cells = ([written((block,)) for block in cell.blocks] for cell in row.cells)
    said = (
        " – ".join(text for text in cell if not (row.clause and (text == row.clause or NUMBER.fullmatch(text))))
        for cell in cells
    )
    return (BREAK if row.clause else " · ").join(filter(None, said))


def _number(row: Row) -> str:
    texts = (written((block,)) for cell in row.cells[:1] for block in cell.blocks)
    return next((text for text in texts if NUMBER.fullmatch(text)), "")


def in_full(question: Question | None, value: Value | None) -> str:
    """An answer with its rows and all, as one text."""
    if value is None:
        return ""
    if question is None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    fields = {part.key: part for part in question.fields}
    match question.kind:
        case "rows":
            rows = cast("list[dict[str, Value]]", value)
            return BREAK.join(_row_told(fields, row) for row in rows)
        case "group":
            return _row_told(fields, cast("dict[str, Value]", value))
        case "mapping":
            texts = cast("Mapping[str, Value]", value)
            return BREAK.join(f"{key}: {_loose(text)}" for key, text in texts.items())
    return in_words(question, value)


def _row_told(fields: Mapping[str, Question], row: Mapping[str, Value]) -> str:
    return "; ".join(
        f"{fields[key].label}: {in_full(fields[key], value)}" if key in fields else f"{key}: {_loose(value)}"
        for key, value in row.items()
    )


def _loose(value: Value) -> str:
    """A value that no question describes."""
    if isinstance(value, dict):
        return ". ".join(_loose(part) for part in value.values())
    if isinstance(value, list):
        return BREAK.join(_loose(part) for part in value)
    return str(value)
