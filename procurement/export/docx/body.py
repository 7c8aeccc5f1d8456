"""The tree as the body of a Word document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count, zip_longest

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
    Mark,
    Paragraph,
    Row,
    Table,
    Text,
)
from procurement.domain.drawing import WIDTH as PAGE_UNITS
from procurement.export import drawing, logo, phrases
from procurement.export.docx import tables
from procurement.export.docx.footnotes import Footnotes
from procurement.export.docx.markup import (
    FIELD_END,
    TAB,
    Changes,
    Controls,
    closed,
    field,
    field_begin,
    paragraph,
    picture,
    run,
)
from procurement.export.roles import ROLES, STYLES, TABLE_ROLES

# What Word counts pictures in: so many to a twentieth of a point.
EMU = 635
# Twentieths of a point to a millimetre.
MM = 1440 / 25.4
# The lists of numbering.xml: each numbered list in the text is a new one of these.
NUMBERED, NUMBERED_IN_TABLE = 4, 5

# Said beside the style: a bold style within a bold paragraph makes Word turn bold off.
WEIGHT = {"Strong": "<w:b/><w:bCs/>", "Gap": "<w:b/><w:bCs/>", "ClauseId": '<w:b w:val="0"/><w:bCs w:val="0"/>'}


class HeadingNumbers:
    """Counts as Word counts the heading styles, to tell where it would show another number than the tree's."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0]

    def next(self, level: int) -> str:
        self._counts[level - 1 :] = [self._counts[level - 1] + 1] + [0] * (3 - level)
        # A level that was skipped counts as its first.
        self._counts[: level - 1] = [count or 1 for count in self._counts[: level - 1]]
        return ".".join(map(str, self._counts[:level]))


