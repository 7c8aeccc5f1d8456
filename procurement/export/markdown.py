"""The tree as Markdown, as CommonMark with pipe tables reads it: to be read in a code repository, or by a program.

What somebody typed is text: a character that would be markup has a backslash before it.
A table whose cells hold one line each is a pipe table. In any other each row has a line with its name, and a list
below with the column's head before each cell: Markdown has no paragraphs or lists within a cell, and HTML is not ours
to ask for.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from itertools import chain, groupby
from operator import itemgetter

from procurement.domain.document import (
    Blank,
    Block,
    Cell,
    Clause,
    Column,
    Document,
    Figure,
    Gap,
    Heading,
    Inline,
    Inlines,
    Items,
    Paragraph,
    Row,
    Table,
    Text,
    runs,
)
from procurement.export import phrases

BLANK = "____"
MARKERS = {"strong": "**", "emphasis": "*"}

# Markup wherever it stands: dollar signs are mathematics to some readers, tildes strike out.
ANYWHERE = re.compile(r"[\\`*_\[\]<|~$]|&(?!\s)")
ESCAPED = r"\\\g<0>"
# Markup where a line begins: lists, headings, quotes, and what makes a heading or a table of the line above.
LINE_START = re.compile(r"^(?:\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:[\s:-]|$))|(?=[#>=:]))", re.MULTILINE)
# A line to write on, in the midst of others: there it is no rule and no emphasis, and needs no backslashes.
LONE_BLANK = re.compile(r"(?:(?<=\S[\w:,?*] )|(?<= \| ))(?:\\_){4}(?= |$)", re.MULTILINE)


def render(document: Document) -> bytes:
    document = phrases.writable(document)
    written = "\n\n".join(chain(_cover(document), _Body().blocks(document.blocks)))
    return (LONE_BLANK.sub(BLANK, written) + "\n").encode()


def _cover(document: Document) -> Iterable[str]:
    yield _heading(1, phrases.full_title(document))
    yield from (_plain(name) for name in (document.subject, document.authority, *document.look.address) if name)
    if marks := phrases.marks(document):
        yield _strong(" · ".join(marks))
    facts = [(name, (Text(value),)) for name, value in phrases.cover_facts(document)]
    yield "\n".join(_item("-", _named(name, _run(value))) for name, value in (*facts, *document.facts))


class _Body:
    """Writes the blocks, each a string without an empty line after it."""

    def __init__(self) -> None:
        # Of the list just written: one that follows at once has another, or the two would be one.
        self.marker = ""

    def blocks(self, blocks: Iterable[Block]) -> Iterable[str]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterable[str]:
        if isinstance(block, Items):
            yield self.items(block)
            return
        self.marker = ""
        match block:
            case Heading(level, number, text):
                yield _heading(level + 1, " ".join(part for part in (number, text) if part))
            case Paragraph():
                if written := _paragraph(block):
                    yield written
            case Table():
                if caption := phrases.caption(block):
                    yield _strong(caption)
                yield from _pipe_table(block) if _fits_on_lines(block) else self.records(block)
            case Figure():
                # The picture's table stands beside it: what the picture says is enough here.
                if caption := phrases.figure_caption(block):
                    yield _strong(caption)
                yield _plain(block.alternative)
            case Clause(id, title, parts):
                yield _strong(f"{id} {title}" if block.titled else id)
                yield from self.blocks(parts)

    def items(self, items: Items) -> str:
        first, other = (".", ")") if items.ordered else ("*", "+")
        self.marker = other if self.marker == first else first
        return "\n".join(
            _item(f"{number}{self.marker}" if items.ordered else self.marker, _run(item))
            for number, item in enumerate(items.items, 1)
        )

    def records(self, table: Table) -> Iterable[str]:
        for row in table.rows:
            told = [pair for pair in zip(table.columns, row.cells, strict=True) if _says(pair[1])]
            if told:
                yield _record_name(*told[0])
            # Dashes, which no list has that could follow at once.
            yield from (_item("-", self.field(column, cell)) for column, cell in told[1:])

    def field(self, column: Column, cell: Cell) -> str:
        """The column's head and the cell: its first paragraph on the same line."""
        first, *others = cell.blocks
        self.marker = ""
        if isinstance(first, Paragraph):
            name, rest = _named(column.head, _paragraph(first)), others
        else:
            name, rest = _named(column.head, ""), list(cell.blocks)
        return "\n\n".join([name, *self.blocks(rest)])


def _record_name(column: Column, cell: Cell) -> str:
    """**Nr 6.1 · PC-API-01**"""
    said = " · ".join(_said(run) for run in runs(cell.blocks))
    return _strong(f"{column.head} {said}".strip().replace("\n", " "))


def _fits_on_lines(table: Table) -> bool:
    cells = (cell for row in table.rows for cell in row.cells)
    return all(len(cell.blocks) <= 1 and all(map(_is_a_line, cell.blocks)) for cell in cells)


