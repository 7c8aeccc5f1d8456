"""Two versions of a document as one, with what is new and what is gone marked word by word."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from procurement.domain.document import (
    Block,
    Cell,
    Clause,
    Document,
    Figure,
    Gap,
    Heading,
    Inline,
    Inlines,
    Items,
    Mark,
    Paragraph,
    Row,
    Table,
    Text,
    plain,
)
from procurement.domain.releases import difference

# Paragraphs this alike are one paragraph that has been changed; others are one gone and one new.
ALIKE = 0.5

Node = TypeVar("Node")


def redline(old: Document, new: Document) -> Document:
    """The new document with what differs from the old one marked.

    Its cover, and the numbers of headings, tables and figures, are the new one's and are not marked.
    """
    return dataclasses.replace(new, blocks=tuple(_blocks(old.blocks, new.blocks)))


def _blocks(old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    found: list[Block] = []
    for was, now in _paired(old, new, _alike):
        if was is None and now is not None:
            found.append(_marked(now, "new"))
        elif now is None and was is not None:
            found.append(_marked(was, "gone"))
        elif was is not None and now is not None:
            found += _merged(was, now)
    return found


def _paired(
    old: Sequence[Node], new: Sequence[Node], alike: Callable[[Node, Node], float]
) -> list[tuple[Node | None, Node | None]]:
    """The two rows of nodes side by side: what is the same, what has changed into what, and what stands alone."""
    found: list[tuple[Node | None, Node | None]] = []
    was, now = [str(plain(node)) for node in old], [str(plain(node)) for node in new]
    for what, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "equal":
            found += zip(old[a:b], new[c:d], strict=True)
        else:
            matched = _matched(list(old[a:b]), list(new[c:d]), alike)
            found += matched
    return found


def _matched(
    old: Sequence[Node], new: Sequence[Node], alike: Callable[[Node, Node], float]
) -> list[tuple[Node | None, Node | None]]:
    """In order: each new node beside the first old one left that it is like, what was skipped standing alone."""
    found: list[tuple[Node | None, Node | None]] = []
    place = 0
    for node in new:
        scores = [(alike(other, node), -n) for n, other in enumerate(old[place:], place)]
        best, at = max(scores, default=(0.0, 0))
        if best >= ALIKE:
            found += [(other, None) for other in old[place:-at]]
            found.append((old[-at], node))
            place = -at + 1
        else:
            found.append((None, node))
    return [*found, *((other, None) for other in old[place:])]


def _alike(old: Block, new: Block) -> float:
    match old, new:
        case Clause(), Clause():
            return float(old.id == new.id)
        case Table(), Table():
            same = [column.head for column in old.columns] == [column.head for column in new.columns]
            return max(_similar(old.caption, new.caption), ALIKE) if same else 0.0
        case Figure(), Figure():
            return 1.0 if old.caption == new.caption else 0.0
        case ((Heading() | Paragraph() | Items()), (Heading() | Paragraph() | Items())) if type(old) is type(new):
            return _similar(_said(old), _said(new))
    return 0.0


def _similar(old: str, new: str) -> float:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()


def _merged(old: Block, new: Block) -> list[Block]:
    match old, new:
        case Clause(), Clause():
            blocks = _blocks(old.blocks, new.blocks)
            kept = tuple(block for block in blocks if isinstance(block, Paragraph | Items | Table))
            return [dataclasses.replace(new, blocks=kept)]
        case Table(), Table():
            return [dataclasses.replace(new, rows=tuple(_rows(old.rows, new.rows)))]
        # A footnote in Word, which comes and goes whole: LibreOffice takes what is marked within one for its words.
        case Paragraph(role="law"), Paragraph(role="law") if plain(old) != plain(new):
            return [_marked(old, "gone"), _marked(new, "new")]
        case Paragraph(), Paragraph():
            return [dataclasses.replace(new, inlines=_inlines(old.inlines, new.inlines))]
        case Items(), Items():
            return [dataclasses.replace(new, items=tuple(_items(old.items, new.items)))]
        case Heading(), Heading() if old.text != new.text:
            return [_marked(old, "gone"), _marked(new, "new")]
    return [new]


def _items(old: Sequence[Inlines], new: Sequence[Inlines]) -> list[Inlines]:
    found = []
    for was, now in _paired(old, new, lambda a, b: _similar(_words(a), _words(b))):
        if was is None:
            found.append(_all(now or (), "new"))
        elif now is None:
            found.append(_all(was, "gone"))
        else:
            found.append(_inlines(was, now))
    return found


def _rows(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    found = []
    for was, now in _paired(old, new, _alike_rows):
        if was is not None and now is not None:
            cells = tuple(_cell(a, b) for a, b in zip(was.cells, now.cells, strict=True))
            found.append(dataclasses.replace(now, cells=cells))
        elif now is not None:
            found.append(_marked_row(now, "new"))
        elif was is not None:
            found.append(_marked_row(was, "gone"))
    return found


def _alike_rows(old: Row, new: Row) -> float:
    if old.clause or new.clause:
        return float(old.clause == new.clause)
    if len(old.cells) != len(new.cells):
        return 0.0
    # A row is called by its first cell.
    first = float(_cell_said(old.cells[0]) == _cell_said(new.cells[0]) != "")
    return max(first, _similar(" ".join(map(_cell_said, old.cells)), " ".join(map(_cell_said, new.cells))))


def _cell(old: Cell, new: Cell) -> Cell:
    if len(old.blocks) == len(new.blocks) == 1:
        # One paragraph each, as a sum or a name: word by word, however little they are alike.
        blocks: Sequence[Block] = _merged(old.blocks[0], new.blocks[0])
    else:
        blocks = _blocks(old.blocks, new.blocks)
    return Cell(tuple(block for block in blocks if isinstance(block, Paragraph | Items)), new.header)


def _marked_row(row: Row, mark: Mark) -> Row:
    cells = tuple(_marked_cell(cell, mark) for cell in row.cells)
    if mark == "gone":
        # It stands nowhere any more, and what leads to its clause leads to where that stands now.
        return dataclasses.replace(row, cells=cells, mark=mark, anchor="", clause="", clause_title="")
    return dataclasses.replace(row, cells=cells, mark=mark)


def _marked_cell(cell: Cell, mark: Mark) -> Cell:
    blocks = (_marked(block, mark) for block in cell.blocks)
    return dataclasses.replace(cell, blocks=tuple(b for b in blocks if isinstance(b, Paragraph | Items)))


def _marked(block: Block, mark: Mark) -> Block:
    """The block, all of it new or gone."""
    match block:
        case Heading():
            # What is gone has no number: what comes after would be counted wrong.
            gone = mark == "gone"
            text = f"{block.number} {block.text}".strip() if gone else block.text
            return dataclasses.replace(
                block, text=text, number="" if gone else block.number,
                anchor=f"struket-{block.anchor}" if gone else block.anchor, mark=mark,
            )  # fmt: skip
        case Paragraph():
            return dataclasses.replace(block, inlines=_all(block.inlines, mark))
        case Items():
            return dataclasses.replace(block, items=tuple(_all(item, mark) for item in block.items))
        case Table():
            return dataclasses.replace(block, rows=tuple(_marked_row(row, mark) for row in block.rows), mark=mark)
        case Figure():
            return dataclasses.replace(block, mark=mark)
        case Clause():
            blocks = (_marked(inner, mark) for inner in block.blocks)
            kept = tuple(b for b in blocks if isinstance(b, Paragraph | Items | Table))
            return dataclasses.replace(
                block, blocks=kept, mark=mark, anchor=f"struket-{block.anchor}" if mark == "gone" else block.anchor
            )


def _all(inlines: Inlines, mark: Mark) -> Inlines:
    """All of it new or gone. A gap is text here: it goes when it has been answered."""
    texts = (Text(str(part), "strong") if isinstance(part, Gap) else part for part in inlines)
    return tuple(dataclasses.replace(part, mark=mark) if isinstance(part, Text) else part for part in texts)


def _inlines(old: Inlines, new: Inlines) -> Inlines:
    """Word by word. Where nothing differs the new ones are kept with their looks; where something does, only words."""
    if old == new:
        return new
    if any(not isinstance(part, Text) for part in (*old, *new)):
        return (*_all(old, "gone"), Text(" "), *_all(new, "new"))
    found: list[Inline] = []
    for stretch in difference(_words(old), _words(new)):
        mark: Mark = "" if stretch.kind == "same" else stretch.kind
        found += [Text(" "), Text(stretch.text, mark=mark)] if found else [Text(stretch.text, mark=mark)]
    return tuple(found)


def _words(inlines: Inlines) -> str:
    return "".join(part.text if isinstance(part, Text) else f"[{part.label}]" for part in inlines)


def _said(block: Heading | Paragraph | Items) -> str:
    match block:
        case Heading():
            return block.text
        case Paragraph():
            return _words(block.inlines)
        case Items():
            return " ".join(map(_words, block.items))


def _cell_said(cell: Cell) -> str:
    return " ".join(_said(block) for block in cell.blocks)
