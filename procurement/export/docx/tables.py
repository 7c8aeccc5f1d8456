"""Tables of a Word document: how wide their columns are, and how a cell is written."""

from __future__ import annotations

from itertools import accumulate

from procurement.domain.document import Column
from procurement.export import phrases
from procurement.export.docx.markup import escape

# The text column in twentieths of a point: A4 less the margins of 22 mm.
WIDTH = 9411


def column_widths(columns: tuple[Column, ...]) -> tuple[int, ...]:
    """Per cent as twentieths of a point that add up to the whole width."""
    edges = [round(WIDTH * share / 100) for share in accumulate(column.width for column in columns)]
    return tuple(right - left for left, right in zip([0, *edges], edges, strict=False))


# The rule above a sum, and the margin of a column of figures: they end where the rules end.
SUM = '<w:tcBorders><w:top w:val="single" w:sz="5" w:space="0" w:color="1D2433"/></w:tcBorders>'
_FLUSH = '<w:tcMar><w:right w:w="0" w:type="dxa"/></w:tcMar>'


def margin(column: Column, is_last: bool) -> str:
    return _FLUSH if column.align == "end" and is_last else ""


def words(column: Column) -> str:
    """How the words of a column stand: divided only where it is narrow, to the right when they are figures."""
    divided = '<w:suppressAutoHyphens w:val="0"/>' if column.width < phrases.NARROW else ""
    return divided + ('<w:jc w:val="right"/>' if column.align == "end" else "")


def cell(width: int, content: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def table(style: str, name: str, widths: tuple[int, ...], rows: str, first_row: bool = True) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = f'w:firstRow="{int(first_row)}" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0{"6A0" if first_row else "680"}" {look}/>'
        f'<w:tblCaption w:val="{escape(name)}"/><w:tblDescription w:val="{escape(name)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )
