"""A PDF → blocks. Only its text is taken out: nothing in it is run, drawn or fetched."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw

from procurement.domain.inspection import lines
from procurement.domain.inspection.blocks import Block

from .limits import Limits, Unreadable

# A scanned page has none, or a stamp; a page of pictures in a written document has its heading.
LETTERS_PER_PAGE = 20


def read(content: bytes, limits: Limits) -> tuple[Block, ...]:
    """The document's blocks. Raises Unreadable."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = (
            getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        )
        raise Unreadable("password" if is_locked else "broken") from error
    try:
        return _read(document, limits)
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument, limits: Limits) -> tuple[Block, ...]:
    count = len(document)
    if count == 0:
        raise Unreadable("empty")
    if count > limits.pages:
        raise Unreadable("too_many_pages")
    pages: list[str] = []
    characters = 0
    for number in range(count):
        text = _page(document, number)
        characters += len(text)
        if characters > limits.characters:
            raise Unreadable("too_long")
        pages.append(text)
    if sum(letter.isalpha() for page in pages for letter in page) < LETTERS_PER_PAGE * count:
        raise Unreadable("scanned" if any(_has_picture(document, number) for number in range(count)) else "no_text")
    return lines.blocks(pages)


def _page(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        try:
            text = page.get_textpage()
            return str(text.get_text_range(errors="ignore"))
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        # One page that is broken leaves the others as good as they were.
        return ""


def _has_picture(document: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        page = document[number]
        return any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    except pypdfium2.PdfiumError:
        return False