class Body:
    """Writes one document. `embed` puts a picture in the package and gives its relation.

    `lists` is filled with the numbered lists met: their w:num must be in numbering.xml.
    """

    def __init__(self, document: Document, pages: Mapping[str, int], embed: Callable[[bytes], str]) -> None:
        self.document = document
        self.pages = pages
        self.embed = embed
        self.pictures = count(1)
        self.lists: list[int] = []
        self.changes = Changes(phrases.moment(document.on))
        self.controls = Controls(self.changes)
        self.footnotes = Footnotes(self.changes)
        self.numbers = HeadingNumbers()
        headings = (block for block in document.blocks if isinstance(block, Heading))
        self.places = {heading.anchor: number for number, heading in enumerate(headings, 1)}

    def xml(self) -> str:
        first, others = self.document.blocks[:1], self.document.blocks[1:]
        return self.cover() + self.contents() + self.opening(first) + self.blocks(others)

    def opening(self, first: tuple[Block, ...]) -> str:
        """The first block, on a page of its own making."""
        if first and isinstance(first[0], Heading):
            return self.heading(first[0], "<w:pageBreakBefore/>", '<w:spacing w:before="0"/>')
        return paragraph("AfterTable", "", "<w:pageBreakBefore/>") + self.blocks(first)

    # Cover and contents

    def cover(self) -> str:
        document = self.document
        marks = run(" ").join(run(f" {mark} ", "Mark") for mark in phrases.marks(document))
        rows = [(name, run(value)) for name, value in phrases.cover_facts(document)]
        rows += [(name, self.inlines(value)) for name, value in document.facts]
        shared = phrases.contents_on_cover(document)
        return (
            self.letterhead(shared)
            + (paragraph("CoverAnnex", run(document.label)) if document.label else "")
            + paragraph("Title", run(document.title))
            + paragraph("Subtitle", run(document.subject))
            + (paragraph("CoverMark", marks) if marks else "")
            + paragraph("CoverSpace", "", '<w:spacing w:after="300"/>' if shared else "")
            + self.facts(rows)
        )

    def letterhead(self, shared: bool) -> str:
        """Who it is from. What the logo and the address take is taken from the space below."""
        document = self.document
        # A short list of contents shares the page: the cover then takes less of it.
        space = 1400 if shared else 3400
        mark, address = document.look.logo, document.look.address
        shown = ""
        if mark:
            wide, tall = (round(side * MM) for side in logo.size(mark))
            told = mark.alternative
            drawn = picture(next(self.pictures), self.embed(logo.png(mark)), told, told, wide * EMU, tall * EMU)
            shown, space = paragraph("CoverLogo", drawn), space - tall
        authority = run(document.authority)
        if not address:
            return shown + paragraph("CoverAuthority", authority, _after(space))
        lines = paragraph("CoverAddress", run("\n".join(address)), _after(space - 220 * len(address)))
        return shown + paragraph("CoverAuthority", authority, _after(100)) + lines

    def facts(self, rows: Iterable[tuple[str, str]]) -> str:
        widths = (2721, tables.WIDTH - 2721)
        lines = "".join(
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            f"{tables.cell(widths[0], paragraph('TableText', run(name)))}"
            f"{tables.cell(widths[1], paragraph('TableHead', value))}</w:tr>"
            for name, value in rows
        )
        return tables.table("FactsTable", "Uppgifter om dokumentet", widths, lines, first_row=False)

    def contents(self) -> str:
        listed = phrases.contents(self.document)
        if not listed:
            return ""
        lines = [self.contents_line(heading) for heading in listed]
        # The field begins in the first of its lines and ends after the last.
        deepest = max(heading.level for heading in listed)
        numberless = "" if self.pages else r" \n"
        lines[0] = field_begin(rf'TOC \o "1-{deepest}" \h \z \u{numberless}') + lines[0]
        shown = "".join(paragraph(f"TOC{heading.level}", line) for heading, line in zip(listed, lines, strict=True))
        here = '<w:pageBreakBefore w:val="0"/><w:spacing w:before="600"/>'
        shared = phrases.contents_on_cover(self.document)
        title = paragraph("TOCHeading", run(phrases.CONTENTS), here if shared else "")
        return self.controls.contents(title + shown + paragraph("AfterTable", FIELD_END))

    def contents_line(self, heading: Heading) -> str:
        bookmark = _bookmark(self.places[heading.anchor])
        line = run(heading.number) + TAB + run(heading.text)
        if self.pages:
            line += TAB + field(rf"PAGEREF {bookmark} \h", str(self.pages.get(heading.anchor, "")))
        return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{line}</w:hyperlink>'

    # Blocks

    def blocks(self, blocks: Iterable[Block]) -> str:
        listed = list(blocks)
        return "".join(self.block(block, then) for block, then in zip_longest(listed, listed[1:]) if block)

    def block(self, block: Block, then: Block | None) -> str:
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph(inlines, role):
                # What introduces a table or a list stays with it, and a note or a source with what it is about.
                followed = isinstance(then, Paragraph) and then.role in ("note", "source", "law")
                together = "<w:keepNext/>" if followed or isinstance(then, Table | Items | Figure) else ""
                return paragraph(ROLES[role], self.inlines(inlines), together, self.end(inlines))
            case Items(items, ordered):
                style = "ListNumber" if ordered else "ListBullet"
                return self.items(items, style, self.new_list(NUMBERED) if ordered else "")
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Clause():
                return self.clause(block)

    def heading(self, heading: Heading, before: str = "", after: str = "") -> str:
        """`before` and `after` are paragraph properties that Word wants before and after its numbering."""
        place = self.places[heading.anchor]
        start = f'<w:bookmarkStart w:id="{place}" w:name="{_bookmark(place)}"/>'
        content = f'{start}{self.changes.run(heading.text, heading.mark)}<w:bookmarkEnd w:id="{place}"/>'
        end = self.changes.whole(heading.mark)
        if not heading.number:
            return paragraph(f"Heading{heading.level}Unnumbered", content, before + after, end)
        if self.numbers.next(heading.level) == heading.number:
            return paragraph(f"Heading{heading.level}", content, before + after, end)
        # Contracts cite the tree's number: where Word would count to another, it is written out instead.
        unnumbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        written = run(heading.number) + TAB + content
        return paragraph(f"Heading{heading.level}", written, before + unnumbered + after, end)

    def clause(self, clause: Clause) -> str:
        marks, said = self.law(clause.blocks)
        head = paragraph(
            "ClauseHead",
            self.changes.run(clause.id, clause.mark, "ClauseId", WEIGHT["ClauseId"])
            + marks
            + (TAB + self.changes.run(clause.title, clause.mark) if clause.titled else ""),
            # Without a title it stands under a heading of its own, and close to it.
            "" if clause.titled else '<w:spacing w:before="0" w:after="0"/>',
            self.changes.whole(clause.mark),
        )
        text = head + self.blocks(block for block in clause.blocks if not _is_law(block))
        if not clause.mark:
            above, table, last = text.rpartition("</w:tbl>")
            text = above + table + closed(last)
        text = self.controls.bookmarked(clause.id, text)
        return self.controls.clause(clause.id, clause.title, text, said, clause.mark)

    def law(self, blocks: Iterable[Block]) -> tuple[str, str]:
        """The footnotes for what a clause leans on: their marks, which stand by its id, and the runs they say.

        There and not in the clause's own words, they are left alone by whoever rewrites those.
        """
        marks, texts = "", ""
        for block in blocks:
            if _is_law(block):
                text = self.inlines(block.inlines)
                marks += self.footnotes.mark(text, _mark(block.inlines), self.end(block.inlines))
                texts += text
        return marks, texts

    def items(self, items: Iterable[Inlines], style: str, properties: str) -> str:
        return "".join(paragraph(style, self.inlines(item), properties, self.end(item)) for item in items)

    def new_list(self, kind: int) -> str:
        self.lists.append(kind)
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_number(len(self.lists))}"/></w:numPr>'

    def figure(self, figure: Figure) -> str:
        """The picture over the whole width, or as much of it as the drawing asks for."""
        shape, caption = figure.drawing, phrases.figure_caption(figure)
        wide = min(tables.WIDTH, tables.WIDTH * shape.width // PAGE_UNITS)
        shown = picture(
            next(self.pictures), self.embed(drawing.png(figure)), figure.caption, figure.alternative,
            wide * EMU, wide * EMU * shape.height // shape.width,
        )  # fmt: skip
        return (
            self.caption(caption, figure.mark)
            + paragraph("TableText", self.changes.around(shown, figure.mark), "", self.changes.whole(figure.mark))
            + paragraph("AfterTable", "")
        )

    def caption(self, text: str, mark: Mark) -> str:
        written = self.changes.run(text, mark)
        return paragraph("Caption", written, "", self.changes.whole(mark)) if text else ""

    # Tables

    def table(self, table: Table) -> str:
        widths = tables.column_widths(table.columns)
        head = "".join(
            tables.cell(
                width,
                paragraph("TableHead", self.changes.run(column.head, table.mark), tables.words(column)),
                tables.margin(column, column is table.columns[-1]),
            )
            for width, column in zip(widths, table.columns, strict=True)
        )
        last = len(table.rows) - 1
        # No row alone at the foot or the head of a page: the first keeps the second, the last but one the last.
        rows = "".join(
            self.row(row, table.columns, widths, kept=place < last and place in (0, last - 1))
            for place, row in enumerate(table.rows)
        )
        whole = self.changes.whole(table.mark)
        repeated = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/>{whole}</w:trPr>{head}</w:tr>"
        caption = phrases.caption(table)
        return (
            self.caption(caption, table.mark)
            + tables.table("RuledTable", table.caption, widths, repeated + rows)
            + paragraph("AfterTable", "")
        )

    def row(self, row: Row, columns: tuple[Column, ...], widths: tuple[int, ...], kept: bool) -> str:
        long = phrases.is_long(row)
        together = "<w:keepNext/>" if kept and not long else ""
        marks, said = self.law(block for cell in row.cells for block in cell.blocks) if row.clause else ("", "")
        contents = [
            self.cell(cell, together, tables.words(column), strong=cell.header or row.emphasis, is_noted=bool(marks))
            for cell, column in zip(row.cells, columns, strict=True)
        ]
        # After the last words of the first cell, which are the clause's id.
        contents[0] = f"{contents[0].removesuffix('</w:p>')}{marks}</w:p>"
        if row.clause:
            contents[0] = self.controls.bookmarked(row.clause, contents[0])
        cells = "".join(
            tables.cell(
                width, content, (tables.SUM if row.emphasis else "") + tables.margin(column, column is columns[-1])
            )
            for content, column, width in zip(contents, columns, widths, strict=True)
        )
        held = ("" if long else "<w:cantSplit/>") + self.changes.whole(row.mark)
        unbroken = f"<w:trPr>{held}</w:trPr>" if held else ""
        written = f"<w:tr>{unbroken}{cells}</w:tr>"
        if not row.clause:
            return written
        return self.controls.clause(row.clause, row.clause_title, written, said, row.mark)

    def cell(self, cell: Cell, before: str, after: str, strong: bool, is_noted: bool) -> str:
        """`before` and `after` are paragraph properties that Word wants before and after its numbering.

        `is_noted` says that the law stands in a footnote.
        """
        written = []
        for block in cell.blocks:
            match block:
                case Paragraph(role="law") if is_noted:
                    pass
                case Paragraph(inlines, role):
                    text = self.inlines(inlines, "Strong" if strong else "")
                    written.append(paragraph(TABLE_ROLES[role], text, before + after, self.end(inlines)))
                case Items(items, ordered):
                    style = "TableNumber" if ordered else "TableBullet"
                    numbered = self.new_list(NUMBERED_IN_TABLE) if ordered else ""
                    written.append(self.items(items, style, before + numbered + after))
        # Word wants a paragraph in every cell, also in one that says nothing.
        return closed("".join(written)) or paragraph("TableText", "")

    # Text

    def inlines(self, parts: Inlines, style: str = "") -> str:
        return "".join(self.inline(part, style) for part in parts)

    def end(self, parts: Inlines) -> str:
        """What holds for the end of a paragraph."""
        return self.changes.whole(_mark(parts))

    def inline(self, part: Inline, style: str) -> str:
        match part:
            case Text(text, look, mark):
                chosen = STYLES[look] or style
                return self.changes.run(text, mark, chosen, WEIGHT.get(chosen, ""))
            case Gap():
                return run(phrases.gap(part), "Gap", WEIGHT["Gap"])
            case Blank(label, choices) if choices:
                return self.controls.choice(label, choices, phrases.CHOOSE)
            case Blank(label):
                return self.controls.text(label, phrases.WRITE_HERE)


def _is_law(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "law"


def _mark(parts: Inlines) -> Mark:
    """What holds for all of a paragraph: it has come or gone when all of it has."""
    marks = {part.mark if isinstance(part, Text) else "" for part in parts}
    return marks.pop() if len(marks) == 1 else ""


def _after(space: int) -> str:
    """The space after a paragraph, and never none."""
    return f'<w:spacing w:after="{max(space, 200)}"/>'


def _bookmark(place: int) -> str:
    """Word's own kind of name for a place its contents point to."""
    return f"_Toc{place:08}"


def list_number(place: int) -> int:
    """The w:numId of the document's first, second … numbered list: after the three that numbering.xml has."""
    return 3 + place
