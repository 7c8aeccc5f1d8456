"""Reading a document as a reader does: its chapters, tables and amounts, and nothing from behind them."""

import re
from collections.abc import Iterator

from procurement.domain.document import Blank, Cell, Clause, Document, Gap, Heading, Items, Paragraph, Table, Text


def said(node: object) -> str:
    """The characters of a node, with plain spaces."""
    match node:
        case Text(text):
            return text.replace("\u00a0", " ")
        case Gap(_, label):
            return f"[{label}]"
        case Blank():
            return "…"
        case Heading(_, _, text, _):
            return text
        case Paragraph(inlines):
            return "".join(map(said, inlines))
        case Items(items):
            return "\n".join("".join(map(said, item)) for item in items)
        case Cell(blocks):
            return "\n".join(map(said, blocks))
    return ""


def blocks(document: Document) -> Iterator[object]:
    """Every block, those inside clauses too."""
    for block in document.blocks:
        yield block
        if isinstance(block, Clause):
            yield from block.blocks


def text(document: Document) -> str:
    """Everything but the tables."""
    return "\n".join(filter(None, map(said, blocks(document))))


def tables(document: Document, caption: str) -> list[list[list[str]]]:
    """The tables whose caption begins so, each as rows of cells."""
    found = [b for b in blocks(document) if isinstance(b, Table) and b.caption.startswith(caption)]
    return [[[said(cell) for cell in row.cells] for row in table.rows] for table in found]


def table(document: Document, caption: str) -> list[list[str]]:
    """The only table whose caption begins so."""
    (found,) = tables(document, caption)
    return found


def chapters(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]


def amount(cell: str) -> int:
    """ "−1 250 000 kr" as a number."""
    assert re.fullmatch(r"−?\d{1,3}( \d{3})*( kr| %)?", cell), cell
    return int(re.sub(r"[^\d]", "", cell)) * (-1 if cell.startswith("−") else 1)
