"""The tree every format is made from: what an annex says, in order, with its numbers.

Nothing here knows how a page looks. An exporter shows the tree and decides nothing about what is said.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from procurement.domain import sheets
from procurement.domain.drawing import Box, Diamond, Drawing, Line, Words
from procurement.domain.look import PLAIN, Logo, Look, WordTemplate

# In a document that shows how it differs from an earlier one: what has come, and what has gone.
Mark = Literal["", "new", "gone"]


@dataclass(frozen=True)
class Text:
    """Characters as they are. What a user typed only ever enters the tree as this."""

    text: str
    style: Literal["plain", "strong", "emphasis", "code"] = "plain"
    mark: Mark = ""


@dataclass(frozen=True)
class Gap:
    """An answer that is missing, shown as such. `key` is its question, `label` what to write there."""

    key: str
    label: str

    def __str__(self) -> str:
        """[problemet – svar saknas]"""
        return f"[{self.label} – svar saknas]"


@dataclass(frozen=True)
class Blank:
    """A place for the tenderer to write. `label` says what, for those who cannot see the line.

    With `choices` the tenderer picks one of them.
    """

    label: str
    choices: tuple[str, ...] = ()


Inline = Text | Gap | Blank
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """`number` is made here, not by Word or CSS: contracts cite "4.2.1" and every format must agree.

    `level` is 1 to 3. `anchor` is unique in its document. `number` is empty for an unnumbered heading.
    """

    level: int
    number: str
    text: str
    anchor: str
    mark: Mark = ""


@dataclass(frozen=True)
class Paragraph:
    """`role` tells what it is for: running text, an introduction, a note beside the text, a source or a label.

    "law" is what a clause leans on: a line under it, or a footnote where the format has such.
    """

    inlines: Inlines
    role: Literal["body", "lead", "note", "source", "law", "label"] = "body"


@dataclass(frozen=True)
class Items:
    """A list. Each item is one run of inlines."""

    items: tuple[Inlines, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Cell:
    """A table cell; its paragraphs and lists. A `header` cell names its row."""

    blocks: tuple[Paragraph | Items, ...]
    header: bool = False


@dataclass(frozen=True)
class Row:
    """`clause` is the id of the clause the row carries, if any; `anchor` is then unique in its document.

    `emphasis` marks a sum or another row to be told apart.
    """

    cells: tuple[Cell, ...]
    clause: str = ""
    clause_title: str = ""
    anchor: str = ""
    emphasis: bool = False
    mark: Mark = ""


@dataclass(frozen=True)
class Column:
    """`width` is a share of the table's width in per cent; the shares of a table add up to 100."""

    head: str
    width: int
    align: Literal["start", "end"] = "start"


@dataclass(frozen=True)
class Table:
    """`caption` names the table and is read out. `number` is its digits ("3"), or "" for a table that needs none."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    number: str = ""
    mark: Mark = ""


@dataclass(frozen=True)
class Clause:
    """A clause of the library with the text it got here. Its id stays with it through every format.

    `titled` is False where the heading above has already said its title.
    """

    id: str
    title: str
    blocks: tuple[Paragraph | Items | Table, ...]
    anchor: str
    variant: Literal["standard", "softer", "own"] = "standard"
    titled: bool = True
    mark: Mark = ""


@dataclass(frozen=True)
class Figure:
    """A picture. `caption` names it, `alternative` says what it shows to those who do not see it.

    What it shows also stands in a table beside it. `number` is its digits, or "" for a figure that needs none.
    """

    caption: str
    alternative: str
    drawing: Drawing
    number: str = ""
    mark: Mark = ""


Block = Heading | Paragraph | Items | Table | Clause | Figure


@dataclass(frozen=True)
class Document:
    """One annex.

    `key` is its name in code ("requirements"), `label` its place in the set ("Bilaga 1"; "" for the
    buyer's own papers), `title` its name ("Kravspecifikation"), `file_name` its name on disk without ending.
    `subject` is the name of the procurement, `reference` the diary number.
    `internal` is a paper for the buyer alone. `facts` are (name, value) pairs for the cover.
    `workbook` is the annex as a spreadsheet, where it is one to fill in.
    `edition` is the number of the edition that froze it; 0 for a draft, and for a paper nobody has numbered.
    `look` is the authority's own.
    """

    key: str
    label: str
    title: str
    file_name: str
    subject: str
    authority: str
    reference: str
    on: date
    draft: bool
    blocks: tuple[Block, ...]
    internal: bool = False
    facts: tuple[tuple[str, Inlines], ...] = ()
    edition: int = 0
    language: str = field(default="sv-SE")
    workbook: sheets.Workbook | None = None
    look: Look = PLAIN

    def digest(self) -> str:
        """SHA-256 over everything the document says: the same tree gives the same digest, on any machine."""
        return hashlib.sha256(json.dumps(plain(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def dressed(documents: Iterable[Document], look: Look) -> tuple[Document, ...]:
    """The documents in the authority's own look."""
    return tuple(dataclasses.replace(document, look=look) for document in documents)


def runs(blocks: Iterable[Paragraph | Items]) -> list[Inlines]:
    """The runs of text in paragraphs and lists, in order: a paragraph is one, and so is each item of a list."""
    return [run for block in blocks for run in (block.items if isinstance(block, Items) else (block.inlines,))]


def clause_ids(document: Document) -> tuple[str, ...]:
    """The clauses that the document carries, each once, in the order they come."""
    found: dict[str, None] = {}
    for block in document.blocks:
        if isinstance(block, Clause):
            found[block.id] = None
        elif isinstance(block, Table):
            found |= dict.fromkeys(row.clause for row in block.rows if row.clause)
    return tuple(found)


@cache
def fields_of(kind: type) -> tuple[str, ...]:
    """The names of what a node of that type is made of. Asked for every node of a tree."""
    return tuple(part.name for part in dataclasses.fields(kind))


Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


def plain(node: object) -> Plain:
    """The tree as JSON values. Every node carries its type in `type`."""
    if isinstance(node, (str, int, bool)) or node is None:
        return node
    if isinstance(node, date):
        return node.isoformat()
    if isinstance(node, tuple):
        return [plain(part) for part in node]
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        parts: dict[str, Plain] = {name: plain(getattr(node, name)) for name in fields_of(type(node))}
        return {"type": type(node).__name__, **parts}
    raise TypeError(f"{type(node).__name__} does not belong in a document")


# An edition keeps its trees for good: no node is ever renamed, and a field that is added needs a default.
_NODES: dict[str, type] = {
    c.__name__: c
    for c in (
        *(Text, Gap, Blank, Heading, Paragraph, Items, Cell, Row, Column, Table, Clause, Figure, Document),
        *(Drawing, Box, Line, Words, Diamond),
        *sheets.NODES,
        *(Look, Logo, WordTemplate),
    )
}


def from_plain(value: Plain) -> object:
    """The tree that `plain` was made from."""
    if isinstance(value, list):
        return tuple(from_plain(part) for part in value)
    if isinstance(value, dict):
        parts = {name: from_plain(part) for name, part in value.items() if name != "type"}
        if value["type"] == "Document":
            parts["on"] = date.fromisoformat(str(value["on"]))
        return _NODES[str(value["type"])](**parts)
    return value
