"""The formats a document can be had in: given a Document and never a row, and deciding nothing about what is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from procurement.domain.document import Document


def _pdf(document: Document) -> bytes:
    from procurement.export import pdf

    return pdf.render(document)


def _docx(document: Document) -> bytes:
    from procurement.export import docx

    return docx.render(document)


def _html(document: Document) -> bytes:
    from procurement.export import html

    return html.render(document)


def _md(document: Document) -> bytes:
    from procurement.export import markdown

    return markdown.render(document)


def _odt(document: Document) -> bytes:
    from procurement.export import odt

    return odt.render(document)


def _xlsx(document: Document) -> bytes:
    from procurement.export import xlsx

    return xlsx.render(document)


# File ending → what makes it. Each is imported when it is first asked for: the PDF engine takes most of a second.
FORMATS: dict[str, Callable[[Document], bytes]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "odt": _odt,
    "html": _html,
    "md": _md,
}


def offered(document: Document, formats: Iterable[str]) -> tuple[str, ...]:
    """Those of the formats that the document can be had in: only what is filled in is also a spreadsheet."""
    return tuple(format for format in formats if format != "xlsx" or document.workbook)
