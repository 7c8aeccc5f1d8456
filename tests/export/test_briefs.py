"""The annexes of real briefs keep the formats' rules: Word's for all four, PDF's for a large and a small purchase."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import lxml.html
import pikepdf
import pypdf
import pytest
from openxml_audit import OpenXmlValidator

from procurement.domain.document import Document
from procurement.export import attachment, docx, html, pdf
from tests.domain.given import LIBRARY
from tests.export.aloud import aloud
from tests.export.annexes import BRIEFS, documents
from tests.export.standards import broken
from tests.export.word import refused_by_word


def each(*names: str) -> list[object]:
    return [pytest.param(document, id=f"{name}-{document.key}") for name in names for document in documents(name)]


@pytest.mark.parametrize("document", each(*BRIEFS))
def test_word_finds_nothing_to_repair(document: Document, tmp_path: Path) -> None:
    file = tmp_path / f"{document.file_name}.docx"
    file.write_bytes(docx.render(document))
    result = OpenXmlValidator().validate(file)
    assert not result.errors, file
    assert not refused_by_word(file.read_bytes()), file


@pytest.mark.parametrize("document", each(*BRIEFS))
def test_a_pdf_keeps_the_rules_and_read_aloud_says_what_the_document_says(document: Document, tmp_path: Path) -> None:
    file = tmp_path / f"{document.file_name}.pdf"
    # As it is sent, with the answers in it.
    file.write_bytes(attachment.sent(pdf.render(document), "pdf", document, {"title": document.subject}, LIBRARY))
    assert not broken(file)
    with pikepdf.open(file) as opened:
        # The same words, in the same order, and nothing twice: what is taken from a page is taken once.
        assert letters(spoken(aloud(opened))) == letters(written(html.page(document)))


def spoken(said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What is read aloud, but for what only a file with pages has: the marks of lists, and pages in the contents."""
    return (text for kind, text in said if kind != "Lbl" and not (kind == "Link" and text.isdigit()))


def letters(texts: Iterable[str]) -> str:
    """Without spaces, and without hyphens: a word divided at the end of a line has one more."""
    return re.sub(r"[\s\xad\u2010-]", "", "".join(texts))


def written(page: str) -> Iterator[str]:
    """The words of the page as it is read: a drawing by its title, and in the contents nothing of the page numbers."""
    (main,) = lxml.html.fromstring(page).xpath("//main")
    for drawing in main.xpath(".//*[local-name()='svg']"):
        title = drawing.xpath("./*[local-name()='title']")[0].text
        tail = drawing.tail
        drawing.clear()
        drawing.text, drawing.tail = title, tail
    for caption in main.xpath(".//caption"):
        # Unseen, and a summary of its table in the tags.
        caption.clear(keep_tail=True)
    return iter(main.itertext())


def test_a_direct_award_is_at_most_ten_pages() -> None:
    short = next(document for document in documents("oppna-data") if document.key == "short_form")
    assert len(pypdf.PdfReader(BytesIO(pdf.render(short))).pages) <= 10
