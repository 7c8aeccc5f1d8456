"""The tree as the body of an OpenDocument text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    Paragraph,
    Row,
    Table,
    Text,
)
from procurement.domain.drawing import WIDTH as PAGE_UNITS
from procurement.export import drawing, logo, phrases
from procurement.export.odt.markup import TAB, bookmark, element, escape, paragraph, picture, span, text
from procurement.export.odt.styles import WIDTH, Styles
from procurement.export.roles import ROLES, STYLES, TABLE_ROLES

# Per cent of the text column for the names of the facts on the cover.
FACTS = 29
POINTS = 72 / 25.4  # to a millimetre

# Style of a list → of its items and of the last of them, which has the space after.
LISTS = {
    "Bullets": ("ListText", "ListEnd"),
    "Numbers": ("ListText", "ListEnd"),
    "TableBullets": ("TableList", "TableListEnd"),
    "TableNumbers": ("TableList", "TableListEnd"),
}


class Body:
    """Writes one document. `embed` puts a picture in the package and gives its address."""

    def __init__(self, document: Document, embed: Callable[[bytes], str]) -> None:
        self.document = document
        self.embed = embed
        self.pictures = count(1)
        self.styles = Styles(phrases.accent(document))
        # Names of sections and tables, each of which is to be found by its own.
        self.taken: set[str] = set()
        self.listed = {heading.anchor for heading in phrases.contents(document)}

    def xml(self) -> str:
        first, others = self.document.blocks[:1], self.document.blocks[1:]
        return self.cover() + self.contents() + self.opening(first) + self.blocks(others)

    def opening(self, first: tuple[Block, ...]) -> str:
        """The first block, on a page of its own making."""
        if first and isinstance(first[0], Heading):
            return self.heading(first[0], "Opening")
        return paragraph("OpeningPage", "") + self.blocks(first)

    # Cover and contents

    def cover(self) -> str:
        document = self.document
        # A short list of contents shares the page: the cover then takes less of it.
        shared = phrases.contents_on_cover(document)
        marks = " ".join(span(f"\u00a0{mark}\u00a0", "Mark") for mark in phrases.marks(document))
        rows = [(name, text(value)) for name, value in phrases.cover_facts(document)]
        rows += [(name, self.inlines(value)) for name, value in document.facts]
        return (
            self.letterhead(shared)
            + (paragraph("CoverAnnex", text(document.label)) if document.label else "")
            + paragraph("Title", text(document.title))
            + paragraph("Subtitle", text(document.subject))
            + (paragraph("CoverMark", marks) if marks else "")
            + paragraph("CoverSpace", "")
            + self.facts(rows)
        )

    def letterhead(self, shared: bool) -> str:
        """Who it is from. What the logo and the address take is taken from the space below."""
        space, mark, address = 70 if shared else 170, self.document.look.logo, self.document.look.address
        shown = [("CoverAuthority", text(self.document.authority), 5)]
        if mark:
            wide, tall = logo.size(mark)
            told = mark.alternative
            drawn = picture(next(self.pictures), self.embed(logo.png(mark)), told, told, wide, tall)
            shown, space = [("CoverLogo", drawn, 8), *shown], space - round(tall * POINTS)
        if address:
            shown, space = [*shown, ("CoverAddress", text("\n".join(address)), 0)], space - 11 * len(address)
        last, content, _ = shown.pop()
        shown.append((last, content, max(space, 10)))
        return "".join(
            paragraph(self.styles.cover(style, after, begins=place == 0), content)
            for place, (style, content, after) in enumerate(shown)
        )

    def facts(self, rows: Iterable[tuple[str, str]]) -> str:
        style = self.styles.cell("Fact", flush=False)
        lines = "".join(
            self.line(_cell(style, paragraph("TableText", text(name))) + _cell(style, paragraph("TableHead", value)))
            for name, value in rows
        )
        return self.framed("Uppgifter om dokumentet", (FACTS, 100 - FACTS), lines)

    def contents(self) -> str:
        """The list, with its lines and their pages in it; the programs count for themselves when they are asked to."""
        listed = phrases.contents(self.document)
        if not listed:
            return ""
        deepest = max(heading.level for heading in listed)
        title = "ContentsHeadingShort" if phrases.contents_on_cover(self.document) else "ContentsHeading"
        templates = "".join(
            f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents{level}">'
            '<text:index-entry-link-start text:style-name="IndexLink"/><text:index-entry-text/>'
            '<text:index-entry-tab-stop style:type="right" style:leader-char="."/>'
            "<text:index-entry-page-number/><text:index-entry-link-end/></text:table-of-content-entry-template>"
            for level in range(1, deepest + 1)
        )
        lines = "".join(paragraph(f"Contents{heading.level}", _contents_line(heading)) for heading in listed)
        heading = element(
            "text:index-title", paragraph(title, phrases.CONTENTS), text_name=f"{phrases.CONTENTS} rubrik"
        )
        return (
            f'<text:table-of-content text:name="{phrases.CONTENTS}" text:protected="false">'
            f'<text:table-of-content-source text:outline-level="{deepest}" text:use-index-marks="false">'
            f'<text:index-title-template text:style-name="{title}">{phrases.CONTENTS}</text:index-title-template>'
            f"{templates}</text:table-of-content-source><text:index-body>"
            f"{heading}{lines}</text:index-body></text:table-of-content>"
        )

    # Blocks

    def blocks(self, blocks: Iterable[Block]) -> str:
        listed = list(blocks)
        return "".join(self.block(block, then) for block, then in zip_longest(listed, listed[1:]) if block)

    def block(self, block: Block, then: Block | None) -> str:
        match block:
            case Heading():
                return self.heading(block, f"Heading{block.level}")
            case Paragraph(inlines, role):
                # What introduces a table or a list stays with it, and a note or a source with what it is about.
                followed = isinstance(then, Paragraph) and then.role in ("note", "source", "law")
                together = followed or isinstance(then, Table | Items | Figure)
                style = self.styles.kept(ROLES[role]) if together else ROLES[role]
                return paragraph(style, self.inlines(inlines))
            case Items(items, ordered):
                return self.items(items, "Numbers" if ordered else "Bullets")
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Clause():
                return self.clause(block)

    def heading(self, heading: Heading, style: str) -> str:
        # Numbered here, not by the program: contracts cite "4.2.1", and every format must agree.
        number = text(heading.number)
        mark = bookmark(heading.anchor) if heading.anchor in self.listed else ""
        shown = mark + number + TAB + text(heading.text)
        return element("text:h", shown, text_style_name=style, text_outline_level=str(heading.level))

    def clause(self, clause: Clause) -> str:
        """A section named after the clause: what stands in it can be found again by its id."""
        id = span(clause.id, "ClauseId")
        if clause.titled:
            head = paragraph("ClauseHead", id + TAB + text(clause.title))
        else:
            # Under a heading of its own, and close to it.
            head = paragraph("ClauseIdAlone", id)
        name = self.named(clause.id)
        return element(
            "text:section", head + self.blocks(clause.blocks), text_style_name=self.styles.section(), text_name=name
        )

    def items(self, items: tuple[Inlines, ...], style: str, column: Column | None = None) -> str:
        """Each list is one of its own: a numbered one begins at 1."""
        inner, last = (self.styles.words(name, column) if column else name for name in LISTS[style])
        listed = "".join(
            element("text:list-item", paragraph(last if place == len(items) else inner, self.inlines(item)))
            for place, item in enumerate(items, 1)
        )
        return element("text:list", listed, text_style_name=style)

    def figure(self, figure: Figure) -> str:
        """The picture over the whole width, or as much of it as the drawing asks for."""
        shape, caption = figure.drawing, phrases.figure_caption(figure)
        wide = min(WIDTH, WIDTH * shape.width / PAGE_UNITS)
        shown = picture(
            next(self.pictures), self.embed(drawing.png(figure)), figure.caption, figure.alternative,
            wide, wide * shape.height / shape.width,
        )  # fmt: skip
        return (
            (paragraph("Caption", text(caption)) if caption else "")
            + paragraph("TableText", shown)
            + paragraph("AfterTable", "")
        )

    # Tables

    def table(self, table: Table) -> str:
        caption = phrases.caption(table)
        head = "".join(
            _cell(
                self.styles.cell("Head", _is_flush(column, table)),
                paragraph(self.styles.words("TableHead", column), text(column.head)),
            )
            for column in table.columns
        )
        repeated = element("table:table-header-rows", self.line(head))
        rows = "".join(self.row(row, table) for row in table.rows)
        widths = tuple(column.width for column in table.columns)
        return (
            (paragraph("Caption", text(caption)) if caption else "")
            + self.framed(table.caption, widths, repeated + rows)
            + paragraph("AfterTable", "")
        )

    def framed(self, name: str, widths: tuple[int, ...], rows: str) -> str:
        style, columns = self.styles.table(widths)
        listed = "".join(element("table:table-column", "", table_style_name=column) for column in columns)
        name = " ".join(name.split()) or "Tabell"
        content = element("table:title", text(name)) + listed + rows
        return element("table:table", content, table_name=self.named(name), table_style_name=style)

    def row(self, row: Row, table: Table) -> str:
        # The id of the row's clause, as a place that can be found.
        mark = bookmark(self.named(row.clause)) if row.clause else ""
        kind = "Sum" if row.emphasis else "Last" if row is table.rows[-1] else "Body"
        cells = ""
        for cell, column in zip(row.cells, table.columns, strict=True):
            shown = self.cell(cell, column, cell.header or row.emphasis, mark)
            cells += _cell(self.styles.cell(kind, _is_flush(column, table)), shown)
            mark = ""
        return self.line(cells, phrases.is_long(row))

    def line(self, cells: str, long: bool = False) -> str:
        return element("table:table-row", cells, table_style_name=self.styles.row(long))

    def cell(self, cell: Cell, column: Column, strong: bool, mark: str) -> str:
        written = ""
        for block in cell.blocks:
            match block:
                case Paragraph(inlines, role):
                    shown = self.inlines(inlines, "Strong" if strong else "")
                    written += paragraph(self.styles.words(TABLE_ROLES[role], column), mark + shown)
                    mark = ""
                case Items(items, ordered):
                    written += self.items(items, "TableNumbers" if ordered else "TableBullets", column)
        # A place to be found needs a paragraph to stand in.
        return written if written and not mark else paragraph("TableText", mark) + written

    # Text

    def inlines(self, parts: Inlines, style: str = "") -> str:
        return "".join(self.inline(part, style) for part in parts)

    def inline(self, part: Inline, style: str) -> str:
        match part:
            case Text(said, look):
                return span(said, STYLES[look] or style)
            case Gap():
                return span(phrases.gap(part), "Gap")
            case Blank(label, choices) if choices:
                listed = "".join(element("text:label", "", text_value=choice) for choice in (phrases.CHOOSE, *choices))
                return element("text:drop-down", listed + phrases.CHOOSE, text_name=label)
            case Blank(label):
                field = element(
                    "text:placeholder", phrases.WRITE_HERE, text_placeholder_type="text", text_description=label
                )
                return element("text:span", field, text_style_name="Placeholder")

    def named(self, wanted: str) -> str:
        """The name, or with a number after it where it has been taken."""
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted} ({number})", number + 1
        self.taken.add(name)
        return name


def _contents_line(heading: Heading) -> str:
    page = element("text:bookmark-ref", "", text_reference_format="page", text_ref_name=heading.anchor)
    shown = text(heading.number) + TAB + text(heading.text) + TAB + page
    link = f'xlink:type="simple" xlink:href="#{escape(heading.anchor)}"'
    return f'<text:a {link} text:style-name="IndexLink" text:visited-style-name="IndexLink">{shown}</text:a>'


def _is_flush(column: Column, table: Table) -> bool:
    return column is table.columns[-1] and column.align == "end"


def _cell(style: str, content: str) -> str:
    return element("table:table-cell", content, table_style_name=style, office_value_type="string")
