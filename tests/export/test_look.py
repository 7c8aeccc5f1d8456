"""The authority's own look in every format: colour, address and footer."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from pathlib import Path

import docx as python_docx
import pikepdf
import pypdf
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html
from openxml_audit import OpenXmlValidator
from PIL import Image

from procurement.domain.document import Document, Heading, Paragraph, from_plain, plain
from procurement.domain.look import PLAIN, Look
from procurement.export import bounded, docx, fonts, html, logo, markdown, odt, pdf, phrases, version
from tests.export import logos
from tests.export.aloud import aloud
from tests.export.sample import COSTS, DOCUMENT, NASTY, paragraph
from tests.export.standards import broken
from tests.export.test_agreement import html_words
from tests.export.test_odt import is_valid, words

WORD_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
LOOK = Look("#7a1f3d", ("Storgatan 1", "123 45 Sjövalla"), ("Org.nr 212000-9999", NASTY[0]))
BLOCKS = (Heading(1, "1", "Om bilagan", "om"), paragraph("Kort."), COSTS)
PLAINLY = dataclasses.replace(DOCUMENT, blocks=BLOCKS)
DRESSED = dataclasses.replace(PLAINLY, look=LOOK)


def part(file: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return parts.read(name).decode()


@pytest.fixture(scope="module")
def printed() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.render(DRESSED)))


def test_the_look_is_part_of_the_tree() -> None:
    assert from_plain(plain(DRESSED)) == DRESSED
    assert version.key(DRESSED) != version.key(PLAINLY)


def test_an_edition_from_before_there_were_looks_has_none() -> None:
    kept = plain(PLAINLY)
    assert isinstance(kept, dict)
    read = from_plain({key: value for key, value in kept.items() if key != "look"})
    assert isinstance(read, Document) and read.look == PLAIN


def test_the_address_stands_on_the_cover_in_every_format(printed: pypdf.PdfReader) -> None:
    page = lxml_html.fromstring(html.page(DRESSED))
    assert page.xpath("//header//p[@class='address']/text()") == list(LOOK.address)
    word = [p.text for p in python_docx.Document(io.BytesIO(docx.render(DRESSED))).paragraphs]
    assert word[:2] == ["Sjövalla kommun", "Storgatan 1\n123 45 Sjövalla"]
    assert "Storgatan 1<text:line-break/>123 45 Sjövalla" in part(odt.render(DRESSED), "content.xml")
    assert "Sjövalla kommun\n\nStorgatan 1\n\n123 45 Sjövalla" in markdown.render(DRESSED).decode()
    assert "Storgatan 1\n123 45 Sjövalla" in printed.pages[0].extract_text()


def test_the_footer_stands_on_every_page_but_the_cover(printed: pypdf.PdfReader) -> None:
    assert "Org.nr" not in printed.pages[0].extract_text()
    for page in printed.pages[1:]:
        assert f"Sjövalla kommun\nOrg.nr 212000-9999\n{NASTY[0]}" in page.extract_text()
    section = python_docx.Document(io.BytesIO(docx.render(DRESSED))).sections[0]
    assert [p.text for p in section.footer.paragraphs] == ["Sjövalla kommun\t\tSida 1 av 1", *LOOK.footer]
    assert [p.text for p in section.first_page_footer.paragraphs] in ([], [""])
    assert f'<text:p text:style-name="Footer">{LOOK.footer[0]}</text:p>' in part(odt.render(DRESSED), "styles.xml")


def test_the_colour_is_that_of_headings_and_rules(printed: pypdf.PdfReader) -> None:
    styles = python_docx.Document(io.BytesIO(docx.render(DRESSED))).styles
    for name in ("Heading 1", "Heading 2", "Heading 3", "Title"):
        assert str(styles[name].font.color.rgb) == "7A1F3D"
    table = next(style for style in styles.element.iter(qn("w:style")) if style.get(qn("w:styleId")) == "RuledTable")
    assert {border.get(qn("w:color")) for border in table.iter(qn("w:top"), qn("w:bottom"))} >= {"7A1F3D"}
    assert part(odt.render(DRESSED), "styles.xml").count("#7a1f3d") >= 4
    assert "solid #7a1f3d" in part(odt.render(DRESSED), "content.xml")
    assert ".document { --accent: #7a1f3d; }" in html.page(DRESSED)
    content = printed.pages[-1].get_contents()
    assert content is not None and re.search(rb"0?\.478\d* 0?\.121\d* 0?\.239\d* rg", content.get_data())


def test_without_a_look_the_ink_is_the_colour_and_nothing_is_added() -> None:
    page = html.page(PLAINLY)
    assert "--accent: #" not in page and 'class="address"' not in page
    word = part(docx.render(PLAINLY), "word/styles.xml")
    assert '"accent"' not in word and word.count("1D2433") >= 10
    assert "#accent" not in part(odt.render(PLAINLY), "styles.xml")
    assert "{accent}" not in part(odt.render(PLAINLY), "content.xml")


def test_a_dressed_word_file_is_one_that_word_opens_and_the_same_each_time(tmp_path: Path) -> None:
    content = docx.render(DRESSED)
    path = tmp_path / "dressed.docx"
    path.write_bytes(content)
    result = OpenXmlValidator().validate(path)
    assert result.is_valid and not result.errors, result.errors
    assert docx.render(DRESSED) == content
    assert odt.render(DRESSED) == odt.render(DRESSED)


def test_the_longest_address_leaves_the_cover_on_one_page() -> None:
    address = ("En rad som är precis så lång som en rad får vara, inte mer. ",) * 5
    look = dataclasses.replace(LOOK, logo=logos.drawn(), address=address)
    many = tuple(Heading(1, str(n), f"Kapitel {n}", f"k{n}") for n in range(1, 13))
    chapters = many[:8]
    blocks = tuple(part for heading in chapters for part in (heading, Paragraph(DOCUMENT.facts[0][1])))
    long = dataclasses.replace(DOCUMENT, blocks=blocks, look=look)
    _, pages = pdf.render_with_pages(long)
    assert phrases.contents_on_cover(long) and pages["k1"] == 2
    assert phrases.contents_on_cover(dataclasses.replace(long, blocks=(*blocks, chapters[0]), look=PLAIN))
    assert not phrases.contents_on_cover(dataclasses.replace(long, blocks=(*blocks, chapters[0])))
    without_logo = dataclasses.replace(long, blocks=many, look=dataclasses.replace(look, logo=None))
    assert phrases.contents_on_cover(without_logo) and pdf.render_with_pages(without_logo)[1]["k1"] == 2


@pytest.fixture(params=["drawn", "painted"])
def marked(request: pytest.FixtureRequest) -> Document:
    """With a logo as SVG, and as PNG with clear parts."""
    return dataclasses.replace(PLAINLY, look=dataclasses.replace(LOOK, logo=getattr(logos, request.param)()))


def test_the_logo_is_a_figure_with_its_text_alternative_in_the_pdf(marked: Document) -> None:
    with pikepdf.open(io.BytesIO(pdf.render(marked))) as file:
        said = list(aloud(file))
        assert said[0] == ("Figure", "Sjövalla kommuns logotyp")
        assert "".join(text for kind, text in said[1:3]).startswith("Sjövalla kommun")
        images = {image.objgen: image for page in file.pages for image in page.get_images().values()}.values()
        assert len(images) == (marked.look.logo.kind == "png")  # type: ignore[union-attr]
        for image in images:
            # What PDF/A forbids.
            assert not image.get("/Interpolate") and not image.SMask.get("/Interpolate")


def test_a_dressed_pdf_keeps_the_rules_and_says_the_name_of_the_logo_once(marked: Document, tmp_path: Path) -> None:
    path = tmp_path / "dressed.pdf"
    path.write_bytes(pdf.render(marked))
    assert not broken(path)
    with pikepdf.open(path) as file:
        assert sum("logotyp" in text for _, text in aloud(file)) == 1


def test_a_dressed_opendocument_text_is_valid_and_says_what_the_page_says(marked: Document, tmp_path: Path) -> None:
    is_valid(marked, tmp_path)
    assert words(marked) == html_words(html.page(marked))


def test_the_logo_stands_in_the_page_itself(marked: Document) -> None:
    (shown,) = lxml_html.fromstring(html.page(marked)).xpath("//header//img")
    assert shown.get("src").startswith("data:image/") and shown.get("alt") == "Sjövalla kommuns logotyp"
    assert (int(shown.get("width")), int(shown.get("height"))) in ((166, 83), (227, 57))


@pytest.mark.parametrize(
    "part",
    [
        '<linearGradient id="d0"/><rect width="9" height="9" fill="url(#d0)"/>',
        '<rect width="9" height="9" opacity=".5"/>',
        '<g id="d0"><rect width="9" height="9"/></g><use href="#d0" x="20"/>',
    ],
)
def test_what_the_pdf_would_draw_in_a_way_of_its_own_is_in_dots_everywhere(part: str) -> None:
    whole = dataclasses.replace(logos.drawn(), data=logos.SVG.replace("</svg>", f"{part}</svg>"))
    assert logo.address(logos.drawn()).startswith("data:image/svg+xml;")
    assert logo.address(whole).startswith("data:image/png;") and logo.png(whole) == logo.png(whole)
    assert Image.open(io.BytesIO(logo.png(whole))).size == (660, 330)


def test_the_logo_stands_first_in_word_and_opendocument(marked: Document, tmp_path: Path) -> None:
    content = docx.render(marked)
    body = python_docx.Document(io.BytesIO(content)).element.body
    (told,) = body[0].iter(f"{{{WORD_DRAWING}}}docPr")
    assert told.get("descr") == "Sjövalla kommuns logotyp"
    path = tmp_path / "logo.docx"
    path.write_bytes(content)
    result = OpenXmlValidator().validate(path)
    assert result.is_valid and not result.errors, result.errors
    assert docx.render(marked) == content
    text = odt.render(marked)
    assert "<svg:desc>Sjövalla kommuns logotyp</svg:desc>" in part(text, "content.xml")
    with zipfile.ZipFile(io.BytesIO(text)) as parts:
        assert parts.read("Pictures/1.png").startswith(b"\x89PNG")


def test_a_document_with_a_logo_is_the_same_each_time_and_round_as_a_tree(marked: Document) -> None:
    assert from_plain(plain(marked)) == marked
    assert pdf.render(marked) == pdf.render(marked)
    assert odt.render(marked) == odt.render(marked)


def test_the_pdf_takes_a_picture_from_the_page_and_from_nowhere_else() -> None:
    fetcher = fonts.fetcher()
    for url in ("data:text/html;base64,PGI+", "data:image/svg+xml,<svg/>", "data:text/css,*{}", "file:///etc/passwd"):
        with pytest.raises(fonts.NotOurs):
            fetcher.fetch(url)


def test_a_process_without_our_settings_makes_the_same_files(marked: Document) -> None:
    made = bounded.printed(marked, seconds=60, megabytes=1500)
    content, pages = pdf.render_with_pages(marked)
    assert made == {"pdf": content, "docx": docx.render(marked, pages)}