def _is_a_line(block: Paragraph | Items) -> bool:
    # A line that ends is none, and how a bar within code is read in a table is not everywhere the same.
    return isinstance(block, Paragraph) and not set("\n|") & set(_said(block.inlines))


def _pipe_table(table: Table) -> Iterable[str]:
    heads = [_plain(column.head.replace("\n", " ")) for column in table.columns]
    rules = ["---:" if column.align == "end" else "---" for column in table.columns]
    yield "\n".join(f"| {' | '.join(line)} |" for line in (heads, rules, *map(_line, table.rows)))


def _line(row: Row) -> Sequence[str]:
    paragraphs = ((block for block in cell.blocks if isinstance(block, Paragraph)) for cell in row.cells)
    return ["".join(_paragraph(block, row.emphasis) for block in blocks) for blocks in paragraphs]


# Text


def _heading(level: int, text: str) -> str:
    # A number sign at the end of a heading would be taken for its frame.
    return f"{'#' * level} " + re.sub(r"(?<!\\)#", r"\\#", _plain(text.replace("\n", " ")))


def _paragraph(paragraph: Paragraph, strong: bool = False) -> str:
    return _run(paragraph.inlines, strong or paragraph.role == "label")


def _plain(text: str) -> str:
    return _run((Text(text),))


def _strong(text: str) -> str:
    return _run((Text(text, "strong"),))


def _named(name: str, value: str) -> str:
    """**Diarienummer:** KS 2026/0147"""
    return f"{_strong(f'{name}:')} {value}".rstrip() if name else value


def _item(marker: str, text: str) -> str:
    lines = text.split("\n")
    indent = " " * (len(marker) + 1)
    return "\n".join([f"{marker} {lines[0]}".rstrip(), *(f"{indent}{line}".rstrip() for line in lines[1:])])


def _says(cell: Cell) -> bool:
    return any(_said(run).strip() for run in runs(cell.blocks))


def _said(parts: Inlines) -> str:
    """The characters of a run, without their style."""
    return "".join(map(_characters, parts))


def _characters(part: Inline) -> str:
    match part:
        case Text(text):
            return text
        case Gap():
            return phrases.gap(part)
        case Blank(_, choices) if choices:
            return " ".join(f"{phrases.BOX}\u00a0{choice}" for choice in choices)
        case Blank():
            return BLANK


def _run(parts: Inlines, strong: bool = False) -> str:
    """A run of text. Its line ends are breaks of the line, and none of it begins anything but text."""
    styled = [(text, _style(part, strong)) for part in parts if (text := _characters(part))]
    # Of one style each: the marks of two that meet would be read as one.
    pieces = [("".join(text for text, _ in same), style) for style, same in groupby(styled, itemgetter(1))]
    written = ""
    for place, (text, style) in enumerate(pieces):
        following = pieces[place + 1][0][:1] if place + 1 < len(pieces) else ""
        written += _code(text) if style == "code" else _marked(text, MARKERS.get(style, ""), written[-1:], following)
    lines = "\n".join(line.strip(" ") for line in written.strip(" \n").split("\n"))
    return LINE_START.sub(r"\g<0>\\", lines).replace("\n", "\\\n")


def _style(part: Inline, strong: bool) -> str:
    style = part.style if isinstance(part, Text) else "strong" if isinstance(part, Gap) else "plain"
    return "strong" if strong and style == "plain" else style


def _marked(text: str, marker: str, before: str, after: str) -> str:
    """The text between its marks; without them where they would not be read as such: next to others, inside a word."""
    core = text.strip()
    escaped = ANYWHERE.sub(ESCAPED, text)
    if not marker or not core:
        return escaped
    start, end = text.index(core), text.index(core) + len(core)
    outside = (text[:start][-1:] or before, text[end:][:1] or after)
    if "*" in outside or not all(map(_is_readable, outside, (core[0], core[-1]))):
        return escaped
    return f"{text[:start]}{marker}{ANYWHERE.sub(ESCAPED, core)}{marker}{text[end:]}"


def _is_readable(outside: str, inside: str) -> bool:
    """Whether a mark of emphasis between the two characters is read as one."""
    return inside.isalnum() or not outside or outside.isspace() or outside in string.punctuation


def _code(text: str) -> str:
    """Each line between as many backticks as its own do not have. Spaces at its ends stay outside."""
    return "\n".join(map(_code_line, text.split("\n")))


def _code_line(text: str) -> str:
    core = text.strip(" ")
    if not core:
        return text
    longest = max(map(len, re.findall("`+", core)), default=0)
    fence, space = "`" * (longest + 1), " " * (core[0] == "`" or core[-1] == "`")
    return text.replace(core, f"{fence}{space}{core}{space}{fence}", 1)
