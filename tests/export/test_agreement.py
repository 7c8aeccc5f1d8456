"""Every format says the same: the same words in the same order, with the same numbers."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import docx as python_docx
import pypdf
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as lxml_html

from procurement.domain.document import Clause
from procurement.domain.returned import digest
from procurement.export import FORMATS, docx, html, odt, pdf, phrases
from procurement.intake import returned
from tests.export.sample import CONTROL, DOCUMENT, paragraph
from tests.export.word import footnotes, numbered_headings


def words(text: str) -> list[str]:
    return text.split()


def html_words(page: str, *left_out: str) -> list[str]:
    """All the words of the page, without the paragraphs of the roles that are left out."""
    tree = lxml_html.fromstring(page)
    for role in left_out:
        for node in tree.xpath(f"//p[@class='role-{role}']"):
            node.drop_tree()
    # What Word shows in its own way: lines and boxes to fill in, the name of a table that has no number.
    for node in tree.xpath("//svg | //*[@class='choices'] | //caption[@class='unseen'] | //style | //title"):
        node.drop_tree()
    for node in tree.xpath("//p | //li | //td | //th | //h1 | //h2 | //h3 | //h4 | //caption | //br"):
        node.tail = f"\n{node.tail or ''}"
    return words(tree.xpath("//article")[0].text_content())


def docx_words(path: Path) -> list[str]:
    """All the text of the body, and before each heading the number Word gives it."""
    numbers = iter(numbered_headings(path.read_bytes()))
    found = []
    for node in python_docx.Document(path).element.body.iter(qn("w:p")):
        if node.pPr.pStyle is not None and node.pPr.pStyle.val.startswith("Heading"):
            found.append(next(numbers))
            continue
        for field in node.iter(qn("w:fldChar")):
            if field.get(qn("w:fldCharType")) == "separate":
                cached = field.getparent().getnext()
                if (
                    cached.find(qn("w:t")) is not None
                    and "PAGEREF" in etree.tostring(field.getparent().getprevious()).decode()
                ):
                    cached.getparent().remove(cached)
        shown = [
            {qn("w:tab"): " ", qn("w:br"): " ", qn("w:noBreakHyphen"): "-"}.get(part.tag) or part.text or ""
            for part in node.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen"))
            if part.getparent().tag == qn("w:r")
            and not part.xpath("parent::w:r/w:rPr/w:rStyle[@w:val='PlaceholderText']")
        ]
        found.append("".join(shown))
    return words("\n".join(found))


def test_the_page_and_word_say_the_same_words_in_the_same_order(page: str, docx_file: Path) -> None:
    assert docx_words(docx_file) == html_words(page, "law")


def test_the_law_of_the_page_stands_in_footnotes_in_word(page: str, docx_file: Path) -> None:
    laws = [node.text_content() for node in lxml_html.fromstring(page).xpath("//p[@class='role-law']")]
    assert len(laws) > 10 and footnotes(docx_file.read_bytes()) == laws


def test_the_pdf_says_every_word_as_often_as_the_page(page: str, pdf_file: Path) -> None:
    shown = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(pdf_file).pages)
    # Words divided at a line's end are made whole again.
    whole = re.sub(r"(?<=\w)[-\u2010]\n(?=[a-zåäö])", "", shown)
    missing = Counter(html_words(page)) - Counter(words(whole))
    assert not missing


def test_no_line_ends_within_the_id_of_a_clause() -> None:
    """Each paragraph is a little longer than the one before, so that the line's end comes to every place in the ids."""
    said = tuple(paragraph("ord " * 13 + "i" * n + " enligt PC-CODE-05 och EGEN-01.") for n in range(0, 72, 2))
    alone = Clause("PC-CODE-05", "", (paragraph("Se PC-CODE-02."),), "a")
    document = dataclasses.replace(DOCUMENT, blocks=(*said, alone))
    shown = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages]
    lines = [line.strip() for text in shown for line in text.split("\n")]
    assert not [line for line in lines if line.endswith("-") or line.startswith(("CODE", "05", "01"))]
    assert "\n".join(lines).count("PC-CODE-05") == len(said) + 1, "with plain hyphens, as it is searched for"
    content = docx.render(document)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        written = file.read("word/document.xml").decode()
    assert "enligt PC-" not in written and written.count("<w:noBreakHyphen/>") == 3 * len(said) + 2
    [control] = returned.read(content).controls
    assert [line.now for line in control.lines] == ["PC-CODE-05", "Se PC-CODE-02."]
    assert control.digest == digest(["PC-CODE-05", "Se PC-CODE-02."]), "a hyphen is a hyphen to whoever reads it back"
    with zipfile.ZipFile(io.BytesIO(odt.render(document))) as file:
        written = file.read("content.xml").decode()
    assert "enligt PC\u2011CODE\u201105 och EGEN\u201101." in written and ">PC-CODE-05<" in written


def test_every_format_is_made_from_the_tree_alone(pdf_file: Path) -> None:
    document = dataclasses.replace(DOCUMENT, blocks=(paragraph("Kort."),))
    assert FORMATS["html"](document) == html.page(document).encode()
    assert FORMATS["docx"](document) == docx.render(document)
    assert FORMATS["pdf"](DOCUMENT) == pdf_file.read_bytes()


def test_what_cannot_be_written_is_shown_as_such_everywhere(page: str, docx_file: Path) -> None:
    written = "styr?tecken\n??? slut"
    assert phrases.writable(CONTROL) == written
    assert written.replace("\n", "<br>") in page
    assert written in [p.text for p in python_docx.Document(docx_file).paragraphs]


def test_a_document_that_can_be_written_is_not_changed() -> None:
    document = dataclasses.replace(DOCUMENT, blocks=(paragraph("Hej\nåäö 🐘"),))
    assert phrases.writable(document) is document
