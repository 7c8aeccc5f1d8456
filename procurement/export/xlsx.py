"""The tree of a workbook as a spreadsheet file: locked where the buyer has written, open where the tenderer writes.

Every text is written as a string, whatever it begins with: nothing a user has typed becomes a formula or a link.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook as Package
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from procurement.domain.document import Document
from procurement.domain.sheets import (
    Cell,
    Cells,
    Difference,
    Empty,
    Filled,
    Formula,
    Label,
    Matching,
    Number,
    Open,
    Place,
    Product,
    Ref,
    Sheet,
    Sum,
    Term,
    WholeQuotient,
    Workbook,
    places,
    values,
)
from procurement.export import archive, phrases

A4 = 9
PROPERTIES = "docProps/core.xml"
FONT: dict[str, Any] = {"font_name": "Calibri", "font_size": 11}
CELL = FONT | {"text_wrap": True, "valign": "top"}
FRAMED = CELL | {"border": 1, "border_color": "#8b91a0"}
# The frame tells where to write, also without colours.
TO_FILL_IN = CELL | {"border": 2, "border_color": "#1d2433", "bg_color": "#fff6d6"}
LOOKS: dict[str, dict[str, Any]] = {
    "body": FRAMED,
    "strong": FRAMED | {"bold": True},
    "head": FRAMED | {"bold": True, "bg_color": "#e6e4de"},
    "title": FONT | {"bold": True, "font_size": 15},
    "note": FONT | {"italic": True},
    "bold": FONT | {"bold": True},
    "example": TO_FILL_IN | {"italic": True},
    "open": TO_FILL_IN | {"locked": False},
}
UNITS = {"": "#,##0", "kr": '#,##0" kr"', "%": '0" %"'}
AMOUNTS = {"kr": UNITS["kr"], "points": "0"}
# The height of a line in points, and of the tallest row that Excel knows.
LINE, TALLEST = 15, 405
# A column's width is counted in figures; so many letters of running text take the place of one.
LETTERS = 1.1
# What a locked sheet still lets one do: choose rows, and make a row high enough for a long answer.
ALLOWED = {"autofilter": True, "format_columns": True, "format_rows": True}
# Excel allows 255 characters in a page head, its codes among them, and a head has three parts.
SHORTENED = 75


def render(document: Document) -> bytes:
    """The document's workbook. Raises ValueError for a document that has none."""
    document = phrases.writable(document)
    if document.workbook is None:
        raise ValueError(f"{document.key} has no workbook")
    target = io.BytesIO()
    package = Package(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _Writer(package, document, document.workbook).write()
    package.close()
    return _packed(target.getvalue(), document)


class _Writer:
    """Writes the tree of one workbook into one package."""

    def __init__(self, package: Package, document: Document, book: Workbook) -> None:
        self.package, self.document, self.book = package, document, book
        self.places, self.values = places(book), values(book)
        self.style = cache(self._style)

    def write(self) -> None:
        self.package.set_properties(_properties(self.document))
        for number, sheet in enumerate(self.book.sheets):
            page = self.package.add_worksheet(sheet.name)
            for column, width in enumerate(sheet.widths):
                page.set_column(column, column, width)
            for r, row in enumerate(sheet.rows):
                for c, cell in enumerate(row):
                    self.cell(page, Place(number, r, c), cell)
                if (lines := _lines(row, sheet.widths)) > 1:
                    page.set_row(r, min(lines * LINE, TALLEST))
            _set_page(page, sheet, self.document)
            for n, (first, last) in enumerate(_tables(sheet), 1):
                # The name by which screen readers know that a table's first row and column head its cells.
                region = f"TitleRegion{n}.{_corner(first)}.{_corner(last)}.{number + 1}"
                self.package.define_name(f"'{sheet.name}'!{region}", f"='{sheet.name}'!{_corner(first, fixed=True)}")

    def cell(self, page: Worksheet, place: Place, cell: Cell) -> None:
        r, c = place.row, place.column
        match cell:
            case Label(text, look, title):
                self.label(page, r, c, text, title, self.style(look))
            case Number(_, value, unit):
                page.write_number(r, c, value, self.style("body", UNITS[unit]))
            case Open(_, _, kind):
                page.write_blank(r, c, None, self.style("open", AMOUNTS.get(kind, "")))
                if rule := _rule(cell):
                    page.data_validation(r, c, r, c, rule)
            case Formula(name, term, unit, strong):
                style = self.style("strong" if strong else "body", UNITS[unit])
                page.write_formula(r, c, f"={self.formula(term, place.sheet)}", style, self.values[name])

    def label(self, page: Worksheet, r: int, c: int, text: str, title: str, style: Format) -> None:
        if title and text:
            page.write_rich_string(r, c, self.style("bold"), f"{title}\n", text, style)
        elif title or text:
            page.write_string(r, c, title or text, style)
        else:
            page.write_blank(r, c, None, style)

    def _style(self, look: str, number: str = "") -> Format:
        properties = LOOKS[look]
        if number:
            properties = properties | {"num_format": number, "align": "right"}
        return self.package.add_format(properties)

    def formula(self, term: Term, sheet: int) -> str:
        """The term as a spreadsheet program writes it, seen from the sheet."""
        match term:
            case int():
                return str(term)
            case Ref(name):
                return self.address(self.places[name], sheet)
            case Sum(cells):
                return f"SUM({','.join(self.ranges(cells, sheet))})"
            case Filled(cells):
                return f"COUNTA({','.join(self.ranges(cells, sheet))})"
            case Empty(cells):
                return "+".join(f"COUNTBLANK({part})" for part in self.ranges(cells, sheet))
            case Matching(cells, text):
                return "+".join(f'COUNTIF({part},"{text}")' for part in self.ranges(cells, sheet))
            case Difference(left, right):
                return f"{self.operand(left, sheet)}-{self.operand(right, sheet)}"
            case Product(left, right):
                return f"{self.operand(left, sheet)}*{self.operand(right, sheet)}"
            case WholeQuotient(left, right):
                return f"INT({self.operand(left, sheet)}/{self.operand(right, sheet)})"

    def operand(self, term: Term, sheet: int) -> str:
        written = self.formula(term, sheet)
        return written if isinstance(term, (int, Ref, Sum, Filled, WholeQuotient)) else f"({written})"

    def ranges(self, cells: Cells, sheet: int) -> list[str]:
        found = []
        for part in cells:
            first, last = (part.name, "") if isinstance(part, Ref) else (part.first, part.last)
            end = f":{_address(self.places[last])}" if last and last != first else ""
            found.append(self.address(self.places[first], sheet) + end)
        return found

    def address(self, place: Place, sheet: int) -> str:
        return _address(place) if place.sheet == sheet else f"'{self.book.sheets[place.sheet].name}'!{_address(place)}"


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the buyer's texts in a row need. Excel counts for itself, LibreOffice shows what the file says."""
    tallest = 1
    for cell, width in zip(row, widths, strict=False):
        if isinstance(cell, Label) and LOOKS[cell.look].get("text_wrap"):
            paragraphs = "\n".join(part for part in (cell.title, cell.text) if part).split("\n")
            tallest = max(tallest, sum(len(wrap(part, round(width * LETTERS))) or 1 for part in paragraphs))
    return tallest


def _tables(sheet: Sheet) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The first and the last cell of each table: from a row that names the columns to an empty one."""
    first, last = None, (0, 0)
    for r, row in enumerate((*sheet.rows, ())):
        if not row and first:
            yield first, last
            first = None
        elif row and isinstance(row[0], Label) and row[0].look == "head":
            first, last = (r, 0), (r, len(row) - 1)
        elif first:
            last = (r, last[1])


def _corner(cell: tuple[int, int], *, fixed: bool = False) -> str:
    return str(xl_rowcol_to_cell(*cell, row_abs=fixed, col_abs=fixed))


def _address(place: Place) -> str:
    return str(xl_rowcol_to_cell(place.row, place.column))


def _rule(cell: Open) -> dict[str, Any] | None:
    """What may be filled in, said when something else is."""
    told: dict[str, Any] = {"error_title": "Det gick inte att skriva"}
    if cell.choices:
        message = f"Välj ett av svaren i listan: {', '.join(cell.choices)}."
        return told | {"validate": "list", "source": list(cell.choices), "error_message": message}
    if cell.kind == "text":
        return None
    message = "Skriv hela kronor, 0 eller mer, bara siffror."
    return told | {"validate": "integer", "criteria": ">=", "value": 0, "error_message": message}


def _set_page(page: Worksheet, sheet: Sheet, document: Document) -> None:
    """Locked, with the head in sight, and as wide as an A4 lying down."""
    page.protect("", ALLOWED)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    named = " · ".join([*phrases.marks(document), phrases.full_title(document)])
    page.set_header(f"&L{_running(named)}&C{_running(document.subject)}&R{_running(document.reference)}")
    page.set_footer(f"&L{_running(document.authority)}&C&A&RSida &P av &N")
    # A requirement's number, such as 6.1, is a text that looks like a number, and means to be.
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if sheet.head:
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
    if sheet.filtered:
        page.autofilter(0, 0, len(sheet.rows) - 1, len(sheet.rows[0]) - 1)


def _running(text: str) -> str:
    """A text in a page head, where & begins a code: the same sign in full width does not."""
    one_line = " ".join(text.split()).replace("&", "＆")
    # Counted as Excel counts, where a character may be two.
    short = one_line.encode("utf-16-le")[: 2 * SHORTENED].decode("utf-16-le", "ignore")
    return short if short == one_line else f"{short}…"


def _properties(document: Document) -> dict[str, Any]:
    return {
        "title": f"{phrases.full_title(document)} – {document.subject}"[:255],
        "subject": ", ".join(part for part in (document.subject, document.reference) if part)[:255],
        "author": document.authority[:255],
        "company": document.authority[:255],
        "keywords": phrases.keywords(document),
        "status": phrases.keywords(document),
        "created": datetime.fromisoformat(phrases.moment(document.on)).replace(tzinfo=None),
    }


def _packed(content: bytes, document: Document) -> bytes:
    """The package with its language, for which XlsxWriter has no property, and the day of the document as its time."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    end = b"</cp:coreProperties>"
    language = f"<dc:language>{document.language}</dc:language>".encode()
    files[PROPERTIES] = files[PROPERTIES].replace(end, language + end)
    return archive.pack(list(files.items()), document.on)
